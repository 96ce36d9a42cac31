import type { AdamWOptions } from '../graph/index.js'
import type { HostTensor, Runtime, Value } from '../runtime/runtime.js'
import { startInProcess } from './optimizer-in-process.js'
import { startOnDevice } from './optimizer-on-device.js'
import type { StepAt } from './optimizer-step.js'

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

/** Starts from values and zero moments. The arrays given stay as they are: the state is written in place. */
export const startOptimizer = (
  runtime: Runtime,
  options: AdamWOptions,
  values: ReadonlyMap<string, HostTensor>,
): Promise<OptimizerState> =>
  runtime.inProcess ? startInProcess(runtime, options, values) : startOnDevice(runtime, options, values)
