import { defined } from '../../../src/core/absence.js'
import { answerKey } from '../../../src/core/answers/equivalence.js'
import type { Candidate, CandidateSet, Chain, LabelledChain, TokenTally } from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { emptyTally } from '../../../src/core/tally.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import type { Judge } from '../../../verifier/judge/judge.js'
import { rewardsOf, stepRewards } from '../../../verifier/reward/model-judge.js'
import { answerOf, isRight } from '../../answers.js'

/** What a model and the evidence say of one chain, beside its label, which neither of them sees. */
export interface JudgedChain {
  key: string
  /** The question: its chains are never split between folds. */
  group: string
  right: boolean
  /** Of recorded candidates: the answer's key in a vote. */
  vote?: string | null
  /** Of labelled chains. */
  firstError?: number
  /** Features of the model's rewards: `process:min`, … */
  rewards: Record<string, number>
  evidence: Record<string, number>
  /** Rewards of each step, by name; `evidence` is one of them. */
  steps: Record<string, (number | null)[]>
  tokens: TokenTally
  reason?: string
}

/** Every candidate by itself, without its grade and its generator's name. */
export async function judgeCandidate(
  set: CandidateSet,
  candidate: Candidate,
  key: string,
  judge: Judge,
): Promise<JudgedChain> {
  const answer = answerOf(set, candidate)
  return {
    ...(await judgeSteps({ ...set, ...defined({ answer: answer ?? undefined }) }, stepsOf(candidate), key, judge)),
    right: isRight(set, candidate),
    vote: answer === null ? null : answerKey(answer, set),
  }
}

export async function judgeLabelled(chain: LabelledChain, key: string, judge: Judge): Promise<JudgedChain> {
  const { firstError } = chain
  return { ...(await judgeSteps(chain, stepsOf(chain), key, judge)), right: firstError === -1, firstError }
}

type Shown = Pick<Chain, 'question' | 'context' | 'options' | 'answer'>

async function judgeSteps({ question, context, options, answer }: Shown, steps: string[], key: string, judge: Judge) {
  const chain = {
    question,
    steps,
    ...defined({ context, options }),
  }
  const { steps: judged, features, tokens = emptyTally(), reason } = await judge(chain)
  const asked = stepRewards.filter((reward) => judged.some((step) => step.features?.[reward] !== undefined))
  const evidence = checkEvidence({ ...chain, ...defined({ answer }) })
  return {
    key,
    group: question,
    rewards: features,
    evidence: evidence.features,
    steps: {
      ...Object.fromEntries(asked.map((reward) => [reward, rewardsOf(judged, reward)])),
      evidence: evidence.steps.map(({ reward }) => reward),
    },
    tokens,
    ...defined({ reason }),
  }
}
