import type { Finding, JudgementCounts, Prompt, TokenTally } from '../../src/core/records/types.js'

export type { ChatMessage, Prompt } from '../../src/core/records/types.js'

/*
 * The one contract of judging. A chain takes four shapes on its way: `Chain` (the record) -> `PreparedChain` (as a judge sees it) -> `Judgement`
 * (what one judge says of it) -> `Verdict` (what all of them and the calibration amount to).
 */

/** A chain as a judge sees it: split, and without labels, grades or names of generators. */
export interface PreparedChain {
  question: string
  context?: string | undefined
  options?: readonly string[] | undefined
  task?: string | undefined
  steps: readonly string[]
  /** As written in the record, or as read from the text; absent where none was found. */
  answer?: string | undefined
  /** It goes on, and has stated no answer yet: what is missing in it is no fault. */
  unfinished?: true
  /** The answer was read from the text: another number of it may be meant. */
  answerRead?: true
  /** What the text states as its answer, where the record holds another one: such a chain is never called correct. */
  otherAnswer?: string | undefined
}

/** What one judge says of one step. `reward` is in [0, 1], or null where the judge has nothing to say about it. */
export interface StepJudgement {
  reward: number | null
  /** A failed finding of a step with a reward below one half accuses the step; other failed findings are notes. */
  evidence?: readonly Finding[]
  rationale?: string
  implicit?: number
  process?: number
  /** What the judge wrote about the step. */
  explanation?: string
  /** What was looked at: kinds of claims, names of rewards (default: the kinds of the findings). */
  checked?: readonly string[]
  /** Facts about the step that a calibrated step reward weighs. */
  features?: Readonly<Record<string, number>>
  reason?: string
}

export interface Judgement {
  /** One for each step of the chain. */
  steps: readonly StepJudgement[]
  /** Facts about the chain that the calibration turns into a probability. */
  features: Readonly<Record<string, number>>
  /** What the judge has against the chain as a whole, in whole sentences, worst first. */
  objections?: readonly string[]
  /** Of a judge that writes. */
  judgements?: JudgementCounts
  tokens?: TokenTally
  /** Why the chain as a whole could not be judged. */
  reason?: string
}

/**
 * Evidence checks, a process reward, a likelihood: each looks at one chain by itself. A judge that needs time may report its steps in order as they
 * come. `many` judges chains of one question in one pass over what they share; its tokens are those of all.
 */
export interface Judge {
  (chain: PreparedChain, signal?: AbortSignal, onStep?: (step: StepJudgement) => void): Judgement | Promise<Judgement>
  many?(
    chains: readonly PreparedChain[],
    signal?: AbortSignal,
  ): Promise<{ judgements: readonly Judgement[]; tokens: TokenTally }>
  /** What a model would be asked, for a person to see; nothing is asked. */
  prompts?(chain: PreparedChain): readonly Prompt[]
}

/** What each judge says of one step -> the step's reward; null only where no judge has one. */
export type StepRewardRule = (judgements: readonly StepJudgement[]) => number | null
