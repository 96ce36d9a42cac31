import { globalNorm, minimum } from './fused.js'
import { add, div, mul, sqrt, sub } from './operators.js'
import { input, type Tensor } from './tensor.js'

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
 *     m' = b1 m + (1 - b1) g      v' = b2 v + (1 - b2) g^2
 *     p' = p (1 - lr decay) - lr (m' / c1) / (sqrt(v' / c2) + epsilon)     c1 = 1 - b1^t, c2 = 1 - b2^t
 *
 * Inputs besides the state: the scalars `learningRate`, `correction1` (c1) and `correction2` (c2), which `adamWInputs`
 * computes for a step. Outputs: the next state, and `gradientNorm` [] before clipping.
 */
export function adamW(trained: readonly Trained[], options: AdamWOptions = {}): Record<string, Tensor> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, maxNorm } = options
  const learningRate = input('learningRate', [])
  const c1 = input('correction1', [])
  const c2 = input('correction2', [])
  const gradientNorm = globalNorm(trained.map(({ gradient }) => gradient))
  const clip = maxNorm === undefined ? undefined : minimum(div(maxNorm, add(gradientNorm, 1e-6)), 1)
  const outputs: Record<string, Tensor> = { gradientNorm }
  for (const { name, value, gradient, weightDecay: decay = weightDecay } of trained) {
    const g = clip === undefined ? gradient : mul(gradient, clip)
    const m = add(mul(input(`${name}.m`, value.shape), beta1), mul(g, 1 - beta1))
    const v = add(mul(input(`${name}.v`, value.shape), beta2), mul(mul(g, g), 1 - beta2))
    const update = div(mul(m, div(learningRate, c1)), add(mul(sqrt(v), div(1, sqrt(c2))), epsilon))
    const kept = decay === 0 ? value : mul(value, sub(1, mul(learningRate, decay)))
    outputs[`${name}.next`] = sub(kept, update)
    outputs[`${name}.m.next`] = m
    outputs[`${name}.v.next`] = v
  }
  return outputs
}

/** The scalar inputs of step `step` (counted from 1). */
export function adamWInputs(step: number, learningRate: number, { beta1 = 0.9, beta2 = 0.999 }: AdamWOptions = {}) {
  return { learningRate, correction1: 1 - beta1 ** step, correction2: 1 - beta2 ** step }
}
