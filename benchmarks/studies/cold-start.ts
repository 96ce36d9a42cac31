import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageFolder } from '../../src/core/package-folder.js'

/*
 * Processor time of a cold `rationale verify` of one chain, by pairs with another build. Wall time on a shared machine tells of the others.
 *
 *     npm run study cold-start -- [--against PATH/dist/src/cli.js] [--runs 10]
 *
 * Processes of the two take turns. Each writes its own time, of all its threads, when it ends.
 */

const { values: options } = parseArgs({
  options: { against: { type: 'string' }, runs: { type: 'string', default: '10' } },
})
const own = join(packageFolder(), 'dist/src/cli.js')
const ending = `import { writeSync } from 'node:fs'
process.on('exit', () => writeSync(3, JSON.stringify(process.cpuUsage())))`

/** Seconds of one process. */
function seconds(cli: string): number {
  const watch = `data:text/javascript,${encodeURIComponent(ending)}`
  const { output, status, stderr } = spawnSync(
    process.execPath,
    ['--import', watch, cli, 'verify', 'What is 2+3?', '2+3=5'],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`${cli} ended with ${status}: ${stderr}`)
  const { user, system } = JSON.parse(output[3] ?? '')
  return (user + system) / 1e6
}

const builds = options.against === undefined ? [own] : [options.against, own]
for (const cli of builds) seconds(cli) // the files come into the system's memory
const rounds = Array.from({ length: Number(options.runs) }, () => builds.map(seconds))
for (const [i, cli] of builds.entries()) {
  const times = rounds.map((round) => round[i] ?? Number.NaN)
  console.log(
    `${cli}: median ${median(times).toFixed(2)} s of processor time, least ${Math.min(...times).toFixed(2)} s`,
  )
}
if (options.against !== undefined) {
  const ratios = rounds.map(([before = Number.NaN, after = Number.NaN]) => after / before)
  console.log(`ratio, median of ${ratios.length} pairs: ${median(ratios).toFixed(2)}`)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
