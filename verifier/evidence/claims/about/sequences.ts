/* The sequence of a question: "the 15th row has 42 seats". Its rule is found, and terms, sums and numbers of terms are reckoned. */

import { COUNT, ORDINAL, ordinalOf } from '../../../../src/core/quantities/words.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type Fact, numberOf, type Topic, VALUE } from './world.js'

/** A sequence that a question is about. */
interface Sequence {
  term(n: number): number
  /** How many terms are meant: of a sum, or up to the one that is asked for. */
  count: number | null
  /** How many are listed. */
  listed: number
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const BETWEEN = String.raw`(?:,\s?(?:and\s)?|\s?\+\s?|\sand\s)`
const DOTS = String.raw`(?:…|\.\.\.|\\l?dots|\\cdots)`
const list = new RegExp(
  String.raw`(?<![\d.(])(${NUMBER}(?:${BETWEEN}${NUMBER}){2,12})(?:,?\s?\+?\s?(${DOTS})(?:,?\s?\+?\s?(${NUMBER}))?)?`,
  'g',
)
const arithmetic = (a: number, d: number) => (n: number) => a + (n - 1) * d
const geometric = (a: number, q: number) => (n: number) => a * q ** (n - 1)

/** The rule of listed terms: one difference, one ratio, or each the sum of the two before. */
function ruleOf(terms: readonly number[]): ((n: number) => number) | null {
  const [a = 0, b = 0, c = 0] = terms
  const all = (rule: (n: number) => number) => terms.every((each, i) => Math.abs(rule(i + 1) - each) < 1e-9)
  const added = (n: number): number => {
    let [x, y] = [a, b]
    for (let i = 1; i < n; i++) [x, y] = [y, x + y]
    return x
  }
  if (all(arithmetic(a, b - a))) return arithmetic(a, b - a)
  if (a !== 0 && b !== 0 && all(geometric(a, b / a))) return geometric(a, b / a)
  return terms.length >= 5 && a + b === c && all(added) ? added : null
}

const byPlace = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(?<k>${ORDINAL})\s(?:term|number|element|member|row|one|square|line|odd|even)`,
    'iu',
  ),
)
const theFirst = rare(
  new RegExp(String.raw`\bfirst\s${VALUE}\s(?<odd>odd|even|whole|natural|positive|terms|square)?`, 'iu'),
)
const inRows = rare(
  new RegExp(
    String.raw`\b(?<rows>\d{1,3})\srows\b[^?]*?\b(?:first|front)(?:\srow)?\s(?:has|holds|seats|contains)\s${VALUE}[^?]*?\b(?:each|every)\s(?:\p{L}+\s){0,4}?(?:has\s)?(?<d>\d{1,3}|one|${COUNT})\s(?:\p{L}+\s)?more`,
    'iu',
  ),
)

function sequenceOf(question: string): Sequence | null {
  const asked = byPlace.exec(question)?.groups?.k
  const place = /\b(?:row|term|line|number|does\srow)\s(\d{1,3})\b(?!\s?,)/i.exec(question)?.[1]
  const firsts = theFirst.exec(question)
  const first = firsts?.groups?.n === undefined ? null : numberOf(firsts.groups.n)
  const wanted = first ?? (asked === undefined ? (place === undefined ? null : Number(place)) : ordinalOf(asked))
  const lists = matchesOf(list, question)
  const [only, another] = lists
  if (only !== undefined && another === undefined) {
    const terms = (only[1] ?? '').match(new RegExp(NUMBER, 'g'))?.map(Number) ?? []
    const term = ruleOf(terms)
    if (term === null) return null
    const last = only[3] === undefined ? null : Number(only[3])
    if (only[2] === undefined) return { term, count: terms.length, listed: terms.length }
    if (last === null) return { term, count: wanted, listed: terms.length }
    for (let n = 1; n < 10_000; n++)
      if (Math.abs(term(n) - last) < 1e-9) return { term, count: n, listed: terms.length }
    return null
  }
  if (only !== undefined) return null
  const range = /\b(?:numbers|integers)\s(?:from\s)?(\d+)\s(?:to|up\sto|through)\s(\d{1,4})\b/.exec(question)
  const kind = /\b(odd|even)\s(?:numbers|integers)\b/.exec(question)?.[1]
  if (range !== null && !/divisible|multiples?|prime|square|not\b/i.test(question)) {
    const [from, to] = [Number(range[1]), Number(range[2])]
    const start = kind === undefined || (from % 2 === 1) === (kind === 'odd') ? from : from + 1
    const step = kind === undefined ? 1 : 2
    return { term: arithmetic(start, step), count: Math.floor((to - start) / step) + 1, listed: 0 }
  }
  if (kind !== undefined && wanted !== null && !/square|cube/i.test(question))
    return { term: arithmetic(kind === 'odd' ? 1 : 2, 2), count: wanted, listed: 0 }
  const rows = inRows.exec(question)
  if (rows?.groups !== undefined) {
    const [a, d] = [numberOf(rows.groups.n ?? ''), numberOf(rows.groups.d ?? '')]
    return a === null || d === null ? null : { term: arithmetic(a, d), count: Number(rows.groups.rows), listed: 0 }
  }
  const told =
    /(?:first\sterm|starts?\s(?:with|at)|begins?\s(?:with|at)|a_?1)\s(?:is\s|of\s|=\s)?(?<a>-?\d+(?:\.\d+)?)[^?]*?(?:common\s)?(?<kind>difference|ratio|quotient)\s(?:is\s|of\s|=\s)?(?<d>-?\d+(?:\.\d+)?)/iu.exec(
      question,
    )?.groups
  if (told !== undefined) {
    const [a, d] = [Number(told.a), Number(told.d)]
    return { term: told.kind === 'difference' ? arithmetic(a, d) : geometric(a, d), count: wanted, listed: 0 }
  }
  const grains = /\b(?:chess\s?board|squares?)\b[^?]*\b(?:one|1|a\sgrain)\b[^?]*\bfirst\b[^?]*\bdoubl/i.test(question)
  return grains ? { term: geometric(1, 2), count: null, listed: 0 } : null
}

/** Said of more than the terms of the sequence. */
const ofMore = /\b(?:pairs?|average|mean|middle|each|difference|ratio|last\sdigit|squares?\sof)\b/i
const summed = /\b(?:sum|total|altogether|in\sall|together|so\sfar|add(?:s|ed)?\sup|whole\s(?:first|row|board))\b/i
const LAST = String.raw`(?:[^.;]{0,40}?(?:=|≈|that['’]s|that\sis|namely|so)\s?)?${VALUE}(?!\s?(?:more|less|times|percent|%|higher|lower|further|steps?|terms?|rows?|to\sthe|\/))`
const HAS = String.raw`\b(?:is|was|be|has|have|gets?|carries|holds|equals|comes\sto|comes\sout\sas|amounts\sto|down\sto|reads)\s(?:(?:then|already|therefore|thus|also|only|exactly|now|just|about|down|to|down\sto)\s){0,2}`

/** "The fifteenth row has 42 seats", "the difference is added ten times" on the way to the tenth term, "in sum 32", "there are 19 of them". */
export const sequences: Topic = (question) => {
  if (!/\d/.test(question) || /\b(?:mean|median|probability|prime|divisible|sort|largest|range\()\b/i.test(question))
    return []
  const sequence = sequenceOf(question)
  if (sequence === null) return []
  const { term, count, listed } = sequence
  const exact = (n: number) => (n >= 1 && n < 1000 ? [term(n)] : null)
  const sum = (n: number) => {
    let all = 0
    for (let i = 1; i <= n; i++) all += term(i)
    return all
  }
  const ofPlace: Fact['of'] = ({ groups, sentence }) =>
    summed.test(sentence) ? null : exact(ordinalOf(groups.k ?? '') ?? Number.NaN)
  const facts: Fact[] = [
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`(?<![\p{L}\d-])(?<k>${ORDINAL})\s(?:term|number|square|row|element|member|one|value|odd\snumber|even\snumber)(?:\s(?:in\sline|of\s(?:the|this)\s\p{L}+))?,?\s(?:[^.;\d]{0,20}?)${HAS}${LAST}`,
        'giu',
      ),
      of: ofPlace,
      what: 'that term',
      unless: ofMore,
    },
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`(?<![\p{L}])a_\s?\{?\s?(?<k>\d{1,3})\s?\}?\s?=(?:[^=;,]*=)*\s?${VALUE}(?=\s*(?:$|[.,;)]|\s(?:and|so|which)\b))`,
        'giu',
      ),
      of: ({ groups }) => exact(Number(groups.k)),
      what: 'that term',
    },
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`\bnext\s(?:term|number|one)\safter\s(?<last>${NUMBER})\s[^.;\d]{0,20}?${VALUE}`,
        'giu',
      ),
      of: ({ groups }) => {
        for (let n = 1; n < 100; n++) if (Math.abs(term(n) - Number(groups.last)) < 1e-9) return [term(n + 1)]
        return null
      },
      what: 'the next term',
    },
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`(?:term|number|one|value|member)\s(?:in|at)\s(?:place|position|row)\s(?<k>\d{1,3})\s(?:is|equals|has|=)\s(?:then\s|therefore\s)?${LAST}`,
        'giu',
      ),
      of: ({ groups }) => exact(Number(groups.k)),
      what: 'that term',
      unless: ofMore,
    },
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`\bnext\s(?:term|number|one)\s(?:is|must\sbe|equals|will\sbe)\s(?:therefore\s|then\s|thus\s)?(?:[^.;]{0,24}=\s?)?${VALUE}(?=\s*(?:[.,;]|$|and\b))`,
        'giu',
      ),
      of: listed < 3 ? [] : Array.from({ length: 60 }, (_, i) => term(listed + 1 + i)),
      what: 'the next term',
      unless: ofMore,
    },
  ]
  if (count === null || count > 5000) return facts
  const sums = Array.from({ length: Math.min(count, 200) }, (_, i) => sum(i + 1))
  const whole = sum(count)
  if (/\b(?:sum|total|add|how\smany\sseats|altogether|in\sall|evaluate|compute)\b|\+/i.test(question))
    facts.push(
      {
        kind: 'statistics',
        says: new RegExp(
          String.raw`(?:\b(?:in\ssum|in\stotal|in\sall|altogether|added\sup|all\stogether)\b[^.;\d]{0,40}?(?:[^.;]{0,40}=\s?)?|\b(?:terms|numbers|they|summands)\s(?:\p{L}+\s){0,4}?(?:come\sto|add\sup\sto|sum\sto|make|total)\s(?:exactly\s)?)${VALUE}(?!\s?(?:terms?|pairs?|numbers?|rows?|times|waits?|steps?|of\b|more|%))|${VALUE.replace('<n>', '<m>')}(?:\s\p{L}+)?\s(?:in\ssum|altogether|in\stotal)\b`,
          'giu',
        ),
        of: ({ groups }) =>
          /^(?:no|[2-9]|two|three|four|five)$/i.test(groups.n ?? groups.m ?? '') ? null : [whole, ...sums],
        what: 'the sum',
        unless: /\b(?:pairs?|average\s(?:is|of|row|term|comes)|mean\s(?:is|of)|each|first\s\p{L}+\sof\b|half)\b/iu,
      },
      {
        kind: 'statistics',
        says: new RegExp(
          String.raw`(?:\bthere\sare\s(?:exactly\s)?|\bin\sall\s|\bhas\s|\bhave\s|\bthat['’]s\s|,\s)${VALUE}\s(?<what>pairs|of\sthem|terms|summands|addends|numbers|odd\snumbers|even\snumbers)(?:\sin\sall|\sin\stotal|\saltogether)?(?=\s*(?:[.,;)]|$))`,
          'giu',
        ),
        of: ({ groups }) =>
          /^pairs/i.test(groups.what ?? '')
            ? [count / 2, Math.floor(count / 2), listed]
            : [count, ...(/terms|numbers/.test(groups.what ?? '') && listed > 0 ? [listed] : [])],
        what: 'their number',
        unless: /\b(?:remaining|other|other\shalf|of\sthese|of\sthose)\b/i,
      },
    )
  facts.push({
    kind: 'statistics',
    says: new RegExp(
      String.raw`\b(?:difference|step|we\sadd|is\sadded|adding|added|get\s(?:to|from)|goes?\sup|get\sfrom|takes?)\b[^.;]{0,30}?${VALUE}\s(?:times|steps)\b`,
      'giu',
    ),
    of: ({ sentence }) =>
      /\b(?:zeroth|0th|index)\b/i.test(sentence)
        ? null
        : [count - 1, ...(term(1) === term(2) - term(1) ? [count] : [])],
    what: 'the number of steps',
    unless:
      /\bfrom\s(?:the\s)?(?!first|row\s1\b|term\s1\b|1\b|start)(?:second|third|zero|0|row\s0)\b|\bterm\s(?:before|after)/i,
  })
  return facts
}
