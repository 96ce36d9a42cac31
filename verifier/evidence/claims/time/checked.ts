/* What a reader of times hands back: where, what is said, what is so. */
import type { Finding, Span } from '../../../../src/core/records/types.js'
import { finding, hedged } from '../claim.js'

/** What a statement about time says, and what is so. */
export interface Checked {
  claimed: string
  computed: string
  ok: boolean
  message: string
}

/** What is false under a hedge is no claim. */
export function told(text: string, span: Span, { claimed, computed, ok, message }: Checked): Finding[] {
  return !ok && hedged(text, span) ? [] : [finding('dates', span, claimed, computed, ok, message)]
}

export const DAY_MINUTES = 1440
export const mod = (value: number, by: number) => ((value % by) + by) % by
export const showClock = (minutes: number) =>
  `${Math.floor(mod(minutes, DAY_MINUTES) / 60)}:${String(Math.round(mod(minutes, DAY_MINUTES)) % 60).padStart(2, '0')}`
