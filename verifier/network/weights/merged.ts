import { type Adapter, checkFit, loraDelta } from './lora.js'
import type { ModelFiles } from './model.js'
import type { TensorInfo } from './types.js'

const EMBEDDINGS = 'model.embed_tokens.weight'
const HEAD = 'lm_head.weight'

/**
 * A model with an adapter folded in, W + s B A, tensor by tensor: one merged tensor is in memory at a time. Where the adapter replaces one of
 * embeddings and head that were tied, the other stays what it was, a matrix of its own (`untiedFor`).
 *
 * @throws RationaleError `model-file` where the adapter is of another model.
 */
export function mergedModel(base: ModelFiles, adapter: Adapter): ModelFiles {
  const tied = base.config.tie_word_embeddings
  const parted = tied && (adapter.saved.has(EMBEDDINGS) || adapter.saved.has(HEAD))
  const tensors = parted
    ? new Map([...base.tensors, [HEAD, { ...(base.tensors.get(EMBEDDINGS) as TensorInfo), name: HEAD }]])
    : base.tensors
  checkFit(adapter, (name) => tensors.get(name)?.shape)
  const stored = (name: string) => (parted && name === HEAD ? EMBEDDINGS : name)
  return {
    path: base.path,
    config: { ...base.config, tie_word_embeddings: tied && !parted },
    tensors,
    bytes: (name) => base.bytes(stored(name)),
    async floats(name) {
      const saved = adapter.saved.get(name)
      if (saved) return saved.data
      const weights = await base.floats(stored(name))
      const pair = name.endsWith('.weight') ? adapter.pairs.get(name.slice(0, -'.weight'.length)) : undefined
      if (pair) {
        const delta = loraDelta(pair, adapter.options.rsLora)
        for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) + (delta[i] as number)
      }
      return weights
    },
    close: () => base.close(),
  }
}
