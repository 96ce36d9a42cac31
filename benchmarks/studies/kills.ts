import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { at } from '../../src/core/absence.js'
import { seededRandom } from '../../src/core/statistics/random.js'

/*
 * Is an output ever lost or torn when `rationale verify` is killed?
 *
 *     npm run study kills -- [--kills 100] [--chains 2000] [--seed 1]
 *
 * Each run is ended at a random moment by one of SIGKILL, SIGINT, SIGTERM and SIGHUP. After each, the output must be a whole one, of this run or of the
 * one before; after the last, an undisturbed run must give the same bytes as the first and leave nothing else. Prints one line of JSON; exits 1 after a
 * fault.
 */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    chains: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
})
const signals = ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const
const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'kills-'))
const [input, output] = [join(folder, 'in.ndjson'), join(folder, 'out.ndjson')]
const random = seededRandom(`kills ${values.seed}`)

try {
  writeFileSync(input, [...chains(Number(values.chains))].join('\n'))
  const started = performance.now()
  await run()
  const lasts = performance.now() - started
  const whole = filesOf(output)
  const faults: string[] = []
  const ended: Record<string, number> = {}
  for (let kill = 0; kill < Number(values.kills); kill++) {
    const signal = at(signals, random.int(signals.length))
    const code = await run(signal, random.uniform() * 1.1 * lasts)
    const how = code === null ? signal : `exit ${code}`
    ended[how] = (ended[how] ?? 0) + 1
    const now = filesOf(output)
    if (now !== whole) faults.push(`${signal} (${how}): the output is ${now.length} characters, not ${whole.length}`)
  }
  await run()
  if (filesOf(output) !== whole) faults.push('the last run gives other bytes')
  const left = readdirSync(folder).filter(
    (name) => !/^(in|out|out\.incomplete)\.ndjson(\.rejected\.ndjson)?$/.test(name),
  )
  if (left.length > 0) faults.push(`left behind: ${left.join(', ')}`)
  console.log(JSON.stringify({ kills: Number(values.kills), ended, faults }))
  if (faults.length > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The exit code; null where the signal ended it. */
async function run(signal?: NodeJS.Signals, after = 0): Promise<number | null> {
  const argv = [cli, 'verify', '--verifier', 'evidence:', '--input', input, '--output', output]
  const child = spawn(process.execPath, argv, { stdio: 'ignore' })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (signal) {
    await wait(after)
    child.kill(signal)
  }
  return ended
}

/** Records and those set aside: they belong together. */
function filesOf(path: string): string {
  return `${readFileSync(path, 'utf8')}\0${readFileSync(`${path}.rejected.ndjson`, 'utf8')}`
}

/** Every tenth line is no record, so that there are two files to give names to. */
function* chains(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    yield i % 10 === 9
      ? '{"id":'
      : JSON.stringify({ id: `c${i}`, question: 'What is it?', steps: [`${i} + 1 = ${i + 1}`] })
  }
}
