import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { splitSteps } from 'rationale-verifier'
import { nameOfColumn } from './columns.js'
import { isGerman, type NumberInText, readNumbers } from './numbers.js'

/** The smallest part of a document that an answer can point to: a sentence, or a row of a table. */
export interface Passage {
  /** `annual-report-2025.md, Income statement, row Revenue`. */
  place: string
  text: string
  numbers: NumberInText[]
  /** Of a row: its first cell, `Revenue`. */
  label?: string
  /** Of a row: name of a column (`nameOfColumn`) -> what stands there, with its unit. */
  cells?: ReadonlyMap<string, { text: string; number: NumberInText }>
}

/**
 * Every sentence and every row of the Markdown files of a folder.
 *
 * @throws Error where there is no such folder, or nothing to read in it.
 */
export function readFolder(folder: string): Passage[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`there is no folder ${folder}: name it with --documents FOLDER`)
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'))
  if (files.length === 0) throw new Error(`${folder} holds no Markdown file (*.md), and nothing else is read`)
  return files.sort().flatMap((file) => passagesOf(file, readFileSync(join(folder, file), 'utf8')))
}

function passagesOf(file: string, text: string): Passage[] {
  const passages: Passage[] = []
  const german = isGerman(text)
  let heading = ''
  /** The last line before a table, where it may say the unit: "单位：亿元". */
  let above = ''
  let table: string[][] = []
  for (const block of [...text.split(/\n(?=[#|])|\n\n/), '']) {
    const line = block.replace(/\s+/g, ' ').trim()
    if (line.startsWith('|')) {
      table.push(cellsOf(line))
      continue
    }
    passages.push(...rowsOf({ file, heading, above, german }, table))
    table = []
    above = ''
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '')
    else if (line !== '') {
      // An amount in a sentence says nothing of a table.
      if (line.length < 60 && !/\d/.test(line)) above = line
      for (const { text: sentence } of splitSteps(line))
        passages.push({ place: `${file}, ${heading}`, text: sentence, numbers: readNumbers(sentence, german) })
    }
  }
  return passages
}

/** "FY2025" is 2025, and "(45.2)" is how accountants write -45.2. */
const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) =>
      cell
        .trim()
        .replace(/^FY\s?(?=\d{4}$)/, '')
        .replace(/^([$€£]?)\(([$€£]?\d[\d.,]*)\)/, '-$1$2'),
    )

const year = /(?<!\d)(?:19|20)\d\d(?!\d)/

/** A passage for each row; where the rows are years and the columns are not, for each column, so that a year always heads its column. */
function rowsOf(where: Where, [head, ...lines]: readonly string[][]): Passage[] {
  if (head === undefined) return []
  const rows = lines.filter((cells) => !/^[-: ]*$/.test(cells.join('')))
  const isByYear = rows.every(([label = '']) => year.test(label)) && !head.some((column) => year.test(column))
  if (!isByYear) return rows.map((cells) => rowOf(where, 'row', head, cells))
  const years = [head[0] ?? '', ...rows.map(([label = '']) => label)]
  return head.slice(1).map((label, i) => rowOf(where, 'column', years, [label, ...rows.map((row) => row[i + 1] ?? '')]))
}

const inFull: Readonly<Record<string, string>> = {
  ...{ k: 'thousand', m: 'million', bn: 'billion' },
  ...{ 千: 'thousand', 百万: 'million', 十亿: 'billion' },
}

/** "(in millions)", "($ in millions, except per share)", "(€m)", "in million dollars", "单位：百万元": the scale of a table that a text names, or nothing. */
function scaleIn(text: string): string {
  const named =
    /[(（][^()（）]*?(?:(thousand|million|billion)s?|(Tsd|Mio|Mrd)|[$€£](m|bn|k))\b[^()（）]*[)）]|\bin (thousand|million|billion)s?\b|\bin (Tsd|Mio|Mrd)\b|(百万|十亿|[千万亿])(?:人民币)?[元美欧日港]/.exec(
      text,
    )
  const scale = named?.slice(1).find((each) => each !== undefined) ?? ''
  return inFull[scale] ?? scale
}

interface Where {
  file: string
  heading: string
  above: string
  german: boolean
}

/** What no table counts in millions. */
const isPerShare = /\bper\b|\bEPS\b|je Aktie|每股/i

/** A row as a sentence, so that it can be found and read by itself. The heading, the line above the table or its first cell says in what unit its cells are. */
function rowOf(
  { file, heading, above, german }: Where,
  line: 'row' | 'column',
  columns: readonly string[],
  [label = '', ...cells]: readonly string[],
): Passage {
  const named = [columns[0] ?? '', above, heading].map(scaleIn).find((each) => each !== '') ?? ''
  const unit = isPerShare.test(label) ? '' : named
  const inUnit = cells.map((cell, i) => ({
    text: /[%％]/.test(cell) ? cell : `${cell} ${unit}`.trim(),
    column: columns[i + 1] ?? '',
  }))
  const text = `${label} was ${inUnit.map((cell) => `${cell.text} in ${cell.column}`).join(' and ')}.`
  return {
    place: `${file}, ${heading.replace(/ \(.*/, '')}, ${line} ${label}`,
    text,
    numbers: readNumbers(text, german),
    label,
    cells: new Map(
      inUnit.flatMap((cell) =>
        readNumbers(cell.text, german).map(
          (number) => [nameOfColumn(cell.column), { text: cell.text, number }] as const,
        ),
      ),
    ),
  }
}
