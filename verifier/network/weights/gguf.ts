import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { FAMILIES, familyOf, MODEL_TYPES, type ModelType } from './families.js'
import { malformed, openForReading } from './files.js'
import { TENSOR_FORMATS } from './formats/tensor-types.js'
import type { GgufValue } from './gguf-cursor.js'
import { type GgufHeader, type GgufTensor, readGgufHeader } from './gguf-header.js'
import { fromGgufName, ggufShift, isPermuted, unpermuteRows } from './gguf-names.js'
import { type ModelConfig, parseModelConfig } from './model-config.js'
import { withNamedScaling } from './rope-factors.js'
import { type RowOrder, readFloats, readStored } from './tensor-reader.js'
import type { TensorSource } from './types.js'

export interface GgufModel extends TensorSource {
  readonly config: ModelConfig
  /** Tensors that no network of ours has, by their GGUF names. */
  readonly unknown: readonly string[]
  readonly metadata: ReadonlyMap<string, GgufValue>
}

/** The family of each GGUF architecture that we run; `llama` is Mistral too, which has the window. */
const ARCHITECTURES: ReadonlyMap<unknown, ModelType> = new Map([
  ['mistral', 'mistral'],
  ...MODEL_TYPES.filter((type) => FAMILIES[type].gguf !== undefined)
    .toReversed()
    .map((type) => [FAMILIES[type].gguf, type] as const),
])

/** Tensors that hold no weights: they are read with the configuration. */
const CONSTANTS = new Set(['rope_freqs.weight', 'rope_factors_long.weight', 'rope_factors_short.weight'])

/**
 * Opens a GGUF model: configuration, and tensors under Hugging Face's names with q's and k's rows in Hugging Face's order. Only the header is read.
 *
 * @throws RationaleError `model-file`, `unsupported` (architecture, element type), `io`.
 */
export function openGguf(path: string): GgufModel {
  const file = openForReading(path)
  try {
    const header = readGgufHeader(file)
    const factorsOf = (name: string): number[] | undefined => {
      const tensor = header.tensors.get(name)
      if (tensor === undefined) return undefined
      if (tensor.type !== 'F32' || tensor.bytes > 1 << 20) throw malformed(path, `${name} has an odd type or size`)
      const factors = new Float32Array(tensor.bytes / 4)
      file.readNow(new Uint8Array(factors.buffer), tensor.position)
      return [...factors]
    }
    const config = withNamedScaling(configOf(path, header, factorsOf))
    const family = familyOf(config)
    const places = new Map<string, { tensor: GgufTensor; order: RowOrder | undefined; shift: number }>()
    const unknown: string[] = []
    const order = unpermuteRows(config.head_dim)
    for (const tensor of header.tensors.values()) {
      const name = fromGgufName(tensor.name, family)
      if (name === undefined) {
        if (!CONSTANTS.has(tensor.name)) unknown.push(tensor.name)
        continue
      }
      const permuted = isPermuted(family, name)
      if (permuted && (tensor.shape[0] as number) % config.head_dim !== 0) {
        throw malformed(
          path,
          `${tensor.name} has ${tensor.shape[0]} rows, no multiple of the head's ${config.head_dim}`,
        )
      }
      if (permuted && tensor.shape.length === 1 && TENSOR_FORMATS[tensor.type].blockSize > 1) {
        throw malformed(path, `${tensor.name} is a bias in blocks (${tensor.type})`)
      }
      const shift = ggufShift(family, name)
      if (shift !== 0 && tensor.type !== 'F32') throw malformed(path, `${tensor.name} is a norm in ${tensor.type}`)
      places.set(name, { tensor: { ...tensor, name }, order: permuted ? order : undefined, shift })
    }
    const find = (name: string) => {
      const place = places.get(name)
      if (place) return place
      throw new RationaleError('model-file', `${path}: no tensor ${JSON.stringify(name)}`)
    }
    const floats = async (name: string) => {
      const { tensor, order, shift } = find(name)
      const values = await readFloats(file, tensor.position, asMatrix(tensor), order)
      return shift === 0 ? values : values.map((value) => value + shift)
    }
    return {
      config,
      unknown,
      metadata: header.metadata,
      tensors: new Map([...places].map(([name, { tensor }]) => [name, withoutPosition(tensor)])),
      async bytes(name) {
        const { tensor, order, shift } = find(name)
        if (shift !== 0) return new Uint8Array((await floats(name)).buffer)
        return readStored(file, tensor.position, asMatrix(tensor), order)
      },
      floats,
      async close() {
        file.close()
      },
    }
  } catch (error) {
    file.close()
    throw error
  }
}

/** A bias is a column: its rows are single numbers. */
const asMatrix = (tensor: GgufTensor) =>
  tensor.shape.length === 1 ? { ...tensor, shape: [...tensor.shape, 1] } : tensor
const withoutPosition = ({ name, shape, type, bytes }: GgufTensor) => ({ name, shape, type, bytes })

function configOf(
  path: string,
  { metadata, tensors }: GgufHeader,
  factorsOf: (name: string) => number[] | undefined,
): ModelConfig {
  const architecture = metadata.get('general.architecture')
  const type = ARCHITECTURES.get(architecture)
  if (type === undefined) {
    throw new RationaleError(
      'unsupported',
      `${path}: architecture ${JSON.stringify(String(architecture).slice(0, 80))}`,
      {
        expected: [...ARCHITECTURES.keys()].join(', '),
        remedy: 'run this model through gguf:, which knows every architecture of llama.cpp',
      },
    )
  }
  const get = (key: string) => metadata.get(`${String(architecture)}.${key}`)
  const token = (key: string) => metadata.get(`tokenizer.ggml.${key}`)
  const heads = get('attention.head_count')
  const headDimension = get('attention.key_length') ?? Number(get('embedding_length')) / Number(heads)
  const turned = get('rope.dimension_count') ?? headDimension
  if (turned !== headDimension && type !== 'phi3') {
    throw new RationaleError('unsupported', `${path}: rotary positions that turn a part of each head`, {
      expected: `${String(architecture)}.rope.dimension_count ${headDimension}`,
      found: String(turned),
      remedy: 'run this model through gguf:',
    })
  }
  const window = get('attention.sliding_window') ?? null
  const eos = [token('eos_token_id'), token('eot_token_id')].filter((id) => typeof id === 'number')
  const common = {
    model_type: type === 'llama' && window !== null ? 'mistral' : type,
    hidden_size: get('embedding_length'),
    intermediate_size: get('feed_forward_length'),
    num_hidden_layers: get('block_count'),
    num_attention_heads: heads,
    num_key_value_heads: get('attention.head_count_kv') ?? heads,
    head_dim: headDimension,
    vocab_size: tensors.get('token_embd.weight')?.shape[0],
    max_position_embeddings: get('context_length'),
    rms_norm_eps: get('attention.layer_norm_rms_epsilon') ?? get('attention.layer_norm_epsilon'),
    rope_theta: get('rope.freq_base') ?? 10_000,
    rope_scaling: ropeScaling(get, factorsOf),
    tie_word_embeddings: !tensors.has('output.weight'),
    attention_bias: tensors.has('blk.0.attn_q.bias'),
    mlp_bias: tensors.has('blk.0.ffn_gate.bias'),
    sliding_window: window,
    bos_token_id: token('bos_token_id') ?? null,
    eos_token_id: eos.length === 0 ? null : eos.length === 1 ? eos[0] : [...new Set(eos)],
    pad_token_id: token('padding_token_id') ?? null,
  }
  return parseModelConfig({ ...common, ...ownOf(type, common, get, Number(turned)) }, path)
}

type Get = (key: string) => GgufValue | undefined

/** What a family's metadata say, or llama.cpp knows, beside what all have. */
function ownOf(
  type: ModelType,
  { head_dim: d, num_hidden_layers: layers, hidden_size: hidden, num_attention_heads: heads }: Record<string, unknown>,
  get: Get,
  turned: number,
): Record<string, unknown> {
  switch (type) {
    case 'gemma3_text':
      return {
        // The model of 62 layers (27B) divides by another root than the width of its heads.
        query_pre_attn_scalar: layers === 62 ? Number(hidden) / Number(heads) : d,
        rope_local_base_freq: get('rope.freq_base_swa') ?? 10_000,
        sliding_window_pattern: get('attention.sliding_window_pattern') ?? 6,
        final_logit_softcapping: get('final_logit_softcapping') ?? null,
      }
    case 'granite':
      return defined({
        embedding_multiplier: get('embedding_scale') || undefined,
        // 0 is llama.cpp's word for 1 / sqrt(head_dim)
        attention_multiplier: get('attention.scale') || 1 / Math.sqrt(Number(d)),
        residual_multiplier: get('residual_scale') || undefined,
        logits_scaling: get('logit_scale') || undefined,
      })
    case 'phi3':
      return turned === d ? {} : { partial_rotary_factor: turned / Number(d) }
    default:
      return {}
  }
}

/** llama.cpp's scaling in Hugging Face's words. YaRN's tables are multiplied by attn_factor (0.1 ln(factor) + 1) there. */
function ropeScaling(get: Get, factorsOf: (name: string) => number[] | undefined): Record<string, unknown> | null {
  const factors = factorsOf('rope_freqs.weight')
  if (factors !== undefined) return { rope_type: 'factors', factors }
  const [short, long] = [factorsOf('rope_factors_short.weight'), factorsOf('rope_factors_long.weight')]
  const trained = get('rope.scaling.original_context_length')
  if (short !== undefined && long !== undefined)
    return defined({
      rope_type: 'longrope',
      short_factor: short,
      long_factor: long,
      original_max_position_embeddings: trained,
      attention_factor: get('rope.scaling.attn_factor'),
    })
  const type = get('rope.scaling.type')
  if (type === undefined || type === 'none') return null
  const factor = get('rope.scaling.factor')
  if (type !== 'yarn') return { rope_type: type, factor }
  const by = Number(get('rope.scaling.attn_factor') ?? 1)
  return {
    rope_type: type,
    factor,
    ...defined({
      original_max_position_embeddings: trained,
      beta_fast: get('rope.scaling.yarn_beta_fast'),
      beta_slow: get('rope.scaling.yarn_beta_slow'),
      attention_factor: by === 1 ? undefined : by * (0.1 * Math.log(Number(factor)) + 1),
    }),
  }
}
