import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { at } from '../../src/core/absence.js'
import { PACKAGE_FOLDER } from '../../src/core/package-folder.js'
import { stepsOf } from '../../src/core/steps/steps.js'
import type { PreparedChain } from '../../verifier/judge/judge.js'

/**
 * What the checks cost: seconds of processor time for a megabyte of steps, the longest pause of the event loop and how long they go on after an abort. All of it
 * is processor time, which other work on the machine does not lengthen.
 *
 *     npm run study speed-of-checks -- [--beside FOLDER] [--data FOLDER] [--megabytes 0.5]
 *
 * `--beside` is the `dist` of another build: the two take turns in one run. `--data` holds `labelled/zeroeval_gsm.jsonl.gz` and `labelled/mmlu_pro.jsonl.gz`;
 * without it only what the repository has is read.
 */
const { values } = parseArgs({
  options: { beside: { type: 'string' }, data: { type: 'string' }, megabytes: { type: 'string', default: '0.5' } },
})
const size = 1e6 * Number(values.megabytes)

type Checks = typeof import('../../verifier/evidence/index.js')
const opened = async (folder: string): Promise<Checks> =>
  import(pathToFileURL(join(resolve(folder), 'verifier/evidence/index.js')).href)
const here = await opened(join(PACKAGE_FOLDER, 'dist'))
const beside = values.beside === undefined ? undefined : await opened(values.beside)

/** Chains of about `size` characters together. */
function taken(chains: Iterable<PreparedChain>): PreparedChain[] {
  const list: PreparedChain[] = []
  let length = 0
  for (const chain of chains) {
    if (length > size) break
    list.push(chain)
    length += lengthOf(chain)
  }
  return list
}
const lengthOf = ({ steps }: PreparedChain) => steps.reduce((sum, { length }) => sum + length, 0)

function* fresh(): Generator<PreparedChain> {
  for (const part of ['open', 'batches'])
    for (const line of readFileSync(join(PACKAGE_FOLDER, `benchmarks/samples/fresh/${part}.ndjson`), 'utf8')
      .trim()
      .split('\n')) {
      const chain: { question: string; text?: string; steps?: string[] } = JSON.parse(line)
      yield { question: chain.question, steps: stepsOf(chain) }
    }
}

function* prose(): Generator<PreparedChain> {
  for (const name of readdirSync(join(PACKAGE_FOLDER, 'docs')).filter((each) => each.endsWith('.md')))
    yield {
      question: 'What is said?',
      steps: stepsOf({ text: readFileSync(join(PACKAGE_FOLDER, 'docs', name), 'utf8') }),
    }
}

function* released(name: string): Generator<PreparedChain> {
  const text = gunzipSync(readFileSync(join(values.data ?? '', 'labelled', `${name}.jsonl.gz`))).toString('utf8')
  for (const line of text.split('\n', 400)) {
    const { question, candidates }: { question: string; candidates: { text: string }[] } = JSON.parse(line)
    for (const candidate of candidates.slice(0, 2)) yield { question, steps: stepsOf(candidate) }
  }
}

/** One chain of short equations: nothing but work for the arithmetic. */
function* equations(): Generator<PreparedChain> {
  const count = Math.ceil(size / 17)
  const line = (i: number) => `${i + 11} * ${(i % 89) + 11} = ${(i + 11) * ((i % 89) + 11)}.`
  yield { question: 'How much is it?', steps: Array.from({ length: count }, (_, i) => line(i)) }
}

const texts: Record<string, () => Iterable<PreparedChain>> = {
  'fresh chains': fresh,
  'prose of the docs': prose,
  'short equations': equations,
  ...(values.data !== undefined && { GSM8K: () => released('zeroeval_gsm'), 'MMLU-Pro': () => released('mmlu_pro') }),
}

/** Milliseconds of processor time since `before`. */
function spent(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function secondsPerMegabyte({ checkEvidence }: Checks, chains: readonly PreparedChain[]): number {
  const before = process.cpuUsage()
  for (const chain of chains) checkEvidence(chain)
  return spent(before) / 1000 / (chains.reduce((sum, chain) => sum + lengthOf(chain), 0) / 1e6)
}

/** The longest turn of the event loop, in milliseconds of processor time, while the chains are checked. */
async function longestPause({ judgeEvidence }: Checks, chains: readonly PreparedChain[]): Promise<number> {
  let longest = 0
  let since = process.cpuUsage()
  let isOver = false
  const watch = () => {
    longest = Math.max(longest, spent(since))
    since = process.cpuUsage()
    if (!isOver) setImmediate(watch)
  }
  setImmediate(watch)
  for (const chain of chains) await judgeEvidence(chain)
  isOver = true
  return longest
}

/** Milliseconds of processor time from an abort in the middle of a long chain until the checks have stopped. */
async function untilStopped({ judgeEvidence }: Checks, chains: readonly PreparedChain[]): Promise<number> {
  const one = { ...at(chains, 0), steps: chains.flatMap(({ steps }) => steps) }
  const controller = new AbortController()
  const judged = judgeEvidence(one, controller.signal).catch(() => undefined)
  let since = process.cpuUsage()
  setTimeout(() => {
    since = process.cpuUsage()
    controller.abort()
  }, 100)
  await judged
  return spent(since)
}

const column = (value: number, digits: number) => value.toFixed(digits).padStart(10)
process.stdout.write(
  `${'text'.padEnd(20)} s of CPU for 1 MB${beside === undefined ? '' : ', beside, ratio'}; longest pause, after an abort (ms of CPU)\n`,
)
for (const [name, read] of Object.entries(texts)) {
  const chains = taken(read())
  // Compiled before it is measured.
  secondsPerMegabyte(
    here,
    chains.slice(0, 40).map(({ question, steps }) => ({ question, steps: steps.slice(0, 200) })),
  )
  const own: number[] = []
  const other: number[] = []
  for (let turn = 0; turn < 2; turn++) {
    if (beside !== undefined) other.push(secondsPerMegabyte(beside, chains))
    own.push(secondsPerMegabyte(here, chains))
  }
  const [least, leastBeside] = [Math.min(...own), Math.min(...other)]
  const compared = beside === undefined ? '' : column(leastBeside, 2) + column(least / leastBeside, 2)
  const pause = await longestPause(here, chains)
  process.stdout.write(
    `${name.padEnd(20)}${column(least, 2)}${compared}${column(pause, 1)}${column(await untilStopped(here, chains), 1)}\n`,
  )
}
