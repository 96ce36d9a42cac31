import { expect, it } from 'vitest'
import { addTally, emptyTally } from '../../src/core/tally.js'

const prompts = { evaluated: 100, unique: 100, generated: 5, calls: 1 }
const pairs = { evaluated: 40, unique: 40, generated: 0, calls: 1, naive: 120 }

it.each([
  ['prompts before pairs', [prompts, pairs]],
  ['pairs before prompts', [pairs, prompts]],
])('what a loop without sharing would have read counts all that was read: %s', (_name, tallies) => {
  const total = emptyTally()
  for (const each of tallies) addTally(total, each)
  expect(total).toEqual({ evaluated: 140, unique: 140, generated: 5, calls: 2, naive: 220 })
})

it('says nothing of sharing where nobody knows of it', () => {
  const total = emptyTally()
  addTally(total, prompts)
  expect(total).toEqual(prompts)
})
