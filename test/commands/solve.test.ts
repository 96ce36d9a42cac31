import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* What `solve` adds to, over several runs. */

let isWell = true
/** With what the generator answers where it is not. */
let illness = 503
/** What the generator writes in place of `content`. */
let written: string[] | undefined
/** Or turn after turn. */
let turns: string[][] = []
/** The judge at /judge. */
let judges = true
const content = 'So 1 + 1 = 2.\nThe answer is 2.'
const server = createServer((request, response) => {
  request.resume()
  if (request.url?.startsWith('/judge')) {
    const verdict = {
      choices: [{ index: 0, message: { role: 'assistant', content: 'First wrong step: none' }, finish_reason: 'stop' }],
    }
    response
      .writeHead(judges ? 200 : 503, { 'content-type': 'application/json' })
      .end(JSON.stringify(judges ? verdict : { error: { message: 'not now' } }))
    return
  }
  const choices = (turns.shift() ?? written ?? [content]).map((text, index) => ({
    ...{ index, message: { role: 'assistant', content: text }, text, finish_reason: 'stop' },
  }))
  response
    .writeHead(isWell ? 200 : illness, { 'content-type': 'application/json' })
    .end(JSON.stringify(isWell ? { choices } : { error: { message: 'no such key, or no time' } }))
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server's address
})
afterAll(() => server.close())
// Also after a test that failed.
afterEach(() => {
  isWell = true
  illness = 503
  written = undefined
  turns = []
  judges = true
})

const problem = (id: string, question = 'What is 1 + 1?') => `${JSON.stringify({ id, question })}\n`

function workplace(problems: string) {
  const cwd = temporaryFolder('solve')
  writeFileSync(join(cwd, 'in.ndjson'), problems)
  const read = (name: string) =>
    readFileSync(join(cwd, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  const solve = (...more: string[]) =>
    rationale(
      [
        ...['solve', '--generator', `${url}/v1#m`, '--verifier', 'evidence:', '--strategy', 'best-of-n', '--n', '1'],
        ...['--retries', '0', '--input', 'in.ndjson', '--output', 'out.ndjson', ...more],
      ],
      { cwd },
    )
  return { cwd, read, solve }
}

it('what failed is no solution: it stands beside the file, and the same command tries it again', async () => {
  const { cwd, read, solve } = workplace(problem('p') + problem('q'))
  isWell = false
  expect(await solve()).toMatchObject({ code: 1, stderr: expect.stringContaining('no solution was written') as string })
  expect(existsSync(join(cwd, 'out.ndjson'))).toBe(false)
  expect(read('out.ndjson.rejected.ndjson')).toMatchObject([
    { id: 'p', kind: 'failed' },
    { id: 'q', kind: 'failed' },
  ])
  isWell = true
  expect((await solve()).code).toBe(0)
  expect(read('out.ndjson').map(({ id, answer }) => [id, answer])).toEqual([
    ['p', '2'],
    ['q', '2'],
  ])
  expect(existsSync(join(cwd, 'out.ndjson.rejected.ndjson'))).toBe(false)
})

it('a refused key ends the run at once: every other problem would meet it too', async () => {
  const { cwd, solve } = workplace(problem('p') + problem('q'))
  isWell = false
  illness = 401
  expect(await solve()).toMatchObject({ code: 2, stderr: expect.stringContaining('refused the key') as string })
  expect(readdirSync(cwd).sort()).toEqual(['in.ndjson'])
})

/** A question of fruit, with a right and a wrong solution. */
const fruit = {
  question: 'What do 3 apples and 4 pears come to?',
  right: '3 + 4 = 7. The answer is 7.',
  wrong: '3 + 4 = 8. The answer is 8.',
}

it('the verifier steers step by step, and a generator that only writes is no hindrance', async () => {
  const { read, solve } = workplace(problem('p', fruit.question))
  written = [fruit.wrong, fruit.right, fruit.wrong]
  for (const strategy of ['step-search', 'beam', 'dvts']) {
    expect((await solve('--strategy', strategy, '--n', '3', '--output', `${strategy}.ndjson`)).code, strategy).toBe(0)
    expect(read(`${strategy}.ndjson`), strategy).toMatchObject([{ answer: '7' }])
  }
  // Asked for itself as the judge of steps, a generator that cannot score is refused before anything is written.
  expect(await solve('--strategy', 'step-search', '--preset', 'process', '--output', 'none.ndjson')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/cannot score next steps[\s\S]*leave scorer and preset out/) as string,
  })
})

it('a right step on the way is no wrong answer: the search goes on from it', async () => {
  const { read, solve } = workplace(problem('p', 'What is 17 * 3?'))
  turns = [
    ['10 * 3 = 31.', '10 * 3 = 30.'],
    ['7 * 3 = 21.', '7 * 3 = 22.'],
    ['30 + 21 = 52. The answer is 52.', '30 + 21 = 51. The answer is 51.'],
  ]
  expect((await solve('--strategy', 'step-search', '--n', '2')).code).toBe(0)
  const [{ answer, attempts }] = read('out.ndjson')
  expect([answer, attempts[0].steps]).toEqual([
    '51',
    ['10 * 3 = 30.', '7 * 3 = 21.', '30 + 21 = 51. The answer is 51.'],
  ])
})

it('a solution is worth what verify and rerank give it', async () => {
  const { cwd, read, solve } = workplace(problem('p', fruit.question))
  written = [fruit.wrong]
  expect((await solve('--strategy', 'weighted')).code).toBe(0)
  const [{ attempts }] = read('out.ndjson')
  const { stdout } = await rationale(['verify', fruit.question, fruit.wrong, '--verifier', 'evidence:', '--json'], {
    cwd,
  })
  const verdict = JSON.parse(stdout)
  expect(attempts[0].steps).toEqual(verdict.steps.map(({ text }: { text: string }) => text))
  expect(attempts[0].probability).toBeCloseTo(verdict.probability, 10)
})

it.each(['1', '2'])('of %s solutions: where the verifier fails at all, none is kept as one', async (n) => {
  const { cwd, read, solve } = workplace(problem('p'))
  const bold = ['--verifier', `judge:${url}/judge/v1#m`, '--n', n]
  judges = false
  expect(await solve(...bold)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no solution was[\s\S]*503/) as string,
  })
  expect(existsSync(join(cwd, 'out.ndjson'))).toBe(false)
  const [aside] = read('out.ndjson.rejected.ndjson')
  expect(aside).toMatchObject({ id: 'p', kind: 'failed', reason: expect.stringContaining('503') as string })
  expect(aside.attempts).toHaveLength(Number(n))
  judges = true
  expect((await solve(...bold)).code).toBe(0)
  expect(read('out.ndjson')).toMatchObject([{ id: 'p', answer: '2' }])
  expect(readdirSync(cwd).sort()).toEqual(['in.ndjson', 'out.ndjson'])
})

it('other weights behind the same name are other settings', async () => {
  const { cwd, solve } = workplace(problem('p'))
  const prompt = join(cwd, 'prompt.txt')
  const judge = ['--verifier', `judge:${url}/judge/v1#m?prompt=${prompt}`]
  writeFileSync(prompt, 'Judge each step of {steps} to {question} with + or -.')
  expect((await solve(...judge)).code).toBe(0)
  expect((await solve(...judge)).code).toBe(0)
  writeFileSync(prompt, 'Judge each step of {steps} to {question} by + or -.')
  expect(await solve(...judge)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('other settings: the weights of a model') as string,
  })
})

it('what is rejected stands beside the file, with its line and reason', async () => {
  const { read, solve } = workplace(`${problem('p')}no record\n${problem('p')}`)
  expect((await solve()).code).toBe(3)
  expect(read('out.ndjson.rejected.ndjson').map(({ line, kind }) => [line, kind])).toEqual([
    [2, 'rejected'],
    [3, 'rejected'],
  ])
})

it('another question, or other settings, is not taken for done', async () => {
  const { cwd, solve } = workplace(problem('p'))
  expect((await solve()).code).toBe(0)
  const before = readFileSync(join(cwd, 'out.ndjson'), 'utf8')
  const refused = (found: string) => ({
    code: 2,
    stderr: expect.stringMatching(new RegExp(`holds a solution of "p" already\n.*\n +found: +${found}`)) as string,
  })
  expect(await solve('--seed', '7')).toMatchObject(refused('other settings: seed'))
  expect(await solve('--n', '3')).toMatchObject(refused('other settings: n'))
  writeFileSync(join(cwd, 'in.ndjson'), problem('p', 'What is 1 + 2?'))
  expect(await solve()).toMatchObject(refused('another problem of that id'))
  expect(readFileSync(join(cwd, 'out.ndjson'), 'utf8')).toBe(before)
})

it('what plays no part in a vote is no other setting, also in a file of an earlier version', async () => {
  const { cwd, read, solve } = workplace(problem('p'))
  const vote = ['--strategy', 'majority']
  expect((await solve(...vote)).code).toBe(0)
  expect((await solve(...vote, '--preset', 'process')).code).toBe(0)
  const [line] = read('out.ndjson')
  const earlier = JSON.stringify({ ...line, request: line.request.replace(',seed:', ',preset:0a1b2c,seed:') })
  expect(earlier).toContain('preset:')
  writeFileSync(join(cwd, 'out.ndjson'), `${earlier}\n`)
  expect((await solve(...vote)).code).toBe(0)
  expect(read('out.ndjson')).toHaveLength(1)
})

it('an input without a record fails, also beside solutions of an earlier run', async () => {
  const { cwd, solve } = workplace(problem('p'))
  expect((await solve()).code).toBe(0)
  writeFileSync(join(cwd, 'in.ndjson'), '\n')
  expect(await solve()).toMatchObject({ code: 1, stderr: expect.stringContaining('in.ndjson holds no record') })
})

it('a problem without an id goes by its place; another one there later is refused', async () => {
  const { cwd, read, solve } = workplace('{"question":"What is 1 + 1?"}\n{"id":7,"question":"What is 2 + 2?"}\n')
  expect((await solve()).code).toBe(0)
  expect(read('out.ndjson').map(({ id }: { id: string }) => id)).toEqual(['record-1', '7'])
  const before = readFileSync(join(cwd, 'out.ndjson'), 'utf8')
  expect((await solve()).code).toBe(0)
  writeFileSync(join(cwd, 'in.ndjson'), '{"question":"What is 3 + 3?"}\n')
  expect(await solve()).toMatchObject({ code: 2, stderr: expect.stringContaining('another problem of that id') })
  expect(readFileSync(join(cwd, 'out.ndjson'), 'utf8')).toBe(before)
})

it.each([
  ['a table', 'in.csv', 'problem,gold\n"What is 1 + 1, then?",2\n'],
  ['a list', 'in.json', JSON.stringify([{ problem: 'What is 1 + 1, then?' }], null, 1)],
  ['lines', 'in.ndjson', '{"prompt":"What is 1 + 1, then?"}\n'],
])('problems are read from %s, under common names', async (_form, name, problems) => {
  const { cwd, read, solve } = workplace('')
  writeFileSync(join(cwd, name), problems)
  expect(await solve('--input', name)).toMatchObject({ code: 0 })
  expect(read('out.ndjson')).toMatchObject([{ id: 'record-1', answer: '2' }])
})

it('a table without questions is refused by its columns', async () => {
  const { cwd, solve } = workplace('')
  writeFileSync(join(cwd, 'in.csv'), 'Frage,gold\nWas ist 1 + 1?,2\n')
  expect(await solve('--input', 'in.csv')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no column of in\.csv holds the question[\s\S]*give that column the name question/),
  })
})

it.each(['mine', 'mine\nmine too', '{"id":"p","question":"What is 1 + 1?"}\n'])(
  '%j is nothing to add to',
  async (mine) => {
    const { cwd, solve } = workplace(problem('p'))
    writeFileSync(join(cwd, 'out.ndjson'), mine)
    expect(await solve()).toMatchObject({ code: 2, stderr: expect.stringContaining('is in the way') as string })
    expect(readFileSync(join(cwd, 'out.ndjson'), 'utf8')).toBe(mine)
  },
)
