import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { malformed, openForReading } from './files.js'
import { TENSOR_FORMATS } from './formats/tensor-types.js'
import type { GgufValue } from './gguf-cursor.js'
import { type GgufHeader, type GgufTensor, readGgufHeader } from './gguf-header.js'
import { fromGgufName, isPermuted, unpermuteRows } from './gguf-names.js'
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

/** model_type of each GGUF architecture that we run; `llama` is Mistral too, which has the window. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  llama: 'llama',
  qwen2: 'qwen2',
  qwen3: 'qwen3',
  mistral: 'mistral',
}

/** Tensors that hold no weights: they are read with the configuration. */
const CONSTANTS = new Set(['rope_freqs.weight'])

/**
 * Opens a GGUF model: configuration, and tensors under Hugging Face's names with q's and k's rows in Hugging Face's order. Only the header is read.
 *
 * @throws RationaleError `model-file`, `unsupported` (architecture, element type), `io`.
 */
export function openGguf(path: string): GgufModel {
  const file = openForReading(path)
  try {
    const header = readGgufHeader(file)
    const architecture = header.metadata.get('general.architecture')
    const ropeFactors = header.tensors.get('rope_freqs.weight')
    const config = withNamedScaling(configOf(path, header, ropeFactors && readFactors(ropeFactors)))
    const places = new Map<string, { tensor: GgufTensor; order: RowOrder | undefined }>()
    const unknown: string[] = []
    const order = unpermuteRows(config.head_dim)
    for (const tensor of header.tensors.values()) {
      const name = fromGgufName(tensor.name)
      if (name === undefined) {
        if (!CONSTANTS.has(tensor.name)) unknown.push(tensor.name)
        continue
      }
      const permuted = isPermuted(String(architecture), name)
      if (permuted && (tensor.shape[0] as number) % config.head_dim !== 0) {
        throw malformed(
          path,
          `${tensor.name} has ${tensor.shape[0]} rows, no multiple of the head's ${config.head_dim}`,
        )
      }
      if (permuted && tensor.shape.length === 1 && TENSOR_FORMATS[tensor.type].blockSize > 1) {
        throw malformed(path, `${tensor.name} is a bias in blocks (${tensor.type})`)
      }
      places.set(name, { tensor: { ...tensor, name }, order: permuted ? order : undefined })
    }
    const find = (name: string) => {
      const place = places.get(name)
      if (place) return place
      throw new RationaleError('model-file', `${path}: no tensor ${JSON.stringify(name)}`)
    }
    return {
      config,
      unknown,
      metadata: header.metadata,
      tensors: new Map([...places].map(([name, { tensor }]) => [name, withoutPosition(tensor)])),
      async bytes(name) {
        const { tensor, order } = find(name)
        return readStored(file, tensor.position, asMatrix(tensor), order)
      },
      async floats(name) {
        const { tensor, order } = find(name)
        return readFloats(file, tensor.position, asMatrix(tensor), order)
      },
      async close() {
        file.close()
      },
    }
  } catch (error) {
    file.close()
    throw error
  }

  function readFactors(tensor: GgufTensor): number[] {
    if (tensor.type !== 'F32' || tensor.bytes > 1 << 20)
      throw malformed(path, 'rope_freqs.weight has an odd type or size')
    const factors = new Float32Array(tensor.bytes / 4)
    file.readNow(new Uint8Array(factors.buffer), tensor.position)
    return [...factors]
  }
}

/** A bias is a column: its rows are single numbers. */
const asMatrix = (tensor: GgufTensor) =>
  tensor.shape.length === 1 ? { ...tensor, shape: [...tensor.shape, 1] } : tensor
const withoutPosition = ({ name, shape, type, bytes }: GgufTensor) => ({ name, shape, type, bytes })

function configOf(path: string, { metadata, tensors }: GgufHeader, ropeFactors: number[] | undefined): ModelConfig {
  const architecture = metadata.get('general.architecture')
  if (typeof architecture !== 'string' || !Object.hasOwn(ARCHITECTURES, architecture)) {
    throw new RationaleError(
      'unsupported',
      `${path}: architecture ${JSON.stringify(String(architecture).slice(0, 80))}`,
      {
        expected: Object.keys(ARCHITECTURES).join(', '),
        remedy: 'run this model through gguf:, which knows every architecture of llama.cpp',
      },
    )
  }
  const get = (key: string) => metadata.get(`${architecture}.${key}`)
  const token = (key: string) => metadata.get(`tokenizer.ggml.${key}`)
  const heads = get('attention.head_count')
  const headDimension = get('attention.key_length') ?? Number(get('embedding_length')) / Number(heads)
  const turned = get('rope.dimension_count') ?? headDimension
  if (turned !== headDimension) {
    throw new RationaleError('unsupported', `${path}: rotary positions that turn a part of each head`, {
      expected: `${architecture}.rope.dimension_count ${headDimension}`,
      found: String(turned),
      remedy: 'run this model through gguf:',
    })
  }
  const window = get('attention.sliding_window') ?? null
  const eos = [token('eos_token_id'), token('eot_token_id')].filter((id) => typeof id === 'number')
  const bias = tensors.has('blk.0.attn_q.bias')
  return parseModelConfig(
    {
      model_type: architecture === 'llama' && window !== null ? 'mistral' : ARCHITECTURES[architecture],
      hidden_size: get('embedding_length'),
      intermediate_size: get('feed_forward_length'),
      num_hidden_layers: get('block_count'),
      num_attention_heads: heads,
      num_key_value_heads: get('attention.head_count_kv') ?? heads,
      head_dim: headDimension,
      vocab_size: tensors.get('token_embd.weight')?.shape[0],
      max_position_embeddings: get('context_length'),
      rms_norm_eps: get('attention.layer_norm_rms_epsilon'),
      rope_theta: get('rope.freq_base') ?? 10_000,
      rope_scaling: ropeFactors ? { rope_type: 'factors', factors: ropeFactors } : ropeScaling(get),
      tie_word_embeddings: !tensors.has('output.weight'),
      attention_bias: bias,
      mlp_bias: tensors.has('blk.0.ffn_gate.bias'),
      sliding_window: window,
      bos_token_id: token('bos_token_id') ?? null,
      eos_token_id: eos.length === 0 ? null : eos.length === 1 ? eos[0] : [...new Set(eos)],
      pad_token_id: token('padding_token_id') ?? null,
    },
    path,
  )
}

/** llama.cpp's scaling in Hugging Face's words. YaRN's tables are multiplied by attn_factor (0.1 ln(factor) + 1) there. */
function ropeScaling(get: (key: string) => GgufValue | undefined): Record<string, unknown> | null {
  const type = get('rope.scaling.type')
  if (type === undefined || type === 'none') return null
  const factor = get('rope.scaling.factor')
  if (type !== 'yarn') return { rope_type: type, factor }
  const by = Number(get('rope.scaling.attn_factor') ?? 1)
  return {
    rope_type: type,
    factor,
    ...defined({
      original_max_position_embeddings: get('rope.scaling.original_context_length'),
      beta_fast: get('rope.scaling.yarn_beta_fast'),
      beta_slow: get('rope.scaling.yarn_beta_slow'),
      attention_factor: by === 1 ? undefined : by * (0.1 * Math.log(Number(factor)) + 1),
    }),
  }
}
