import { type PairedDifference, pairedBootstrap } from '../../src/core/statistics/statistics.js'
import { type McNemar, mcnemar } from '../statistics/mcnemar.js'
import { rightness } from './entries.js'
import type { RunFolder } from './run-folder.js'

export interface Comparison {
  task: string
  strategy: string
  /** Samples that both runs have. */
  paired: number
  /** Second minus first, in per cent. */
  difference: PairedDifference
  mcnemar: McNemar
}

/** Two runs on the samples they share: is the second better than the first, or is it chance? */
export function compareRuns(first: RunFolder, second: RunFolder, seed = 0): Comparison[] {
  const scores = (run: RunFolder) => {
    const found = new Map<string, Map<string, number>>()
    for (const record of run.samples) {
      const add = (strategy: string, score: number) => {
        const key = JSON.stringify([record.task, strategy])
        const byId = found.get(key) ?? new Map<string, number>()
        found.set(key, byId.set(record.id, score))
      }
      if (record.suite === 'candidates') {
        for (const [strategy, { correct }] of Object.entries(record.outcomes)) {
          // A coin has no outcome to pair.
          if (strategy !== 'random') add(strategy, correct)
        }
      } else if (record.suite === 'steps') add('first wrong step', rightness(record))
    }
    // A sample that failed counts as wrong, as in the results: leaving it out would reward failing on hard ones.
    const failed = run.samples.filter(({ suite }) => suite === 'failed')
    for (const [key, byId] of found) {
      const [task] = JSON.parse(key) as [string, string] // as `add` wrote it
      for (const record of failed) if (record.task === task) byId.set(record.id, 0)
    }
    return found
  }
  const before = scores(first)
  const after = scores(second)
  return [...before].flatMap(([key, byId]) => {
    const other = after.get(key)
    const ids = [...byId.keys()].filter((id) => other?.has(id))
    if (other === undefined || ids.length === 0) return []
    const a = ids.map((id) => byId.get(id) as number)
    const b = ids.map((id) => other.get(id) as number)
    const { difference, ci95, p } = pairedBootstrap(b, a, { seed })
    const [task, strategy] = JSON.parse(key) as [string, string]
    return [
      {
        task,
        strategy,
        paired: ids.length,
        difference: { difference: 100 * difference, ci95: [100 * ci95[0], 100 * ci95[1]], p },
        mcnemar: mcnemar(b, a),
      },
    ]
  })
}
