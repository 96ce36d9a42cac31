import { at, defined } from '../../src/core/absence.js'
import { endsRun, reasonOf } from '../../src/core/errors.js'
import type { Verdict, Verifier } from '../../src/core/records/types.js'
import { whyUnjudged } from '../../src/core/records/unjudged.js'
import { addTally } from '../../src/core/tally.js'
import type { StepScorer } from '../reward/candidates.js'
import type { Score } from '../reward/scoring.js'

/* How a verifier judges the next steps of a search. */

/** What a step is worth of which the verifier finds nothing to say: less than one that it likes, more than one that it accuses. */
const NOTHING_SAID = 0.5

/**
 * The verifier as the judge of next steps: the chain so far with the candidate behind it, and the reward of that last step. All candidates of a turn are
 * judged in one pass over what they share, where the verifier can do that.
 */
export function verifierScorer(
  verifier: Pick<Verifier, 'id' | 'verify'> & Partial<Pick<Verifier, 'verifyAll'>>,
): StepScorer {
  return {
    id: verifier.id,
    async score(questions, { signal, tally }) {
      const chains = questions.flatMap(({ chain: { question, context, options, steps }, candidates }, q) =>
        candidates.map((candidate, c) => ({
          id: `${q}.${c}`,
          question,
          ...defined({ context, options: options === undefined ? undefined : [...options] }),
          steps: [...steps, candidate],
        })),
      )
      const judged = await (verifier.verifyAll === undefined
        ? Promise.all(chains.map((chain) => verifier.verify(chain, { signal, unfinished: true })))
        : verifier.verifyAll(chains, { signal, unfinished: true }).then(({ verdicts, tokens }) => {
            if (tally) addTally(tally, tokens)
            return verdicts
          })
      ).catch((error: unknown) => {
        if (signal?.aborted || endsRun(error)) throw error
        return reasonOf(error)
      })
      if (tally && verifier.verifyAll === undefined && typeof judged !== 'string')
        for (const { tokens } of judged) addTally(tally, tokens)
      let next = 0
      return questions.map(({ candidates }) => ({
        scores: candidates.map(
          (): Score => (typeof judged === 'string' ? { value: null, reason: judged } : scoreOf(at(judged, next++))),
        ),
      }))
    },
  }
}

function scoreOf(verdict: Verdict): Score {
  const reason = whyUnjudged(verdict)
  const reward = verdict.steps.at(-1)?.reward ?? NOTHING_SAID
  return reason === undefined ? { value: reward } : { value: null, reason }
}
