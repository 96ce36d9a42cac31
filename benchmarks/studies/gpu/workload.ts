import { seededRandom } from '../../../src/core/statistics/random.js'
import type { Adapter } from '../../../verifier/network/model/adapters/methods.js'
import { newLora } from '../../../verifier/network/model/adapters/new.js'
import { type Batch, packBatch } from '../../../verifier/network/model/batch.js'
import { fillNormal, type Network } from '../../../verifier/network/model/parameters.js'
import { type ModelConfig, parseModelConfig } from '../../../verifier/network/weights/model-config.js'
import { parameterShapes } from '../../../verifier/network/weights/shapes.js'

/** Sizes of networks that are measured. Their weights are random: speed and memory do not depend on them. */
export const shapes = {
  /** For the rehearsal on a software device. */
  tiny: parseModelConfig({
    model_type: 'llama',
    hidden_size: 64,
    intermediate_size: 128,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    vocab_size: 256,
    tie_word_embeddings: true,
    max_position_embeddings: 512,
  }),
  /** For losses step by step beside the CPU, which takes seconds for it. */
  small: parseModelConfig({
    model_type: 'llama',
    hidden_size: 256,
    intermediate_size: 704,
    num_hidden_layers: 6,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    vocab_size: 4096,
    tie_word_embeddings: true,
    max_position_embeddings: 2048,
  }),
  /** SmolLM2-135M. */
  smol: parseModelConfig({
    model_type: 'llama',
    hidden_size: 576,
    intermediate_size: 1536,
    num_hidden_layers: 30,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    vocab_size: 49_152,
    tie_word_embeddings: true,
    max_position_embeddings: 8192,
    rms_norm_eps: 1e-5,
    rope_theta: 100_000,
  }),
  /** Qwen2.5-0.5B. */
  half: parseModelConfig({
    model_type: 'qwen2',
    hidden_size: 896,
    intermediate_size: 4864,
    num_hidden_layers: 24,
    num_attention_heads: 14,
    num_key_value_heads: 2,
    vocab_size: 151_936,
    tie_word_embeddings: true,
    max_position_embeddings: 32_768,
    rms_norm_eps: 1e-6,
    rope_theta: 1_000_000,
  }),
} as const satisfies Record<string, ModelConfig>
export type Shape = keyof typeof shapes

/** One kind of training step: a LoRA adapter on every linear layer, or every weight; rows x seq tokens. */
export interface Workload {
  shape: Shape
  method: 'lora' | 'full'
  rows: number
  seq: number
}

/** `smol lora 4x512` */
export const nameOf = ({ shape, method, rows, seq }: Workload) => `${shape} ${method} ${rows}x${seq}`

export const learningRate = 1e-4
export const optimizer = { maxNorm: 1 }
const lora = { rank: 16, alpha: 32, targetModules: 'all-linear' } as const

/** So many normal numbers are drawn and repeated: half a billion would take as long as the measuring. A prime, so that no two rows are alike. */
const DRAWN = 65_537

/** Matrices and embeddings normal(0, 0.02), norms 1, biases 0. */
export function randomNetwork(shape: Shape): Network {
  const config = shapes[shape]
  const drawn = new Float32Array(DRAWN)
  fillNormal(drawn, 0.02, seededRandom(1).uniform)
  const weights: Network['weights'] = new Map()
  let at = 0
  for (const [name, dims] of parameterShapes(config)) {
    const data = new Float32Array(dims.reduce((a, b) => a * b, 1))
    if (name.endsWith('norm.weight')) data.fill(1)
    else if (dims.length === 2)
      for (let filled = 0; filled < data.length; ) {
        const part = drawn.subarray(at, at + data.length - filled)
        data.set(part, filled)
        filled += part.length
        at = (at + part.length) % DRAWN
      }
    weights.set(name, { kind: 'dense', shape: dims, data })
  }
  return { config, weights }
}

export const adapterOf = (network: Network): Adapter => newLora(network, lora, seededRandom(2).uniform)

/** Where the targets begin: a prompt takes three quarters of a row, the answer the rest. */
export const answerAt = (seq: number) => Math.floor((3 * seq) / 4)

export function tokensOf({ shape, rows, seq }: Workload): number[][] {
  const random = seededRandom(3)
  return Array.from({ length: rows }, () => Array.from({ length: seq }, () => random.int(shapes[shape].vocab_size)))
}

export function batchOf(workload: Workload): Batch {
  const weights = Array.from({ length: workload.seq }, (_, t) => (t >= answerAt(workload.seq) ? 1 : 0))
  return packBatch(
    tokensOf(workload).map((tokens) => ({ tokens, weights })),
    workload.seq,
  )
}

/** Candidates of one question, as a verifier scores them: their log-probabilities after a prompt that they share. */
export interface ScoringLoad {
  shape: Shape
  candidates: number
}
const PROMPT = 64
const CANDIDATE = 192
export const scoringName = ({ shape, candidates }: ScoringLoad) => `${shape} score ${candidates}x${CANDIDATE}`

export function candidatesOf({ shape, candidates }: ScoringLoad): { tokens: number[]; firstTarget: number }[] {
  const random = seededRandom(4)
  const text = (length: number) => Array.from({ length }, () => random.int(shapes[shape].vocab_size))
  const prompt = text(PROMPT)
  return Array.from({ length: candidates }, () => ({ tokens: [...prompt, ...text(CANDIDATE)], firstTarget: PROMPT }))
}
