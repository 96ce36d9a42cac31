import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answersEqual } from '../../../src/core/answers/equivalence.js'

it('no unequal pair is called equal, and the equal ones that are missed are known', () => {
  const file = join(import.meta.dirname, '../../fixtures/benchmarks/equal-pairs.ndjson')
  const pairs: { a: string; b: string; equal: boolean }[] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(pairs.length).toBeGreaterThan(80)
  const misjudged = (equal: boolean) =>
    pairs
      .filter((pair) => pair.equal === equal && answersEqual(pair.a, pair.b, { task: 'expression' }) !== equal)
      .map(({ a, b }) => `${a} | ${b}`)
  expect(misjudged(false)).toEqual([])
  // An unusual spelling.
  expect(misjudged(true)).toEqual(['2x | x2'])
})
