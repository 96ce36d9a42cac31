import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import { familyOf } from './families.js'
import { withCommonNames } from './file-names.js'
import { openGguf } from './gguf.js'
import { type Architecture, architectureOf, headOf, type RewardHead } from './head.js'
import { withProducts } from './low-rank-source.js'
import { encoderOf, type ModelConfig, parseModelConfig } from './model-config.js'
import { openSafetensors, readSmallText } from './safetensors.js'
import { parameterShapes } from './shapes.js'
import type { TensorSource } from './types.js'

export interface ModelFiles extends TensorSource {
  /** What was opened: a folder or a .gguf file. */
  readonly path: string
  readonly config: ModelConfig
}

/** A decoder with a head in place of a vocabulary. */
export interface RewardFiles extends ModelFiles {
  readonly head: RewardHead
}

interface Opened extends TensorSource {
  readonly config: ModelConfig
  readonly architecture: Architecture
  /** Tensors without a place in any network of ours. */
  readonly unknown: readonly string[]
}

/** What the caller can run. */
interface Wanted {
  /** Encoder-decoders too, not only decoders. Default false. */
  encoder?: boolean
}

/**
 * Opens a language model by folder (config.json and safetensors, sharded or not) or by .gguf file. Only headers are read; every tensor that the
 * configuration calls for is there with its shape, and none is left over.
 *
 * @throws RationaleError `model-file`; `unsupported` for what is no language model, or holds more than this network would use; `io`.
 */
export function openModel(path: string, { encoder = false }: Wanted = {}): ModelFiles {
  const opened = open(path)
  return closingOnError(opened, () => {
    const { architecture, config } = opened
    const head = headOf(opened.tensors, config.hidden_size, 'a value head', path)
    if (architecture.kind === 'reward' || head) {
      const name = architecture.kind === 'reward' ? architecture.name : head?.architecture
      throw new RationaleError('unsupported', `${path} is no language model: it judges with a head (${name})`, {
        found: head?.layers.map(({ weight }) => weight).join(', ') ?? 'no vocabulary',
        remedy: 'use it as a verifier that reads the head: own:DIR?prm=NAME (see its model card for the layout)',
      })
    }
    if (!encoder) refuseEncoder(config, path)
    checkTensors(opened, path, [])
    return { ...opened, path }
  })
}

/**
 * Opens a model that answers with a head: classifiers of sequences or tokens, process reward models, value heads.
 *
 * @throws RationaleError `unsupported` where it has none; as `openModel` otherwise.
 */
export function openRewardModel(path: string): RewardFiles {
  const { head, ...files } = openDecoder(path)
  if (head !== undefined) return { ...files, head }
  void files.close()
  throw new RationaleError('unsupported', `${path} has no head to read rewards from`, {
    expected: 'tensors score.* or v_head.*',
    remedy: 'a language model judges by its tokens: name a layout of kind tokens',
  })
}

/** The decoder of a model, whatever stands on top of it: an adapter may bring a head of its own. Throws as `openModel` does. */
export function openDecoder(path: string): ModelFiles & { readonly head: RewardHead | undefined } {
  const opened = open(path)
  return closingOnError(opened, () => {
    const { architecture, config } = opened
    refuseEncoder(config, path)
    const name = architecture.kind === 'reward' ? architecture.name : 'a value head'
    const head = headOf(opened.tensors, config.hidden_size, name, path)
    // A vocabulary beside the head is not asked for anything: nothing is lost by passing it by.
    const tensors = new Map([...opened.tensors].filter(([name]) => name !== 'lm_head.weight'))
    const withoutVocabulary = { ...opened, tensors, config: { ...config, tie_word_embeddings: true } }
    const used = (head?.layers ?? []).flatMap(({ weight, bias }) => (bias === undefined ? [weight] : [weight, bias]))
    checkTensors(withoutVocabulary, path, used)
    return { ...withoutVocabulary, path, head }
  })
}

function refuseEncoder(config: ModelConfig, path: string): void {
  if (encoderOf(config) === undefined) return
  throw new RationaleError('unsupported', `${path} is an encoder-decoder (${config.model_type})`, {
    expected: 'a decoder, whose states or scores are read token by token',
    remedy: 'encoder-decoders are trained by rationale train (--task instruct or rationale), and write by own:DIR',
  })
}

function closingOnError<T>(opened: Opened, work: () => T): T {
  try {
    return work()
  } catch (error) {
    void opened.close()
    throw error
  }
}

/** Older files keep constants that follow from the configuration; a low-rank model its factors, which are read as their product. */
const BUFFER = /\.rotary_emb\.inv_freq$|\.low_rank_[AB]\.weight$/

/** Every tensor that the configuration calls for is there, in its shape; no other is but `beside`. */
function checkTensors({ tensors, config, unknown }: Opened, path: string, beside: readonly string[]): void {
  const shapes = parameterShapes(config)
  const missing = [...shapes.keys()].filter((name) => !tensors.has(name))
  const wrong = [...shapes].flatMap(([name, shape]) => {
    const found = tensors.get(name)
    if (!found || found.shape.join() === shape.join()) return []
    return [`${name} is [${found.shape.join(', ')}], not [${shape.join(', ')}]`]
  })
  if (missing.length > 0 || wrong.length > 0) {
    throw new RationaleError('model-file', `${path}: weights and configuration do not fit together`, {
      found: some([...missing.map((name) => `${name} is missing`), ...wrong]),
      remedy:
        missing.join() === 'lm_head.weight'
          ? 'the file holds no vocabulary head: set tie_word_embeddings to true in config.json if the model ties it to its embeddings, or take a language model'
          : 'fetch the model again, with all its files',
    })
  }
  const tied = config.tie_word_embeddings ? ['lm_head.weight'] : []
  const unused = [...tensors.keys(), ...unknown].filter(
    (name) => !shapes.has(name) && !beside.includes(name) && !tied.includes(name) && !BUFFER.test(name),
  )
  if (unused.length > 0) {
    throw new RationaleError('unsupported', `${path} holds weights that this network would leave out`, {
      expected: `the tensors of ${config.model_type}`,
      found: some(unused),
      remedy: remedyFor(unused),
    })
  }
}

const some = (names: readonly string[]) =>
  names.slice(0, 5).join('; ') + (names.length > 5 ? `; and ${names.length - 5} more` : '')

function remedyFor(unused: readonly string[]): string {
  const has = (pattern: RegExp) => unused.some((name) => pattern.test(name))
  if (has(/lora_|\.base_layer\./))
    return 'an adapter is still apart from its base: merge it with PEFT (merge_and_unload)'
  if (has(/_scale(?:_inv)?$|qweight|qzeros|absmax|quant_state/)) return 'take the model without quantization, or a GGUF'
  if (has(/^(?:score|v_head|classifier|cls)\b/)) return 'it judges with a head: use it as own:DIR?prm=NAME'
  if (has(/_norm\./)) return 'it has norms that its configuration does not name: run it through gguf: or onnx:'
  if (has(/\.bias$/))
    return 'its configuration does not name these biases (attention_bias, mlp_bias): correct config.json'
  if (has(/expert|gate_inp|router/)) return 'it is a mixture of experts: run it through gguf:'
  return 'run it through gguf: or onnx:, which know other architectures'
}

function open(path: string): Opened {
  if (!path.endsWith('.gguf')) return openFolder(path)
  return { ...openGguf(path), architecture: { kind: 'language' } }
}

/** @throws RationaleError `model-file` where the folder holds what is used beside a model: an adapter or a probe. */
export function refuseAdapter(folder: string): void {
  const expected = 'a folder with config.json, safetensors and tokenizer.json, or a .gguf file'
  if (existsSync(join(folder, 'probe.json')))
    throw new RationaleError('model-file', `${folder} holds a probe and no model`, {
      expected,
      remedy: `name the model whose states it reads: own:BASE?probe=${folder}`,
    })
  if (!existsSync(join(folder, 'adapter_config.json'))) return
  throw new RationaleError('model-file', `${folder} holds an adapter and no model`, {
    expected,
    remedy: `name the model that it was trained beside: own:BASE?adapter=${folder}, or --base BASE --adapter ${folder}`,
  })
}

function openFolder(folder: string): Opened {
  const configPath = join(folder, 'config.json')
  const names = ['model.safetensors', 'model.safetensors.index.json']
  const weights = names.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (weights === undefined) {
    refuseAdapter(folder)
    const pickled = existsSync(join(folder, 'pytorch_model.bin'))
    throw new RationaleError(pickled ? 'unsupported' : 'model-file', `no safetensors in ${folder}`, {
      expected: names.join(' or '),
      ...defined({ found: pickled ? 'pytorch_model.bin, a pickle: opening one can run code' : undefined }),
      remedy: 'save the model as safetensors (save_pretrained of Hugging Face transformers does)',
    })
  }
  let raw: unknown
  try {
    raw = JSON.parse(readSmallText(configPath, 1 << 20))
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('model-file', `${configPath} is not JSON`, {
      found: messageOf(error),
      remedy: 'fetch it again',
    })
  }
  const config = parseModelConfig(raw, configPath)
  const architecture = architectureOf((raw as { architectures?: unknown }).architectures, config.model_type, configPath)
  const stored = withProducts(withCommonNames(openSafetensors(weights), familyOf(config)), weights)
  return { ...stored, config: tiedAsStored(config, stored), architecture, unknown: [] }
}

/** mT5's configuration does not say whether the head is tied (transformers 4 writes false, 5 writes true, whatever the file holds): the file does. */
const tiedAsStored = (config: ModelConfig, { tensors }: TensorSource): ModelConfig =>
  familyOf(config).hasEncoder ? { ...config, tie_word_embeddings: !tensors.has('lm_head.weight') } : config
