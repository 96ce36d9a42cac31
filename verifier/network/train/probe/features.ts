import { createHash } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { messageOf, RationaleError } from '../../../../src/core/errors.js'
import { makeFolder } from '../../../../src/core/files/folder.js'
import { writeWhole } from '../../../../src/core/files/whole-file.js'
import type { ObservedSequence } from '../../model/place-reader.js'
import type { StateReader } from '../../model/states.js'
import { withinHalf } from '../../probe/probe.js'
import { encodeF16, halfTable } from '../../weights/formats/half.js'

/*
 * States of labelled chains, computed once and kept: heads, labels and penalties can then be tried in seconds.
 *
 *     identity.json   what they are states of: base, layers, layout
 *     states.f16      chain after chain, step after step, layer after layer, `width` halves each
 *     index.ndjson    {key, steps} of each chain, written after its states
 *
 * A kill between the two leaves states without a line: they are cut off when the folder is opened again.
 */

const IDENTITY = 'identity.json'

/** What states depend on. Another base, other layers or another layout need a folder of their own. */
export interface FeatureIdentity {
  base: string
  layout: number
  layers: readonly number[]
  width: number
}

export interface FeatureStore {
  readonly chains: number
  has(key: string): boolean
  /** Steps of a chain whose states are there. */
  steps(key: string): number
  /** Appends chains of one call; on the disk when it returns. */
  add(chains: readonly { key: string; states: Float32Array }[]): void
  /** States of one layer: float32 [steps * width], undefined for a chain that is not there. */
  read(key: string, layer: number): Float32Array | undefined
  close(): void
}

/** Told by its tokens and places: the same chain from another file is the same. */
export function featureKey({ tokens, places }: ObservedSequence): string {
  return createHash('sha256')
    .update(Int32Array.from([tokens.length, ...tokens, ...places]))
    .digest('hex')
    .slice(0, 24)
}

/** As written below; without steps where it is none. */
function entryOf(line: string): { key: string; steps: number } {
  try {
    const { key, steps } = JSON.parse(line)
    return { key: String(key), steps: Number.isInteger(steps) ? steps : Number.NaN }
  } catch {
    return { key: '', steps: Number.NaN }
  }
}

/** @throws RationaleError `configuration` where the folder holds states of something else, or does not say of what; `io`. */
export function openFeatures(folder: string, identity: FeatureIdentity): FeatureStore {
  makeFolder(folder)
  const [identityFile, statesFile, indexFile] = [IDENTITY, 'states.f16', 'index.ndjson'].map((name) =>
    join(folder, name),
  ) as [string, string, string] // three names, three paths
  if (!existsSync(identityFile)) {
    refuseNameless(folder, [statesFile, indexFile])
    writeWhole(identityFile, `${JSON.stringify(identity, null, 2)}\n`)
  } else refuseOtherStates(folder, identity, identity.layers)
  const { layers, width } = identity
  const stepBytes = layers.length * width * 2
  const places = new Map<string, { start: number; steps: number }>()
  let end = 0
  if (!existsSync(statesFile)) writeFileSync(statesFile, '')
  if (existsSync(indexFile)) {
    const lines = readFileSync(indexFile, 'utf8').split('\n')
    const there = statSync(statesFile).size
    const whole: string[] = []
    // What follows the last line end was cut short by a kill; and no line counts whose states are gone.
    for (const line of lines.slice(0, -1)) {
      const { key, steps } = entryOf(line)
      // What was damaged since is computed again, and all behind it: where its states end is not known.
      if (!(steps >= 0) || end + steps * stepBytes > there) break
      places.set(key, { start: end, steps })
      end += steps * stepBytes
      whole.push(line)
    }
    truncateSync(indexFile, Buffer.byteLength(whole.map((line) => `${line}\n`).join('')))
  } else writeFileSync(indexFile, '')
  truncateSync(statesFile, end)
  const file = openSync(statesFile, 'a+')
  const index = openSync(indexFile, 'a')
  const table = halfTable()
  return {
    get chains() {
      return places.size
    },
    has: (key) => places.has(key),
    steps: (key) => places.get(key)?.steps ?? 0,
    add(chains) {
      try {
        for (const { states } of chains) {
          const halves = new Uint8Array(states.length * 2)
          encodeF16(withinHalf(states), halves)
          appendFileSync(file, halves)
        }
        fsyncSync(file)
        for (const { key, states } of chains) {
          const steps = states.length / (layers.length * width)
          appendFileSync(index, `${JSON.stringify({ key, steps })}\n`)
          places.set(key, { start: end, steps })
          end += steps * stepBytes
        }
      } catch (error) {
        throw new RationaleError('io', `cannot write states into ${folder}`, { found: messageOf(error), cause: error })
      }
    },
    read(key, layer) {
      const place = places.get(key)
      const l = layers.indexOf(layer)
      if (place === undefined || l === -1) return undefined
      const bytes = new Uint8Array(place.steps * stepBytes)
      readSync(file, bytes, 0, bytes.length, place.start)
      const halves = new Uint16Array(bytes.buffer)
      const states = new Float32Array(place.steps * width)
      for (let step = 0; step < place.steps; step++)
        for (let i = 0; i < width; i++)
          states[step * width + i] = table[halves[(step * layers.length + l) * width + i] as number] as number
      return states
    },
    close() {
      closeSync(file)
      closeSync(index)
    },
  }
}

const identitySchema = z.object({
  base: z.string(),
  layout: z.number(),
  layers: z.array(z.int()).min(1),
  width: z.number(),
})

/** What the states of a folder are states of; undefined where there are none, or where the file does not say it. */
function identityIn(folder: string): FeatureIdentity | undefined {
  const file = join(folder, IDENTITY)
  if (!existsSync(file)) return undefined
  try {
    return identitySchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined // openFeatures refuses it
  }
}

/** The layers whose states a folder holds; undefined where it holds none. */
export const layersKept = (folder: string): readonly number[] | undefined => identityIn(folder)?.layers

const sayLayers = (layers: readonly number[]) => `${layers.length > 1 ? 'the layers' : 'layer'} ${layers.join(', ')}`

/**
 * Held against what the states would be if they were of this base, with the layers that a run asks for.
 *
 * @throws RationaleError `configuration` where a folder holds states of something else, or of other layers.
 */
export function refuseOtherStates(folder: string, wanted: FeatureIdentity, asked: readonly number[]): void {
  const found = identityIn(folder)
  const remedy = 'give another --output, or remove this folder to compute the states again'
  if (found === undefined)
    throw new RationaleError(
      'configuration',
      `${join(folder, IDENTITY)} does not say what the states beside it are of`,
      {
        expected: 'base, layout, layers and width, as they were written',
        remedy,
      },
    )
  const other = [
    ...(found.base === wanted.base ? [] : ['another base (other weights, tokens or adapter)']),
    ...(found.layout === wanted.layout ? [] : [`layout ${found.layout}`]),
    ...(found.width === wanted.width ? [] : [`width ${found.width}`]),
  ]
  const sameLayers = found.layers.join() === wanted.layers.join()
  // Of another depth the base has another name: only where the layers are the same it tells anything.
  if (sameLayers && other.length > 0)
    throw new RationaleError('configuration', `${folder} holds states of something else`, {
      expected: `states of this base, layout ${wanted.layout}, width ${wanted.width}`,
      found: other.join(', '),
      remedy,
    })
  if (sameLayers && asked.every((layer) => found.layers.includes(layer))) return
  throw new RationaleError('configuration', `${folder} holds states of other layers`, {
    expected: `states of ${sayLayers(asked)}`,
    found: `states of ${sayLayers(found.layers)}`,
    remedy: `ask for some of the layers that are there (--layers), or ${remedy}`,
  })
}

/** States of which nobody knows the base would be read as those of this one. @throws RationaleError `configuration`. */
function refuseNameless(folder: string, files: readonly string[]): void {
  const found = files.find((file) => existsSync(file) && statSync(file).size > 0)
  if (found === undefined) return
  throw new RationaleError(
    'configuration',
    `${folder} holds states and no identity.json: of which base they are is not known`,
    {
      expected: 'identity.json beside them, as it was written before the first of them',
      found,
      remedy: 'put identity.json back, give another --output, or remove this folder to compute the states again',
    },
  )
}

/** Chains of one call: enough that those of one question share its tokens, few enough that a kill loses little. */
const CHAINS_A_CALL = 16

/** Computes what is missing. `onProgress` hears of every call. */
export async function fillFeatures(
  store: FeatureStore,
  reader: StateReader,
  sequences: readonly ObservedSequence[],
  { signal, onProgress }: { signal?: AbortSignal | undefined; onProgress: (chains: number, tokens: number) => void },
): Promise<void> {
  const missing = new Map<string, ObservedSequence>()
  for (const sequence of sequences) {
    const key = featureKey(sequence)
    if (!store.has(key) && sequence.places.length > 0) missing.set(key, sequence)
  }
  const entries = [...missing]
  for (let start = 0; start < entries.length; start += CHAINS_A_CALL) {
    if (signal?.aborted)
      throw new RationaleError('aborted', `stopped with the states of ${store.chains} chains on the disk`, {
        remedy: 'run again to go on from there',
      })
    const some = entries.slice(start, start + CHAINS_A_CALL)
    const states = await reader.read(some.map(([, sequence]) => sequence))
    store.add(some.map(([key], i) => ({ key, states: states[i] ?? new Float32Array(0) })))
    onProgress(
      some.length,
      some.reduce((total, [, { tokens }]) => total + tokens.length, 0),
    )
  }
}
