import { expect, it } from 'vitest'
import { exitForBad } from '../../src/commands/exit.js'

it.each<[what: string, Parameters<typeof exitForBad>, exit: number]>([
  ['all was done', [0, 5], 0],
  ['there was nothing', [0, 0], 0],
  ['some were bad', [1, 5], 3],
  ['all were bad', [5, 5], 1],
  ['all were bad, and as many are allowed', [5, 5, '5'], 1],
  ['some judge said nothing of some', [0, 5, undefined, 2], 3],
  ['some judge said nothing of all: something was done with them', [0, 5, undefined, 5], 3],
  ['as many were bad as are allowed', [2, 5, '2'], 3],
  ['one more was', [3, 5, '2'], 1],
  ['none was allowed', [1, 5, '0'], 1],
  ['none was bad, and none allowed', [0, 5, '0'], 0],
  ['what some judge said nothing of counts as bad', [1, 5, '1', 1], 1],
  ['as large a share was bad as is allowed', [1, 200, '0.5%'], 3],
  ['a larger one was', [2, 200, '0.5%'], 1],
])('%s', (_, given, exit) => {
  expect(exitForBad(...given)).toBe(exit)
})
