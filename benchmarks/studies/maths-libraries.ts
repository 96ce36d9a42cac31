#!/usr/bin/env node
/*
 * node dist/benchmarks/graders/maths-libraries.js --libraries FOLDER [--candidates FILE] [--show 20]: our equality of mathematical answers beside that of
 * libraries from npm, which are no part of this package: FOLDER is where `npm install @cortex-js/compute-engine nerdamer mathjs` was run. On hand-written
 * pairs (equal-pairs.ndjson), and on every different pair of gold and recorded answer of FILE (candidate sets).
 */
import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { answersEqual } from '../../src/core/answers/equivalence.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { publicCandidateSetSchema } from '../public-formats.js'

type Equal = (a: string, b: string) => boolean
export interface Pair {
  a: string
  b: string
  /** Absent: nobody has said. */
  equal?: boolean
}

export const oursEqual: Equal = (a, b) => answersEqual(a, b, { task: 'expression' })

/** Hand-written, in the repository and not in the build. */
export function handWrittenPairs(
  file = new URL('../../../benchmarks/graders/equal-pairs.ndjson', import.meta.url),
): Pair[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

async function recordedPairs(file: string): Promise<Pair[]> {
  const seen = new Map<string, Pair>()
  for await (const { record } of readRecords(file, publicCandidateSetSchema)) {
    for (const { answer } of record.candidates) {
      // Sentences are no answers to any of these.
      if (answer === undefined || record.gold === undefined || answer.length > 120) continue
      seen.set(JSON.stringify([record.gold, answer]), { a: record.gold, b: answer })
    }
  }
  return [...seen.values()]
}

/** What these libraries export is not typed here: only what is called is named. */
interface Expression {
  isEqual(other: Expression): boolean | undefined
  isSame(other: Expression | number): boolean
  simplify(): Expression
}
interface ComputeEngineModule {
  ComputeEngine: new () => { parse(latex: string): Expression; box(parts: unknown): Expression }
}
type Nerdamer = ((expression: string) => { toString(): string }) & {
  convertFromLaTeX(latex: string): { toString(): string }
}
interface MathJs {
  symbolicEqual(a: string, b: string): boolean
}

async function libraries(folder: string): Promise<Record<string, Equal>> {
  const require = createRequire(join(resolve(folder), 'package.json'))
  const load = <Module>(name: string) => require(name) as Module
  // What `require` gets of it exports nothing.
  const module = join(resolve(folder), 'node_modules/@cortex-js/compute-engine/dist/compute-engine.esm.js')
  const { ComputeEngine }: ComputeEngineModule = await import(pathToFileURL(module).href)
  const engine = new ComputeEngine()
  const nerdamer = load<Nerdamer>('nerdamer')
  for (const part of ['Algebra', 'Calculus', 'Solve']) load(`nerdamer/${part}.js`)
  const { symbolicEqual } = load<MathJs>('mathjs')
  return {
    'compute-engine': (a, b) => {
      const [x, y] = [engine.parse(a), engine.parse(b)]
      if (x.isEqual(y) === true || x.isSame(y)) return true
      return engine.box(['Subtract', x, y]).simplify().isSame(0)
    },
    nerdamer: (a, b) =>
      nerdamer(`simplify((${nerdamer.convertFromLaTeX(a)})-(${nerdamer.convertFromLaTeX(b)}))`).toString() === '0',
    // It reads no LaTeX: the commonest commands are rewritten for it.
    mathjs: (a, b) => symbolicEqual(typed(a), typed(b)),
  }
}

const typed = (latex: string) =>
  latex
    .replace(/\\[dt]?frac\s?\{([^{}]*)\}\s?\{([^{}]*)\}/g, '(($1)/($2))')
    .replace(/\\sqrt\{([^{}]*)\}/g, 'sqrt($1)')
    .replace(/\\(?:cdot|times)/g, '*')
    .replace(/\\left|\\right|\\/g, '')
    .replaceAll('{', '(')
    .replaceAll('}', ')')

interface Outcome {
  pairs: number
  right: number
  missed: string[]
  wronglyEqual: string[]
  /** Against ours, where nobody has said. */
  onlyIt: string[]
  onlyOurs: string[]
  failed: number
  milliseconds: number
  slowest: number
}

export function judgePairs(pairs: readonly Pair[], equal: Equal): Outcome {
  const outcome: Outcome = {
    pairs: pairs.length,
    right: 0,
    missed: [],
    wronglyEqual: [],
    onlyIt: [],
    onlyOurs: [],
    failed: 0,
    milliseconds: 0,
    slowest: 0,
  }
  for (const { a, b, equal: wanted } of pairs) {
    const started = performance.now()
    let found = false
    try {
      found = equal(a, b)
    } catch {
      outcome.failed++
    }
    const spent = performance.now() - started
    outcome.milliseconds += spent / pairs.length
    outcome.slowest = Math.max(outcome.slowest, spent)
    const right = wanted ?? oursEqual(a, b)
    if (found === right) outcome.right++
    else if (wanted === undefined) outcome[found ? 'onlyIt' : 'onlyOurs'].push(`${a} | ${b}`)
    else outcome[found ? 'wronglyEqual' : 'missed'].push(`${a} | ${b}`)
  }
  return outcome
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { libraries: { type: 'string' }, candidates: { type: 'string' }, show: { type: 'string', default: '0' } },
  })
  if (values.libraries === undefined) throw new Error('usage: maths-libraries --libraries FOLDER [--candidates FILE]')
  const engines = { ours: oursEqual, ...(await libraries(values.libraries)) }
  // Unknown commands are reported on the console by some.
  console.warn = console.error = () => {}
  const lists = {
    'by hand': handWrittenPairs(),
    ...(values.candidates && { recorded: await recordedPairs(values.candidates) }),
  }
  for (const [name, pairs] of Object.entries(lists)) {
    const table = new Table({
      head: [name, 'pairs', 'right', 'missed', 'wrongly equal', 'only it', 'only ours', 'failed', 'ms', 'slowest ms'],
      style: { head: [], border: [], compact: true },
    })
    for (const [library, equal] of Object.entries(engines)) {
      const { pairs: all, right, failed, milliseconds, slowest, ...lists } = judgePairs(pairs, equal)
      const { missed, wronglyEqual, onlyIt, onlyOurs } = lists
      table.push([
        library,
        all,
        right,
        missed.length,
        wronglyEqual.length,
        onlyIt.length,
        onlyOurs.length,
        failed,
        milliseconds.toFixed(2),
        slowest.toFixed(0),
      ])
      for (const [kind, shown] of Object.entries(lists))
        for (const pair of shown.slice(0, Number(values.show))) console.log(`${library} ${kind}: ${pair}`)
    }
    console.log(String(table))
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
