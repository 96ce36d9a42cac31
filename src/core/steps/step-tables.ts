/** The heading of a column that counts steps. */
const counter = /^\W{0,4}(?:steps?|schritte?|[ée]tapes?|pasos?|no\.?|nr\.?|#|步骤|序号|)\W{0,4}$/i
const count = /^\W{0,4}(?:(?:step|schritt|[ée]tape|paso)\s)?(\d{1,3})\W{0,4}$/i
const rule = /^\|(?:\s*:?-{1,}:?\s*\|){2,}$/

/**
 * A table whose rows are numbered steps, "| Step | Working |", as a numbered list; any other table stays. A cell that holds a bar (`\|`) gets it back. Linear time.
 */
export function withoutStepTables(text: string): string {
  if (!/^[ \t]*\|(?:[^\n]*)\n[ \t]*\|[ \t]*:?-/m.test(text)) return text
  const lines = text.split('\n')
  const written: string[] = []
  for (let i = 0; i < lines.length; i++) {
    const rows = isStepTable(lines, i) ? stepRows(lines, i + 2) : []
    if (rows.length === 0) {
      written.push(lines[i] ?? '')
      continue
    }
    written.push('', ...rows)
    i += 1 + rows.length
  }
  return written.join('\n').trim()
}

const isStepTable = (lines: readonly string[], at: number) =>
  rule.test((lines[at + 1] ?? '').trim()) && counter.test(cellsOf(lines[at] ?? '')[0] ?? '-')

/** The rows as items, 1, 2, 3 …; none where they are counted otherwise. */
function stepRows(lines: readonly string[], from: number): string[] {
  const rows: string[] = []
  for (let at = from; lines[at]?.trim().startsWith('|'); at++) {
    const [number = '', ...cells] = cellsOf(lines[at] ?? '')
    if (Number(count.exec(number)?.[1]) !== rows.length + 1) return []
    rows.push(`${rows.length + 1}. ${cells.filter((cell) => cell !== '').join(' | ')}`)
  }
  return rows
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/\\\|/g, '|'))
