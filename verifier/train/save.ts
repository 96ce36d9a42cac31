import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Adapter } from '../model/lora.js'
import { type Network, parameterShapes } from '../model/parameters.js'
import type { HostTensor } from '../runtime/runtime.js'
import type { TextTokenizer } from '../tokenizer/types.js'
import { writeAdapter } from '../weights/adapter.js'
import { writeAtomically } from '../weights/files.js'
import { type ModelConfig, toConfigJson } from '../weights/model-config.js'
import { writeSafetensors } from '../weights/safetensors.js'
import type { Base } from './base.js'
import { basePath } from './base.js'

type State = Readonly<Record<string, HostTensor>>

/** What was trained, in the formats that others read: a PEFT adapter, or a model folder. */
export async function saveTrained(
  output: string,
  base: Base & { uri: string },
  adapter: Adapter | undefined,
  state: State,
): Promise<void> {
  if (adapter) {
    const shapes = parameterShapes(base.network.config)
    await writeAdapter(output, adapterAt(adapter, state), { base: basePath(base.uri), shapes })
    return
  }
  await writeModel(output, base.network.config, base.tokenizer, networkAt(base.network, state))
}

/** The adapter with the trained values in it. */
export function adapterAt(adapter: Adapter, state: State): Adapter {
  const values = (name: string) => state[name]?.data as Float32Array
  return {
    options: adapter.options,
    pairs: new Map(
      [...adapter.pairs].map(([path, pair]) => [
        path,
        { ...pair, a: values(`${path}.lora_A.weight`), b: values(`${path}.lora_B.weight`) },
      ]),
    ),
    saved: new Map([...adapter.saved.keys()].map((name) => [name, values(name)])),
  }
}

/** The network with the trained values in it. */
export function networkAt(network: Network, state: State): Network {
  const values = (name: string) => state[name]?.data as Float32Array | undefined
  const weights: Network['weights'] = new Map()
  for (const [name, weight] of network.weights) {
    if (weight.kind === 'low-rank') {
      const a = values(name.replace(/weight$/, 'low_rank_A.weight')) ?? weight.a
      const b = values(name.replace(/weight$/, 'low_rank_B.weight')) ?? weight.b
      weights.set(name, { ...weight, a, b })
    } else if (weight.kind === 'dense') {
      weights.set(name, { ...weight, data: values(name) ?? weight.data })
    } else {
      weights.set(name, weight)
    }
  }
  return { config: network.config, weights }
}

/** A model folder as Hugging Face lays it out. Low-rank layers are written as the products they stand for. */
async function writeModel(
  folder: string,
  config: ModelConfig,
  tokenizer: TextTokenizer,
  network: Network,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await writeSafetensors(
    join(folder, 'model.safetensors'),
    [...network.weights].map(([name, weight]) => {
      if (weight.kind === 'dense') return { name, shape: weight.shape, type: 'F32', data: weight.data }
      if (weight.kind === 'low-rank') return { name, shape: weight.shape, type: 'F32', data: () => product(weight) }
      throw new RangeError(`${name} is quantized: it was not trained`)
    }),
  )
  await writeJson(join(folder, 'config.json'), toConfigJson(config))
  await writeJson(join(folder, 'tokenizer.json'), tokenizer.files.tokenizer)
  await writeJson(join(folder, 'tokenizer_config.json'), tokenizer.files.config)
}

/** B A: [out, in]. */
function product({
  rank,
  shape: [out, input],
  a,
  b,
}: {
  rank: number
  shape: readonly [number, number]
  a: Float32Array
  b: Float32Array
}): Float32Array {
  const result = new Float32Array(out * input)
  for (let o = 0; o < out; o++) {
    for (let r = 0; r < rank; r++) {
      const factor = b[o * rank + r] as number
      for (let i = 0; i < input; i++)
        result[o * input + i] = (result[o * input + i] as number) + factor * (a[r * input + i] as number)
    }
  }
  return result
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeAtomically(path, (write) => write(new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)))
}

/** Training settings beside the result, for the reader of the folder. */
export function readSettings(folder: string): Record<string, unknown> | undefined {
  const path = join(folder, 'training.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : undefined
}
