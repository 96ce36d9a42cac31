/*
 * Figures with names, as people write them down: tables, statements of accounts of one item a line, items in a row ("Cash 120; Receivables 340") and
 * items by year ("Revenue 2022: 840; 2023: 924").
 */

import { lean } from '../../../../src/core/lean-patterns.js'
import { withBarredTables } from '../../../../src/core/steps/context-tables.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { NUMBER, stated } from '../claim.js'
import { monthNames, weekdayNames } from '../time/calendar.js'

/** What has a name in a table. */
interface Labelled {
  label: string
  /** Finds the label in a sentence. */
  named: RegExp
  /** What a sentence holds, in small letters, that may name it. */
  hint: string
  /** A total, a subtotal or a mean of others. */
  isTotal: boolean
  /** What its figures are counted in: "km" of "Mean radius (km)"; "" where nothing is told. */
  unit: string
}

export interface GridRow extends Labelled {
  cells: readonly (number | null)[]
  /** What each cell is written with: a currency, "%", a unit; "" where nothing is. */
  marks: readonly string[]
}

export interface GridHead extends Labelled {
  isPeriod: boolean
  /** The one year that it names. */
  year: string | null
}

export interface Grid {
  /** What stands above the figures and what its rows are called: "Operating expenses (EUR thousand)", "Town". */
  title: string
  heads: readonly GridHead[]
  rows: readonly GridRow[]
  /** 1,000 where the text says that its figures are thousands, and says nothing else of the sort; null where it tells none. */
  scale: number | null
}

const MAX_TEXT = 60_000
const MAX_LINES = 200

/** All tables of a text. */
export function gridsIn(text: string): Grid[] {
  const part = text.slice(0, MAX_TEXT)
  if (!/\d/.test(part)) return []
  const lines = withBarredTables(part).split('\n')
  const scale = scaleOf(part)
  return [...barred(lines), ...listed(lines), ...inRows(lines), ...byYears(part)].map((grid) => ({ ...grid, scale }))
}

const scaleWord = lean(
  /(?<![\p{L}])(?:in\s)?(?:(?:USD|EUR|GBP|CHF|[$€£]|dollars|euros)\s?(?:in\s)?)?(thousand|million|billion|1,?000(?=s|\st\b|\stonnes)|[’']000)s?(?!\p{L})|(?<!\p{L})(k|m)(?:€|\$|£|EUR|USD)|(?:€|\$|£|EUR\s|USD\s)(k|m)(?![\p{L}])/giu,
)

function scaleOf(text: string): number | null {
  const said = matchesOf(scaleWord, text).map((match) => (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase())
  const [only, another] = new Set(said.map((each) => scales[each.charAt(0)] ?? 0))
  return another === undefined ? (only ?? null) : null
}
const scales: Readonly<Record<string, number>> = { t: 1e3, k: 1e3, '1': 1e3, "'": 1e3, '’': 1e3, m: 1e6, b: 1e9 }

const rule = /^[\s|:;-]*-[\s|:;-]*$/

const MAX_TITLE = 120

/** Runs of lines with as many cells each. */
type Bare = Omit<Grid, 'scale'>
function barred(lines: readonly string[]): Bare[] {
  const found: Bare[] = []
  let open: string[][] = []
  let title = ''
  const close = () => {
    const grid = open.every((cells) => cells.length === open[0]?.length) ? gridOf(withoutEdges(open), title) : null
    if (grid !== null && (grid.rows.length > 1 || (grid.rows.length > 0 && grid.heads.every((head) => head.isPeriod))))
      found.push(grid)
    open = []
    title = ''
  }
  let above = ''
  for (const line of [...lines, '']) {
    if (rule.test(line) && line.includes('-')) continue
    const cells = line.includes('|') ? cellsOf(line) : []
    if (cells.length < 2) close()
    // Under a title that stands alone in its row the columns are named.
    else if (open.length < MAX_LINES && (open.length > 0 || cells.filter((each) => each !== '').length > 1)) {
      if (open.length === 0) title = above
      open.push(cells)
    }
    if (line.trim() !== '') above = line.slice(0, MAX_TITLE)
  }
  return found
}

/** The columns of a table; where none has a name there is one. */
export const columnNumbers = ({ heads }: Grid): number[] => (heads.length === 0 ? [0] : [...heads.keys()])

/** The same figures with rows and columns changed over. */
export const turned = ({ heads, rows, scale, title }: Grid): Grid => ({
  scale,
  title,
  heads: rows.map(({ cells: _, marks: __, ...row }) => ({
    ...row,
    isPeriod: period.test(row.label),
    year: yearOf(row.label),
  })),
  rows: heads.map((head, i) => ({
    ...head,
    cells: rows.map(({ cells }) => cells[i] ?? null),
    marks: rows.map(({ marks }) => marks[i] ?? ''),
  })),
})

const cellsOf = (line: string) => line.split('|').map((each) => each.trim())

/** Bars may open and close each line. */
function withoutEdges(lines: readonly string[][]): readonly string[][] {
  const from = lines.every(([first]) => first === '') ? 1 : 0
  const to = lines.every((cells) => cells.at(-1) === '') ? -1 : undefined
  return lines.map((cells) => cells.slice(from, to))
}

function gridOf([heads = [], ...lines]: readonly string[][], above: string): Bare {
  return {
    title: `${above}\n${heads[0] ?? ''}`,
    heads: heads.slice(1).map(headOf),
    rows: lines.flatMap(([label = '', ...cells]) => (label === '' ? [] : [rowOf(label, cells)])),
  }
}

const period =
  /^(?:(?:fy\s?)?(?:19|20)\d\d|Q[1-4]|H[12]|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|mon|tue|wed|thu|fri|sat|sun|week\s\d+|month\s\d+|year\s\d+)$/i

/** Whether a name is that of a year, a quarter, a month, a day. */
export const isPeriodName = (label: string): boolean => period.test(label) || yearOf(label) !== null

/** The year of a heading ("FY 2019", "2019", "December 31, 2019"), or null. */
function yearOf(heading: string): string | null {
  const years = heading.match(/(?<!\d)(?:19|20)\d\d(?!\d)/g)
  return years !== null && new Set(years).size === 1 && heading.length < 40 ? (years[0] ?? null) : null
}

function headOf(head: string): GridHead {
  const year = yearOf(head)
  const labelled = labelOf(head)
  const isPeriod = year !== null || period.test(labelled.label)
  if (year !== null) return { ...labelled, named: nameOf(year), hint: year, isPeriod, year }
  const others = otherNames.find(([label]) => label.test(labelled.label))?.[1](labelled.label) ?? null
  if (others === null) return { ...labelled, isPeriod, year }
  return { ...labelled, named: new RegExp(`${labelled.named.source}|${others}`, 'giu'), hint: '', isPeriod, year }
}

/** "The toner costs 62 apiece", "a radius of 6052 km": what else may name a column. */
const otherNames: readonly (readonly [RegExp, (label: string) => string])[] = [
  [
    /^dep(?:\.|art\w*|\b)|^abfahrt|^ab\b/i,
    () => String.raw`(?<!\p{L})(?:leaves?|left|departs?|departed|departing|sets\soff|starts)(?!\p{L})`,
  ],
  [
    /^arr(?:\.|iv\w*|\b)|^ankunft|^an\b/i,
    () =>
      String.raw`(?<!\p{L})(?:arrives?|arrived|arriving|gets\s(?:in|there|to)|reaches|reached|lands|is\sthere)(?!\p{L})`,
  ],
  [
    /\bunit\s(?:price|cost)|\b(?:price|cost)\s(?:each|(?:per|a)\s(?:unit|piece|item))$/i,
    () => String.raw`(?<=\d\s)(?:apiece|each|(?:per|a)\s(?:unit|piece|item))(?!\p{L})`,
  ],
  [
    /\s(?:radius|diameter|mass|weight|length|height|depth|width|area|distance|speed|temperature|population|score|age)$/i,
    (label) => String.raw`(?<=(?<!\p{L})(?:an?|the|its|with|in|of)\s)${label.replace(/^.*\s/, '')}(?!\p{L})`,
  ],
]

/** "Value €", "sales in EUR": a currency behind a name without brackets. */
const currency = /(?<=\S)\s(?:in\s)?([$€£¥]|EUR|USD|GBP|CHF)$/

function labelOf(written: string): Labelled {
  const bare = written.replace(/\([^()]*\)/g, '').trim()
  const label = bare.replace(currency, '')
  const unit = /\((?:in\s)?([^()]{1,20})\)\s*$/.exec(written)?.[1] ?? currency.exec(bare)?.[1] ?? ''
  const hint = /^\p{L}{1,3}|^[\p{L}\d]+/u.exec(label)?.[0].toLowerCase() ?? label.toLowerCase()
  return { label, named: nameOf(label), hint, isTotal: total.test(label), unit }
}

const total = /\b(?:total|sum|subtotal|overall|all|average|mean|gross\sprofit|net|gesamt|summe)\b/i

const rowOf = (written: string, cells: readonly string[]): GridRow => ({
  ...labelOf(written),
  cells: cells.map(cellOf),
  marks: cells.map(markOf),
})

const cell = lean(
  new RegExp(String.raw`^(\()?([$€£¥]?)\s?([-−]?(?:${NUMBER}))\)?\s?(%|°[CF]?|[kmM]?[$€£]|\p{L}{1,12})?\)?$`, 'u'),
)

function cellOf(text: string): number | null {
  const match = cell.exec(text)
  if (match === null) return clockOf(text)
  const { value } = stated(match[3] ?? '')
  return match[1] === undefined ? value : -value
}

function markOf(text: string): string {
  const [, , before = '', , behind = ''] = cell.exec(text) ?? []
  return before === '' ? behind : before
}

/** A time of day stands in a table as its minutes behind a number that no other figure is. */
const MIDNIGHT = 100_000.123
const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?:\s?(?:h|Uhr))?$/i
export function clockOf(text: string): number | null {
  const [, hours, minutes] = clock.exec(text) ?? []
  return hours === undefined ? null : MIDNIGHT + 60 * Number(hours) + Number(minutes)
}

export const isClock = (value: number | null): value is number => value !== null && shownCell(value).includes(':')

/** A cell for a person. */
export function shownCell(value: number | null | undefined): string {
  const minutes = (value ?? 0) - MIDNIGHT
  if (value == null || minutes < 0 || minutes >= 1440 || Math.abs(minutes - Math.round(minutes)) > 1e-6)
    return String(value ?? '')
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(Math.round(minutes) / 60))}:${two(Math.round(minutes) % 60)}`
}

const days = [...weekdayNames.slice(1), ...weekdayNames.slice(0, 1)]

/** The place of a period among its like: of a year, a quarter, a month, a day; null for what is none. */
export function orderOf({ label, year }: GridHead): number | null {
  if (year !== null) return Number(year)
  const small = label.toLowerCase()
  const numbered = /^(?:q|h|week\s|month\s|year\s)(\d+)$/.exec(small)?.[1]
  if (numbered !== undefined) return Number(numbered)
  const place = [monthNames, days].map((all) => all.findIndex((each) => small.length > 2 && each.startsWith(small)))
  return place.find((each) => each >= 0) ?? null
}

/** "Weighted average shares" may be "the weighted average number of shares". */
const BETWEEN = String.raw`\s(?:(?:number\s)?(?:of|and|for|in)\s(?:the\s)?)?`

/** A label as it may stand in a sentence: short ones as they are written, words in singular or plural, days and months in full. */
function nameOf(label: string): RegExp {
  const long = [...days, ...monthNames].find((each) => label.length > 2 && each.startsWith(label.toLowerCase()))
  const escaped = label
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/(?<=\p{L})(?=\d)/gu, '\\s?')
    .replace(/\s+/g, BETWEEN)
  if (label === '') return /(?!)/g
  if (long !== undefined) return new RegExp(String.raw`(?<!\p{L})(?:${escaped}|${long})(?!\p{L})`, 'giu')
  // "A" at the beginning of a sentence may be an article.
  if (/^\p{L}$/u.test(label)) return new RegExp(String.raw`(?<=[\s(])(?<!^\s*)${escaped}(?![\p{L}\d'’])`, 'gu')
  if (label.length < 4) return new RegExp(String.raw`(?<![\p{L}\d])${escaped}(?![\p{L}\d]|['’](?!s\b))`, 'gu')
  const stem = escaped.replace(/(?<=\p{L}{2})(?:ie|y|e)?s?$/u, '')
  return new RegExp(String.raw`(?<![\p{L}\d-])${stem}(?:y|ies|e|es|s)?(?![\p{L}\d-])`, 'giu')
}

const labelled = lean(
  new RegExp(
    String.raw`^\s*[-*•]?\s*(\p{L}[^|;\t\d]{1,50}?)\s*(?::|\.{3,})?\s*((?:\(|[-−])?[$€£]?\s?(?:${NUMBER})\)?)\s?(?:%|°[CF]?|[kmM]?[$€£])?\s*$`,
    'u',
  ),
)

/** One item a line: three or more of them in a row. */
function listed(lines: readonly string[]): Bare[] {
  const found: Bare[] = []
  let open: GridRow[] = []
  let title = ''
  for (const line of [...lines, '']) {
    const match = labelled.exec(line)
    const written = match === null ? '' : line.slice(line.lastIndexOf(match[2] ?? '')).trim()
    if (match !== null && cellOf(written) !== null) open.push(rowOf(match[1] ?? '', [written]))
    else {
      if (open.length > 2) found.push({ title, heads: [], rows: open })
      open = []
      if (line.trim() !== '') title = line.slice(0, MAX_TITLE)
    }
  }
  return found
}

const item = lean(
  new RegExp(
    String.raw`^\s*(?:and\s)?(\p{L}[\p{L}\s'’()&-]{0,40}?):?\s((?:\(|[-−])?[$€£]?(?:${NUMBER})\)?)\s?(%|°[CF]?|[kmM]?[$€£]|\p{L}{1,9})?\s*$`,
    'u',
  ),
)

/** "Noon temperatures: Mon 14 °C, Tue 17 °C, Wed 12 °C": three or more items in a line and nothing else. */
function inRows(lines: readonly string[]): Bare[] {
  return lines.flatMap((line): Bare[] => {
    const title = /^[^:;,]{3,60}:\s/.exec(line)?.[0] ?? ''
    const body = line.slice(title.length).replace(/[.]\s*$/, '')
    const parts = body.includes(';') ? body.split(';') : body.split(/,(?!\d{3})/)
    const items = parts.map((part) => item.exec(part))
    if (items.length < 3 || items.some((each) => each === null)) return []
    const units = new Set(items.map((each) => each?.[3] ?? ''))
    if (units.size > 1) return []
    return [
      { title, heads: [], rows: items.map((each) => rowOf(each?.[1] ?? '', [`${each?.[2] ?? ''}${each?.[3] ?? ''}`])) },
    ]
  })
}

const years = String.raw`(?:FY\s?)?(?:19|20)\d\d:\s?[$€£]?(?:${NUMBER})%?`
const inYears = lean(
  new RegExp(
    String.raw`(?:^|[.;\n]\s*)(\p{L}[^:.;\n\d]{2,80}?)(?:\s\(([^()]*)\))?:?\s(${years}(?:[,;]\s?${years}){1,12})`,
    'gu',
  ),
)
const inYear = new RegExp(String.raw`((?:19|20)\d\d):\s?([$€£]?(?:${NUMBER}))`, 'g')

/** "Revenue 2022: 840; 2023: 924", "Net income (in millions): 2022: 84, 2023: 96": items of the same years are one table. */
function byYears(text: string): Bare[] {
  const grids = new Map<string, GridRow[]>()
  for (const [, label = '', unit = '', list = ''] of matchesOf(inYears, text)) {
    const pairs = matchesOf(inYear, list)
    const key = pairs.map(([, year]) => year).join()
    const row = rowOf(
      unit === '' ? label : `${label} (${unit})`,
      pairs.map(([, , value = '']) => value),
    )
    grids.set(key, [...(grids.get(key) ?? []), row])
  }
  return [...grids].map(([key, rows]) => ({ title: '', heads: key.split(',').map(headOf), rows }))
}
