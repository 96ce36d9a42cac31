import * as z from 'zod'
import { defined } from '../../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'
import { targetsFrom } from '../model/adapters/targets.js'
import { backends } from '../runtime/runtime.js'
import type { TrainEvent } from './events.js'
import { bytesFrom } from './memory.js'
import { parseMix } from './mix.js'
import { ADAPTED, isAdapted, RULES, type Rule, type Run, TARGETED, whyNotTaken } from './takes.js'

const count = z.int().min(1)
const ratio = z.number().min(0).max(1)

/** `value` and `description` are what `rationale train --help` shows. */
function described<T extends z.ZodType>(value: string | undefined, description: string, schema: T): T {
  return schema.meta({ description, ...defined({ value }) })
}

/** What an adapter to go on from has of its own: all of these but its dropout. */
const OF_ADAPTER: readonly (keyof typeof shape)[] = [
  ...(['rank', 'alpha', 'rsLora', 'targetModules', 'modulesToSave'] as const),
  ...(['virtualTokens', 'promptText', 'encoderWidth', 'layout', 'reduction'] as const),
]

const shape = {
  data: described('file', 'NDJSON records (.gz too), as the task needs them', z.string().min(1)),
  base: described(
    'path',
    'model folder, .gguf file, or hub:OWNER/NAME (fetched once, then offline too); a folder of config.json and tokenizer.json alone starts a new network',
    z.string().min(1),
  ),
  output: described('dir', 'folder of adapter or model, checkpoint, train.ndjson and loss.svg', z.string().min(1)),
  task: described(
    'task',
    'rationale, process (labelled steps), instruct, pretrain (plain text), mixed (each record by what it is)',
    z.enum(['rationale', 'process', 'instruct', 'pretrain', 'mixed']).default('rationale'),
  ),
  mix: described(
    'list',
    'more files in the same run, each with its share of the tokens (instructions.ndjson=0.3; --data has the rest), or by their sizes; with --task mixed of other kinds too',
    z.array(z.string().min(1)).default([]),
  ),
  mixTemperature: described(
    'x',
    'mix by sizes: shares are as size^(1/x); 1 takes all as they are, more evens them out',
    z.number().min(1).default(1),
  ),
  objective: described(
    'name',
    'lm (the text), head (a head for steps, on a process reward model: labels may be soft), dpo (pairs of chosen and rejected)',
    z.enum(['lm', 'head', 'dpo']).default('lm'),
  ),
  beta: described('x', 'dpo: how strongly the model is held to its reference', z.number().positive().default(0.1)),
  head: described('name', 'head: linear (default), or two-layer with ReLU', z.enum(['linear', 'two-layer']).optional()),
  classWeights: described(
    'x,x',
    'head: how much wrong and right steps count, such as 2,1, or balanced (the same in total)',
    z
      .string()
      .regex(/^(?:balanced|\d+(?:\.\d+)?,\d+(?:\.\d+)?)$/, 'expected two numbers, such as 2,1, or balanced')
      .optional(),
  ),
  bestBy: described(
    'figure',
    'which evaluation is the best: loss, auc or f1 of the steps',
    z.enum(['loss', 'auc', 'f1']).default('loss'),
  ),
  method: described(
    'method',
    `${ADAPTED.join(', ')} (bottlenecks), low-rank (layers of two factors), full, or probe (heads on the states of a frozen base; labelled chains)`,
    z.enum([...ADAPTED, 'low-rank', 'full', 'probe']).default('lora'),
  ),
  layers: described(
    'list',
    'probe: after how many layers the states are read (default: a quarter, two fifths, half and two thirds of them); the best is kept',
    z.array(z.coerce.number().int().min(1)).min(1).optional(),
  ),
  adapter: described(
    'dir',
    'adapter to go on from, of the same method, or to read the states with (probe)',
    z.string().min(1).optional(),
  ),
  rank: described(
    'n',
    'rank of adapters (default 8), or of low-rank layers instead of --compression',
    count.max(4096).optional(),
  ),
  compression: described(
    'x',
    "low-rank: how many times fewer numbers each layer holds (default 2.64, FinGPT-HPC's)",
    z.number().gt(1).optional(),
  ),
  alpha: described('x', 'LoRA: the update is scaled by alpha / rank', z.number().positive().default(32)),
  dropout: described('p', 'LoRA: dropout before A', z.number().min(0).lt(1).default(0.1)),
  targetModules: described(
    'list',
    'lora, dora, ia3: layers that are adapted: names, all-linear, or a pattern over full paths (/.*self_attn.[qv]_proj/); default q_proj,v_proj, for ia3 k_proj,v_proj,down_proj (qkv_proj where the family has them in one)',
    z.union([z.array(z.string().min(1)).min(1), z.string().min(1)]).optional(),
  ),
  rsLora: described(undefined, 'scale by alpha / sqrt(rank)', z.boolean().default(false)),
  modulesToSave: described(
    'list',
    'layers that are trained whole beside the adapters',
    z.array(z.string().min(1)).default([]),
  ),
  virtualTokens: described('n', 'prefix, prompt, p-tuning: how many learned tokens', count.max(4096).default(16)),
  promptText: described('text', 'prompt: the text whose embeddings it begins as', z.string().min(1).optional()),
  encoderWidth: described(
    'n',
    'p-tuning, prefix: width of the encoder that makes the tokens while they are trained (default: p-tuning as wide as the network, prefix none)',
    count.max(65_536).optional(),
  ),
  layout: described(
    'name',
    'adapter: bottlenecks behind attention and feed-forward (houlsby) or behind the latter alone (pfeiffer)',
    z.enum(['houlsby', 'pfeiffer']).default('pfeiffer'),
  ),
  reduction: described('x', 'adapter: how many times narrower than the network', z.number().min(1).default(16)),
  baseFormat: described(
    'format',
    'what frozen matrices are kept in: float32, bf16, stored (as in the file), int8, q4_0, q4_1, nf4 (default: 16 bits where the file has 16, else float32; qlora: stored where that is 4 or 8 bits, else nf4)',
    z.enum(['float32', 'bf16', 'stored', 'int8', 'q4_0', 'q4_1', 'nf4']).optional(),
  ),
  epochs: described('x', 'times that the data is seen', z.number().positive().default(3)),
  maxSteps: described('n', 'end earlier than the epochs would', count.optional()),
  batchSize: described('n', 'examples that go through the network together', count.default(8)),
  accumulation: described('n', 'batches whose gradients make one step', count.default(1)),
  packing: described(
    undefined,
    'several examples share a row, and none sees another; without it each has a row of its own: more padding, the same loss',
    z.boolean().default(true),
  ),
  maxLength: described('n', 'longest example in tokens; longer ones are shortened', z.int().min(8).default(1024)),
  learningRate: described('x', 'highest learning rate', z.number().positive().default(2e-4)),
  schedule: described(
    'name',
    'how it falls: cosine, linear or constant',
    z.enum(['cosine', 'linear', 'constant']).default('cosine'),
  ),
  warmup: described(
    'part',
    'part of all steps over which it rises from 0, which the first step has',
    ratio.default(0.03),
  ),
  optimizer: described(
    'name',
    'adamw, or adamw8bit, which keeps its moments in 8 bits: a quarter of their memory (onnx-cpu)',
    z.enum(['adamw', 'adamw8bit']).default('adamw'),
  ),
  weightDecay: described('x', "AdamW's decoupled weight decay", z.number().min(0).default(0)),
  maxNorm: described(
    'x',
    'gradients are scaled down to this common norm (0: never)',
    z.number().min(0).nullable().default(1),
  ),
  beta1: described('x', "AdamW's decay of the mean gradient", z.number().min(0).lt(1).default(0.9)),
  beta2: described('x', "AdamW's decay of the mean squared gradient", z.number().min(0).lt(1).default(0.999)),
  epsilon: described('x', "AdamW's epsilon", z.number().positive().default(1e-8)),
  evaluationData: described(
    'file',
    'records to evaluate on (default: a part of --data is kept aside)',
    z.string().min(1).optional(),
  ),
  evaluationPart: described('part', 'part of --data that is kept aside', z.number().min(0).max(0.5).default(0.05)),
  evaluateEvery: described('n', 'steps between evaluations; 0: only at the end', z.int().min(0).default(0)),
  patience: described('n', 'stop after so many evaluations without a better loss', count.optional()),
  checkpointEvery: described('n', 'steps between checkpoints', count.default(100)),
  keep: described(
    'n',
    'how many of the last checkpoints stay as adapters or models of their own, in --output/steps',
    z.int().min(0).default(0),
  ),
  tensorboard: described(undefined, 'the figures in an event file for TensorBoard too', z.boolean().default(false)),
  resume: described(
    undefined,
    'go on from the checkpoint in --output; with more --epochs or --max-steps than before, a finished run too',
    z.boolean().default(false),
  ),
  recompute: described(
    undefined,
    'least memory: activations are computed again in the backward pass (by itself where the base is in 4 or 8 bits)',
    z.boolean().optional(),
  ),
  memory: described(
    'size',
    'how much the process may take, such as 6GB: as few layers as will do are computed again (onnx-cpu)',
    z
      .string()
      .refine((text) => bytesFrom(text) !== undefined, 'expected a size such as 6GB, 500MB or 4GiB')
      .optional(),
  ),
  limit: described('n', 'train on the first records only', count.optional()),
  seed: described('n', 'seed of every random choice', z.int().default(0)),
  backend: described('name', `auto, ${backends.join(', ')}`, z.enum(['auto', ...backends]).default('auto')),
}

/** A new option without its place in the table does not compile. */
const rules: Readonly<Record<keyof typeof shape, Rule>> = RULES

/** What is wrong with settings together, each said of one of them. For the command line too, which names them by its flags. */
export function checkTrainSettings({ value, issues }: Checked): void {
  const wrong = (path: keyof typeof shape, message: string) =>
    issues.push({ code: 'custom', input: value[path], path: [path], message })
  try {
    if (value.targetModules !== undefined) targetsFrom(value.targetModules)
  } catch (error) {
    wrong('targetModules', (error as SyntaxError).message)
  }
  for (const key of optionNames) {
    const why = asksFor(key, value[key]) ? whyNotTaken(rules[key], value) : undefined
    if (why !== undefined && !isSaidTwice(value, key)) wrong(key, why)
  }
  const isTaken = (key: keyof typeof shape) => whyNotTaken(rules[key], value) === undefined
  try {
    const shares = parseMix(value.mix).some(({ share }) => share !== undefined)
    if (shares && value.mixTemperature !== 1) wrong('mixTemperature', 'is for files without shares')
    if (value.mix.length === 0 && value.mixTemperature !== 1 && isTaken('mix')) wrong('mixTemperature', 'needs mix')
  } catch (error) {
    wrong('mix', (error as RangeError).message)
  }
  if (value.adapter !== undefined && value.method !== 'probe')
    for (const key of OF_ADAPTER)
      if (isTaken(key) && asksFor(key, value[key])) wrong(key, 'the adapter to go on from has its own: leave it out')
  if (value.classWeights !== undefined && !/[1-9]|balanced/.test(value.classWeights))
    wrong('classWeights', 'one of them must be above 0')
  const { method, objective, baseFormat } = value
  if (isTaken('baseFormat') && !isAdapted(method) && baseFormat !== undefined && baseFormat !== 'float32')
    wrong('baseFormat', `${method} trains the weights themselves: they must be float32`)
  if (method === 'qlora' && (baseFormat === 'float32' || baseFormat === 'bf16'))
    wrong('baseFormat', 'qlora needs a quantized base')
  if (objective === 'head' && !TARGETED.includes(method))
    wrong('objective', `a head is trained beside ${TARGETED.join(', ')}; probe reads a frozen base`)
  if (objective === 'dpo' && method === 'probe') wrong('objective', 'a probe has no text to prefer')
  if (value.memory !== undefined && value.recompute !== undefined)
    wrong('memory', 'decides by itself what is computed again: leave recompute out')
  if (value.compression !== undefined && value.rank !== undefined) wrong('compression', 'give a rank or a compression')
  if (method === 'probe') return
  checkEvaluation(value, wrong)
}

/** Evaluations on the way need records, and what chooses by them needs evaluations. */
function checkEvaluation(
  { patience, bestBy, evaluateEvery, evaluationData, evaluationPart }: z.output<typeof plainSchema>,
  wrong: (path: keyof typeof shape, message: string) => void,
): void {
  const nothing = evaluationData === undefined && evaluationPart === 0
  if (evaluationData !== undefined && asksFor('evaluationPart', evaluationPart) && evaluationPart !== 0)
    wrong('evaluationPart', 'evaluationData has the records to evaluate on: give one of the two')
  if (patience !== undefined && evaluateEvery === 0) wrong('patience', 'stopping early needs evaluateEvery')
  if (bestBy !== 'loss' && evaluateEvery === 0) wrong('bestBy', 'choosing the best state needs evaluateEvery')
  if (!nothing) return
  const without = 'needs records to evaluate on: evaluationPart above 0, or evaluationData'
  if (patience !== undefined) wrong('patience', `stopping early ${without}`)
  if (evaluateEvery > 0) wrong('evaluateEvery', without)
}

const plainSchema = z.strictObject(shape)
/** The defaults that depend on nothing. */
export const usualSettings: Partial<TrainSettings> = Object.fromEntries(
  Object.entries(shape).flatMap(([key, schema]: [string, z.ZodType]) => {
    const { data } = schema.safeParse(undefined)
    return data === undefined ? [] : [[key, data]]
  }),
)
const optionNames = Object.keys(shape) as (keyof typeof shape)[]

interface Checked {
  value: z.output<typeof plainSchema>
  issues: { push(issue: { code: 'custom'; input: unknown; path: PropertyKey[]; message: string }): unknown }
}

/** All options of `train`, with their defaults. */
export const trainOptionsSchema = z.strictObject(shape).check(checkTrainSettings)

/** Whether a value asks for anything: it is not the default, and neither off, nor 0, nor empty. A probe keeps a part aside whatever is asked. */
function asksFor(key: keyof typeof shape, value: unknown): boolean {
  const schema: z.ZodType = shape[key]
  const usual = schema.safeParse(undefined).data
  const isOff = value === false && usual !== true
  const isNone = value === undefined || isOff || (Array.isArray(value) && value.length === 0)
  if (isNone || (value === 0 && key !== 'evaluationPart')) return false
  return JSON.stringify(value) !== JSON.stringify(usual)
}

/** The records of labelled steps are those of the task `process`: who names it where they are read anyway says nothing wrong. */
const isSaidTwice = ({ method, objective, task }: Run, key: string) =>
  key === 'task' && task === 'process' && (method === 'probe' || objective === 'head')

export type TrainSettings = z.output<typeof trainOptionsSchema>
/** What a caller may leave out has a default. */
export type TrainOptions = z.input<typeof trainOptionsSchema> & {
  signal?: AbortSignal
  onEvent?: (event: TrainEvent) => void
}

/** @throws RationaleError `configuration` with every problem. */
export function parseTrainOptions(options: TrainOptions): TrainSettings {
  const { signal: _signal, onEvent: _onEvent, ...plain } = options
  const parsed = trainOptionsSchema.safeParse(plain)
  if (parsed.success) return parsed.data
  throw new RationaleError('configuration', 'the training options are wrong', {
    found: describeIssues(parsed.error, 'options'),
    remedy: 'correct them all, then start again',
  })
}
