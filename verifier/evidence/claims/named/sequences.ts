/* Sequences by their terms: "the 10th term of 2, 5, 8, … is 30", "the sum of the first 10 odd numbers is 90". Reckoned by their rule. */
import { type Expected, isNumber, type Named } from './named.js'
import { readList, readNumber } from './things.js'

/** A sequence that is told by its first terms, or by its first term and its step: its n-th term. */
interface Sequence {
  term(n: number): number
  /** The common ratio, of a geometric one. */
  ratio?: number
}

const KIND =
  /^(?:the|an?|this)?\s?(?:infinite\s)?(arithmetic|geometric)?\s?(?:sequence|progression|series)?\s?(?:given\sby\s|of\s|starting\s|beginning\s|with\sterms\s|:\s)?/i
const steps = /(?:common\s)?(difference|ratio|d|r)\s?(?:of|=|is|equal\sto)?\s?([-\d./\\{}frac]+)/i
const starts = /(?:first\sterm|a_?\{?1\}?|a₁|starting\s(?:at|from|with))\s?(?:of|=|is|equal\sto)?\s?([-\d./]+)/i

function sequenceIn(source: string): Sequence | null {
  const match = KIND.exec(source)
  const rest = source.slice(match?.[0].length ?? 0).trim()
  const told = (match?.[1] ?? '').toLowerCase()
  const list = readList(rest.replace(/,?\s?(?:…|and\sso\son)(?:,.*)?$/, ''))
  if (list !== null && list.length >= 3) {
    const [a = 0, b = 0] = list
    const isArithmetic = list.every((each, i) => Math.abs(each - (a + i * (b - a))) < 1e-9)
    const isGeometric =
      a !== 0 && list.every((each, i) => Math.abs(each - a * (b / a) ** i) < 1e-9 * Math.max(1, Math.abs(each)))
    if (isArithmetic && told !== 'geometric') return { term: (n) => a + (n - 1) * (b - a) }
    if (isGeometric && told !== 'arithmetic') return { term: (n) => a * (b / a) ** (n - 1), ratio: b / a }
    return null
  }
  const [first, step] = [starts.exec(rest), steps.exec(rest)]
  const [a, s] = [readNumber(first?.[1] ?? ''), readNumber(step?.[2] ?? '')]
  if (a === null || s === null || /\d/.test(rest.replace(first?.[0] ?? '', '').replace(step?.[0] ?? '', '')))
    return null
  const isRatio = /^r/i.test(step?.[1] ?? '')
  if ((told === 'geometric') !== isRatio && told !== '') return null
  return isRatio
    ? { term: (n) => a.value * s.value ** (n - 1), ratio: s.value }
    : { term: (n) => a.value + (n - 1) * s.value }
}

const MOST = 10_000
const sumOf = (term: (n: number) => number, count: number) => {
  let sum = 0
  for (let n = 1; n <= count; n++) sum += term(n)
  return sum
}

const counted: Readonly<Record<string, (n: number) => number>> = {
  odd: (n) => 2 * n - 1,
  even: (n) => 2 * n,
  square: (n) => n * n,
  cube: (n) => n ** 3,
  triangular: (n) => (n * (n + 1)) / 2,
  plain: (n) => n,
}
const FIRST = /^(?:all\s)?(?:the\s)?first\s(\d{1,5})\s(.+)$/
const RANGE =
  /^(?:all\s)?(?:the\s)?(?:(?:positive|natural|whole|consecutive)\s)?(?:(odd|even)\s)?(?:integers|numbers|whole\snumbers|natural\snumbers)\s(?:from\s(\d{1,5})\s(?:to|through|up\sto)\s(\d{1,5})|(?:up\sto|not\sexceeding)\s(\d{1,5}))(?:\sinclusive)?$/

/** "the first 5 odd numbers", "the first 10 terms of …", "the integers from 1 to 100", added up. */
function sum(source: string): Expected | null {
  const range = RANGE.exec(source)
  if (range !== null) {
    const [from, to] = range[4] === undefined ? [Number(range[2]), Number(range[3])] : [1, Number(range[4])]
    const step = range[1] === undefined ? null : range[1] === 'odd' ? 1 : 0
    let total = 0
    for (let n = from; n <= to; n++) if (step === null || n % 2 === step) total += n
    return isNumber(total)
  }
  const first = FIRST.exec(source)
  const count = Number(first?.[1])
  const what = (first?.[2] ?? '').trim()
  if (first === null || count > MOST) return null
  const named =
    /^(?:(?:positive|natural|consecutive|perfect)\s)*(?:(odd|even|square|cube|triangular)\s)?(?:positive\s|natural\s|whole\s)?(?:integers|numbers|squares|cubes)(?:\s(?:squared|cubed))?$/.exec(
      what,
    )
  if (named !== null) {
    const kind = named[1] ?? (/squares|squared/.test(what) ? 'square' : /cubes|cubed/.test(what) ? 'cube' : 'plain')
    return isNumber(sumOf(counted[kind] ?? ((n) => n), count))
  }
  const sequence = sequenceIn(what.replace(/^terms\s(?:of|in)\s/, ''))
  return sequence === null || !/^terms/.test(what) ? null : isNumber(sumOf(sequence.term, count))
}

function squares(source: string, power: number): Expected | null {
  const match =
    /^(?:the\s)?first\s(\d{1,4})\s(?:(?:positive|natural)\s)?(?:integers|numbers|whole\snumbers|natural\snumbers)$/.exec(
      source,
    )
  return match === null ? null : isNumber(sumOf((n) => n ** power, Number(match[1])))
}

/** The sum to infinity. */
function endless(source: string): Expected | null {
  const sequence = sequenceIn(source.replace(/\(.*\)/, ''))
  if (sequence?.ratio === undefined || Math.abs(sequence.ratio) >= 1) return null
  return isNumber(sequence.term(1) / (1 - sequence.ratio))
}

const ordinalOf = (name: string) => Number(/\d+/.exec(name)?.[0])

/** Sequences and their sums. */
export const sequences: readonly Named[] = [
  {
    kind: 'statistics',
    name: 'sum|total',
    notBehind: /alternating\s$|sum\sof\sthe\s$/i,
    of: (text) => sum(text) ?? squaresIn(text),
  },
  {
    kind: 'statistics',
    name: 'sum(?:\\sto\\sinfinity)?|infinite\\ssum',
    link: '(?:of|for)(?:\\sthe|\\san?)?\\s(?=infinite|geometric)',
    of: (text) =>
      /infinite|^geometric\sseries\s(?:with|[\d-])/i.test(text) && !/first\s\d/.test(text) ? endless(text) : null,
  },
  {
    kind: 'statistics',
    alone: true,
    name: 'common\\sdifference',
    link: '(?:of|in|for)',
    of: (text) => stepOf(text, (a, b) => b - a),
  },
  {
    kind: 'statistics',
    alone: true,
    name: 'common\\sratio',
    link: '(?:of|in|for)',
    of: (text) => stepOf(text, (a, b) => b / a),
  },
  {
    kind: 'statistics',
    alone: true,
    name: '\\d{1,4}(?:st|nd|rd|th)\\s(?:term|number|element|member)',
    link: '(?:of|in)',
    of: (text, name) => {
      const sequence = sequenceIn(text)
      return sequence === null ? null : isNumber(sequence.term(ordinalOf(name)))
    },
  },
]

function squaresIn(text: string): Expected | null {
  const match = /^(?:the\s)?(squares|cubes)\sof\s(.*)$/.exec(text)
  return match === null ? null : squares(match[2] ?? '', match[1] === 'cubes' ? 3 : 2)
}

function stepOf(source: string, of: (a: number, b: number) => number): Expected | null {
  const list = readList(source.replace(KIND, '').replace(/,?\s?…$/, ''))
  if (list === null || list.length < 3) return null
  const [a = 0, b = 0] = list
  const value = of(a, b)
  const isIt = list.every((each, i) => i === 0 || Math.abs(of(list[i - 1] ?? 0, each) - value) < 1e-9)
  return isIt && Number.isFinite(value) ? isNumber(value) : null
}
