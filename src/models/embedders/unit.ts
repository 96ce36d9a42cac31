import { RationaleError } from '../../core/errors.js'

/** A vector scaled to unit length. @throws RationaleError `model` where it has no direction. */
export function unitVector(values: ArrayLike<number>, id: string): Float32Array {
  let square = 0
  for (let i = 0; i < values.length; i++) square += (values[i] as number) ** 2
  const norm = Math.sqrt(square)
  if (!Number.isFinite(norm) || norm === 0)
    throw new RationaleError('model', `${id} gave a vector without a direction`, { found: `length ${norm}` })
  return Float32Array.from(values, (value) => value / norm)
}
