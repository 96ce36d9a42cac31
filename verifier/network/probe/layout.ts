import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { PreparedChain } from '../../judge/judge.js'
import { opening } from '../../judge/layout.js'
import { plainStep } from '../../judge/plain.js'
import type { ObservedSequence } from '../model/place-reader.js'

/** Changes whenever a chain is laid out otherwise: states of another layout must not be taken for these. */
export const LAYOUT_VERSION = 1

/**
 * A chain as a probe reads it: the opening, then a line a step without its writer's layout; and for each step the token in which its line ends, since there
 * the network has read the whole step. Steps that end past `maxTokens` have no place: the places are those of the first steps.
 */
export function probedSequence(chain: PreparedChain, tokenizer: TextTokenizer, maxTokens: number): ObservedSequence {
  let text = opening(chain)
  const lineEnds = chain.steps.map((step) => {
    text += `${plainStep(step)}\n`
    return text.length
  })
  const { ids, ends } = tokenizer.encodeWithOffsets(text)
  const places: number[] = []
  let token = 0
  for (const lineEnd of lineEnds) {
    while (token < ids.length - 1 && (ends[token] ?? 0) < lineEnd) token++
    if (token >= maxTokens) break
    places.push(token)
  }
  return { tokens: ids.slice(0, maxTokens), places }
}
