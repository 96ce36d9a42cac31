import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeWhole } from '../../../src/core/files/whole-file.js'
import { temporaryFolder } from '../../helpers/folder.js'

const root = temporaryFolder('whole-file')

it('is another file under the same name, so that a second name keeps what was there', () => {
  const path = join(root, 'a')
  writeFileSync(path, 'before')
  const { ino } = statSync(path)
  writeWhole(path, 'after')
  expect(readFileSync(path, 'utf8')).toBe('after')
  expect(statSync(path).ino).not.toBe(ino)
})

it('never replaces a device: it is written through', () => {
  const link = join(root, 'null')
  symlinkSync('/dev/null', link)
  writeWhole(link, 'x')
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  rmSync(link)
  const full = join(root, 'full')
  symlinkSync('/dev/full', full)
  expect(() => writeWhole(full, 'x')).toThrow(/ENOSPC/)
  expect(statSync('/dev/full').isCharacterDevice()).toBe(true)
})
