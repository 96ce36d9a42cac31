/* An asset written off year by year: "book value after two years: 23,500". Reckoned from the question, by each usual method. */
import { countOf, ordinalOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { numbersIn } from './numbers.js'

/** A thing that is written off, year by year. */
interface Asset {
  /** The book value after so many years. */
  book: readonly number[]
  /** What is written off in each year. */
  charges: readonly number[]
  /** After how many years the question asks for the book value. */
  asked: number | null
}

const AMOUNT = String.raw`[$€£¥]?\s?(${NUMBER})(?:\s?(k|m)(?!\p{L})|\s(thousand|million))?`
const about = rare(/depreciat|straight[- ]line|declining[- ]balance|reducing[- ]balance|book value|written? off/i)
/** Other methods, parts of years, and things that are sold or compared. */
const unless = rare(
  /\b(?:double|sum[- ]of|units|hours|km|miles|months?|january|april|july|october|quarter|half|sold|sells|trade[ds]?|gain|loss|two\s(?:machines|assets|vans)|tax|maintenance|revaluat\w*|impair\w*|MACRS|accelerated|switch\w*|compar\w*|interest|inflation)\b/i,
)
const cost = rare(
  new RegExp(
    String.raw`\b(?:bought|purchased|acquired|costs?|costing|cost\sof|price\sof|value\sof)\b[^.?\d]{0,24}?${AMOUNT}`,
    'iu',
  ),
)
const residual = rare(
  new RegExp(
    String.raw`\b(?:residual|salvage|scrap)(?:\svalue)?(?:\s(?:of|is|:))?\s?${AMOUNT}|${AMOUNT}\s(?:residual|salvage|scrap)`,
    'iu',
  ),
)
const life = rare(
  /\b(\d{1,2})[\s-]years?(?:\s(?:useful\s|economic\s)?life)?\b|\b(?:life|over)\D{0,12}(\d{1,2})\syears?/i,
)
const asked = rare(/\b(?:after|at\sthe\send\sof|end\sof)\s(?:year\s)?(\d{1,2})(?:\syears?)?\b/i)
const rate = rare(new RegExp(String.raw`(${NUMBER})\s?(?:%|percent|per\scent)`, 'u'))

/** The one asset of a question all of whose numbers are understood. */
export function assetIn(question: string): Asset | null {
  if (!about.test(question) || unless.test(question)) return null
  const text = normalOf(question).text
  const price = cost.exec(text)
  if (price === null) return null
  const rest = text.replace(price[0], ' ')
  const left = residual.exec(rest)
  const [after, percent] = [asked.exec(rest.replace(left?.[0] ?? '', ' ')), rate.exec(rest)]
  const others = rest
    .replace(left?.[0] ?? '', ' ')
    .replace(after?.[0] ?? '', ' ')
    .replace(percent?.[0] ?? '', ' ')
  const years = life.exec(others)
  if (/\d/.test(others.replace(years?.[0] ?? '', ' '))) return null
  const [c, r] = [amountOf(price), left === null ? 0 : amountOf(left)]
  const n = Number(years?.[1] ?? years?.[2] ?? Number.NaN)
  const share = Number(percent?.[1] ?? Number.NaN) / 100
  const isDeclining = /declining|reducing|diminishing/i.test(question)
  if (isDeclining ? !(share > 0 && share < 1) || years !== null : !(n > 0 && n <= 50) || percent !== null || !(r < c))
    return null
  const book = Array.from({ length: isDeclining ? 31 : n + 1 }, (_, k) =>
    isDeclining ? c * (1 - share) ** k : c - (k * (c - r)) / n,
  )
  const charges = book.slice(1).map((each, k) => (book[k] ?? 0) - each)
  return { book, charges, asked: after === null ? null : Number(after[1]) }
}

function amountOf(match: RegExpExecArray): number {
  const [number = '', short, long] = match.slice(1).filter((each, i) => each !== undefined || i < 1)
  const all = numbersIn([number, short ?? long].filter((each) => each !== undefined).join(' '))
  return (all[0]?.value ?? Number.NaN) * (all[0]?.scale ?? 1)
}

const IS = String.raw`\s?(?::|=|\s(?:is|was|comes\sto|amounts\sto|equals|stands\sat|falls\sto|of)(?:\s(?:therefore|thus|then|exactly|only|now))*)\s{1,3}(?:[^=;:\p{L}]{1,50}=\s{0,3})?`
const SAID = String.raw`[$€£¥]?\s?(${NUMBER}(?:\s?[kmM](?!\p{L}))?)(?=\s?(?:[$€£]|dollars|euros|k€)?(?:[.,;)]?$|[.,;)]\s|\.\s|\s(?:and|so|a\syear|per\syear|each\syear|every\syear)\b))`
const WHEN = String.raw`(?:after|at\sthe\send\sof|in)\s(?:year\s)?(\d{1,2}|[a-z]{3,6})(?:\syears?)?`
const ofBook = rare(
  new RegExp(
    String.raw`(?:^|\s)(?:net\s)?(?:book|carrying)\s(?:value|amount)(?:\s${WHEN})${IS}${SAID}|(?:^|\s)${WHEN},?\s(?:the\s|its\s)?(?:net\s)?(?:book|carrying)\s(?:value|amount)${IS}${SAID}`,
    'giu',
  ),
)
const ofYear = rare(
  new RegExp(
    String.raw`(?:^|\s)(?:annual|yearly|straight-line)\sdepreciation(?:\s(?:charge|expense))?${IS}${SAID}|(?:^|\s)depreciation\s(?:charge\s|expense\s)?(?:per|each|a|every)\syear${IS}${SAID}`,
    'giu',
  ),
)

/** "Book value at the end of year two: 23,500", "the annual depreciation is 5,000". */
export function depreciations(sentence: string, asset: Asset | null): Finding[] {
  if (asset === null) return []
  const isStraight = Math.abs((asset.charges[0] ?? 0) - (asset.charges[1] ?? asset.charges[0] ?? 0)) < 1e-9
  return [
    ...ofBook.matchAll(sentence).flatMap((match) => {
      const when = match[1] ?? match[3] ?? ''
      const k = countOf(when) ?? ordinalOf(when) ?? -1
      return judged(sentence, match, match[2] ?? match[4] ?? '', asset.book[k])
    }),
    ...(isStraight ? ofYear.matchAll(sentence) : []).flatMap((match) =>
      judged(sentence, match, match[1] ?? match[2] ?? '', asset.charges[0]),
    ),
  ]
}

function judged(sentence: string, match: RegExpExecArray, said: string, exact: number | undefined): Finding[] {
  const [number] = numbersIn(said)
  if (number === undefined || exact === undefined) return []
  const span = [match.index, match.index + match[0].length] as const
  const ok = [1, 1e3, 1e-3].some(
    (by) => Math.abs(number.value * number.scale * by - exact) <= 10 ** -number.digits * number.scale * by,
  )
  if (!ok && hedged(sentence, span)) return []
  return [
    finding('percentages', span, number.text, shown(exact), ok, `this comes to ${shown(exact)}, not ${number.text}`),
  ]
}
