import { add, mul, reshape } from '../../graph/index.js'
import { targetNames } from '../../weights/file-names.js'
import type { AdapterParts, Method, SavedTensor, Tensors } from './adapter.js'
import { misfit } from './names.js'

/*
 * (IA)^3 (Liu et al. 2022): vectors that scale keys, values and the inner values of the feed-forward part; 1 at the start.
 *
 *     x [n, in]                                   x [n, in]
 *        |                                           |
 *     W [out, in], bias    frozen                    * l [in]             trained (feed-forward: the input is scaled)
 *        |                                           |
 *        * l [out]         trained                W [out, in], bias       frozen
 *        |                                           |
 *        y                                           y
 */

export interface Ia3Adapter extends AdapterParts {
  method: 'ia3'
  /** By module path: [out, 1] behind a layer, [1, in] in front of it. */
  vectors: Map<string, SavedTensor>
}

const nameOf = (path: string) => `${path}.ia3_l`
export const isInFront = ({ shape }: SavedTensor): boolean => shape[0] === 1

export const ia3: Method<Ia3Adapter> = {
  trained: ({ vectors }) => new Map([...vectors].map(([path, vector]) => [nameOf(path), vector])),

  withValues: (adapter, values) => ({
    ...adapter,
    vectors: new Map([...adapter.vectors].map(([path, { shape }]) => [path, { shape, data: values(nameOf(path)) }])),
  }),

  enter: ({ vectors }, place) => ({
    linear(path) {
      const vector = vectors.get(path)
      if (vector === undefined) return undefined
      const l = reshape(place.value(nameOf(path), vector), [vector.data.length])
      return (x, { multiply, bias }) => {
        const y = multiply(isInFront(vector) ? mul(x, l) : x)
        const whole = bias === undefined ? y : add(y, bias)
        return isInFront(vector) ? whole : mul(whole, l)
      }
    },
  }),

  misfits: ({ vectors }, { shapeOf }) =>
    [...vectors].flatMap(([path, vector]) => {
      const size = vector.data.length
      return misfit(shapeOf, `${path}.weight`, isInFront(vector) ? [undefined, size] : [size, undefined])
    }),

  file({ vectors, saved, options }, base) {
    const tensors: Tensors = new Map()
    for (const [path, vector] of vectors) tensors.set(`base_model.model.${nameOf(path)}`, vector)
    const short = (path: string) => path.split('.').at(-1) as string
    const inFront = [...vectors].filter(([, vector]) => isInFront(vector)).map(([path]) => short(path))
    return {
      config: {
        peft_type: 'IA3',
        task_type: 'CAUSAL_LM',
        base_model_name_or_path: base ?? null,
        revision: null,
        inference_mode: true,
        target_modules: targetNames(undefined, [...vectors.keys()]),
        feedforward_modules: [...new Set(inFront)].sort(),
        fan_in_fan_out: false,
        modules_to_save: saved.size === 0 ? null : [...options.modulesToSave],
        init_ia3_weights: true,
      },
      tensors,
    }
  },

  merged({ vectors }, name, weights) {
    const path = name.replace(/\.(weight|bias)$/, '')
    const vector = vectors.get(path)
    if (vector === undefined) return weights
    const { data: l } = vector
    if (name.endsWith('.bias')) return isInFront(vector) ? weights : weights.map((w, i) => w * (l[i] as number))
    const columns = isInFront(vector) ? l.length : weights.length / l.length
    return weights.map((w, i) => w * (l[isInFront(vector) ? i % columns : Math.floor(i / columns)] as number))
  },
}
