import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkArguments } from '../src/core/arguments.js'
import { checkOptions } from './check-options.js'
import { type ExtractionJob, type ExtractionReport, runExtraction } from './job.js'
import type { ParsedExtractionOptions } from './options.js'
import { openSource, parseShard, toItems } from './sources/items.js'

/** Documents that a dry run mines. */
const SAMPLE = 20

/** What the whole (or the shard) would cost, from the first 20 inputs, and what they gave. Nothing is left on the disk. */
export interface ExtractionEstimate {
  sampled: number
  inputs: number
  /** Of the whole, in proportion; null where the sample gives nothing to go by. */
  calls: number
  tokens: { evaluated: number; generated: number }
  cost: number | null
  /** At the speed of the sample, which runs while the concurrency is still low: an upper estimate. */
  seconds: number
  rationales: number
  sample: ExtractionReport['stats']
  /** Why the sample ended before all of it was mined; what is said of the whole is then of what was reached. */
  stopped?: string
}

/**
 * `rationale extract --dry-run`: counts the inputs and mines the first 20 for real (their calls are made and paid).
 *
 * @throws RationaleError `configuration` with all problems; standard input is one: it can be read only once.
 */
export async function estimateExtraction(whole: ExtractionJob): Promise<ExtractionEstimate> {
  checkArguments('estimateExtraction', { job: [whole, 'object'] })
  const { documents, ...job } = whole
  const { model, scorer, embedder, signal, onEvent, ...rest } = job
  const options = checkOptions(
    { ...rest, dryRun: true },
    { hasEmbedder: embedder !== undefined, readsInput: documents === undefined },
  )
  const given = documents === undefined ? {} : { documents: await collected(documents) }
  const output = join(tmpdir(), `rationale-dry-run-${randomUUID()}`)
  const started = performance.now()
  const most = Math.min(SAMPLE, options.limit ?? SAMPLE)
  try {
    const { stats, status, why } = await runExtraction({
      ...job,
      ...given,
      output,
      limit: most,
      shard: undefined,
      dryRun: false,
    })
    const seconds = (performance.now() - started) / 1000
    const inputs = given.documents === undefined ? await countInputs(options) : given.documents.length
    const factor = stats.inputs === 0 ? 0 : inputs / stats.inputs
    const { calls, evaluated, generated } = stats.run.tokens
    return {
      sampled: stats.inputs,
      inputs,
      calls: Math.round(calls * factor),
      tokens: { evaluated: Math.round(evaluated * factor), generated: Math.round(generated * factor) },
      cost: stats.run.cost === null ? null : stats.run.cost * factor,
      seconds: Math.round(seconds * factor),
      rationales: Math.round(stats.rationales.kept * factor),
      sample: stats,
      // What was in flight is finished: a signal may come after all of the sample was begun.
      ...(status === 'stopped' && stats.inputs < Math.min(most, inputs) && { stopped: why ?? 'not known why' }),
    }
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

async function countInputs({ input, text, idField, sourceName, shard, ...options }: ParsedExtractionOptions) {
  const items = toItems(openSource(input, { text, id: idField, sourceName }), { ...options, shard: parseShard(shard) })
  let count = 0
  for await (const _ of items) count++
  return count
}

async function collected<T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
