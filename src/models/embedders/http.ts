import * as z from 'zod'
import { RationaleError } from '../../core/errors.js'
import { createTransport, type TransportOptions } from '../http/transport.js'
import type { Embedder } from '../types.js'
import { unitVector } from './unit.js'

const BATCH = 64

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()).min(1) })),
})

/** `http(s)://HOST/v1#MODEL`: the `/embeddings` of an OpenAI-compatible server. */
export function httpEmbedder(options: TransportOptions & { model: string }): Embedder {
  const { model, baseUrl } = options
  const id = `${baseUrl}#${model}`
  const transport = createTransport(options)
  let dimension: number | undefined

  async function embedBatch(input: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const parsed = answerSchema.safeParse(await transport.post('/embeddings', { model, input }, { signal }))
    if (!parsed.success)
      throw new RationaleError('model', `${id} answered in an unknown form`, { found: z.prettifyError(parsed.error) })
    // Servers may answer out of order: `index` says which text a vector belongs to.
    const byIndex = new Map(parsed.data.data.map(({ index, embedding }) => [index, embedding]))
    return input.map((_, index) => {
      const embedding = byIndex.get(index)
      if (embedding === undefined)
        throw new RationaleError('model', `${id} left out a text`, {
          expected: `${input.length} vectors`,
          found: `none for index ${index}`,
        })
      dimension ??= embedding.length
      if (embedding.length !== dimension)
        throw new RationaleError('model', `${id} changed the length of its vectors`, {
          expected: String(dimension),
          found: String(embedding.length),
        })
      return unitVector(embedding, id)
    })
  }

  return {
    id,
    async embed(texts, signal) {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += BATCH)
        vectors.push(...(await embedBatch(texts.slice(at, at + BATCH), signal)))
      return vectors
    },
    async close() {},
  }
}
