/*
 * Does our network score text as llama.cpp does on the same file? Token by token over written solutions, on a GGUF as it is and on the same
 * weights written out as F32 by our export: what is left between the two engines on the F32 file is a difference of engines, what comes on
 * top on a quantized one is llama.cpp's rounding of activations to 8 bits before each product with quantized weights (ours keeps float32).
 *
 *     npm run study gguf-parity -- --model MODEL.gguf [--candidates FILE] [--limit 8]
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { at } from '../../src/core/absence.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { candidateSetSchema } from '../../src/core/records/types.js'
import { mean } from '../../src/core/statistics/statistics.js'
import { resolveModel } from '../../src/models/resolve.js'
import type { ScorePair } from '../../src/models/types.js'
import { exportAdapter } from '../../verifier/network/export/export.js'

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    candidates: {
      type: 'string',
      default: fileURLToPath(new URL('../../../benchmarks/samples/candidates.ndjson', import.meta.url)),
    },
    limit: { type: 'string', default: '8' },
  },
})
if (options.model === undefined) {
  console.error('give --model FILE.gguf')
  process.exit(2)
}
const file = options.model
const pairs = await readPairs(options.candidates, Number(options.limit))
const folder = mkdtempSync(join(tmpdir(), 'gguf-parity-'))
try {
  const floats = join(folder, 'f32.gguf')
  await exportAdapter({ adapter: file, format: 'gguf', type: 'F32', output: floats })
  const scores = {
    'own, as it is': await score(`own:${file}`),
    'llama.cpp, as it is': await score(`gguf:${file}`),
    'own, F32': await score(`own:${floats}`),
    'llama.cpp, F32': await score(`gguf:${floats}`),
  }
  console.log(`${pairs.length} solutions, ${scores['own, F32'].length} tokens of ${file}`)
  for (const [name, logs] of Object.entries(scores))
    console.log(`  ${name.padEnd(20)} perplexity ${Math.exp(-mean(logs)).toFixed(4)}`)
  compare('engines on the same F32 file', scores['own, F32'], scores['llama.cpp, F32'])
  compare('engines on the file as it is', scores['own, as it is'], scores['llama.cpp, as it is'])
  compare('llama.cpp on both files (its 8-bit activations)', scores['llama.cpp, as it is'], scores['llama.cpp, F32'])
  compare('own on both files', scores['own, as it is'], scores['own, F32'])
} finally {
  rmSync(folder, { recursive: true })
}

/** The first solution of each problem after its question. */
async function readPairs(path: string, limit: number): Promise<ScorePair[]> {
  const found: ScorePair[] = []
  for await (const { record } of readRecords(path, candidateSetSchema)) {
    const [first] = record.candidates
    if (first?.text !== undefined) found.push({ context: `${record.question}\n\n`, continuation: first.text })
    if (found.length === limit) break
  }
  return found
}

/** log p of every token of every continuation. */
async function score(uri: string): Promise<number[]> {
  const model = await resolveModel(uri)
  const started = performance.now()
  const scored = await model.score({ pairs })
  console.error(`${uri}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  await model.close()
  return scored.flatMap(({ tokens, reason }) => {
    if (reason !== undefined) throw new Error(`${uri}: ${reason}`)
    return tokens.map(({ logProbability }) => logProbability)
  })
}

function compare(what: string, a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length) throw new Error(`${what}: ${a.length} tokens against ${b.length}`)
  const differences = a.map((x, i) => Math.abs(x - at(b, i)))
  console.log(
    `  ${what}: log p differs by ${mean(differences).toExponential(1)} on average, ${Math.max(...differences).toExponential(1)} at most`,
  )
}
