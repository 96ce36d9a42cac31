import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, stated } from './claim.js'
import { readTable } from './tables.js'

const MAX_TEXT = 6000
/** Under these words figures of two columns belong together. */
const across = rare(
  /\b(?:average|mean|previous|prior|last year|preceding|beginning|opening|change|grow\w*|grew|increas\w*|decreas\w*|compar\w*|from|base|earlier|than|both|each|Vorjahr\w*|Durchschnitt\w*|Anfang\w*|gegenüber|von)\b|期初|上年|平均|增|比/i,
)
const year = /(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)/g
const reckoned = rare(
  new RegExp(
    String.raw`(?<=[-+−×*·/÷]\s?[$€£]?)(?<![\d.,])(${NUMBER})(?!\d|[.,]\d)|(?<![\d.,])(${NUMBER})(?=\s?[-+−×*·/÷]\s?[$€£]?\d)`,
    'gu',
  ),
)

/**
 * A figure of another column: a sentence of 2024 alone reckons with the expenses that the table has for 2023. The figure stands in no other place of the table, and that of
 * the right column not in the sentence.
 */
export function columnReader(context: string): (claim: ClaimText) => Finding[] {
  const rows = context.includes('|') ? readTable(context).filter(({ cells }) => cells.size > 1) : []
  if (rows.length < 2) return () => []
  const places = rows.flatMap(({ label, cells }) =>
    [...cells].map(([column, value]) => ({ label, column, value, own: cells })),
  )
  return ({ plain }) =>
    clauses(plain.slice(0, MAX_TEXT)).flatMap(([start, end]): Finding[] => {
      const clause = plain.slice(start, end)
      const [column, another] = new Set(clause.match(year) ?? [])
      if (column === undefined || another !== undefined || across.test(clause)) return []
      const numbers = [...clause.matchAll(new RegExp(NUMBER, 'gu'))].map(([text]) => stated(text).value)
      return [...reckoned.matchAll(clause)].flatMap((match): Finding[] => {
        const text = match[1] ?? match[2] ?? ''
        const { value } = stated(text)
        const [place, other] = places.filter((each) => each.value === value)
        const right = place?.own.get(column)
        if (place === undefined || other !== undefined || place.column === column || right === undefined) return []
        const at = start + match.index
        const span = [at, at + text.length] as const
        if (numbers.includes(right) || hedged(plain, span) || text.replace(/\D/g, '').length < 3) return []
        const message = `the table has ${right} for ${place.label} in ${column}; ${text} is that of ${place.column}`
        return [finding('tables', span, text, String(right), false, message)]
      })
    })
}

function clauses(text: string): (readonly [number, number])[] {
  const ends = [...text.matchAll(/[.!?;](?=\s|$)|\n/g)].map(({ index }) => index + 1)
  return [...ends, text.length].map((end, i) => [ends[i - 1] ?? 0, end] as const)
}
