/* Figures of another year: a sentence about 2024 with the expenses of 2023. Told by the cell that the number stands in. */
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, stated } from '../claim.js'
import type { Grid } from './grids.js'

/** Under these words figures of two columns belong together. */
const across = rare(
  /\b(?:average|mean|previous|prior|last year|preceding|beginning|opening|change|grow\w*|grew|increas\w*|decreas\w*|compar\w*|from|base|index|over|relative|turnover|return|earlier|than|both|each|Vorjahr\w*|Durchschnitt\w*|Anfang\w*|gegenüber|von)\b|期初|上年|平均|增|比/i,
)
const year = /(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)/g
const number = new RegExp(NUMBER, 'g')
const reckoned = rare(
  new RegExp(
    String.raw`(?<=[-+−×*·/÷]\s?[$€£]?)(?<![\d.,])(${NUMBER})(?!\d|[.,]\d)|(?<![\d.,])(${NUMBER})(?=\s?[-+−×*·/÷]\s?[$€£]?\d)`,
    'gu',
  ),
)

/**
 * A figure of another year: a sentence of 2024 alone reckons with the expenses that the table has for 2023. The figure stands in no other place of the table, and that of
 * the right year not in the sentence.
 */
export function otherYears({ heads, rows }: Grid, sentence: string): Finding[] {
  const [said, another] = new Set(sentence.match(year) ?? [])
  const column = heads.findIndex((head) => head.year === said)
  // "Revenue 2022" and "EBIT 2022" are two columns of one year.
  if (heads.filter((head) => head.year === said).length > 1) return []
  if (said === undefined || another !== undefined || column < 0 || across.test(sentence)) return []
  const numbers = matchesOf(number, sentence).map(([text]) => stated(text).value)
  return reckoned.matchAll(sentence).flatMap((match): Finding[] => {
    const text = match[1] ?? match[2] ?? ''
    const { value } = stated(text)
    const [place, other] = rows.flatMap(({ label, cells }) =>
      cells.flatMap((cell, i) => (cell !== null && Math.abs(cell) === value ? [{ label, cells, i }] : [])),
    )
    const right = place?.cells[column] ?? null
    if (place === undefined || other !== undefined || place.i === column || right === null) return []
    const span = [match.index, match.index + text.length] as const
    const taken = heads[place.i]?.year ?? null
    if (taken === null || numbers.includes(right) || hedged(sentence, span) || text.replace(/\D/g, '').length < 3)
      return []
    const message = `the table has ${right} for ${place.label} in ${said}; ${text} is that of ${taken}`
    return [finding('tables', span, text, String(right), false, message)]
  })
}
