/* "By what percentage did revenue grow in 2020?": ratios and growth out of a table of years. */
import { rare } from '../../../src/core/triggers.js'
import { type Row, rowsByYear } from '../claims/accounts/years.js'
import { type Asked, asSolved, type QuestionReader, type Solved, share } from './form.js'

/** Ratios, growth and shares by their names, out of a table whose columns are years. */
export const tableReaders: readonly QuestionReader[] = [ratio, growth, annualGrowth, points, margin, perShare]

const year = String.raw`(?:19|20)\d\d`
const find = (rows: readonly Row[], label: RegExp): Row | null => {
  const found = rows.filter((row) => label.test(row.label))
  return found.length === 1 ? (found[0] ?? null) : null
}
const cell = (row: Row | null, column: string | undefined) =>
  row === null || column === undefined ? Number.NaN : (row.cells.get(column) ?? Number.NaN)
const isNumber = (value: number) => Number.isFinite(value)

const asksRatio = rare(
  new RegExp(
    String.raw`what (?:is|was) the (quick|acid[- ]test|current|debt[- ]to[- ]equity) ratio\b[^?]{0,30}?(${year})[^?\d]{0,30}\?`,
    'i',
  ),
)
function ratio({ text, context }: Asked): Solved | null {
  const match = asksRatio.exec(text)
  if (match === null) return null
  const rows = rowsByYear(context)
  const at = match[2]
  const liabilities = cell(find(rows, /current liabilities/i), at)
  const name = (match[1] ?? '').toLowerCase()
  if (name.startsWith('debt')) {
    const [debt, equity] = [
      cell(find(rows, /total (?:debt|liabilities)/i), at),
      cell(find(rows, /(?:shareholders?['’]?|total)? ?equity/i), at),
    ]
    return isNumber(debt / equity) ? asSolved('debt over equity', share(debt / equity)) : null
  }
  // Of the current assets: the rows before the liabilities, or the total where it stands.
  const total = find(rows, /^(?:total )?current assets/i)
  const cash = cell(find(rows, /^cash/i), at)
  const receivables = cell(find(rows, /receivable/i), at)
  const securities = find(rows, /securities|short[- ]term investments/i)
  const inventory = find(rows, /inventor/i)
  const others = rows.filter(
    (row) => !/cash|receivable|securities|short[- ]term investments|inventor|liabilit/i.test(row.label),
  )
  if (others.length > (total === null ? 0 : 1) || !isNumber(liabilities)) return null
  const quick = cash + receivables + (securities === null ? 0 : cell(securities, at))
  const value = name === 'current' ? (total === null ? quick + cell(inventory, at) : cell(total, at)) : quick
  return isNumber(value) ? asSolved(`the ${name} ratio`, { values: [[value / liabilities]], way: [value] }) : null
}

/** "total revenue" as one row, or as all rows of a table that has no such row. */
function amounts(what: string, rows: readonly Row[]): ((column: string) => number) | null {
  const total = /^total /i.test(what)
  const words = what
    .toLowerCase()
    .replace(/^total /, '')
    .split(' ')
    .filter((word) => word.length > 2)
  const fitting = rows.filter(
    (row) => words.every((word) => row.words.includes(word.replace(/s$/, ''))) && row.words.length <= words.length + 1,
  )
  const [row, another] = fitting
  if (row !== undefined && another === undefined) return (column) => cell(row, column)
  if (
    row !== undefined ||
    !total ||
    rows.length < 2 ||
    rows.length > 12 ||
    rows.some(({ label }) => /total|sum|margin|income|cost|ratio|%|net/i.test(label))
  )
    return null
  return (column) => rows.reduce((sum, each) => sum + cell(each, column), 0)
}

const asksGrowth = rare(
  new RegExp(
    String.raw`what was the (?:percentage|percent|%) ?(?:age)? ?(?:change|growth|increase|decrease) (?:in|of) (?:the )?([\w ]{3,40}?) from (${year}) to (${year})[^?\d]{0,10}\?`,
    'i',
  ),
)
function growth({ text, context }: Asked): Solved | null {
  const match = asksGrowth.exec(text)
  const [, what = '', from = '', to = ''] = match ?? []
  const at = match === null ? null : amounts(what, rowsByYear(context))
  if (at === null) return shareOfGrowth(text, context)
  const [a, b] = [at(from), at(to)]
  return isNumber(a) && isNumber(b) && a > 0
    ? asSolved(`the change of ${what} in per cent`, { ...share((b - a) / a), way: [a, b, b - a, b / a] })
    : null
}

const asksShareOfGrowth = rare(
  new RegExp(
    String.raw`what share of the (?:growth|increase|rise) in (total [\w ]{3,30}?) from (${year}) to (${year}) came from ([\w ]{3,30}?)\?`,
    'i',
  ),
)
function shareOfGrowth(text: string, context: string): Solved | null {
  const match = asksShareOfGrowth.exec(text)
  if (match === null) return null
  const [, what = '', from = '', to = '', part = ''] = match
  const rows = rowsByYear(context)
  const whole = amounts(what, rows)
  const own = amounts(part, rows)
  if (whole === null || own === null) return null
  const [a, b] = [own(to) - own(from), whole(to) - whole(from)]
  return isNumber(a) && b > 0
    ? asSolved(`the share of ${part} in the growth`, { ...share(a / b), way: [a, b, whole(to), whole(from)] })
    : null
}

/** Rows of a table whose header may lie above without a label: "| 2019 | 2020 |" over "| 500.0 | 540.0 |". */
function bareRow(context: string): Map<string, number> | null {
  const lines = context.split('\n').filter((line) => line.includes('|'))
  const [head, values, more] = lines.map((line) =>
    line
      .split('|')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  )
  if (head === undefined || values === undefined || more !== undefined || head.length !== values.length) return null
  const pairs = head.map((each, i) => [each, Number((values[i] ?? '').replace(/,/g, ''))] as const)
  return pairs.every(([each, value]) => /^(?:19|20)\d\d$/.test(each) && Number.isFinite(value)) ? new Map(pairs) : null
}

const asksAnnualGrowth = rare(
  new RegExp(
    String.raw`(?:CAGR|compound annual growth rate) (?:of|in) ([\w ]{3,40}?) (?:from|between) (${year}) (?:to|and) (${year})`,
    'i',
  ),
)
function annualGrowth({ text, context }: Asked): Solved | null {
  const match = asksAnnualGrowth.exec(text)
  if (match === null) return null
  const [, what = '', from = '', to = ''] = match
  const bare = bareRow(context)
  const at = bare === null ? amounts(what, rowsByYear(context)) : (column: string) => bare.get(column) ?? Number.NaN
  const years = Number(to) - Number(from)
  if (at === null || years < 1) return null
  const factor = at(to) / at(from)
  return isNumber(factor) && factor > 0
    ? asSolved(`the yearly growth over ${years} years`, { ...share(factor ** (1 / years) - 1), way: [factor, years] })
    : null
}

const asksPoints = rare(
  new RegExp(
    `by how many (?:%age|percentage) points did the (operating|net|gross)(?: profit)? margin (?:change|rise|fall|increase|decrease|improve) from (${year}) to (${year})`,
    'i',
  ),
)
function points({ text, context }: Asked): Solved | null {
  const match = asksPoints.exec(text)
  if (match === null) return null
  const [, kind = '', from = '', to = ''] = match
  const rows = rowsByYear(context)
  const above = find(rows, new RegExp(`^${kind} (?:income|profit|earnings)`, 'i'))
  const below = find(rows, /^(?:total |net )?(?:revenues?|sales)/i)
  const [a, b] = [from, to].map((column) => cell(above, column) / cell(below, column)) as [number, number]
  const change = 100 * (b - a)
  return isNumber(change)
    ? asSolved('the change of the margin in percentage points', { values: [[change, Math.abs(change)]], way: [a, b] })
    : null
}

const asksMargin = rare(
  new RegExp(
    String.raw`what was the (free cash flow|operating|net|gross) margin\b[^?]*? in (${year})[^?\d]{0,6}\?`,
    'i',
  ),
)
/** "Free cash flow margin", where the context says what free cash flow is. */
function margin({ text, context }: Asked): Solved | null {
  const match = asksMargin.exec(text)
  if (match === null) return null
  const [, kind = '', at] = match
  const rows = rowsByYear(context)
  const below = cell(find(rows, /^(?:total |net )?(?:revenues?|sales)/i), at)
  let above = cell(find(rows, new RegExp(`^${kind} (?:income|profit|earnings)`, 'i')), at)
  if (/free cash/i.test(kind)) {
    if (!/free cash flow as operating cash flow less capital expenditures?\./i.test(context)) return null
    above = cell(find(rows, /^operating cash flow/i), at) - cell(find(rows, /^capital expenditure/i), at)
  }
  return isNumber(above / below)
    ? asSolved(`the ${kind.toLowerCase()} margin`, { ...share(above / below), way: [above, below] })
    : null
}

const scales: Readonly<Record<string, number>> = {
  thousand: 1e3,
  thousands: 1e3,
  million: 1e6,
  millions: 1e6,
  billion: 1e9,
}

function perShare({ text, context }: Asked): Solved | null {
  const match = /what (?:are|were|is) the (diluted|basic) earnings per share/i.exec(text)
  if (match === null) return null
  const income = /net income[^.\d]{0,60}[$€£]?\s?(\d[\d.,]*) (thousand|million|billion)/i.exec(context)
  const shares = /shares,? (?:in )?(thousands|millions),? was ([\d,.]+) basic and ([\d,.]+) diluted/i.exec(context)
  if (income === null || shares === null) return null
  const count =
    Number((shares[/diluted/i.test(match[1] ?? '') ? 3 : 2] ?? '').replace(/,/g, '').replace(/\.$/, '')) *
    (scales[(shares[1] ?? '').toLowerCase()] ?? Number.NaN)
  const amount = Number((income[1] ?? '').replace(/,/g, '')) * (scales[(income[2] ?? '').toLowerCase()] ?? Number.NaN)
  return isNumber(amount / count)
    ? asSolved('the earnings per share', { values: [[amount / count]], way: [amount, count] })
    : null
}
