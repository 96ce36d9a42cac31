import { fileNames, namesUsed, transposed } from '../../weights/file-names.js'
import type { SavedTensor } from './adapter.js'
import type { Adapter } from './methods.js'

/* Adapters of families with names of their own, in those and in ours. LoRA's factors lie the same way in both; whole matrices may not (GPT-2's Conv1D). */

/** A read adapter under the common names. */
export function inCommonNames(adapter: Adapter): Adapter {
  const names = [...adapter.saved.keys(), ...(adapter.method === 'lora' ? adapter.pairs.keys() : [])]
  const used = namesUsed(names)
  if (used === undefined) return adapter
  const { toCommon, isTurned } = fileNames(used)
  return { ...renamed(adapter, toCommon, (_, common) => isTurned(common)), names: used }
}

/** An adapter as its file names it. */
export function inFileNames(adapter: Adapter): Adapter {
  if (adapter.names === undefined) return adapter
  const { toFile, isTurned } = fileNames(adapter.names)
  return renamed(adapter, toFile, isTurned)
}

function renamed(
  adapter: Adapter,
  rename: (name: string) => string,
  isTurned: (before: string, after: string) => boolean,
): Adapter {
  const turned = (name: string, other: string, { shape, data }: SavedTensor): SavedTensor =>
    isTurned(name, other) ? { shape: shape.toReversed(), data: transposed(data, shape) } : { shape, data }
  const saved = new Map(
    [...adapter.saved].map(([name, tensor]) => {
      const other = rename(name)
      return [other, turned(name, other, tensor)] as const
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
