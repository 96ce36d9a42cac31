import { wordHashes } from '../../src/core/records/contamination.js'
import type { NewsRecord } from './record.js'

/** Words in a row that two texts must share to be compared, and the share of such runs that makes them the same. */
const RUN = 4
const ALIKE = 0.6
/** The share of the shorter text's runs that must stand in the longer one for it to be a part of it, and the least number of runs of such a text. */
const CONTAINED = 0.7
const LEAST_RUNS = 20

/**
 * Gives each record the id of the first one that says nearly the same: at least 60 % of the runs of four words in common (resemblance, Broder 1997), or
 * 70 % of those of the shorter one, where it has 20 (containment, the same source): a story that was cut or went on.
 */
export function clustered(records: readonly NewsRecord[]): NewsRecord[] {
  const byRun = new Map<number, number[]>()
  const runs = records.map(({ title, text }) => runsOf(`${title} ${text}`))
  return records.map((record, index) => {
    const own = runs[index] ?? new Set<number>()
    const shared = new Map<number, number>()
    for (const run of own) {
      const earlier = byRun.get(run) ?? []
      for (const other of earlier) shared.set(other, (shared.get(other) ?? 0) + 1)
      // A phrase that stands in every item tells nothing apart.
      if (earlier.length < 50) byRun.set(run, [...earlier, index])
    }
    const first = [...shared]
      .sort(([a], [b]) => a - b)
      .find(([other, count]) => sameStory(count, own.size, runs[other]?.size ?? 0))?.[0]
    const same = first === undefined ? undefined : records[first]
    return { ...record, cluster: same?.cluster ?? same?.id ?? record.id }
  })
}

function sameStory(common: number, one: number, other: number): boolean {
  const shorter = Math.min(one, other)
  return common / (one + other - common) >= ALIKE || (shorter >= LEAST_RUNS && common / shorter >= CONTAINED)
}

function runsOf(text: string): Set<number> {
  const words = wordHashes(text)
  const runs = new Set<number>()
  for (let i = 0; i + RUN <= words.length; i++) {
    let hash = 0
    for (const word of words.subarray(i, i + RUN)) hash = (Math.imul(hash, 31) + word) | 0
    runs.add(hash)
  }
  return runs
}
