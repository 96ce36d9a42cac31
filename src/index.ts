export type { Judge, Judgement, PreparedChain, StepJudgement } from '../verifier/judge/judge.js'
export { type HowKept, type KeptJudgements, openKept } from '../verifier/judge/kept.js'
export { type ErrorCode, type ErrorDetails, RationaleError } from './core/errors.js'
export { type Quantity, type ReadQuantitiesOptions, readQuantities } from './core/quantities/quantity.js'
export {
  type Asked,
  candidatesFrom,
  fromChat,
  fromResponse,
  type Message,
  messageSchema,
} from './core/records/chat.js'
export { findingKinds } from './core/records/findings.js'
export {
  type Aggregation,
  type AnswerVote,
  type Candidate,
  type CandidateSet,
  type CandidateSetInput,
  type Chain,
  type ChainInput,
  candidateSchema,
  candidateSetInputSchema,
  candidateSetSchema,
  chainInputSchema,
  chainSchema,
  type Document,
  documentSchema,
  type Finding,
  type FindingKind,
  type Instruction,
  instructionSchema,
  type JudgementCounts,
  type LabelledChain,
  labelledChainSchema,
  type Prompt,
  type RankedCandidate,
  type Ranking,
  type RankingStrategy,
  type Rationale,
  rationaleSchema,
  type Span,
  type StepEvent,
  type StepVerdict,
  type TokenTally,
  type Verdict,
  type Verifier,
  type VerifyOptions,
} from './core/records/types.js'
export { type Step, splitSteps } from './core/steps/steps.js'
export { DEFAULT_VERIFIER, type LoadOptions, loadVerifier } from './load-verifier.js'
export type { TransportOptions } from './models/http/transport.js'
export { type ModelUri, parseModelUri, type ResolveOptions, resolveEmbedder, resolveModel } from './models/resolve.js'
export { type ScriptedOptions, scriptedModel } from './models/scripted.js'
export type {
  Capabilities,
  ChatMessage,
  Completion,
  Embedder,
  GeneratedToken,
  GenerateRequest,
  LanguageModel,
  ScoredContinuation,
  ScoredToken,
  ScorePair,
  ScoreRequest,
} from './models/types.js'
