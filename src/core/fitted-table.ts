import stringWidth from 'string-width'
import { wrapped } from './wrapped.js'

/** Rows that belong together, below what is said of all of them. */
export interface TableGroup {
  title?: string
  rows: readonly (readonly string[])[]
}

interface Column {
  place: number
  head: readonly string[]
  width: number
}

/**
 * A table with names on the left and figures on the right, as text without a last line end. Where it is wider than `width`, each group is told by
 * several tables, one below the other: each begins with the names and goes on with the next columns that fit.
 */
export function fittedTable(head: readonly string[], groups: readonly TableGroup[], width: number): string {
  const cells = (place: number) => groups.flatMap(({ rows }) => rows.map((row) => row[place] ?? ''))
  const whole = head.map((name, place): Column => ({ place, head: [name], width: widest([name, ...cells(place)]) }))
  const titled = ({ title }: TableGroup) => (title === undefined ? [] : wrapped(title, width))
  const drawn = ({ rows }: TableGroup, columns: readonly Column[]) =>
    withNames(rows, columns).map((row) => line(row, columns))
  if (total(whole) <= width)
    return [...top(whole), ...groups.flatMap((group) => [...titled(group), ...drawn(group, whole)])].join('\n')

  const narrow = head.map((name, place): Column => {
    const most = place === 0 ? Math.floor(width / 2) : width
    const room = Math.min(most, widest([...name.split(' '), ...cells(place)]))
    return { place, head: wrapped(name, room), width: room }
  })
  const parts = partsOf(narrow, width)
  return groups
    .map((group) => {
      const tables = parts.map((columns) => [...top(columns), ...drawn(group, columns)].join('\n'))
      return [...titled(group), ...(group.rows.length > 0 ? [`${tables.join('\n\n')}\n`] : [])].join('\n')
    })
    .join('\n')
}

/** The names with as many columns as fit, then again the names with the next ones. */
function partsOf([names, ...figures]: readonly Column[], width: number): Column[][] {
  if (names === undefined) return []
  const parts: Column[][] = []
  for (const column of figures) {
    const last = parts.at(-1)
    if (last !== undefined && total([...last, column]) <= width) last.push(column)
    else parts.push([names, column])
  }
  return parts
}

const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => stringWidth(text)))
const total = (columns: readonly Column[]) => columns.reduce((sum, { width }) => sum + width + 1, -1)

function top(columns: readonly Column[]): string[] {
  const height = Math.max(...columns.map(({ head }) => head.length))
  const heads = Array.from({ length: height }, (_, row) => {
    const cells: string[] = []
    for (const { place, head } of columns) cells[place] = head[row - height + head.length] ?? ''
    return line(cells, columns)
  })
  return [...heads, '─'.repeat(total(columns))]
}

const line = (cells: readonly string[], columns: readonly Column[]) =>
  columns
    .map(({ place, width }) => {
      const cell = cut(cells[place] ?? '', width)
      const blanks = ' '.repeat(width - stringWidth(cell))
      return place === 0 ? cell + blanks : blanks + cell
    })
    .join(' ')
    .trimEnd()

/** The rows with names that fit. Where two names of one group would read the same, those are numbered. */
function withNames(rows: readonly (readonly string[])[], [names]: readonly Column[]): readonly (readonly string[])[] {
  if (names === undefined) return rows
  const whole = rows.map(([name = '']) => name)
  const short = whole.map((name) => cut(name, names.width))
  const isAlike = (i: number) => short.some((other, j) => other === short[i] && whole[j] !== whole[i])
  return rows.map(([name = '', ...cells], i) => {
    const number = `${i + 1} `
    return [isAlike(i) ? number + cut(name, names.width - number.length) : (short[i] ?? name), ...cells]
  })
}

/** A name that leaves no room for figures is cut in its middle with …: what tells two names apart stands at their ends more often (paths, sums). */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  const characters = [...text]
  let kept = characters.length - 1
  let short = '…'
  do {
    const head = Math.ceil(kept / 3)
    short = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - kept + head).join('')}`
    kept--
  } while (kept >= 0 && stringWidth(short) > width)
  return short
}
