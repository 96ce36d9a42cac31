import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { splitSteps } from 'rationale-verifier'
import { isGerman, type NumberInText, readNumbers } from './numbers.js'

/** The smallest part of a document that an answer can point to: a sentence, or a row of a table. */
export interface Passage {
  /** `annual-report-2025.md, Income statement, row Revenue`. */
  place: string
  text: string
  numbers: NumberInText[]
  /** Of a row: its first cell, `Revenue`. */
  label?: string
  /** Of a row: column, in lower case -> what stands there, with its unit. */
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
  let columns: string[] | undefined
  for (const block of text.split(/\n(?=[#|])|\n\n/)) {
    const line = block.replace(/\s+/g, ' ').trim()
    if (line.startsWith('#')) {
      heading = line.replace(/^#+ /, '')
      columns = undefined
    } else if (line.startsWith('|')) {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
      if (columns === undefined) columns = cells
      else if (!/^[-: ]*$/.test(cells.join(''))) passages.push(rowOf(file, heading, columns, cells, german))
    } else if (line !== '') {
      for (const { text: sentence } of splitSteps(line))
        passages.push({ place: `${file}, ${heading}`, text: sentence, numbers: readNumbers(sentence, german) })
    }
  }
  return passages
}

/** "(in millions)", "($ in millions, except per share)", "(€m)", "in million dollars": the scale that a heading names for its table, or nothing. */
function scaleIn(heading: string): string {
  const named =
    /\([^()]*?(?:(thousand|million|billion)s?|(Tsd|Mio|Mrd)|[$€£](m|bn|k))\b[^()]*\)|\bin (thousand|million|billion)s?\b/.exec(
      heading,
    )
  return named?.slice(1).find((each) => each !== undefined) ?? ''
}

/** A row as a sentence, so that it can be found and read by itself. The heading says in what unit its cells are. */
function rowOf(
  file: string,
  heading: string,
  columns: readonly string[],
  [label = '', ...cells]: string[],
  german: boolean,
): Passage {
  const unit = scaleIn(heading)
  const inUnit = cells.map((cell, i) => ({ text: `${cell} ${unit}`.trim(), column: columns[i + 1] ?? '' }))
  const text = `${label} was ${inUnit.map((cell) => `${cell.text} in ${cell.column}`).join(' and ')}.`
  return {
    place: `${file}, ${heading.replace(/ \(.*/, '')}, row ${label}`,
    text,
    numbers: readNumbers(text, german),
    label,
    cells: new Map(
      inUnit.flatMap((cell) =>
        readNumbers(cell.text, german).map(
          (number) => [cell.column.toLowerCase(), { text: cell.text, number }] as const,
        ),
      ),
    ),
  }
}
