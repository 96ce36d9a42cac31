import { loadavg } from 'node:os'
import type { Llama, LlamaContext, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import type { TextTokenizer } from '../../../verifier/tokenizer/types.js'
import { RationaleError } from '../../core/errors.js'
import { scoreJointly } from '../joint-tokens.js'
import { type PrefixEdge, targetsAfter } from '../prefix-edges.js'
import { turns } from '../turns.js'
import type { Completion, GenerateRequest, LanguageModel, ScoredContinuation, ScoreRequest } from '../types.js'
import { promptTokens, WrittenText } from '../written-text.js'

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
  const { checkGgufHeader } = await import('./check-header.js')
  for (const each of [file, ...(lora === undefined ? [] : [lora])]) checkGgufHeader(each)
  const llama = await llamaCpp(options.gpu ?? 'auto')
  const { loadTokenizer } = await import('../../../verifier/tokenizer/load.js')
  const tokenizer = await loadTokenizer(file)
  const refused = (what: string) => (cause: unknown) => {
    throw new RationaleError('model-file', `llama.cpp cannot open ${what}`, {
      found: cause instanceof Error ? cause.message : String(cause),
      cause,
    })
  }
  const model = await llama.loadModel({ modelPath: file }).catch(refused(file))
  const exact = options.exact ?? llama.gpu === false
  const context = await model
    .createContext({
      contextSize: Math.min(options.contextSize ?? LARGEST_CONTEXT, model.trainContextSize),
      sequences: 1,
      ...(exact
        ? { flashAttention: false, experimentalKvCacheKeyType: 'F32', experimentalKvCacheValueType: 'F32' }
        : {}),
      ...(lora === undefined ? {} : { lora: { adapters: [{ filePath: lora }] } }),
    })
    .catch(async (cause: unknown) => {
      await model.dispose()
      return refused(lora ?? file)(cause)
    })
  return new GgufModel(`gguf:${file}${lora === undefined ? '' : `?lora=${lora}`}`, model, context, tokenizer)
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
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp').catch((cause: unknown) => {
    throw new RationaleError('missing-package', 'gguf: models need llama.cpp', {
      remedy: 'npm install node-llama-cpp',
      cause,
    })
  })
  // What goes wrong is thrown.
  const llama = await getLlama({ gpu, build: 'never', logLevel: LlamaLogLevel.disabled })
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
  readonly #tokenizer: TextTokenizer
  /** One sequence holds one path of keys and values. */
  readonly #turn: ReturnType<typeof turns>

  constructor(id: string, model: LlamaModel, context: LlamaContext, tokenizer: TextTokenizer) {
    this.id = id
    this.#model = model
    this.#context = context
    this.#sequence = context.getSequence()
    this.#tokenizer = tokenizer
    this.#turn = turns(id)
  }

  async capabilities() {
    const device = this.#model.llama.gpu === false ? 'CPU' : this.#model.llama.gpu
    return { generate: true, score: true, notes: [`llama.cpp on ${device}`], contextWindow: this.#context.contextSize }
  }

  score({ pairs, signal, tally }: ScoreRequest): Promise<ScoredContinuation[]> {
    return this.#turn(signal, () =>
      scoreJointly(this.#tokenizer, this.#context.contextSize, pairs, async (edges) => {
        for (const edge of edges) {
          if (signal?.aborted) return
          await this.#evaluate(edge)
          if (tally === undefined) continue
          tally.calls++
          tally.evaluated += edge.nodes.length
          tally.unique += edge.nodes.length
        }
      }),
    )
  }

  generate(request: GenerateRequest): Promise<Completion[]> {
    return this.#turn(request.signal, () => this.#generate(request))
  }

  close(): Promise<void> {
    return this.#turn(undefined, () => this.#model.dispose())
  }

  /** Logits are computed only where a target follows. */
  async #evaluate({ start, nodes }: PrefixEdge): Promise<void> {
    await this.#keep(start)
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
  }

  async #generate(request: GenerateRequest): Promise<Completion[]> {
    const { n = 1, temperature = 0, topP = 1, seed, signal, tally } = request
    const { ids, room } = promptTokens(this.#tokenizer, this.#context.contextSize, request)
    if (tally) tally.calls++
    const completions: Completion[] = []
    for (let sample = 0; sample < n && !signal?.aborted; sample++) {
      // All samples share the prompt's cache but for its last token, which gives the first distribution.
      const kept = sample === 0 ? 0 : ids.length - 1
      await this.#keep(kept)
      if (tally) {
        tally.evaluated += ids.length - kept
        tally.unique += sample === 0 ? ids.length : 0
      }
      const drawing = this.#sequence.evaluate(ids.slice(kept) as Token[], {
        temperature,
        topP,
        ...UNCUT,
        ...(seed === undefined ? {} : { seed: seed + sample }),
      })
      completions.push(await this.#read(drawing, room, request))
    }
    return completions
  }

  async #read(
    drawing: AsyncGenerator<Token, void, unknown>,
    room: number,
    { stop, signal, tally }: GenerateRequest,
  ): Promise<Completion> {
    const written = new WrittenText(this.#tokenizer, stop)
    let count = 0
    for await (const token of drawing) {
      if (signal?.aborted || this.#tokenizer.eosIds.includes(token)) break
      count++
      if (tally) {
        tally.generated++
        // The last token is drawn, not evaluated.
        tally.evaluated += count > 1 ? 1 : 0
        tally.unique += count > 1 ? 1 : 0
      }
      const stopped = written.add(token)
      if (stopped) return stopped
      if (count >= room) return written.end('length')
    }
    return written.end('stop')
  }

  /** Cuts the cache back to its first `count` tokens. */
  async #keep(count: number): Promise<void> {
    const end = this.#sequence.nextTokenIndex
    if (end > count) await this.#sequence.eraseContextTokenRanges([{ start: count, end }])
  }
}
