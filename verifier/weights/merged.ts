import { RationaleError } from '../../src/core/errors.js'
import { type Adapter, loraDelta } from '../model/lora.js'
import type { TensorSource } from './types.js'

/**
 * A model with an adapter folded in, W + s B A, tensor by tensor: one merged tensor is in memory at a time.
 *
 * @throws RationaleError `model-file` where the adapter is of another model.
 */
export function mergedSource(base: TensorSource, adapter: Adapter): TensorSource {
  const problems: string[] = []
  const shapeOf = (name: string) => base.tensors.get(name)?.shape.join(', ')
  for (const [path, { rank, a, b }] of adapter.pairs) {
    const wanted = `${b.length / rank}, ${a.length / rank}`
    const found = shapeOf(`${path}.weight`)
    if (found !== wanted)
      problems.push(`${path}: the adapter is for [${wanted}], the model has [${found ?? 'no such layer'}]`)
  }
  for (const [name, values] of adapter.saved) {
    const info = base.tensors.get(name)
    if (info?.shape.reduce((x, y) => x * y, 1) !== values.length)
      problems.push(`${name}: ${values.length} values, the model has [${shapeOf(name) ?? 'no such tensor'}]`)
  }
  if (problems.length > 0) {
    throw new RationaleError('model-file', 'the adapter does not belong to this base model', {
      found: problems.slice(0, 5).join('; '),
      remedy: 'name the base that the adapter was trained on',
    })
  }
  return {
    tensors: base.tensors,
    bytes: (name) => base.bytes(name),
    async floats(name) {
      const saved = adapter.saved.get(name)
      if (saved) return saved
      const weights = await base.floats(name)
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
