import type { AdamWOptions } from '../graph/index.js'
import type { HostTensor, Runtime } from '../runtime/runtime.js'
import { startEightBit } from './optimizer-8bit.js'
import { startInProcess } from './optimizer-in-process.js'
import { startOnDevice } from './optimizer-on-device.js'
import type { OptimizerState } from './optimizer-step.js'

/** Starts from values and zero moments. The arrays given stay as they are: the state is written in place. */
export const startOptimizer = (
  runtime: Runtime,
  options: AdamWOptions,
  values: ReadonlyMap<string, HostTensor>,
): Promise<OptimizerState> => {
  if (options.moments === '8bit') return startEightBit(runtime, options, values)
  return runtime.inProcess ? startInProcess(runtime, options, values) : startOnDevice(runtime, options, values)
}
