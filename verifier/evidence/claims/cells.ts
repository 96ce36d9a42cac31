import type { Finding } from '../../../src/core/records/types.js'
import { type ClaimText, finding, hedged, NUMBER, stated } from './claim.js'

/** A table whose rows and columns have names. */
interface NamedTable {
  heads: readonly string[]
  rows: readonly { label: string; cells: readonly (number | null)[] }[]
}

const MAX_ROWS = 60
const MAX_TEXT = 20_000

/** The figures that a step reads out of a table with named rows and columns: "for A a useful life of 8 years" where the row of A has 6, and another row 8. */
export function cellReader(context: string): (claim: ClaimText) => Finding[] {
  const tables = namedTables(context.slice(0, MAX_TEXT))
  return ({ plain }) =>
    tables.flatMap((table) => sentences(plain.slice(0, 6000)).flatMap((place) => read(plain, place, table)))
}

function namedTables(text: string): NamedTable[] {
  const tables: { heads: string[]; rows: { label: string; cells: (number | null)[] }[] }[] = []
  let open: (typeof tables)[number] | null = null
  for (const line of text.split('\n')) {
    if (!line.trim().startsWith('|')) {
      open = null
      continue
    }
    const cells = line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim())
    if (cells.every((cell) => /^:?-*:?$/.test(cell))) continue
    if (open === null) {
      open = { heads: cells.slice(1), rows: [] }
      tables.push(open)
    } else if (open.rows.length < MAX_ROWS)
      open.rows.push({ label: cells[0] ?? '', cells: cells.slice(1).map(amountIn) })
  }
  return tables.filter(({ heads, rows }) => rows.length > 1 && heads.every((head) => !/(?:19|20)\d\d/.test(head)))
}

function amountIn(cell: string): number | null {
  const match = new RegExp(String.raw`^[$€£]?\s?(${NUMBER})(?:\s?(?:%|\p{L}+))?$`, 'u').exec(cell)
  return match === null ? null : stated(match[1] ?? '').value
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function read(text: string, [start, end]: readonly [number, number], { heads, rows }: NamedTable): Finding[] {
  const sentence = text.slice(start, end)
  const named = rows.filter(
    ({ label }) =>
      label !== '' &&
      // Before a pattern is compiled for it.
      sentence.includes(label) &&
      new RegExp(String.raw`(?<![\p{L}\d])${escaped(label)}(?![\p{L}\d'’])`, 'u').test(sentence),
  )
  const [row, another] = named
  if (row === undefined || another !== undefined) return []
  return heads.flatMap((head, i): Finding[] => {
    const words = head.replace(/\([^()]*\)/g, '').trim()
    const [cell, unit] = [row.cells[i], /\(/.test(head)]
    if (words.length < 3 || cell == null || unit) return []
    const match = new RegExp(
      String.raw`(?<!\p{L})${escaped(words)}\s(?:of|is|was|:)\s[$€£]?(${NUMBER})(?![\d%]|[.,]\d|\s?[-+×*/^=])`,
      'iu',
    ).exec(sentence)
    const claimed = match?.[1]
    if (match === null || claimed === undefined) return []
    const value = stated(claimed).value
    const span = [start + match.index, start + match.index + match[0].length] as const
    if (value === cell) return [finding('tables', span, claimed, String(cell), true, '')]
    const elsewhere = rows.find((each) => each !== row && each.cells[i] === value)
    if (elsewhere === undefined || hedged(text, span)) return []
    const message = `the table has ${cell} for ${row.label}; ${claimed} is that of ${elsewhere.label}`
    return [finding('tables', span, claimed, String(cell), false, message)]
  })
}

function sentences(text: string): (readonly [number, number])[] {
  const ends = [...text.matchAll(/[.!?;](?=\s|$)|\n/g)].map(({ index }) => index + 1)
  return [...ends, text.length].map((end, i) => [ends[i - 1] ?? 0, end] as const)
}
