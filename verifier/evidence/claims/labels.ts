import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, sentenceAround, stated } from './claim.js'
import { plainView } from './plain-view.js'
import { readTable } from './tables.js'

/*
 * Lists in which each name has one figure: "Cash 120; Receivables 340; Inventory 260", "Mon 14 °C, Tue 17 °C", a line for each. A step that gives a name the figure of another, or calls one
 * the largest that is not, has read it wrongly. Beside them, tables by years for the one row that the question is about.
 */

interface Entry {
  label: string
  value: number
}

const MAX_TEXT = 20_000
const MAX_ENTRIES = 80
const entry = new RegExp(
  String.raw`^\s*(?:[-*•|]\s*)?(\p{Lu}[\p{L}'’&./ -]{1,40}?)\s*[:=|]?\s+[$€£]?(\(?)(${NUMBER})\)?(?:\s?(?:°\s?[CF]|%|k€|[$€£]k?|[a-zA-Z]{1,6}))?\s*\|?\s*$`,
  'u',
)

/** The lists of a text: at least three entries side by side. A name that stands twice belongs to none. */
function listsIn(text: string): Entry[][] {
  const lines = text.slice(0, MAX_TEXT).split('\n')
  const lists = [runs(lines)]
  for (const line of lines) {
    const inside = line.replace(/^[^:]{0,60}:\s/, '').replace(/[.\s]+$/, '')
    for (const sign of [';', ', ']) if (inside.split(sign).length > 2) lists.push(runs(inside.split(sign)))
  }
  return lists.flat().filter((list) => list.length > 2 && new Set(list.map(({ label }) => label)).size === list.length)
}

function runs(parts: readonly string[]): Entry[][] {
  const found: Entry[][] = [[]]
  for (const part of parts.slice(0, MAX_ENTRIES)) {
    const [, label, loss, number] = entry.exec(part) ?? []
    if (label === undefined || number === undefined) found.push([])
    else found.at(-1)?.push({ label: label.trim(), value: (loss === '' ? 1 : -1) * stated(number).value })
  }
  return found
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Short names of days and months, which are written out. */
const long: Readonly<Record<string, string>> = {
  ...{
    Mon: 'Monday',
    Tue: 'Tuesday',
    Wed: 'Wednesday',
    Thu: 'Thursday',
    Fri: 'Friday',
    Sat: 'Saturday',
    Sun: 'Sunday',
  },
  ...{ Jan: 'January', Feb: 'February', Mar: 'March', Apr: 'April', Jun: 'June', Jul: 'July', Aug: 'August' },
  ...{ Sep: 'September', Oct: 'October', Nov: 'November', Dec: 'December' },
}

const MOST =
  'warmest|hottest|highest|largest|biggest|greatest|tallest|longest|heaviest|oldest|busiest|priciest|most\\sexpensive|most\\spopular'
const LEAST =
  'coldest|coolest|lowest|smallest|shortest|lightest|youngest|quietest|cheapest|least\\sexpensive|least\\spopular'
const derived = rare(
  /\b(?:average|mean|median|difference|change|increase|decrease|share|ratio|total|together|sum|if|after|before|without|among|between|remaining|rest|other|second|third|next|without|than|plus|minus|and)\b|%|[+×*/÷]/i,
)

/** The figures of lists and the superlatives that a step reads out of them. */
export function labelReader(question: string, context: string | undefined): (claim: ClaimText) => Finding[] {
  const text = plainView(`${context ?? question}`)
  const lists = listsIn(text)
  const rowsOf = context === undefined ? () => [] : yearRow(question, plainView(context))
  if (lists.length === 0 && context === undefined) return () => []
  return (claim) => [
    ...lists.flatMap((list) => [...figures(claim, list), ...superlatives(claim, list)]),
    ...rowsOf(claim),
  ]
}

const named = (label: string) =>
  [label, long[label]].flatMap((each) => (each === undefined ? [] : escaped(each))).join('|')

function figures({ plain }: ClaimText, list: readonly Entry[]): Finding[] {
  return list.flatMap(({ label, value }) => {
    const match = new RegExp(
      String.raw`(?<![\p{L}\d]\s?)(?:The\s)?(?:${named(label)})\s(?:is|was|are|were|amounts\sto|=|stands\sat)\s[$€£]?(${NUMBER})(?![\d%]|[.,]\d|\s?[-+×*/^=%]|\s(?:times|percent|more|less|higher|lower))`,
      'iu',
    ).exec(plain)
    const claimed = match?.[1]
    if (match === null || claimed === undefined) return []
    const span = [match.index, match.index + match[0].length] as const
    const number = stated(claimed).value
    const other = list.find((each) => Math.abs(each.value) === number)
    if (number === Math.abs(value)) return [finding('tables', span, claimed, String(value), true, '')]
    if (other === undefined || hedged(plain, span) || derived.test(sentenceAround(plain, span))) return []
    const message = `the list has ${value} for ${label}; ${claimed} is that of ${other.label}`
    return [finding('tables', span, claimed, String(value), false, message)]
  })
}

function superlatives({ plain }: ClaimText, list: readonly Entry[]): Finding[] {
  const entries = list.filter(({ label }) => !/total|sum|all|gross|net/i.test(label))
  return entries.flatMap(({ label, value }) => {
    const match = new RegExp(
      String.raw`(?<![\p{L}\d])(?:${named(label)})\s(?:is|was|has|had)\s(?:therefore\s|thus\s|clearly\s)?the\s(?:(${MOST})|(${LEAST}))(?!\s(?:of|among|but|after|apart|increase|decrease|change|growth|rise|drop))(?!\p{L})`,
      'iu',
    ).exec(plain)
    if (match === null) return []
    const values = entries.map((each) => each.value)
    const best = match[1] === undefined ? Math.min(...values) : Math.max(...values)
    const right = entries.find((each) => each.value === best)
    const span = [match.index, match.index + match[0].length] as const
    const ok = value === best
    if (!ok && hedged(plain, span)) return []
    const message = `${right?.label} has ${best}, ${label} ${value}`
    return [finding('tables', span, label, right?.label ?? '', ok, message)]
  })
}

const inYear = new RegExp(
  String.raw`(?<!\p{L})(?:in|by)\s((?:19|20)\d\d),?\s(?:it|they|she|he)\s(?:\p{L}+\s){0,1}?(?:had|has|was|were|reached|counted|numbered|stood\sat|made|sold)\s(?:only\s)?[$€£]?(${NUMBER})(?![\d%]|[.,]\d|\s?[-+×*/=%])`,
  'iu',
)
const behindYear = new RegExp(
  String.raw`(?<!\p{L})(?:it|they|she|he)\s(?:had|has|was|were|reached|counted|numbered|stood\sat|made|sold)\s(?:only\s)?[$€£]?(${NUMBER})(?![\d%]|[.,]\d)(?:\s\p{L}+)?\s(?:in|by)\s((?:19|20)\d\d)`,
  'iu',
)

/** "In 2024 it had 26": the row that the question names, if it names one. */
function yearRow(question: string, context: string): (claim: ClaimText) => Finding[] {
  const all = readTable(barred(context))
  const rows = all.filter(({ label }) =>
    new RegExp(String.raw`(?<![\p{L}\d])${escaped(label)}(?![\p{L}\d])`, 'u').test(question),
  )
  const [row, another] = rows
  if (row === undefined || another !== undefined) return () => []
  return ({ plain }) => {
    const [first, second] = [inYear.exec(plain), behindYear.exec(plain)]
    const match = first ?? second
    const [year, claimed] = first === null ? [second?.[2], second?.[1]] : [first[1], first[2]]
    const cell = row.cells.get(year ?? '')
    if (match === null || claimed === undefined || year === undefined || cell === undefined) return []
    const value = stated(claimed).value
    const is = (each: number) => [1, 1e3, 1e6].some((scale) => Math.abs(each * scale - value) < 1e-6 * value)
    const span = [match.index, match.index + match[0].length] as const
    if (is(cell)) return [finding('tables', span, claimed, String(cell), true, '')]
    const elsewhere = all.some(({ cells }) =>
      [...cells].some(([column, each]) => is(each) && (cells === row.cells || column === year)),
    )
    if (!elsewhere || hedged(plain, span) || derived.test(sentenceAround(plain, span))) return []
    return [
      finding(
        'tables',
        span,
        claimed,
        String(cell),
        false,
        `the table has ${cell} for ${row.label} in ${year}, not ${claimed}`,
      ),
    ]
  }
}

/** Lines parted by semicolons as a table with bars. */
const barred = (text: string) =>
  text.includes('|')
    ? text
    : text.replace(/^.*;.*$/gm, (line) => (line.split(';').length > 2 ? line.replaceAll(';', ' | ') : line))
