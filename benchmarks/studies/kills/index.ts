import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { at } from '../../../src/core/absence.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { cli, openServer, type Writer, writers } from './commands.js'

/*
 * Is an output ever lost or torn when a command that writes it is killed?
 *
 *     npm run study kills -- [COMMAND ...] [--kills 25] [--chains 1000] [--seed 1]
 *
 * Each run is ended at a random moment by one of SIGKILL, SIGINT, SIGTERM and SIGHUP. After each, every file under the name of the output must be a
 * whole one; what grows (solve) keeps all that it had. After the last, an undisturbed run must give the same bytes as the first and leave nothing
 * else. Prints one line of JSON for each command; exits 1 after a fault.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '25' },
    chains: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
})
const kills = Number(values.kills)
const signals = ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const

const { url, server } = await openServer()
for (const name of positionals.length > 0 ? positionals : Object.keys(writers)) {
  const writer = Object.hasOwn(writers, name) ? writers[name] : undefined
  if (writer === undefined) throw new Error(`no command ${name}: ${Object.keys(writers).join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'kills-'))
  try {
    const { ended, faults } = await trial(name, writer, folder)
    console.log(JSON.stringify({ command: name, kills, ended, faults }))
    if (faults.length > 0) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
server.closeAllConnections()
server.close()

async function trial(name: string, { words, grows }: Writer, folder: string) {
  const random = seededRandom(`kills ${name} ${values.seed}`)
  const argv = words(folder, url, Number(values.chains))
  const started = performance.now()
  const code = await run(argv)
  const lasts = performance.now() - started
  const whole = outputsIn(folder)
  const faults: string[] = []
  if (whole.size === 0 || (code !== 0 && code !== 3)) faults.push(`an undisturbed run ends with ${code}`)
  const ended: Record<string, number> = {}
  for (let kill = 0; kill < kills; kill++) {
    const before = outputsIn(folder)
    if (grows && sameFiles(before, whole)) for (const path of before.keys()) rmSync(join(folder, path))
    const had = grows ? outputsIn(folder) : whole
    const signal = at(signals, random.int(signals.length))
    const exit = await run(argv, signal, random.uniform() * 1.1 * lasts)
    const how = exit === null ? signal : `exit ${exit}`
    ended[how] = (ended[how] ?? 0) + 1
    const now = outputsIn(folder)
    for (const [path, bytes] of had) {
      const found = now.get(path)
      const isKept = grows ? found?.startsWith(wholeLines(bytes)) : found === bytes
      if (!isKept) faults.push(`${signal} (${how}): ${path} has ${found?.length ?? 'no'} bytes, not ${bytes.length}`)
    }
  }
  await run(argv)
  if (!sameFiles(outputsIn(folder), whole)) faults.push('the last run gives other bytes')
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(?:partial|lock)(?:\.\d+)?$|(?:^|\/)lock$/.test(path),
  )
  if (left.length > 0) faults.push(`left behind: ${left.join(', ')}`)
  return { ended, faults }
}

/** The exit code; null where the signal ended it. */
async function run(argv: readonly string[], signal?: NodeJS.Signals, after = 0): Promise<number | null> {
  const child = spawn(process.execPath, [cli, ...argv], { stdio: 'ignore' })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (signal) {
    await wait(after)
    child.kill(signal)
  }
  return ended
}

/** What stands under the names of the outputs, not beside them. When and how long something ran is no part of it. */
function outputsIn(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => path.startsWith('out') && !/\.(?:partial|lock)(?:\.\d+)?$|incomplete|(?:^|\/)lock$/.test(path))
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'latin1').replace(/"seconds":[\d.e-]+/g, '')]),
  )
}

function sameFiles(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([path, bytes]) => b.get(path) === bytes)
}

/** Behind the last of them stands what a kill has torn. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1)
}
