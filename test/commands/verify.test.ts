import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { verifyCommand } from '../../src/commands/verify.js'
import { rationale, rationaleProcess } from '../helpers/cli.js'
import { runCommand } from '../helpers/command.js'
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

it.each([
  ['What is 144 / 16?', '144 / 16 = 9. Proof: 9 * 16 = 144.'],
  ['What is 2^10?', '2¹⁰ = 1024.'],
  // What a question says beside what a form reads.
  ['A rectangle is 8 cm long and 5 cm wide. The length is doubled. What is the new area?', '16 * 5 = 80 cm².'],
  ['A rectangle is 80 cm long and 50 cm wide. What is its perimeter in metres?', '2 * (0.8 + 0.5) = 2.6 m.'],
  ['一个长方形长8分米，宽5分米，面积是多少平方厘米？', '80×50=4000（平方厘米）。答案是4000平方厘米。'],
  ['A triangle has base 6 cm and height 4 cm. The base is doubled. What is the area?', '12 * 4 / 2 = 24 cm².'],
  [
    'A car loses 20% of its original value each year. It cost $20,000. What is it worth after 2 years?',
    '20000 * 0.4 = 8000. 20000 - 8000 = 12000. The answer is $12,000.',
  ],
  [
    'The price of 120 shares rises by 10% and the quantity demanded falls by 30%. What is the change of the demand?',
    'It falls by 30%, not by 10 - 30 = -20%. So 36 are missing.',
  ],
  // Arithmetic of another kind.
  ['Let a * b = a + 2b. What is 3 * 4?', '3 * 4 = 3 + 2 · 4 = 11. The answer is 11.'],
  ['If 2 + 3 = 10, 7 + 2 = 63 and 6 + 5 = 66, what is 8 + 4?', '8 + 4 = 96. The answer is 96.'],
  ['What is 0.1 + 0.2 in floating point?', '0.1 + 0.2 = 0.30000000000000004'],
  ['What is the sum?', '1 + 2 + 4 + … + 512 = 2^10 - 1 = 1023.'],
  ['An employee works 8 hours a day. How many hours are 5 days?', '5 days = 40 hours.'],
  ['The temperature rises by 10 °C. How much is that in °F?', '10 °C = 18 °F.'],
  // Signs and words.
  ['What are three times 45 cents?', '3 mal 45 Cent sind 1,35 Euro.'],
  ['How much is it?', '240÷(1-3/5)=240÷2/5=600（米）'],
  ['Wie viele cm² hat 1 m²?', '1 m² = 10.000 cm²'],
  ['Is 3 * 4 = 13?', 'Suppose that 3 * 4 = 13. Then 12 = 13, a contradiction.'],
  ['What is 3 * 4?', 'Some students get 3 * 4 = 7 by adding. It is 3 * 4 = 12.'],
  ['What is 17 * 3?', '51. Many people write 17 * 3 = 41 because they forget to carry.'],
])('accuses no right solution: %s %s', async (asked, solution) => {
  const { stdout } = await run(asked, solution, '--verifier', 'evidence:')
  expect(stdout).toContain('No wrong step was found.')
})

it.each([
  ['A rectangle is 8 cm long and 5 cm wide. What is its area?', '2 * (8 + 5) = 26. The answer is 26 cm².'],
  ['What is the total?', '| item | cost |\n|---|---|\n| pens | 3 * 4 = 13 |\n\nSo it is 13.'],
  ['What is the half?', '*Then* 26 / 2 = 14.'],
  ['还剩多少？', '还剩48 - 28 = 22个。'],
  ['How much is it?', '1 + 1\n+ 1 = 4'],
  ['A machine runs for 5 days. How many hours are that?', '5 days = 40 hours.'],
])('names the wrong step: %s %s', async (asked, solution) => {
  const { stdout } = await run(asked, solution, '--verifier', 'evidence:')
  expect(stdout).toMatch(/Step \d is wrong: /)
})

it.each([
  ['Convert 25 °C to °F.', '25 * 9/5 + 32 = 77. The answer is 77 °F.'],
  ['A car goes 20 m/s. How many km/h are that?', '20 * 3.6 = 72 km/h.'],
  ['How many metres are 5 km?', '5 km = 5000 m.'],
  ['What is 17 * 3 rounded to the nearest ten?', '17 * 3 = 51, which rounds to 50. The answer is 50.'],
  ['What is 17 * 3 modulo 10?', '17 * 3 = 51. The answer is 1.'],
  ['What is 5 + 7 in base 8?', '5 + 7 = 12\nIn base 8 this is 14.\nThe answer is 14.'],
])('doubts no right solution: %s %s', async (asked, solution) => {
  const { stdout } = await run(asked, solution, '--verifier', 'evidence:')
  expect(stdout).not.toMatch(/Step \d is/)
})

it.each([
  ['How many people came?', '48.7 people came.'],
  ['Mary walks 7 km. How many metres are that?', 'She walks 5 km = 5000 m.'],
])('notes for programs what comes from nowhere, and tells nobody: %s %s', async (asked, solution) => {
  const { stdout } = await run(asked, solution, '--verifier', 'evidence:')
  expect(stdout).not.toMatch(/Step \d is|nowhere|neither/)
  const { steps } = JSON.parse((await run(asked, solution, '--verifier', 'evidence:', '--json')).stdout)
  expect(steps[0].evidence).toContainEqual(expect.objectContaining({ kind: 'provenance', ok: false }))
})

it('with nothing to check: it abstains', async () => {
  const { stdout } = await run('Will it rain?', 'Clouds are grey. So it may rain.')
  expect(stdout).toContain('Verdict: abstain')
  expect(stdout).toContain('1 ○ Clouds are grey.')
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

it('--fail-on makes it 1 over a file of records too, which are written all the same', async () => {
  const open = { question: 'Will it rain?', text: 'Perhaps it will.' }
  const file = (...records: object[]) => {
    const path = join(folder, 'fail-on.ndjson')
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
    return path
  }
  const exitOf = async (failOn: string | undefined, ...records: object[]) => {
    const { code, stdout } = await run(
      file(...records),
      '--verifier',
      'evidence:',
      ...(failOn ? ['--fail-on', failOn] : []),
    )
    expect(stdout.trimEnd().split('\n')).toHaveLength(records.length)
    return code
  }
  const correct = { question: 'What is 17 * 3?', text: '17 * 3 = 51. The answer is 51.' }
  const incorrect = { question, text: wrong }
  expect(await exitOf(undefined, correct, incorrect)).toBe(0)
  expect(await exitOf('incorrect', correct, incorrect)).toBe(1)
  expect(await exitOf('incorrect', correct, open)).toBe(0)
  expect(await exitOf('abstain', correct, open)).toBe(1)
  expect(await exitOf('abstain', correct)).toBe(0)
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

it('a table of one row says what that row was taken for', async () => {
  writeFileSync(join(folder, 'headless.csv'), 'What is 6 * 8?,6 * 8 = 48.\n')
  const { exit, said } = await runCommand(verifyCommand, {
    words: [join(folder, 'headless.csv')],
    verifier: 'evidence:',
  })
  expect(exit).toBe(1)
  expect(said.join('\n')).toContain('holds no record: the first row of a table names its columns')
})

it('sets a response with several choices aside, and says what takes them', async () => {
  const input = join(folder, 'choices.ndjson')
  const responseOf = (...texts: string[]) => ({ choices: texts.map((content) => ({ message: { content } })) })
  const lines = [responseOf(right, wrong), responseOf(right)].map((response) => JSON.stringify({ question, response }))
  writeFileSync(input, lines.join('\n'))
  const { exit, said, records } = await runCommand(verifyCommand, { words: [input], verifier: 'evidence:' })
  expect([exit, records.length]).toEqual([3, 1])
  expect(said.filter((line) => line.startsWith('line'))).toEqual([
    `line 1: rejected: record: this response holds several solutions; expected: one choice with text; found: 2 choices; to do: rationale rerank ${input}`,
  ])
})

describe('the body of a server’s response', () => {
  const body = JSON.stringify({ id: 'c', choices: [{ message: { role: 'assistant', content: wrong } }] }, null, 2)

  it.each([
    ['as a file', async () => await run(question, bodyFile(), '--verifier', 'evidence:')],
    ['as a text', async () => await run(question, body, '--verifier', 'evidence:')],
    [
      'on stdin',
      async () =>
        await rationaleProcess(['verify', question, '-', '--verifier', 'evidence:'], { cwd: folder, input: body }),
    ],
  ])('beside its question stands for the answer in it: %s', async (_name, verify) => {
    const { code, stdout, stderr } = await verify()
    expect(code).toBe(0)
    expect(stderr).toContain('the solution is the body of a response: the answer in it is judged')
    expect(stdout).toContain('2 ✗ 48 - 28 = 22.')
    expect(stdout).not.toContain('choices')
  })

  it('without a question is refused, and what to do holds', async () => {
    const { code, stderr } = await run(bodyFile(), '--verifier', 'evidence:')
    expect(code).toBe(1)
    expect(stderr).toContain('a response does not say what was asked')
    expect(stderr).toContain(`rationale verify "QUESTION" ${bodyFile()}`)
  })

  it('with several answers is what rerank chooses from, and verify says so', async () => {
    const several = join(folder, 'several.json')
    const choices = [wrong, right].map((content) => ({ message: { role: 'assistant', content } }))
    writeFileSync(several, JSON.stringify({ id: 'c', choices }))
    const refused = await run(question, several, '--verifier', 'evidence:')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`rationale rerank "QUESTION" ${several}`)
    const chosen = await rationale(['rerank', question, several, '--verifier', 'evidence:'], { cwd: folder })
    expect(chosen.code).toBe(0)
    expect(chosen.stdout).toContain('Solution 2 is chosen, with the answer 20.')
    const one = await rationale(['rerank', question, bodyFile(), '--verifier', 'evidence:'], { cwd: folder })
    expect(one).toMatchObject({ code: 2, stderr: expect.stringContaining('one solution') })
  })

  const bodyFile = () => {
    const path = join(folder, 'body.json')
    writeFileSync(path, body)
    return path
  }
})

it('a context that is longer than the network reads: what judges it is told, and it does', async () => {
  const context = 'The company had a year of many changes, of which some were planned. '.repeat(200)
  const long = await run(question, right, '--context', context)
  expect(long.code).toBe(1)
  expect(long.stderr).toContain('to do:    --verifier evidence: judges texts of any length')
  const records = join(folder, 'long.ndjson')
  writeFileSync(records, `${JSON.stringify({ id: 'a', question, context, text: wrong })}\n`)
  const several = await run(records)
  expect(several.code).toBe(3)
  expect(several.stderr).toContain('to do:    --verifier evidence: judges texts of any length')
  const checked = await run(question, right, '--context', context, '--verifier', 'evidence:')
  expect(checked.code).toBe(0)
  expect(checked.stderr).not.toContain('to do')
})

it('--output - is stdout, and no file of that name', async () => {
  const records = join(folder, 'one.ndjson')
  writeFileSync(records, `${JSON.stringify({ id: 'a', question, text: wrong })}\n`)
  const { code, stdout } = await run(records, '--output', '-', '--verifier', 'evidence:')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: 'a', firstError: 1 })
  expect(existsSync(join(folder, '-'))).toBe(false)
})

it('a workbook is no text, and what to do is no question beside it', async () => {
  const workbook = join(folder, 'book.xlsx')
  writeFileSync(workbook, Buffer.from([0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 8, 0, 0xff, 0xfe, 0xfd, 10]))
  const { code, stderr } = await run(workbook, '--verifier', 'evidence:')
  expect(code).toBe(1)
  expect(stderr).toContain('save a spreadsheet as CSV')
})

it('sets candidates aside, whose field "answer" is the right one and no solution, and says what takes them', async () => {
  const input = join(folder, 'sets.ndjson')
  writeFileSync(input, `${JSON.stringify({ question, answer: '10', candidates: [{ text: wrong }] })}\n`)
  const { exit, said } = await runCommand(verifyCommand, { words: [input], verifier: 'evidence:' })
  expect([exit, said.join('\n')]).toEqual([1, expect.stringContaining(`to do: rationale rerank ${input}`)])
  const { records } = await runCommand(verifyCommand, { words: [input], verifier: 'evidence:', solution: 'answer' })
  expect(records).toMatchObject([{ steps: [{ text: '10' }] }])
})

it('a Parquet file says that it is not read, and how to convert it', async () => {
  const input = join(folder, 'table.parquet')
  writeFileSync(input, Buffer.from('PAR1\u0015\u0004\n'))
  await expect(runCommand(verifyCommand, { words: [input], verifier: 'evidence:' })).rejects.toThrow(
    /which this command does not read[\s\S]*duckdb/,
  )
})

it('a table whose first column is called PAR1 is a table', async () => {
  const input = join(folder, 'par.csv')
  writeFileSync(input, `PAR1,question,solution\n1,"${question}","${right.replaceAll('"', '""')}"\n`)
  const { exit, records } = await runCommand(verifyCommand, { words: [input], verifier: 'evidence:' })
  expect([exit, records.length]).toEqual([0, 1])
})

it('a chat that nobody answers says so, and is not told to be taken apart', async () => {
  const input = join(folder, 'unanswered.ndjson')
  writeFileSync(input, `${JSON.stringify({ messages: [{ role: 'user', content: 'What is 6 * 8?' }] })}\n`)
  const { said } = await runCommand(verifyCommand, { words: [input], verifier: 'evidence:' })
  expect(said.join('\n')).toContain('this chat holds no solution')
  expect(said.join('\n')).not.toContain('jq')
})

it('a chain whose steps hold no text is not judged, and says so', async () => {
  writeFileSync(join(folder, 'blank.ndjson'), `${JSON.stringify({ id: 'a', question, steps: ['', '  '] })}\n`)
  const { code, stdout, stderr } = await run('blank.ndjson', '--verifier', 'evidence:')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ firstError: null, verdict: 'abstain', reason: 'no step holds text' })
  expect(stderr).toContain('no step holds text')
})

describe('one rule for QUESTION and SOLUTION: a text, or a file that holds it', () => {
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return name
  }

  it('reads the files, and says so', async () => {
    const { code, stdout, stderr } = await run(
      write('q.txt', question),
      write('s.txt', wrong),
      '--verifier',
      'evidence:',
    )
    expect(code).toBe(0)
    expect(stdout).toContain('Step 2 is wrong: states 22, but this comes to 20.')
    expect(stderr).toBe('the question is read from the file q.txt\nthe solution is read from the file s.txt\n')
  })

  it.each([
    ['verify', ['q', 's'], ['--output', 'o.json'], '--output goes with a file of records'],
    ['verify', ['q', 's'], ['--question', 'a', '--limit', '2'], '--question, --limit go with a file of records'],
    ['verify', ['r.ndjson'], ['--context', 'Sales were 8.'], '--context goes with a QUESTION and a SOLUTION'],
    ['rerank', ['q', 's', 't'], ['--output', 'o.json'], '--output goes with a file of records'],
    ['rerank', ['r.ndjson'], ['--context', 'Sales were 8.'], '--context goes with a QUESTION and a SOLUTION'],
  ])('%s %j refuses %j, which would do nothing', async (command, words, options, said) => {
    write('r.ndjson', '{"question":"How many?","text":"8","candidates":["8"]}\n')
    const ran = await rationale([command, ...words, ...options, '--verifier', 'evidence:'], { cwd: folder })
    expect([ran.code, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain(`rationale ${command}: ${said}`)
  })

  it('reads a context from a file too, a table as it is', async () => {
    write('sales.csv', 'region,units\nnorth,845\nsouth,312\n')
    for (const command of ['verify', 'rerank']) {
      const solutions = command === 'verify' ? ['845 - 312 = 533'] : ['845 - 312 = 533', '845 - 312 = 532']
      const words = [command, 'By how many units was the north ahead?', ...solutions, '--verifier', 'evidence:']
      const about = (context: string) => rationale([...words, '--context', context, '--json'], { cwd: folder })
      const asFile = await about('sales.csv')
      const asText = await about('region,units\nnorth,845\nsouth,312\n')
      expect([asFile.code, asFile.stdout]).toEqual([0, asText.stdout])
      expect([asFile.stderr, asText.stderr]).toEqual(['the context is read from the file sales.csv\n', ''])
      expect((await about('sales.cvs.csv')).stderr).toContain('there is no file sales.cvs.csv')
    }
  })

  it.each([
    ['a file that is not there', ['Q', 'solutoin.txt'], /there is no file solutoin.txt/],
    ['a file of records', ['Q', 'records.ndjson'], /records.ndjson is a file of records/],
    ['bytes that are no text', ['Q', 'latin.txt'], /not valid UTF-8/],
  ])('%s is not judged as a text', async (_, args, said) => {
    write('records.ndjson', '{}')
    writeFileSync(join(folder, 'latin.txt'), Buffer.from('na\xefve', 'latin1'))
    const { code, stdout, stderr } = await run(...args, '--verifier', 'evidence:')
    expect(code).not.toBe(0)
    expect(stdout).toBe('')
    expect(stderr).toMatch(said)
  })

  it('a folder of that name is no file', async () => {
    mkdirSync(join(folder, 'twelve'))
    expect((await run('How many?', 'twelve', '--verifier', 'evidence:')).stdout).toContain('1 · twelve')
  })

  it('an empty solution ends with 1, an empty question with 0, and both say what that means', async () => {
    const none = await run(question, ' ', '--verifier', 'evidence:')
    expect(none).toMatchObject({ code: 1, stdout: '', stderr: 'nothing could be judged: the solution is empty\n' })
    const unasked = await run('', '2 + 2 = 5', '--verifier', 'evidence:')
    expect(unasked.code).toBe(0)
    expect(unasked.stdout).toContain('Step 1 is wrong')
    expect(unasked.stderr).toContain('the question is empty')
  })
})

describe('inputs as people have them', () => {
  const chain = { id: 'a', question, text: wrong }
  const chat = [
    { role: 'user', content: question },
    { role: 'assistant', content: wrong },
  ]
  it.each([
    ['one object over several lines', JSON.stringify(chain, null, 2), ['a']],
    ['one that begins on the first line', JSON.stringify(chain).replaceAll(',"', ',\n"'), ['a']],
    ['a list', JSON.stringify([chain, { ...chain, id: 'b' }]), ['a', 'b']],
    ['a list over several lines', JSON.stringify([chain, { ...chain, id: 'b' }], null, 2), ['a', 'b']],
    ['a list of messages', JSON.stringify(chat, null, 1), ['record-1']],
    ['an export of chats', JSON.stringify([{ messages: chat }, { messages: chat }]), ['record-1', 'record-2']],
    ['a table with semicolons', `question;solution\n${question};6 * 8 = 48, 48 - 28 = 22`, ['record-1']],
    ['lines of which the first is none', `so:\n${JSON.stringify(chain)}`, ['a']],
  ])('%s is read', async (_, content, ids) => {
    writeFileSync(join(folder, 'input.json'), content)
    const { stdout } = await run('input.json', '--verifier', 'evidence:')
    const verdicts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(verdicts.map(({ id }) => id)).toEqual(ids)
    for (const { verdict } of verdicts) expect(verdict).toBe('incorrect')
  })

  it('also on stdin and compressed', async () => {
    const input = JSON.stringify([chain], null, 2)
    const { stdout } = await rationaleProcess(['verify', '-', '--verifier', 'evidence:'], { input })
    expect(JSON.parse(stdout)).toMatchObject({ id: 'a', firstError: 1 })
    writeFileSync(join(folder, 'list.json.gz'), gzipSync(input))
    expect(JSON.parse((await run('list.json.gz', '--verifier', 'evidence:')).stdout)).toMatchObject({ id: 'a' })
  })

  it.each([
    ['a text', wrong, 'rationale verify "QUESTION" input.txt'],
    [
      'several objects over several lines',
      `{\n"id": "a"\n}\n{\n"id": "b"\n}`.replaceAll('\n{', '\n {'),
      'jq -c . input.txt',
    ],
    ['a list with what nobody could write again', '[{"question": "Q", "text": "\\ud800"}]', "jq -c '.[]' input.txt"],
    ['a list that is cut off', '[{"id": "a"},', 'jq -c . input.txt'],
    ['records within an object', '{"data": [{"question": "Q"}]}', "jq -c '.data[]' input.txt"],
    ['other names', '{"frage": "Q", "weg": "A"}', '--question NAME --solution NAME'],
  ])('%s is refused with what to type', async (_, content, remedy) => {
    writeFileSync(join(folder, 'input.txt'), content)
    const { code, stdout, stderr } = await run('input.txt', '--verifier', 'evidence:')
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(remedy)
  })
})

describe('records', () => {
  const write = () => {
    writeFileSync(
      join(folder, 'two.json'),
      JSON.stringify([
        { id: 'first', question, text: wrong },
        { id: 'second', question, text: right },
      ]),
    )
    return 'two.json'
  }
  const typed = async (...args: string[]) => (await rationale(args, { cwd: folder, columns: 80 })).stdout

  it('are shown in words to a person at a terminal, with one legend below', async () => {
    const shown = await typed('verify', write(), '--verifier', 'evidence:')
    expect(shown).toMatch(/first: A shop sells[^\n]*…\n1 ✓ 6 \* 8 = 48\./)
    expect(shown).toContain('Step 2 is wrong: states 22, but this comes to 20.')
    expect(shown).toContain('2 verified: 0 correct, 1 incorrect, 1 abstain')
    expect(shown.match(/✓ checked, and it holds/g)).toHaveLength(1)
  })

  it('are JSON with --json there too, and in a pipe', async () => {
    const lines = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id)
    expect(lines(await typed('verify', write(), '--json', '--verifier', 'evidence:'))).toEqual(['first', 'second'])
    expect(lines((await run(write(), '--json', '--verifier', 'evidence:')).stdout)).toEqual(['first', 'second'])
  })
})

describe('what correct needs', () => {
  it.each([
    ['What is 17 * 3?', 'The answer is 51.', 'correct'],
    ['What is 17 * 3?', '17 * 3 = 51. So there are 51.', 'correct'],
    ['What is 15% of 80?', '15% of 80 is 12.', 'correct'],
    ['Solve 3x = 18.', '3x = 18, so x = 6.', 'abstain'],
    ['Solve 3x = 18.', '3x = 18, so x = 6. The answer is x = 6.', 'correct'],
  ])('is an answer that is said: %s %s %s', async (question, text, verdict) => {
    const { stdout } = await run(question, text, '--json', '--verifier', 'evidence:')
    expect(JSON.parse(stdout)).toMatchObject({ verdict })
  })
})

describe('a conversation in a plain text', () => {
  it.each([
    [
      'User: Hello!\nAssistant: What is it?\nUser: What is 15% of 80?\nAssistant: 10% of 80 is 8.\nSo 15% of 80 is 13.\n',
    ],
    ['**Question:** What is 15% of 80?\n\n**Solution:**\n10% of 80 is 8.\nSo 15% of 80 is 13.\n'],
  ])('is one record: %j', async (text) => {
    writeFileSync(join(folder, 'talk.txt'), text)
    const { stdout, code } = await run('talk.txt', '--verifier', 'evidence:')
    expect(code).toBe(0)
    const verdict = JSON.parse(stdout)
    expect(verdict.steps.map(({ text }: { text: string }) => text)).toEqual(['10% of 80 is 8.', 'So 15% of 80 is 13.'])
    expect(verdict).toMatchObject({ firstError: 1, verdict: 'incorrect' })
  })

  it.each([
    [
      'Question: What is 7 + 8?\nA: 14\nB: 15\nSolution: 7 + 8 = 15.\nThe answer is B.\n',
      ['7 + 8 = 15.', 'The answer is B.'],
    ],
    ['Q: What is 7 + 8?\nA: 7 + 8 = 15.\n', ['7 + 8 = 15.']],
    ['Q: What is 7 + 8?\nAnswer: 7 + 8 = 15.\n', ['7 + 8 = 15.']],
  ])('tells options from answers: %j', async (text, steps) => {
    writeFileSync(join(folder, 'talk.txt'), text)
    const { stdout } = await run('talk.txt', '--verifier', 'evidence:')
    expect(JSON.parse(stdout).steps.map(({ text }: { text: string }) => text)).toEqual(steps)
  })

  it('is none where nobody answers', async () => {
    writeFileSync(join(folder, 'talk.txt'), 'User: What is 15% of 80?\nThat is 12.\n')
    const { stderr, code } = await run('talk.txt', '--verifier', 'evidence:')
    expect(code).toBe(1)
    expect(stderr).toContain('holds a text and no records')
  })
})

describe('a table that the question is about', () => {
  it.each([
    ['table.csv', 'Item,2025,2024\nRevenue,"1,412.5",366.0\nNet profit,49.2,35.1\n'],
    ['table.tsv', 'Item\t2025\t2024\nRevenue\t1,412.5\t366.0\nNet profit\t49.2\t35.1\n'],
    [
      'table.txt',
      'In millions:\n\n             2025     2024\nRevenue      1,412.5  366.0\nNet profit   49.2     35.1\n',
    ],
  ])('is read as people have it: %s', async (name, content) => {
    writeFileSync(join(folder, name), content)
    const { stdout } = await run('What was revenue in 2025?', 'Revenue in 2025 was 366.0.', '--context', name)
    expect(stdout).toMatch(/Step 1 is wrong: the table has 1412\.5 for Revenue, 2025; 366\.0 stands in 2024/)
  })
})

describe('a table', () => {
  const rows = [
    'id,frage,weg',
    `a,${question},"6 * 8 = 48, and 48 - 28 = 22"`,
    `b,${question},6 * 8 = 48`,
    `c,${question},6 * 8 = 48, so 48`,
    `a,${question},again`,
  ]
  const names = ['--question', 'frage', '--solution', 'weg', '--verifier', 'evidence:']
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content)
    return name
  }

  it.each([
    ['as FILE', () => run(write('t.csv', rows.join('\n')), ...names)],
    ['as --input', () => run('--input', write('t.csv', rows.join('\r\n')), ...names)],
    ['compressed', () => run(write('t.csv.gz', gzipSync(rows.join('\n'))), ...names)],
    ['under another name', () => run(write('t.export', rows.join('\n')), ...names)],
    ['compressed under another name', () => run(write('t.gz', gzipSync(rows.join('\n'))), ...names)],
    ['on stdin', () => rationaleProcess(['verify', '-', ...names], { input: rows.join('\n') })],
  ])('%s is read by its columns; a row that would be cut is set aside', async (_, read) => {
    const { code, stdout, stderr } = await read()
    const verdicts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(verdicts.map(({ id, firstError }) => [id, firstError])).toEqual([
      ['a', 0],
      ['b', -1],
    ])
    expect(stderr).toContain(
      'line 4: rejected: row 4 has 4 cells, the header has 3: a cell that holds the separator stands in quotes',
    )
    expect(stderr).toContain('line 5: rejected: duplicate id "a"\n')
    expect(code).toBe(3)
  })

  it('a row that is too short is told with its place and what the header has', async () => {
    const { stderr } = await run(write('short.csv', [...rows.slice(0, 3), 'c', `d,${question}`].join('\n')), ...names)
    expect(stderr).toContain('line 4: rejected: row 4 has 1 cell, the header has 3\n')
    expect(stderr).toContain('line 5: rejected: row 5 has 2 cells, the header has 3\n')
  })

  it.each(['t.tsv', 't.txt', 't'])('with tabs, and columns of common names: %s', async (name) => {
    const table = write(name, `question\tanswer\n${question}\t${wrong}\n`)
    const { code, stdout } = await run(table, '--verifier', 'evidence:')
    expect(JSON.parse(stdout)).toMatchObject({ id: 'record-1', firstError: 1 })
    expect(code).toBe(0)
  })

  it('lines of JSON stay such, whatever the file is called and whatever columns are asked for', async () => {
    const record = { id: 'a', frage: question, weg: wrong }
    for (const name of ['lines.txt', 'lines.gz']) {
      const lines = `${JSON.stringify(record)}\n`
      const { code, stdout } = await run(write(name, name.endsWith('gz') ? gzipSync(lines) : lines), ...names)
      expect([code, JSON.parse(stdout).firstError]).toEqual([0, 1])
    }
  })

  it.each([
    [['--question', 'Frage', '--solution', 'weg'], 'did you mean --question frage?'],
    [['--question', 'frage', '--solution', 'wegg'], 'did you mean --solution weg?'],
    [[], 'no column of t.csv holds the question'],
  ])('columns that it does not have are refused: %j', async (columns, said) => {
    const { code, stderr } = await run(write('t.csv', rows.join('\n')), ...columns)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
  })
})

it('three words are too many, and said without a name that nobody typed', async () => {
  const { code, stderr } = await run(question, right, wrong)
  expect(code).toBe(2)
  expect(stderr).toMatch(/^rationale verify: give a QUESTION and a SOLUTION in quotes, or one FILE\n/)
})

it('steps hold where a text beside them says something else: the answer is theirs too', async () => {
  const steps = ['6 * 8 = 48 rolls.', '48 - 28 = 20 are left.', 'The answer is 20.']
  const said = await Promise.all(
    [{ steps }, { steps, text: wrong }, { steps, text: '{"reasoning": "none", "answer": "22"}' }].map(
      async (solution, i) => {
        writeFileSync(join(folder, `both-${i}.ndjson`), `${JSON.stringify({ id: 'c', question, ...solution })}\n`)
        return (await run(`both-${i}.ndjson`, '--verifier', 'evidence:')).stdout
      },
    ),
  )
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ firstError: -1, answer: '20' })
  expect(said.slice(1)).toEqual([said[0], said[0]])
})

it('a misspelt field is refused by name, though the record has others that could be judged', async () => {
  const record = { id: 'a', frage: question, weg: wrong, question: 'Another?', text: right }
  writeFileSync(join(folder, 'own.ndjson'), `${JSON.stringify(record)}\n`)
  const { code, stdout, stderr } = await run(
    'own.ndjson',
    '--question',
    'frage',
    '--solution',
    'Weg',
    '--verifier',
    'evidence:',
  )
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('there is no text in the field "Weg"')
  expect(stderr).toContain('did you mean weg?')
})

it('a chat without a solution costs itself alone, and records are told of in plain words', async () => {
  const chat = { messages: [question, 'And?'].map((content) => ({ role: 'user', content })) }
  const records = [
    chat,
    { id: 'a', question, text: wrong },
    { id: 'a', question, text: wrong },
    null,
    { question: null, text: 1 },
  ]
  writeFileSync(join(folder, 'odd.ndjson'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const { code, stdout, stderr } = await run('odd.ndjson', '--verifier', 'evidence:')
  expect(JSON.parse(stdout)).toMatchObject({ id: 'a', firstError: 1 })
  expect(stderr).toContain('line 1: rejected: record: this chat holds no solution;')
  expect(stderr).toContain('line 3: rejected: duplicate id "a"\n')
  expect(stderr).toContain('line 4: rejected: record: expected an object, found null')
  expect(stderr).toContain('line 5: rejected: question: expected text, found null; text: expected text, found a number')
  expect(code).toBe(3)
})

it('records that were set aside beside an output are counted, with the first reason', async () => {
  const records = [{ id: 'a', question, text: wrong }, { id: 'a', question, text: wrong }, null]
  writeFileSync(join(folder, 'aside.ndjson'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const { code, stderr } = await run('aside.ndjson', '--output', 'out.ndjson', '--verifier', 'evidence:')
  expect(code).toBe(3)
  expect(stderr).toContain('records set aside: 2 in out.ndjson.rejected.ndjson; the first: line 2: duplicate id "a"')
})

it('a wrong choice is named, with the one that was most likely meant; the help says what to give', async () => {
  const { code, stderr } = await run(question, wrong, '--fail-on', 'incorect')
  expect([code, stderr.split('\n')[0]]).toEqual([
    2,
    'rationale verify: --fail-on: expected "incorrect", "abstain", found "incorect"; did you mean incorrect?',
  ])
  const { stdout } = await run('--help')
  expect(stdout).toContain('[options] "QUESTION" "SOLUTION" | FILE')
  expect(stdout).toContain('(default "embedded:")')
})

it('a calibration that is not there is a wrong configuration', async () => {
  const { code, stderr } = await run(question, wrong, '--verifier', 'evidence:?calibration=nope.json')
  expect([code, stderr.split('\n')[0]]).toEqual([2, 'cannot read the calibration nope.json'])
})

it.each(['own:/nope', 'gguf:/nope', 'onnx:/nope', 'judge:gguf:/nope', 'own:/nope?probe=/nope'])(
  '%s names what is not there: a wrong URI',
  async (verifier) => {
    const { code, stderr } = await run(question, wrong, '--verifier', verifier)
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'there is no /nope'])
  },
)

it.each(['101%', '1.5', 'x'])('--max-bad %s is refused', async (maxBad) => {
  const { code, stderr } = await run('odd.ndjson', '--max-bad', maxBad)
  expect(code).toBe(2)
  expect(stderr).toContain('--max-bad: expected a whole number or a percentage up to 100')
})

it('numbers as ids are the same as their digits, and none is rounded', async () => {
  const ids = ['1', '"1"', '1.0', '9007199254740993', '9007199254740993.0', '2']
  writeFileSync(
    join(folder, 'numbers.ndjson'),
    ids.map((id) => `{"id":${id},"question":"q","text":"1 + 1 = 2"}\n`).join(''),
  )
  const { code, stdout, stderr } = await run('numbers.ndjson', '--verifier', 'evidence:')
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  ).toEqual(['1', '9007199254740993', '9007199254740993.0', '2'])
  expect(stderr).toContain('line 2: rejected: duplicate id "1"')
  expect(stderr).toContain('line 3: rejected: duplicate id "1"')
  expect(code).toBe(3)
})
