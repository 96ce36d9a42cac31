import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { at } from '../../src/core/absence.js'
import { packageFolder } from '../../src/core/package-folder.js'
import type { Chain } from '../../src/core/records/types.js'
import type { PreparedChain } from '../../verifier/judge/judge.js'
import { prepare } from '../../verifier/judge/prepare.js'

/**
 * What the checks cost: seconds of processor time for a megabyte of text, the longest pause of the event loop and how long they go on after an abort. All of it
 * is processor time, which other work on the machine does not lengthen. Each kind of text is measured in a process of its own.
 *
 *     npm run study speed-of-checks -- [--beside FOLDER] [--data FOLDER] [--megabytes 0.5] [--passes 3]
 *
 * The text is all that is read: question, context, options and steps; beside it stands the figure for a megabyte of steps alone. "Cold" is the first time that the text is read,
 * with V8's compiler at work; "steady" the least of `--passes` further times.
 *
 * `--beside` is the `dist` of another build. The two take turns in one process, and everything that they say of each chain is compared: with `--megabytes 1000` of all chains there
 * are. `--data` holds `labelled/zeroeval_gsm.jsonl.gz`, `labelled/mmlu_pro.jsonl.gz`, `labelled/zeroeval_math_l5.jsonl.gz` and `labelled/step_labels.jsonl.gz`, of each
 * of which the first 400 records are read; without it only what the repository has.
 */
const { values } = parseArgs({
  options: {
    beside: { type: 'string' },
    data: { type: 'string' },
    megabytes: { type: 'string', default: '0.5' },
    passes: { type: 'string', default: '3' },
    /** Only this text, in this process. */
    text: { type: 'string' },
  },
})
const size = 1e6 * Number(values.megabytes)

/** A chain as a file has it. */
type Written = Pick<Chain, 'question' | 'context' | 'options' | 'text' | 'steps'>

function* fresh(): Generator<Written> {
  for (const part of ['open', 'batches', 'formerly-closed'])
    for (const line of readFileSync(join(packageFolder(), `benchmarks/samples/fresh/${part}.ndjson`), 'utf8')
      .trim()
      .split('\n'))
      yield chainOf(JSON.parse(line))
}

function* prose(): Generator<Written> {
  for (const name of readdirSync(join(packageFolder(), 'docs')).filter((each) => each.endsWith('.md')))
    yield { question: 'What is said?', text: readFileSync(join(packageFolder(), 'docs', name), 'utf8') }
}

/** Of each record two of its solutions, or its steps. */
function* released(name: string): Generator<Written> {
  const text = gunzipSync(readFileSync(join(values.data ?? '', 'labelled', `${name}.jsonl.gz`))).toString('utf8')
  for (const line of text.trim().split('\n', 400)) {
    const record: Written & { candidates?: Pick<Chain, 'text' | 'steps'>[] } = JSON.parse(line)
    for (const candidate of record.candidates?.slice(0, 2) ?? [{}]) yield chainOf({ ...record, ...candidate })
  }
}

/** What a record holds that is no part of the chain (a label, what answer is right) is left out. */
const chainOf = ({ question, context, options, text, steps }: Written): Written => ({
  question,
  ...(context !== undefined && { context }),
  ...(options !== undefined && { options }),
  ...(text !== undefined && { text }),
  ...(steps !== undefined && { steps }),
})

/** One chain of short equations: nothing but work for the arithmetic. */
function* equations(): Generator<Written> {
  const count = Math.ceil(Math.min(size, 1e6) / 17)
  const line = (i: number) => `${i + 11} * ${(i % 89) + 11} = ${(i + 11) * ((i % 89) + 11)}.`
  yield { question: 'How much is it?', steps: Array.from({ length: count }, (_, i) => line(i)) }
}

const texts: Record<string, () => Iterable<Written>> = {
  'fresh chains': fresh,
  'prose of the docs': prose,
  'short equations': equations,
  ...(values.data !== undefined && {
    GSM8K: () => released('zeroeval_gsm'),
    'MMLU-Pro': () => released('mmlu_pro'),
    MATH: () => released('zeroeval_math_l5'),
    'labelled steps': () => released('step_labels'),
  }),
}

type Checks = typeof import('../../verifier/evidence/index.js')

async function measure(name: string, read: () => Iterable<Written>): Promise<void> {
  const opened = async (folder: string): Promise<Checks> =>
    import(pathToFileURL(join(resolve(folder), 'verifier/evidence/index.js')).href)
  const here = await opened(join(packageFolder(), 'dist'))
  const beside = values.beside === undefined ? undefined : await opened(values.beside)
  const chains = taken(read())
  const megabytes = chains.reduce((sum, chain) => sum + lengthOf(chain), 0) / 1e6
  const inSteps = chains.reduce((sum, { steps }) => sum + lengthOfAll(steps), 0) / 1e6
  const cold = secondsFor(here, chains)
  const own: number[] = []
  const other: number[] = []
  if (beside !== undefined) secondsFor(beside, chains)
  for (let turn = 0; turn < Number(values.passes); turn++) {
    if (beside !== undefined) other.push(secondsFor(beside, chains))
    own.push(secondsFor(here, chains))
  }
  const [steady, steadyBeside] = [Math.min(...own), Math.min(...other)]
  const figures = (seconds: number) => `${column(seconds / megabytes, 8, 2)} (${(seconds / inSteps).toFixed(2)})`
  const compared =
    beside === undefined
      ? ''
      : `${column(steadyBeside / megabytes, 8, 2)}${column(steady / steadyBeside, 8, 2)}   ${differing(here, beside, chains)} of ${chains.length}`
  const pause = await longestPause(here, chains)
  process.stdout.write(
    `${name.padEnd(20)}${figures(cold)}${figures(steady)}${compared}${column(pause, 8, 1)}${column(await untilStopped(here, chains), 8, 1)}\n`,
  )
}

const column = (value: number, width: number, digits: number) => value.toFixed(digits).padStart(width)

/** Chains of about `size` characters together. */
function taken(chains: Iterable<Written>): PreparedChain[] {
  const list: PreparedChain[] = []
  let length = 0
  for (const chain of chains) {
    if (length > size) break
    const prepared = prepare({ id: '', ...chain })
    list.push(prepared)
    length += lengthOf(prepared)
  }
  return list
}

const lengthOfAll = (parts: readonly string[]) => parts.reduce((sum, { length }) => sum + length, 0)
const lengthOf = ({ question, context = '', options = [], steps }: PreparedChain) =>
  question.length + context.length + lengthOfAll(options) + lengthOfAll(steps)

/** Milliseconds of processor time since `before`. */
function spent(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function secondsFor({ checkEvidence }: Checks, chains: readonly PreparedChain[]): number {
  const before = process.cpuUsage()
  for (const chain of chains) checkEvidence(chain)
  return spent(before) / 1000
}

/** Of how many chains the two builds say anything else: a finding, a reward, a feature. The first of them is shown. */
function differing(here: Checks, beside: Checks, chains: readonly PreparedChain[]): number {
  let count = 0
  for (const chain of chains) {
    const [a, b] = [here, beside].map(({ checkEvidence }) => JSON.stringify(checkEvidence(chain), undefined, 1))
    if (a === b || a === undefined || b === undefined) continue
    const before = b.split('\n')
    const line = a.split('\n').findIndex((each, i) => each !== before[i])
    if (count++ === 0)
      process.stderr.write(`${chain.question}\n  here  ${a.split('\n')[line]}\n  beside${before[line]}\n`)
  }
  return count
}

/** Milliseconds of processor time of the thread that the event loop runs in; of all threads where the system does not tell. */
function ownTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return spent({ user: 0, system: 0 })
  }
}

/** The longest turn of the event loop, in milliseconds of its own processor time, while the chains are checked. */
async function longestPause({ judgeEvidence }: Checks, chains: readonly PreparedChain[]): Promise<number> {
  let longest = 0
  let since = ownTime()
  let isOver = false
  const watch = () => {
    longest = Math.max(longest, ownTime() - since)
    since = ownTime()
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

if (values.text !== undefined)
  await measure(values.text, at(Object.values(texts), Object.keys(texts).indexOf(values.text)))
else {
  const compared = values.beside === undefined ? '' : '  beside   ratio  otherwise judged'
  process.stdout.write(
    `${''.padEnd(20)}s of CPU for 1 MB of text (of steps)       ms of CPU\n${'text'.padEnd(20)}    cold       steady${compared}   longest pause, after an abort\n`,
  )
  for (const name of Object.keys(texts)) {
    const { status } = spawnSync(
      process.execPath,
      [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2), '--text', name],
      { stdio: 'inherit' },
    )
    if (status !== 0) process.exitCode = 1
  }
}
