import { expect, it } from 'vitest'
import { readMutatedFiles } from './mutations.js'

it('mutated model files give typed errors only, in bounded time and memory', async () => {
  const before = process.memoryUsage.rss()
  const { tried, taken, codes, slowestMs, largestRss } = await readMutatedFiles(600, 1)
  expect(tried).toBe(600)
  // The mutations bite, and some are harmless (a changed weight).
  expect(codes['model-file']).toBeGreaterThan(200)
  expect(taken).toBeGreaterThan(10)
  expect(slowestMs).toBeLessThan(5000)
  expect(largestRss - before).toBeLessThan(400 << 20)
})
