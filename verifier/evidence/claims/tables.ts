import type { Finding, Span } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, stated } from './claim.js'

/** A row of a table whose columns are years. */
export interface Row {
  label: string
  /** Words of the label that tell it from others, lower case. */
  words: readonly string[]
  /** Column (a year, a quarter, a short heading) -> value. */
  cells: ReadonlyMap<string, number>
}

/** More rows or longer contexts are read to here. */
const MAX_ROWS = 200
const MAX_CONTEXT = 60_000

/** A table, or lists of figures by year, out of a context. */
export function readTable(context: string): Row[] {
  const text = context.slice(0, MAX_CONTEXT)
  return [...barredRows(text), ...inlineRows(text)].slice(0, MAX_ROWS)
}

const fillers = new Set('the of in for and to a an at on per by total net from with as'.split(' '))
const wordsOf = (text: string) =>
  (text.toLowerCase().match(/\p{L}{2,}/gu) ?? []).map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))

function rowOf(label: string, cells: Map<string, number>): Row[] {
  const words = wordsOf(label.replace(/\([^()]*\)/g, '')).filter((word) => !fillers.has(word))
  return words.length === 0 || cells.size === 0 ? [] : [{ label: label.trim(), words, cells }]
}

function barredRows(text: string): Row[] {
  let heads: string[] = []
  return text.split('\n').flatMap((line) => {
    if (!line.includes('|')) {
      heads = []
      return []
    }
    const cells = line
      .replace(/^\s*\|/, '')
      .replace(/\|\s*$/, '')
      .split('|')
      .map((cell) => cell.trim())
    if (cells.every((cell) => /^:?-*:?$/.test(cell))) return []
    const keys = cells.slice(1).map(keyOf)
    // A row of years, or the first row of words, names the columns.
    if (
      keys.filter((key) => key !== null).length >= 1 &&
      cells.slice(1).every((cell) => keyOf(cell) !== null || cell === '' || cell === '—')
    ) {
      heads = keys.map((key) => key ?? '')
      return []
    }
    if (heads.length === 0) return []
    const values = new Map<string, number>()
    for (const [i, cell] of cells.slice(1).entries()) {
      const [head, value] = [heads[i], cellValue(cell)]
      if (head !== undefined && head !== '' && value !== null && !values.has(head)) values.set(head, value)
    }
    return rowOf(cells[0] ?? '', values)
  })
}

const inline = rare(
  new RegExp(
    String.raw`(?:^|[.;\n]\s*)(\p{Lu}[^:.;\n]{2,80}):\s((?:(?:FY\s?)?(?:19|20)\d\d:\s?[$€£]?(?:${NUMBER})%?,?\s?){2,12})`,
    'gu',
  ),
)

/** "Net income (in millions): 2022: 84, 2023: 96." */
function inlineRows(text: string): Row[] {
  return [...inline.matchAll(text)].flatMap(([, label = '', list = '']) => {
    const pairs = [...list.matchAll(new RegExp(String.raw`((?:19|20)\d\d):\s?[$€£]?(${NUMBER})`, 'g'))]
    return rowOf(label, new Map(pairs.map(([, year = '', value = '']) => [year, stated(value).value])))
  })
}

/** The year of a heading ("FY 2019", "2019", "December 31, 2019"), or null. */
const keyOf = (heading: string): string | null => {
  const years = heading.match(/(?<!\d)(?:19|20)\d\d(?!\d)/g)
  return years !== null && new Set(years).size === 1 && heading.length < 40 ? (years[0] ?? null) : null
}

function cellValue(cell: string): number | null {
  const plain = cell.replace(/[$€£\s%]/g, '')
  const match = new RegExp(String.raw`^(\()?(-?(?:${NUMBER}))\)?$`).exec(plain)
  if (match === null) return null
  const value = stated(match[2] ?? '').value
  return match[1] === undefined ? value : -value
}

/**
 * Figures that a step reads out of the context's table: the right row and the right year. "Revenue in 2021 was 520" where 520 stands under 2022; accused is only
 * what was taken from another cell, or has a digit wrong.
 */
export function readTables({ plain, question }: ClaimText, table: readonly Row[]): Finding[] {
  if (table.length === 0) return []
  return sentences(plain).flatMap((span) => [
    ...lookUps(plain, span, table),
    ...inYears(plain, span, table),
    ...totals(plain, span, table),
    ...quotients(plain, span, table, question),
  ])
}

function sentences(text: string): Span[] {
  const ends = [...text.matchAll(/[.!?;](?=\s|$)|\n/g)].map(({ index }) => index + 1)
  return [...ends, text.length].flatMap((end, i) => {
    const start = ends[i - 1] ?? 0
    return end - start > 8 && end - start < 500 ? [[start, end] as const] : []
  })
}

const yearPattern = /(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)/g
const value = new RegExp(
  String.raw`\s(?:is|was|were|are|of|=|:|amounted\sto|totaled|stood\sat)\s?(?:about\s)?\(?[$€£]?\s?(${NUMBER})(?!\d|\.\d|,\d|\s?[-+−×*/÷^=%]|\s?(?:percent|times|years|days|months|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))`,
  'iu',
)

function lookUps(text: string, [start, end]: Span, table: readonly Row[]): Finding[] {
  const sentence = text.slice(start, end)
  const years = [...new Set(sentence.match(yearPattern) ?? [])]
  const [year] = years
  if (year === undefined || years.length > 1 || /[-+−×*/÷]\s?[$€£]?\d|=.*=/.test(sentence.replace(/\d{4}-\d{2}/g, '')))
    return []
  const match = value.exec(sentence)
  const claimed = match?.[1]
  if (match === null || claimed === undefined || claimed === year) return []
  const said = wordsOf(sentence.slice(0, match.index + 1))
  const rows = table.filter(({ words, cells }) => cells.has(year) && words.every((word) => said.includes(word)))
  // The longest label is meant; two that fit alike leave it open.
  const widest = Math.max(0, ...rows.map(({ words }) => words.length))
  const [row, another] = rows.filter(({ words }) => words.length === widest)
  const cell = row?.cells.get(year)
  if (row === undefined || another !== undefined || cell === undefined) return []
  // "the growth of revenue in 2021 was 8" says something else of the row.
  if (said.some((word) => derivedWords.has(word) && !row.words.includes(word))) return []
  const span = [start + match.index + 1, start + match.index + match[0].length] as const
  return readOff(text, span, { claimed, cell, label: row.label, year, isOfAnother: (each) => elsewhere(each, table) })
}

interface ReadOff {
  /** The number as it is written. */
  claimed: string
  cell: number
  label: string
  year: string
  /** Whether another cell holds a number. */
  isOfAnother(value: number): boolean
}

/** A number beside the cell that it is read from; accused is one of another cell, or with a digit wrong. */
function readOff(text: string, span: Span, { claimed, cell, label, year, isOfAnother }: ReadOff): Finding[] {
  const { value, digits } = stated(claimed)
  const ok = matches(value, cell, digits)
  if (!ok && (hedged(text, span) || !(isOfAnother(value) || isSlip(claimed, cell)))) return []
  const message = `the table has ${cell} for ${label} in ${year}, not ${claimed}`
  return [finding('tables', span, claimed, String(cell), ok, message)]
}

const amountInYear = rare(
  new RegExp(
    String.raw`(?<![\d.,+−*/×÷-]\s?)[$€£]?\s?(${NUMBER})(?:\s(?:million|billion|thousand|thousand\seuros|million\seuros))?\s{1,3}(?:in|for|during)\s((?:19|20)\d\d)(?!\d)`,
    'gu',
  ),
)

/** "Services brought in $160 million in 2022 and $230 million in 2023": each amount under its year. */
function inYears(text: string, [start, end]: Span, table: readonly Row[]): Finding[] {
  const sentence = text.slice(start, end)
  const said = wordsOf(sentence)
  const rows = table.filter(({ words }) => words.every((word) => said.includes(word)))
  const [row, another] = rows
  if (row === undefined || another !== undefined) return []
  if (said.some((word) => derivedWords.has(word) && !row.words.includes(word))) return []
  return [...amountInYear.matchAll(sentence)].flatMap((match) => {
    const [all, claimed = '', year = ''] = match
    const cell = row.cells.get(year)
    if (cell === undefined) return []
    const span = [start + match.index, start + match.index + all.length] as const
    const isOfAnother = (each: number) => [...row.cells.values()].includes(each)
    return readOff(text, span, { claimed, cell, label: row.label, year, isOfAnother })
  })
}

const sumPattern = rare(
  new RegExp(
    String.raw`(?<![\d.,])[$€£]?(?:${NUMBER})(?:\s?\+\s?[$€£]?(?:${NUMBER})){2,20}(?!\d|\.\d|\s?[-+×*/])`,
    'g',
  ),
)

/** A total of a column that leaves one of its rows out. */
function totals(text: string, [start, end]: Span, table: readonly Row[]): Finding[] {
  const sentence = text.slice(start, end)
  if (
    !/\b(?:all|total|altogether|together|sum)\b/i.test(sentence) ||
    table.some(({ label }) => /total|sum/i.test(label))
  )
    return []
  return [...sumPattern.matchAll(sentence)].flatMap((match) => {
    const terms = (match[0].match(new RegExp(NUMBER, 'g')) ?? []).map((each) => stated(each).value)
    const columns = [...new Set(table.flatMap(({ cells }) => [...cells.keys()]))]
    return columns.flatMap((column) => {
      const rows = table.filter(({ cells }) => cells.has(column))
      const left = rows.filter(({ cells }) => !terms.includes(Math.abs(cells.get(column) ?? 0)))
      const [missing] = left
      if (missing === undefined || left.length !== 1 || terms.length !== rows.length - 1 || rows.length < 4) return []
      const span = [start + match.index, start + match.index + match[0].length] as const
      if (hedged(text, span)) return []
      return [
        finding(
          'tables',
          span,
          match[0],
          `with ${missing.label}`,
          false,
          `the total leaves out ${missing.label}, ${missing.cells.get(column)}`,
        ),
      ]
    })
  })
}

const derivedWords = new Set(
  'beginning begin opening start end ending closing growth change increase decrease difference ratio percentage percent rate average mean margin per share more less higher lower change proportion sum total than'.split(
    ' ',
  ),
)

function matches(claimed: number, cell: number, digits: number): boolean {
  return [1, 1e3, 1e6, 1e9, 1e-3, 1e-6, 1e-9].some(
    (scale) =>
      Math.abs(claimed - Math.abs(cell) * scale) <= 0.5 * 10 ** -digits * (1 + 1e-9) ||
      Math.abs(claimed - Math.abs(cell) * scale) <= 1e-9 * claimed,
  )
}

const elsewhere = (claimed: number, table: readonly Row[]) =>
  claimed > 12 && table.some(({ cells }) => [...cells.values()].some((each) => Math.abs(each) === claimed))

/** As many digits, of which one or two differ. */
function isSlip(claimed: string, cell: number): boolean {
  const [a, b] = [claimed.replace(/\D/g, ''), String(Math.abs(cell)).replace(/\D/g, '')]
  if (a.length !== b.length || a.length < 3) return false
  return [...a].filter((digit, i) => digit !== b[i]).length <= 2
}

const quotient = rare(
  new RegExp(String.raw`(?<![\d.,(])[$€£]?(${NUMBER})\s?[/÷]\s?[$€£]?(${NUMBER})(?![\d(]|\.\d|,\d|\s?[-+−×*])`, 'g'),
)

/** "For 2022 it was 91 / 480" where 480 is the figure of 2021: a ratio of one year takes both figures from it. */
function quotients(text: string, [start, end]: Span, table: readonly Row[], question: string): Finding[] {
  const sentence = text.slice(start, end)
  const years = [...new Set(sentence.match(yearPattern) ?? [])]
  const [year] = years
  if (year === undefined || years.length > 1 || changes.test(sentence) || base.test(question)) return []
  return [...quotient.matchAll(sentence)].flatMap((match) => {
    const [all, above = '', below = ''] = match
    const [a, b] = [columnOf(stated(above).value, table), columnOf(stated(below).value, table)]
    if (a === null || b === null || a === b || (a !== year && b !== year)) return []
    const span = [start + match.index, start + match.index + all.length] as const
    if (sentence.indexOf(year) > match.index || hedged(text, span)) return []
    return [
      finding(
        'tables',
        span,
        all,
        year,
        false,
        `${a === year ? below : above} is the figure of ${a === year ? b : a}, not of ${year}`,
      ),
    ]
  })
}

const changes = rare(
  /\b(?:grow\w*|chang\w*|increas\w*|decreas\w*|from|compared|prior|previous|last|base|index|over|relative|beginning|opening|average|turnover|return)\b/i,
)
const base = rare(/\b(?:growth|base year|index|turnover|return on|beginning|prior year)\b/i)

/** The one column that a value stands in; null where it stands in none or several. */
function columnOf(value: number, table: readonly Row[]): string | null {
  const columns = new Set(
    table.flatMap(({ cells }) => [...cells].flatMap(([column, each]) => (Math.abs(each) === value ? [column] : []))),
  )
  const [column] = columns
  return columns.size === 1 ? (column ?? null) : null
}
