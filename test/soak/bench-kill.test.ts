import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seededRandom } from '../../src/core/statistics/random.js'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * Real processes, really killed: SIGKILL at random moments, then run again until it ends by itself. Uses the built package (npm run build).
 */

const root = join(import.meta.dirname, '../..')

const program = `
import { createVerifier } from '${root}/dist/verifier/judge/verifier.js'
import { runBenchmark } from '${root}/dist/benchmarks/run/index.js'
const sets = Array.from({ length: 400 }, (_, i) => ({
  id: 'set-' + i, question: 'What is ' + i + ' + 1?', gold: String(i + 1), task: 'number',
  candidates: [i + 1, i + 2, i + 1].map((answer) => ({ text: 'I add one.\\nThe answer is ' + answer + '.' })),
}))
const wait = () => new Promise((done) => setTimeout(done, 1))
const verifier = createVerifier({
  id: 'slow:', stepThreshold: 0.5, accept: 0.5, reject: 0.5, probability: (f) => f.p,
  judges: [async ({ steps, question }) => { await wait(); return { steps: steps.map(() => ({ reward: 0.9 })), features: { p: (question.length % 7) / 7 } } }],
})
const { reused } = await runBenchmark({ candidates: { name: 'sums', records: sets }, verifier, output: process.argv[1] })
console.log(reused)
`

/** @returns what the run printed, or undefined where it was killed. */
function run(output: string, killAfter: number | undefined): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, output])
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
    let text = ''
    let complaint = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.stderr.on('data', (chunk) => {
      complaint += chunk
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(text.trim())
      else if (signal === 'SIGKILL') resolve(undefined)
      else reject(new Error(complaint))
    })
  })
}

it('comes out the same however often it is killed', async () => {
  const whole = temporaryFolder('rationale-whole')
  const started = performance.now()
  await run(whole, undefined)
  const duration = performance.now() - started
  const killed = temporaryFolder('rationale-killed')
  const random = seededRandom(7)
  let kills = 0
  let reused: string | undefined
  // Every start gets a little further; kills fall anywhere from start-up to the writing of the results.
  while (reused === undefined) {
    reused = await run(killed, kills < 20 ? duration * (0.15 + 0.6 * random.uniform()) : undefined)
    if (reused === undefined) kills++
  }
  console.info({ kills, reused, duration })
  expect(kills).toBeGreaterThan(3)
  for (const name of ['recipe.json', 'samples.ndjson', 'metrics.json']) {
    expect(await readFile(join(killed, name), 'utf8')).toBe(await readFile(join(whole, name), 'utf8'))
  }
})
