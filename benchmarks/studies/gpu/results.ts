/** One workload on one engine: what stages of measuring give back, ours and PyTorch's alike. */
export interface Run {
  /** `smol lora 4x512` */
  workload: string
  /** `webgpu`, `cpu`, `torch bf16` … */
  engine: string
  /** Of one step or one scoring: the median after those that warm up. */
  ms: number
  tokensPerSecond: number
  /** Of the first, in which kernels are compiled. */
  firstMs: number
  /** Most that was allocated on the device, where the engine itself says so (PyTorch). Of ours, see the stage's `deviceMB`. */
  memoryMB?: number
  /** Bytes that crossed between process and device in a step. */
  crossed?: number
  /** By step. */
  losses?: readonly number[]
  /** Of all targets together, where candidates were scored. */
  logProbability?: number
}

/** From times in ms, the first among them: the median after up to three that warm up. */
export function speedOf(tokens: number, times: readonly number[]): Pick<Run, 'ms' | 'tokensPerSecond' | 'firstMs'> {
  const warm = times.slice(Math.min(3, times.length - 1))
  const ms = median(warm)
  return { ms: round(ms), tokensPerSecond: round((tokens * 1e3) / ms), firstMs: round(times[0] ?? 0) }
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

export const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits

/** Farthest distance of two lists, place by place. */
export const apart = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0)
