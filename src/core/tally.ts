import type { TokenTally } from './records/types.js'

export function emptyTally(): TokenTally {
  return { evaluated: 0, unique: 0, generated: 0, calls: 0 }
}

/** Adds `more` to `total` in place. What says nothing of sharing beside what does was read as a loop would have read it: `naive` is a count of all that was read, or of nothing. */
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
