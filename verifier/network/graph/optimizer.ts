import { add, div, mul, sqrt, sub } from './operators.js'
import { input, type Tensor } from './tensor.js'
import { lanes, type VectorMemory, vectorLoop } from './vector-loop.js'

export interface AdamWOptions {
  /** Decay rates of the two moments (default 0.9 and 0.999). */
  beta1?: number
  beta2?: number
  /** Added to the root of the second moment (default 1e-8). */
  epsilon?: number
  /** Decoupled weight decay (default 0). */
  weightDecay?: number
  /** The gradients' common norm is cut to this (default: no clipping). */
  maxNorm?: number
  /** What moments are kept in (default float32); 8 bits in this process's memory alone. */
  moments?: 'float32' | '8bit'
}

/** One trained value with its gradient. */
export interface Trained {
  /** Names the state: `NAME`, `NAME.m`, `NAME.v` are its inputs, `NAME.next`, `NAME.m.next`, `NAME.v.next` its outputs. */
  name: string
  value: Tensor
  gradient: Tensor
  /** Weight decay for this one; biases and norms usually take 0. */
  weightDecay?: number
}

/**
 * AdamW (Loshchilov & Hutter 2019), as PyTorch steps it, as part of a graph: the state stays on the device.
 *
 *     g' = clip g     m' = b1 m + (1 - b1) g'     v' = b2 v + (1 - b2) g'^2
 *     p' = p (1 - lr decay) - lr (m' / c1) / (sqrt(v' / c2) + epsilon)     c1 = 1 - b1^t, c2 = 1 - b2^t
 *
 * Inputs besides the state: the scalars that `adamWInputs` computes for a step. Outputs: the next state. Each next value
 * is made by an operator that works element by element, so a runtime may write it over the old one.
 */
export function adamW(trained: readonly Trained[], options: AdamWOptions = {}): Record<string, Tensor> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options
  const learningRate = input('learningRate', [])
  const clip = input('clip', [])
  const stepSize = div(learningRate, input('correction1', [])) // lr / c1
  const root2 = sqrt(input('correction2', [])) // sqrt(c2)
  const outputs: Record<string, Tensor> = {}
  for (const { name, value, gradient, weightDecay: decay = weightDecay } of trained) {
    const g = mul(gradient, clip)
    const m = add(mul(input(`${name}.m`, value.shape), beta1), mul(g, 1 - beta1))
    const v = add(mul(input(`${name}.v`, value.shape), beta2), mul(mul(g, g), 1 - beta2))
    const update = div(mul(m, stepSize), add(div(sqrt(v), root2), epsilon))
    const kept = decay === 0 ? value : mul(value, sub(1, mul(learningRate, decay)))
    outputs[`${name}.next`] = sub(kept, update)
    outputs[`${name}.m.next`] = m
    outputs[`${name}.v.next`] = v
  }
  return outputs
}

/** The scalar inputs of step `step` (counted from 1), given the norm of all gradients together. */
export function adamWInputs(step: number, learningRate: number, gradientNorm: number, options: AdamWOptions = {}) {
  const { beta1 = 0.9, beta2 = 0.999, maxNorm = Number.POSITIVE_INFINITY } = options
  return {
    learningRate,
    clip: Math.min(1, maxNorm / (gradientNorm + 1e-6)),
    correction1: 1 - beta1 ** step,
    correction2: 1 - beta2 ** step,
  }
}

/** The arrays of one trained value, updated in place. */
export interface TrainedArrays {
  value: Float32Array
  gradient: Float32Array
  m: Float32Array
  v: Float32Array
  weightDecay: number
}

const { add: plus, sub: minus, mul: times, div: over, sqrt: root } = lanes
const adamWLoop = vectorLoop(
  ['value', 'gradient', 'm', 'v'],
  ['kept', 'stepSize', 'root2', 'beta1', 'beta2', 'blend1', 'blend2', 'epsilon'],
  ({ value, gradient: g, m, v }, { kept, stepSize, root2, beta1, beta2, blend1, blend2, epsilon }) => ({
    // m' = b1 m + (1 - b1) clip g     v' = b2 v + (1 - b2) (clip g)^2
    m: plus(times(beta1, m), times(blend1, g)),
    v: plus(times(beta2, v), times(times(blend2, g), g)),
    // p' = p (1 - lr decay) - lr / c1 m' / (sqrt(v') / sqrt(c2) + epsilon)
    value: minus(times(kept, value), over(times(stepSize, m), plus(times(root(v), root2), epsilon))),
  }),
)

/**
 * The same step as a loop, for a runtime that works in this process's memory: one pass over memory where the graph makes a dozen.
 * Quickest where the arrays lie in `room`.
 */
export function adamWInPlace(
  room: VectorMemory,
  trained: readonly TrainedArrays[],
  { learningRate, clip, correction1, correction2 }: ReturnType<typeof adamWInputs>,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamWOptions = {},
): void {
  const stepSize = learningRate / correction1
  const root2 = 1 / Math.sqrt(correction2)
  const [blend1, blend2] = [(1 - beta1) * clip, (1 - beta2) * clip * clip]
  for (const { weightDecay, ...arrays } of trained) {
    const kept = 1 - learningRate * weightDecay
    adamWLoop(room, arrays, { kept, stepSize, root2, beta1, beta2, blend1, blend2, epsilon })
  }
}

/** The norm of all gradients together. */
export function normOf(gradients: readonly Float32Array[]): number {
  let total = 0
  for (const gradient of gradients) {
    // Four sums, so that one addition need not wait for the last.
    let [a, b, c, d] = [0, 0, 0, 0]
    const whole = gradient.length - (gradient.length % 4)
    for (let i = 0; i < whole; i += 4) {
      a += (gradient[i] as number) ** 2
      b += (gradient[i + 1] as number) ** 2
      c += (gradient[i + 2] as number) ** 2
      d += (gradient[i + 3] as number) ** 2
    }
    for (let i = whole; i < gradient.length; i++) a += (gradient[i] as number) ** 2
    total += a + b + c + d
  }
  return Math.sqrt(total)
}
