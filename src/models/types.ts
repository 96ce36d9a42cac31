import type { ChatMessage, TokenTally } from '../core/records/types.js'

/*
 * What a tally counts, the same way for every provider (the conformance suite asserts it):
 *
 * - `evaluated`  tokens of prompts, contexts and continuations that went through the network, padding and repetitions included. What a model
 *                generates is read back by it too, token by token; that is the price of generating and is NOT counted here.
 * - `unique`     the least that could have been: the nodes of the prefix tree of the call, less what an engine still held of an earlier one.
 * - `generated`  tokens drawn.
 * - `calls`      passes or requests.
 * - `naive`      where pairs were scored: tokens of all pairs, each read by itself from its beginning, as a loop over pairs would, and whatever else
 *                was read (prompts), as it was read.
 */

export type { ChatMessage } from '../core/records/types.js'

export interface GenerateRequest {
  /** Plain text is continued as it stands; messages go through the model's chat template. */
  prompt: string | readonly ChatMessage[]
  /** How many samples (default 1). */
  n?: number
  /** 0 is greedy (default). */
  temperature?: number
  topP?: number
  /** Generation ends before any of these; the stop text is not part of the completion. */
  stop?: readonly string[]
  maxTokens?: number
  seed?: number
  /** So many of the likeliest tokens at each place, where the provider can tell them: `Completion.tokens`. */
  alternatives?: number
  /** An answer that is all thought is no failure: whoever asks reads the thought too. */
  readsThoughts?: boolean
  signal?: AbortSignal
  /** Work done is added to it. */
  tally?: TokenTally
}

/** A token that was written, and the likeliest ones at its place with their natural log-probabilities, itself among them. */
export interface GeneratedToken {
  text: string
  alternatives: readonly { text: string; logProbability: number }[]
}

export interface Completion {
  /** The answer, without the thought of a model that thinks first. */
  text: string
  /** What it thought before, where it did and a chat was asked for. */
  thought?: string
  /** Why it gave no answer, in the words of the model or its server; then `text` is empty. */
  refused?: string
  /** `stop`: end of text or a stop string; `length`: maxTokens or the context window. */
  finish: 'stop' | 'length'
  /** What was written, thoughts included, token by token; only where `alternatives` asked for it and the provider tells. */
  tokens?: readonly GeneratedToken[]
}

export interface ScorePair {
  context: string
  continuation: string
}

export interface ScoreRequest {
  /** Many at once, so that a provider can share prefixes. */
  pairs: readonly ScorePair[]
  signal?: AbortSignal
  /** Work done is added to it. */
  tally?: TokenTally
}

export interface ScoredToken {
  text: string
  /** Offset of the token's first character in the continuation; negative for a token that straddles the boundary. */
  offset: number
  /** Natural logarithm of p(token | everything before it). */
  logProbability: number
}

/**
 * The tokens of the JOINT tokenisation of context + continuation that end inside the continuation (a token that
 * straddles the boundary counts), or none with a `reason` where the pair could not be scored (it is longer than the
 * context window, a log-probability is not finite, …).
 */
export interface ScoredContinuation {
  tokens: ScoredToken[]
  reason?: string
}

export interface Capabilities {
  generate: boolean
  score: boolean
  /** It cannot score any continuation, but one that is a single token, among the most likely ones: enough to tell two marks apart. */
  scoresNextToken?: boolean
  /** Why something is missing, for a person. */
  notes: string[]
  /** Longest context + continuation in tokens, where known. */
  contextWindow?: number
}

/**
 * THE seam: everything above it (extraction, rewards, search, benchmarks) sees a model only as this.
 * Results come in the order asked. A method the model cannot do rejects with code `unsupported`; a fired signal
 * rejects with code `aborted`.
 */
export interface LanguageModel {
  /** What was used, for outputs and cache keys: the URI without secrets. */
  readonly id: string
  capabilities(signal?: AbortSignal): Promise<Capabilities>
  generate(request: GenerateRequest): Promise<Completion[]>
  score(request: ScoreRequest): Promise<ScoredContinuation[]>
  close(): Promise<void>
}

export interface Embedder {
  readonly id: string
  /** One vector of unit length a text. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
  close(): Promise<void>
}
