/*
 * npm run study smoke -- [OUTPUT]: the whole harness in seconds, offline: every task on its built-in samples (candidates by a
 * generator that answers by rote), the recorded candidates that ship, the default verifier, and the report. The numbers say that the
 * machinery works and nothing else.
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readRecords } from '../../src/core/records/ndjson.js'
import type { CandidateSet } from '../../src/core/records/types.js'
import { loadVerifier } from '../../src/load-verifier.js'
import type { LanguageModel } from '../../src/models/types.js'
import { publicCandidateSetSchema } from '../public-formats.js'
import { writeReport } from '../report/index.js'
import { runBenchmark } from '../run/index.js'
import { metricsTable } from '../run/table.js'

const output = process.argv[2] ?? (await mkdtemp(join(tmpdir(), 'rationale-smoke-')))
// The samples are not built.
const samples = fileURLToPath(new URL('../../../benchmarks/samples/candidates.ndjson', import.meta.url))
const records: CandidateSet[] = []
for await (const { record } of readRecords(samples, publicCandidateSetSchema)) records.push(record)

await using verifier = await loadVerifier()
const generator: LanguageModel = {
  id: 'by-rote:',
  capabilities: async () => ({ generate: true, score: false, notes: ['says the same to every prompt'] }),
  generate: async ({ n = 1 }) =>
    Array.from({ length: n }, (_, sample) => ({
      text: `This is what I remember.\nThe answer is ${['A', 'yes', '269', 'positive'][sample % 4]}.`,
      finish: 'stop',
    })),
  score: () => Promise.reject(new Error('by-rote: does not score')),
  close: async () => {},
}
const { metrics, run, failed } = await runBenchmark({
  tasks: ['all'],
  candidates: { name: 'samples', records },
  verifier,
  generator,
  output,
})
console.log(metricsTable(metrics, run))
const page = join(output, 'report.html')
const { bytes } = await writeReport({ folders: [output], output: page, title: 'Smoke run' })
console.log(`${page}: ${Math.round(bytes / 1024)} KiB`)
process.exitCode = failed > 0 ? 1 : 0
