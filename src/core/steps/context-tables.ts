/*
 * Tables of a context as people have them: CSV, tabs, semicolons, columns of blanks.
 */

import { lean } from '../lean-patterns.js'

type Cut = (line: string) => string[]

/** Where quotes hold a cell, what separates cells is part of it. */
const quoted = (separator: ',' | ';'): Cut => {
  const cell = new RegExp(`\\s*("(?:[^"]|"")*"|[^${separator}]*?)\\s*(?:${separator}|$)`, 'gy')
  return (line) => {
    const cells: string[] = []
    for (const match of line.matchAll(cell)) {
      cells.push((match[1] ?? '').replace(/^"(.*)"$/, '$1').replaceAll('""', '"'))
      if (match.index + match[0].length === line.length && !match[0].endsWith(separator)) break
    }
    return cells
  }
}
/** What separates cells, and a line cut at it. */
const cuts: readonly { separator: string; cut: Cut }[] = [
  { separator: '\t', cut: (line) => line.split('\t').map((cell) => cell.trim()) },
  { separator: ';', cut: quoted(';') },
  { separator: '  ', cut: (line) => line.trim().split(/\s{2,}/) },
  { separator: ',', cut: quoted(',') },
]

/** Contexts longer than this are whole documents: readers of tables go no further either. */
const LONGEST = 20_000

const number = lean(/^[-−+]?\(?[-−]?\s?[$€£¥]?\s?[-−]?\d[\d.,' ]*\)?(?:\s?%|\s?\p{L}{1,7}\.?)?$/u)
const nothing = /^(?:[-–—]|n\/?a\.?)?$/i
const clock = /^\d{1,2}:\d\d(?::\d\d)?(?:\s?(?:h|[ap]\.?m\.?))?$/i
const isFigure = (cell: string) => number.test(cell) || clock.test(cell) || nothing.test(cell)
/** A name, or a year: figures alone name no column. */
const isName = (cell: string) => /\p{L}/u.test(cell) || /^(?:19|20)\d\d$/.test(cell)

/**
 * A text whose tables are written with bars, as everything behind reads them. Lines are a table where each has as many cells as the first, which names the
 * columns, and figures alone behind its name. All else stays as it is, and so does a text of more than 20,000 characters. Linear time.
 */
export function withBarredTables(text: string): string {
  if (text.length > LONGEST) return text
  const lines = text.split(/\r?\n/)
  const written: string[] = []
  for (let at = 0; at < lines.length; ) {
    const table = tableAt(lines, at)
    written.push(...(table.length > 0 ? table.map(barred) : [lines[at] ?? '']))
    if (table.length > 0) written.splice(written.length - table.length + 1, 0, barred(table[0]?.map(() => '---') ?? []))
    at += Math.max(1, table.length)
  }
  return written.length === lines.length ? text : written.join('\n')
}

const barred = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** Its head and rows; none where no table begins at this line. */
function tableAt(lines: readonly string[], at: number): string[][] {
  const [first = '', second = ''] = [lines[at], lines[at + 1]]
  if (first.includes('|') || second === '') return []
  for (const { separator, cut } of cuts) {
    if (!first.includes(separator) || !second.includes(separator)) continue
    const row = cut(second)
    const named = cut(first)
    // The corner is empty where columns are of blanks.
    const head = named.length === row.length - 1 && /^\s/.test(first) ? ['', ...named] : named
    if (row.length < 2 || head.length !== row.length || !head.slice(1).every(isName)) continue
    const rows = rowsFrom(lines, at + 1, cut, row.length)
    // Two lines of words and a number each are common; two that a year heads are a table.
    if (rows.length > 1 || (rows.length === 1 && head.some((cell) => /^(?:19|20)\d\d$/.test(cell))))
      return [head, ...rows]
  }
  return []
}

function rowsFrom(lines: readonly string[], from: number, cut: Cut, width: number): string[][] {
  const rows: string[][] = []
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const cells = cut(line)
    const [name = '', ...figures] = cells
    if (cells.length !== width || name === '' || line.includes('|')) break
    if (!figures.every(isFigure) || figures.every((cell) => nothing.test(cell))) break
    rows.push(cells)
  }
  return rows
}
