import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../src/core/statistics/random.js'
import { methodOf } from '../../verifier/network/model/adapters/methods.js'
import {
  newBottleneck,
  newIa3,
  newLora,
  newPrefix,
  newPrompt,
  newPTuning,
} from '../../verifier/network/model/adapters/new.js'
import { packBatch } from '../../verifier/network/model/batch.js'
import type { Network } from '../../verifier/network/model/parameters.js'
import { openTrainer } from '../../verifier/network/model/trainer.js'
import { openRuntime } from '../../verifier/network/runtime/open.js'
import { stopwatch } from '../../verifier/network/runtime/rate.js'
import { sizedNetwork } from './sized-network.js'

/*
 * What a step of each way of tuning costs on a network of SmolLM2-135M's size, batch 4 x 256: numbers trained, tokens a second of the clock and of the
 * processor's time (the best of the steps; a busy machine falsifies the first), peak resident size less the idle process. Each in a process of its own. `qlora` is as `train` runs it: activations computed again.
 *
 *     npm run study methods -- [--steps 3] [--layers 30] [--only lora,qlora] [--python PYTHON-WITH-PEFT] [--json]
 *
 * With `--python` the same step by PyTorch and PEFT stands beside it, in the same run.
 */

const draw = () => seededRandom(2).uniform
const attention = { rank: 8, alpha: 32, targetModules: ['q_proj', 'v_proj'] }
const methods = {
  lora: (network: Network) => newLora(network, attention, draw()),
  'lora-bf16': (network: Network) => newLora(network, attention, draw()),
  qlora: (network: Network) => newLora(network, attention, draw()),
  dora: (network: Network) => newLora(network, { ...attention, dora: true }, draw()),
  ia3: (network: Network) => newIa3(network, { targetModules: ['k_proj', 'v_proj', 'down_proj'] }),
  prefix: (network: Network) => newPrefix(network, { length: 16 }, draw()),
  prompt: (network: Network) => newPrompt(network, { length: 16 }, draw()),
  'p-tuning': (network: Network) => newPTuning(network, { length: 16 }, draw()),
  houlsby: (network: Network) => newBottleneck(network, { layout: 'houlsby', reduction: 16 }, draw()),
  pfeiffer: (network: Network) => newBottleneck(network, { layout: 'pfeiffer', reduction: 16 }, draw()),
}
type Kind = keyof typeof methods
/** What the base is held in, if not in float32. */
const BASES: { readonly [K in Kind]?: 'nf4' | 'bf16' } = { qlora: 'nf4', 'lora-bf16': 'bf16' }

const { values: options } = parseArgs({
  options: {
    kind: { type: 'string' },
    only: { type: 'string', default: Object.keys(methods).join(',') },
    steps: { type: 'string', default: '3' },
    layers: { type: 'string', default: '30' },
    python: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

interface Row {
  method: string
  trained: number
  tokensPerSecond?: number
  tokensPerCpuSecond?: number
  cpuSecondsPerStep: number
  netMB: number
}

async function measure(method: Kind): Promise<Row> {
  const runtime = await openRuntime('onnx-cpu')
  const idle = process.memoryUsage().rss
  const network = sizedNetwork(Number(options.layers), BASES[method])
  const adapter = methods[method](network)
  const recompute = method === 'qlora'
  const trainer = await openTrainer(runtime, network, { adapter, recompute, optimizer: { maxNorm: 1 } })
  const random = seededRandom(3)
  const sequences = Array.from({ length: 4 }, () => ({
    tokens: Array.from({ length: 256 }, () => random.int(network.config.vocab_size)),
    // One target in four, as in a batch of prompts and answers.
    weights: Array.from({ length: 256 }, (_, t) => (t >= 192 ? 1 : 0)),
  }))
  const batch = packBatch(sequences, 256)
  const [times, cpu]: [number[], number[]] = [[], []]
  for (let step = 1; step <= Number(options.steps); step++) {
    const spent = stopwatch()
    await trainer.step([batch], { step, learningRate: 1e-4 })
    const { clock, processor } = spent()
    times.push(clock / 1000)
    cpu.push(processor / 1000)
  }
  const trained = [...methodOf(adapter).trained(adapter).values()].reduce((sum, { data }) => sum + data.length, 0)
  return {
    method,
    trained,
    tokensPerSecond: Math.round(1024 / Math.min(...times)),
    tokensPerCpuSecond: Math.round(1024 / Math.min(...cpu)),
    cpuSecondsPerStep: Math.round(10 * Math.min(...cpu)) / 10,
    netMB: Math.round((process.resourceUsage().maxRSS * 1024 - idle) / 2 ** 20),
  }
}

if (options.kind !== undefined) process.stdout.write(`${JSON.stringify(await measure(options.kind as Kind))}\n`)
else {
  const { steps, layers, python } = options
  const rows = options.only.split(',').map((kind) => {
    const own = [fileURLToPath(import.meta.url), '--kind', kind, '--steps', steps, '--layers', layers]
    const said = execFileSync(process.execPath, own, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    process.stderr.write(said)
    return JSON.parse(said) as Row
  })
  if (python !== undefined) rows.push(...besides(python))
  process.stdout.write(`${JSON.stringify(rows, null, options.json ? undefined : 2)}\n`)
}

/** LoRA in PEFT: as transformers does it, with logits of all places; of the learned ones alone, as here; and the latter in bfloat16. */
function besides(python: string): Row[] {
  const script = fileURLToPath(new URL('../../../benchmarks/studies/reference/torch_memory.py', import.meta.url))
  const { model_type: _, rope_theta: __, rope_scaling: ___, ...config } = sizedNetwork(Number(options.layers)).config
  const { rank, alpha } = attention
  const ways = [
    ['float32', 'all'],
    ['float32', 'targets'],
    ['bfloat16', 'targets'],
  ]
  return ways.map(([dtype, logits]) => {
    const spec = { config, batch: 4, seq: 256, rank, alpha, steps: Number(options.steps), dtype, logits }
    const said = execFileSync(python, [script, JSON.stringify(spec)], { encoding: 'utf8' })
    const row: Row = { method: `PEFT lora, ${dtype}, logits of ${logits}`, ...JSON.parse(said) }
    process.stderr.write(`${JSON.stringify(row)}\n`)
    return row
  })
}
