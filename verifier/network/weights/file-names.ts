import { type Family, familyOf } from './families.js'
import { gpt2Names } from './gpt2-names.js'
import type { ModelConfig } from './model-config.js'
import type { TensorToWrite } from './safetensors.js'
import { t5Names } from './t5-names.js'
import { usualTargetNames } from './target-names.js'
import type { FileNames, TensorInfo, TensorSource } from './types.js'

/*
 * Families whose files name tensors in words of their own. Everything inside knows the common names, and matrices as [out, in]; model files and adapters
 * are read and written through this.
 */

const FILE_NAMES = { gpt2: gpt2Names, t5: t5Names } as const satisfies Record<NonNullable<Family['names']>, FileNames>

export const fileNames = (names: NonNullable<Family['names']>): FileNames => FILE_NAMES[names]

/** The family whose words these names are, undefined for the common ones. */
export const namesUsed = (names: readonly string[]): Family['names'] =>
  (['gpt2', 't5'] as const).find((family) => names.some(FILE_NAMES[family].isOwn))

/** What PEFT is told to adapt, by the paths of the layers in its file. */
export const targetNames = (names: Family['names'], paths: readonly string[]): readonly string[] =>
  names === undefined ? usualTargetNames(paths) : fileNames(names).targets(paths)

/** A model file under common names, its matrices as [out, in]. */
export function withCommonNames<T extends TensorSource>(source: T, family: Family): T {
  if (family.names === undefined) return source
  const { toCommon, isTurned, isSpare } = fileNames(family.names)
  const places = new Map<string, TensorInfo>()
  for (const [own, info] of source.tensors) if (!isSpare(own)) places.set(toCommon(own), info)
  const turned = (name: string) => isTurned(name) && places.get(name)?.shape.length === 2
  const ownName = (name: string) => places.get(name)?.name ?? name
  return {
    ...source,
    tensors: new Map(
      [...places].map(([name, info]) => [
        name,
        { ...info, name, shape: turned(name) ? info.shape.toReversed() : info.shape },
      ]),
    ),
    async floats(name: string) {
      const values = await source.floats(ownName(name))
      return turned(name) ? transposed(values, places.get(name)?.shape ?? []) : values
    },
    async bytes(name: string) {
      const bytes = await source.bytes(ownName(name))
      return turned(name) ? transposed(bytes, places.get(name)?.shape ?? []) : bytes
    },
  }
}

/** Tensors of a network as the family's file has them. */
export function inFileNames(config: ModelConfig, tensors: TensorToWrite[]): TensorToWrite[] {
  const { names } = familyOf(config)
  if (names === undefined) return tensors
  const { toFile, isTurned } = fileNames(names)
  return tensors.map(({ name, shape, type, data }) => {
    const own = { name: toFile(name), type }
    if (!isTurned(name)) return { ...own, shape, data }
    const values = async () => transposed(typeof data === 'function' ? await data() : data, shape)
    return { ...own, shape: shape.toReversed(), data: values }
  })
}

/** [rows, columns] -> [columns, rows], of numbers or of their bytes. */
export function transposed<T extends Float32Array | Uint8Array>(values: T, shape: readonly number[]): T {
  const [rows, columns] = shape as [number, number]
  const width = values.length / (rows * columns)
  const out = values.slice() as T // slice keeps the kind of array
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let i = 0; i < width; i++)
        out[(column * rows + row) * width + i] = values[(row * columns + column) * width + i] as number
  return out
}
