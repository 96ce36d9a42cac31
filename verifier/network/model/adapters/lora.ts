import { createHash } from 'node:crypto'
import { add, dropout, dropoutPrime, matmul, mul, type Tensor } from '../../graph/index.js'
import type { AdapterParts, BaseLayer, Method, Place, SavedTensor, Tensors } from './adapter.js'
import { doraLinear, doraMerged } from './dora.js'
import { misfit, moduleOf, targetsOf } from './names.js'

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
    linear(path) {
      const pair = adapter.pairs.get(path)
      return pair && adaptedLinear(adapter, path, pair, place)
    },
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

  file({ options, pairs, saved, start }, base) {
    const differing = (of: (pair: LoraPair) => number, usual: number) =>
      Object.fromEntries([...pairs].filter(([, pair]) => of(pair) !== usual).map(([path, pair]) => [path, of(pair)]))
    const tensors: Tensors = new Map()
    for (const [path, pair] of pairs)
      for (const [name, tensor] of tensorsOf(path, pair)) tensors.set(`base_model.model.${name}`, tensor)
    return {
      // Classic keys only, so that old readers take it.
      config: {
        peft_type: 'LORA',
        task_type: saved.has('score.weight') || saved.has('score.2.weight') ? 'TOKEN_CLS' : 'CAUSAL_LM',
        base_model_name_or_path: base ?? null,
        revision: null,
        inference_mode: true,
        r: options.rank,
        lora_alpha: options.alpha,
        lora_dropout: options.dropout,
        bias: 'none',
        fan_in_fan_out: options.fanInFanOut,
        target_modules: targetsOf([...pairs.keys()]),
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

function adaptedLinear({ options }: LoraAdapter, path: string, pair: LoraPair, place: Place) {
  const [factorA, factorB, magnitude] = tensorsOf(path, pair).map(([name, tensor]) => place.value(name, tensor)) as [
    Tensor,
    Tensor,
    Tensor?,
  ]
  const scale = loraScale(pair, options.rsLora)
  const drop = dropoutOf(path, pair.a.length / pair.rank, options.dropout, place)
  if (magnitude !== undefined) return doraLinear({ path, a: factorA, b: factorB, magnitude, scale, drop }, place)
  return (x: Tensor, layer: BaseLayer) => {
    const y = layer.bias === undefined ? layer.multiply(x) : add(layer.multiply(x), layer.bias)
    const low = mul(matmul(drop?.(x) ?? x, factorA, { transposeB: true }), scale) // [n, rank]
    return add(y, matmul(low, factorB, { transposeB: true }))
  }
}

/** Dropout before A, in training where there is any. */
function dropoutOf(path: string, width: number, rate: number, { dropoutRows: rows, value }: Place) {
  if (rows === undefined || rate === 0) return undefined
  const columns = value(`${path}.dropout`, { shape: [2, width], data: dropoutColumns(path, width) })
  return (x: Tensor) => dropout(x, rows, columns, rate)
}

/** The fixed half of the dropout hash: whole numbers below the field's prime that depend on the layer's path alone. */
function dropoutColumns(path: string, width: number): Float32Array {
  const columns = new Float32Array(2 * width)
  for (let i = 0; i < columns.length; i += 16) {
    const digest = createHash('sha256').update(`${path} ${i}`).digest()
    for (let j = 0; j < 16 && i + j < columns.length; j++) columns[i + j] = digest.readUInt16LE(2 * j) % dropoutPrime
  }
  return columns
}
