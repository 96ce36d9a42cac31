import type { Document } from '../../src/core/types.js'
import type { Domain } from './demonstrations.js'

const financeWords =
  /\b(?:revenue|profits?|earnings|shares?|stocks?|bonds?|dividends?|investors?|markets?|bank|loans?|inflation|quarter|fiscal|equity|assets?|dlrs|mln|acquisition)\b/gi
const mathematicsWords =
  /[=+×÷√∑≤≥]|\\(?:frac|sum|int)\b|\b(?:equation|theorem|proof|integer|polynomial|probability|triangle|derivative|how many|altogether)\b/gi

/** What a document looks like: enough to choose demonstrations by. */
export function domainOf({ text }: Document): Domain {
  if (/\b(?:choices|options|answer choices)\s*:|\bquestion\s*:/i.test(text)) return 'commonsense'
  const per100Words = 100 / Math.max(100, text.length / 6)
  if ((text.match(financeWords)?.length ?? 0) * per100Words >= 2) return 'finance'
  if ((text.match(mathematicsWords)?.length ?? 0) * per100Words >= 2) return 'mathematics'
  return 'prose'
}
