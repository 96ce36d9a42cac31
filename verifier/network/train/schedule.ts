/**
 * Learning rate of step `step` (from 0) of `steps`: rising linearly from 0 over the warm-up, then falling to 0 (Hugging Face's schedules).
 *
 *     warm-up   r * step / warm
 *     linear    r * (steps - step) / (steps - warm)
 *     cosine    r * (1 + cos(pi * (step - warm) / (steps - warm))) / 2
 *
 * The first step of a warm-up has the rate 0 there, and so here. A run of one step has no warm-up, or it would learn nothing.
 */
export function learningRateAt(
  step: number,
  steps: number,
  {
    learningRate,
    warmup,
    schedule,
  }: { learningRate: number; warmup: number; schedule: 'cosine' | 'linear' | 'constant' },
): number {
  const warm = steps === 1 ? 0 : Math.ceil(warmup * steps)
  if (step < warm) return (learningRate * step) / warm
  const progress = (step - warm) / Math.max(1, steps - warm)
  if (schedule === 'linear') return learningRate * (1 - progress)
  if (schedule === 'cosine') return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2
  return learningRate
}
