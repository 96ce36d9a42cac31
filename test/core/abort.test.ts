import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { untilAborted, whenAborted } from '../../src/core/abort.js'

describe('whenAborted', () => {
  it('puts one listener on a signal however many wait, and takes it away with the last', () => {
    const { signal } = new AbortController()
    const release = Array.from({ length: 64 }, () => whenAborted(signal, () => {}))
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    for (const each of release) each()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('calls all that still wait, once', () => {
    const controller = new AbortController()
    const called: string[] = []
    const release = whenAborted(controller.signal, () => called.push('gone'))
    whenAborted(controller.signal, () => called.push('first'))
    whenAborted(controller.signal, () => called.push('second'))
    release()
    controller.abort()
    controller.abort()
    expect(called).toEqual(['first', 'second'])
  })

  it('calls at once where the signal has fired', () => {
    let called = 0
    whenAborted(AbortSignal.abort(), () => called++)
    expect(called).toBe(1)
  })
})

describe('untilAborted', () => {
  it('rejects with what was aborted, and does not start what comes too late', async () => {
    const controller = new AbortController()
    const never = untilAborted(() => new Promise(() => {}), controller.signal, 'the call')
    controller.abort()
    await expect(never).rejects.toMatchObject({ code: 'aborted', message: 'the call was aborted' })
    let started = false
    const late = untilAborted(async () => {
      started = true
    }, controller.signal)
    await expect(late).rejects.toMatchObject({ code: 'aborted' })
    expect(started).toBe(false)
  })

  it('gives the result and leaves no listener behind', async () => {
    const { signal } = new AbortController()
    expect(await untilAborted(async () => 7, signal)).toBe(7)
    await Promise.resolve()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})
