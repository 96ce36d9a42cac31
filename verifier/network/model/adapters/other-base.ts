import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fingerprint } from '../../../../src/core/files/fingerprint.js'
import { readSmallTextFile } from '../../../../src/core/files/small-file.js'
import { warn } from '../../../../src/core/warnings.js'
import { cachedHubModel } from '../../../../src/models/hub.js'
import { type ModelFiles, openModel } from '../../weights/model.js'
import { isInLayer } from '../../weights/shapes.js'
import type { TensorType } from '../../weights/types.js'
import { readAdapter } from './files.js'
import { mergedModel } from './merged.js'
import { methodOf } from './methods.js'

/* Whether an adapter stands beside the model that it was trained beside. Beside another one it may fit all the same, and computes something else. */

/** A base as it is called, and where it lies: of a model of the hub, the folder that it was fetched to. */
export interface BesideBase {
  name: string
  path: string
}

/** What the base is called in an adapter's file. */
export function baseNamedIn(folder: string): string | undefined {
  const config = JSON.parse(readSmallTextFile(join(folder, 'adapter_config.json'))) as {
    base_model_name_or_path?: unknown
    model_name?: unknown
  }
  // The adapters library has a word of its own for it.
  const name = config.base_model_name_or_path ?? config.model_name
  return typeof name === 'string' && name !== '' ? name : undefined
}

/**
 * Warns where it is another model. No refusal: what the adapter names is a path that may be somebody else's here. What cannot be read or opened is told by
 * whoever opens it.
 */
export async function warnOfOtherBase(folder: string, base: BesideBase): Promise<void> {
  const other = await otherBase(folder, base).catch(() => undefined)
  if (other?.isOther) warn({ about: `${folder} ${base.path}`, text: `${folder}: ${other.detail}` })
}

/**
 * What speaks against the base being the one that the adapter names, as far as that can be told on this machine; undefined where nothing does.
 *
 * @throws RationaleError `model-file`, `unsupported`, `io` for what cannot be read.
 */
export async function otherBase(
  folder: string,
  { name, path }: BesideBase,
): Promise<{ isOther: boolean; detail: string } | undefined> {
  const named = baseNamedIn(folder)
  if (named === undefined) return undefined
  const trained = existsSync(named) ? named : cachedHubModel(named)
  if (trained === undefined) {
    // OWNER/NAME of the hub lies in a folder or file that is called so.
    if (name.includes(basename(named))) return undefined
    return {
      isOther: false,
      detail: `it was trained beside ${named}, which is not here: whether ${name} is that model cannot be told`,
    }
  }
  if (!existsSync(path) || fingerprint(trained) === fingerprint(path)) return undefined
  const differing = await difference(trained, path)
  if (differing !== undefined)
    return { isOther: true, detail: `it was trained beside ${named}, another model than ${name}: ${differing}` }
  if (await isFoldedIn(folder, trained, path))
    return {
      isOther: true,
      detail: `${name} holds this adapter already, so that it would act twice: use ${name} alone`,
    }
  return {
    isOther: false,
    detail: `it was trained beside ${named}, whose weights are not those of ${name}: right only where both are one model in different bits`,
  }
}

/** By what two models cannot be the same one: the first number that differs, or weights farther apart than their bits explain. */
const difference = (trained: string, asked: string) =>
  withBoth(trained, asked, async (theirs, ours) => {
    for (const key of ['model_type', 'num_hidden_layers', 'hidden_size', 'intermediate_size'] as const) {
      const [there, here] = [theirs.config[key], ours.config[key]]
      if (asInGguf(there) !== asInGguf(here)) return `${key} ${there} there, ${here} here`
    }
    return await apart(theirs, ours)
  })

/** Whether a model is the one it was trained beside with the adapter merged into it: nearer to that than to the model without. */
const isFoldedIn = (folder: string, trained: string, asked: string) =>
  withBoth(trained, asked, async (theirs, ours) => {
    const adapter = await readAdapter(folder)
    if (methodOf(adapter).merged === undefined) return false
    const folded = mergedModel(theirs, adapter)
    for (const { name, shape } of ours.tensors.values()) {
      if (shape.length !== 2 || !isInLayer(name) || !theirs.tensors.has(name)) continue
      const [without, merged, here] = [await theirs.floats(name), await folded.floats(name), await ours.floats(name)]
      if (distanceOf(without, merged) > 0) return distanceOf(here, merged) < distanceOf(here, without) / 2
    }
    return false
  })

async function withBoth<Result>(
  trained: string,
  asked: string,
  compare: (theirs: ModelFiles, ours: ModelFiles) => Promise<Result>,
): Promise<Result> {
  const opened: ModelFiles[] = []
  try {
    for (const path of [trained, asked]) opened.push(openModel(path, { encoder: true }))
    const [theirs, ours] = opened as [ModelFiles, ModelFiles]
    return await compare(theirs, ours)
  } finally {
    for (const model of opened) await model.close()
  }
}

/** sqrt(sum of (a - b)^2) */
const distanceOf = (a: Float32Array, b: Float32Array) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0))

/** A Mistral without a window is a LLaMA there. */
const asInGguf = <Value>(value: Value) => (value === 'mistral' ? 'llama' : value)

/** Holds the smallest matrix of a layer that both have against each other. */
async function apart(theirs: ModelFiles, ours: ModelFiles): Promise<string | undefined> {
  const size = ({ shape }: { shape: readonly number[] }) => shape.reduce((a, b) => a * b, 1)
  const [info] = [...theirs.tensors.values()]
    .filter(({ name, shape }) => shape.length === 2 && isInLayer(name) && ours.tensors.has(name))
    .sort((a, b) => size(a) - size(b))
  const other = info && ours.tensors.get(info.name)
  if (info === undefined || other === undefined) return undefined
  const [a, b] = [await theirs.floats(info.name), await ours.floats(info.name)]
  if (a.length !== b.length) return `${info.name} [${info.shape.join(', ')}] there, [${other.shape.join(', ')}] here`
  const off = distanceOf(a, b) / distanceOf(a, new Float32Array(a.length))
  const most = Math.max(looseness(info.type), looseness(other.type))
  if (!(off > most)) return undefined
  const part = 100 * off
  return `${info.name} differs by ${part.toFixed(part < 10 ? 1 : 0)} % of its length, and rounding explains ${100 * most} % at most`
}

/** How far rounding takes a matrix away at most, as a part of its length, with room to spare: bfloat16 0.2 %, eight bits 1 %, five against four bits 14 %. */
const looseness = (type: TensorType): number =>
  type === 'F32' || type === 'F16' || type === 'BF16' || type === 'F64' ? 0.01 : type === 'Q8_0' ? 0.03 : 0.25
