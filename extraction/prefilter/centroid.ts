import type { Embedder } from '../../src/models/types.js'
import { isStopWord } from './stop-words.js'

/** What is embedded: lower case, without punctuation and stop words. */
export function embeddedForm(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.filter((word) => !isStopWord(word)).join(' ')
}

/** Mean of the unit vectors of the reference questions, scaled to unit length. [dimension] */
export async function centroidOf(
  embedder: Embedder,
  questions: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array> {
  let sum: Float64Array | undefined
  for (let at = 0; at < questions.length; at += 64) {
    for (const vector of await embedder.embed(questions.slice(at, at + 64).map(embeddedForm), signal)) {
      sum ??= new Float64Array(vector.length)
      for (let i = 0; i < vector.length; i++) sum[i] = (sum[i] as number) + (vector[i] as number)
    }
  }
  const total = sum ?? new Float64Array(1)
  const norm = Math.hypot(...total) || 1
  return Float32Array.from(total, (value) => value / norm)
}

/** Both of unit length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
