import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../../../../src/core/errors.js'
import { makeFolder } from '../../../../src/core/files/folder.js'
import { produceWhole } from '../../../../src/core/files/whole-file.js'
import { malformed } from '../../weights/files.js'
import { firstNotFinite } from '../../weights/finite.js'
import { openSafetensors, type SafetensorsSource, writeSafetensors } from '../../weights/safetensors.js'
import type { AdapterFile, Tensors } from './adapter.js'
import { type AdapterConfig, readAdapterConfig } from './config.js'
import { type Adapter, methodOf } from './methods.js'
import { inCommonNames, inFileNames } from './named.js'
import * as read from './read.js'

/* Adapters as PEFT keeps them, adapter_config.json beside adapter_model.safetensors, or as the library `adapters` does (adapter.safetensors). */

const WEIGHTS = 'adapter_model.safetensors'

/**
 * Reads an adapter folder.
 *
 * @throws RationaleError `configuration` where there is no such folder, `unsupported` (pickled weights, a method or setting that is not known), `model-file`
 * (values that are not finite too), `io`.
 */
export async function readAdapter(folder: string): Promise<Adapter> {
  if (!existsSync(folder))
    throw new RationaleError('configuration', `there is no ${folder}`, {
      expected: `the folder of an adapter: adapter_config.json beside ${WEIGHTS}`,
      remedy: 'check the path',
    })
  const name = [WEIGHTS, 'adapter.safetensors'].find((each) => existsSync(join(folder, each)))
  if (name === undefined) {
    const pickled = ['adapter_model.bin', 'pytorch_adapter.bin'].find((each) => existsSync(join(folder, each)))
    throw new RationaleError(pickled ? 'unsupported' : 'model-file', `no ${WEIGHTS} in ${folder}`, {
      ...(pickled && { found: `${pickled}, a pickle: opening one can run code` }),
      remedy: pickled
        ? pickled === 'pytorch_adapter.bin'
          ? 'save it with the library adapters again: save_adapter(…, use_safetensors=True)'
          : 'save the adapter with safe_serialization=True (the default of current PEFT)'
        : 'name the folder of an adapter, as rationale train or PEFT leaves it',
    })
  }
  const config = readAdapterConfig(join(folder, 'adapter_config.json'))
  const source = openSafetensors(join(folder, name))
  try {
    const path = join(folder, name)
    return inCommonNames(build(config, { path, tensors: await finiteTensors(source, path) }))
  } finally {
    await source.close()
  }
}

function build(config: AdapterConfig, from: read.AdapterTensors): Adapter {
  switch (config.peft_type) {
    case 'LORA':
      return read.readLora(config, from)
    case 'IA3':
      return read.readIa3(config, from)
    case 'PREFIX_TUNING':
      return read.readPrefix(config, from)
    case 'PROMPT_TUNING':
    case 'P_TUNING':
      return read.readPrompt(config, from)
    case 'BOTTLENECK':
      return read.readBottleneck(config, from)
  }
}

async function finiteTensors(source: SafetensorsSource, path: string): Promise<Tensors> {
  const tensors: Tensors = new Map()
  for (const [key, { shape }] of source.tensors) {
    const data = await source.floats(key)
    const bad = firstNotFinite(data)
    if (bad !== undefined)
      throw malformed(path, `${JSON.stringify(key)} holds a value that is no number`, {
        expected: 'finite weights',
        found: String(bad),
      })
    tensors.set(key, { shape, data })
  }
  return tensors
}

function jsonOf({ config, floating = [] }: AdapterFile): string {
  const text = JSON.stringify(config, null, 2)
  return floating.reduce((sofar, key) => sofar.replace(new RegExp(`("${key}": -?\\d+)(?=,?\\n)`), '$1.0'), text)
}

export interface AdapterDescription {
  /** The base model, for `base_model_name_or_path`. */
  base?: string | undefined
}

/**
 * Writes an adapter folder.
 *
 * @returns the names of its files.
 * @throws RationaleError `numeric` where a value is not finite (nothing is written), `io`.
 */
export async function writeAdapter(
  folder: string,
  adapter: Adapter,
  description: AdapterDescription = {},
): Promise<string[]> {
  const named = inFileNames(adapter)
  const file = methodOf(named).file(named, description.base)
  const tensors = [
    ...file.tensors,
    ...[...named.saved].map(([name, tensor]) => [`base_model.model.${name}`, tensor] as const),
  ]
  for (const [name, { data }] of tensors) {
    if (firstNotFinite(data) !== undefined) {
      throw new RationaleError('numeric', `${name} is not finite: the adapter was not written`, {
        remedy: 'go back to the last good checkpoint with a lower learning rate',
      })
    }
  }
  makeFolder(folder)
  const weights = file.weightsName ?? WEIGHTS
  await writeSafetensors(
    join(folder, weights),
    tensors.map(([name, { shape, data }]) => ({ name, shape, type: 'F32', data })),
  )
  await produceWhole(join(folder, 'adapter_config.json'), (write) =>
    write(new TextEncoder().encode(`${jsonOf(file)}\n`)),
  )
  return [weights, 'adapter_config.json']
}
