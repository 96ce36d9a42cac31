/*
 * Whether a total may be of something else than the rows of a table: "20 articles are left. How many were sold?" takes what is left from the stock, "330 + 33 = 363. In total 363 is
 * paid" adds a surcharge. Such a total is the asker's own, and nothing is said of it.
 */
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { blanked } from '../../blanked.js'
import type { Grid } from './grids.js'
import { isOf, withoutNames } from './mentions.js'
import { numbersIn, type Told } from './numbers.js'

const counted = rare(new RegExp(String.raw`(?<![\p{L}-])(?:${COUNT}|dozen)(?![\p{L}-])`, 'giu'))
/** What changes the figures before they are added. */
const changed = rare(
  /\b(?:if|would|suppos\w+|assum\w+|left|remain\w*|lost|stolen|broken|given\saway|another|extra|additional(?:ly)?|in\saddition|surcharges?|discounts?|next\s(?:year|month|week|quarter|time)|doubl\w+|halv\w+|half|tripl\w+|quarter\sof|vat|without|except\w*)\b|%/i,
)

/** Whether a question has a number or a change of its own, beside the figures of a table: what is added then nobody knows. */
export function asksOtherTotal(grid: Grid, question: string): boolean {
  const plain = withoutNames(grid, question.replace(/^.*\|.*$/gm, ''))
  if (changed.test(plain)) return true
  const numbers = numbersIn(plain)
  const isKnown = ({ value, scale, digits }: Told) =>
    isSize(grid, value) ||
    grid.rows.some(({ cells }) => cells.some((cell) => cell !== null && isOf(value, scale, digits, cell))) ||
    [...grid.heads, ...grid.rows].some(({ label, year }: { label: string; year?: string | null }) =>
      [year ?? '', ...label.split(/\D+/)].includes(String(value)),
    )
  if (!numbers.every(isKnown)) return true
  return counted.matchAll(blanked(plain, numbers)).some(({ 0: word }) => !isSize(grid, countOf(word) ?? Number.NaN))
}

/** "The four articles": as many as there are. */
const isSize = ({ rows, heads }: Grid, count: number): boolean => count === rows.length || count === heads.length

/** What the equations of a sentence come to. */
export const resultsIn = (sentence: string): number[] =>
  matchesOf(result, sentence).flatMap(({ 0: text }) => numbersIn(text).map(({ value, scale }) => value * scale))
const result = /=\s{0,3}[$€£]?\s?\d[^=\n]*/g
