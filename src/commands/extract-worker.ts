import * as z from 'zod'
import { extractionOptionsSchema } from '../../extraction/options.js'
import { runExtractionWorker } from '../../extraction/queue/worker.js'
import { resolveModel } from '../models/resolve.js'
import * as command from './command.js'
import { httpCalls } from './extract.js'

const { mode, perDocument, thoughts, preset, calibration, concurrency, retries, attemptTimeout } =
  extractionOptionsSchema.shape

export const extractWorkerCommand = command.defineCommand({
  name: 'extract-worker',
  summary:
    'Serve the queue of an extraction job on another host, until interrupted. Model, mode and preset must be the job’s.',
  options: z.object({
    queue: z
      .string('give the queue of the job: redis://HOST:PORT')
      .regex(/^rediss?:\/\//, 'expected redis://HOST:PORT')
      .meta({ description: 'redis://HOST:PORT', value: 'url' }),
    model: z.string().default('rules:').meta({ description: 'model URI that writes rationales', value: 'uri' }),
    scorer: z
      .string()
      .optional()
      .meta({ description: 'model URI that measures gains (default: the model)', value: 'uri' }),
    requests: z
      .string()
      .optional()
      .meta({ description: 'file that keeps answers across restarts, one for each worker', value: 'file' }),
    ...{ mode, perDocument, thoughts, preset, calibration, concurrency, retries },
    attemptTimeout,
    json: command.jsonOption,
  }),
  async run({ model: modelUri, scorer: scorerUri, json: _json, ...options }, terminal) {
    const calls = { http: httpCalls(options) }
    const model = modelUri === 'rules:' ? modelUri : await resolveModel(modelUri, calls)
    const scorer = scorerUri === undefined ? undefined : await resolveModel(scorerUri, calls)
    const progress = terminal.progress('documents')
    let documents = 0
    try {
      await runExtractionWorker({
        ...options,
        model,
        scorer,
        signal: terminal.signal,
        onBatch(count) {
          documents += count
          progress.advance(count)
        },
      })
    } finally {
      progress.stop()
      if (typeof model !== 'string') await model.close()
      await scorer?.close()
    }
    return { exit: command.EXIT.done, json: { documents } }
  },
})
