/* What a form of questions is: a question as it is read, what its answer has to be, and how answers are read. */
import type Fraction from 'fraction.js'
import { lean } from '../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../src/core/quantities/words.js'
import { rare } from '../../../src/core/triggers.js'
import { plainView } from '../claims/text/plain-view.js'

/** A question as the forms read it. */
export interface Asked {
  /** One line: digits for number words, no currency, no thousands separators, % for every word that means it. */
  text: string
  /** As written. */
  question: string
  context: string
}

/** A question that was read whole, and what has to be answered. */
export interface Solved {
  /** What was asked, for a person: "the number of positive divisors of 360". */
  what: string
  /** Values that the answer has to name; of each, forms that are as good ("0.287" and 28.7 %). */
  values: readonly (readonly number[])[]
  /** The answer names nothing else, but for numbers of which this holds. */
  only?: (value: number) => boolean
  /** The answer is exactly this, or a rounding of it that says so by its decimals. */
  exact?: Fraction
  /** The answer is yes or no. */
  truth?: boolean
  /** The answer as words, one of which it has to hold. */
  words?: readonly string[]
  /** Words of which it may hold none. */
  wrong?: readonly string[]
  /** The answer is no number: how it is written, and whether an answer says the same; null where that cannot be told. */
  answer?: string
  reads?: (answer: string) => boolean | null
  /** A right number has to stand in this way, in its unit; otherwise it is left open. */
  fits?: (answer: string) => boolean
  /** The answer is one number, bare or in the unit of the story; any other is left open. */
  inOwnUnit?: boolean
  /** Whether a step states this wrong answer, in whatever form. */
  statedBy?: (step: string, answer: string) => boolean
  /** Values on the way to it: a step that computes one of them is not where a slip is. */
  way?: readonly number[]
}

/** Null where the question is of no form that this reader knows, or leaves anything open. */
export interface QuestionReader {
  (asked: Asked): Solved | null
  /** What the question has to match, as the source of a regular expression; absent where that is not one. */
  readonly source?: string
}

const MAX_QUESTION = 3000

const wordNumber = lean(new RegExp(String.raw`(?<![\p{L}-])(?:${COUNT})(?![\p{L}-])`, 'giu'))
const hanDigits = '零一二三四五六七八九'

export function readAsked(question: string, context = ''): Asked {
  const text = plainView(question.slice(0, MAX_QUESTION))
    .replace(/[，、]/g, ', ')
    .replace(/。/g, '. ')
    .replace(/？/g, '? ')
    .replace(/[（]/g, ' (')
    .replace(/[）]/g, ') ')
    .replace(/[−–](?=\s?[\d.])/g, '-')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/([一二三四五六七八九])([一二三四五六七八九])?折/g, (_, tens: string, ones: string | undefined) => {
      const digits = `${hanDigits.indexOf(tens)}${ones === undefined ? '' : `.${hanDigits.indexOf(ones)}`}`
      return `${digits}折`
    })
    .replace(/\s?(?:percent|per cent|Prozent|％)(?!age)/gi, ' %')
    .replace(/[$€£¥]|\b(?:EUR|USD|CHF|GBP)\b/g, ' ')
    .replace(/(?<=\d)\s?(?:euros?|dollars?|pounds|francs|crowns|Euro|元)(?!\p{L})/giu, ' ')
    .replace(wordNumber, (word) => String(countOf(word) ?? word))
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.?;:])/g, '')
    .trim()
  return { text, question, context }
}

/** What a form makes of the numbers it read: a value, several values, or a whole solution. Null where they make none. */
type Result = number | readonly number[] | Omit<Solved, 'what'> | null

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:\s?\/\s?\d+)?`

/** Every number that a text holds. */
export const numbersIn = (text: string): string[] => text.match(/\d+(?:\.\d+)?/g) ?? []

export function numberOf(text: string | undefined): number {
  const [above = '', below] = (text ?? '').split('/')
  return below === undefined ? Number(above) : Number(above) / Number(below)
}

/**
 * A form of question: `#` stands for a number, `…` for some words. Every number of the question has to be read by it, since what is left over may be a condition; so
 * has a form with "not", "unless" or "except" in it to name these itself.
 */
export function form(
  what: string,
  source: string,
  solve: (numbers: number[], match: RegExpExecArray) => Result,
  { spare = 0 }: { spare?: number } = {},
): QuestionReader {
  const pattern = new RegExp(
    source
      .replaceAll('…', '[^?]{0,140}?')
      .replaceAll('#', String.raw`(?<![\d.])(${NUMBER})`)
      .replaceAll(')%', String.raw`)\s?%`),
    'iu',
  )
  const read = ({ text }: Asked) => {
    const match = rare(pattern).exec(text)
    if (match === null) return null
    const groups = match.slice(1).filter((group) => group !== undefined && /^-?\d/.test(group))
    const read = groups.reduce((sum, group) => sum + numbersIn(group).length, 0)
    if (numbersIn(text).length > read + spare) return null
    const rest = text.replace(match[0], ' ')
    if (conditions.test(rest)) return null
    const result = solve(groups.map(numberOf), match)
    return result === null ? null : asSolved(what, result)
  }
  return Object.assign(read, { source: pattern.source })
}

const conditions = rare(/\b(?:unless|except|excluding|provided|but not|only if|außer|ohne)\b|除非|除了/i)

export function asSolved(what: string, result: Exclude<Result, null>): Solved | null {
  if (typeof result === 'number') return Number.isFinite(result) ? { what, values: [[result]] } : null
  if (isList(result)) return result.every(Number.isFinite) ? { what, values: result.map((each) => [each]) } : null
  return result.values.flat().every(Number.isFinite) ? { what, ...result } : null
}

const isList = (result: object): result is readonly number[] => Array.isArray(result)

/** A share, told as such or in per cent. */
export const share = (value: number): Omit<Solved, 'what'> => ({ values: [[value, 100 * value]] })

/** Parts of a question by what they are: each pattern names one number (`#`), wherever it stands. */
interface Parts<Name extends string> {
  /** What it is about, anywhere in the question. */
  about?: RegExp
  /** What is asked, in its last sentence. */
  asks: RegExp
  /** Where the question has this, it is another one. */
  unless?: RegExp
  parts: Readonly<Record<Name, string>>
  /** Numbers that are only names ("100 km" in "litres per 100 km"). */
  spare?: number
}

/** A form of question whose numbers may stand in any order and wording, as long as each is recognised by what stands around it, once. */
export function ofParts<Name extends string>(
  what: string,
  { about, asks, unless, parts, spare = 0 }: Parts<Name>,
  solve: (value: Readonly<Record<Name, number>>, text: string) => Result,
): QuestionReader {
  const patterns = (Object.entries(parts) as [Name, string][]).map(
    ([name, source]) =>
      [
        name,
        new RegExp(
          source
            .replaceAll('…', '[^?.]{0,60}?')
            .replaceAll('#', String.raw`(?<![\d.])(${NUMBER})`)
            .replaceAll(')%', String.raw`)\s?%`),
          'giu',
        ),
      ] as const,
  )
  const read = ({ text }: Asked) => {
    if ((about && !rare(about).test(text)) || (unless && rare(unless).test(text)) || conditions.test(text)) return null
    const question = /(?:^|[.?!:] )([^.?!]*(?:\d\.\d[^.?!]*)*[?.]?)(?: ?\([^)]*\)\.?)?\s*$/.exec(text)?.[1] ?? ''
    if (!rare(asks).test(question)) return null
    const found = new Map<Name, number>()
    const places = new Set<number>()
    let read = 0
    for (const [name, pattern] of patterns) {
      const matches = rare(pattern).matchAll(text)
      const [match, another] = matches
      const group = match?.slice(1).find((each) => each !== undefined && /^-?\d/.test(each))
      if (match === undefined || another !== undefined || group === undefined) return null
      const place = match.index + match[0].indexOf(group)
      if (places.has(place)) return null
      places.add(place)
      found.set(name, numberOf(group))
      read += numbersIn(group).length
    }
    if (numbersIn(text).length > read + spare) return null
    // Every name was found just above.
    const result = solve(Object.fromEntries(found) as Record<Name, number>, text)
    return result === null ? null : asSolved(what, result)
  }
  return Object.assign(read, {
    source: [...(about ? [about] : []), asks, ...patterns.map(([, pattern]) => pattern)].map(grouped).join(''),
  })
}

const grouped = ({ source }: RegExp) => `(?:${source})`
