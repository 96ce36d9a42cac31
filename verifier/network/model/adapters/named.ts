import { fromGpt2Name, isConv1d, isGpt2Name, toGpt2Name, transposed } from '../../weights/gpt2-names.js'
import type { SavedTensor } from './adapter.js'
import type { Adapter } from './methods.js'

/* Adapters of GPT-2 in their files' names and in ours. LoRA's factors lie the same way in both; whole matrices do not (Conv1D). */

/** A read adapter under the common names. */
export function inCommonNames(adapter: Adapter): Adapter {
  const names = [...adapter.saved.keys(), ...(adapter.method === 'lora' ? adapter.pairs.keys() : [])]
  return names.some(isGpt2Name) ? { ...renamed(adapter, fromGpt2Name, (name) => name), names: 'gpt2' } : adapter
}

/** An adapter as its file names it. */
export const inFileNames = (adapter: Adapter): Adapter =>
  adapter.names === 'gpt2' ? renamed(adapter, toGpt2Name, fromGpt2Name) : adapter

function renamed(adapter: Adapter, rename: (name: string) => string, common: (name: string) => string): Adapter {
  const turned = (name: string, { shape, data }: SavedTensor): SavedTensor =>
    isConv1d(common(name)) ? { shape: shape.toReversed(), data: transposed(data, shape) } : { shape, data }
  const saved = new Map(
    [...adapter.saved].map(([name, tensor]) => {
      const other = rename(name)
      return [other, turned(other, tensor)] as const
    }),
  )
  const options = { ...adapter.options, modulesToSave: adapter.options.modulesToSave.map(rename) }
  if (adapter.method !== 'lora') return { ...adapter, options, saved } as Adapter // the kind stays what it was
  const pairs = new Map([...adapter.pairs].map(([path, pair]) => [rename(path), pair]))
  const targetModules = Array.isArray(adapter.options.targetModules)
    ? adapter.options.targetModules.map((path: string) => rename(path))
    : adapter.options.targetModules
  return { ...adapter, options: { ...adapter.options, ...options, targetModules }, pairs, saved }
}
