/* Totals that grow: "With delivery: 871.00". The price of the item is added to what the sentence before ends with. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import type { Grid } from './grids.js'
import { rowsIn } from './mentions.js'
import { numbersIn } from './numbers.js'

const AMOUNT = String.raw`[$€£¥]?\s?(${NUMBER})(?:\s?(?:[$€£]|dollars|euros|pounds))?`
const going = rare(
  new RegExp(
    String.raw`^\s?(?:then\s|and\s|so\s|now\s)*(?:with|plus|adding|including)\s(?:the\s|its\s)?(\p{L}[\p{L}\s]{2,24}?)(?:\s(?:of|at)\s${AMOUNT})?\s?(?::|,?\s(?:the\s(?:sum|total|subtotal|amount|bill|invoice)|it|that|this|we)\s(?:is|makes|comes\sto|gives|becomes|are\sat|get|amounts\sto))\s${AMOUNT}(?:\s(?:in\stotal|altogether))?[.,;]?$`,
    'iu',
  ),
)
const together = rare(
  new RegExp(
    String.raw`\s(?:make|come\sto|are|total|cost|add\sup\sto|amount\sto)\s(?:together\s)?${AMOUNT}(?:\s(?:together|in\ssum|in\stotal|altogether))?[.,;]?$`,
    'iu',
  ),
)

/** "With delivery: 871.00": the item of the question on top of what the sentence before ends with. */
export function runningReader(question: string): (sentence: string) => Finding[] {
  let last = ''
  return (sentence) => {
    const before = last
    last = sentence
    const match = going.exec(sentence)
    const total = match === null ? undefined : numbersIn(before).at(-1)?.value
    if (match === null || total === undefined) return []
    const [all, name = '', own, said = ''] = match
    const item = own === undefined ? priceOf(question, name.trim()) : numbersIn(own)[0]?.value
    const number = numbersIn(said)[0]
    if (item === undefined || number === undefined) return []
    const exact = total + item
    const ok = Math.abs(number.value - exact) <= 0.51 * 10 ** -number.digits
    const span = [match.index, match.index + all.length] as const
    // What is far from the sum was reckoned from another amount.
    if (!ok && (Math.abs(number.value - exact) > 0.1 * exact || number.value <= total || hedged(sentence, span)))
      return []
    return [
      finding(
        'tables',
        span,
        number.text,
        shown(exact),
        ok,
        `${shown(total)} and ${shown(item)} are ${shown(exact)}, not ${number.text}`,
      ),
    ]
  }
}

/** The one amount that stands behind a name. */
function priceOf(question: string, name: string): number | undefined {
  const stem = name.replace(/s$/, '')
  const found = [
    ...question.matchAll(new RegExp(String.raw`(?<!\p{L})${stem}s?(?:\s(?:of|is|costs?|at|for)|:)?\s${AMOUNT}`, 'giu')),
  ]
  return found.length === 1 ? numbersIn(found[0]?.[1] ?? '')[0]?.value : undefined
}

/** "Hotel and meals come to 388.50": rows of one column added. */
export function addedRows(grid: Grid, sentence: string): Finding[] {
  const match = grid.heads.length > 1 ? null : together.exec(sentence)
  const rows = match === null ? [] : rowsIn(grid, sentence)
  const [first, last] = [rows[0], rows.at(-1)]
  if (match === null || first === undefined || last === undefined || rows.length < 2 || last.to !== match.index)
    return []
  // Nothing but the names and what joins them.
  const between = rows.slice(1).map(({ from }, i) => sentence.slice(rows[i]?.to, from))
  if (first.from > 5 || !between.every((each) => /^(?:,\s|,?\sand\s)(?:the\s)?$/.test(each))) return []
  if (!/\b(?:make|come|total|together|add|amount|sum)/i.test(match[0])) return []
  const exact = rows.reduce((sum, { thing }) => sum + (thing.cells[0] ?? Number.NaN), 0)
  const number = numbersIn(match[1] ?? '')[0]
  if (number === undefined || Number.isNaN(exact)) return []
  const ok = Math.abs(number.value - exact) <= 0.51 * 10 ** -number.digits
  const span = [first.from, match.index + match[0].length] as const
  if (!ok && (hedged(sentence, span) || Math.abs(number.value - exact) > 0.3 * Math.abs(exact))) return []
  return [finding('tables', span, number.text, shown(exact), ok, `this adds up to ${shown(exact)}, not ${number.text}`)]
}
