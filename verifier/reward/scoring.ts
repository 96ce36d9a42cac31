import { untilAborted } from '../../src/core/abort.js'
import { defined } from '../../src/core/absence.js'
import { endsRun, reasonOf } from '../../src/core/errors.js'
import type { TokenTally } from '../../src/core/records/types.js'
import type { LanguageModel, ScoredContinuation, ScorePair } from '../../src/models/types.js'

/** A number, or the reason why there is none. Never NaN. */
export type Score = { value: number; reason?: never } | { value: null; reason: string }

/** A formula over log-probabilities: what to ask a model for, and what the answers amount to. */
export interface Scoring {
  pairs: readonly ScorePair[]
  /** `scored[i]` answers `pairs[i]`. */
  read(scored: readonly ScoredContinuation[]): Score
}

export interface Work {
  signal?: AbortSignal | undefined
  /** Work done is added to it. */
  tally?: TokenTally | undefined
}

/**
 * Any number of formulas in ONE call of `score`, each distinct pair once, so that the provider sees the whole prefix tree. A model that cannot
 * score, or fails, gives every formula its reason; an abort rejects, and what ends a run (`endsRun`).
 */
export async function scoreTogether(
  model: LanguageModel,
  scorings: readonly Scoring[],
  work: Work = {},
): Promise<Score[]> {
  const { signal, tally } = work
  const places = new Map<string, number>()
  const pairs: ScorePair[] = []
  const asked = scorings.map((scoring) =>
    scoring.pairs.map((pair) => {
      const key = `${pair.context.length}:${pair.context}${pair.continuation}`
      let place = places.get(key)
      if (place === undefined) {
        place = pairs.push(pair) - 1
        places.set(key, place)
      }
      return place
    }),
  )
  if (pairs.length === 0) return scorings.map((scoring) => finite(scoring.read([])))
  let scored: ScoredContinuation[]
  try {
    const request = { pairs, ...defined({ signal, tally }) }
    scored = await untilAborted(() => model.score(request), signal)
  } catch (error) {
    // A spent account, a wrong key or a Node that runs no network at all: said once, with what to do.
    if (signal?.aborted || endsRun(error)) throw error
    const reason = reasonOf(error)
    return scorings.map(() => ({ value: null, reason }))
  }
  return scorings.map((scoring, i) => {
    const answers = asked[i]?.map((place) => scored[place] ?? { tokens: [], reason: 'the model gave no answer' }) ?? []
    const failed = answers.find(({ reason }) => reason !== undefined)
    return failed?.reason === undefined ? finite(scoring.read(answers)) : { value: null, reason: failed.reason }
  })
}

/** Guards against a provider that breaks its promise of finite log-probabilities. */
function finite(score: Score): Score {
  return score.value === null || Number.isFinite(score.value)
    ? score
    : { value: null, reason: `the score is ${score.value}` }
}
