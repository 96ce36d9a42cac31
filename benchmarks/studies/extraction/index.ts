/*
 * Overhead of extraction with a model that answers at once: `npm run study extraction -- [documents] [--stages] [--python PYTHON]`.
 * With `--python PYTHON` (one that has datatrove) the same documents also go through datatrove's reader, quality filter and MinHash, and the ratio is printed.
 * Documents of about 1 kB are made up in memory, every one different; the ledger is written to a temporary folder, fsync included.
 */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ExtractionJob, runExtraction } from '../../../extraction/job.js'
import { defined } from '../../../src/core/absence.js'
import { openRequestCache } from '../../../src/core/files/request-cache.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import type { LanguageModel } from '../../../src/models/types.js'

const count = Number(process.argv[2] ?? 20_000)
const byStage = process.argv.includes('--stages')
const pythonAt = process.argv.indexOf('--python')
const python = pythonAt === -1 ? undefined : process.argv[pythonAt + 1]

/** Answers at once: copies the document with a rationale in it, and says that every token is equally likely. */
const instant: LanguageModel = {
  id: 'instant:',
  capabilities: async () => ({ generate: true, score: true, notes: [] }),
  async generate({ prompt }) {
    const asked = typeof prompt === 'string' ? prompt : (prompt.at(-1)?.content ?? '')
    const text = asked.slice('<document>\n'.length, -'\n</document>'.length)
    const stop = text.indexOf('. ') + 1
    return [{ text: `${text.slice(0, stop)}<BOT>What was said has a reason.<EOT>${text.slice(stop)}`, finish: 'stop' }]
  },
  score: async ({ pairs }) => pairs.map(() => ({ tokens: [{ text: 'x', offset: 0, logProbability: -1 }] })),
  close: async () => {},
}

const random = seededRandom(0)
const vocabulary = Array.from({ length: 20_000 }, () =>
  Array.from({ length: 1 + random.int(4) }, () => random.pick([...'bcdfgklmnprst']) + random.pick([...'aeiou'])).join(
    '',
  ),
)
const sentences = Array.from(
  { length: 30_000 },
  () => `The ${Array.from({ length: 14 }, () => random.pick(vocabulary)).join(' ')}.`,
)

/** About 1,000 characters: 12 of 30,000 sentences, so that no two documents are alike and making them is cheap (the measured process does it). */
function* documents(n: number): Generator<{ id: string; text: string; source: string }> {
  let state = 12345
  for (let i = 0; i < n; i++) {
    let text = ''
    for (let s = 0; s < 12; s++) {
      state = (Math.imul(state, 1103515245) + 12345) | 0
      text += `${s === 0 ? '' : ' '}${sentences[(state >>> 8) % sentences.length]}`
    }
    yield { id: `d${i}`, text, source: 'made-up' }
  }
}

interface Measure {
  what: string
  documents: number
  perSecond: number
  /** Of all threads together: what a busy machine does not blur. */
  perCpuSecond?: number
  /** Of the process so far: the first measure's is its own. */
  peakMiB: number
}

async function measure(
  what: string,
  n: number,
  options: Partial<ExtractionJob>,
  model: ExtractionJob['model'] = instant,
): Promise<Measure> {
  const output = mkdtempSync(join(tmpdir(), 'extraction-speed-'))
  const before = process.cpuUsage()
  const started = performance.now()
  try {
    const { stats } = await runExtraction({
      input: 'made-up',
      output,
      ...defined({ documents: options.input === undefined ? documents(n) : undefined }),
      model,
      concurrency: 32,
      preset: 'unfiltered',
      ...options,
    } as ExtractionJob)
    const seconds = (performance.now() - started) / 1000
    if (stats.inputs !== n) throw new Error(`${stats.inputs} of ${n} inputs`)
    const { user, system } = process.cpuUsage(before)
    const perCpuSecond = Math.round(n / ((user + system) / 1e6))
    return {
      what,
      documents: n,
      perSecond: Math.round(n / seconds),
      perCpuSecond,
      peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    }
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

const all =
  'all stages: length, quality, exact and near duplicates, rewrite, fidelity, gain with control, ledger, request cache'
const results: Measure[] = []
results.push(await measure(all, count, {}))
if (byStage) {
  const n = Math.min(count, 20_000)
  results.push(await measure(`${all} (${n})`, n, {}))
  results.push(await measure('without near duplicates', n, { nearDuplicates: false }))
  results.push(await measure('without quality rules', n, { quality: false }))
  results.push(await measure('without scoring (rules: miner)', n, {}, 'rules:'))
  results.push(await measure('every document filtered (length)', n, { minCharacters: 1900 }))
  const making = performance.now()
  let characters = 0
  for (const { text } of documents(n)) characters += text.length
  const seconds = (performance.now() - making) / 1000
  results.push({
    what: `making the documents (${Math.round(characters / n)} characters each)`,
    documents: n,
    perSecond: Math.round(n / seconds),
    peakMiB: 0,
  })
  const folder = mkdtempSync(join(tmpdir(), 'extraction-speed-'))
  const cache = openRequestCache(join(folder, 'requests.ndjson'))
  const put = performance.now()
  for (let i = 0; i < n; i++) {
    const tally = { calls: 1, evaluated: 0, unique: 0, generated: 0 }
    const written = cache.put(i.toString(16).padStart(32, '0'), 'x'.repeat(1000), tally)
    if (i % 32 === 31) await written // as many as the job has calls in flight
  }
  results.push({
    what: 'request cache alone, 1 kB answers',
    documents: n,
    perSecond: Math.round(n / ((performance.now() - put) / 1000)),
    peakMiB: 0,
  })
  cache.close()
  rmSync(folder, { recursive: true, force: true })
}
const beside = python === undefined ? undefined : await besideDatatrove(python, Math.min(count, 10_000))
console.log(JSON.stringify({ node: process.version, results, ...defined({ beside }) }, null, 2))

/** What both do: read NDJSON, quality rules, MinHash near duplicates. Ours also commits every document to its ledger; `rules:` mines, and finds no number. */
async function besideDatatrove(interpreter: string, n: number) {
  const folder = mkdtempSync(join(tmpdir(), 'extraction-beside-'))
  try {
    const input = join(folder, 'input')
    mkdirSync(input)
    writeFileSync(join(input, 'documents.jsonl'), [...documents(n)].map((each) => `${JSON.stringify(each)}\n`).join(''))
    const path = join(input, 'documents.jsonl')
    const ours = await measure('read, quality, exact and near duplicates, rules:, ledger', n, { input: path }, 'rules:')
    const script = join(import.meta.dirname, '../../../../benchmarks/studies/reference/datatrove_prefilter.py')
    const reference = JSON.parse(
      execFileSync(interpreter, [script, input, join(folder, 'scratch')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
        .trim()
        .split('\n')
        .at(-1) as string,
    ) as { documents: number; kept: number; whole: { cpuSeconds: number; seconds: number } }
    if (reference.documents !== n) throw new Error(`datatrove read ${reference.documents} of ${n} documents`)
    const perCpuSecond = Math.round(n / reference.whole.cpuSeconds)
    return {
      ours,
      datatrove: { ...reference, perCpuSecond },
      ratioPerCpuSecond: (ours.perCpuSecond ?? 0) / perCpuSecond,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
