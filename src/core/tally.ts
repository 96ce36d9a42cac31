import type { TokenTally } from './records/types.js'

export function emptyTally(): TokenTally {
  return { evaluated: 0, unique: 0, generated: 0, calls: 0 }
}

/** Adds `more` to `total` in place. */
export function addTally(total: TokenTally, more: TokenTally | undefined): void {
  if (more === undefined) return
  total.evaluated += more.evaluated
  total.unique += more.unique
  total.generated += more.generated
  total.calls += more.calls
  if (more.naive !== undefined) total.naive = (total.naive ?? 0) + more.naive
}
