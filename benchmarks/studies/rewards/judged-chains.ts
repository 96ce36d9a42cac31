import { at, defined } from '../../../src/core/absence.js'
import { answerKey } from '../../../src/core/answers/equivalence.js'
import type { Chain, LabelledChain, TokenTally } from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { emptyTally } from '../../../src/core/tally.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import type { Judge, Judgement } from '../../../verifier/judge/judge.js'
import { rewardsOf, stepRewards } from '../../../verifier/reward/model-judge.js'
import { answerOf, isRight } from '../../answers.js'
import type { DrawnCandidate } from './drawn.js'

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

type JudgeOfMany = Required<Pick<Judge, 'many'>>

/**
 * Candidates of one problem, without their grades and their generators' names: each by itself, all in one call, so that the model reads what they share once.
 * The call's tokens stand at the first.
 */
export async function judgeCandidates(drawn: readonly DrawnCandidate[], judge: JudgeOfMany): Promise<JudgedChain[]> {
  const shown = drawn.map(({ set, candidate }) => {
    const answer = answerOf(set, candidate)
    return { ...shownChain(set, stepsOf(candidate)), ...defined({ answer: answer ?? undefined }) }
  })
  const { judgements, tokens } = await judge.many(shown.map(withoutAnswer))
  return drawn.map(({ set, candidate, key }, i) => {
    const chain = at(shown, i)
    return {
      ...rowOf(chain, key, at(judgements, i)),
      tokens: i === 0 ? tokens : emptyTally(),
      right: isRight(set, candidate),
      vote: chain.answer === undefined ? null : answerKey(chain.answer, set),
    }
  })
}

export async function judgeLabelled(chain: LabelledChain, key: string, judge: Judge): Promise<JudgedChain> {
  const { firstError, answer } = chain
  const shown = { ...shownChain(chain, stepsOf(chain)), ...defined({ answer }) }
  return { ...rowOf(shown, key, await judge(withoutAnswer(shown))), right: firstError === -1, firstError }
}

type Shown = Pick<Chain, 'question' | 'context' | 'options' | 'answer'> & { steps: string[] }

function shownChain({ question, context, options }: Omit<Shown, 'steps'>, steps: string[]): Shown {
  return { question, steps, ...defined({ context, options }) }
}

const withoutAnswer = ({ answer: _answer, ...chain }: Shown) => chain

function rowOf(chain: Shown, key: string, { steps: judged, features, tokens = emptyTally(), reason }: Judgement) {
  const asked = stepRewards.filter((reward) => judged.some((step) => step.features?.[reward] !== undefined))
  const evidence = checkEvidence(chain)
  return {
    key,
    group: chain.question,
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
