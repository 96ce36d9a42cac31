/* The intervals, sets and groups of a question: "4 lies in both", "it has 8 subsets", "5 play neither". They are put together and counted. */
import { readCurve } from '../named/things.js'
import { type Fact, numberOf, type Said, type Topic, VALUE } from './world.js'

interface Interval {
  from: number
  to: number
  closed: readonly [boolean, boolean]
}
const NUMBER = String.raw`[-−]?\d+(?:\.\d+)?`
const INTERVAL = String.raw`[[(]\s?${NUMBER}\s?[,;]\s?${NUMBER}\s?[\])]`
const intervalOf = (text: string): Interval => {
  const [from = 0, to = 0] = (text.match(new RegExp(NUMBER, 'g')) ?? []).map((each) => Number(each.replace('−', '-')))
  return { from, to, closed: [text.trimStart().startsWith('['), text.trimEnd().endsWith(']')] }
}
const isIn = (x: number, { from, to, closed }: Interval) =>
  (x > from || (x === from && closed[0])) && (x < to || (x === to && closed[1]))
const show = ({ from, to, closed }: Interval) => `${closed[0] ? '[' : '('}${from}, ${to}${closed[1] ? ']' : ')'}`
const LIST = String.raw`${NUMBER}(?:(?:,\s(?:and\s)?|\sand\s)${NUMBER})+`

const MEMBER = String.raw`(?<x>${NUMBER})(?:\sand\s(?<y>${NUMBER}))?\s(?:(?:is|are|belongs?|lies?|counts?)\s)(?<not>not\s|n['’]t\s)?(?:both\s|also\s|still\s|then\s|therefore\s|itself\s|too\s)*(?:(?<out>excluded|left\sout|outside)|included|contained|in\s(?:it|both|the\s(?:interval|intersection|union|set))|inside|part\sof\s(?:it|the\s(?:interval|intersection|union|set))|an?\s(?:element|member)\sof\s(?:both|it|the)|to\s(?:it|both|the\s(?:interval|intersection|union|set)))`

/** Numbers in an interval, and what two intervals have in common and together. */
export const intervals: Topic = (question) => {
  const told = [...question.matchAll(new RegExp(INTERVAL, 'g'))].map(([text]) => intervalOf(text))
  const [a, b] = told
  if (a === undefined || told.length > 2 || told.some(({ from, to }) => from >= to || to - from > 200)) return []
  if (
    !/\b(?:interval|integers?|whole\snumbers|intersect\w*|union|belong|element|lie|in\s[[(])|[∩∪]/i.test(question) ||
    /vector|point|f\s?\(|graph|probability|derivative|function|maximum|continuous|coordinates/i.test(question)
  )
    return []
  const both = b === undefined ? null : (x: number) => isIn(x, a) && isIn(x, b)
  const either = b === undefined ? null : (x: number) => isIn(x, a) || isIn(x, b)
  const testOf = ({ sentence }: Said) => {
    if (b === undefined) return (x: number) => isIn(x, a)
    if (/\bunion\b/i.test(sentence)) return /intersection/i.test(sentence) ? null : either
    return /\b(?:intersection|both|common)\b/i.test(sentence) ? both : null
  }
  const facts: Fact[] = [
    {
      kind: 'counting',
      says: new RegExp(MEMBER, 'giu'),
      of: (said) => {
        const test = testOf(said)
        const { x, y, not, out } = said.groups
        const all = [x, y].flatMap((each) => (each === undefined ? [] : [Number(each.replace('−', '-'))]))
        if (test === null || test === undefined) return null
        const wanted = (not === undefined) === (out === undefined)
        return {
          ok: all.every((each) => test(each) === wanted),
          computed: all.map((each) => `${each} is ${test(each) ? 'in' : 'not in'} it`).join(', '),
        }
      },
      what: 'of the interval',
      unless: /\b(?:if|first|second|left\sinterval|only\sin|neither|one\sof)\b/i,
    },
  ]
  if (b === undefined) {
    const integers: number[] = []
    for (let x = Math.ceil(a.from); x <= a.to; x++) if (isIn(x, a)) integers.push(x)
    const listed: Fact['of'] = ({ groups }) => {
      const said = ((groups.list ?? '').match(new RegExp(NUMBER, 'g')) ?? []).map((each) =>
        Number(each.replace('−', '-')),
      )
      if (said.length < 3) return null
      return { ok: said.join() === integers.join(), computed: integers.join(', ') }
    }
    facts.push(
      {
        kind: 'counting',
        says: new RegExp(
          String.raw`\b(?:integers|whole\snumbers|numbers|they|these)(?:\sin\s(?:it|the\sinterval)|\sinside)?\s(?:are|:)\s(?:therefore\s|then\s)?(?<list>${LIST})(?=\s*(?:[.;]|$|,\s(?:which|so|that)))`,
          'giu',
        ),
        of: listed,
        what: 'the integers in it',
        unless: /\b(?:even|odd|positive|negative|prime|end\s?points?|bounds?|ends|given)\b/i,
      },
      {
        kind: 'counting',
        says: new RegExp(
          String.raw`\bthere\sare\s(?:therefore\s)?${VALUE}(?:\sof\sthem|\sintegers)?:\s(?<list>${LIST})(?=\s*(?:[.;]|$))`,
          'giu',
        ),
        of: listed,
        what: 'the integers in it',
      },
      {
        kind: 'counting',
        says: new RegExp(
          String.raw`(?:\b(?:that['’]?s|that\sis|makes?|there\sare|are|have|contains?|holds?|gives?|total\sof)\s(?:therefore\s|exactly\s)?)${VALUE}\s(?:integers|whole\snumbers)\b|\bwhich\s(?:is|are|makes)\s${VALUE.replace('<n>', '<m>')}(?:\sof\sthem|\sintegers)\b`,
          'giu',
        ),
        of: [integers.length],
        what: 'the number of integers in it',
        unless: /\b(?:even|odd|positive|negative|more|other|first|below|above|prime|if)\b/i,
      },
    )
    return facts
  }
  const meet: Interval = {
    from: Math.max(a.from, b.from),
    to: Math.min(a.to, b.to),
    closed: [both?.(Math.max(a.from, b.from)) === true, both?.(Math.min(a.to, b.to)) === true],
  }
  const join: Interval = {
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    closed: [either?.(Math.min(a.from, b.from)) === true, either?.(Math.max(a.to, b.to)) === true],
  }
  if (meet.from < meet.to)
    facts.push({
      kind: 'counting',
      says: new RegExp(
        String.raw`\b(?<op>intersection|union)\b[^.;[(]{0,80}?(?:\s(?:is|are)\s|:\s|=\s?)(?:therefore\s|then\s|just\s|the\sinterval\s)*(?<i>${INTERVAL})`,
        'giu',
      ),
      of: ({ groups }) => {
        const exact = /^u/i.test(groups.op ?? '') ? join : meet
        return { ok: show(intervalOf(groups.i ?? '')) === show(exact), computed: show(exact) }
      },
      what: 'it is',
    })
  return facts
}

const members = (text: string) => [...new Set(text.split(',').map((each) => each.trim()))]
const choose = (n: number, k: number) => {
  let all = 1
  for (let i = 1; i <= k; i++) all = (all * (n - k + i)) / i
  return Math.round(all)
}

/** Subsets of the set that a question lists, and the sizes of what two sets make. */
export const finiteSets: Topic = (question) => {
  const told = [...question.matchAll(/(?:(?<![\p{L}])([A-Z])\s?=\s?)?\{([^{}|:]{1,120})\}/gu)].map(
    ([, name, inside = '']) => ({ name, all: members(inside) }),
  )
  const [a, b] = told
  if (told.length > 2 || told.some(({ all }) => all.some((each) => /…|\.\.\.|\\/.test(each) || each === ''))) return []
  const facts: Fact[] = []
  const sizeFor = ({ sentence, step }: Said): number | null => {
    const names = told.flatMap(({ name, all }) =>
      name !== undefined && new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u').test(sentence) ? [all.length] : [],
    )
    if (names.length === 1) return names[0] ?? null
    if (told.length === 1) return a?.all.length ?? null
    const written = new RegExp(String.raw`\bset\s(?:of|with)\s${VALUE}\selements`, 'iu').exec(`${sentence}\n${step}`)
      ?.groups?.n
    return written === undefined ? null : numberOf(written)
  }
  const ofSize =
    (exact: (n: number, said: Said) => number | null): Fact['of'] =>
    (said) => {
      const n = sizeFor(said)
      const value = n === null || n > 20 ? null : exact(n, said)
      return value === null ? null : [value]
    }
  if (/subset|power\sset/i.test(question))
    facts.push(
      {
        kind: 'counting',
        says: new RegExp(String.raw`${VALUE}\s(?<proper>proper\s|non-?empty\s)?subsets\b`, 'giu'),
        of: ofSize((n, { groups, rest }) =>
          /^\s(?:with|of\s(?:size|exactly)|that|which|have|having|contain|of\s\d)/.test(rest)
            ? null
            : 2 ** n - (groups.proper === undefined ? 0 : 1),
        ),
        what: 'the number of subsets',
        unless:
          /\b(?:element|elements\seach|size|with|without|containing|contain|half|these|those|other|more|two|k)\b(?!\selements\sand)/i,
      },
      {
        kind: 'counting',
        says: new RegExp(
          String.raw`${VALUE}\s(?:of\s(?:these|those|them|which)\s|subsets\s)(?:have|has|with|contain|of)\s(?:exactly\s|just\s)?(?<k>two|three|four|one|[1-9])\selements?`,
          'giu',
        ),
        of: ofSize((n, { groups }) => {
          const k = numberOf(groups.k ?? '')
          return k === null || k > n ? null : choose(n, k)
        }),
        what: 'their number',
        unless: /\b(?:at\s(?:least|most)|or\smore|or\sfewer)\b/i,
      },
      {
        kind: 'counting',
        says: new RegExp(
          String.raw`\b(?:without|leaving\sout|except|excluding|leave\sout|not\scounting|minus)\sthe\sempty\s(?:set|one)\b[^.;\d]{0,30}?${VALUE}`,
          'giu',
        ),
        of: ofSize((n) => 2 ** n - 1),
        what: 'their number',
        unless: /\b(?:itself|whole\sset|proper)\b/i,
      },
    )
  if (a !== undefined && b !== undefined) {
    const union = new Set([...a.all, ...b.all]).size
    const common = a.all.filter((each) => b.all.includes(each)).length
    facts.push({
      kind: 'counting',
      says: new RegExp(
        String.raw`\b(?<op>union|intersection)\b(?:\sof\s(?:the\s(?:two|2)|both|A\sand\sB|the\ssets))?\s(?:therefore\s|then\s)?(?:comprises|has|contains|consists\sof|counts|holds|includes)\s(?:exactly\s|only\s)?${VALUE}`,
        'giu',
      ),
      of: ({ groups }) => [/^u/i.test(groups.op ?? '') ? union : common],
      what: 'its size',
    })
  }
  return facts
}

/** Two groups that overlap: those in one alone, in one at least, in none. */
export const overlaps: Topic = (question) => {
  const numbers = (question.match(/(?<![\d.,])\d{1,5}(?![\d%]|[.,]\d)/g) ?? []).map(Number)
  const both = Number(/(\d{1,5})\s(?:of\s(?:them|these|those)\s)?(?:\p{L}+\s){0,4}?both\b/iu.exec(question)?.[1])
  if (
    numbers.length < 3 ||
    numbers.length > 4 ||
    numbers.at(-1) !== both ||
    /%|(?:only|exactly|at\sleast|just)\s(?:\p{L}+\s)?\d|\d\s(?:\p{L}+\s){0,3}only|3\s(?:clubs|groups|languages|sports)/iu.test(
      question,
    )
  )
    return []
  const [first = 0, second = 0] = numbers.slice(-3)
  const all = numbers.length === 4 ? (numbers[0] ?? 0) : null
  if (both > Math.min(first, second) || (all !== null && first + second - both > all)) return []
  const union = first + second - both
  const alone = [first - both, second - both]
  return [
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`\b(?:only|just|alone|but\s(?:not|no))\b[^.;]*?(?:=\s?|(?:is|are|by|makes?|leaves?|comes\sto|:|take|takes|play|plays)\s(?:taken\sby\s)?)${VALUE}(?=\s*(?:[.,;]|$|\s(?:people|students|pupils|customers|of\sthem|children)\b))`,
        'giu',
      ),
      of: [...alone, union - both],
      what: 'the number of those',
      unless: /\b(?:neither|at\sleast|none)\b/i,
    },
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`(?:\bat\sleast\sone\b|\bone\sor\sboth\b|\beither\b|\beveryone\sonce\b|\beach\s(?:\p{L}+\s)?once\b|\bdifferent\b)[^.;]*?(?:=\s?|\b(?:have|are|is|makes?|gives?|gets?|comes\sto|:)\s)${VALUE}(?=\s*(?:[.,;]|$|\s\p{L}+))`,
        'giu',
      ),
      of: ({ rest }) => (/^\s?[-+]/.test(rest) ? null : [union]),
      what: 'their number',
      unless: /\b(?:neither|exactly|only|not)\b/i,
    },
  ]
}

/** Where the function of a question is not defined: there its denominator is zero. */
export const undefinedPlaces: Topic = (question) => {
  const told =
    /(?<![\p{L}])([fghk])\s?\(\s?([a-z])\s?\)\s?=\s?([^.?;,=]{3,60}?)(?=\s*(?:[.?;,]|$|\s(?:find|for|is|where|and)\b))/iu.exec(
      question,
    )
  const curve = told === null ? null : readCurve(told[3] ?? '')
  if (curve === null || curve.names.length !== 1 || !/[/√]|ln|log/.test(told?.[3] ?? '')) return []
  const [name = 'x'] = curve.names
  return [
    {
      kind: 'calculus',
      says: new RegExp(
        String.raw`\b(?:denominator\s(?:vanishes|is\s(?:zero|0)|becomes\s(?:zero|0))|(?:not|isn['’]t|un)\s?defined)\s(?:there\s)?(?:only\s)?(?:at|for|when|where|if)\s${name}\s?=\s?(?<n>[-−]?\d+(?:\.\d+)?)(?!\d|\s?\/)`,
        'giu',
      ),
      of: ({ groups }) => {
        const x = Number((groups.n ?? '').replace('−', '-'))
        const value = curve.at(new Map([[name, x]]))
        return { ok: value === null || !Number.isFinite(value), computed: `${told?.[1]}(${x}) = ${value}` }
      },
      what: 'it is defined there',
    },
  ]
}
