import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readJsonFile } from '../../../src/core/files/json-file.js'
import { readSmallFile } from '../../../src/core/files/small-file.js'
import { cutTornEnd } from '../../../src/core/files/torn-end.js'
import { temporaryFolder } from '../../helpers/folder.js'

const root = temporaryFolder('json-file')
const file = (contents: string | Buffer) => {
  writeFileSync(join(root, 'a.json'), contents)
  return join(root, 'a.json')
}

it('reads one value, and refuses what is torn, too large, too deep or not there', () => {
  expect(readJsonFile(file('{"a":[1,{"b":null}]}'))).toEqual({ a: [1, { b: null }] })
  expect(() => readJsonFile(file('{"a":'), { remedy: 'write it again' })).toThrow(/is not JSON[\s\S]*write it again/)
  expect(() => readJsonFile(file(' '.repeat(1001)), { largest: 1000 })).toThrow(/larger than such a file can be/)
  expect(() => readJsonFile(file(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toThrow(/nested more than 200 deep/)
  expect(readJsonFile(file(`${'['.repeat(200)}1${']'.repeat(200)}`))).toBeDefined()
  expect(() => readJsonFile(join(root, 'none.json'))).toThrow(/cannot read .*none\.json/)
  expect(() => readJsonFile('/dev/zero')).toThrow(/larger than such a file can be/)
})

it('cuts what stands behind the last line end, however long it is', () => {
  const after = (contents: string) => {
    const path = file(contents)
    cutTornEnd(path)
    return readSmallFile(path).toString()
  }
  expect(after('one\ntwo\n')).toBe('one\ntwo\n')
  expect(after('one\ntwo')).toBe('one\n')
  expect(after(`one\n${'x'.repeat(200_000)}`)).toBe('one\n')
  expect(after('x'.repeat(200_000))).toBe('')
  expect(after('')).toBe('')
})
