import { expect, it } from 'vitest'
import { IdSet } from '../../../src/core/records/id-set.js'

it('tells new ids from seen ones through every growth', () => {
  const set = new IdSet()
  for (let i = 0; i < 20_000; i++) expect(set.add(`id-${i}`)).toBe(true)
  for (let i = 0; i < 20_000; i += 7) expect(set.add(`id-${i}`)).toBe(false)
  expect(set.size).toBe(20_000)
})
