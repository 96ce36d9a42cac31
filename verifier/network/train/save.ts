import { join } from 'node:path'
import { makeFolder } from '../../../src/core/files/folder.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { writeAdapter } from '../model/adapters/files.js'
import { type Adapter, methodOf } from '../model/adapters/methods.js'
import type { Network } from '../model/parameters.js'
import type { HostTensor } from '../runtime/runtime.js'
import { inFileNames } from '../weights/file-names.js'
import { factorNames } from '../weights/low-rank-source.js'
import { type ModelConfig, toConfigJson } from '../weights/model-config.js'
import { type TensorToWrite, writeSafetensors } from '../weights/safetensors.js'
import type { Base } from './base.js'
import { HEAD_LAYOUT } from './head.js'
import type { TrainSettings } from './options.js'
import { takenBy } from './takes.js'

type State = Readonly<Record<string, HostTensor>>

/** What was trained, in the formats that others read: a PEFT adapter, or a model folder. */
export async function saveTrained(
  output: string,
  base: Base,
  adapter: Adapter | undefined,
  state: State,
): Promise<void> {
  if (adapter) {
    await writeAdapter(output, adapterAt(adapter, state), { base: base.found.name })
    if ([...adapter.saved.keys()].some((name) => name.startsWith('score.')))
      await writeJson(join(output, 'prm.json'), HEAD_LAYOUT)
    return
  }
  await writeModel(output, base.network.config, base.tokenizer, networkAt(base.network, state))
}

/** The adapter with the trained values in it. */
export function adapterAt<A extends Adapter>(adapter: A, state: State): A {
  const values = (name: string) => state[name]?.data as Float32Array
  const saved = new Map([...adapter.saved].map(([name, { shape }]) => [name, { shape, data: values(name) }]))
  return { ...methodOf(adapter).withValues(adapter, values), saved }
}

/** The network with the trained values in it. */
function networkAt(network: Network, state: State): Network {
  const values = (name: string) => state[name]?.data as Float32Array | undefined
  const weights: Network['weights'] = new Map()
  for (const [name, weight] of network.weights) {
    if (weight.kind === 'low-rank') {
      const names = factorNames(name)
      const [a, b] = [values(names.a) ?? weight.a, values(names.b) ?? weight.b]
      weights.set(name, { ...weight, a, b })
    } else if (weight.kind === 'dense') {
      weights.set(name, { ...weight, data: values(name) ?? weight.data })
    } else {
      weights.set(name, weight)
    }
  }
  return { config: network.config, weights }
}

/** A model folder as Hugging Face lays it out. Low-rank layers are written as their factors. */
async function writeModel(
  folder: string,
  config: ModelConfig,
  tokenizer: TextTokenizer,
  network: Network,
): Promise<void> {
  makeFolder(folder)
  await writeSafetensors(
    join(folder, 'model.safetensors'),
    inFileNames(
      config,
      [...network.weights].flatMap(([name, weight]): TensorToWrite[] => {
        if (weight.kind === 'dense') return [{ name, shape: weight.shape, type: 'F32', data: weight.data }]
        if (weight.kind !== 'low-rank') throw new RangeError(`${name} is ${weight.kind}: it was not trained`)
        const { rank, shape, a, b } = weight
        const names = factorNames(name)
        return [
          { name: names.a, shape: [rank, shape[1]], type: 'F32', data: a },
          { name: names.b, shape: [shape[0], rank], type: 'F32', data: b },
        ]
      }),
    ),
  )
  await writeJson(join(folder, 'config.json'), toConfigJson(config))
  await writeJson(join(folder, 'tokenizer.json'), tokenizer.files.tokenizer)
  await writeJson(join(folder, 'tokenizer_config.json'), tokenizer.files.config)
}

/** run.json, with which `rationale train --config` repeats the run. @param asked what a command was asked for beside. */
export async function writeRun(settings: TrainSettings, asked: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await writeJson(join(settings.output, 'run.json'), { ...takenBy(settings), resume: false, ...asked })
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await produceWhole(path, (write) => write(new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)))
}
