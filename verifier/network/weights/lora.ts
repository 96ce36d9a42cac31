import { RationaleError } from '../../../src/core/errors.js'

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
  /** The base file stores matrices as [in, out] (GPT-2's Conv1D): only recorded, our matrices are always [out, in]. */
  fanInFanOut?: boolean
}

/** One adapted layer: a [rank, in], b [out, rank]. */
export interface LoraPair {
  rank: number
  alpha: number
  a: Float32Array
  b: Float32Array
}

export interface Adapter {
  options: Required<LoraOptions>
  /** By module path: `model.layers.0.self_attn.q_proj`. */
  pairs: Map<string, LoraPair>
  /** Tensors of the modules trained whole, by parameter name (`lm_head.weight`). */
  saved: Map<string, SavedTensor>
  /** What its file says of how the factors began (`init_lora_weights`): only starts that leave the base as it was are read. */
  start?: boolean | string
}

export interface SavedTensor {
  shape: readonly number[]
  data: Float32Array
}

/** alpha / rank, or with rsLoRA alpha / sqrt(rank). */
export const loraScale = ({ rank, alpha }: { rank: number; alpha: number }, rsLora: boolean): number =>
  alpha / (rsLora ? Math.sqrt(rank) : rank)

/** scale * B A: [out, in]. */
export function loraDelta(pair: LoraPair, rsLora: boolean): Float32Array {
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

/** Holds an adapter against the model that it is to change. @throws RationaleError `model-file` with what does not fit. */
export function checkFit(adapter: Adapter, shapeOf: (name: string) => readonly number[] | undefined): void {
  const factors = [...adapter.pairs].map(
    ([path, { rank, a, b }]) => [`${path}.weight`, [b.length / rank, a.length / rank]] as const,
  )
  const whole = [...adapter.saved].map(([name, { shape }]) => [name, shape] as const)
  const problems = [...factors, ...whole].flatMap(([name, wanted]) => {
    const found = shapeOf(name)
    if (found?.join() === wanted.join()) return []
    return [
      `${name}: the adapter is for [${wanted.join(', ')}], the model has ${found ? `[${found.join(', ')}]` : 'none'}`,
    ]
  })
  if (problems.length === 0) return
  const head = [...adapter.saved.keys()].find((name) => /^(?:score|v_head|classifier)\b/.test(name) && !shapeOf(name))
  if (head !== undefined) {
    throw new RationaleError(
      'unsupported',
      `the adapter brings a head (${head}): it makes a reward model, no language model`,
      {
        remedy: 'use it as a verifier that reads the head: own:BASE?adapter=DIR&prm=NAME',
      },
    )
  }
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : ''
  throw new RationaleError('model-file', 'the adapter does not belong to this base model', {
    found: problems.slice(0, 5).join('; ') + more,
    remedy: 'name the base that the adapter was trained on',
  })
}
