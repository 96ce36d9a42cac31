import { defined } from '../core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../core/arguments.js'
import { RationaleError } from '../core/errors.js'
import { addTally } from '../core/tally.js'
import type {
  Capabilities,
  Completion,
  GenerateRequest,
  LanguageModel,
  ScoredContinuation,
  ScorePair,
} from './types.js'

export interface ScriptedOptions {
  id?: string
  /**
   * Completions by prompt (messages are joined by newlines; `*` is the answer to any other prompt), or a function of the prompt and the sample's number.
   * Left out: the model cannot generate.
   */
  generate?: Readonly<Record<string, string | readonly string[]>> | ((prompt: string, sample: number) => string)
  /** Log-probability of a token given all text before it. Left out: the model cannot score. */
  score?: (token: string, before: string) => number
  /** Text -> tokens that concatenate to it (default: a word with the white space before it). */
  tokenize?: (text: string) => string[]
  /** Longest context + continuation in tokens. */
  contextWindow?: number
  /** Runs before each call is answered: to wait, or to throw. */
  before?: (signal: AbortSignal | undefined) => Promise<void>
}

/** Answers from a table: for tests and dry runs. It honours the whole contract of the seam. */
export function scriptedModel(options: ScriptedOptions): LanguageModel {
  checkArguments('scriptedModel', { options: [options, 'object'] })
  refuseUnknownOptions('scriptedModel', options, {
    id: true,
    generate: true,
    score: true,
    tokenize: true,
    contextWindow: true,
    before: true,
  })
  const { id = 'scripted:', tokenize = words, contextWindow } = options
  const capabilities: Capabilities = {
    generate: options.generate !== undefined,
    score: options.score !== undefined,
    notes: [
      ...(options.generate === undefined ? ['no completions were given'] : []),
      ...(options.score === undefined ? ['no scores were given'] : []),
    ],
    ...defined({ contextWindow }),
  }

  async function begin(signal: AbortSignal | undefined): Promise<void> {
    if (options.before) await options.before(signal)
    if (signal?.aborted) throw new RationaleError('aborted', `${id}: aborted`, { cause: signal.reason })
  }

  return {
    id,
    capabilities: async () => capabilities,

    async generate(request) {
      const { generate } = options
      if (generate === undefined) throw new RationaleError('unsupported', `${id} was given no completions`)
      await begin(request.signal)
      const prompt =
        typeof request.prompt === 'string' ? request.prompt : request.prompt.map(({ content }) => content).join('\n')
      const answer =
        typeof generate === 'function' ? generate : (key: string, sample: number) => lookUp(generate, key, sample, id)
      const completions = Array.from({ length: request.n ?? 1 }, (_, sample) =>
        cut(answer(prompt, sample), request, tokenize),
      )
      if (request.tally) {
        const read = tokenize(prompt).length
        const generated = completions.reduce((sum, { text }) => sum + tokenize(text).length, 0)
        addTally(request.tally, { calls: 1, evaluated: read, unique: read, generated })
      }
      return completions
    },

    async score(request) {
      const { score } = options
      if (score === undefined) throw new RationaleError('unsupported', `${id} was given no scores`)
      await begin(request.signal)
      const nodes = new Set<string>()
      const results = request.pairs.map((pair) => scorePair(pair, tokenize, score, contextWindow, nodes))
      if (request.tally) addTally(request.tally, { calls: 1, evaluated: nodes.size, unique: nodes.size, generated: 0 })
      return results
    },

    async close() {},
  }
}

function scorePair(
  { context, continuation }: ScorePair,
  tokenize: (text: string) => string[],
  score: (token: string, before: string) => number,
  contextWindow: number | undefined,
  nodes: Set<string>,
): ScoredContinuation {
  const joint = tokenize(context + continuation)
  if (contextWindow !== undefined && joint.length > contextWindow) {
    return { tokens: [], reason: `${joint.length} tokens do not fit the context window of ${contextWindow}` }
  }
  const tokens = []
  let end = 0
  for (const text of joint) {
    const start = end
    end += text.length
    const before = (context + continuation).slice(0, start)
    nodes.add(before + text)
    if (end <= context.length) continue
    const logProbability = score(text, before)
    if (!Number.isFinite(logProbability))
      return { tokens: [], reason: `the log-probability of ${JSON.stringify(text)} is ${logProbability}` }
    tokens.push({ text, offset: start - context.length, logProbability })
  }
  return { tokens }
}

function lookUp(
  table: Readonly<Record<string, string | readonly string[]>>,
  prompt: string,
  sample: number,
  id: string,
): string {
  const entry = Object.hasOwn(table, prompt) ? table[prompt] : table['*']
  const text = typeof entry === 'string' ? entry : entry?.[sample % entry.length]
  if (text === undefined) {
    throw new RationaleError('model', `${id} has no completion for this prompt`, {
      found: JSON.stringify(prompt.slice(0, 200)),
    })
  }
  return text
}

function cut(
  text: string,
  { stop = [], maxTokens }: GenerateRequest,
  tokenize: (text: string) => string[],
): Completion {
  const ends = stop.map((each) => text.indexOf(each)).filter((at) => at !== -1)
  const stopped = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text
  const tokens = tokenize(stopped)
  if (maxTokens === undefined || tokens.length <= maxTokens) return { text: stopped, finish: 'stop' }
  return { text: tokens.slice(0, maxTokens).join(''), finish: 'length' }
}

function words(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}
