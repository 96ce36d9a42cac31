import { at, defined } from '../../src/core/absence.js'
import { finalAnswer } from '../../src/core/answers/answer.js'
import { RationaleError } from '../../src/core/errors.js'
import type { Aggregation, Chain, TokenTally, Verdict, Verifier, VerifyOptions } from '../../src/core/records/types.js'
import { solutionText, stepsOf } from '../../src/core/steps/steps.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { aggregate } from './aggregate.js'
import type { Judge, Judgement, PreparedChain, StepRewardRule } from './judge.js'
import { rerank } from './ranking.js'
import { mergeStep, stepsInOrder } from './step-events.js'

export interface VerifierParts {
  id: string
  judges: readonly Judge[]
  /** Features of all judges -> calibrated probability that the chain is right; null where it cannot be computed. */
  probability(features: Readonly<Record<string, number>>): number | null
  /** What the judges say of one step -> the step's reward (default: the lowest of theirs). */
  stepReward?: StepRewardRule
  /** A step whose reward is below counts as wrong. */
  stepThreshold: number
  /** At or above `accept` the verdict is correct, at or below `reject` incorrect, between them the verifier abstains. */
  accept: number
  reject: number
  /** How step rewards become the chain's (default min). */
  aggregation?: Aggregation
  /** Why there are no probabilities, where there are none. */
  uncalibrated?: string
  close?(): Promise<void>
}

/**
 * Judges + calibration -> a Verifier: where an own judge is plugged in. A judge is a function that says something of every step; what it returns as
 * features is what `probability` weighs. The flow of a verification reads top to bottom in `verify` below.
 *
 * ```ts
 * import { checkEvidence, createVerifier, type Judge } from 'rationale-verifier/verifier'
 *
 * // Says no to a step that rests on a guess.
 * const noGuessing: Judge = ({ steps }) => {
 *   const judged = steps.map((step) =>
 *     /\b(guess|probably|maybe)\b/i.test(step) ? { reward: 0.2, reason: 'the step is a guess' } : { reward: null },
 *   )
 *   return { steps: judged, features: { guesses: judged.filter(({ reward }) => reward !== null).length } }
 * }
 *
 * await using verifier = createVerifier({
 *   id: 'no-guessing',
 *   judges: [noGuessing, checkEvidence],
 *   probability: ({ guesses = 0 }) => 0.8 * 0.3 ** guesses,
 *   stepThreshold: 0.5,
 *   accept: 0.7,
 *   reject: 0.3,
 * })
 * const { firstError, verdict } = await verifier.verify({
 *   id: 'pens',
 *   question: 'Three boxes hold 12 pens each. How many pens are there?',
 *   steps: ['3 * 12 = 36 pens.', 'Maybe some are lost, so 30.'],
 * })
 * console.log(firstError, verdict) // 1 incorrect
 * ```
 */
export function createVerifier(parts: VerifierParts): Verifier {
  const { id, stepThreshold } = parts

  async function verify(chain: Chain, { signal, onEvent }: VerifyOptions = {}): Promise<Verdict> {
    throwIfAborted(signal)
    const prepared = prepare(chain)
    if (prepared.steps.length === 0) return unjudged(chain.id, parts, 'the chain has no steps')
    const reported = onEvent && stepsInOrder(chain.id, prepared.steps, parts, onEvent)
    const judgements = await Promise.all(
      parts.judges.map(async (judge, j) => {
        const judgement = await judge(prepared, signal, reported?.[j]?.step)
        reported?.[j]?.all(judgement.steps)
        return judgement
      }),
    )
    throwIfAborted(signal)
    return verdictOf(chain.id, prepared, judgements)
  }

  async function verifyAll(
    chains: readonly Chain[],
    { signal }: Pick<VerifyOptions, 'signal'> = {},
  ): Promise<{ verdicts: Verdict[]; tokens: TokenTally }> {
    throwIfAborted(signal)
    const tokens = emptyTally()
    const prepared = chains.map(prepare)
    const judged = prepared.filter(({ steps }) => steps.length > 0)
    const byJudge = await Promise.all(parts.judges.map((judge) => judgeAll(judge, judged, tokens, signal)))
    throwIfAborted(signal)
    let next = 0
    const verdicts = prepared.map((chain, i) => {
      const { id: chainId } = at(chains, i)
      if (chain.steps.length === 0) return unjudged(chainId, parts, 'the chain has no steps')
      const place = next++
      return verdictOf(
        chainId,
        chain,
        byJudge.map((judgements) => at(judgements, place)),
      )
    })
    return { verdicts, tokens }
  }

  function verdictOf(id: string, prepared: PreparedChain, judgements: readonly Judgement[]): Verdict {
    const steps = prepared.steps.map((text, i) => ({
      text,
      ...mergeStep(
        judgements.map((judgement) => judgement.steps[i]),
        parts.stepReward,
      ),
    }))
    const rewards = steps.map((step) => step.reward)
    const aggregation = parts.aggregation ?? 'min'
    // A step that could not be scored leaves the chain without a score: it must never win by what is missing.
    const unscored = prepared.steps.findIndex((_, i) =>
      judgements.some((judgement) => !Number.isFinite(judgement.steps[i]?.reward ?? 0)),
    )
    const reason =
      judgements.map((judgement) => judgement.reason).find((each) => each !== undefined) ??
      (unscored === -1 ? undefined : `step ${unscored + 1}: ${steps[unscored]?.reason}`)
    const noProbability =
      reason ?? parts.uncalibrated ?? 'a feature that the calibration needs is missing or not finite'
    const probability =
      reason === undefined ? parts.probability(Object.assign({}, ...judgements.map(({ features }) => features))) : null
    const tokens = emptyTally()
    for (const judgement of judgements) addTally(tokens, judgement.tokens)
    return {
      id,
      steps,
      firstError:
        reason === undefined ? rewards.findIndex((reward) => reward !== null && reward < stepThreshold) : null,
      reward: reason === undefined ? aggregate(rewards, aggregation) : null,
      aggregation,
      probability,
      verdict: decide(probability, parts),
      ...defined({
        answer: prepared.answer,
        reason: probability === null ? noProbability : undefined,
        tokens: tokens.calls > 0 ? tokens : undefined,
      }),
    }
  }

  return {
    id,
    stepThreshold,
    verify,
    verifyAll,
    rerank: (set, options = {}) => rerank(set, verifyAll, options),
    close: async () => parts.close?.(),
    [Symbol.asyncDispose]: async () => parts.close?.(),
  }
}

/** A judge that cannot judge many together judges one after the other. */
async function judgeAll(
  judge: Judge,
  chains: readonly PreparedChain[],
  total: TokenTally,
  signal: AbortSignal | undefined,
): Promise<readonly Judgement[]> {
  if (judge.many) {
    const { judgements, tokens } = await judge.many(chains, signal)
    addTally(total, tokens)
    return judgements
  }
  const judgements: Judgement[] = []
  for (const chain of chains) {
    throwIfAborted(signal)
    const { tokens, ...judgement } = await judge(chain, signal)
    addTally(total, tokens)
    judgements.push(judgement)
  }
  return judgements
}

function prepare({ question, context, options, task, answer, ...chain }: Chain): PreparedChain {
  const steps = stepsOf(chain)
  const unwrapped = chain.text === undefined ? undefined : solutionText(chain.text)
  const text = unwrapped?.text ?? steps.join('\n')
  const found = answer ?? unwrapped?.answer ?? readAnswer(text, defined({ options, task }))
  return {
    question,
    steps,
    ...defined({ context, options, task, answer: found }),
  }
}

function readAnswer(text: string, hint: { options?: string[]; task?: string }): string | undefined {
  const found = finalAnswer(text, hint)
  return found.kind === 'unparsed' ? undefined : found.value
}

function decide(probability: number | null, { accept, reject }: VerifierParts): Verdict['verdict'] {
  if (probability === null) return 'abstain'
  return probability >= accept ? 'correct' : probability <= reject ? 'incorrect' : 'abstain'
}

function unjudged(id: string, { aggregation = 'min' }: VerifierParts, reason: string): Verdict {
  return { id, steps: [], firstError: null, reward: null, aggregation, probability: null, verdict: 'abstain', reason }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RationaleError('aborted', 'verification was aborted', { cause: signal.reason })
}
