import { createHash } from 'node:crypto'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { missingPackage } from '../../src/core/missing-package.js'
import type { Flow } from '../extract.js'
import type { OpenMethod } from '../method.js'
import type { Candidate } from '../mine-batch.js'
import type { Result } from '../outcome.js'

/*
 * Beyond one machine: the coordinator reads, pre-filters, numbers and writes as in one process; only `mine` goes through Redis. A job is one batch, a
 * range of positions; it carries its documents, so a worker needs Redis and a model and no access to the corpus. The number of batches in flight is
 * bounded, and so is what Redis holds. Results come back by position, so the output is the one-process run's.
 */

/** Workers with another model, mode, scorer or preset serve another queue. */
export function queueName(identity: OpenMethod['identity']): string {
  return `rationale-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)}`
}

/** The connection that BullMQ makes from a URL; the password stays in it and out of every message. */
export const connectionOf = (url: string) => ({ url, maxRetriesPerRequest: null })

/** @throws RationaleError `network` where Redis cannot be reached. */
export async function queueMiner(
  url: string,
  identity: OpenMethod['identity'],
): Promise<{ mine: Flow['mine']; end(): Promise<void> }> {
  const { Queue, QueueEvents } = await import('bullmq').catch(missingPackage('bullmq', '--queue'))
  await reachable(url)
  const name = queueName(identity)
  const queue = new Queue<readonly Candidate[], Result[]>(name, { connection: connectionOf(url) })
  const events = new QueueEvents(name, { connection: connectionOf(url) })
  // Both reconnect by themselves; without a listener their errors would end the process.
  queue.on('error', () => {})
  events.on('error', () => {})
  await events.waitUntilReady()
  return {
    async mine(batch) {
      // The same batch is the same job: a coordinator that starts again finds the work of the one that was killed.
      const jobId = createHash('sha256').update(JSON.stringify(batch)).digest('hex').slice(0, 32)
      for (;;) {
        // What Redis holds already stays as it is; what it lost (a restart without a file) is there again.
        const job = await queue.add('mine', batch, { jobId, removeOnFail: true }).catch(noRoom)
        try {
          const results = await job.waitUntilFinished(events, LOOK_AGAIN_MS)
          await job.remove()
          return results
        } catch (error) {
          if (isNoAnswerYet(error)) continue
          throw new RationaleError('model', 'a worker gave a batch up', {
            found: messageOf(error),
            remedy: 'see the worker’s messages, then run the same command again',
            cause: error,
          })
        }
      }
    },
    async end() {
      await Promise.allSettled([events.close(), queue.close()])
    },
  }
}

/** How long one waits for word of a batch before looking whether Redis still knows it. */
const LOOK_AGAIN_MS = 5000

/** BullMQ says both in words only: no word came in time, or the batch is gone. */
const isNoAnswerYet = (error: unknown) => /timed out before finishing|Missing key for job/.test(messageOf(error))

function noRoom(error: unknown): never {
  throw new RationaleError('network', 'Redis did not take a batch', {
    found: messageOf(error),
    remedy:
      'where its memory is full, raise maxmemory or lower --concurrency; then run the same command again: what is done stays done',
    cause: error,
  })
}

/**
 * One attempt, so that a wrong address is an error and not a wait.
 *
 * @throws RationaleError `network`; `configuration` where this Redis may drop what it holds.
 */
export async function reachable(url: string): Promise<void> {
  const { Redis } = await import('ioredis').catch(missingPackage('ioredis', '--queue'))
  const probe = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 10_000,
  })
  probe.on('error', () => {})
  try {
    await probe.connect()
    await refuseEviction(probe)
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('network', `cannot reach Redis at ${new URL(url).host}`, {
      found: messageOf(error),
      remedy: 'start redis-server 7 there, or give another --queue',
      cause: error,
    })
  } finally {
    probe.disconnect()
  }
}

/** A Redis that evicts loses batches and their results when its memory is full. */
async function refuseEviction(redis: { info(section: string): Promise<string> }): Promise<void> {
  const memory = await redis.info('memory')
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1]
  const limited = /^maxmemory:([1-9]\d*)/m.test(memory)
  if (!limited || policy === undefined || policy === 'noeviction') return
  throw new RationaleError('configuration', 'this Redis drops what it holds when its memory is full', {
    expected: 'maxmemory-policy noeviction',
    found: policy,
    remedy: 'redis-cli config set maxmemory-policy noeviction',
  })
}
