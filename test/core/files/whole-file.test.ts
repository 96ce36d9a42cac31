import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSmallFile, writeWhole } from '../../../src/core/files/whole-file.js'
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

it('reads a small file whole, and a device without end no further than the limit', () => {
  const path = join(root, 'small')
  writeFileSync(path, 'x'.repeat(100_000))
  expect(readSmallFile(path)).toHaveLength(100_000)
  expect(readSmallFile('/dev/null')).toHaveLength(0)
  expect(readSmallFile(path, 100_000)).toHaveLength(100_000)
  expect(() => readSmallFile(path, 99_999)).toThrow(/larger than such a file can be/)
  expect(() => readSmallFile('/dev/zero')).toThrow(/larger than such a file can be/)
  expect(() => readSmallFile(join(root, 'none'))).toThrow(/ENOENT/)
})
