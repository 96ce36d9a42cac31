import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, shown } from '../claim.js'
import type { Grid } from './grids.js'
import { different, headsIn, rowsIn } from './mentions.js'

const MORE =
  'more|higher|larger|bigger|greater|hotter|warmer|heavier|taller|longer|older|dearer|pricier|above|exceeds?|exceeded|outsold'
const LESS = 'fewer|less|lower|smaller|colder|cooler|lighter|shorter|younger|cheaper|below'
const comparison = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:(${MORE})|(?:${LESS}))(?!\p{L})(?!\s(?:important|popular|risky|efficient|profitable|expensive\p{L}*|likely|volatile|stable)(?!\p{L}))`,
    'giu',
  ),
)
/** What compares something else than two figures of one column. */
const unless = rare(
  /\b(?:per|share|ratio|margin|gr[eo]w\w*|ris\w+|rose|f[ae]ll\w*|chang\w*|increas\w*|decreas\w*|drop\w*|relative\w*|proportion\w*|average|mean|differ\w*|sum|total|together|combined|and|or|both|all|other|twice|half|double|times|percent\w*|points?|would|only|least|most|each|every|if|rate|improv\w*)\b|%|[+*×÷=]|\d\s?[-−–]\s?\d/i,
)

/** "March had fewer orders than February", "Rent is higher than energy": two rows of a table, in one column. */
export function comparisons(grid: Grid, sentence: string): Finding[] {
  const [match, another] = comparison.matchAll(sentence)
  if (match === undefined || another !== undefined) return []
  const rows = rowsIn(grid, sentence)
  const heads = headsIn(grid, sentence)
  const plain = [...rows, ...heads].reduce(
    (left, { from, to }) => left.slice(0, from) + ' '.repeat(to - from) + left.slice(to),
    sentence,
  )
  if (unless.test(plain) || different(rows).length !== 2 || rows.length !== 2) return []
  const [first, second] = rows
  const [head, other] = different(heads)
  const column = grid.heads.length <= 1 ? 0 : head === undefined || other !== undefined ? -1 : grid.heads.indexOf(head)
  if (first === undefined || second === undefined || match.index < first.to || match.index > second.from) return []
  const between = sentence.slice(match.index + match[0].length, second.from)
  if (!/^(?:\s[^.,;:]{0,40})?\sthan\s(?:(?:in|on|for|that\sof|those\sof)\s)?(?:the\s)?$|^\s(?:the\s)?$/.test(between))
    return []
  const [a, b] = [first.thing.cells[column] ?? null, second.thing.cells[column] ?? null]
  if (a === null || b === null || a < 0 || b < 0) return []
  const span = [first.from, second.to] as const
  const ok = match[1] === undefined ? a < b : a > b
  if (!ok && hedged(sentence, span)) return []
  const computed = `${shown(a)} and ${shown(b)}`
  const message = `the table has ${a} for ${first.thing.label} and ${b} for ${second.thing.label}`
  return [finding('tables', span, match[0], computed, ok, message)]
}
