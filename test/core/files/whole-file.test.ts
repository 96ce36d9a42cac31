import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readJsonFile } from '../../../src/core/files/json-file.js'
import { readSmallFile, readSmallTextFile } from '../../../src/core/files/small-file.js'
import { writeWhole } from '../../../src/core/files/whole-file.js'
import { writeAtomically } from '../../../verifier/network/weights/files.js'
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

it('reads a text without the mark that editors put before it', () => {
  const path = join(root, 'marked')
  writeFileSync(path, '\ufeff{"a":"\ufeff"}')
  expect(readSmallTextFile(path)).toBe('{"a":"\ufeff"}')
  expect(readJsonFile(path)).toEqual({ a: '\ufeff' })
})

it('leaves a file alone that another process writes, and what that has written so far', async () => {
  const path = join(root, 'theirs')
  writeFileSync(`${path}.lock`, JSON.stringify({ pid: process.ppid, host: hostname() }))
  writeFileSync(`${path}.partial`, 'half of')
  expect(() => writeWhole(path, 'ours')).toThrow(/another process is at work in .*theirs/)
  const write = writeAtomically(path, (to) => to(Buffer.from('ours')))
  await expect(write).rejects.toThrow(/another process is at work in .*theirs/)
  expect(readFileSync(`${path}.partial`, 'utf8')).toBe('half of')
  rmSync(`${path}.lock`)
  expect(() => writeWhole(path, 'ours')).toThrow(/theirs\.partial is in the way/)
  writeFileSync(`${path}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }))
  writeWhole(path, 'ours')
  await writeAtomically(path, (to) => to(Buffer.from('ours again')))
  expect(readFileSync(path, 'utf8')).toBe('ours again')
  expect(readdirSync(root).filter((name) => name.startsWith('theirs'))).toEqual(['theirs'])
})
