import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { defined } from '../../src/core/absence.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { newLora } from '../../verifier/network/model/adapters/new.js'
import { packBatch } from '../../verifier/network/model/batch.js'
import { openTrainer } from '../../verifier/network/model/trainer.js'
import { openRuntime } from '../../verifier/network/runtime/open.js'
import type { Backend } from '../../verifier/network/runtime/runtime.js'
import { demandOf } from '../../verifier/network/train/memory.js'
import { parameterCount } from '../../verifier/network/weights/shapes.js'
import { sizedNetwork } from './sized-network.js'

/*
 * Training memory of a network of SmolLM2-135M's size, batch 8 x 128: peak resident size less the idle process, each way of
 * training in a process of its own.
 *
 *     npm run study memory -- [--steps 3] [--layers 30] [--backend onnx-cpu] [--only 'full fp32;lora, fp32 base'] [--json]
 */

interface Way {
  base?: 'q4_0' | 'bf16'
  lora: boolean
  recompute: boolean | 'half'
  moments?: 'float32' | '8bit'
}
const kinds = {
  'full fp32': { lora: false, recompute: false },
  'full fp32, recomputed': { lora: false, recompute: true },
  'full fp32, recomputed, adamw8bit': { lora: false, recompute: true, moments: '8bit' },
  'lora, fp32 base': { lora: true, recompute: false },
  'lora, fp32 base, lower half recomputed': { lora: true, recompute: 'half' },
  'lora, fp32 base, recomputed': { lora: true, recompute: true },
  'lora, bf16 base': { base: 'bf16', lora: true, recompute: false },
  'lora, bf16 base, recomputed': { base: 'bf16', lora: true, recompute: true },
  'lora, 4-bit base, recomputed': { base: 'q4_0', lora: true, recompute: true },
} as const satisfies Record<string, Way>
type Kind = keyof typeof kinds

const { values: options } = parseArgs({
  options: {
    kind: { type: 'string' },
    only: { type: 'string', default: Object.keys(kinds).join(';') },
    steps: { type: 'string', default: '3' },
    layers: { type: 'string', default: '30' },
    backend: { type: 'string', default: 'onnx-cpu' },
    json: { type: 'boolean', default: false },
  },
})

/** Trains a few steps one way in this process and reports what it took. */
async function measure(kind: Kind): Promise<object> {
  const { base, lora, recompute: asked, moments = 'float32' }: Way = kinds[kind]
  const runtime = await openRuntime(options.backend as Backend)
  const idle = process.memoryUsage().rss
  const random = seededRandom(1)
  const whole = sizedNetwork(Number(options.layers), base)
  const { config } = whole
  globalThis.gc?.() // of how the network was made nothing counts
  const held = process.memoryUsage().rss
  const adapter = lora ? newLora(whole, { rank: 8, alpha: 32 }, random.uniform) : undefined
  const recompute = asked === 'half' ? Math.ceil(config.num_hidden_layers / 2) : asked
  const trainer = await openTrainer(runtime, whole, {
    ...defined({ adapter }),
    recompute,
    optimizer: { maxNorm: 1, moments },
  })
  const tokens = () => Array.from({ length: 128 }, () => random.int(config.vocab_size))
  // One target in four, as in a batch of prompts and answers.
  const weights = Array.from({ length: 128 }, (_, t) => (t >= 96 ? 1 : 0))
  const batch = packBatch(
    Array.from({ length: 8 }, () => ({ tokens: tokens(), weights })),
    128,
  )
  const layers = recompute === true ? config.num_hidden_layers : Number(recompute)
  const demand = demandOf({ network: whole, adapter, loss: { kind: 'likelihood' }, moments, batch }, layers)
  const losses: number[] = []
  const times: number[] = []
  for (let step = 1; step <= Number(options.steps); step++) {
    const start = performance.now()
    losses.push((await trainer.step([batch], { step, learningRate: 1e-4 })).loss)
    times.push(Math.round(performance.now() - start))
  }
  const peak = process.resourceUsage().maxRSS * 1024
  return {
    kind,
    parameters: parameterCount(config),
    idleMB: megabytes(idle),
    peakMB: megabytes(peak),
    netMB: megabytes(peak - idle),
    // Beside the network itself: what was said before the run (`--memory`), and what it was.
    saidMB: megabytes(demand),
    wasMB: megabytes(peak - held),
    losses,
    msPerStep: times,
  }
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20)

if (options.kind !== undefined) process.stdout.write(`${JSON.stringify(await measure(options.kind as Kind))}\n`)
else {
  const rows = options.only.split(';').map((kind) => {
    const { steps, layers, backend } = options
    const own = [
      '--expose-gc',
      fileURLToPath(import.meta.url),
      '--kind',
      kind,
      '--steps',
      steps,
      '--layers',
      layers,
      '--backend',
      backend,
    ]
    const row = JSON.parse(
      execFileSync(process.execPath, own, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
    ) as { netMB: number }
    process.stderr.write(`${JSON.stringify(row)}\n`)
    return row
  })
  const full = rows[0]?.netMB as number
  const report = rows.map((row) => ({ ...row, timesLess: Math.round((10 * full) / row.netMB) / 10 }))
  process.stdout.write(`${JSON.stringify(report, null, options.json ? undefined : 2)}\n`)
}
