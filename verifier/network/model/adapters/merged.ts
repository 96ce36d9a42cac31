import { RationaleError } from '../../../../src/core/errors.js'
import type { ModelFiles } from '../../weights/model.js'
import type { TensorInfo } from '../../weights/types.js'
import type { Method } from './adapter.js'
import { checkFit } from './fit.js'
import { type Adapter, methodName, methodOf } from './methods.js'

const EMBEDDINGS = 'model.embed_tokens.weight'
const HEAD = 'lm_head.weight'

/** @throws RationaleError `unsupported` where no weights say the same as the adapter. */
export function foldOf(adapter: Adapter): NonNullable<Method<Adapter>['merged']> {
  const { merged } = methodOf(adapter)
  if (merged !== undefined) return merged
  throw new RationaleError(
    'unsupported',
    `an adapter of the method ${methodName(adapter)} cannot be folded into weights`,
    {
      expected: 'LoRA, DoRA or IA3',
      remedy: 'use it beside its base: own:BASE?adapter=DIR',
    },
  )
}

/**
 * A model with an adapter folded in (W + s B A of LoRA), tensor by tensor: one merged tensor is in memory at a time. Where the adapter replaces one of
 * embeddings and head that were tied, the other stays what it was, a matrix of its own (`untiedFor`).
 *
 * @throws RationaleError `model-file` where the adapter is of another model; `unsupported` where no weights say the same as the adapter.
 */
export function mergedModel(base: ModelFiles, adapter: Adapter): ModelFiles {
  const merged = foldOf(adapter)
  const tied = base.config.tie_word_embeddings
  const parted = tied && (adapter.saved.has(EMBEDDINGS) || adapter.saved.has(HEAD))
  const tensors = parted
    ? new Map([...base.tensors, [HEAD, { ...(base.tensors.get(EMBEDDINGS) as TensorInfo), name: HEAD }]])
    : base.tensors
  checkFit(adapter, { config: base.config, shapeOf: (name) => tensors.get(name)?.shape })
  const stored = (name: string) => (parted && name === HEAD ? EMBEDDINGS : name)
  return {
    path: base.path,
    config: { ...base.config, tie_word_embeddings: tied && !parted },
    tensors,
    bytes: (name) => base.bytes(stored(name)),
    async floats(name) {
      const saved = adapter.saved.get(name)
      if (saved) return saved.data
      return merged(adapter, name, await base.floats(stored(name)))
    },
    close: () => base.close(),
  }
}
