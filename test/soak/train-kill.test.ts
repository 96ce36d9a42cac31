import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/statistics/random.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'

const root = join(import.meta.dirname, '../..')
let folder: string

/** Trains in a process of its own, from the compiled package, and says every step on stdout. */
const program = `
import { train } from './dist/verifier/network/train/train.js'
const [output, data, base] = process.argv.slice(2)
await train({ data, base, output, rank: 4, learningRate: 1e-2, epochs: 6, batchSize: 4, dropout: 0.1, checkpointEvery: 2,
  evaluationPart: 0.1, evaluateEvery: 5, backend: 'onnx-cpu', resume: true,
  onEvent: (event) => { if (event.type === 'step') console.log(event.step) } })
`

beforeAll(() => {
  folder = temporaryFolder('train-kill')
  execFileSync(
    join(root, 'node_modules/.bin/tsc'),
    ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(folder, 'dist')],
    {
      cwd: root,
    },
  )
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'run.mjs'), program)
  const lines = Array.from({ length: 60 }, (_, i) =>
    JSON.stringify({
      preceding: `Ann has ${i} apples.`,
      rationale: `So Ann has ${i} + 1 = ${i + 1} apples.`,
      documentId: `d${i}`,
    }),
  )
  writeFileSync(join(folder, 'data.ndjson'), lines.join('\n'))
  // It compiles the package.
}, 300_000)

/** Runs to the end, or until `killAt` steps (of this run) have been said, and a moment on: then SIGKILL. */
function run(output: string, killAt?: { steps: number; delayMs: number }): Promise<'ended' | 'killed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['run.mjs', output, 'data.ndjson', tinyLlama], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let steps = 0
    child.stdout.on('data', (chunk: Buffer) => {
      steps += chunk.toString().split('\n').length - 1
      if (killAt && steps >= killAt.steps) setTimeout(() => child.kill('SIGKILL'), killAt.delayMs)
    })
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve('ended')
      else reject(new Error(`exit code ${code}`))
    })
  })
}

it('killed with SIGKILL again and again, training ends with the identical curve and adapter', async () => {
  await run(join(folder, 'whole'))
  const random = seededRandom(3)
  const output = join(folder, 'killed')
  let kills = 0
  for (let attempt = 0; attempt < 12; attempt++) {
    const ended = await run(output, { steps: 2 + random.int(9), delayMs: random.int(30) })
    if (ended === 'ended') break
    kills++
  }
  await run(output)
  expect(kills).toBeGreaterThan(4)
  const curve = (path: string) =>
    readFileSync(join(path, 'train.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ tokensPerSecond: _, ...line }) => line)
  expect(curve(output)).toEqual(curve(join(folder, 'whole')))
  const adapter = 'adapter_model.safetensors'
  expect(readFileSync(join(output, adapter))).toEqual(readFileSync(join(folder, 'whole', adapter)))
})
