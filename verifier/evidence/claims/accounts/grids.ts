import { NUMBER, stated } from '../claim.js'

/*
 * Figures with names, as people write them down: tables with bars, semicolons or tabs, statements of accounts of one item a line, and items in a row ("Cash 120; Receivables 340").
 */

export interface GridRow {
  label: string
  /** Finds the label in a sentence. */
  named: RegExp
  /** A total, a subtotal or a mean of other rows. */
  isTotal: boolean
  cells: readonly (number | null)[]
}

export interface Grid {
  heads: readonly { label: string; named: RegExp; isPeriod: boolean; isTotal: boolean }[]
  rows: readonly GridRow[]
}

const MAX_TEXT = 20_000
const MAX_LINES = 80

/** All tables of a text. */
export function gridsIn(text: string): Grid[] {
  const lines = text.slice(0, MAX_TEXT).split('\n')
  return [...delimited(lines), ...listed(lines), ...inRows(lines)]
}

const rule = /^[\s|:;-]*-[\s|:;-]*$/

/** Runs of lines with as many cells each. */
function delimited(lines: readonly string[]): Grid[] {
  const found: Grid[] = []
  for (const sign of ['|', ';', '\t']) {
    let open: string[][] = []
    const close = () => {
      if (open.length > 2 && open.every((cells) => cells.length === open[0]?.length)) found.push(gridOf(open))
      open = []
    }
    for (const line of [...lines, '']) {
      if (rule.test(line) && line.includes('-')) continue
      const cells = line.includes(sign) ? cellsOf(line, sign) : []
      if (cells.length < 2) close()
      else if (open.length < MAX_LINES) open.push(cells)
    }
  }
  return found.filter(({ rows }) => rows.length > 1)
}

const cellsOf = (line: string, sign: string) =>
  (sign === '|' ? line.trim().replace(/^\||\|$/g, '') : line).split(sign).map((cell) => cell.trim())

function gridOf([heads = [], ...lines]: readonly string[][]): Grid {
  return {
    heads: heads.slice(1).map(headOf),
    rows: lines.flatMap(([label = '', ...cells]) => (label === '' ? [] : [rowOf(label, cells.map(cellOf))])),
  }
}

const period =
  /^(?:(?:fy\s?)?(?:19|20)\d\d|Q[1-4]|H[12]|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|mon|tue|wed|thu|fri|sat|sun|week\s\d+|month\s\d+|year\s\d+)$/i

function headOf(head: string): Grid['heads'][number] {
  const label = head.replace(/\([^()]*\)/g, '').trim()
  return { label, named: nameOf(label), isPeriod: period.test(label), isTotal: total.test(label) }
}

const total = /\b(?:total|sum|subtotal|overall|all|average|mean|gross\sprofit|net|gesamt|summe)\b/i

function rowOf(written: string, cells: readonly (number | null)[]): GridRow {
  const label = written.replace(/\([^()]*\)/g, '').trim()
  return { label, named: nameOf(label), isTotal: total.test(label), cells }
}

const cell = new RegExp(
  String.raw`^(\()?[$€£¥]?\s?([-−]?(?:${NUMBER}))\)?\s?(?:%|°[CF]?|[kmM]?[$€£]|\p{L}{1,12})?\)?$`,
  'u',
)

function cellOf(text: string): number | null {
  const match = cell.exec(text)
  if (match === null) return null
  const { value } = stated(match[2] ?? '')
  return match[1] === undefined ? value : -value
}

const days = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
const months = 'january february march april may june july august september october november december'.split(' ')

/** A label as it may stand in a sentence: short ones as they are written, words in singular or plural, days and months in full. */
function nameOf(label: string): RegExp {
  const long = [...days, ...months].find((each) => label.length > 2 && each.startsWith(label.toLowerCase()))
  const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s')
  if (label === '') return /(?!)/g
  if (long !== undefined) return new RegExp(String.raw`(?<!\p{L})(?:${escaped}|${long})(?!\p{L})`, 'giu')
  // "A" at the beginning of a sentence may be an article.
  if (/^\p{L}$/u.test(label)) return new RegExp(String.raw`(?<=[\s(])(?<!^\s*)${escaped}(?![\p{L}\d'’])`, 'gu')
  if (label.length < 4) return new RegExp(String.raw`(?<![\p{L}\d])${escaped}(?![\p{L}\d'’])`, 'gu')
  const stem = escaped.replace(/(?<=\p{L}{2})(?:ie|y|e)?s?$/u, '')
  return new RegExp(String.raw`(?<![\p{L}\d-])${stem}(?:y|ies|e|es|s)?(?![\p{L}\d-])`, 'giu')
}

const labelled = new RegExp(
  String.raw`^\s*[-*•]?\s*(\p{L}[^|;\t\d]{1,50}?)\s*(?::|\.{3,})?\s*((?:\(|[-−])?[$€£]?\s?(?:${NUMBER})\)?)\s?(?:%|°[CF]?|[kmM]?[$€£])?\s*$`,
  'u',
)

/** One item a line: three or more of them in a row. */
function listed(lines: readonly string[]): Grid[] {
  const found: Grid[] = []
  let open: GridRow[] = []
  for (const line of [...lines, '']) {
    const match = labelled.exec(line)
    const value = match === null ? null : cellOf((match[2] ?? '').trim())
    if (match !== null && value !== null) open.push(rowOf(match[1] ?? '', [value]))
    else {
      if (open.length > 2) found.push({ heads: [], rows: open })
      open = []
    }
  }
  return found
}

const item = new RegExp(
  String.raw`^\s*(?:and\s)?(\p{L}[\p{L}\s'’()&-]{0,40}?):?\s((?:\(|[-−])?[$€£]?(?:${NUMBER})\)?)\s?(%|°[CF]?|[kmM]?[$€£]|\p{L}{1,9})?\s*$`,
  'u',
)

/** "Noon temperatures: Mon 14 °C, Tue 17 °C, Wed 12 °C": three or more items in a line and nothing else. */
function inRows(lines: readonly string[]): Grid[] {
  return lines.flatMap((line): Grid[] => {
    const body = line.replace(/^[^:;,]{3,60}:\s/, '').replace(/[.]\s*$/, '')
    const parts = body.includes(';') ? body.split(';') : body.split(/,(?!\d{3})/)
    const items = parts.map((part) => item.exec(part))
    if (items.length < 3 || items.some((each) => each === null)) return []
    const units = new Set(items.map((each) => each?.[3] ?? ''))
    if (units.size > 1) return []
    return [{ heads: [], rows: items.map((each) => rowOf(each?.[1] ?? '', [cellOf(each?.[2] ?? '')])) }]
  })
}
