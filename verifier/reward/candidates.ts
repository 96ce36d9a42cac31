import { at } from '../../src/core/absence.js'
import { endsRun, reasonOf } from '../../src/core/errors.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import type { LanguageModel } from '../../src/models/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { gainReward, implicit, implicitGain, probabilityOf } from './likelihood.js'
import type { Supervision } from './presets.js'
import { processReward } from './process.js'
import { writeRationale } from './rationale.js'
import { type Score, type Scoring, scoreTogether, type Work } from './scoring.js'

/** Candidate next steps of one chain. */
export interface StepQuestion {
  chain: PreparedChain
  candidates: readonly string[]
}

export interface StepScores {
  /** Rewards in [0, 1], one for each candidate; equal candidates have equal scores. */
  scores: Score[]
  /** What supervised them; absent where the supervision needs none. */
  rationale?: string
}

/** Next steps -> rewards, for many chains at once. */
export interface StepScorer {
  readonly id: string
  /** The rationale that the generator is to see (explicit supervision). */
  guide?(chain: PreparedChain, work: Work): Promise<string>
  score(questions: readonly StepQuestion[], work: Work): Promise<StepScores[]>
}

export interface StepScorerOptions {
  supervision: Supervision
  /** Scores candidates. */
  model: LanguageModel
  /** Writes rationales (default: the same). */
  rationaleModel?: LanguageModel
  rationaleTokens?: number
  seed?: number
}

/** A model that judges next steps. All candidates of all chains are scored in one call. */
export function stepScorer(options: StepScorerOptions): StepScorer {
  const { supervision, model, rationaleModel = model, rationaleTokens = 64, seed = 0 } = options
  const write = (chain: PreparedChain, work: Work) =>
    writeRationale(rationaleModel, chain, { ...work, maxTokens: rationaleTokens })
  switch (supervision.kind) {
    case 'random':
      return randomScorer(seed)
    case 'explicit':
      // The rationale steers the generation itself; any candidate written with it in view will do.
      return { ...randomScorer(seed), id: `explicit ${model.id}`, guide: write }
    case 'process':
      return {
        id: `process ${model.id}`,
        score: (questions, work) =>
          scoreAll(model, questions, work, ({ chain }, candidate) =>
            processReward({ ...chain, steps: [...chain.steps, candidate] }),
          ),
      }
    case 'implicit': {
      const { form, gain } = supervision
      const formula = gain ? implicitGain : implicit
      const toReward = gain ? gainReward : probabilityOf
      return {
        id: `implicit ${form}${gain ? ' gain' : ''} ${model.id}`,
        async score(questions, work) {
          const rationales = await Promise.all(questions.map(({ chain }) => attempt(() => write(chain, work), work)))
          const scored = await scoreAll(model, questions, work, ({ chain }, candidate, q) =>
            formula(form, chain, candidate, rationales[q]?.value ?? ''),
          )
          return scored.map(({ scores }, q) => {
            const { value, reason = 'no rationale' } = rationales[q] ?? {}
            if (value === undefined) return { scores: scores.map(() => ({ value: null, reason })) }
            return {
              rationale: value,
              scores: scores.map((score) => (score.value === null ? score : { value: toReward(score.value) })),
            }
          })
        },
      }
    }
  }
}

/** One score a distinct candidate; `scoreTogether` asks every distinct pair once. */
async function scoreAll(
  model: LanguageModel,
  questions: readonly StepQuestion[],
  work: Work,
  formula: (question: StepQuestion, candidate: string, index: number) => Scoring,
): Promise<StepScores[]> {
  const scorings = questions.flatMap((question, q) => question.candidates.map((each) => formula(question, each, q)))
  const scores = await scoreTogether(model, scorings, work)
  let next = 0
  return questions.map(({ candidates }) => ({ scores: candidates.map(() => at(scores, next++)) }))
}

/** Rewards drawn by a seed from the chain and the candidate: equal candidates have equal rewards, in whatever order they come. */
function randomScorer(seed: number): StepScorer {
  return {
    id: 'random',
    score: async (questions) =>
      questions.map(({ chain, candidates }) => ({
        scores: candidates.map((candidate) => ({
          value: seededRandom(`${seed}:${chain.question}:${chain.steps.length}:${candidate.trim()}`).uniform(),
        })),
      })),
  }
}

async function attempt(run: () => Promise<string>, { signal }: Work): Promise<{ value?: string; reason?: string }> {
  try {
    return { value: await run() }
  } catch (error) {
    if (signal?.aborted || endsRun(error)) throw error
    return { reason: reasonOf(error) }
  }
}
