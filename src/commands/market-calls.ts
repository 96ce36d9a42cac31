import type { LabelledNews } from '../../extraction/market/index.js'
import { forecastOf, type PairOptions, samplePairs } from '../../extraction/market/pairs.js'
import { defined } from '../core/absence.js'
import { createRecordWriter } from '../core/records/writer.js'
import { resolveModel } from '../models/resolve.js'
import type { Terminal } from './command.js'

/** What is sampled, and where pairs and forecasts go. */
interface CallOptions extends Omit<PairOptions, 'signal'> {
  pairs?: string | undefined
  forecasts?: string | undefined
}

export interface CallReport {
  calls: { answers: number; unread: number }
  pairs?: { output: string; pairs: number }
  forecasts?: { output: string; forecasts: number }
}

/** A model's calls on every item of news: right and wrong ones make pairs, all of them together a forecast. A run that is stopped leaves what it has beside the outputs. */
export async function callAll(
  uri: string,
  labelled: readonly LabelledNews[],
  options: CallOptions,
  { signal, progress, say }: Terminal,
): Promise<CallReport> {
  const pairs = options.pairs === undefined ? undefined : outputAt(options.pairs)
  const forecasts = options.forecasts === undefined ? undefined : outputAt(options.forecasts)
  const outputs = [pairs ?? [], forecasts ?? []].flat()
  let [answers, read] = [0, 0]
  try {
    const model = await resolveModel(uri)
    const bar = progress('sampling calls', labelled.length)
    try {
      for (const { label, input } of labelled) {
        signal.throwIfAborted()
        const sampled = await samplePairs(model, label, input, { ...options, signal })
        answers += sampled.answers
        read += sampled.calls.length
        for (const pair of sampled.pairs) await pairs?.write(pair)
        const up = forecastOf(sampled.calls)
        if (up !== undefined) await forecasts?.write({ id: label.id, up })
        bar.advance()
      }
    } finally {
      bar.stop()
      await model.close()
    }
  } catch (error) {
    for (const output of outputs) await output.keepIncomplete(say)
    throw error
  }
  for (const output of outputs) await output.commit()
  return {
    calls: { answers, unread: answers - read },
    ...defined({
      pairs: pairs && { output: pairs.path, pairs: pairs.written() },
      forecasts: forecasts && { output: forecasts.path, forecasts: forecasts.written() },
    }),
  }
}

/** A file of records that is counted, and kept beside its name where the work did not end. */
function outputAt(path: string) {
  const writer = createRecordWriter(path)
  let written = 0
  return {
    path,
    written: () => written,
    write(record: unknown) {
      written++
      return writer.write(record)
    },
    commit: () => writer.commit(),
    async keepIncomplete(say: (line: string) => void) {
      if (written === 0) return writer.abort()
      const kept = await writer.keepIncomplete()
      if (kept.length > 0) say(`not finished: what was done is in ${kept.join(', ')}; ${path} was left as it was`)
    },
  }
}
