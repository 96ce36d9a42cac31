import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.js'
import { root } from './entries.js'

/* A small project that packs as this one does, through the same script. */

const project = temporaryFolder('packing')
const { prepack, prepare, build } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts
writeFileSync(
  join(project, 'package.json'),
  JSON.stringify({ name: 'small', version: '1.0.0', scripts: { prepack }, files: ['dist'] }),
)
cpSync(join(root, '.ci/check-built.mjs'), join(project, '.ci/check-built.mjs'))
mkdirSync(join(project, 'src'))
mkdirSync(join(project, 'dist/src'), { recursive: true })
const at = (path: string, seconds: number) => {
  writeFileSync(join(project, path), '')
  utimesSync(join(project, path), seconds, seconds)
}
for (const folder of ['static', 'network']) mkdirSync(join(project, 'dist/page', folder), { recursive: true })
for (const script of ['page.js', 'rich.js', 'static/page.js', 'network/page.js', 'network/worker.js'])
  at(`dist/page/${script}`, 100)
const pack = () => spawnSync('npm', ['pack', '--dry-run'], { cwd: project, encoding: 'utf8' })

describe('npm pack', () => {
  it('refuses where a source was not built, and says what to type', () => {
    at('src/a.ts', 100)
    const { status, stderr } = pack()
    expect(stderr).toContain('dist/src/a.js is missing. Type: npm run build')
    expect(status).toBe(1)
  })

  it('refuses what is older than its source', () => {
    at('dist/src/a.js', 99)
    const { status, stderr } = pack()
    expect(stderr).toContain('dist/src/a.js is older than src/a.ts')
    expect(status).toBe(1)
  })

  it('refuses what has no source any more', () => {
    at('dist/src/a.js', 101)
    at('dist/src/b.js', 101)
    const { status, stderr } = pack()
    expect(stderr).toContain('dist/src/b.js has no source')
    expect(status).toBe(1)
  })

  it('packs what was built', () => {
    rmSync(join(project, 'dist/src/b.js'))
    const { status, stderr } = pack()
    expect(stderr).toContain('dist/src/a.js')
    expect(status).toBe(0)
  })
})

describe('npm prepare', () => {
  it('leaves an installed package as it is: `npx` in its folder runs this script too', () => {
    const installed = temporaryFolder('installed')
    const scripts = { prepare, build }
    writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'small', version: '1.0.0', scripts }))
    mkdirSync(join(installed, 'dist'))
    const { status, stderr } = spawnSync('npm', ['run', 'prepare'], { cwd: installed, encoding: 'utf8' })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    expect(existsSync(join(installed, 'dist'))).toBe(true)
  })
})
