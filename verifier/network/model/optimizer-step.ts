import { RationaleError } from '../../../src/core/errors.js'
import type { AdamWOptions } from '../graph/index.js'
import type { HostTensor, Value } from '../runtime/runtime.js'

/** Counted from 1, with the loss that the gradients are of. */
export interface StepAt {
  step: number
  learningRate: number
  loss: number
}

/** Trained values with AdamW's moments, wherever the runtime keeps them: `NAME`, `NAME.m`, `NAME.v`. */
export interface OptimizerState {
  /** Memory for the first gradients, where the step is quickest. */
  gradientRoom(): Promise<Record<string, Value>>
  /** The trained values without their moments. */
  values(): Record<string, Value>
  /**
   * One step of AdamW; returns the gradients' norm before clipping.
   * @throws RationaleError `numeric` where loss or norm is not finite; the state is as it was then.
   */
  apply(gradients: Readonly<Record<string, Value>>, at: StepAt): Promise<number>
  copy(): Promise<Record<string, HostTensor>>
  /** @throws RationaleError `model-file` where the saved state has other values. */
  restore(saved: Readonly<Record<string, HostTensor>>): Promise<void>
  dispose(): Promise<void>
}

export type Shapes = ReadonlyMap<string, readonly number[]>

export const shapesOf = (values: ReadonlyMap<string, HostTensor>): Shapes =>
  new Map([...values].map(([name, { shape }]) => [name, shape]))

export const elementsOf = (shape: readonly number[]) => shape.reduce((size, dim) => size * dim, 1)

/** Norms and biases do not decay. */
export const weightDecayOf = (shape: readonly number[], { weightDecay = 0 }: AdamWOptions) =>
  shape.length === 1 ? 0 : weightDecay

/** @throws RationaleError `numeric` */
export function checkFinite({ step, loss }: StepAt, norm: number): void {
  if (Number.isFinite(loss) && Number.isFinite(norm)) return
  throw new RationaleError('numeric', `step ${step}: the loss or the gradient is not a finite number`, {
    found: `loss ${loss}, gradient norm ${norm}`,
    remedy: 'lower the learning rate, or look at the batch; the state is as it was before this step',
  })
}

/** `NAME`, `NAME.m` and `NAME.v` of every value. @throws RationaleError `model-file` */
export function checkSaved(shapes: Shapes, saved: Readonly<Record<string, HostTensor>>): void {
  const wrong = [...shapes].flatMap(([name, shape]) =>
    [name, `${name}.m`, `${name}.v`].filter((each) => String(saved[each]?.shape) !== String(shape)),
  )
  if (wrong.length > 0)
    throw new RationaleError('model-file', 'the saved state belongs to another training', {
      found: `${wrong.length} values missing or of another shape, the first ${wrong[0]}`,
      remedy: 'resume with the options and the base that the checkpoint was made with',
    })
}
