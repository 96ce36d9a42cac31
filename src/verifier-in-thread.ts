import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { untilAborted, whenAborted } from './core/abort.js'
import { refuseUnknownOptions } from './core/arguments.js'
import { type ErrorCode, type ErrorDetails, messageOf, RationaleError } from './core/errors.js'
import { packageFolder } from './core/package-folder.js'
import {
  candidateSchema,
  candidateSetSchema,
  chainSchema,
  type StepEvent,
  type Verifier,
} from './core/records/types.js'
import { type Warning, warn } from './core/warnings.js'

/*
 * A verifier in a thread of its own: what `loadVerifier(uri, { thread: true })` gives. ONNX Runtime holds the thread that runs a network until it has
 * answered: tens of milliseconds for `embedded:`, seconds for a base of a billion parameters. So a server answers others meanwhile only from another thread.
 * `verifier-thread.ts` is the other side. What crosses are records, verdicts and messages; the network, its words and its weights stay over there.
 */

/** What the thread is asked. */
export type Question =
  | { call: number; method: 'verify' | 'verifyAll' | 'rerank'; subject: unknown; options: object; events: boolean }
  | { abort: number }
  | { close: true }

/** What it answers. */
export type Reply =
  | { warning: Warning }
  | { ready: Pick<Verifier, 'id' | 'stepThreshold'> }
  | { call: number; event: StepEvent }
  | { call: number; value: unknown }
  /** Without a call the verifier could not be loaded. */
  | { call?: number; failure: Failure }

interface Failure extends Pick<ErrorDetails, 'expected' | 'found' | 'remedy'> {
  /** None where it is no error of this package. */
  code?: ErrorCode
  message: string
}

interface Call {
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
  onEvent: ((event: StepEvent) => void) | undefined
}

/** A thread that loads ends by itself within this time, or is ended. */
const PATIENCE_MS = 500

/** A verifier in its thread. */
interface Running {
  worker: Worker
  loaded: Promise<About>
  calls: Map<number, Call>
  /** Why no more comes of it. */
  ended?: unknown
}

type About = Pick<Verifier, 'id' | 'stepThreshold'>

/**
 * A thread that has ended, of too little memory say, takes the calls with it that it was at; the next call starts another.
 *
 * @throws what `loadVerifier` throws, and RationaleError `configuration` for options that cannot cross (a function, say).
 */
export async function verifierInThread(
  uri: string | readonly string[],
  { signal, http }: { signal?: AbortSignal | undefined; http?: object | undefined },
): Promise<Verifier> {
  let thread = startVerifier(uri, http)
  const first = thread
  const about = await untilAborted(() => first.loaded, signal, 'loading').catch(async (error) => {
    const { worker } = first
    const exited = new Promise((resolve) => worker.once('exit', resolve))
    worker.postMessage({ close: true } satisfies Question)
    // One that is busy with a network hears nothing.
    if (!first.ended) await Promise.race([exited, wait(PATIENCE_MS, undefined, { ref: false })])
    await worker.terminate()
    throw error
  })
  // A program that is done ends, whether it has closed its verifier or not. One that gave up while it loaded waits for its end.
  first.worker.unref()
  let next = 0

  let starting: Promise<void> | undefined
  const startAgain = () => {
    starting ??= another().finally(() => {
      starting = undefined
    })
    return starting
  }
  async function another(): Promise<void> {
    const started = startVerifier(uri, http)
    thread = started
    const { id } = await started.loaded.catch((error) => {
      started.ended = error
      throw error
    })
    started.worker.unref()
    if (id === about.id) return
    await started.worker.terminate()
    throw new RationaleError('model', `the verifier ${uri} has changed since it was loaded`, {
      expected: about.id,
      found: id,
      remedy: 'load it again',
    })
  }

  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= new Promise((resolve) => {
      const { worker, ended } = thread
      if (ended) return resolve()
      worker.ref()
      worker.once('exit', () => resolve())
      tell({ close: true })
    })
    return closing
  }
  const refuseClosed = () => {
    if (!closing) return
    throw new RationaleError('unsupported', `the verifier ${about.id} is closed`, { remedy: 'load it again' })
  }
  const tell = (question: Question) => thread.worker.postMessage(question)
  const hand = (question: Question) => {
    try {
      tell(question)
    } catch (cause) {
      // A function, say.
      throw new RationaleError('input', `what ${about.id} is asked is not plain data`, {
        found: messageOf(cause),
        cause,
      })
    }
  }

  /** One call of the verifier over there. What a listener throws is its own fault: it ends the call. */
  async function ask<Result>(
    method: 'verify' | 'verifyAll' | 'rerank',
    subject: unknown,
    { signal, onEvent, ...options }: { signal?: AbortSignal | undefined; onEvent?: Call['onEvent'] },
  ): Promise<Result> {
    refuseClosed()
    if (thread.ended || starting) {
      await untilAborted(startAgain, signal, 'loading')
      refuseClosed()
    }
    const { worker, calls } = thread
    const call = next++
    const answer = () =>
      new Promise((resolve, reject) => {
        const heard = (event: StepEvent) => {
          try {
            onEvent?.(event)
          } catch (fault) {
            reject(fault)
          }
        }
        calls.set(call, { resolve, reject, onEvent: heard })
        hand({ call, method, subject, options, events: onEvent !== undefined })
      })
    worker.ref()
    const release = whenAborted(signal, () => worker.postMessage({ abort: call } satisfies Question))
    try {
      // The other side was written for the same interface: what `method` gives is `Result`.
      return (await untilAborted(answer, signal, 'verification')) as Result
    } finally {
      release()
      calls.delete(call)
      if (calls.size === 0 && !closing) worker.unref()
    }
  }

  return {
    ...about,
    async verify(chain, options = {}) {
      refuseUnknownOptions('verify', options, { signal: true, onEvent: true, unfinished: true })
      return ask('verify', readOf(chain, chainSchema), options)
    },
    async verifyAll(chains, options = {}) {
      refuseUnknownOptions('verifyAll', options, { signal: true, unfinished: true })
      return ask('verifyAll', readOfEach(chains, chainSchema), options)
    },
    async rerank(set, options = {}) {
      refuseUnknownOptions('rerank', options, { strategy: true, signal: true })
      const read = readOf(set, candidateSetSchema)
      return ask('rerank', { ...read, candidates: readOfEach(read?.candidates, candidateSchema) }, options)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function startVerifier(uri: string | readonly string[], http: object | undefined): Running {
  const worker = startThread({ uri, http })
  const calls = new Map<number, Call>()
  const loaded = new Promise<About>((resolve, reject) => {
    const end = (reason: unknown) => {
      running.ended ??= reason
      reject(running.ended)
      for (const { reject: rejectCall } of calls.values()) rejectCall(running.ended)
    }
    worker.on('message', (reply: Reply) => {
      if ('warning' in reply) return warn(reply.warning)
      if ('ready' in reply) return resolve(reply.ready)
      if ('failure' in reply && reply.call === undefined) return reject(thrown(reply.failure))
      const call = reply.call === undefined ? undefined : calls.get(reply.call)
      if ('event' in reply) call?.onEvent?.(reply.event)
      else if ('failure' in reply) call?.reject(thrown(reply.failure))
      else call?.resolve(reply.value)
    })
    const ended = (found: string) =>
      end(
        new RationaleError('model', `the thread of the verifier ${uri} has ended`, {
          found,
          remedy: 'ask again, which starts another',
        }),
      )
    worker.on('error', (error) => ended(messageOf(error)))
    worker.on('exit', (code) => ended(`exit code ${code}`))
  })
  loaded.catch(() => {}) // who has aborted does not wait for it
  const running: Running = { worker, loaded, calls }
  return running
}

function startThread(workerData: object): Worker {
  // Found from the package, not from this file, which a bundler may have moved.
  const thread = join(packageFolder(), 'dist/src/verifier-thread.js')
  try {
    // Of the flags that this program was started with, some are for its own file alone (`--input-type`).
    return new Worker(thread, { workerData, execArgv: [] })
  } catch (cause) {
    throw new RationaleError('configuration', 'the options of loadVerifier cannot be handed to a thread', {
      expected: 'texts and numbers',
      found: messageOf(cause),
      cause,
    })
  }
}

/** What a verifier reads of a record. What else a caller keeps in it, of whatever depth, stays here; what is no record is refused over there. */
function readOf<Item>(record: Item, { shape }: { shape: object }): Item {
  if (typeof record !== 'object' || record === null) return record
  const known = Object.entries(record).filter(([name]) => name in shape)
  return Object.fromEntries(known) as Item // the schema requires no other field
}

const readOfEach = <Each>(records: readonly Each[], schema: { shape: object }) =>
  Array.isArray(records) ? records.map((record: Each) => readOf(record, schema)) : records

/** An error as it crosses: its class does not. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof RationaleError)) return { message: messageOf(error) }
  const { code, expected, found, remedy } = error
  const [message = ''] = error.message.split(/\n {2}(?:expected|found|to do):/)
  return { code, message, ...(expected && { expected }), ...(found && { found }), ...(remedy && { remedy }) }
}

const thrown = ({ code, message, ...details }: Failure) =>
  code === undefined ? new Error(message) : new RationaleError(code, message, details)
