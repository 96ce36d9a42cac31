import { add, matmul, mul, type Tensor } from '../../graph/index.js'
import { targetNames } from '../../weights/file-names.js'
import type { AdapterParts, BaseLayer, Method, Place, SavedTensor, Tensors } from './adapter.js'
import { doraLinear, doraMerged } from './dora.js'
import { misfit, moduleOf } from './names.js'
import { dropoutOf, narrowProducts } from './narrow.js'

/*
 *            x [n, in]
 *        |              |
 *   W [out, in]    A [rank, in]        trained; Kaiming-uniform at the start
 *   frozen              |
 *        |         B [out, rank]       trained; zero at the start, so that the network starts as it was
 *        |              |
 *        +-- + scale * -+              scale = alpha / rank (rsLoRA: alpha / sqrt rank)
 *            |
 *            y [n, out]
 */

export interface LoraOptions {
  /** Default 8. */
  rank?: number
  /** Default 32. */
  alpha?: number
  /** Chance that an element of the adapter's input falls out, in training only (default 0). */
  dropout?: number
  /**
   * Which linear layers: names (`q_proj`, `self_attn.q_proj`, a full path), a regular expression over full paths
   * (`model.layers.0.self_attn.q_proj`), or all. Default q_proj and v_proj, as PEFT has it for these families.
   */
  targetModules?: readonly string[] | RegExp | 'all-linear'
  /** Scale alpha / sqrt(rank) instead of alpha / rank (Kalajdzievski 2023). Default false. */
  rsLora?: boolean
  /** Modules trained whole and saved with the adapter: `lm_head`, `model.embed_tokens`, `norm`, … Default none. */
  modulesToSave?: readonly string[]
  /** Direction and magnitude apart (Liu et al. 2024), see dora.ts. Default false. */
  dora?: boolean
  /** The base file stores matrices as [in, out] (GPT-2's Conv1D): only recorded, our matrices are always [out, in]. */
  fanInFanOut?: boolean
}

/** One adapted layer: a [rank, in], b [out, rank]; with DoRA magnitude [out]. */
export interface LoraPair {
  rank: number
  alpha: number
  a: Float32Array
  b: Float32Array
  magnitude?: Float32Array
}

export interface LoraAdapter extends AdapterParts {
  method: 'lora'
  options: Required<LoraOptions>
  /** By module path: `model.layers.0.self_attn.q_proj`. */
  pairs: Map<string, LoraPair>
  /** What its file says of how the factors began (`init_lora_weights`): only starts that leave the base as it was are read. */
  start?: boolean | string
}

/** alpha / rank, or with rsLoRA alpha / sqrt(rank). */
export const loraScale = ({ rank, alpha }: { rank: number; alpha: number }, rsLora: boolean): number =>
  alpha / (rsLora ? Math.sqrt(rank) : rank)

/** scale * B A: [out, in]. */
export function loraDelta(pair: Pick<LoraPair, 'rank' | 'alpha' | 'a' | 'b'>, rsLora: boolean): Float32Array {
  const { rank, a, b } = pair
  const scale = loraScale(pair, rsLora)
  const input = a.length / rank
  const out = b.length / rank
  const delta = new Float32Array(out * input)
  for (let o = 0; o < out; o++)
    for (let r = 0; r < rank; r++) {
      const factor = scale * (b[o * rank + r] as number)
      if (factor !== 0)
        for (let i = 0; i < input; i++)
          delta[o * input + i] = (delta[o * input + i] as number) + factor * (a[r * input + i] as number)
    }
  return delta
}

const namesOf = (path: string) => ({
  a: `${path}.lora_A.weight`,
  b: `${path}.lora_B.weight`,
  magnitude: `${path}.lora_magnitude_vector`,
})

function tensorsOf(path: string, { rank, a, b, magnitude }: LoraPair): [string, SavedTensor][] {
  const names = namesOf(path)
  return [
    [names.a, { shape: [rank, a.length / rank], data: a }],
    [names.b, { shape: [b.length / rank, rank], data: b }],
    ...(magnitude === undefined
      ? []
      : ([[names.magnitude, { shape: [magnitude.length], data: magnitude }]] as [string, SavedTensor][])),
  ]
}

export const lora: Method<LoraAdapter> = {
  trained: ({ pairs }) => new Map([...pairs].flatMap(([path, pair]) => tensorsOf(path, pair))),

  withValues: (adapter, values) => ({
    ...adapter,
    pairs: new Map(
      [...adapter.pairs].map(([path, pair]) => {
        const names = namesOf(path)
        const factors = { ...pair, a: values(names.a), b: values(names.b) }
        return [path, pair.magnitude === undefined ? factors : { ...factors, magnitude: values(names.magnitude) }]
      }),
    ),
  }),

  enter: (adapter, place) => ({
    linear: adaptedLinears(adapter, place),
    make: (layer) =>
      [...adapter.pairs]
        .filter(([path]) => path.startsWith(`model.layers.${layer}.`))
        .map(([, pair]) => loraScale(pair, adapter.options.rsLora))
        .join(),
  }),

  misfits: ({ pairs }, { shapeOf }) =>
    [...pairs].flatMap(([path, { rank, a, b }]) =>
      misfit(shapeOf, `${path}.weight`, [b.length / rank, a.length / rank]),
    ),

  file({ options, pairs, saved, start, names }, base) {
    const differing = (of: (pair: LoraPair) => number, usual: number) =>
      Object.fromEntries([...pairs].filter(([, pair]) => of(pair) !== usual).map(([path, pair]) => [path, of(pair)]))
    const tensors: Tensors = new Map()
    for (const [path, pair] of pairs)
      for (const [name, tensor] of tensorsOf(path, pair)) tensors.set(`base_model.model.${name}`, tensor)
    return {
      // Classic keys only, so that old readers take it.
      config: {
        peft_type: 'LORA',
        task_type: taskOf(saved, names),
        base_model_name_or_path: base ?? null,
        revision: null,
        inference_mode: true,
        r: options.rank,
        lora_alpha: options.alpha,
        lora_dropout: options.dropout,
        bias: 'none',
        fan_in_fan_out: options.fanInFanOut,
        target_modules: targetNames(names, [...pairs.keys()]),
        init_lora_weights: start ?? true,
        modules_to_save: saved.size === 0 ? null : [...new Set([...saved.keys()].map(moduleOf))],
        use_rslora: options.rsLora,
        use_dora: options.dora,
        rank_pattern: differing(({ rank }) => rank, options.rank),
        alpha_pattern: differing(({ alpha }) => alpha, options.alpha),
        layers_to_transform: null,
        layers_pattern: null,
      },
      tensors,
    }
  },

  merged({ pairs, options }, name, weights) {
    const pair = name.endsWith('.weight') ? pairs.get(moduleOf(name)) : undefined
    if (pair === undefined) return weights
    const delta = loraDelta(pair, options.rsLora)
    const sum = weights.map((weight, i) => weight + (delta[i] as number))
    return pair.magnitude === undefined ? sum : doraMerged(sum, pair.magnitude)
  },
}

function taskOf(saved: Tensors, names: AdapterParts['names']): string {
  if (saved.has('score.weight') || saved.has('score.2.weight')) return 'TOKEN_CLS'
  return names === 't5' ? 'SEQ_2_SEQ_LM' : 'CAUSAL_LM'
}

function adaptedLinears({ pairs, options }: LoraAdapter, place: Place) {
  const factors = (path: string, pair: LoraPair) =>
    // In the order of `tensorsOf`.
    tensorsOf(path, pair).map(([name, tensor]) => place.value(name, tensor)) as [Tensor, Tensor, Tensor?]
  const narrow = narrowProducts(
    (path) => {
      const pair = pairs.get(path)
      return pair && { rank: pair.rank, a: factors(path, pair)[0] }
    },
    options.dropout,
    place,
  )
  return (path: string) => {
    const pair = pairs.get(path)
    if (pair === undefined) return undefined
    const [a, b, magnitude] = factors(path, pair)
    const scale = loraScale(pair, options.rsLora)
    if (magnitude !== undefined)
      return doraLinear({ path, a, b, magnitude, scale, drop: dropper(path, options.dropout, place) }, place)
    return (x: Tensor, layer: BaseLayer) => {
      const y = layer.bias === undefined ? layer.multiply(x) : add(layer.multiply(x), layer.bias)
      return add(y, matmul(mul(narrow(path, x), scale), b, { transposeB: true }))
    }
  }
}

/** Dropout of one layer by itself, in training where there is any. */
const dropper = (path: string, rate: number, place: Place) =>
  place.dropoutRows === undefined || rate === 0 ? undefined : (x: Tensor) => dropoutOf(path, x, rate, place)
