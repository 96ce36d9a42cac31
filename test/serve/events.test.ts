import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createAdmission } from '../../src/serve/admission.js'
import { createApp } from '../../src/serve/app.js'
import { eventStream } from '../../src/serve/events.js'
import { createMetrics } from '../../src/serve/metrics.js'
import type { LogEntry } from '../../src/serve/observe.js'
import type { ServerEvent } from '../../src/serve/route.js'

const SECONDS = 1000
const never = new AbortController().signal
const failed = (error: unknown): ServerEvent => ({ event: 'error', data: String(error) })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Events that come when they are given. */
function given() {
  const waiting: (() => ServerEvent | undefined)[] = []
  let wake = () => {}
  async function* events(): AsyncGenerator<ServerEvent> {
    for (;;) {
      while (waiting.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      const next = waiting.shift()?.()
      if (next === undefined) return
      yield next
    }
  }
  return {
    events: events(),
    give(next: () => ServerEvent | undefined) {
      waiting.push(next)
      wake()
    },
  }
}

const fail = () => {
  throw new Error('broken')
}

describe('a stream of events', () => {
  it('that fails before its first event has no answer of its own, so that the failure gets its status', async () => {
    const ended = vi.fn()
    const { events, give } = given()
    give(fail)
    await expect(eventStream(events, { signal: never, ended, failed })).rejects.toThrow('broken')
    expect(ended).toHaveBeenCalled()
  })

  it('begins with a comment where the first event takes long, and tells of what fails then', async () => {
    const ended = vi.fn()
    const { events, give } = given()
    const answering = eventStream(events, { signal: never, ended, failed })
    await vi.advanceTimersByTimeAsync(10 * SECONDS)
    const reader = (await answering).body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = reader?.read()
    await vi.advanceTimersByTimeAsync(10 * SECONDS)
    expect(await first).toEqual({ done: false, value: ': waiting\n\n' })
    give(() => ({ event: 'step', data: '1' }))
    expect((await reader?.read())?.value).toBe('event: step\ndata: 1\n\n')
    give(fail)
    expect((await reader?.read())?.value).toBe('event: error\ndata: Error: broken\n\n')
    expect(await reader?.read()).toEqual({ done: true, value: undefined })
    expect(ended).toHaveBeenCalled()
  })

  it('that nobody reads any more ends its work', async () => {
    const ended = vi.fn()
    const { events, give } = given()
    give(() => ({ data: '1' }))
    const response = await eventStream(events, { signal: never, ended, failed })
    await response.body?.cancel()
    expect(ended).toHaveBeenCalled()
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })
})

describe('admission', () => {
  it('lets so many work, so many wait in order, and no more in', async () => {
    const admission = createAdmission({ concurrency: 1, queue: 2 })
    const leave = [admission.admit(), admission.admit(), admission.admit()]
    expect(() => admission.admit()).toThrow('busy')
    const order: number[] = []
    const end = await admission.turn(never)
    const second = admission.turn(never).then((endTurn) => {
      order.push(2)
      return endTurn
    })
    const third = admission.turn(never).then(() => order.push(3))
    expect([admission.running, admission.waiting]).toEqual([1, 2])
    end()
    end() // a second time changes nothing
    ;(await second)()
    await third
    expect(order).toEqual([2, 3])
    leave[0]?.()
    leave[0]?.()
    admission.admit()
    expect(() => admission.admit()).toThrow('busy')
  })

  it('hands a turn on: nobody who comes at that moment steps in between', async () => {
    const admission = createAdmission({ concurrency: 1, queue: 2 })
    const end = await admission.turn(never)
    const second = admission.turn(never)
    end()
    const third = admission.turn(never)
    const endSecond = await second
    expect([admission.running, admission.waiting]).toEqual([1, 1])
    endSecond()
    ;(await third)()
    expect([admission.running, admission.waiting]).toEqual([0, 0])
  })

  it('whoever is called away while he waits leaves the line', async () => {
    const admission = createAdmission({ concurrency: 1, queue: 2 })
    const end = await admission.turn(never)
    const gone = new AbortController()
    const left = admission.turn(gone.signal)
    const last = admission.turn(never)
    gone.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    expect(admission.waiting).toBe(1)
    end()
    await last
    expect([admission.running, admission.waiting]).toEqual([1, 0])
  })
})

describe('a client that does not read its answer', () => {
  /** An app of one route, whose stream never ends. */
  function endless() {
    const admission = createAdmission({ concurrency: 1, queue: 0 })
    const metrics = createMetrics()
    const log: LogEntry[] = []
    let isOver = false
    async function* events(): AsyncGenerator<ServerEvent> {
      try {
        for (let i = 0; ; i++) yield { data: String(i) }
      } finally {
        isOver = true
      }
    }
    const app = createApp({
      routes: [
        {
          path: '/endless',
          summary: '',
          body: z.unknown(),
          answer: z.unknown(),
          run: async () => ({ events: events() }),
        },
      ],
      models: [],
      about: { version: '0', verifier: 'none', keys: false },
      doorkeeper: () => {},
      admission,
      metrics,
      limits: { maxBody: 1000, timeout: 5 },
      log: (entry) => log.push(entry),
      logTexts: false,
      stop: { asked: never, now: never },
    })
    const ask = () =>
      app.request('/endless', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    return { ask, admission, log, isOver: () => isOver, close: () => metrics.close() }
  }

  it('keeps its place no longer than the time allowed, and its work ends', async () => {
    const { ask, admission, log, isOver, close } = endless()
    const stalled = await ask()
    await stalled.body?.getReader().read()
    expect((await ask()).status).toBe(503)
    await vi.advanceTimersByTimeAsync(5 * SECONDS)
    expect(admission.running).toBe(0)
    expect(isOver()).toBe(true)
    expect(log.at(-1)).toMatchObject({ route: '/endless', status: 200, code: 'timeout' })
    expect((await ask()).status).toBe(200)
    close()
  })
})
