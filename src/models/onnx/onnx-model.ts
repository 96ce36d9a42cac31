import { at } from '../../core/absence.js'
import { seededRandom } from '../../core/statistics/random.js'
import { sampleToken } from '../../core/statistics/sampling.js'
import { addTally } from '../../core/tally.js'
import { scoreJointly } from '../joint-tokens.js'
import { type PrefixEdge, type PrefixNode, targetsAfter } from '../prefix-edges.js'
import { answersOf } from '../thoughts.js'
import { turns } from '../turns.js'
import type {
  Capabilities,
  Completion,
  GenerateRequest,
  LanguageModel,
  ScoredContinuation,
  ScoreRequest,
} from '../types.js'
import { promptTokens, WrittenText } from '../written-text.js'
import { NO_PAST, type OnnxDecoder, openOnnxDecoder, type Past } from './decoder.js'
import { type OnnxSource, requirePrecision } from './files.js'
import { logProbabilities } from './softmax.js'

/** Longest piece that is evaluated at once: its logits are [piece, vocabulary] float32. */
const PIECE = 256

/**
 * A causal language model in transformers.js's layout, on ONNX Runtime's CPU.
 *
 * @throws RationaleError `configuration` for an unknown precision, `model-file`, `io`, `unsupported`, `network`.
 */
export async function openOnnxModel(source: OnnxSource, precision?: string): Promise<LanguageModel> {
  const decoder = await openOnnxDecoder(source, requirePrecision(precision))
  const name = 'folder' in source ? `onnx:${source.folder}` : `hf:${source.repository}`
  return new OnnxModel(`${name}${precision === undefined ? '' : `?dtype=${precision}`}`, decoder)
}

class OnnxModel implements LanguageModel {
  readonly id: string
  readonly #decoder: OnnxDecoder
  /** One at a time: ONNX Runtime uses all cores for each, and caches stay few. */
  readonly #turn: ReturnType<typeof turns>

  constructor(id: string, decoder: OnnxDecoder) {
    this.id = id
    this.#decoder = decoder
    this.#turn = turns(id)
  }

  async capabilities(): Promise<Capabilities> {
    const notes = ['transformers.js on ONNX Runtime’s CPU']
    return { generate: true, score: true, notes, contextWindow: this.#decoder.contextWindow }
  }

  score(request: ScoreRequest): Promise<ScoredContinuation[]> {
    const { tokenizer, contextWindow } = this.#decoder
    return this.#turn(request.signal, () =>
      scoreJointly(tokenizer, contextWindow, request.pairs, (edges) => this.#evaluate(edges, request), request.tally),
    )
  }

  generate(request: GenerateRequest): Promise<Completion[]> {
    return this.#turn(request.signal, () => this.#generate(request))
  }

  close(): Promise<void> {
    return this.#turn(undefined, () => this.#decoder.dispose())
  }

  /** Edges come depth first: the caches above an edge are a stack. */
  async #evaluate(edges: PrefixEdge[], { signal, tally }: ScoreRequest): Promise<void> {
    const above: Past[] = [NO_PAST]
    for (const { start, nodes } of edges) {
      while ((above.at(-1) as Past).length > start) above.pop()
      let past = above.at(-1) as Past
      for (let from = 0; from < nodes.length; from += PIECE) {
        if (signal?.aborted) return
        const piece = nodes.slice(from, from + PIECE)
        past = await this.#evaluatePiece(past, piece)
        if (tally === undefined) continue
        tally.calls++
        tally.evaluated += piece.length
        tally.unique += piece.length
      }
      above.push(past)
    }
  }

  async #evaluatePiece(past: Past, nodes: readonly PrefixNode[]): Promise<Past> {
    const firstAsked = nodes.findIndex((node) => targetsAfter(node).length > 0)
    const asked = firstAsked === -1 ? nodes.slice(-1) : nodes.slice(firstAsked)
    const tokens = nodes.map(({ token }) => token)
    const { logits, past: longer } = await this.#decoder.run(past, tokens, asked.length)
    asked.forEach((node, row) => {
      const targets = targetsAfter(node)
      if (targets.length === 0) return
      const logs = logProbabilities(
        at(logits, row),
        targets.map(({ token }) => token),
      )
      targets.forEach((target, i) => {
        target.logProbability = logs[i] as number
      })
    })
    return longer
  }

  async #generate(request: GenerateRequest): Promise<Completion[]> {
    const { n = 1, signal, tally } = request
    const { ids, room } = promptTokens(this.#decoder.tokenizer, this.#decoder.contextWindow, request)
    let past = NO_PAST
    let first = new Float32Array(0)
    for (let start = 0; start < ids.length && !signal?.aborted; start += PIECE) {
      const read = await this.#decoder.run(past, ids.slice(start, start + PIECE), 1)
      past = read.past
      first = Float32Array.from(at(read.logits, 0))
    }
    if (tally) addTally(tally, { calls: 1, evaluated: ids.length, unique: ids.length, generated: 0 })
    const seed = request.seed ?? Math.floor(Math.random() * 2 ** 31)
    const completions: Completion[] = []
    for (let sample = 0; sample < n && !signal?.aborted; sample++)
      completions.push(await this.#write(past, first, room, seededRandom(`${seed} ${sample}`).uniform, request))
    return answersOf(completions, request, this.id)
  }

  /** One sample, from the prompt's cache, which it leaves as it is. */
  async #write(
    prompt: Past,
    first: Float32Array,
    room: number,
    uniform: () => number,
    { temperature = 0, topP = 1, stop, signal, tally }: GenerateRequest,
  ): Promise<Completion> {
    const { tokenizer } = this.#decoder
    const written = new WrittenText(tokenizer, stop)
    let past = prompt
    let logits = first
    for (let count = 1; !signal?.aborted; count++) {
      const token = sampleToken(logits, { temperature, topP, uniform })
      if (tokenizer.eosIds.includes(token)) break
      if (tally) tally.generated++
      const stopped = written.add(token)
      if (stopped) return stopped
      if (count >= room) return written.end('length')
      const next = await this.#decoder.run(past, [token], 1)
      past = next.past
      logits = at(next.logits, 0)
    }
    return written.end('stop')
  }
}
