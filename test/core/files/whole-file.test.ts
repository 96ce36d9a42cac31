import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { readJsonFile } from '../../../src/core/files/json-file.js'
import { readSmallFile, readSmallTextFile } from '../../../src/core/files/small-file.js'
import { produceWhole, writeWhole, writeWholeParts } from '../../../src/core/files/whole-file.js'
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

it('never replaces a device: it is written through', async () => {
  const link = join(root, 'null')
  symlinkSync('/dev/null', link)
  writeWhole(link, 'x')
  await produceWhole(link, (to) => to(Buffer.from('x')))
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  rmSync(link)
  const full = join(root, 'full')
  symlinkSync('/dev/full', full)
  expect(() => writeWhole(full, 'x')).toThrow(/ENOSPC/)
  await expect(produceWhole(full, (to) => to(Buffer.from('x')))).rejects.toThrow(/cannot write .*full[\s\S]*ENOSPC/)
  expect(statSync('/dev/full').isCharacterDevice()).toBe(true)
})

it('goes into a pipe in whatever pieces it comes', async () => {
  const path = join(root, 'pipe')
  execFileSync('mkfifo', [path])
  const reader = spawn('cat', [path])
  const read = text(reader.stdout)
  await produceWhole(path, async (to) => {
    for (let i = 0; i < 100; i++) await to(Buffer.from('x'.repeat(2000)))
  })
  expect(await read).toBe('x'.repeat(200_000))
  expect(statSync(path).isFIFO()).toBe(true)
})

it.each<[string, (path: string, parts: () => Generator<Buffer>) => unknown]>([
  ['parts', (path, parts) => writeWholeParts(path, parts())],
  [
    'what is produced',
    (path, parts) =>
      produceWhole(path, async (to) => {
        for (const part of parts()) await to(part)
      }),
  ],
])('%s: the last whole file stays where the work broke off, and nothing beside it', async (_, write) => {
  const here = temporaryFolder('broken-off')
  const path = join(here, 'a')
  const parts = (broken: boolean) =>
    function* () {
      yield Buffer.from('one ')
      if (broken) throw new RangeError('two is missing')
      yield Buffer.from('two')
    }
  await write(path, parts(false))
  await expect((async () => write(path, parts(true)))()).rejects.toThrow(/cannot write .*\n.*two is missing/)
  expect([readdirSync(here), readFileSync(path, 'utf8')]).toEqual([['a'], 'one two'])
  const taken = parts(false)
  const moved = function* () {
    yield* taken()
    renameSync(`${path}.partial`, `${path}.moved`)
  }
  await expect((async () => write(path, moved))()).rejects.toThrow(/cannot write .*\n.*moved or replaced/)
  expect(readdirSync(here).sort()).toEqual(['a', 'a.moved'])
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
  const write = produceWhole(path, (to) => to(Buffer.from('ours')))
  await expect(write).rejects.toThrow(/another process is at work in .*theirs/)
  expect(readFileSync(`${path}.partial`, 'utf8')).toBe('half of')
  rmSync(`${path}.lock`)
  expect(() => writeWhole(path, 'ours')).toThrow(/theirs\.partial is in the way/)
  writeFileSync(`${path}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }))
  writeWhole(path, 'ours')
  await produceWhole(path, (to) => to(Buffer.from('ours again')))
  expect(readFileSync(path, 'utf8')).toBe('ours again')
  expect(readdirSync(root).filter((name) => name.startsWith('theirs'))).toEqual(['theirs'])
})
