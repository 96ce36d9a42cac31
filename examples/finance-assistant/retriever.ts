import MiniSearch from 'minisearch'
import type { Embedder } from 'rationale-verifier'
import type { Passage } from './passages.js'

/** Of reciprocal rank fusion (Cormack et al. 2009). */
const RANK_CONSTANT = 60

/** Chinese writes no blanks between words. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
const wordsOf = (text: string) =>
  [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))

/** The passages that a question is about: BM25 and likeness of meaning, fused by rank. */
export async function createRetriever(
  passages: readonly Passage[],
  embedder: Embedder,
): Promise<(question: string, count: number) => Promise<Passage[]>> {
  const words = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], tokenize: wordsOf })
  const texts = passages.map(({ place, text }) => `${place}: ${text}`)
  words.addAll(texts.map((text, id) => ({ id, text })))
  const vectors = await embedder.embed(texts)

  return async (question, count) => {
    const byWords = words.search(question, { prefix: true }).map(({ id }) => Number(id))
    const [asked = new Float32Array()] = await embedder.embed([question])
    const likeness = vectors.map((vector) => vector.reduce((sum, value, i) => sum + value * (asked[i] ?? 0), 0))
    const byMeaning = likeness.map((_, id) => id).sort((a, b) => (likeness[b] ?? 0) - (likeness[a] ?? 0))
    const scores = new Map<number, number>()
    for (const order of [byWords, byMeaning])
      for (const [rank, id] of order.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (RANK_CONSTANT + rank))
    const best = [...scores].sort(([, a], [, b]) => b - a).slice(0, count)
    return best.flatMap(([id]) => passages[id] ?? [])
  }
}
