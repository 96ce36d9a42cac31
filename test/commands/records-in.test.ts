import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { recordsIn } from '../../src/commands/records-in.js'
import { temporaryFolder } from '../helpers/folder.js'

const file = join(temporaryFolder('records-in'), 'records.ndjson')
const lines = { kind: 'lines' as const }

it('counts lines that are not blank, up to the limit', () => {
  writeFileSync(file, '{"a":1}\n\n  \r\n{"b":2}\r\n{"c":3}')
  expect(recordsIn(file, { form: lines })).toBe(3)
  expect(recordsIn(file, { form: lines, limit: 2 })).toBe(2)
})

it('gives no number where lines are no records', () => {
  expect(recordsIn(file, { form: { kind: 'document' } })).toBeUndefined()
  expect(recordsIn(file, {})).toBeUndefined()
  expect(recordsIn('-', { form: lines })).toBeUndefined()
  writeFileSync(file, Buffer.from([0x1f, 0x8b, 0x08, 0x0a]))
  expect(recordsIn(file, { form: lines })).toBeUndefined()
})
