import { statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from '../../../src/core/files/folder.js'
import { temporaryFolder } from '../../helpers/folder.js'

const root = temporaryFolder('folder')

it('is made with those above it, and taken as it is where it is there, also behind a link', () => {
  makeFolder(join(root, 'a/b/c'))
  makeFolder(join(root, 'a/b/c'))
  symlinkSync('a', join(root, 'link'))
  makeFolder(join(root, 'link'))
  makeFolder(join(root, 'link/b/d'))
  expect(statSync(join(root, 'a/b/d')).isDirectory()).toBe(true)
})

it('that cannot be made is named: in the place of a file, below one, where the system refuses it for ever', () => {
  writeFileSync(join(root, 'file'), '')
  for (const path of [join(root, 'file'), join(root, 'file/below'), '/proc/x/y'])
    expect(() => makeFolder(path)).toThrow(`cannot make the folder ${path}`)
})
