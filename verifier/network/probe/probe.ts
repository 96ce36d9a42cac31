import * as z from 'zod'

/*
 * A probe: what is read off the states of a frozen network (Zhang et al. 2025, arXiv 2504.05419, do so with a generator's own states). Two logistic heads,
 * each on one layer: is this step right (on the step's state), and will the answer be right (on the step's state and the mean of all states up to it).
 */

const headSchema = z.strictObject({
  /** How many of the network's layers come before the state. */
  layer: z.int().min(1),
  weights: z.array(z.number()).min(1),
  bias: z.number(),
})
export type Head = z.infer<typeof headSchema>

export const probeSchema = z.strictObject({
  format: z.literal('rationale-probe'),
  version: z.literal(1),
  layout: z.int(),
  /** What the base is told by; see `fingerprint`. */
  base: z.string().min(1),
  width: z.int().min(1),
  /** States are divided by their root mean square (plus RMS_EPSILON under the root) before the heads read them. */
  normalised: z.literal(true).optional(),
  /** On a step's state: `width` weights. */
  step: headSchema.optional(),
  /** On a step's state and on the mean of the states of all steps up to it: 2 * `width` weights. */
  outcome: headSchema.optional(),
})
export type Probe = z.infer<typeof probeSchema>

/** Layers whose states a probe reads, in ascending order. */
export function layersOf({ step, outcome }: Pick<Probe, 'step' | 'outcome'>): number[] {
  const layers = [step, outcome].flatMap((head) => (head === undefined ? [] : [head.layer]))
  return [...new Set(layers)].sort((a, b) => a - b)
}

/** w . x + b: the log-odds of a head for features given in pieces. */
export function logit({ weights, bias }: Head, ...pieces: readonly Float32Array[]): number {
  let sum = bias
  let at = 0
  for (const piece of pieces) {
    for (let i = 0; i < piece.length; i++) sum += (piece[i] as number) * (weights[at + i] as number)
    at += piece.length
  }
  return sum
}

const RMS_EPSILON = 1e-5

/** A state divided by its root mean square. */
export function normalisedState(state: Float32Array): Float32Array {
  const square = state.reduce((sum, value) => sum + value * value, 0) / state.length
  const scale = 1 / Math.sqrt(square + RMS_EPSILON)
  return state.map((value) => value * scale)
}

/** The largest number of 16 bits, in which a probe's states are kept. */
const MOST_HALF = 65_504

/** A state as it can be kept: a few numbers of some families (Gemma's) are larger, and would be infinite. */
export const withinHalf = (state: Float32Array): Float32Array =>
  state.some((value) => Math.abs(value) > MOST_HALF)
    ? state.map((value) => Math.max(-MOST_HALF, Math.min(MOST_HALF, value)))
    : state

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
