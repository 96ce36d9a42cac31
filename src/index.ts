export { type ErrorCode, type ErrorDetails, RationaleError } from './core/errors.js'
export { type Asked, candidatesFrom, fromChat, fromResponse, type Message } from './core/records/chat.js'
export type {
  Aggregation,
  Candidate,
  CandidateSet,
  Chain,
  Document,
  Finding,
  FindingKind,
  Instruction,
  LabelledChain,
  RankedCandidate,
  Ranking,
  RankingStrategy,
  Rationale,
  Span,
  StepEvent,
  StepVerdict,
  TokenTally,
  Verdict,
  Verifier,
  VerifyOptions,
} from './core/records/types.js'
export { type Step, splitSteps } from './core/steps/steps.js'
export { DEFAULT_VERIFIER, type LoadOptions, loadVerifier } from './load-verifier.js'
export { parseModelUri, resolveEmbedder, resolveModel } from './models/resolve.js'
export { scriptedModel } from './models/scripted.js'
export type {
  Capabilities,
  ChatMessage,
  Completion,
  Embedder,
  GenerateRequest,
  LanguageModel,
  ScoredContinuation,
  ScoredToken,
  ScorePair,
  ScoreRequest,
} from './models/types.js'
