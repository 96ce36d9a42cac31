/*
 * What the embedded verifier costs: a cold start of the command line on one chain (seconds, peak memory), and tokens a second on ONNX Runtime
 * beside TensorFlow.js's wasm on the same network, in one run:
 *
 *     npm run study embedded-cost -- [--model FOLDER]
 */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { at } from '../../../src/core/absence.js'
import { emptyTally } from '../../../src/core/tally.js'
import { EMBEDDED_FOLDER, openEmbeddedModel } from '../../../verifier/embedded/index.js'
import type { Backend } from '../../../verifier/network/runtime/runtime.js'

const { values: options } = parseArgs({ options: { model: { type: 'string', default: EMBEDDED_FOLDER } } })
const ROUNDS = 5

const files = [
  'base.gguf',
  'process/adapter_model.safetensors',
  'rationale/adapter_model.safetensors',
  'calibration.json',
]
const megabytes = files.map((file) => statSync(join(options.model, file)).size / 1e6)
console.log(`files: ${files.map((file, i) => `${file} ${megabytes[i]?.toFixed(1)} MB`).join(', ')}`)

console.log(coldStart())
const [onnx, wasm] = [await throughput('onnx-cpu', ROUNDS), await throughput('tfjs-wasm', 2)]
console.log(
  `scoring: onnx-cpu ${onnx.toFixed(0)} tokens/s, tfjs-wasm ${wasm.toFixed(0)} tokens/s, ${(onnx / wasm).toFixed(1)} times`,
)

/** The median of several processes, each from nothing to a verdict. */
function coldStart(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cold-start-'))
  const input = join(folder, 'chain.ndjson')
  const chain = {
    id: 'bakery',
    question: 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?',
    steps: ['It bakes 6 * 8 = 48 rolls.', 'It sells 28, so 48 - 28 = 22 are left.', 'The answer is 22.'],
  }
  writeFileSync(input, JSON.stringify(chain))
  const memory = 'data:text/javascript,process.on("exit",()=>console.error("peak",process.resourceUsage().maxRSS))'
  const cli = fileURLToPath(new URL('../../../src/cli.js', import.meta.url))
  const runs = Array.from({ length: ROUNDS }, () => {
    const started = performance.now()
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        memory,
        cli,
        'verify',
        '--input',
        input,
        '--output',
        join(folder, 'out.ndjson'),
        '--verifier',
        'embedded:',
      ],
      { encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(stderr)
    return { seconds: (performance.now() - started) / 1000, megabytes: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 }
  })
  rmSync(folder, { recursive: true })
  const middle = (of: (run: { seconds: number; megabytes: number }) => number) =>
    at(
      runs.map(of).sort((a, b) => a - b),
      Math.floor(ROUNDS / 2),
    )
  return `cold start, one chain: ${middle(({ seconds }) => seconds).toFixed(2)} s, peak ${middle(({ megabytes: m }) => m).toFixed(0)} MiB (median of ${ROUNDS})`
}

/** Tokens a second over eight solutions of one question, the best of several rounds. */
async function throughput(backend: Backend, rounds: number): Promise<number> {
  const model = await openEmbeddedModel({ folder: options.model, backend })
  const question = 'A farm has 12 fields with 35 trees each. Every tree bears 40 kg of fruit. How much fruit is that?'
  const pairs = Array.from({ length: 8 }, (_, i) => ({
    context: `${question}\n\n`,
    continuation:
      `The farm has 12 * 35 = ${420 + i} trees. They bear ${420 + i} * 40 = ${40 * (420 + i)} kg of fruit. `.repeat(3),
  }))
  let best = 0
  for (let round = 0; round <= rounds; round++) {
    const tally = emptyTally()
    const started = performance.now()
    await model.score({ pairs, tally })
    // The first round warms up.
    if (round > 0) best = Math.max(best, tally.evaluated / ((performance.now() - started) / 1000))
  }
  await model.close()
  return best
}
