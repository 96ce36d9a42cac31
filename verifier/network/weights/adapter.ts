import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { at, defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { makeFolder } from '../../../src/core/files/folder.js'
import { patternValue, readAdapterConfig } from './adapter-config.js'
import { malformed, writeAtomically } from './files.js'
import type { Adapter, LoraPair, SavedTensor } from './lora.js'
import { openSafetensors, type TensorToWrite, writeSafetensors } from './safetensors.js'

/*
 * LoRA adapters as PEFT keeps them: adapter_config.json beside adapter_model.safetensors.
 *
 *     y = W x + s B A x      A [r, in], B [out, r], s = alpha / r, with rsLoRA alpha / sqrt(r)
 */

/**
 * Reads a PEFT adapter folder.
 *
 * @throws RationaleError `unsupported` (pickled weights, what is not plain LoRA), `model-file`, `io`.
 */
export async function readAdapter(folder: string): Promise<Adapter> {
  const weightsPath = join(folder, 'adapter_model.safetensors')
  if (!existsSync(weightsPath)) {
    const pickled = existsSync(join(folder, 'adapter_model.bin'))
    throw new RationaleError(pickled ? 'unsupported' : 'io', `no adapter_model.safetensors in ${folder}`, {
      ...defined({ found: pickled ? 'adapter_model.bin, a pickle: opening one can run code' : undefined }),
      remedy: 'save the adapter with safe_serialization=True (the default of current PEFT)',
    })
  }
  const config = readAdapterConfig(join(folder, 'adapter_config.json'))
  const source = openSafetensors(weightsPath)
  const floats = async (key: string): Promise<Float32Array> => {
    const values = await source.floats(key)
    const bad = values.find((value) => !Number.isFinite(value))
    if (bad === undefined) return values
    throw malformed(weightsPath, `${JSON.stringify(key)} holds a value that is no number`, {
      expected: 'finite weights',
      found: String(bad),
    })
  }
  try {
    const pairs = new Map<string, LoraPair>()
    const saved = new Map<string, SavedTensor>()
    const wholeModules = new Set([...(config.modules_to_save ?? []), ...EMBEDDING_MODULES])
    for (const [key, info] of source.tensors) {
      const match = /^(?:base_model\.model\.)?(.+?)\.lora_([AB])(?:\.default)?\.weight$/.exec(key)
      if (!match) {
        const name = savedName(key)
        const module = moduleOf(name)
        // PEFT takes every module whose path ends so, also within a name: `norm` is each layer's input_layernorm too.
        const isWhole = [...wholeModules].some((whole) => module.endsWith(whole))
        if (!isWhole || !/\.(?:weight|bias)$/.test(name)) throw unsupportedTensor(weightsPath, key)
        saved.set(name, { shape: info.shape, data: await floats(key) })
        continue
      }
      const [module, side] = [at(match, 1), at(match, 2)]
      if (info.shape.length !== 2) throw malformed(weightsPath, `${JSON.stringify(key)} is no matrix`)
      if (side === 'B') continue
      const rank = at(info.shape, 0)
      const wanted = patternValue(config.rank_pattern, module) ?? config.r
      const infoB = source.tensors.get(key.replace('.lora_A.', '.lora_B.'))
      if (infoB?.shape.length !== 2 || infoB.shape[1] !== rank || rank !== wanted) {
        throw malformed(weightsPath, `the factors of ${JSON.stringify(module)} do not fit`, {
          expected: `lora_A.weight [${wanted}, in] and lora_B.weight [out, ${wanted}], as r and rank_pattern say`,
          found: `[${info.shape.join(', ')}] and ${infoB ? `[${infoB.shape.join(', ')}]` : 'none'}`,
        })
      }
      pairs.set(module, {
        rank,
        alpha: patternValue(config.alpha_pattern, module) ?? config.lora_alpha,
        a: await floats(key),
        b: await floats(key.replace('.lora_A.', '.lora_B.')),
      })
    }
    for (const key of source.tensors.keys()) {
      if (key.includes('.lora_B.') && !source.tensors.has(key.replace('.lora_B.', '.lora_A.'))) {
        throw malformed(weightsPath, `${JSON.stringify(key)} has no lora_A`)
      }
    }
    if (pairs.size === 0 && saved.size === 0) throw malformed(weightsPath, 'no LoRA factors')
    return {
      options: {
        rank: config.r,
        alpha: config.lora_alpha,
        dropout: config.lora_dropout,
        targetModules: [...pairs.keys()],
        rsLora: config.use_rslora,
        modulesToSave: [...saved.keys()].map((name) => name.replace(/\.(weight|bias)$/, '')),
        fanInFanOut: config.fan_in_fan_out,
      },
      pairs,
      saved,
      start: config.init_lora_weights,
    }
  } finally {
    await source.close()
  }
}

const unsupportedTensor = (path: string, key: string) =>
  new RationaleError('unsupported', `${path}: tensor ${JSON.stringify(key.slice(0, 120))}`, {
    expected: 'lora_A and lora_B pairs, and the modules that modules_to_save names',
    remedy: 'merge the adapter into its base model with PEFT and use that',
  })

/** PEFT saves these unasked where the vocabulary has grown. */
const EMBEDDING_MODULES = ['embed_tokens', 'lm_head']

const savedName = (key: string) =>
  key.replace(/^base_model\.model\./, '').replace(/\.modules_to_save(?:\.default)?/, '')

export interface AdapterDescription {
  /** The base model, for `base_model_name_or_path`. */
  base?: string | undefined
}

/**
 * Writes a PEFT adapter folder: classic keys only, so that old readers take it.
 *
 * @throws RationaleError `numeric` where a value is not finite (nothing is written), `io`.
 */
export async function writeAdapter(
  folder: string,
  adapter: Adapter,
  description: AdapterDescription = {},
): Promise<void> {
  const { options, pairs, saved } = adapter
  const tensors: TensorToWrite[] = []
  for (const [module, { rank, a, b }] of pairs) {
    const key = `base_model.model.${module}`
    tensors.push({ name: `${key}.lora_A.weight`, shape: [rank, a.length / rank], type: 'F32', data: a })
    tensors.push({ name: `${key}.lora_B.weight`, shape: [b.length / rank, rank], type: 'F32', data: b })
  }
  for (const [name, { shape, data }] of saved) {
    tensors.push({ name: `base_model.model.${name}`, shape, type: 'F32', data })
  }
  for (const { name, data } of tensors) {
    if (!(data as Float32Array).every(Number.isFinite)) {
      throw new RationaleError('numeric', `${name} is not finite: the adapter was not written`, {
        remedy: 'go back to the last good checkpoint with a lower learning rate',
      })
    }
  }
  const differing = (of: (pair: LoraPair) => number, usual: number) =>
    Object.fromEntries([...pairs].filter(([, pair]) => of(pair) !== usual).map(([module, pair]) => [module, of(pair)]))
  const config = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: description.base ?? null,
    revision: null,
    inference_mode: true,
    r: options.rank,
    lora_alpha: options.alpha,
    lora_dropout: options.dropout,
    bias: 'none',
    fan_in_fan_out: options.fanInFanOut,
    target_modules: targetModules([...pairs.keys()]),
    init_lora_weights: adapter.start ?? true,
    modules_to_save: saved.size === 0 ? null : [...new Set([...saved.keys()].map(moduleOf))],
    use_rslora: options.rsLora,
    use_dora: false,
    rank_pattern: differing(({ rank }) => rank, options.rank),
    alpha_pattern: differing(({ alpha }) => alpha, options.alpha),
    layers_to_transform: null,
    layers_pattern: null,
  }
  makeFolder(folder)
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), tensors)
  await writeAtomically(join(folder, 'adapter_config.json'), (write) =>
    write(new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`)),
  )
}

/** The whole path: PEFT takes every module whose path ends so, and `norm` would also name each layer's. */
const moduleOf = (tensor: string) => tensor.replace(/\.(weight|bias)$/, '')

/** Short names (`q_proj`) where every layer has the module, full paths otherwise (or PEFT would make factors that the file does not have). */
function targetModules(modules: string[]): string[] {
  const layersOf = new Map<string, Set<string>>()
  for (const module of modules) {
    const layer = /\.layers\.(\d+)\./.exec(module)?.[1] ?? ''
    const name = module.split('.').at(-1) as string
    layersOf.set(name, (layersOf.get(name) ?? new Set()).add(layer))
  }
  const everyLayer = Math.max(...[...layersOf.values()].map((layers) => layers.size))
  const uniform = [...layersOf.values()].every((layers) => layers.size === everyLayer)
  const first = Math.min(...modules.map((module) => Number(/\.layers\.(\d+)\./.exec(module)?.[1] ?? 0)))
  const last = Math.max(...modules.map((module) => Number(/\.layers\.(\d+)\./.exec(module)?.[1] ?? 0)))
  return uniform && first === 0 && last === everyLayer - 1 ? [...layersOf.keys()].sort() : modules
}
