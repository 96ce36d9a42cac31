import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * `rationale verify` as people type it, through the built command line.
 */

const folder = temporaryFolder('verify')
const run = (args: string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'verify', ...args], {
    encoding: 'utf8',
    input,
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { status, stdout, stderr }
}
const question = 'A shop sells 6 boxes of 8 pens and gives 28 pens away. How many pens are sold less those given away?'
const right = '6 * 8 = 48. 48 - 28 = 20. The answer is 20.'
const wrong = '6 * 8 = 48. 48 - 28 = 22. The answer is 22.'

describe.each(['evidence:', 'embedded:'])('one solution, judged by %s', (verifier) => {
  it('that is wrong: the step is named, with what it comes to', () => {
    const { status, stdout } = run([question, wrong, '--verifier', verifier])
    expect(status).toBe(0)
    expect(stdout).toContain('2 ✗ 48 - 28 = 22.')
    expect(stdout).toContain('Step 2 is wrong: states 22, but this comes to 20.')
    expect(stdout).not.toContain('Verdict: correct')
  })

  it('that is right: no step is accused', () => {
    const { status, stdout } = run([question, right, '--verifier', verifier])
    expect(status).toBe(0)
    expect(stdout).toContain('2 ✓ 48 - 28 = 20.')
    expect(stdout).toContain('No wrong step was found.')
  })
})

it('with nothing to check: it abstains', () => {
  const { stdout } = run(['Will it rain?', 'Clouds are grey. So it may rain.'])
  expect(stdout).toContain('Verdict: abstain')
  expect(stdout).toContain('1 · Clouds are grey.')
})

it('reads the solution from stdin, and prints one object with --json', () => {
  const { status, stdout } = run([question, '-', '--json', '--verifier', 'evidence:'], wrong)
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ firstError: 1, answer: '22' })
})

it('--fail-on makes the exit code of a verdict that is not wanted 1', () => {
  const exit = (solution: string, failOn: string) =>
    run([question, solution, '--fail-on', failOn, '--verifier', 'evidence:']).status
  expect(exit(wrong, 'abstain')).toBe(1)
  expect(run(['Will it rain?', 'Perhaps it will.', '--fail-on', 'incorrect']).status).toBe(0)
  expect(run(['Will it rain?', 'Perhaps it will.', '--fail-on', 'abstain']).status).toBe(1)
})

it('takes chats, responses and rows under common names, each with a verdict', () => {
  const records = [
    { id: 'chain', question, text: wrong },
    {
      messages: [
        { role: 'user', content: question },
        { role: 'assistant', content: wrong },
      ],
    },
    { question, response: { choices: [{ message: { content: wrong } }] } },
    { problem: question, solution: wrong },
  ]
  const path = join(folder, 'records.ndjson')
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const { status, stdout } = run([path, '--verifier', 'evidence:'])
  expect(status).toBe(0)
  const verdicts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(verdicts.map(({ id }) => id)).toEqual(['chain', 'record-2', 'record-3', 'record-4'])
  expect(verdicts.map(({ firstError }) => firstError)).toEqual([1, 1, 1, 1])
})

it('takes the fields that it is told', () => {
  const path = join(folder, 'named.ndjson')
  writeFileSync(path, `${JSON.stringify({ id: 'a', frage: question, weg: wrong })}\n`)
  const output = join(folder, 'verdicts.ndjson')
  run(['--input', path, '--output', output, '--question', 'frage', '--solution', 'weg', '--verifier', 'evidence:'])
  expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ id: 'a', firstError: 1 })
})

it.each([
  [[]],
  [['no-such-file']],
  [[question, right, '--output', 'x']],
  [['--input', 'x', question]],
  [['a', 'b', 'c']],
])('says what to type instead of %j', (args) => {
  const { status, stderr } = run(args)
  expect(status).toBe(2)
  expect(stderr).toMatch(/to do:|expected:/)
})

it('a file without a record ends with 1, says so, and leaves the last output', () => {
  for (const content of ['', '\n\n']) {
    writeFileSync(join(folder, 'empty.ndjson'), content)
    writeFileSync(join(folder, 'last.ndjson'), 'the last output\n')
    const { status, stderr } = run(['empty.ndjson', '--output', 'last.ndjson', '--verifier', 'evidence:'])
    expect(status).toBe(1)
    expect(stderr).toContain('empty.ndjson holds no record')
    expect(readFileSync(join(folder, 'last.ndjson'), 'utf8')).toBe('the last output\n')
  }
})

it('a chain whose steps hold no text is not judged, and says so', () => {
  writeFileSync(join(folder, 'blank.ndjson'), `${JSON.stringify({ id: 'a', question, steps: ['', '  '] })}\n`)
  const { status, stdout, stderr } = run(['blank.ndjson', '--verifier', 'evidence:'])
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ firstError: null, verdict: 'abstain', reason: 'no step holds text' })
  expect(stderr).toContain('no step holds text')
})
