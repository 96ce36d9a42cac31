import { evaluateExpression } from '../../../src/core/arithmetic/index.js'
import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, comparedOtherwise, finding, hedged, NUMBER } from './claim.js'

/** Comparisons of two numbers: "0.3 < 0.25", "3/4 is less than 2/3", "2^10 > 10^3". Both sides are exact; what has a variable, a unit or a percentage beside it is left alone. */
export function readInequalities({ plain }: ClaimText): Finding[] {
  if (!/[<>≤≥]|\bthan\b/.test(plain)) return []
  return [...sign.matchAll(plain), ...words.matchAll(plain)].flatMap((match) => {
    const [all, left = '', relation = '', right = ''] = match
    const lead = all.length - all.trimStart().length
    const span = [match.index + lead, match.index + all.trimEnd().length] as const
    const [a, b] = [evaluateExpression(left), evaluateExpression(right)]
    if (a === null || b === null) return []
    const order = a.compare(b)
    const ok = holds(relation, order)
    if (!ok && (hedged(plain, span) || comparedOtherwise(plain, span[0]))) return []
    const truth = order === 0 ? '=' : order < 0 ? '<' : '>'
    const computed = `${left.trim()} ${truth} ${right.trim()}`
    return [finding('inequalities', span, all.trim(), computed, ok, `it is ${computed}`)]
  })
}

function holds(relation: string, order: number): boolean {
  if (/^[≤]|<=/.test(relation)) return order <= 0
  if (/^[≥]|>=/.test(relation)) return order >= 0
  return /<|less|smaller|fewer|lower/.test(relation) ? order < 0 : order > 0
}

const VALUE = String.raw`[-−]?(?:${NUMBER})(?:\s?[-+−*×·/^]\s?\(?(?:${NUMBER})\)?){0,4}`
/** What may stand before and behind a side without belonging to it. */
const BEFORE = String.raw`(?<![\p{L}\p{N}_^)\]}%$€£.,:<>≤≥=≈+*/×·!|(\-−–√∛]\s{0,2}|\\?\b(?:log|ln|lg|sin|cos|tan|exp|sqrt|mod)\s)`
const AFTER = String.raw`(?!\.?\d|,\d|\s{0,2}(?:[-+*/×·^<>≤≥=≈!%({\\|°]|\p{L}))`
const sign = rare(new RegExp(String.raw`${BEFORE}(${VALUE})\s{0,2}(<=|>=|[<>≤≥])\s{0,2}(${VALUE})${AFTER}`, 'gu'))
const words = rare(
  new RegExp(
    String.raw`${BEFORE}(${VALUE})\s(?:is|are)\s((?:less|smaller|fewer|lower|greater|larger|bigger|more|higher)\sthan)\s(${VALUE})(?!\.?\d|,\d|\s{0,2}[-+*/×·^%({\\|°]|\s?(?:percent|times|million|billion|thousand|\p{L}))`,
    'gu',
  ),
)
