import { whenAborted } from '../../src/core/abort.js'
import { checkArguments } from '../../src/core/arguments.js'
import { openRequestCache } from '../../src/core/files/request-cache.js'
import { missingPackage } from '../../src/core/missing-package.js'
import { checkOptions } from '../check-options.js'
import { type MethodOptions, type Models, openMethod } from '../method.js'
import { type Candidate, mineBatch } from '../mine-batch.js'
import type { Result } from '../outcome.js'
import { connectionOf, queueName, reachable } from './coordinator.js'

export interface ExtractionWorkerOptions extends Models, Partial<MethodOptions> {
  /** redis://HOST:PORT */
  queue: string
  /** Batches at a time (default 2; calls are limited by `concurrency`). */
  batches?: number
  /** File of answers to keep across restarts of this worker. */
  requests?: string | undefined
  signal?: AbortSignal | undefined
  onBatch?: (documents: number) => void
  /** A batch whose worker is silent for this long goes to another (default 30 s). */
  lockMs?: number
}

/**
 * Serves the queue of one model, mode, scorer and preset (which must be the coordinator's) until the signal fires; then finishes what it holds.
 * A worker killed with SIGKILL loses nothing: its batch goes to another one.
 */
export async function runExtractionWorker(options: ExtractionWorkerOptions): Promise<void> {
  checkArguments('runExtractionWorker', { options: [options, 'object'], queue: [options?.queue, 'text'] })
  const { model, scorer, queue, batches = 2, requests, signal, onBatch, lockMs = 30_000, ...given } = options
  const settings = checkOptions({ ...given, input: 'queue', output: 'queue' }, { hasEmbedder: true, readsInput: false })
  // Of one worker alone: two would write over one another.
  const cache = requests === undefined ? undefined : openRequestCache(requests)
  try {
    const method = await openMethod({ model, scorer }, settings, cache)
    const { Worker } = await import('bullmq').catch(missingPackage('bullmq', '--queue'))
    await reachable(queue)
    const worker = new Worker<readonly Candidate[], Result[]>(
      queueName(method.identity),
      async ({ data }) => {
        const results = await mineBatch(data, method)
        onBatch?.(data.length)
        return results
      },
      {
        connection: connectionOf(queue),
        concurrency: batches,
        lockDuration: lockMs,
        stalledInterval: lockMs,
        // A batch is tried again however many workers died over it; what fails by itself fails its documents, not the batch.
        maxStalledCount: 1_000_000,
      },
    )
    worker.on('error', () => {}) // it reconnects by itself
    await new Promise<void>((resolve) => {
      whenAborted(signal, () => resolve())
      worker.once('closed', resolve)
    })
    await worker.close()
  } finally {
    cache?.close()
  }
}
