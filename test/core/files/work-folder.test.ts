import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inFolder } from '../../../src/core/files/work-folder.js'
import { rationale } from '../../helpers/cli.js'
import { temporaryFolder } from '../../helpers/folder.js'

const here = temporaryFolder('work')

it('a folder of work that failed before it wrote anything goes, with those made for it', async () => {
  const fail = () => Promise.reject(new Error('no'))
  await expect(inFolder(join(here, 'a/b'), fail)).rejects.toThrow('no')
  expect(existsSync(join(here, 'a'))).toBe(false)

  await expect(
    inFolder(join(here, 'c/d'), () => {
      writeFileSync(join(here, 'c/d/kept'), '')
      return fail()
    }),
  ).rejects.toThrow('no')
  expect(readdirSync(join(here, 'c/d'))).toEqual(['kept'])

  // One that was there stays.
  await expect(inFolder(join(here, 'c'), fail)).rejects.toThrow('no')
  expect(await inFolder(join(here, 'e'), async () => 7)).toBe(7)
  expect(readdirSync(here).sort()).toEqual(['c', 'e'])
})

it('a training that could not begin leaves none', async () => {
  const args = ['--base', 'own:/nope', '--data', '/nope', '--output', 'new/trained']
  for (const method of ['lora', 'probe']) {
    const { code } = await rationale(['train', '--task', 'process', '--method', method, ...args], { cwd: here })
    expect(code).toBe(2)
    expect(existsSync(join(here, 'new'))).toBe(false)
  }
})
