import { expect, it } from 'vitest'
import { readMutatedFiles } from '../verifier/network/weights/mutations.js'

it('10,000 mutated model files give typed errors only, in bounded time and memory', async () => {
  const before = process.memoryUsage.rss()
  const outcome = await readMutatedFiles(10_000, 2)
  console.log(JSON.stringify({ ...outcome, grownMiB: (outcome.largestRss - before) >> 20 }))
  expect(outcome.tried).toBe(10_000)
  expect(outcome.slowestMs).toBeLessThan(5000)
  expect(outcome.largestRss - before).toBeLessThan(600 << 20)
})
