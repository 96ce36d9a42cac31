import { PassThrough } from 'node:stream'
import { afterEach, expect, it, vi } from 'vitest'
import { createProgress } from '../../src/commands/progress.js'

afterEach(() => void vi.useRealTimers())

it('tells nothing twice: the last event is not repeated at the end', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const stream = new PassThrough()
  const progress = createProgress(stream, 'documents', 3)
  vi.advanceTimersByTime(5000)
  progress.advance(2)
  progress.advance(1)
  progress.stop()
  progress.stop()
  const events = String(stream.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.map(({ done, total }) => [done, total])).toEqual([
    [2, 3],
    [3, 3],
  ])
})
