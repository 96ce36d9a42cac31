import type { TokenTally } from './records/types.js'

export function emptyTally(): TokenTally {
  return { evaluated: 0, unique: 0, generated: 0, calls: 0 }
}

/**
 * Adds `more` to `total` in place. `naive` counts what a loop that shares nothing would have read. Work that does not tell shared nothing: what it read is what
 * a loop would have read. So `naive` covers all work, or is absent.
 */
export function addTally(total: TokenTally, more: TokenTally | undefined): void {
  if (more === undefined) return
  if (more.naive !== undefined || total.naive !== undefined) addNaive(total, more.naive ?? more.evaluated)
  total.evaluated += more.evaluated
  total.unique += more.unique
  total.generated += more.generated
  total.calls += more.calls
}

/** Adds what a loop without sharing would have read, before the call's own `evaluated` is added. */
export function addNaive(tally: TokenTally, tokens: number): void {
  tally.naive = (tally.naive ?? tally.evaluated) + tokens
}
