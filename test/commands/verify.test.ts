import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rationale, rationaleProcess } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * `rationale verify` as people type it, through the built command line.
 */

const folder = temporaryFolder('verify')
const run = (...args: string[]) => rationale(['verify', ...args], { cwd: folder })
const question = 'A shop sells 6 boxes of 8 pens and gives 28 pens away. How many pens are sold less those given away?'
const right = '6 * 8 = 48. 48 - 28 = 20. The answer is 20.'
const wrong = '6 * 8 = 48. 48 - 28 = 22. The answer is 22.'

describe.each(['evidence:', 'embedded:'])('one solution, judged by %s', (verifier) => {
  it('that is wrong: the step is named, with what it comes to', async () => {
    const { code, stdout } = await run(question, wrong, '--verifier', verifier)
    expect(code).toBe(0)
    expect(stdout).toContain('2 ✗ 48 - 28 = 22.')
    expect(stdout).toContain('Step 2 is wrong: states 22, but this comes to 20.')
    expect(stdout).not.toContain('Verdict: correct')
  })

  it('that is right: no step is accused', async () => {
    const { code, stdout } = await run(question, right, '--verifier', verifier)
    expect(code).toBe(0)
    expect(stdout).toContain('2 ✓ 48 - 28 = 20.')
    expect(stdout).toContain('No wrong step was found.')
  })
})

it('with nothing to check: it abstains', async () => {
  const { stdout } = await run('Will it rain?', 'Clouds are grey. So it may rain.')
  expect(stdout).toContain('Verdict: abstain')
  expect(stdout).toContain('1 · Clouds are grey.')
})

it('reads the solution from stdin, and prints one object with --json', async () => {
  const { code, stdout } = await rationaleProcess(['verify', question, '-', '--json', '--verifier', 'evidence:'], {
    input: wrong,
  })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ firstError: 1, answer: '22' })
})

it('--fail-on makes the exit code of a verdict that is not wanted 1', async () => {
  const exit = async (...args: string[]) => (await run(...args)).code
  expect(await exit(question, wrong, '--fail-on', 'abstain', '--verifier', 'evidence:')).toBe(1)
  expect(await exit('Will it rain?', 'Perhaps it will.', '--fail-on', 'incorrect')).toBe(0)
  expect(await exit('Will it rain?', 'Perhaps it will.', '--fail-on', 'abstain')).toBe(1)
})

it('takes chats, responses and rows under common names, each with a verdict', async () => {
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
  const { code, stdout } = await run(path, '--verifier', 'evidence:')
  expect(code).toBe(0)
  const verdicts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(verdicts.map(({ id }) => id)).toEqual(['chain', 'record-2', 'record-3', 'record-4'])
  expect(verdicts.map(({ firstError }) => firstError)).toEqual([1, 1, 1, 1])
})

it('takes the fields that it is told', async () => {
  const path = join(folder, 'named.ndjson')
  writeFileSync(path, `${JSON.stringify({ id: 'a', frage: question, weg: wrong })}\n`)
  const output = join(folder, 'verdicts.ndjson')
  await run('--input', path, '--output', output, '--question', 'frage', '--solution', 'weg', '--verifier', 'evidence:')
  expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ id: 'a', firstError: 1 })
})

it.each<[args: string[]]>([
  [[]],
  [['no-such-file']],
  [[question, right, '--output', 'x']],
  [['--input', 'x', question]],
  [['a', 'b', 'c']],
])('says what to type instead of %j', async (args) => {
  const { code, stderr } = await run(...args)
  expect(code).toBe(2)
  expect(stderr).toMatch(/to do:|expected:/)
})

it('a file without a record ends with 1, says so, and leaves the last output', async () => {
  for (const content of ['', '\n\n']) {
    writeFileSync(join(folder, 'empty.ndjson'), content)
    writeFileSync(join(folder, 'last.ndjson'), 'the last output\n')
    const { code, stderr } = await run('empty.ndjson', '--output', 'last.ndjson', '--verifier', 'evidence:')
    expect(code).toBe(1)
    expect(stderr).toContain('empty.ndjson holds no record')
    expect(readFileSync(join(folder, 'last.ndjson'), 'utf8')).toBe('the last output\n')
  }
})

it('a chain whose steps hold no text is not judged, and says so', async () => {
  writeFileSync(join(folder, 'blank.ndjson'), `${JSON.stringify({ id: 'a', question, steps: ['', '  '] })}\n`)
  const { code, stdout, stderr } = await run('blank.ndjson', '--verifier', 'evidence:')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ firstError: null, verdict: 'abstain', reason: 'no step holds text' })
  expect(stderr).toContain('no step holds text')
})
