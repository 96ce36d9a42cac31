/*
 * What is said of numbers that stand in a row just before, or in the question: "The squares are 9, 16 and 144. They sum to 169", "the five weights add up to 1", "their mean is 4",
 * "there are six values". Accused is what holds of no row that may be meant, and of no part of one whose numbers have names.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { unitSize } from '../amounts/measure.js'
import { agrees, type ClaimText, finding, hedged, NUMBER, shown, stated } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { sentencesOf } from '../text/sentences.js'

/** Numbers in a row. */
interface Row {
  numbers: readonly number[]
  /** Decimals shown. */
  digits: number
  /** What every number is in: "kg", "%", "$"; "" for none. */
  unit: string
  /** The words before the first, in small letters. */
  head: string
  /** Numbers without words of their own. */
  isBare: boolean
}

interface Part {
  value: number
  digits: number
  unit: string
  before: string
  isBare: boolean
}

const VALUE = String.raw`-?(?:${NUMBER})(?:\/\d{1,4})?`
const valueIn = lean(
  new RegExp(
    String.raw`(?<![\p{L}\d.,/^_:-]|\d\s[-–]\s)([$€£]?)\s?(${VALUE})(?![\d:^]|\s?[-–/·×*+]\s?\d|(?:st|nd|rd|th)\b)\s?(%|°|[$€£]|\p{L}{1,12}(?:[²³]|\/\p{L}{1,4})?)?`,
    'gu',
  ),
)
const cut = /,\s(?:and\s)?|\sand\s|\s&\s|;\s/g
const result = /(?:=\s?|\s(?:is|are|makes|gives|(?:comes|come|amounts?)\sto)\s)$/
/** These name by numbers, count something else, or are what a row comes to. */
const notRow =
  /\b(?:mean|median|mode|average|sum|total|range|product|difference|quotient|remainder|variance|deviation|perimeter|area|volume|rows?|columns?|lines?|steps?|questions?|cases?|chapters?|pages?|players?|teams?|rooms?|levels?|class(?:es)?|grades?|weeks?|days?|years?|items?\snumber|rolls?\sof|january|february|march|april|may|june|july|august|september|october|november|december|between|from|ratio|versus|vs)\s*$/i
const partOf = /^(?:out\s)?(?:of|among|in|at|from|for|on|with|by|after)\s/i

/** "Three parcels weigh …" */
const counting = lean(/^\s*(?:(?:the|all|her|his|my|our|these)\s)?\d{1,2}\s\p{L}+\s(?!of\b)(?=.*\d)/iu)

function partOfRow(text: string): Part | null {
  const matches = matchesOf(valueIn, text)
  const match = matches.length === 1 ? matches[0] : matches.at(-1)
  if (match === undefined) return null
  const before = text.slice(0, match.index)
  const behind = text.slice(match.index + match[0].length)
  // "Ten percent of 64 is 6.40": what it comes to.
  if (matches.length > 1 && !(result.test(before) && /^[\s.:]*$/.test(behind))) return null
  if (/\d/.test(matches.length > 1 ? '' : before + behind) || notRow.test(before)) return null
  // "Berg gets 12 more and comes to 45": a result stands in no row with what led to it.
  if (matches.length === 1 && (/\sto\s$/.test(before) || /^\s(?:more|less|fewer)\b/.test(behind))) return null
  const [, sign = '', number = '', after = ''] = match
  const [above = '', below] = number.split('/')
  const { value: top, digits } = stated(above)
  const value = top / (below === undefined ? 1 : Number(below))
  const unit = sign || (after === '' || /^[%°$€£]$/.test(after) || unitSize(after) !== null ? after : '')
  if (!Number.isFinite(value)) return null
  return {
    value,
    digits: below === undefined ? digits : 9,
    unit,
    before,
    isBare: (after === '' || unit !== '') && /^[\s.:;]*(?:[–—-]\s.*)?$/.test(behind),
  }
}

const span = /(?:^|\s)(?:from\s)?(1|one)\s(?:to|through)\s(\d{1,3})\s?$/

/** "The faces one to six." */
function stretchIn(text: string): Row | null {
  const to = Number(span.exec(text)?.[2] ?? 0)
  if (!(to > 2)) return null
  return { numbers: Array.from({ length: to }, (_, i) => i + 1), digits: 0, unit: '', head: '', isBare: true }
}

const added = /^\s*(?:(?:now|then|next|we|you)\s)*(?:add\w*|plus|another|to\s(?:this|that|these))\b/i

/** The row of a sentence that holds no other numbers. */
function rowIn(sentence: string): Row | null {
  // "Add the 30 days of April and the 25 of May": to what stood before.
  if (!/\d/.test(sentence) || added.test(sentence) || /\d\s?[+*/×÷]\s?\d|…|\bor\b|\d:\d\d/.test(sentence)) return null
  const parts = sentence
    .replace(counting, (all) => all.replace(/\d+/, ''))
    .split(cut)
    .map((text) => ({ text, part: partOfRow(text) }))
  const runs: Part[][] = [[]]
  for (const { part } of parts)
    if (part === null) runs.push([])
    else runs.at(-1)?.push(part)
  const [run, another] = runs.filter(({ length }) => length > 1)
  const [first] = run ?? []
  if (run === undefined || first === undefined || another !== undefined || partOf.test(first.before)) return null
  if (parts.some(({ text, part }) => /\d/.test(text) && (part === null || !run.includes(part)))) return null
  // One that is not known is one of them; one that overlaps is not.
  const isOpen = parts.some(({ text }) =>
    /^\s*(?:\p{L}|(?:an?\s)?(?:\p{L}+\s)?(?:unknown|missing)\b.*)[\s.?]*$/iu.test(text),
  )
  if (isOpen || run.slice(1).some(({ before }) => /\b(?:with|of|in|by|at|per)\s*$/i.test(before))) return null
  const units = new Set(run.map(({ unit }) => unit).filter((each) => each !== ''))
  const numbers = run.map(({ value }) => value)
  if (units.size > 1 || numbers.every((each) => each > 1900 && each < 2100)) return null
  return {
    numbers,
    digits: Math.max(...run.map(({ digits }) => digits)),
    unit: [...units][0] ?? '',
    head: first.before.toLowerCase(),
    isBare: run.every(({ isBare, before }, i) => isBare && (i === 0 || before.trim() === '')),
  }
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)
const statistics = {
  sum: sumOf,
  mean: (numbers) => sumOf(numbers) / numbers.length,
  median: (numbers) => {
    const [order, half] = [sorted(numbers), (numbers.length - 1) / 2]
    return ((order[Math.floor(half)] ?? Number.NaN) + (order[Math.ceil(half)] ?? Number.NaN)) / 2
  },
  product: (numbers) => numbers.reduce((a, b) => a * b, 1),
  range: (numbers) => Math.max(...numbers) - Math.min(...numbers),
} as const satisfies Readonly<Record<string, (numbers: readonly number[]) => number>>
type Statistic = keyof typeof statistics

const N = String.raw`(?<about>(?:about|roughly|around|approximately|nearly|almost)\s)?(?:exactly\s|just\s|only\s|precisely\s)?[$€£]?\s?(?<said>${VALUE}|one)(?![\d^]|\.\d|,\d|\s?[-–/·×*+=<>^]|\s?(?:thousand|million|billion|k|m|times|more|less|too|short)\b)\s?(?<unit>%|°|[$€£]|(?!in\b|so\b|and\b|which\b)\p{L}{1,12})?(?=\s*(?:[.,;:!)]|$)|\s(?:in\s(?:total|all|sum)|together|altogether|all\stold|combined|so|and|which|because|as|but|while|whereas|exactly|overall)\b)`
const GENERIC =
  'numbers|values|entries|terms|figures|amounts|squares|parts|weights|probabilities|percentages|shares|angles|scores|summands|fractions|lengths|sides|components|digits|lines|items|positions|prices|bills|ones'
const THEM = String.raw`(?:(?:all\s)?(?:they|these|those)|all\s(?:of\s)?(?:them|these|those)|(?:all\s)?(?:of\s)?(?:the|these|those|its|their)\s(?:(?:given|known|listed|(?<kind>\p{L}+))\s)??(?<noun>\p{L}+s))`
const COUNTED = String.raw`(?:all|the|these|those|all\s(?:the|of\sthe|of\sthese))\s(?:(?:given|known|listed)\s)?(?<count>\d{1,2})(?:\s(?:known|given|listed))?(?:\s(?<counted>(?!other|first|last|small|large|big|even|odd|remain)\p{L}+))?`
const THEY = String.raw`(?:${THEM}|${COUNTED})(?<known>\s(?:known|given|listed)\sones)?(?:\s(?:together|combined))?`
const TOGETHER = '(?:in\\stotal|together|altogether|in\\sall|all\\stold|combined|in\\ssum)'
const ADV = String.raw`(?:\s(?:also|indeed|really|actually|do|does|then|already|thus|therefore|now))*`
const pattern = (source: string, flags = 'iu') => rare(new RegExp(source, flags))
const START = String.raw`(?:^\s*|(?<=[,;:—(]\s)|(?<=\b(?:and|so|but|thus|hence|then|that|because|since|as)\s))(?:(?:so|and|but|now|here|then|thus|hence|indeed|also|of\scourse|as\sa\scheck),?\s)?`

const claims: readonly { of: Statistic; is: ReturnType<typeof rare> }[] = [
  {
    of: 'sum',
    is: pattern(
      String.raw`${START}(?:${THEY}|which)${ADV}\s(?:sums?(?:\sup)?\sto|adds?(?:\sup)?\sto|totals?|(?:comes?|amounts?)\sto|(?:makes?|gives?|weighs?|costs?|are)(?=\s[^.;]{0,30}\d[\d.,/]*(?:\s?(?:%|°|[$€£]|\p{L}{1,12}))?\s${TOGETHER}))\s${N}`,
    ),
  },
  {
    of: 'sum',
    is: pattern(
      String.raw`(?<=\d[%°]?,?\s)(?:together\s|all\s)?(?:sums?(?:\sup)?\sto|adds?(?:\sup)?\sto|totals?|amounts?\sto|(?:comes?\sto|makes?|gives?)(?=\s[^.;]{0,30}\s${TOGETHER})|make(?=\s(?:one|1)(?!\s\p{L}|\d)))\s${N}`,
    ),
  },
  {
    of: 'sum',
    is: pattern(
      String.raw`${START}${TOGETHER},?\s(?:(?:${THEY}|that|this|it)(?:['’]s|\s\p{L}+(?:\s(?:up\s)?to)?)\s)${N}`,
    ),
  },
  { of: 'sum', is: pattern(String.raw`${START}(?:she|he|it|we|I|they|you)\s\p{L}+\s${N}\s${TOGETHER}(?=[.,;:]|$)`) },
  {
    of: 'sum',
    is: pattern(
      String.raw`${START}(?:(?:adding|summing)\s(?:up\s)?(?:them|these|those|everything|all(?:\sof\sthem)?(?:\s(?<count>\d{1,2})(?:\s\p{L}+)?)?|${THEM})(?:\s(?:up|together))?(?:\s(?:gives|yields|makes|produces|results\sin|you\sget|we\sget|one\sgets|leads\sto))|(?:added|summed|taken|put)\s(?:up|together),?(?:\s(?:they|that|this|it|the\s\p{L}+))?\s(?:is|are|(?:come|comes|amount|amounts)\sto|makes?|gives?))\s${N}`,
    ),
  },
  ...(
    [
      ['sum', '(?:sub)?total|sum'],
      ['mean', '(?:arithmetic\\s)?(?:mean|average)'],
      ['median', 'median'],
      ['product', 'product'],
      ['range', 'range'],
    ] as const
  ).map(([of, name]) => ({
    of,
    is: pattern(
      String.raw`${START}(?:(?:the|their)\s)?(?:${name})(?:\sof\s(?:${THEY}|them|all))?(?:\s?:|\s(?:is|equals|comes\sto|amounts\sto|works\sout\s(?:at|as|to)))(?:\s(?:therefore|thus|then|indeed))?\s${N}`,
    ),
  })),
]
/** "Four of the seven sizes are above the mean." */
const beyond = rare(
  /(?<![\d.,])(?:exactly\s|only\s)?(\d{1,2})\s(?:of|out\sof)\s(?:the|these|our|all)\s(?:(\d{1,2})\s)?(?:\p{L}+\s){0,2}?(?:are|is|lie|lies|were|come|score[ds]?)\s(?:strictly\s|clearly\s)?(?:(above|larger\sthan|greater\sthan|bigger\sthan|higher\sthan|over|more\sthan)|below|under|smaller\sthan|less\sthan|lower\sthan|fewer\sthan)\s(?:the\s|their\s)?(mean|average|median)(?!\p{L})/giu,
)

function countedBeyond(
  sentence: string,
  asked: readonly Row[],
  written: (from: number, to: number) => Finding['span'],
  text: string,
): Finding[] {
  const [row, another] = asked.filter(({ isBare, numbers }) => isBare && numbers.length > 2)
  if (row === undefined || another !== undefined) return []
  return beyond.matchAll(sentence).flatMap((match): Finding[] => {
    const [all, said = '', of, more, name = ''] = match
    const middle = statistics[/median/i.test(name) ? 'median' : 'mean'](row.numbers)
    const count = row.numbers.filter((each) => (more === undefined ? each < middle : each > middle)).length
    const span = written(match.index, match.index + all.length)
    const ok = Number(said) === count
    if ((of !== undefined && Number(of) !== row.numbers.length) || (!ok && hedged(text, span))) return []
    return [
      finding(
        'statistics',
        span,
        said,
        String(count),
        ok,
        `the ${name} is ${shown(middle)}, and ${count} are ${more === undefined ? 'below' : 'above'} it`,
      ),
    ]
  })
}

const unless = rare(
  /\b(?:should|must|needs?|have\sto|has\sto|supposed|except|without|only\sif|more|less|than|per|each|every|both|remaining|rest|other|others|even|odd|positive|negative|first|last|two|squared?|absolute|weighted|twice|half|expected)\b/i,
)
/** "They add up to 1, as they should" claims it. */
const asExpected = /,?\s(?:just\s)?as\s(?:they|it)\s(?:should|must)\b/gi
/** A step with none of these claims nothing, and what it holds is read once one does. */
const mayFind = rare(
  /sum|total|add|together|combined|mean|average|median|product|range|come|amount|in\W+all|all\W+told|(?:taken|put)\W+up|make\W+(?:one|1)/i,
)
/** So many are read at once at most: more would be a long pause. */
const MOST_UNREAD = 30
const mayClaim = rare(/sum|make|total|add|together|altogether|all|mean|average|median|product|range|in\ssum|combined/i)

/** Follows the rows of a chain, sentence by sentence. */
export function rowReader(question: string): (claim: ClaimText) => Finding[] {
  let asked: Row[] | undefined
  let before: Row | null = null
  /** All numbers so far: "March has 31 days, so 21 are left. Add 30 and 25. Total: 76." */
  const given: ReadonlySet<number> = new Set(numbersOf(question))
  const seen = new Set(given)
  /** Numbers that came after the question's. */
  let isFresh = true
  const told: Row[] = []
  const unread: string[] = []
  const read = (text: string): Finding[] => {
    asked ??= rowsOf(normalOf(question).text)
    const normal = normalOf(text)
    const found: Finding[] = []
    for (const { from: start, text: sentence } of sentencesOf(normal.text)) {
      for (const { of, is } of mayClaim.test(sentence) ? claims : []) {
        const match = is.exec(sentence)
        if (match === null) continue
        const [from, to] = [match.index, match.index + match[0].length]
        const ahead = sentence.slice(0, from).replace(/[,;:—(]\s*$/, '')
        const inside = stretchIn(ahead) ?? rowIn(ahead)
        if (inside === null && /\d/.test(sentence.slice(0, from))) continue
        const nearest = inside ?? before ?? (isFresh && asked.length === 1 ? (asked[0] ?? null) : null)
        const row = meant(match, question, nearest, asked)
        const span = normal.written(start + from, start + to)
        const outer = (sentence.slice(0, from) + sentence.slice(to)).replace(asExpected, '')
        if (row === null || unless.test(outer) || unless.test(match[0].replace(/\b\d+\b/g, ''))) continue
        found.push(
          ...judged(
            of,
            match,
            row,
            {
              others: [...asked, ...told, ...(inside === null ? [] : [inside])],
              isInside: inside !== null,
              seen,
              given,
            },
            span,
            text,
          ),
        )
        break
      }
      for (const number of numbersOf(sentence)) seen.add(number)
      found.push(...countedBeyond(sentence, asked, (from, to) => normal.written(start + from, start + to), text))
      const row = rowIn(sentence)
      if (row !== null) told.push(row)
      if (row !== null || /\d/.test(sentence)) {
        before = row
        isFresh = false
      }
    }
    return found
  }
  return ({ text }) => {
    if (!/\d/.test(text) && !mayClaim.test(text)) return []
    if (!mayFind.test(text) && unread.length < MOST_UNREAD) {
      unread.push(text)
      return []
    }
    for (const each of unread.splice(0)) read(each)
    return read(text)
  }
}

const numbersOf = (text: string) =>
  (text.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).map((each) => Number(each.replace(/,/g, '')))

const rowsOf = (text: string): Row[] => sentencesOf(text).flatMap((sentence) => rowIn(sentence.text) ?? [])

/** The row that is spoken of: the nearest, or that of the question which has the noun. */
function meant(match: RegExpExecArray, question: string, nearest: Row | null, asked: readonly Row[]): Row | null {
  const { count, noun, counted, known, kind } = match.groups ?? {}
  const name = (noun ?? counted)?.toLowerCase()
  const fits = (row: Row) => count === undefined || Number(count) === row.numbers.length
  const isNamed = (row: Row) =>
    !(name !== undefined && isCounted(question, name, row.numbers.length)) &&
    (kind === undefined || row.head.includes(kind.toLowerCase())) &&
    (name === undefined ||
      name === 'ones' ||
      (new RegExp(`^(?:${GENERIC})$`).test(name) && (row.isBare || count !== undefined)) ||
      row.head.includes(name.replace(/(?:ies|es|s)$/, '')))
  const [own, another] = asked.filter((row) => fits(row) && isNamed(row))
  if (nearest !== null && fits(nearest) && isNamed(nearest)) return nearest
  // "The four known numbers": of the question, wherever it is said.
  const isTold = count !== undefined || known !== undefined || name !== undefined
  return isTold && own !== undefined && another === undefined && own.numbers.length > 2 ? own : null
}

/** The question has another count of such things: "the mean of 5 numbers is 10; four are 8, 9, 10 and 11". */
function isCounted(question: string, name: string, count: number): boolean {
  const [, said] =
    new RegExp(String.raw`(?<![\d.,])(\d{1,2})\s${name}(?!\p{L})`, 'iu').exec(normalOf(question).text) ?? []
  return said !== undefined && Number(said) !== count
}

function judged(
  of: Statistic,
  match: RegExpExecArray,
  row: Row,
  {
    others,
    isInside,
    seen,
    given,
  }: Record<'seen' | 'given', ReadonlySet<number>> & { others: readonly Row[]; isInside: boolean },
  span: Finding['span'],
  text: string,
): Finding[] {
  const { said = '', unit = '', about } = match.groups ?? {}
  const [above = '', below] = said.replace(/^one$/i, '1').split('/')
  const number = stated(above)
  const value = number.value / (below === undefined ? 1 : Number(below))
  const exact = statistics[of](row.numbers)
  // A sum of decimals is no other whole number, unless they were rounded.
  const digits = of === 'sum' && about === undefined ? Math.max(number.digits, row.digits) : number.digits
  const rounded =
    of === 'sum' && (row.digits > 1 || row.unit === '%' || (row.digits > 0 && Math.max(...row.numbers) > 1))
      ? row.numbers.length * 0.51 * 10 ** -row.digits
      : 0
  const is = (each: number) =>
    Math.abs(value - each) <= rounded ||
    [1, 100, 0.01].some(
      (by) =>
        agrees({ ...number, value, digits }, each * by, about !== undefined) ||
        Math.abs(value - each * by) <= 1e-9 * each,
    )
  const ok = is(exact)
  const isOther = others.some(
    (each) =>
      is(statistics[of](each.numbers)) ||
      (match.groups?.count === undefined && !isInside && parts(each).some((some) => is(statistics[of](some)))),
  )
  // What is far off, or in another unit, is something else.
  const isNear = value > 0.4 * exact && value < 2.5 * exact
  if (!isSameUnit(row.unit, unit)) return []
  // Rates and shares of different wholes are not added.
  if (
    !ok &&
    /%|\//.test(row.unit) &&
    !/\b(?:sum|add|total|mean|average|median)/i.test(match[0].replace(/in\stotal/i, ''))
  )
    return []
  const sure = text.replace(asExpected, (all) => ' '.repeat(all.length))
  // What was told before the row is added to it.
  const isContinued = of === 'sum' && [...seen].some((each) => !row.numbers.includes(each) && is(exact + each))
  // "In total they played 22 games", as the question says.
  if (!ok && !isInside && given.has(value)) return []
  if (!ok && (isOther || isContinued || !isNear || hedged(sure, span))) return []
  const list = row.numbers.map(shown).join(', ')
  return [finding('statistics', span, said, shown(exact), ok, `the ${of} of ${list} is ${shown(exact)}, not ${said}`)]
}

function isSameUnit(a: string, b: string): boolean {
  const isUnit = (unit: string) => unitSize(unit) !== null || /^[%°$€£]$/.test(unit)
  if (a === b || a === '' || !isUnit(b)) return true
  const [one, other] = [unitSize(a), unitSize(b)]
  return one !== null && other !== null && one.dimension === other.dimension && one.size === other.size
}

/** Some of the numbers, where each has words of its own. */
function parts({ numbers, isBare }: Row): readonly (readonly number[])[] {
  if (isBare || numbers.length > 10) return []
  const all: number[][] = [[]]
  for (const each of numbers) all.push(...all.map((some) => [...some, each]))
  return all
}
