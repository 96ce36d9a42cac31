import { loadavg } from 'node:os'
import type { Llama, LlamaContext, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import { defined } from '../../core/absence.js'
import { messageOf, RationaleError } from '../../core/errors.js'
import { missingPackage } from '../../core/missing-package.js'
import { scoreJointly } from '../joint-tokens.js'
import { type PrefixEdge, targetsAfter } from '../prefix-edges.js'
import { answersOf } from '../thoughts.js'
import type { TextTokenizer } from '../tokenizer.js'
import { turns } from '../turns.js'
import type { Completion, GenerateRequest, LanguageModel, ScoredContinuation, ScoreRequest } from '../types.js'
import { checkGgufHeader } from './check-header.js'
import { keep, Sampler } from './sampler.js'

export interface GgufModelOptions {
  /** A .gguf file. */
  file: string
  /** A LoRA in GGUF. */
  lora?: string
  /** Tokens that context and continuation may have together (default: what the model was trained for, at most 8192). */
  contextSize?: number
  /** Default: the best that llama.cpp finds. */
  gpu?: 'auto' | false
  /**
   * Keys and values in float32 and no flash attention (default on a CPU): float weights then score as our own network does within 1e-3,
   * where llama.cpp's own float16 moves log-probabilities by up to 6e-3. In a 4-bit file such differences grow (0.4 at most, 0.04 on
   * average between any two engines, measured on SmolLM2-135M Q4_1), because llama.cpp rounds activations too.
   */
  exact?: boolean
}

const LARGEST_CONTEXT = 8192
/** node-llama-cpp's default of the 40 most likely tokens would cut the distribution, in samples and in its total weight. */
const UNCUT = { topK: 0, minP: 0 }
const WHOLE_DISTRIBUTION = { options: { ...UNCUT, topP: 1, temperature: 0 }, totalLogitWeight: true }
/** Greedily selected is the most likely; `includeMax` of node-llama-cpp 3.22 leaves it out where it was not asked for anyway. */
const MOST_LIKELY = { includeSelected: true }

/**
 * llama.cpp through node-llama-cpp. Log-probabilities are over the whole vocabulary.
 *
 * @throws RationaleError `missing-package`, `model-file`, `unsupported`, `io`.
 */
export async function openGgufModel(options: GgufModelOptions): Promise<LanguageModel> {
  const { file, lora } = options
  await checkGgufHeader(file)
  if (lora !== undefined) await checkGgufHeader(lora)
  const llama = await llamaCpp(options.gpu ?? 'auto')
  const { loadTokenizer } = await import('../../../verifier/network/tokenizer/load.js')
  const tokenizer = await loadTokenizer(file)
  const refused = (what: string) => (cause: unknown) => {
    throw new RationaleError('model-file', `llama.cpp cannot open ${what}`, {
      found: messageOf(cause),
      cause,
    })
  }
  const model = await llama.loadModel({ modelPath: file }).catch(refused(file))
  const exact = options.exact ?? llama.gpu === false
  const contextWindow = Math.min(options.contextSize ?? LARGEST_CONTEXT, model.trainContextSize)
  const open = (contextSize: number, sequences: number) =>
    model.createContext({
      contextSize,
      sequences,
      ...(exact
        ? { flashAttention: false, experimentalKvCacheKeyType: 'F32', experimentalKvCacheValueType: 'F32' }
        : {}),
      ...defined({ lora: lora === undefined ? undefined : { adapters: [{ filePath: lora }] } }),
    })
  const scoring = await open(contextWindow, 1).catch(async (cause: unknown) => {
    await model.dispose()
    return refused(lora ?? file)(cause)
  })
  const sampler = new Sampler({ tokenizer, contextWindow, open, uncut: UNCUT })
  return new GgufModel(`gguf:${file}${lora === undefined ? '' : `?lora=${lora}`}`, model, scoring, sampler, tokenizer)
}

const opened = new Map<'auto' | false, Promise<Llama>>()

/** The library, opened once for each kind of device: finding the device takes most of a second. */
function llamaCpp(gpu: 'auto' | false): Promise<Llama> {
  const opening = opened.get(gpu) ?? openLlamaCpp(gpu)
  opened.set(gpu, opening)
  opening.catch(() => opened.delete(gpu))
  return opening
}

async function openLlamaCpp(gpu: 'auto' | false): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp').catch(
    missingPackage('node-llama-cpp', 'a model of gguf:'),
  )
  // What goes wrong is thrown.
  const llama = await getLlama({ gpu, build: 'never', logLevel: LlamaLogLevel.disabled, progressLogs: false })
  if (llama.gpu === false) llama.maxThreads = freeCores(llama.cpuMathCores)
  return llama
}

/**
 * llama.cpp's threads spin while they wait for one another: more of them than there are free cores are hundreds of times slower than
 * one (SmolLM2-135M beside seven busy processes on 2 cores: 1.3 s a token with two threads). node-llama-cpp's own least is four.
 */
function freeCores(cores: number): number {
  const [busy = 0] = loadavg()
  return Math.max(1, Math.round(cores - busy))
}

class GgufModel implements LanguageModel {
  readonly id: string
  readonly #model: LlamaModel
  readonly #context: LlamaContext
  readonly #sequence: LlamaContextSequence
  readonly #sampler: Sampler
  readonly #tokenizer: TextTokenizer
  /** One sequence holds one path of keys and values. */
  readonly #turn: ReturnType<typeof turns>

  constructor(id: string, model: LlamaModel, context: LlamaContext, sampler: Sampler, tokenizer: TextTokenizer) {
    this.id = id
    this.#model = model
    this.#context = context
    this.#sequence = context.getSequence()
    this.#sampler = sampler
    this.#tokenizer = tokenizer
    this.#turn = turns(id)
  }

  async capabilities() {
    const device = this.#model.llama.gpu === false ? 'CPU' : this.#model.llama.gpu
    return { generate: true, score: true, notes: [`llama.cpp on ${device}`], contextWindow: this.#context.contextSize }
  }

  score({ pairs, signal, tally }: ScoreRequest): Promise<ScoredContinuation[]> {
    return this.#turn(signal, () =>
      scoreJointly(
        this.#tokenizer,
        this.#context.contextSize,
        pairs,
        async (edges) => {
          for (const edge of edges) {
            if (signal?.aborted) return
            const evaluated = await this.#evaluate(edge)
            if (tally === undefined) continue
            tally.calls++
            tally.evaluated += evaluated
            tally.unique += evaluated
          }
        },
        tally,
      ),
    )
  }

  generate(request: GenerateRequest): Promise<Completion[]> {
    return this.#turn(request.signal, async () => answersOf(await this.#sampler.generate(request), request, this.id))
  }

  close(): Promise<void> {
    return this.#turn(undefined, () => this.#model.dispose())
  }

  /** Logits are computed only where a target follows; what the sequence holds of the last call is not evaluated again. How many tokens were. */
  async #evaluate({ start, nodes: edge }: PrefixEdge): Promise<number> {
    const held = start === 0 ? this.#sequence.compareContextTokens(edge.map(({ token }) => token as Token)) : undefined
    const asked = edge.findIndex((node) => targetsAfter(node).length > 0)
    const kept = Math.min(held?.firstDifferentIndex ?? 0, asked === -1 ? edge.length - 1 : asked)
    await keep(this.#sequence, start + kept)
    const nodes = edge.slice(kept)
    const outputs = await this.#sequence.controlledEvaluate(
      nodes.map((node) => {
        const tokens = targetsAfter(node).map(({ token }) => token as Token)
        if (tokens.length === 0) return node.token as Token
        return [
          node.token as Token,
          { generateNext: { ...WHOLE_DISTRIBUTION, logits: { filter: { ...MOST_LIKELY, tokens } } } },
        ]
      }),
    )
    nodes.forEach((node, i) => {
      const { logits, totalLogitWeight } = outputs[i]?.next ?? {}
      if (logits === undefined || totalLogitWeight === undefined) return
      let most = Number.NEGATIVE_INFINITY
      for (const logit of logits.values()) most = Math.max(most, logit)
      // log softmax: logit - max - log sum exp(logit - max)
      for (const target of targetsAfter(node))
        target.logProbability = (logits.get(target.token as Token) ?? Number.NaN) - most - Math.log(totalLogitWeight)
    })
    return nodes.length
  }
}
