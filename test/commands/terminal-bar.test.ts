import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { openTerminal } from '../../src/commands/terminal.js'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { sums } from './sums.js'

/* What a bar leaves on a terminal: both outputs are one, and what is written last must stand last. */

const folder = temporaryFolder('terminal-bar')
const ESCAPE = String.fromCharCode(27)
const HIDE = `${ESCAPE}[?25l`
const SHOW = `${ESCAPE}[?25h`
const chains = Array.from({ length: 40 }, (_, i) => ({ id: `c${i}`, question: 'Q?', text: `${i} + 1 = ${i + 1}` }))
writeFileSync(join(folder, 'chains.ndjson'), chains.map((chain) => `${JSON.stringify(chain)}\n`).join(''))
const typed = (...args: string[]) =>
  rationale(['verify', 'chains.ndjson', '--verifier', 'evidence:', ...args], { cwd: folder, columns: 100 })

// A run that ends before the bar's library is loaded shows none. Loaded once, it is there before any file is read.
beforeAll(() => import('cli-progress'))

describe('a command at a terminal', () => {
  it('draws no bar over records that it shows', async () => {
    for (const args of [[], ['--json']]) {
      const { code, stdout, stderr } = await typed(...args)
      expect(code).toBe(0)
      expect(stdout).toContain('c39')
      expect(stderr).toBe('')
    }
  })

  it('takes its bar away and gives the cursor back, below what stands there', async () => {
    const { code, stdout, stderr } = await typed('--output', 'verdicts.ndjson')
    expect(code).toBe(0)
    expect(stdout).toBe('')
    expect(readFileSync(join(folder, 'verdicts.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(40)
    expect(stderr).toContain('verifying with evidence:')
    expect(stderr.split(HIDE).length).toBe(stderr.split(SHOW).length)
    expect(stderr.lastIndexOf(SHOW)).toBeGreaterThan(stderr.lastIndexOf(HIDE))
    // The line of the bar is cleared when it was drawn for the last time. The cursor returns to no place above: others may have written there.
    expect(stderr.slice(stderr.lastIndexOf('verifying with evidence:'))).toContain(`${ESCAPE}[2K`)
    expect(stderr).not.toContain(`${ESCAPE}8`)
    expect(stderr).not.toMatch(new RegExp(`${ESCAPE}\\[\\d*A`))
  })

  it.each([
    ['bench', ['bench', '--steps', 'sums.ndjson', '--verifier', 'evidence:']],
    ['calibrate', ['calibrate', '--data', 'sums.ndjson', '--output', 'c.json', '--verifier', 'evidence:']],
  ])('takes the bar of %s away before its result is shown', async (_name, args) => {
    writeFileSync(
      join(folder, 'sums.ndjson'),
      sums(120, 'bar')
        .map((sum) => `${JSON.stringify(sum)}\n`)
        .join(''),
    )
    const both: string[] = []
    const { code, stdout } = await rationale(args, { cwd: folder, columns: 100, both })
    const terminal = both.join('')
    expect(code).toBe(0)
    expect(stdout).not.toBe('')
    expect(terminal).toContain('judging')
    expect(terminal.lastIndexOf(SHOW)).toBeGreaterThan(-1)
    expect(terminal.indexOf(stdout)).toBeGreaterThan(terminal.lastIndexOf(SHOW))
  })

  it('says something over its bar, not behind it', async () => {
    const pieces: string[] = []
    const stderr = Object.assign(
      new Writable({
        write(piece, _encoding, done) {
          pieces.push(String(piece))
          done()
        },
      }),
      { isTTY: true },
    )
    using terminal = openTerminal({ stdout: new PassThrough(), stderr })
    const progress = terminal.progress('working', 3)
    await vi.waitFor(() => expect(pieces.join('')).toContain('working'))
    terminal.say('a message')
    progress.advance()
    progress.stop()
    terminal.say('the end')
    const written = pieces.join('')
    expect(written).toContain(`\r${ESCAPE}[Ka message\n`)
    expect(written.endsWith('the end\n')).toBe(true)
    expect(written.lastIndexOf(SHOW)).toBeLessThan(written.indexOf('the end'))
  })
})
