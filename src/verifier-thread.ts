import { parentPort, workerData } from 'node:worker_threads'
import type { CandidateSet, Chain, StepEvent, Verifier } from './core/records/types.js'
import { hearWarnings } from './core/warnings.js'
import { loadVerifier } from './load-verifier.js'
import { failureOf, type Question, type Reply } from './verifier-in-thread.js'

/* The thread that `verifier-in-thread.ts` starts: it loads a verifier and does what it is asked. */

const port = parentPort
if (port === null) throw new Error('verifier-thread.js is no program: loadVerifier(uri, { thread: true }) starts it')
const reply = (said: Reply) => port.postMessage(said)
// Who started the thread is told, as if the verifier had been loaded there.
hearWarnings((warning) => reply({ warning }))
const aborts = new Map<number, AbortController>()
const running = new Set<Promise<void>>()

/** Whoever gives up while it loads says so: a thread that is merely terminated lets go of no file that it fetches. */
const loading = new AbortController()
const giveUp = () => loading.abort()
port.on('message', giveUp)

try {
  // What the thread was started with (`verifierInThread`).
  const { uri, http } = workerData as { uri: string | readonly string[]; http?: object }
  const verifier = await loadVerifier(uri, { signal: loading.signal, ...(http !== undefined && { http }) })
  const hear = async (question: Question) => {
    if ('abort' in question) return aborts.get(question.abort)?.abort()
    if ('close' in question) {
      await Promise.all(running)
      await verifier.close()
      return port.close()
    }
    const answering = answer(verifier, question)
    running.add(answering)
    await answering
    running.delete(answering)
  }
  port.off('message', giveUp)
  port.on('message', hear)
  if (loading.signal.aborted) await hear({ close: true })
  else reply({ ready: { id: verifier.id, stepThreshold: verifier.stepThreshold } })
} catch (error) {
  reply({ failure: failureOf(error) })
  port.close()
}

async function answer(verifier: Verifier, question: Extract<Question, { method: string }>): Promise<void> {
  const { call, method, subject, options, events } = question
  const aborting = new AbortController()
  aborts.set(call, aborting)
  const onEvent = events ? { onEvent: (event: StepEvent) => reply({ call, event }) } : {}
  try {
    const { signal } = aborting
    // The subject is what the caller gave: each method looks at it before it begins.
    const methods = {
      verify: () => verifier.verify(subject as Chain, { ...options, ...onEvent, signal }),
      verifyAll: () => verifier.verifyAll(subject as Chain[], { ...options, signal }),
      rerank: () => verifier.rerank(subject as CandidateSet, { ...options, signal }),
    }
    reply({ call, value: await methods[method]() })
  } catch (error) {
    reply({ call, failure: failureOf(error) })
  } finally {
    aborts.delete(call)
  }
}
