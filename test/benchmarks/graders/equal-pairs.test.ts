import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { handWrittenPairs, judgePairs, oursEqual } from '../../../benchmarks/studies/maths-libraries.js'

it('no unequal pair is called equal, and the equal ones that are missed are known', () => {
  const file = join(import.meta.dirname, '../../../benchmarks/graders/equal-pairs.ndjson')
  const pairs = handWrittenPairs(pathToFileURL(file))
  expect(pairs.length).toBeGreaterThan(80)
  const { wronglyEqual, missed, failed } = judgePairs(pairs, oursEqual)
  expect({ wronglyEqual, failed }).toEqual({ wronglyEqual: [], failed: 0 })
  // Complex arithmetic, an unusual spelling, and an equation solved for y.
  expect(missed).toEqual(['(2+i)^2 | 3+4i', 'i^2 | -1', '2x | x2', '2x+y=3 | y=3-2x'])
})
