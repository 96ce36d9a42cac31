import { at } from '../../../src/core/absence.js'
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
  const { tokens, places } = laidOut(chain, tokenizer)
  return { tokens: tokens.slice(0, maxTokens), places: places.filter((place) => place < maxTokens) }
}

/** A window of a chain and the steps whose states are read in it. */
export interface ProbedWindow extends ObservedSequence {
  steps: readonly number[]
}

/**
 * A chain in windows of at most `maxTokens`: the opening, and as many steps as fit; each window but the first begins with up to half a window of the steps
 * before those that it is read for. A chain that fits is one window. A step that is longer than a window is in none, nor is any where the opening takes more than half.
 */
export function probedWindows(chain: PreparedChain, tokenizer: TextTokenizer, maxTokens: number): ProbedWindow[] {
  const { tokens, places, body } = laidOut(chain, tokenizer)
  if (tokens.length <= maxTokens) return [{ tokens, places, steps: [...places.keys()] }]
  const room = maxTokens - body
  if (room < maxTokens / 2) return []
  const begins = (step: number) => (step === 0 ? body : at(places, step - 1) + 1)
  const windows: ProbedWindow[] = []
  let step = 0
  while (step < places.length) {
    let first = step
    while (first > 0 && begins(step) - begins(first - 1) <= room / 2) first--
    // The steps before give way to one that is nearly as long as a window.
    if (at(places, step) >= begins(first) + room) first = step
    const start = begins(first)
    const steps: number[] = []
    while (step < places.length && at(places, step) < start + room) steps.push(step++)
    if (steps.length === 0) {
      step++
      continue
    }
    const end = at(places, step - 1) + 1
    windows.push({
      tokens: [...tokens.slice(0, body), ...tokens.slice(start, end)],
      places: steps.map((each) => at(places, each) - start + body),
      steps,
    })
  }
  return windows
}

/** All tokens, the token in which each step's line ends, and the first token behind the opening. */
function laidOut(chain: PreparedChain, tokenizer: TextTokenizer): { tokens: number[]; places: number[]; body: number } {
  const head = opening(chain)
  let text = head
  const lineEnds = chain.steps.map((step) => {
    text += `${plainStep(step)}\n`
    return text.length
  })
  const { ids, ends } = tokenizer.encodeWithOffsets(text)
  const places: number[] = []
  let token = 0
  for (const lineEnd of lineEnds) {
    while (token < ids.length - 1 && (ends[token] ?? 0) < lineEnd) token++
    places.push(token)
  }
  const behind = ends.findIndex((end) => end > head.length)
  return { tokens: ids, places, body: behind === -1 ? ids.length : behind }
}
