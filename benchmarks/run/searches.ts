import { defined } from '../../src/core/absence.js'
import { addTally } from '../../src/core/tally.js'
import type { PresetName } from '../../verifier/reward/presets.js'
import { solve } from '../../verifier/search/solve.js'
import type { Search } from './live.js'

/** Strategies of the search room that grow their own chains. */
export const searchNames = ['step-search', 'beam', 'dvts'] as const
export type SearchName = (typeof searchNames)[number]

/**
 * The search room behind a benchmark's `Search`. Next steps are judged by the verifier, or under a preset by the generator itself; finished chains by the
 * verifier. It begins nothing more once it has generated what the choosing strategies did.
 */
export function searchesOf(names: readonly SearchName[], preset?: PresetName): Record<string, Search> {
  return Object.fromEntries(names.map((name) => [name, searchBy(name, preset)]))
}

function searchBy(strategy: SearchName, preset: PresetName | undefined): Search {
  return async ({ problem, generator, verifier, n, generatedTokens, seed, signal, tally }) => {
    const { gold: _gold, candidates: _candidates, ...shown } = problem
    const running = solve(shown, {
      generator,
      verifier,
      ...(preset !== undefined && { scorer: { preset, model: generator } }),
      strategy,
      n,
      writtenBudget: generatedTokens,
      seed,
      ...defined({ signal }),
    })
    for await (const event of running) {
      if (event.type !== 'solution') continue
      const { best, attempts, tokens } = event.solution
      addTally(tally, tokens)
      return best === null ? '' : (attempts[best]?.steps.join('\n') ?? '')
    }
    return ''
  }
}
