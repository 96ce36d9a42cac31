import { finalAnswer } from '../src/core/answer.js'
import { answerKey } from '../src/core/equivalence.js'
import { RationaleError } from '../src/core/errors.js'
import { solutionText, stepsOf } from '../src/core/steps.js'
import { addTally, emptyTally } from '../src/core/tally.js'
import type {
  Aggregation,
  CandidateSet,
  Chain,
  Finding,
  Ranking,
  RankingStrategy,
  TokenTally,
  Verdict,
  Verifier,
} from '../src/core/types.js'
import { aggregate } from './reward/aggregate.js'
import { bestOfN, majority, type Vote, type Winners, weightedVote } from './search/votes.js'

/** A chain as a judge sees it: split, and without labels, grades or names of generators. */
export interface PreparedChain {
  question: string
  context?: string
  options?: readonly string[]
  task?: string
  steps: readonly string[]
  /** As written in the record, or as read from the text; absent where none was found. */
  answer?: string
}

/** What one judge says of one step. `reward` is null where the judge has nothing to say about it. */
export interface StepJudgement {
  reward: number | null
  evidence?: readonly Finding[]
  rationale?: string
  implicit?: number
  process?: number
  reason?: string
}

export interface Judgement {
  /** One for each step of the chain. */
  steps: readonly StepJudgement[]
  /** Facts about the chain that the calibration turns into a probability. */
  features: Readonly<Record<string, number>>
  tokens?: TokenTally
  /** Why the chain as a whole could not be judged. */
  reason?: string
}

/** Evidence checks, a process reward, a likelihood: each looks at one chain by itself. */
export type Judge = (chain: PreparedChain, signal?: AbortSignal) => Judgement | Promise<Judgement>

export interface VerifierParts {
  id: string
  judges: readonly Judge[]
  /** Features of all judges -> calibrated probability that the chain is right; null where it cannot be computed. */
  probability(features: Readonly<Record<string, number>>): number | null
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

/** Judges + calibration -> a Verifier. The flow of a verification reads top to bottom in `verify` below. */
export function createVerifier(parts: VerifierParts): Verifier {
  const { id, stepThreshold } = parts

  async function verify(chain: Chain, options: { signal?: AbortSignal | undefined } = {}): Promise<Verdict> {
    throwIfAborted(options.signal)
    const prepared = prepare(chain)
    if (prepared.steps.length === 0) return unjudged(chain.id, parts, 'the chain has no steps')

    const judgements: Judgement[] = []
    for (const judge of parts.judges) judgements.push(await judge(prepared, options.signal))
    throwIfAborted(options.signal)

    const steps = prepared.steps.map((text, i) => ({
      text,
      ...mergeStep(judgements.map((judgement) => judgement.steps[i])),
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
      id: chain.id,
      steps,
      firstError:
        reason === undefined ? rewards.findIndex((reward) => reward !== null && reward < stepThreshold) : null,
      reward: reason === undefined ? aggregate(rewards, aggregation) : null,
      aggregation,
      probability,
      verdict: decide(probability, parts),
      ...(prepared.answer === undefined ? {} : { answer: prepared.answer }),
      ...(probability === null ? { reason: noProbability } : {}),
      ...(tokens.calls > 0 ? { tokens } : {}),
    }
  }

  return {
    id,
    stepThreshold,
    verify,
    rerank: (set, options = {}) => rerank(set, verify, options),
    close: async () => parts.close?.(),
    [Symbol.asyncDispose]: async () => parts.close?.(),
  }
}

function prepare({ question, context, options, task, answer, ...chain }: Chain): PreparedChain {
  const steps = stepsOf(chain)
  const unwrapped = chain.text === undefined ? undefined : solutionText(chain.text)
  const text = unwrapped?.text ?? steps.join('\n')
  const found = answer ?? unwrapped?.answer ?? readAnswer(text, { ...(options && { options }), ...(task && { task }) })
  return {
    question,
    steps,
    ...(context === undefined ? {} : { context }),
    ...(options === undefined ? {} : { options }),
    ...(task === undefined ? {} : { task }),
    ...(found === undefined ? {} : { answer: found }),
  }
}

function readAnswer(text: string, hint: { options?: string[]; task?: string }): string | undefined {
  const found = finalAnswer(text, hint)
  return found.kind === 'unparsed' ? undefined : found.value
}

/** The lowest reward of the judges that have one; everything else side by side. */
function mergeStep(judgements: readonly (StepJudgement | undefined)[]) {
  const present = judgements.filter((judgement) => judgement !== undefined)
  const rewards = present.map(({ reward }) => reward).filter((reward) => reward !== null)
  const { evidence: _evidence, ...fields }: Partial<StepJudgement> = Object.assign({}, ...present)
  const broken = rewards.find((reward) => !Number.isFinite(reward))
  return {
    ...fields,
    reward: rewards.length > 0 && broken === undefined ? Math.min(...rewards) : null,
    ...(broken === undefined ? {} : { reason: `the reward is ${broken}` }),
    evidence: present.flatMap(({ evidence }) => evidence ?? []),
  }
}

function decide(probability: number | null, { accept, reject }: VerifierParts): Verdict['verdict'] {
  if (probability === null) return 'abstain'
  return probability >= accept ? 'correct' : probability <= reject ? 'incorrect' : 'abstain'
}

function unjudged(id: string, { aggregation = 'min' }: VerifierParts, reason: string): Verdict {
  return { id, steps: [], firstError: null, reward: null, aggregation, probability: null, verdict: 'abstain', reason }
}

const choose: Record<RankingStrategy, (votes: readonly Vote[]) => Winners> = {
  weighted: weightedVote,
  'best-of-n': bestOfN,
  majority,
}

/** Every candidate is verified by itself; agreement between candidates enters only through the vote. */
async function rerank(
  set: CandidateSet,
  verify: Verifier['verify'],
  { strategy = 'weighted', signal }: { strategy?: RankingStrategy; signal?: AbortSignal | undefined },
): Promise<Ranking> {
  const { candidates, gold: _gold, ...problem } = set
  const verdicts: Verdict[] = []
  for (const [index, { id: _id, correct: _correct, ...candidate }] of candidates.entries()) {
    verdicts.push(await verify({ ...problem, ...candidate, id: `${set.id}#${index}` }, { signal }))
  }
  const votes = verdicts.map(({ answer, probability, reward }) => ({
    key: answer === undefined ? null : answerKey(answer, set),
    probability,
    reward,
  }))
  const best = mostProbable(choose[strategy](votes), votes)
  const tokens = emptyTally()
  for (const verdict of verdicts) addTally(tokens, verdict.tokens)
  const ranked = verdicts.map(({ reward, probability, reason }, index) => ({
    index,
    ...(candidates[index]?.id === undefined ? {} : { id: candidates[index].id }),
    reward,
    probability,
    ...(reason === undefined ? {} : { reason }),
  }))
  return {
    id: set.id,
    strategy,
    best,
    answer: best === null ? null : (verdicts[best]?.answer ?? null),
    // The winner leads; the others follow by probability, those without one last.
    ranked: ranked.sort(
      (a, b) => Number(b.index === best) - Number(a.index === best) || byScore(a, b) || a.index - b.index,
    ),
    ...(tokens.calls > 0 ? { tokens } : {}),
  }
}

/** A vote chooses an answer; the candidate that stands for it is its most probable one, the first of equals. */
function mostProbable(winners: Winners, votes: readonly Vote[]): number | null {
  const [first] = [...winners.keys()].sort((i, j) => byScore(votes[i] as Vote, votes[j] as Vote) || i - j)
  return first ?? null
}

type Scored = Pick<Vote, 'probability' | 'reward'>
const byScore = (a: Scored, b: Scored) =>
  (b.probability ?? -1) - (a.probability ?? -1) || (b.reward ?? -1) - (a.reward ?? -1)

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RationaleError('aborted', 'verification was aborted', { cause: signal.reason })
}
