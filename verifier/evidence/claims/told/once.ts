/*
 * One claim is sometimes read by two or three readers: "a foot is 10 inches" as an amount and as a definition. It is told once, by the reader that knows most of
 * what it is about.
 */
import type { Finding, FindingKind } from '../../../../src/core/records/types.js'

/** Who tells it: readers of a subject before those of numbers, and among those the one with the most of a meaning. */
const tellers: readonly FindingKind[] = [
  ...(['tables', 'programs', 'chemistry', 'dates', 'units', 'definitions'] as const),
  ...(['counting', 'percentages', 'probabilities', 'statistics'] as const),
  ...(['calculus', 'solutions', 'identities', 'inequalities', 'whole-numbers', 'closed-forms'] as const),
]
const rank = ({ kind }: Finding) => (tellers.indexOf(kind) + tellers.length + 1) % (tellers.length + 1)

/** Of several findings with the same span, verdict and value, one; it stands where the first of them stood. */
export function toldOnce(findings: readonly Finding[]): Finding[] {
  const told = new Map<string, Finding>()
  for (const each of findings) {
    const same = saying(each)
    const known = told.get(same)
    if (known === undefined || rank(each) < rank(known)) told.set(same, each)
  }
  return [...told.values()]
}

/** What is equal of findings that say the same. */
export const saying = (finding: Finding): string => `${finding.span.join('-')} ${finding.ok} ${worth(finding)}`

/** "12 inches", "12" and "is 12" are one value. What has no number is itself. */
function worth({ computed, claimed, message }: Finding): string {
  if (computed === undefined) return `${claimed} ${message}`
  const [number, other] = computed.match(/-?\d[\d,]*(?:\.\d+)?/g) ?? []
  return number === undefined || other !== undefined ? computed : String(Number(number.replace(/,/g, '')))
}
