import { RationaleError } from '../core/errors.js'
import type { TextTokenizer } from './tokenizer.js'
import type { Completion, GenerateRequest } from './types.js'

/**
 * A request's prompt in tokens, and how many more there is room for.
 *
 * @param apart the prompt has a window of its own (an encoder's), and takes no room from what is written.
 * @throws RationaleError `input` where there is none, `configuration` where none is asked for.
 */
export function promptTokens(
  tokenizer: TextTokenizer,
  contextWindow: number,
  { prompt, maxTokens = 256 }: GenerateRequest,
  { apart = false }: { apart?: boolean } = {},
): { ids: number[]; room: number } {
  if (!(maxTokens >= 1))
    throw new RationaleError('configuration', 'no token may be written', {
      expected: 'maxTokens: a number from 1',
      found: String(maxTokens),
    })
  const ids = typeof prompt === 'string' ? tokenizer.encode(prompt) : tokenizer.encodeChat(prompt)
  const room = Math.min(maxTokens, apart ? contextWindow : contextWindow - ids.length)
  if (ids.length > 0 && room > 0) return { ids, room }
  throw new RationaleError('input', 'the prompt leaves no room to generate', {
    expected: `1 to ${contextWindow - 1} tokens`,
    found: `${ids.length} tokens`,
  })
}

/** Text that grows token by token: a character may be spread over several, a stop string too. */
export class WrittenText {
  readonly #tokenizer: TextTokenizer
  readonly #stop: readonly string[]
  readonly #decoder = new TextDecoder()
  #text = ''

  constructor(tokenizer: TextTokenizer, stop: readonly string[] = []) {
    this.#tokenizer = tokenizer
    this.#stop = stop.filter((each) => each !== '')
  }

  /** The completion, where this token ended one with a stop string. */
  add(token: number): Completion | undefined {
    const longest = Math.max(0, ...this.#stop.map((each) => each.length))
    const from = Math.max(0, this.#text.length - longest)
    this.#text += this.#decoder.decode(this.#tokenizer.tokenBytes(token), { stream: true })
    const ends = this.#stop.map((each) => this.#text.indexOf(each, from)).filter((at) => at !== -1)
    return ends.length === 0 ? undefined : { text: this.#text.slice(0, Math.min(...ends)), finish: 'stop' }
  }

  end(finish: Completion['finish']): Completion {
    return { text: this.#text + this.#decoder.decode(), finish }
  }
}
