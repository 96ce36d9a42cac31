import { RationaleError } from '../../core/errors.js'
import type { Embedder } from '../types.js'
import { unitVector } from './unit.js'

const DEFAULT_DIMENSION = 2048

/**
 * `hash:[DIMENSION]`: no model, no network. Words, pairs of neighbouring words and runs of three characters, each counted as 1 + log(count), hashed to a
 * dimension and a sign (Weinberger et al. 2009). Likeness of wording, not of meaning: cosines are lower than a sentence encoder's,
 * so thresholds do not carry over.
 */
export function hashEmbedder(dimension: number = DEFAULT_DIMENSION): Embedder {
  if (!Number.isInteger(dimension) || dimension < 16 || dimension > 1 << 20)
    throw new RationaleError('configuration', 'hash: takes a number of dimensions', {
      expected: '16 to 1048576',
      found: String(dimension),
    })
  const id = `hash:${dimension}`
  return {
    id,
    async embed(texts, signal) {
      if (signal?.aborted) throw new RationaleError('aborted', `call to ${id} was aborted`, { cause: signal.reason })
      return texts.map((text) => {
        const vector = new Float64Array(dimension)
        for (const [feature, count] of features(text)) {
          const hash = fnv1a(feature)
          vector[hash % dimension] =
            (vector[hash % dimension] as number) + (hash >>> 31 ? 1 : -1) * (1 + Math.log(count))
        }
        // Features can cancel out, and an empty text has none.
        if (vector.every((value) => value === 0)) vector[0] = 1
        return unitVector(vector, id)
      })
    },
    async close() {},
  }
}

function features(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []
  words.forEach((word, i) => {
    count(`w ${word}`)
    if (i > 0) count(`p ${words[i - 1]} ${word}`)
    const padded = ` ${word} `
    for (let at = 0; at + 3 <= padded.length; at++) count(`c ${padded.slice(at, at + 3)}`)
  })
  return counts
}

/** FNV-1a over UTF-16 units, with the finalizer of MurmurHash3, since FNV's high bits mix slowly. Unsigned 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
