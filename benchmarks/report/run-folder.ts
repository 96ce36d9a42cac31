import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { z } from 'zod'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { readJsonFile } from '../../src/core/files/json-file.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import {
  LARGEST_OF_A_RUN,
  type Metrics,
  metricsSchema,
  type Run,
  runSchema,
  type SampleRecord,
  sampleRecordSchema,
} from '../run/records.js'

export interface RunFolder {
  /** The folder's name: what a person calls the run. */
  label: string
  metrics: Metrics
  /** Absent where the run was cut short. */
  run: Run | undefined
  samples: SampleRecord[]
}

/** Reads what `runBenchmark` wrote. @throws RationaleError naming the file that is missing or not as it should be. */
export async function readRunFolder(folder: string): Promise<RunFolder> {
  const metrics = readJson(join(folder, 'metrics.json'), metricsSchema)
  const run = existsSync(join(folder, 'run.json')) ? readJson(join(folder, 'run.json'), runSchema) : undefined
  const samples: SampleRecord[] = []
  const options = {
    // Ids are unique within a task only; one record holds all candidates of a problem.
    uniqueIds: false,
    maxLineBytes: 256 * 1024 * 1024,
    onReject: ({ line, reason }: { line: number; reason: string }) => {
      throw new RationaleError('input', `line ${line} of ${join(folder, 'samples.ndjson')} is not a sample record`, {
        found: reason,
        remedy: 'run the benchmark again into this folder: it completes what is missing',
      })
    },
  }
  for await (const { record } of readRecords(join(folder, 'samples.ndjson'), sampleRecordSchema, options)) {
    samples.push(record)
  }
  return { label: basename(resolve(folder)), metrics, run, samples }
}

function readJson<T>(path: string, schema: z.ZodType<T>): T {
  const value = readJsonFile(path, {
    largest: LARGEST_OF_A_RUN,
    remedy: 'give a folder that `rationale bench --output` has written',
  })
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new RationaleError('input', `${path} is not what a benchmark run writes`, {
    found: describeIssues(parsed.error),
  })
}
