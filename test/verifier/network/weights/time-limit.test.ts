import { describe, expect, it } from 'vitest'
import { withinTime } from '../../../../verifier/network/weights/time-limit.js'

describe('withinTime', () => {
  it('gives what the work gives, and what it throws', () => {
    expect(withinTime(1000, () => 'done')).toBe('done')
    expect(() =>
      withinTime(1000, () => {
        throw new TypeError('its own')
      }),
    ).toThrow(new TypeError('its own'))
  })

  it('stops a pattern that back-tracks', () => {
    expect(() => withinTime(50, () => /^(a+)+$/.test(`${'a'.repeat(60)}b`))).toThrow('stopped after 50 ms')
  })

  it('does not count the time in which other programs have the processor', () => {
    // A thread that waits is like one that waits for its turn. Long enough that what other threads of this process do meanwhile is little beside it.
    const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600)
    expect(withinTime(400, wait)).toBe('timed-out')
  })
})
