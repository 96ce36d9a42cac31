import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { runGuided, whyNotGuided } from './guided.js'
import { mutated } from './mutations.js'
import { isRefusal, type Target, targets } from './targets.js'

/*
 * Does anything that reads bytes from elsewhere crash or hang on some of them?
 *
 *     npm run fuzz -- [TARGET ...] [--seconds 600] [--seed N] [--corpus benchmarks/studies/fuzz/corpus] [--blind]
 *
 * Seeds and the inputs of earlier findings are mutated, each target for so many seconds: by Jazzer.js, which sees the branches that an input takes, or
 * with `--blind` by fast-check, which makes many more inputs. A fault is made smaller and kept in the corpus, whose inputs the unit tests read again; a
 * reader that does not end within LONGEST_MS is stopped, and its input kept as it is. Prints a line of JSON a target, exits 1 after a finding. Jazzer.js
 * asks for glibc 2.38 (Debian 13, Ubuntu 24.04); where it does not load, that is said and fast-check does it.
 */

const LONGEST_MS = 20_000
const LARGEST_INPUT = 1 << 20
/** Of longer ones libFuzzer makes too few. */
const LARGEST_GUIDED = 1 << 13

interface Task {
  name: string
  seconds: number
  seed: number
  corpus: string
  /** Of the input at hand: how many there were, its length, its bytes. */
  shared: SharedArrayBuffer
}

/** Seeds of the target and what once broke it. */
function startingInputs({ corpus, name }: Task, { seeds }: Target): Buffer[] {
  const folder = join(corpus, name)
  const found = existsSync(folder) ? readdirSync(folder).map((file) => readFileSync(join(folder, file))) : []
  return [...seeds.map((seed) => Buffer.from(seed)), ...found]
}

if (isMainThread) await main()
else await work(workerData as Task) // what `main` hands over

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '600' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      corpus: { type: 'string', default: 'benchmarks/studies/fuzz/corpus' },
      blind: { type: 'boolean', default: false },
    },
  })
  const why = values.blind ? undefined : whyNotGuided()
  if (why !== undefined) console.error(`Jazzer.js does not load, fast-check does it, without seeing branches: ${why}`)
  const run = values.blind || why !== undefined ? watched : guided
  for (const name of positionals.length > 0 ? positionals : Object.keys(targets)) {
    if (!Object.hasOwn(targets, name)) throw new Error(`no target ${name}: ${Object.keys(targets).join(', ')}`)
    const shared = new SharedArrayBuffer(8 + LARGEST_INPUT)
    const task: Task = {
      name,
      seconds: Number(values.seconds),
      seed: Number(values.seed),
      corpus: values.corpus,
      shared,
    }
    if (!(await run(task))) process.exitCode = 1
  }
}

/** False after a finding. */
async function guided(task: Task): Promise<boolean> {
  const target = targets[task.name] as Target // checked by `main`
  const { finding, ...counted } = await runGuided(task.name, target, startingInputs(task, target), {
    ...task,
    longestMs: LONGEST_MS,
    largest: LARGEST_GUIDED,
  })
  const found = finding && { fault: finding.fault, kept: keep(task, finding.input) }
  console.log(
    JSON.stringify({ target: task.name, guided: true, seconds: task.seconds, seed: task.seed, ...counted, ...found }),
  )
  return found === undefined
}

/** False after a finding. */
function watched(task: Task): Promise<boolean> {
  const worker = new Worker(new URL(import.meta.url), { workerData: task })
  const [state, bytes] = [new Int32Array(task.shared, 0, 2), Buffer.from(task.shared, 8)]
  return new Promise((resolve, reject) => {
    let before = 0
    const watch = setInterval(() => {
      const inputs = Atomics.load(state, 0)
      if (inputs === before && inputs > 0) {
        const input = Buffer.from(bytes.subarray(0, Atomics.load(state, 1)))
        console.log(JSON.stringify({ target: task.name, inputs, hangs: keep(task, input) }))
        void worker.terminate()
        clearInterval(watch)
        resolve(false)
      }
      before = inputs
    }, LONGEST_MS)
    worker.on('message', (found: { inputs: number; fault?: string }) => {
      clearInterval(watch)
      console.log(JSON.stringify({ target: task.name, seconds: task.seconds, seed: task.seed, ...found }))
      resolve(found.fault === undefined)
    })
    worker.on('error', reject)
  })
}

async function work(task: Task): Promise<void> {
  const { parentPort } = await import('node:worker_threads')
  const target = targets[task.name] as Target // checked by `main`
  const [state, bytes] = [new Int32Array(task.shared, 0, 2), Buffer.from(task.shared, 8)]
  const seeds = startingInputs(task, target)
  let inputs = 0
  const property = fc.asyncProperty(mutated(seeds), async (input) => {
    const given = input.subarray(0, LARGEST_INPUT)
    bytes.set(given)
    Atomics.store(state, 1, given.length)
    Atomics.store(state, 0, ++inputs)
    try {
      await target.read(given)
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  })
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    numRuns: Number.MAX_SAFE_INTEGER,
    seed: task.seed,
    interruptAfterTimeLimit: task.seconds * 1000,
    markInterruptAsFailure: false,
  })
  const [smallest] = counterexample ?? []
  const found = failed && smallest ? { fault: String(errorInstance), kept: keep(task, smallest) } : {}
  parentPort?.postMessage({ inputs, ...found })
}

/** Beside the other inputs of its target, under a name made of its bytes. */
function keep({ corpus, name }: Task, input: Buffer): string {
  const path = join(corpus, name, createHash('sha256').update(input).digest('hex').slice(0, 12))
  mkdirSync(join(corpus, name), { recursive: true })
  writeFileSync(path, input)
  return path
}
