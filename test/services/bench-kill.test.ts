import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * `rationale bench` as people run it, with the verifier that ships, really killed. Uses the built package (npm run build); the soak suite kills again and
 * again at random moments.
 */

const root = join(import.meta.dirname, '../..')
const samples = join(root, 'benchmarks/samples/candidates.ndjson')

function bench(output: string): ChildProcess {
  const args = [
    'dist/src/cli.js',
    'bench',
    '--candidates',
    samples,
    '--candidates-per-problem',
    '4',
    '--output',
    output,
  ]
  return spawn(process.execPath, args, { cwd: root, stdio: 'ignore' })
}

const ended = (child: ChildProcess) =>
  new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  )

const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0)

it('killed half-way and run again, it leaves the same bytes as an unbroken run', async () => {
  const [whole, killed] = [temporaryFolder('rationale-whole'), temporaryFolder('rationale-killed')]
  expect(await ended(bench(whole))).toBe(0)
  const problems = linesOf(join(whole, 'samples.ndjson'))

  const first = bench(killed)
  const end = ended(first)
  const journal = join(killed, 'journal.ndjson')
  while (linesOf(journal) < problems / 3 && first.exitCode === null) await wait(1)
  first.kill('SIGKILL')
  expect(await end).toBe('SIGKILL')
  const done = linesOf(journal)
  expect(done).toBeGreaterThanOrEqual(problems / 3)
  expect(done).toBeLessThan(problems)
  expect(existsSync(join(killed, 'samples.ndjson'))).toBe(false)

  expect(await ended(bench(killed))).toBe(0)
  const run = JSON.parse(await readFile(join(killed, 'run.json'), 'utf8'))
  expect(run.sessions).toBe(2)
  for (const name of ['recipe.json', 'samples.ndjson', 'metrics.json']) {
    expect(await readFile(join(killed, name), 'utf8')).toBe(await readFile(join(whole, name), 'utf8'))
  }
})
