import type { NumberInText } from './numbers.js'

/** What stands between two commas or joining words of a sentence. */
interface Part {
  start: number
  end: number
  /** Begins with what the part before does not speak of: "in 2025, from 366.0 million". */
  isApart: boolean
  columns: string[]
  numbers: NumberInText[]
}

const joins =
  /,\s|\(|\b(?:and|or|to|und|oder|sowie|auf|grew|rose|fell|increased|decreased|stieg|wuchs|sank|fiel)\b|[，、（]|和|及|到|至/
const parts =
  /(?<!Mio|Mrd|Tsd)\.\s|;\s|\b(?:from|after|than|against|versus|vs|compared|while|whereas|but|von|nach|gegenüber|als|während|aber)\b|[。；]|从|由|而|但/
const boundary = new RegExp(`(${parts.source})|${joins.source}`, 'gi')

/** By what a column is known: "FY 2025", "2025年" and "2025 (audited)" are all the year 2025. */
export const nameOfColumn = (column: string): string =>
  /^(?:FY\s?)?((?:19|20)\d\d)\s*(?:年度?|\(.*\))?$/i.exec(column)?.[1] ?? column.toLowerCase()

/** Where a year is what another one is measured by: "at the start of 2025", "growth in 2025 on a base of …", "unlike 2024". */
const isRelative =
  /\b(?:before|prior|previous|since|until|start|beginning|opening|unlike|exceed(?:s|ed)?|more|less|growth|change|base|vor|seit|bis|Anfang|Beginn|Vorjahr|Vergleich|mehr|weniger|Wachstum|Veränderung|Basis)\b|增|减|比|较|以来|之前|年初/i

/**
 * The column of a table (a year, mostly) that a text ties a number to: the only one that the number's clause names, before it or after it. A clause is
 * what stands between commas and joining words; a column in front ("In 2024, revenue was …") belongs to the clause that follows.
 * Undefined where the clause names several columns or none, or holds several numbers: then nothing is known.
 */
export function columnOf(
  said: NumberInText,
  text: string,
  numbers: readonly NumberInText[],
  columns: readonly string[],
): string | undefined {
  const all = split(text, numbers, columns)
  const own = all.findIndex((part) => part.numbers.includes(said))
  const part = all[own]
  if (part === undefined || part.numbers.length > 1) return undefined
  const named = [...part.columns]
  const near = new Set(named)
  let isApart = part.isApart
  let first = own
  for (let before = all[own - 1]; before?.numbers.length === 0; before = all[first - 1]) {
    first--
    for (const column of before.columns) near.add(column)
    // "… in 2024 and 2025, and profit was 35.1 million": the 2025 ends the list before.
    const endsList = first > 0 && nameOfColumn(text.slice(before.start, before.end).trim()) === before.columns[0]
    if (!isApart && !endsList) named.push(...before.columns)
    isApart ||= before.isApart
  }
  // "412.5 million in 2024 and 2025" is not of 2024 alone.
  let last = own
  for (; all[last + 1]?.numbers.length === 0; last++)
    for (const column of all[last + 1]?.columns ?? []) near.add(column)
  const clause = text.slice(all[first]?.start, all[last]?.end)
  return near.size === 1 && !isRelative.test(clause) ? named[0] : undefined
}

function split(text: string, numbers: readonly NumberInText[], columns: readonly string[]): Part[] {
  const names = columnNames(columns)
  const found = [...text.matchAll(names)].map(({ 0: name, index }) => ({
    name,
    start: index,
    end: index + name.length,
  }))
  // A year is no number of a table, also where no table has it as a column.
  const rest = numbers.filter(({ start }) => !found.some((each) => each.start <= start && start < each.end))
  const cuts = [...text.matchAll(boundary)]
    .map(({ 0: sign, 1: apart, index }) => ({ at: index, start: index + sign.length, isApart: apart !== undefined }))
    .filter(({ at }) => !found.some((each) => each.start < at && at < each.end))
  return [{ start: 0, isApart: true }, ...cuts].map(({ start, isApart }, i) => {
    const end = cuts[i]?.at ?? text.length
    const isInside = (each: { start: number }) => each.start >= start && each.start < end
    return {
      ...{ start, end, isApart },
      columns: found.filter(isInside).map(({ name }) => nameOfColumn(name)),
      numbers: rest.filter(isInside),
    }
  })
}

/** The longest first: "Q4 2025" is not 2025. Chinese writes 2025年. */
function columnNames(columns: readonly string[]): RegExp {
  const names = [...new Set(columns)]
    .filter((column) => column !== '')
    .sort((a, b) => b.length - a.length)
    .map((column) => column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(
    `(?<![\\p{N}.,]|(?!\\p{sc=Han})\\p{L})(?:${[...names, '(?:FY\\s?)?(?:19|20)\\d\\d'].join('|')})(?![\\p{N}]|(?!\\p{sc=Han})\\p{L}|[.,]\\d)`,
    'giu',
  )
}
