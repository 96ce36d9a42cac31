import { resolve } from 'node:path'
import type { DynamicCache, PreTrainedModel, Tensor } from '@xenova/transformers'
import { defined } from '../../core/absence.js'
import { messageOf, RationaleError } from '../../core/errors.js'
import type { TextTokenizer } from '../tokenizer.js'
import { type OnnxPrecision, type OnnxSource, presentPrecision } from './files.js'
import { loadTransformers } from './transformers.js'

/** Keys and values of the tokens so far. A pass never changes the one it was given: several can start from it. */
export interface Past {
  readonly length: number
  readonly cache: DynamicCache | undefined
}
export const NO_PAST: Past = { length: 0, cache: undefined }

/** A causal language model of transformers.js, one pass at a time. */
export interface OnnxDecoder {
  readonly tokenizer: TextTokenizer
  readonly contextWindow: number
  /** Evaluates tokens after `past`: logits of the last `rows` of them, and the longer past. */
  run(past: Past, tokens: readonly number[], rows: number): Promise<{ logits: Float32Array[]; past: Past }>
  dispose(): Promise<void>
}

interface RawConfig {
  max_position_embeddings?: number
  n_positions?: number
  eos_token_id?: number | number[]
}

/** @throws RationaleError `model-file`, `io`, `unsupported`, `network`. */
export async function openOnnxDecoder(source: OnnxSource, precision?: OnnxPrecision): Promise<OnnxDecoder> {
  const dtype = 'folder' in source ? presentPrecision(source.folder, precision) : (precision ?? 'fp32')
  const transformers = await loadTransformers('a model of onnx: or hf:')
  // An absolute path, because a relative one looks like the name of a repository.
  const [path, options] =
    'folder' in source ? [resolve(source.folder), { local_files_only: true }] : [source.repository, {}]
  let model: PreTrainedModel
  let tokenizer: TextTokenizer
  try {
    model = await transformers.AutoModelForCausalLM.from_pretrained(path, { ...options, dtype, device: 'cpu' })
    tokenizer = await openTokenizer(source, model.config as RawConfig)
  } catch (cause) {
    if (cause instanceof RationaleError) throw cause
    const found = messageOf(cause)
    throw 'folder' in source
      ? new RationaleError('model-file', `no usable ONNX model in ${source.folder}`, { found, cause })
      : new RationaleError('network', `cannot fetch ${source.repository} from the Hugging Face Hub`, { found, cause })
  }
  const config = model.config as RawConfig
  const keepsRows = Object.values(model.sessions as Record<string, { inputNames: string[] }>).some(({ inputNames }) =>
    inputNames.includes('num_logits_to_keep'),
  )

  const int64 = (values: readonly number[], shape: number[]) =>
    new transformers.Tensor('int64', BigInt64Array.from(values, BigInt), shape)

  return {
    tokenizer,
    contextWindow: config.max_position_embeddings ?? config.n_positions ?? 2048,

    async run(past, tokens, rows) {
      const length = past.length + tokens.length
      const output: Record<string, Tensor> = await model({
        input_ids: int64(tokens, [1, tokens.length]),
        attention_mask: int64(new Array(length).fill(1), [1, length]),
        ...defined({
          past_key_values: past.cache,
          num_logits_to_keep: keepsRows ? int64([rows], []) : undefined,
        }),
      })
      const entries = Object.entries(output).filter(([name]) => name.startsWith('present'))
      const cache = new transformers.DynamicCache(
        Object.fromEntries(entries.map(([name, value]) => [name.replace('present', 'past_key_values'), value])),
      )
      const logits = output.logits?.to('float32') // [1, tokens or rows, vocabulary]
      if (logits === undefined || entries.length === 0) {
        throw new RationaleError('unsupported', 'this ONNX model is no decoder with a cache', {
          expected: 'outputs logits and present.*',
          found: Object.keys(output).join(', '),
        })
      }
      const [, given = 0, vocabulary = 0] = logits.dims
      const data = logits.data as Float32Array
      const wanted = Array.from({ length: rows }, (_, i) => given - rows + i)
      return {
        logits: wanted.map((row) => data.subarray(row * vocabulary, (row + 1) * vocabulary)),
        past: { length, cache },
      }
    },

    async dispose() {
      await model.dispose()
    },
  }
}

async function openTokenizer(source: OnnxSource, config: RawConfig): Promise<TextTokenizer> {
  if ('folder' in source) {
    const { loadTokenizer } = await import('../../../verifier/network/tokenizer/load.js')
    return loadTokenizer(source.folder)
  }
  const { AutoTokenizer } = await loadTransformers('a model of onnx: or hf:')
  const { createTokenizer } = await import('../../../verifier/network/tokenizer/tokenizer.js')
  // What transformers.js fetched; ours places tokens in the text, which its own does not.
  const fetched = (await AutoTokenizer.from_pretrained(source.repository)) as unknown as {
    _tokenizerJSON: unknown
    _tokenizerConfig: Record<string, unknown>
  }
  const eosIds = [config.eos_token_id ?? []].flat()
  return createTokenizer({ tokenizer: fetched._tokenizerJSON, config: fetched._tokenizerConfig, eosIds })
}
