import { z } from 'zod'
import { RationaleError } from '../../src/core/errors.js'
import { backends } from '../runtime/runtime.js'
import type { Evaluation } from './evaluate.js'

const count = z.int().min(1)
const ratio = z.number().min(0).max(1)

/** All options of `train`, with their defaults. */
export const trainOptionsSchema = z
  .strictObject({
    /** NDJSON records (`.gz` too): rationales, labelled chains, instructions or documents, as the task says. */
    data: z.string().min(1),
    /** A model folder or .gguf file; a folder with config.json and tokenizer.json only starts a new network. */
    base: z.string().min(1),
    output: z.string().min(1),
    /** What records teach; `mixed`: each by what it is, all in one run (CFGPT's hybrid tuning). */
    task: z.enum(['rationale', 'process', 'instruct', 'pretrain', 'mixed']).default('rationale'),
    method: z.enum(['lora', 'qlora', 'low-rank', 'full']).default('lora'),
    /** A PEFT adapter folder to go on from (lora, qlora). */
    adapter: z.string().min(1).optional(),
    /** Of adapters (default 8), or of low-rank layers (which go by `compression` without it). */
    rank: count.max(4096).optional(),
    /** low-rank: how many times fewer numbers each layer holds (default 2.64, FinGPT-HPC's). */
    compression: z.number().gt(1).optional(),
    alpha: z.number().positive().default(32),
    dropout: z.number().min(0).lt(1).default(0.1),
    targetModules: z.union([z.array(z.string().min(1)).min(1), z.literal('all-linear')]).default(['q_proj', 'v_proj']),
    rsLora: z.boolean().default(false),
    modulesToSave: z.array(z.string().min(1)).default([]),
    /**
     * What the frozen matrices are kept in: float32, as the file stores them, int8 or 4-bit (default: float32; qlora: as
     * stored where that is 4 or 8 bits, else nf4).
     */
    baseFormat: z.enum(['float32', 'stored', 'int8', 'q4_0', 'q4_1', 'nf4']).optional(),
    epochs: z.number().positive().default(3),
    /** Ends earlier than `epochs` would. */
    maxSteps: count.optional(),
    /** Examples that go through the network together. */
    batchSize: count.default(8),
    /** Such batches whose gradients make one step. */
    accumulation: count.default(1),
    /** Longest example in tokens. */
    maxLength: z.int().min(8).default(1024),
    learningRate: z.number().positive().default(2e-4),
    schedule: z.enum(['cosine', 'linear', 'constant']).default('cosine'),
    /** Part of all steps over which the learning rate rises from 0. */
    warmup: ratio.default(0.03),
    weightDecay: z.number().min(0).default(0),
    /** Gradients are scaled down to this common norm; null: never. */
    maxNorm: z.number().positive().nullable().default(1),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: z.number().positive().default(1e-8),
    /** Other records to evaluate on; without them a part of `data` is kept aside. */
    evaluationData: z.string().min(1).optional(),
    evaluationPart: z.number().min(0).max(0.5).default(0.05),
    /** Steps between evaluations; 0: only at the end. */
    evaluateEvery: z.int().min(0).default(0),
    /** Stops after so many evaluations without a better loss. */
    patience: count.optional(),
    checkpointEvery: count.default(100),
    /** Go on from the checkpoint in `output`. */
    resume: z.boolean().default(false),
    /** Least memory: activations are computed again in the backward pass. */
    recompute: z.boolean().default(false),
    limit: count.optional(),
    seed: z.int().default(0),
    backend: z.enum(['auto', ...backends]).default('auto'),
  })
  .check(({ value, issues }) => {
    const wrong = (path: keyof typeof value, message: string) =>
      issues.push({ code: 'custom', input: value[path], path: [path], message })
    const adapted = value.method === 'lora' || value.method === 'qlora'
    if (!adapted && value.adapter !== undefined)
      wrong('adapter', `${value.method} training has no adapter to go on from`)
    if (!adapted && value.baseFormat !== undefined && value.baseFormat !== 'float32')
      wrong('baseFormat', `${value.method} trains the weights themselves: they must be float32`)
    if (value.method === 'qlora' && value.baseFormat === 'float32') wrong('baseFormat', 'qlora needs a quantized base')
    if (value.compression !== undefined && value.method !== 'low-rank') wrong('compression', 'is for low-rank training')
    if (value.compression !== undefined && value.rank !== undefined)
      wrong('compression', 'give a rank or a compression')
    if (value.patience !== undefined && value.evaluateEvery === 0)
      wrong('patience', 'stopping early needs evaluateEvery')
    if (value.patience !== undefined && value.evaluationData === undefined && value.evaluationPart === 0)
      wrong('patience', 'stopping early needs records to evaluate on')
  })

export type TrainSettings = z.output<typeof trainOptionsSchema>
/** What a caller may leave out has a default. */
export type TrainOptions = z.input<typeof trainOptionsSchema> & {
  signal?: AbortSignal
  onEvent?: (event: TrainEvent) => void
}

export type TrainEvent =
  | {
      type: 'start'
      steps: number
      examples: number
      evaluationExamples: number
      setAside: number
      trainedParameters: number
      parameters: number
      device: string
      backend: string
      resumedFrom: number
    }
  | {
      type: 'step'
      step: number
      steps: number
      epoch: number
      loss: number
      gradientNorm: number
      learningRate: number
      tokensPerSecond: number
      etaSeconds: number
    }
  | ({ type: 'evaluation'; step: number } & Evaluation)
  | { type: 'checkpoint'; step: number }
  | { type: 'set-aside'; line: number; reason: string }
  | { type: 'end'; step: number; reason: 'done' | 'early-stop'; seconds: number }

/** @throws RationaleError `configuration` with every problem. */
export function parseTrainOptions(options: TrainOptions): TrainSettings {
  const { signal: _signal, onEvent: _onEvent, ...plain } = options
  const parsed = trainOptionsSchema.safeParse(plain)
  if (parsed.success) return parsed.data
  throw new RationaleError('configuration', 'the training options are wrong', {
    found: parsed.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`).join('; '),
    remedy: 'correct them all, then start again',
  })
}
