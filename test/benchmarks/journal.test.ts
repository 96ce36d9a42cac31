import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Journal } from '../../benchmarks/journal.js'
import { temporaryFolder } from '../helpers/folder.js'

const folder = temporaryFolder('journal')

it('goes on after a kill in the middle of a line', async () => {
  const file = join(folder, 'journal.ndjson')
  const first = await Journal.open<{ id: number }>(file)
  await first.append({ id: 1 })
  appendFileSync(file, '{"id":2,"to')
  const second = await Journal.open<{ id: number }>(file)
  expect(second.lines).toEqual([{ id: 1 }])
  await second.append({ id: 3 })
  expect((await Journal.open(file)).lines).toEqual([{ id: 1 }, { id: 3 }])
  expect(readFileSync(file, 'utf8')).toBe('{"id":1}\n{"id":3}\n')
})

it('passes over a line that was damaged since, and keeps those behind it', async () => {
  const file = join(folder, 'damaged.ndjson')
  writeFileSync(file, '{"id":1}\n\0\0\0\n{"id":2\nnull\n7\n{"id":3}\n{"other":4}\n{"id":5')
  const isLine = (value: object) => 'id' in value
  expect((await Journal.open<{ id: number }>(file, isLine)).lines).toEqual([{ id: 1 }, { id: 3 }])
  expect(readFileSync(file, 'utf8')).toMatch(/\{"other":4\}\n$/)
})

it('refuses what is no plain file', async () => {
  await expect(Journal.open('/dev/zero')).rejects.toThrow(/cannot read \/dev\/zero[\s\S]*no plain file/)
})

it('without a file holds what this process has done', async () => {
  const journal = await Journal.open<string>(undefined)
  await journal.append('a')
  expect(journal.lines).toEqual(['a'])
  await journal.remove()
})

it('names the file that it cannot write', async () => {
  const journal = await Journal.open<string>(join(folder, 'nowhere', 'journal.ndjson'))
  await expect(journal.append('a')).rejects.toThrow(/cannot write .*nowhere[\s\S]*finished samples are kept/)
  expect(journal.lines).toEqual([])
})
