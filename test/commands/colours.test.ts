import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { wantsColours } from '../../src/commands/colours.js'
import { type Ended, rationaleInOneProcess, rationaleProcess } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

describe('colours', () => {
  it.each([
    { env: {}, terminal: true, wanted: true },
    { env: {}, terminal: false, wanted: false },
    { env: { CI: 'true' }, terminal: false, wanted: false },
    { env: { FORCE_COLOR: '1' }, terminal: false, wanted: true },
    { env: { FORCE_COLOR: '0' }, terminal: true, wanted: false },
    { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal: true, wanted: false },
    { env: { TERM: 'dumb' }, terminal: true, wanted: false },
  ])('$env, at a terminal: $terminal -> $wanted', ({ env, terminal, wanted }) =>
    expect(wantsColours(env, terminal)).toBe(wanted),
  )
})

/** Each sequence that our commands write, as a stranger may write it too. */
const strange = [1, 2, 4, 22, 24, 31, 32, 33, 36, 39].map((code) => `\u001b[${code}mTHEIRS`).join('')

describe('at a terminal with colours', () => {
  const cwd = temporaryFolder('colours')
  /** Its stdout says that it is a terminal, so that verdicts are shown in words. */
  const NODE_OPTIONS = '--import=data:text/javascript,process.stdout.isTTY=true'
  const env = { ...process.env, FORCE_COLOR: '1', NO_COLOR: '', NODE_OPTIONS }
  const record = {
    id: `id ${strange}`,
    question: `${strange} 2 + 2?`,
    steps: [`${strange} 2 + 2 = 5`, 'The answer is 5.'],
  }
  writeFileSync(join(cwd, 'chain.ndjson'), JSON.stringify(record))
  writeFileSync(join(cwd, 'field.ndjson'), JSON.stringify({ [strange]: 1 }))

  const ofStrangers = [
    ['the text of a record', ['verify', '--input', 'chain.ndjson', '--verifier', 'evidence:']],
    ['the name of a field', ['verify', '--input', 'field.ndjson', '--question', 'X']],
    ['the name of a file', ['verify', '--input', strange]],
  ] as const
  let ended: Ended[]
  beforeAll(async () => {
    ended = await rationaleInOneProcess(
      ofStrangers.map(([, args]) => args),
      { cwd, env },
    )
  })

  it.each(ofStrangers.map(([what], i) => [what, i] as const))('%s brings in no colours, ours stay', (_, i) => {
    const { stdout, stderr } = ended[i] as Ended
    expect(stdout + stderr).toContain('\ufffd[31mTHEIRS')
    expect(stdout + stderr).not.toMatch(new RegExp(`${String.fromCharCode(27)}\\[\\d+mTHEIRS`))
  })

  it('a wrong step is red, and nothing of how ours are known is seen', () => {
    const { stdout } = ended[0] as Ended
    expect(stdout).toContain('\u001b[31m')
    expect(stdout.match(/\[\d+;[\d;]+m/)).toBeNull()
  })

  it('lines break where they do without colours', async () => {
    const args = [
      'verify',
      '--question',
      'What is 12 * 12?',
      '--solution',
      'The answer is 145.',
      '--verifier',
      'evidence:',
    ]
    const narrow = { NODE_OPTIONS: `${NODE_OPTIONS};process.stdout.columns=60` }
    const shown = async (env: NodeJS.ProcessEnv) => {
      const { stdout } = await rationaleProcess(args, { cwd, env: { ...process.env, ...narrow, ...env } })
      // The line of tildes stands for a colour.
      return stripVTControlCharacters(stdout).replace(/^ +~+\n/gm, '')
    }
    expect(await shown({ FORCE_COLOR: '1', NO_COLOR: '' })).toBe(await shown({ FORCE_COLOR: '', NO_COLOR: '1' }))
  })
})
