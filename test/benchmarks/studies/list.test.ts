import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/* `npm run study`, as built (npm run build). */

const root = join(import.meta.dirname, '../../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const study = (...args: string[]) =>
  spawnSync(process.execPath, [...manifest.scripts.study.split(' ').slice(1), ...args], { cwd: root, encoding: 'utf8' })

describe('npm run study', () => {
  const { status, stdout } = study()
  const names = [...stdout.matchAll(/^ {2}(\S+) {2,}\S/gm)].map(([, name]) => name ?? '')

  it('lists every study with a sentence', () => {
    expect(status).toBe(0)
    expect(names.length).toBeGreaterThan(15)
    expect(stdout.trimEnd().split('\n').slice(2)).toHaveLength(names.length)
  })

  it('is how every study is called in the documents', () => {
    const called = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'benchmarks/LOG.md', 'docs/benchmark.md']
      .filter((file) => existsSync(join(root, file)))
      .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/npm run study ([a-z][\w-]*)/g)])
      .map(([, name]) => name ?? '')
    expect(called.length).toBeGreaterThan(5)
    expect(called.filter((name) => !names.includes(name))).toEqual([])
  })

  it('hands the options on to the study, and names them all where the name is wrong', () => {
    expect(study('agreement')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('usage: npm run study agreement'),
    })
    expect(study('nonsense')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/no study is called "nonsense"[\s\S]*smoke/),
    })
  })
})

it('at most ten scripts', () => {
  expect(Object.keys(manifest.scripts).length).toBeLessThanOrEqual(10)
})
