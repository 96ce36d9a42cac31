import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp'
import { at, defined } from '../../core/absence.js'
import { seededRandom } from '../../core/statistics/random.js'
import { sampleToken } from '../../core/statistics/sampling.js'
import { addTally, emptyTally } from '../../core/tally.js'
import type { TextTokenizer } from '../tokenizer.js'
import type { Completion, GeneratedToken, GenerateRequest } from '../types.js'
import { promptTokens, WrittenText } from '../written-text.js'

/** Most samples that are drawn side by side; more come in waves. */
const WIDEST = 8
/** Most tokens whose keys and values are held for all sequences together, where two sequences fit into so many: memory grows with them. */
const MOST_HELD = 16_384
const SMALLEST_WINDOW = 512

export interface SamplerOptions {
  tokenizer: TextTokenizer
  /** Tokens that prompt and completion may have together. */
  contextWindow: number
  /** A context of so many sequences, each of `contextSize` tokens. */
  open(contextSize: number, sequences: number): Promise<LlamaContext>
  /** What is drawn from: the whole distribution. */
  uncut: { topK: number; minP: number }
}

/**
 * Samples of one prompt, drawn side by side. Each has a sequence of keys and values of its own in ONE context, so that llama.cpp evaluates the next
 * tokens of all of them in one pass. The prompt is evaluated once, less what a sequence still holds of an earlier call, and copied to the others: the
 * turns of a search evaluate only what was added.
 */
export class Sampler {
  readonly #options: SamplerOptions
  #context: LlamaContext | undefined
  /** Least recently used first. */
  #sequences: LlamaContextSequence[] = []

  constructor(options: SamplerOptions) {
    this.#options = options
  }

  async generate(request: GenerateRequest): Promise<Completion[]> {
    const { n = 1, signal, tally } = request
    const { ids, room } = promptTokens(this.#options.tokenizer, this.#options.contextWindow, request)
    // One sequence more than samples: a prompt of another kind (a rationale) between two turns leaves them their keys and values.
    await this.#fit(ids.length + room, Math.min(n, WIDEST) + 1)
    if (tally) tally.calls++
    const completions: Completion[] = []
    while (completions.length < n && !signal?.aborted) {
      const wave = Math.min(n - completions.length, this.#sequences.length - 1)
      const sequences = await this.#prompted(ids as Token[], wave, request)
      completions.push(
        ...(await Promise.all(
          sequences.map((sequence, i) =>
            this.#draw(sequence, ids.at(-1) as Token, completions.length + i, room, request),
          ),
        )),
      )
    }
    return completions
  }

  async #fit(size: number, count: number): Promise<void> {
    const window = this.#context?.contextSize ?? 0
    if (size <= window && count <= this.#sequences.length) return
    const grown = Math.max(SMALLEST_WINDOW, window, 2 ** Math.ceil(Math.log2(size)))
    const wanted = Math.min(this.#options.contextWindow, grown)
    const room = Math.max(2, Math.floor(MOST_HELD / wanted))
    const sequences = Math.min(room, Math.max(count, this.#sequences.length))
    if (wanted <= window && sequences <= this.#sequences.length) return
    await this.#context?.dispose()
    this.#sequences = []
    this.#context = await this.#options.open(wanted, sequences)
    for (let i = 0; i < sequences; i++) this.#sequences.push(this.#context.getSequence())
  }

  /** So many sequences that hold the prompt but for its last token, which gives the first distribution. */
  async #prompted(ids: Token[], count: number, { tally }: GenerateRequest): Promise<LlamaContextSequence[]> {
    const prompt = ids.slice(0, -1)
    const held = (sequence: LlamaContextSequence) =>
      Math.min(prompt.length, sequence.compareContextTokens(prompt).firstDifferentIndex)
    // The sort is stable: of those that hold as much, the least recently used.
    const chosen = this.#sequences.toSorted((a, b) => held(b) - held(a)).slice(0, count)
    this.#sequences = [...this.#sequences.filter((sequence) => !chosen.includes(sequence)), ...chosen]
    const [leader] = chosen as [LlamaContextSequence]
    const evaluate = async (sequence: LlamaContextSequence) => {
      const kept = held(sequence)
      await keep(sequence, kept)
      if (kept < prompt.length) await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(kept))
      if (tally) addTally(tally, { ...emptyTally(), evaluated: prompt.length - kept })
      return prompt.length - kept
    }
    const unique = await evaluate(leader)
    // The prompt's last token, once for each sample.
    if (tally) addTally(tally, { ...emptyTally(), unique: unique + 1, evaluated: count })
    for (const sequence of chosen) if (held(sequence) < prompt.length) await copy(leader, sequence, prompt.length)
    // Where the state could not be copied, each evaluates the prompt for itself, all in the same passes.
    await Promise.all(chosen.map(evaluate))
    return chosen
  }

  async #draw(
    sequence: LlamaContextSequence,
    last: Token,
    sample: number,
    room: number,
    { stop, signal, tally, temperature = 0, topP = 1, seed, alternatives }: GenerateRequest,
  ): Promise<Completion> {
    const { tokenizer, uncut } = this.#options
    const written = new WrittenText(tokenizer, stop)
    const options = {
      temperature,
      topP,
      ...uncut,
      ...defined({ seed: seed === undefined ? undefined : seed + sample }),
    }
    const drawn =
      alternatives === undefined ? plainly(sequence, last, options) : told(sequence, last, options, alternatives)
    const tokens: GeneratedToken[] = []
    const ended = (completion: Completion): Completion =>
      alternatives === undefined ? completion : { ...completion, tokens }
    const textOf = (token: Token) => new TextDecoder().decode(tokenizer.tokenBytes(token))
    let count = 0
    for await (const { token, likely = [] } of drawn) {
      if (signal?.aborted || tokenizer.eosIds.includes(token)) break
      count++
      if (tally) tally.generated++
      const beside = likely.map(([each, logProbability]) => ({ text: textOf(each), logProbability }))
      tokens.push({ text: textOf(token), alternatives: beside })
      const stopped = written.add(token)
      if (stopped) return ended(stopped)
      if (count >= room) return ended(written.end('length'))
    }
    return ended(written.end('stop'))
  }
}

interface Drawing {
  temperature: number
  topP: number
  topK: number
  minP: number
  seed?: number
}

/** A token that was drawn, and the likeliest at its place with their log-probabilities, where they are told. */
interface Drawn {
  token: Token
  likely?: [Token, number][]
}

async function* plainly(sequence: LlamaContextSequence, last: Token, options: Drawing): AsyncGenerator<Drawn> {
  for await (const token of sequence.evaluate([last], options)) yield { token }
}

/**
 * Token by token, since llama.cpp tells what was likely only so: slower, and for short answers. What it tells is after its temperature: it is asked without
 * one, and what is warmer is drawn here from all of it.
 */
async function* told(
  sequence: LlamaContextSequence,
  last: Token,
  { temperature, topP, topK, minP, seed = Math.floor(Math.random() * 2 ** 31) }: Drawing,
  alternatives: number,
): AsyncGenerator<Drawn> {
  const { uniform } = seededRandom(`${seed}`)
  const isGreedy = temperature === 0
  const generateNext = {
    token: true,
    logits: isGreedy ? { filter: { tokens: [], includeTop: alternatives, includeSelected: true } } : true,
    totalLogitWeight: true,
    options: { temperature: 0, topP: 1, topK, minP },
  }
  for (let token = last; ; ) {
    const [output] = await sequence.controlledEvaluate([[token, { generateNext }]])
    const { token: greedy, logits, totalLogitWeight } = output?.next ?? {}
    if (greedy === undefined || greedy === null || logits === undefined || totalLogitWeight === undefined) return
    const [ids, values] = [[...logits.keys()], Float32Array.from(logits.values())]
    const next = isGreedy ? greedy : at(ids, sampleToken(values, { temperature, topP, uniform }))
    // log softmax: logit - max - log sum exp(logit - max); the likeliest come first.
    const rest = (values[0] ?? 0) + Math.log(totalLogitWeight)
    const likely = ids.slice(0, alternatives).map((each, i): [Token, number] => [each, (values[i] as number) - rest])
    yield { token: next, likely }
    token = next
  }
}

/** Cuts a sequence back to its first `count` tokens. */
export async function keep(sequence: LlamaContextSequence, count: number): Promise<void> {
  const end = sequence.nextTokenIndex
  if (end > count) await sequence.eraseContextTokenRanges([{ start: count, end }])
}

/** node-llama-cpp copies the state of a sequence by a method that it does not publish (3.17 and later): used where it is there. */
interface Copying {
  _copyStateFromOtherSequence?(other: LlamaContextSequence, count: number): Promise<boolean>
}

async function copy(from: LlamaContextSequence, to: LlamaContextSequence & Copying, count: number): Promise<void> {
  const copied = await to._copyStateFromOtherSequence?.(from, count)
  if (copied === false) await to.clearHistory()
}
