import { RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { ModelConfig } from '../weights/model-config.js'
import type { Draft } from './drafts.js'
import type { Example } from './example.js'
import type { TrainSettings } from './options.js'

/*
 * Records for an encoder-decoder: the encoder reads the prompt, the decoder learns what comes after it.
 *
 *     source   prompt tokens, end token                    what does not fit is cut at the end, as transformers does
 *     ids      start token, target tokens, end token       every one but the start is learned
 */

/** @throws RationaleError `unsupported` for what needs one text that is read from left to right. */
export function checkSeq2seq({ task, objective, method, recompute, memory }: TrainSettings, config: ModelConfig): void {
  const refuse = (what: string, expected: string) =>
    new RationaleError('unsupported', `${what} with an encoder-decoder (${config.model_type})`, { expected })
  if (objective !== 'lm') throw refuse(`objective ${objective}`, 'objective lm')
  if (task !== 'instruct' && task !== 'rationale') throw refuse(`task ${task}`, 'task instruct or rationale')
  if (!['lora', 'qlora', 'dora', 'full'].includes(method))
    throw refuse(`method ${method}`, 'method lora, qlora, dora or full')
  if (recompute || memory !== undefined)
    throw refuse('recomputing layers (recompute, memory)', 'smaller batches with more accumulation')
}

/** An example of a prompt and what follows it, or why there is none. `start`: the decoder's first token. */
export function encodeApart(
  draft: Draft,
  tokenizer: TextTokenizer,
  maxLength: number,
  start: number,
): Example | string {
  const joined = (target: boolean) =>
    draft.pieces
      .filter((piece) => piece.target === target)
      .map(({ text }) => text)
      .join('')
  const [prompt, target] = [joined(false), joined(true).trim()]
  if (target === '') return 'no token to learn'
  const eos = tokenizer.eosIds[0]
  const ended = (ids: number[]) => (eos === undefined || ids.at(-1) === eos ? ids : [...ids, eos])
  const read = ended(tokenizer.encode(prompt))
  const source = read.length <= maxLength ? read : ended(read.slice(0, maxLength - 1))
  const written = ended(tokenizer.encode(target, { addSpecial: false }))
  if (written.length > maxLength) return `the target takes more than ${maxLength} tokens`
  const example = { ids: [start, ...written], targets: written.map((_, i) => i + 1), source, group: draft.group }
  return source === read ? example : { ...example, shortened: true }
}
