/*
 * From raw data to the embedded verifier, in stages that each leave a folder and are not run again:
 *
 *     npm run study embedded-recipe -- --data DATA --output WORK [--only STAGE]
 *
 * corpus -> rationales (our own extraction) -> tokenizer -> base (pretraining) -> outcomes, process (LoRA) -> their mean, rationale (LoRA) -> packed.
 * Training stages checkpoint: the same command goes on after a crash. What is packed is measured and calibrated by `npm run study embedded`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRecordWriter } from '../../../../src/core/records/writer.js'
import { trainBpe } from '../../../../verifier/network/tokenizer/bpe-trainer.js'
import type { TrainEvent } from '../../../../verifier/network/train/events.js'
import type { TrainOptions } from '../../../../verifier/network/train/options.js'
import { train } from '../../../../verifier/network/train/train.js'
import { assemble, type Counts, decontaminate, heldAsideQuestions } from './assemble.js'
import { averageAdapters } from './average.js'
import { pack } from './pack.js'
import { readObjects } from './read.js'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    output: { type: 'string' },
    only: { type: 'string' },
    /** For rehearsals: stops each training stage early. */
    'max-steps': { type: 'string' },
  },
})
if (options.data === undefined || options.output === undefined) {
  console.error('usage: npm run study embedded-recipe -- --data DATA --output WORK [--only STAGE]')
  process.exit(2)
}
const [data, work] = [options.data, options.output]
const at = (...names: string[]) => join(work, ...names)

/** A LLaMA of 5.5 million parameters: what this much text can fill, and what a CPU trains in an evening. */
const NETWORK = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  hidden_size: 256,
  intermediate_size: 704,
  num_hidden_layers: 6,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  vocab_size: 4096,
  max_position_embeddings: 2048,
  rope_theta: 10000,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
  bos_token_id: 0,
  eos_token_id: 0,
}

const shared = {
  seed: 7,
  maxLength: 640,
  batchSize: 16,
  backend: 'onnx-cpu',
  checkpointEvery: 200,
  evaluateEvery: 500,
  evaluationPart: 0.01,
  ...(options['max-steps'] === undefined ? {} : { maxSteps: Number(options['max-steps']) }),
} satisfies Partial<TrainOptions>

/** An adapter that is gone on from has targets, rank and alpha of its own. */
const further = { method: 'lora', dropout: 0, maxNorm: 1 } satisfies Partial<TrainOptions>
/** LoRA wide enough to matter beside a hidden size of 256. */
const adapter = { ...further, targetModules: 'all-linear' } satisfies Partial<TrainOptions>

const stages: Record<string, (folder: string) => void | Promise<void>> = {
  corpus: async (folder) => {
    const { clean, dropped } = decontaminate(assemble(data), heldAsideQuestions(data))
    await write(join(folder, 'process.ndjson'), clean.chains)
    await write(join(folder, 'slips.ndjson'), clean.slips)
    await write(
      join(folder, 'pretrain.ndjson'),
      clean.documents.map((document, i) => ({ id: String(i), ...document })),
    )
    await write(join(folder, 'minable.ndjson'), clean.minable)
    const counts = {
      chains: countBySource(clean.chains),
      slips: countBySource(clean.slips),
      documents: countBySource(clean.documents),
      droppedForHeldAsideQuestions: dropped,
    }
    writeFileSync(join(folder, 'counts.json'), `${JSON.stringify(counts, null, 2)}\n`)
    console.log(counts)
  },

  // The hidden calculation behind each number, stated by our own extraction.
  rationales: (folder) => {
    const cli = join(import.meta.dirname, '../../../../src/cli.js')
    const command = ['extract', '--input', at('corpus', 'minable.ndjson'), '--output', folder, '--model', 'rules:']
    const { status } = spawnSync(
      process.execPath,
      [cli, ...command, '--preset', 'unfiltered', '--quality', 'false', '--near-duplicates', 'false'],
      { stdio: 'inherit' },
    )
    if (status !== 0) throw new Error(`extraction ended with ${status}`)
  },

  tokenizer: async (folder) => {
    const texts = readObjects(at('corpus', 'pretrain.ndjson')).map(({ text }) => String(text))
    // The marks must be tokens of their own.
    const marks = ' + \n - \n Yes No\n'.repeat(200)
    const { tokenizer, config } = await trainBpe([marks, ...texts], { vocabularySize: NETWORK.vocab_size })
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer))
    writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(config))
    writeFileSync(join(folder, 'config.json'), JSON.stringify(NETWORK, null, 2))
  },

  base: (folder) =>
    run(folder, {
      ...shared,
      base: at('tokenizer'),
      data: at('corpus', 'pretrain.ndjson'),
      task: 'pretrain',
      method: 'full',
      epochs: 1,
      learningRate: 1.5e-3,
      weightDecay: 0.1,
      beta2: 0.95,
    }),

  outcomes: (folder) =>
    run(folder, {
      ...shared,
      ...adapter,
      base: at('base'),
      data: at('corpus', 'process.ndjson'),
      task: 'process',
      rank: 64,
      alpha: 128,
      epochs: 1,
      learningRate: 6e-4,
    }),

  // The same adapter goes on with slips in real solutions, which the first stage has few of.
  process: (folder) =>
    run(folder, {
      ...shared,
      ...further,
      base: at('base'),
      adapter: at('outcomes'),
      data: at('corpus', 'slips.ndjson'),
      task: 'process',
      epochs: 1,
      learningRate: 4e-4,
    }),

  // The second stage forgets what the first has learned of whole chains.
  averaged: (folder) => averageAdapters(at('outcomes'), at('process'), folder),

  rationale: (folder) =>
    run(folder, {
      ...shared,
      ...adapter,
      base: at('base'),
      data: at('rationales', 'rationales.ndjson'),
      task: 'rationale',
      rank: 16,
      alpha: 32,
      epochs: 2,
      learningRate: 1e-3,
    }),

  packed: (folder) => pack({ base: at('base'), process: at('averaged'), rationale: at('rationale'), folder }),
}

for (const [name, stage] of Object.entries(stages)) {
  const folder = at(name)
  if ((options.only !== undefined && options.only !== name) || existsSync(join(folder, 'done'))) continue
  console.log(`${name} …`)
  const started = performance.now()
  mkdirSync(folder, { recursive: true })
  await stage(folder)
  writeFileSync(join(folder, 'done'), '')
  console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

async function run(output: string, settings: Omit<TrainOptions, 'output'>): Promise<void> {
  const result = await train({ ...settings, output, resume: true, onEvent: print })
  console.log(result)
}

function print(event: TrainEvent): void {
  if (event.type === 'start' || event.type === 'evaluation') console.log(event)
  if (event.type === 'step' && event.step % 50 === 0) {
    const { step, steps, loss, tokensPerSecond, etaSeconds } = event
    console.log(
      `${step}/${steps} loss ${loss.toFixed(4)} ${tokensPerSecond.toFixed(0)} tokens/s, ${(etaSeconds / 60).toFixed(1)} min left`,
    )
  }
}

async function write(path: string, records: readonly object[]): Promise<void> {
  const writer = createRecordWriter(path)
  for (const record of records) await writer.write(record)
  await writer.commit()
}

function countBySource(records: readonly { source: string }[]): Counts {
  const counts: Counts = {}
  for (const { source } of records) counts[source] = (counts[source] ?? 0) + 1
  return counts
}
