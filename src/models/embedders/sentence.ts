import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { at } from '../../core/absence.js'
import { messageOf, RationaleError } from '../../core/errors.js'
import { type OnnxSource, presentPrecision, requirePrecision } from '../onnx/files.js'
import { loadTransformers } from '../onnx/transformers.js'
import { turns } from '../turns.js'
import type { Embedder } from '../types.js'
import { unitVector } from './unit.js'

const BATCH = 16

/**
 * `onnx:DIR` or `hf:ORG/NAME`: a sentence encoder of transformers.js (such as Xenova/all-mpnet-base-v2), mean over its tokens.
 *
 * @throws RationaleError `io`, `model-file`, `network`.
 */
export async function openSentenceEmbedder(source: OnnxSource, precision?: string): Promise<Embedder> {
  const asked = requirePrecision(precision)
  const isFolder = 'folder' in source
  const dtype = isFolder ? presentPrecision(source.folder, asked) : (asked ?? 'fp32')
  const id = `${isFolder ? `onnx:${source.folder}` : `hf:${source.repository}`}${asked ? `?dtype=${asked}` : ''}`
  const { pipeline } = await loadTransformers(id)
  const encode = await pipeline('feature-extraction', isFolder ? resolve(source.folder) : source.repository, {
    dtype,
    device: 'cpu',
    local_files_only: isFolder && existsSync(source.folder),
  }).catch((cause: unknown) => {
    throw new RationaleError(isFolder ? 'model-file' : 'network', `cannot open the sentence encoder ${id}`, {
      found: messageOf(cause),
      cause,
    })
  })
  const turn = turns(id)

  /** Texts of like length go together, so that little is padded. */
  async function embed(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const vectors = new Array<Float32Array>(texts.length)
    const order = [...texts.keys()].sort((a, b) => at(texts, a).length - at(texts, b).length)
    for (let at = 0; at < order.length && !signal?.aborted; at += BATCH) {
      const batch = order.slice(at, at + BATCH)
      // A tokenizer without special tokens gives none for an empty text, and a mean over none is NaN.
      const inputs = batch.map((index) => texts[index] || ' ')
      const pooled = await encode(inputs, { pooling: 'mean' }) // [batch, dimension]
      const dimension = pooled.dims.at(-1) as number
      const data = pooled.data as Float32Array
      batch.forEach((index, row) => {
        vectors[index] = unitVector(data.subarray(row * dimension, (row + 1) * dimension), id)
      })
    }
    return vectors
  }

  return {
    id,
    embed: (texts, signal) => turn(signal, () => embed(texts, signal)),
    close: () => turn(undefined, async () => void (await encode.dispose())),
  }
}
