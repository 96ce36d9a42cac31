import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * start.sh unpacks a pack whole or not at all, and never mistakes what an earlier pack left for this one. Here Node is a shell script, so that it
 * takes no time.
 */

const root = temporaryFolder('gpu-pack')
const start = resolve('benchmarks/studies/gpu/start.sh')

/** A pack whose Node says `word`. */
function makePack(word: string): string {
  const pack = mkdtempSync(join(root, 'pack-'))
  mkdirSync(join(pack, 'app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64'), { recursive: true })
  writeFileSync(join(pack, 'app/study.mjs'), '')
  writeFileSync(join(pack, 'start.sh'), readFileSync(start))
  writeFileSync(join(pack, 'node'), `#!/bin/sh\necho ${word}\n`)
  writeFileSync(join(pack, 'libonnxruntime.so.1'), 'a library')
  execFileSync('xz', [join(pack, 'node'), join(pack, 'libonnxruntime.so.1')])
  mkdirSync(join(pack, 'debs'))
  mkdirSync(join(pack, 'empty/DEBIAN'), { recursive: true })
  const control =
    'Package: empty\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: nothing\n'
  writeFileSync(join(pack, 'empty/DEBIAN/control'), control)
  execFileSync('dpkg-deb', ['--build', join(pack, 'empty'), join(pack, 'debs/empty.deb')], { stdio: 'ignore' })
  return pack
}

const run = (pack: string, keep: string) =>
  spawnSync('bash', [join(pack, 'start.sh'), 'run'], { env: { PATH: '/usr/bin:/bin', KEEP: keep }, encoding: 'utf8' })

it('a cut file ends the start, and is not taken for whole afterwards', () => {
  const [pack, keep] = [makePack('cut'), join(root, 'keep-cut')]
  truncateSync(join(pack, 'node.xz'), 40)
  expect(run(pack, keep).status).not.toBe(0)
  expect(existsSync(join(keep, 'ready'))).toBe(false)
  expect(run(pack, keep).status).not.toBe(0)
})

it('what an earlier pack unpacked is not run for another one', () => {
  const keep = join(root, 'keep')
  const first = makePack('first')
  expect(run(first, keep).stdout).toBe('first\n')
  expect(run(first, keep).stdout).toBe('first\n')
  expect(run(makePack('second'), keep).stdout).toBe('second\n')
})
