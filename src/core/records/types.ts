// Whoever uses the package need not name it in his own configuration.
/// <reference lib="esnext.disposable" preserve="true" />
import * as z from 'zod'
import type { FindingKind } from './findings.js'

export type { FindingKind } from './findings.js'

/*
 * The nouns of the package. Records that come from outside are zod schemas (unknown fields are kept);
 * what the package itself produces are plain interfaces.
 */

const text = z.string()
const label = z.string().min(1)

/** Unlabeled text to mine. */
export const documentSchema = z.looseObject({ id: label, text, source: label.optional() })
export type Document = z.infer<typeof documentSchema>

/** An implicit rationale: what a reader infers between `preceding` and `following`. `gain`, in nats: how much likelier the following text becomes, later tokens counting less. */
export const rationaleSchema = z.looseObject({
  id: label,
  documentId: label,
  source: label,
  preceding: text,
  rationale: text,
  following: text,
  gain: z.number().nullable(),
  model: label,
  preset: label,
})
export type Rationale = z.infer<typeof rationaleSchema>

const stepsOrText = (record: { steps?: unknown; text?: unknown }) =>
  record.steps !== undefined || record.text !== undefined
const stepsOrTextIssue = { message: 'needs "steps" (array of strings) or "text"' }

const chainShape = {
  id: label,
  question: text,
  context: text.optional(),
  steps: z.array(text).optional(),
  text: text.optional(),
  answer: text.optional(),
  options: z.array(text).optional(),
  task: label.optional(),
}

/** One solution to verify: its steps, or its text, which is then split into steps. Where both are given, the steps hold and the text is passed over. */
export const chainSchema = z.looseObject(chainShape).refine(stepsOrText, stepsOrTextIssue)
export type Chain = z.infer<typeof chainSchema>

/** What `verify` takes: a Chain, which gets an id where it has none. */
export const chainInputSchema = z
  .looseObject({ ...chainShape, id: label.optional() })
  .refine(stepsOrText, stepsOrTextIssue)
export type ChainInput = z.infer<typeof chainInputSchema>

export const candidateSchema = z
  .looseObject({
    id: label.optional(),
    text: text.optional(),
    steps: z.array(text).optional(),
    answer: text.optional(),
    correct: z.boolean().optional(),
  })
  .refine(stepsOrText, stepsOrTextIssue)
export type Candidate = z.infer<typeof candidateSchema>

/** A plain text is a candidate, too. */
export const asCandidate = (given: unknown): unknown => (typeof given === 'string' ? { text: given } : given)
const candidateOrText: z.ZodType<Candidate, string | Candidate> = z.preprocess(
  (given: string | Candidate) => asCandidate(given),
  candidateSchema,
)

const candidateSetShape = {
  id: label,
  question: text,
  context: text.optional(),
  options: z.array(text).optional(),
  gold: text.optional(),
  task: label.optional(),
  candidates: z.array(candidateOrText).min(1),
}

/** Several candidate solutions of one question. `gold` and `correct` are for measuring only: no verifier sees them. */
export const candidateSetSchema = z.looseObject(candidateSetShape)
export type CandidateSet = z.infer<typeof candidateSetSchema>

/** What `rerank` takes: a CandidateSet whose candidates may be plain texts; it gets an id where it has none. */
export const candidateSetInputSchema = z.looseObject({
  ...candidateSetShape,
  id: label.optional(),
})
export type CandidateSetInput = z.input<typeof candidateSetInputSchema>

/** A chain with the place of its first wrong step: 0-based, -1 where every step is right. */
export const labelledChainSchema = z
  .looseObject({ ...chainShape, firstError: z.int().min(-1) })
  .refine(stepsOrText, stepsOrTextIssue)
  .refine(({ steps, firstError }) => steps === undefined || firstError < steps.length, {
    path: ['firstError'],
    message: 'is no step of the chain (0-based; -1 where every step is right)',
  })
export type LabelledChain = z.infer<typeof labelledChainSchema>

/** FinGPT, CFGPT and Alpaca records. */
export const instructionSchema = z.looseObject({ instruction: text, input: text, output: text })
export type Instruction = z.infer<typeof instructionSchema>

/** Half-open range of UTF-16 offsets, as `String.prototype.slice` takes them. */
export type Span = readonly [start: number, end: number]

/** One check of one claim in a step. `span` indexes into the step's text. */
export interface Finding {
  kind: FindingKind
  span: Span
  /** The value as the step states it. */
  claimed?: string
  /** The value that the check computed. */
  computed?: string
  ok: boolean
  /** One sentence for a person, where the values alone do not say it. */
  message?: string
}

/** A step's judgement. `reward` is in [0, 1], or null with a `reason` where it could not be computed. */
export interface StepVerdict {
  text: string
  reward: number | null
  /** It is held wrong: a check computed it, or the reward is below what the verifier asks for. */
  wrong: boolean
  rationale?: string
  implicit?: number
  process?: number
  /** What a judge wrote about the step. */
  explanation?: string
  evidence: Finding[]
  /** What looked at the step: kinds of claims that were checked in it, and judges (`process`). Empty where nothing did. */
  checked: string[]
  reason?: string
}

export type Aggregation = 'min' | 'product' | 'last' | 'mean' | 'max' | 'geometric-mean'

export interface Verdict {
  id: string
  steps: StepVerdict[]
  /**
   * 0-based index of the first step that a check disproves, or else that a judge holds wrong; -1 for none, null where the chain could not be judged, or
   * only in part (`judgedInPart`) without a wrong step.
   */
  firstError: number | null
  reward: number | null
  aggregation: Aggregation
  /** Calibrated probability that the chain's answer is right; null with a `reason` where there is none. */
  probability: number | null
  /** A chain with a wrong step is never `correct`; `incorrect` comes with `reasons`. */
  verdict: 'correct' | 'incorrect' | 'abstain'
  /** What is wrong, in plain words, worst first: the first wrong step, other steps and findings, what judges say of the whole. */
  reasons: string[]
  /** The final answer that was read from the chain, as written; absent where none was found. */
  answer?: string
  /** Why the verifier abstains, or why a judge could say nothing. */
  reason?: string
  /** Some judge could say nothing (`reason`), and what the others say stands: what they accuse, and what they checked. Absent where they say nothing either. */
  judgedInPart?: true
  /** Of judges that write: how many judgements were asked for, and how many could not be read (and count for nothing). */
  judgements?: JudgementCounts
  tokens?: TokenTally
}

export interface JudgementCounts {
  asked: number
  unreadable: number
}

export type RankingStrategy = 'weighted' | 'best-of-n' | 'majority'

export interface RankedCandidate {
  index: number
  id?: string
  reward: number | null
  probability: number | null
  /** As it was read from the candidate; absent where none was found. */
  answer?: string
  /** One sentence on its first wrong step, or the first doubtful one. */
  wrong?: string
  reason?: string
}

/** An answer in a vote: equal ones add up. */
export interface AnswerVote {
  answer: string
  /** The sum of the weights below. */
  weight: number
  candidates: { index: number; weight: number }[]
}

export interface Ranking {
  id: string
  strategy: RankingStrategy
  /** Index of the chosen candidate, null where no candidate could be judged. */
  best: number | null
  answer: string | null
  /** Why there is no best one, why rewards had to choose, or how many candidates some judge could not judge. */
  reason?: string
  /** How many candidates some judge could not judge, where there are any. */
  unjudged?: number
  ranked: RankedCandidate[]
  /** Heaviest first. Candidates that have no vote are in none; best-of-n holds no vote. */
  votes: AnswerVote[]
  tokens?: TokenTally
}

/** Tokens of model work; src/models/types.ts says what is counted where, the same way for every provider. */
export interface TokenTally {
  evaluated: number
  unique: number
  generated: number
  calls: number
  /** Absent where nothing was scored by a provider that knows its tokens. */
  naive?: number
}

/** A step of a chain as soon as it is judged; the verdict repeats it. */
export interface StepEvent {
  type: 'step'
  id: string
  index: number
  step: StepVerdict
  /** As `step.wrong`. */
  wrong: boolean
}

export interface VerifyOptions {
  signal?: AbortSignal | undefined
  /** The solution goes on (a stream, a search): what it has not said yet is not held against it, and only what it plainly states is its answer. */
  unfinished?: boolean | undefined
  /** Called for every step in order. A model is then asked in more and smaller calls, so that the first step comes early. */
  onEvent?: ((event: StepEvent) => void) | undefined
}

/** Plain text to continue, or a conversation. */
export type Prompt = string | readonly ChatMessage[]

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** What judges reasoning: `loadVerifier(uri)` makes one. */
export interface Verifier {
  /** What was used, for outputs: `evidence:`, `embedded:`, `gguf:…?lora=…`. */
  readonly id: string
  /** A step whose reward is below counts as wrong; it comes with the verifier, from other data than is judged. */
  readonly stepThreshold: number
  verify(chain: ChainInput, options?: VerifyOptions): Promise<Verdict>
  /** Each chain by itself, as `verify` does, but in one pass over what they share: candidates of one question. The tokens are those of all. */
  verifyAll(
    chains: readonly ChainInput[],
    options?: Pick<VerifyOptions, 'signal' | 'unfinished'>,
  ): Promise<{ verdicts: Verdict[]; tokens: TokenTally }>
  rerank(
    set: CandidateSetInput,
    options?: { strategy?: RankingStrategy; signal?: AbortSignal | undefined },
  ): Promise<Ranking>
  /** What its models would be asked about a chain; nothing is asked. */
  prompts?(chain: ChainInput): readonly Prompt[]
  /** Lets go of the model; closing again does no harm, and what is asked afterwards is refused. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
