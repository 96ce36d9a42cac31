import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cutTornEnd } from '../../../src/core/files/torn-end.js'
import { temporaryFolder } from '../../helpers/folder.js'

const path = join(temporaryFolder('torn-end'), 'lines')
/** The file is read from its end in pieces of so many bytes. */
const PIECE = 1 << 16

it.each([
  ['nothing', '', ''],
  ['whole lines', 'one\ntwo\n', 'one\ntwo\n'],
  ['a torn line behind others', 'one\ntwo\nthr', 'one\ntwo\n'],
  ['a torn line alone', 'one', ''],
  ['a long one', `one\n${'x'.repeat(3 * PIECE)}`, 'one\n'],
  ['one of a piece', `one\n${'x'.repeat(PIECE)}`, 'one\n'],
  ['one of a piece with the line end before it', `one\n${'x'.repeat(PIECE - 1)}`, 'one\n'],
  ['a long one alone', 'x'.repeat(2 * PIECE), ''],
])('of %s the whole lines stay', (_, text, whole) => {
  writeFileSync(path, text)
  cutTornEnd(path)
  expect(readFileSync(path, 'utf8')).toBe(whole)
})
