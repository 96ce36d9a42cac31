import { at, defined } from '../../../../src/core/absence.js'
import { RationaleError } from '../../../../src/core/errors.js'
import { malformed } from '../../weights/files.js'
import type { Block, SavedTensor, Tensors } from './adapter.js'
import { type BottleneckAdapter, placeKey } from './bottleneck.js'
import type { ConfigOf } from './config.js'
import { type Ia3Adapter, isInFront } from './ia3.js'
import type { LoraAdapter, LoraPair } from './lora.js'
import { patternValue } from './lora-config.js'
import { moduleOf } from './names.js'
import { cutPrefix, type PrefixAdapter } from './prefix.js'
import type { PromptAdapter } from './prompt.js'

/* From the tensors of an adapter file to the adapter: names, shapes and configuration are held against each other. */

export interface AdapterTensors {
  path: string
  tensors: Tensors
}

const WHOLE = { dropout: 0, modulesToSave: [] }

export function readLora(config: ConfigOf<'LORA'>, { path, tensors }: AdapterTensors): LoraAdapter {
  const { factors, saved } = apart(
    /^(.+?)\.lora_(?:([AB])(?:\.default)?\.weight|magnitude_vector(?:\.default)?(?:\.weight)?)$/,
    config,
    { path, tensors },
  )
  const pairs = new Map<string, LoraPair>()
  const part = (module: string, side: string | undefined) =>
    factors.find((factor) => factor.module === module && factor.side === side)?.tensor
  for (const { key, module, side, tensor: a } of factors) {
    if (side !== 'A') {
      if (part(module, 'A') === undefined) throw malformed(path, `${JSON.stringify(key)} has no lora_A`)
      continue
    }
    if (a.shape.length !== 2) throw malformed(path, `${JSON.stringify(key)} is no matrix`)
    const rank = at(a.shape, 0)
    const wanted = patternValue(config.rank_pattern, module) ?? config.r
    const b = part(module, 'B')
    if (b?.shape.length !== 2 || b.shape[1] !== rank || rank !== wanted) {
      throw malformed(path, `the factors of ${JSON.stringify(module)} do not fit`, {
        expected: `lora_A.weight [${wanted}, in] and lora_B.weight [out, ${wanted}], as r and rank_pattern say`,
        found: `[${a.shape.join(', ')}] and ${b ? `[${b.shape.join(', ')}]` : 'none'}`,
      })
    }
    const magnitude = part(module, undefined)?.data
    if ((magnitude !== undefined) !== config.use_dora)
      throw malformed(path, `${JSON.stringify(module)}: use_dora is ${config.use_dora}`, {
        expected: config.use_dora ? 'a lora_magnitude_vector' : 'no lora_magnitude_vector',
      })
    if (magnitude !== undefined && magnitude.length !== b.shape[0])
      throw malformed(
        path,
        `the magnitude of ${JSON.stringify(module)} has ${magnitude.length} values for ${b.shape[0]} rows`,
      )
    const alpha = patternValue(config.alpha_pattern, module) ?? config.lora_alpha
    pairs.set(module, { rank, alpha, a: a.data, b: b.data, ...defined({ magnitude }) })
  }
  if (pairs.size === 0 && saved.size === 0) throw malformed(path, 'no LoRA factors')
  return {
    method: 'lora',
    options: {
      rank: config.r,
      alpha: config.lora_alpha,
      dropout: config.lora_dropout,
      targetModules: [...pairs.keys()],
      rsLora: config.use_rslora,
      dora: config.use_dora,
      modulesToSave: [...saved.keys()].map(moduleOf),
      fanInFanOut: config.fan_in_fan_out,
    },
    pairs,
    saved,
    start: config.init_lora_weights,
  }
}

export function readIa3(config: ConfigOf<'IA3'>, { path, tensors }: AdapterTensors): Ia3Adapter {
  const { factors, saved } = apart(/^(.+?)\.ia3_l(?:\.default)?$/, config, { path, tensors })
  const vectors = new Map<string, SavedTensor>()
  for (const { key, module, tensor: vector } of factors) {
    const [rows, columns] = vector.shape
    if (vector.shape.length !== 2 || (rows !== 1 && columns !== 1))
      throw malformed(path, `${JSON.stringify(key)} is no vector`, {
        expected: '[out, 1] or [1, in]',
        found: `[${vector.shape.join(', ')}]`,
      })
    vectors.set(module, vector)
  }
  if (vectors.size === 0) throw malformed(path, 'no IA3 vectors')
  // A feed-forward module's vector lies in front of it: the file's shapes say so, and the configuration must say the same.
  const inFront = config.feedforward_modules
  for (const [module, vector] of Array.isArray(inFront) ? vectors : []) {
    const named = (inFront as string[]).some((name) => module === name || module.endsWith(`.${name}`))
    if (named !== isInFront(vector))
      throw malformed(
        path,
        `${JSON.stringify(module)}: feedforward_modules and the vector's shape contradict each other`,
      )
  }
  return { method: 'ia3', options: { dropout: 0, modulesToSave: [...saved.keys()].map(moduleOf) }, vectors, saved }
}

export function readPrompt(config: ConfigOf<'PROMPT_TUNING' | 'P_TUNING'>, from: AdapterTensors): PromptAdapter {
  const embeddings = onlyRows(from, config.num_virtual_tokens)
  const kind = config.peft_type === 'PROMPT_TUNING' ? 'prompt' : 'p-tuning'
  return { method: 'prompt', kind, options: WHOLE, saved: new Map(), length: config.num_virtual_tokens, embeddings }
}

export function readPrefix(config: ConfigOf<'PREFIX_TUNING'>, from: AdapterTensors): PrefixAdapter {
  const rows = onlyRows(from, config.num_virtual_tokens)
  const { num_layers: layers, token_dim: width } = config
  if (!layers || !width || rows.shape[1] !== 2 * layers * width)
    throw malformed(from.path, 'the prefix does not fit its configuration', {
      expected: `rows of 2 * num_layers * token_dim = 2 * ${layers} * ${width}`,
      found: `rows of ${rows.shape[1]}`,
    })
  const { num_virtual_tokens: length } = config
  return { method: 'prefix', options: WHOLE, saved: new Map(), length, layers: cutPrefix(rows, layers) }
}

function onlyRows({ path, tensors }: AdapterTensors, length: number): SavedTensor {
  const rows = tensors.get('prompt_embeddings')
  const other = [...tensors.keys()].find((key) => key !== 'prompt_embeddings')
  if (other !== undefined) throw unsupportedTensor(path, other, 'prompt_embeddings alone')
  if (rows?.shape.length !== 2 || rows.shape[0] !== length)
    throw malformed(path, 'prompt_embeddings do not fit num_virtual_tokens', {
      expected: `[${length}, …]`,
      found: rows ? `[${rows.shape.join(', ')}]` : 'none',
    })
  return rows
}

export function readBottleneck(
  { config, name }: ConfigOf<'BOTTLENECK'>,
  { path, tensors }: AdapterTensors,
): BottleneckAdapter {
  const layout = config.mh_adapter ? 'houlsby' : 'pfeiffer'
  const places: BottleneckAdapter['places'] = new Map()
  const known = new Set<string>()
  for (const key of tensors.keys()) {
    const found = /^(.*\.layers\.(\d+)\.(attention|output)_adapters\.adapters\.(.+?))\.adapter_down\.0\.weight$/.exec(
      key,
    )
    if (!found) continue
    const [, stem, number, which, of] = found as unknown as [string, string, string, string, string]
    if (of !== name) continue
    const block: Block = which === 'attention' ? 'attention' : 'mlp'
    const dense = (side: string) => {
      const names = { weight: `${stem}.${side}.weight`, bias: `${stem}.${side}.bias` }
      const [weight, bias] = [tensors.get(names.weight), tensors.get(names.bias)]
      if (weight?.shape.length !== 2 || bias === undefined || bias.data.length !== weight.shape[0])
        throw malformed(path, `${stem}.${side}: weight and bias do not fit each other`)
      known.add(names.weight).add(names.bias)
      return { weight, bias }
    }
    const [down, up] = [dense('adapter_down.0'), dense('adapter_up')]
    if (down.weight.shape[0] !== up.weight.shape[1] || down.weight.shape[1] !== up.weight.shape[0])
      throw malformed(path, `${stem}: down and up do not fit each other`)
    places.set(placeKey(Number(number), block), { layer: Number(number), block, down, up })
  }
  const other = [...tensors.keys()].find((key) => !known.has(key))
  if (other !== undefined) throw unsupportedTensor(path, other, 'adapter_down and adapter_up of each layer')
  if (places.size === 0) throw malformed(path, 'no bottleneck')
  const { non_linearity: activation, reduction_factor: reduction } = config
  return { method: 'bottleneck', layout, activation, reduction, options: WHOLE, saved: new Map(), places }
}

interface Factor {
  key: string
  module: string
  /** What the pattern's second group says. */
  side: string | undefined
  tensor: SavedTensor
}

/** Tensors of the method itself, and whole modules by parameter name. */
function apart(
  pattern: RegExp,
  config: { modules_to_save?: string[] | null | undefined },
  { path, tensors }: AdapterTensors,
): { factors: Factor[]; saved: Tensors } {
  const factors: Factor[] = []
  const saved: Tensors = new Map()
  const wholeModules = [...new Set([...(config.modules_to_save ?? []), ...EMBEDDING_MODULES])]
  for (const [key, tensor] of tensors) {
    const match = pattern.exec(key.replace(/^base_model\.model\./, ''))
    if (match) {
      factors.push({ key, module: at(match, 1), side: match[2], tensor })
      continue
    }
    const name = savedName(key)
    // PEFT takes every module whose path ends so, also within a name: `norm` is each layer's input_layernorm too.
    const isWhole = wholeModules.some((whole) => moduleOf(name).endsWith(whole))
    if (!isWhole || !/\.(?:weight|bias)$/.test(name))
      throw unsupportedTensor(path, key, 'the parameters of its method, and the modules that modules_to_save names')
    saved.set(name, tensor)
  }
  return { factors, saved }
}

const unsupportedTensor = (path: string, key: string, expected: string) =>
  new RationaleError('unsupported', `${path}: tensor ${JSON.stringify(key.slice(0, 120))}`, {
    expected,
    remedy: 'merge the adapter into its base model with PEFT and use that',
  })

/** PEFT saves these unasked where the vocabulary has grown. */
const EMBEDDING_MODULES = ['embed_tokens', 'lm_head']

const savedName = (key: string) =>
  key.replace(/^base_model\.model\./, '').replace(/\.modules_to_save(?:\.default)?/, '')
