import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { answersOf } from '../../../src/models/thoughts.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type {
  Capabilities,
  Completion,
  GenerateRequest,
  LanguageModel,
  ScoredContinuation,
  ScoreRequest,
} from '../../../src/models/types.js'
import { promptTokens } from '../../../src/models/written-text.js'
import { openRuntime } from '../runtime/open.js'
import type { Backend, Runtime } from '../runtime/runtime.js'
import { loadTokenizer, moreTokens } from '../tokenizer/load.js'
import { openModel } from '../weights/model.js'
import { contextLength, encoderOf } from '../weights/model-config.js'
import { readAdapter } from './adapters/files.js'
import { networkFor } from './adapters/fit.js'
import type { Adapter } from './adapters/methods.js'
import { type Generator, openGenerator } from './generator.js'
import { abortable, scorePairs, throwIfAborted } from './pair-scorer.js'
import { type LinearFormat, loadNetwork, type Network } from './parameters.js'
import { openScorer } from './scorer.js'
import type { Scorer } from './tree-scorer.js'

export interface OwnModelOptions {
  /** A folder with config.json, safetensors and tokenizer.json, or a .gguf file. */
  path: string
  /** A folder with a PEFT adapter. */
  adapter?: string
  /** Default `onnx-cpu`. */
  backend?: Backend | 'auto'
  /** How the linear layers are kept; default `stored`: as in the file where that has 4 to 8 bits (`stored.ts`), else float32. */
  format?: LinearFormat
  /** What to call it in outputs (default: `own:PATH[?adapter=PATH]`). */
  id?: string
}

/**
 * Our own network behind the seam.
 *
 * @throws RationaleError `model-file`, `unsupported`, `io`, `missing-package`.
 */
export async function openOwnModel(options: OwnModelOptions): Promise<LanguageModel> {
  const { path, adapter: adapterPath, backend = 'onnx-cpu', format = 'stored' } = options
  const files = openModel(path, { encoder: true })
  try {
    const base = await loadNetwork(files, files.config, { format })
    const tokenizer = await loadTokenizer(path)
    // A special token beyond, as for padding, is in no text.
    for (let id = files.config.vocab_size; id < tokenizer.vocabularySize; id++)
      if (!tokenizer.isSpecial(id)) throw moreTokens(path, tokenizer, files.config.vocab_size)
    const adapter = adapterPath === undefined ? undefined : await readAdapter(adapterPath)
    const network = adapter === undefined ? base : networkFor(base, adapter)
    const runtime = await openRuntime(backend)
    const id = options.id ?? `own:${path}${adapterPath === undefined ? '' : `?adapter=${adapterPath}`}`
    return ownModel({ id, network, tokenizer, adapter, runtime })
  } finally {
    await files.close()
  }
}

/** The same from parts in memory: a network fresh from training can be asked at once. */
export function ownModel(parts: {
  id: string
  network: Network
  tokenizer: TextTokenizer
  adapter?: Adapter | undefined
  runtime: Runtime
}): LanguageModel {
  return new OwnModel(parts.id, parts.network, parts.tokenizer, parts.adapter, parts.runtime)
}

class OwnModel implements LanguageModel {
  readonly id: string
  readonly #network: Network
  readonly #tokenizer: TextTokenizer
  readonly #adapter: Adapter | undefined
  readonly #runtime: Runtime
  #scorer: Promise<Scorer> | undefined
  #generator: Promise<Generator> | undefined

  constructor(id: string, network: Network, tokenizer: TextTokenizer, adapter: Adapter | undefined, runtime: Runtime) {
    this.id = id
    this.#network = network
    this.#tokenizer = tokenizer
    this.#adapter = adapter
    this.#runtime = runtime
  }

  async capabilities(): Promise<Capabilities> {
    const notes = [`runs on ${this.#runtime.backend} (${this.#runtime.device})`]
    return { generate: true, score: !this.#hasEncoder, notes, contextWindow: this.#window }
  }

  get #hasEncoder(): boolean {
    return encoderOf(this.#network.config) !== undefined
  }

  get #window(): number {
    return contextLength(this.#network.config)
  }

  async score(request: ScoreRequest): Promise<ScoredContinuation[]> {
    throwIfAborted(request.signal)
    if (this.#hasEncoder)
      throw new RationaleError(
        'unsupported',
        `${this.id} is an encoder-decoder: it writes, and scores no continuations`,
        {
          remedy: 'take a decoder (LLaMA, Qwen, SmolLM2 and their like) where texts are scored',
        },
      )
    const scorer = await this.#openScorer()
    return scorePairs(request, { tokenizer: this.#tokenizer, window: this.#window, scorer })
  }

  async generate(request: GenerateRequest): Promise<Completion[]> {
    const { n = 1, temperature = 0, topP = 1, stop = [], signal, tally } = request
    throwIfAborted(signal)
    const prompted = promptTokens(this.#tokenizer, this.#window, request, { apart: this.#hasEncoder })
    const generator = await this.#openGenerator()
    const seed = request.seed ?? Math.floor(Math.random() * 2 ** 31)
    const eosIds = this.#tokenizer.eosIds
    const ends = (ids: readonly number[]) => firstStop(this.#tokenizer.decode(ids), stop) >= 0
    const generated = await abortable(
      generator.generate(prompted.ids, {
        n,
        temperature,
        topP,
        seed,
        vocabulary: this.#tokenizer.vocabularySize,
        eosIds,
        maxTokens: prompted.room,
        ...defined({ stops: stop.length === 0 ? undefined : ends }),
        tally,
        signal,
      }),
    )
    const written = generated.map(({ tokens: ids, finish }) => {
      const whole = this.#tokenizer.decode(ids)
      const cut = firstStop(whole, stop)
      return { text: cut < 0 ? whole : whole.slice(0, cut), finish }
    })
    return answersOf(written, request, this.id)
  }

  /** What failed to open is opened anew for the next who asks. */
  #openScorer(): Promise<Scorer> {
    this.#scorer ??= openScorer(this.#runtime, this.#network, this.#adapter).catch((error: unknown) => {
      this.#scorer = undefined
      throw error
    })
    return this.#scorer
  }

  #openGenerator(): Promise<Generator> {
    this.#generator ??= openGenerator(this.#runtime, this.#network, this.#adapter).catch((error: unknown) => {
      this.#generator = undefined
      throw error
    })
    return this.#generator
  }

  /** All is let go of, whichever part fails; the first failure is told. One that failed to open was told to who asked. */
  async close(): Promise<void> {
    const parts = [this.#scorer, this.#generator].map((opened) => opened?.catch(() => undefined))
    try {
      const ended = await Promise.allSettled(parts.map(async (part) => (await part)?.dispose()))
      for (const each of ended) if (each.status === 'rejected') throw each.reason
    } finally {
      await this.#runtime.dispose()
    }
  }
}

/** Where the first of the stop texts begins, -1 where there is none. */
function firstStop(text: string, stops: readonly string[]): number {
  const places = stops
    .filter((stop) => stop !== '')
    .map((stop) => text.indexOf(stop))
    .filter((at) => at >= 0)
  return places.length === 0 ? -1 : Math.min(...places)
}
