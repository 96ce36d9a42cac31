import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportAdapter } from '../../verifier/network/export/export.js'
import { rationaleProcess as run } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'
import { type StubServer, stubServer } from '../models/stub-server.js'

/*
 * Every command that judges, with every provider, through the built command line and with a real small model. A provider that is closed too early
 * judges nothing, and in a unit test nobody notices.
 */

const folder = temporaryFolder('providers')
const rationale = (...args: string[]) => run(args, { cwd: folder })
const chains = join(folder, 'chains.ndjson')
const sets = join(folder, 'sets.ndjson')
let server: StubServer
let nextTokenServer: StubServer

beforeAll(async () => {
  await exportAdapter({ adapter: tinyLlama, format: 'gguf', type: 'F32', output: join(folder, 'tiny.gguf') })
  await exportAdapter({ adapter: tinyLlama, format: 'onnx', output: join(folder, 'onnx'), precisions: ['fp32'] })
  server = await stubServer('vllm')
  nextTokenServer = await stubServer('llama-server-top')
  const question = 'What is 2 + 3?'
  const chainsOf = ['2 + 3 = 6', '2 + 3 = 5'].map((step, i) => ({ id: `c${i}`, question, steps: [step, 'So that.'] }))
  writeFileSync(chains, chainsOf.map((chain) => `${JSON.stringify(chain)}\n`).join(''))
  const candidates = [
    { steps: ['2 + 3 = 6'], answer: '6' },
    { steps: ['2 + 3 = 5'], answer: '5' },
  ]
  writeFileSync(sets, `${JSON.stringify({ id: 's', question, candidates })}\n`)
})
afterAll(async () => {
  await server.close()
  await nextTokenServer.close()
})

const recordsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe.each([
  ['own:', () => `own:${tinyLlama}`],
  ['gguf:', () => `gguf:${join(folder, 'tiny.gguf')}`],
  ['onnx:', () => `onnx:${join(folder, 'onnx')}`],
  ['http:', () => `${server.url}#stub`],
  ['http: with the next token alone', () => `${nextTokenServer.url}#stub`],
])('%s', { timeout: 120_000 }, (_, uri) => {
  it('verify judges every step', async () => {
    const { code, stdout } = await rationale('verify', '--input', chains, '--verifier', uri())
    const verdicts = recordsOf(stdout)
    expect(verdicts.map(({ firstError }) => typeof firstError)).toEqual(['number', 'number'])
    for (const { steps } of verdicts) {
      for (const step of steps)
        expect(step).toMatchObject({ process: expect.any(Number), checked: expect.arrayContaining(['process']) })
    }
    expect(code).toBe(0)
  })

  it('rerank chooses by rewards, and says so', async () => {
    const { code, stdout } = await rationale('rerank', '--input', sets, '--verifier', uri())
    expect(recordsOf(stdout)[0]).toMatchObject({ best: 1, answer: '5', reason: expect.stringContaining('the rewards') })
    expect(code).toBe(0)
  })
})

describe('process reward models', () => {
  const fixtures = join(import.meta.dirname, '../fixtures/rewards')
  const { chains: known, rewards } = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as {
    chains: object[]
    rewards: Record<string, number[][]>
  }
  const file = join(folder, 'known.ndjson')
  const rewardsIn = (stdout: string) =>
    recordsOf(stdout).map(({ steps }) => steps.map(({ process }: { process: number }) => process))

  it.each([
    ['qwen-prm', ''],
    ['skywork', ''],
    ['math-shepherd', '?prm=math-shepherd'],
  ])('%s gives the rewards of its own code', async (name, query) => {
    writeFileSync(file, known.map((chain, i) => `${JSON.stringify({ id: `k${i}`, ...chain })}\n`).join(''))
    const { code, stdout } = await rationale(
      'verify',
      '--input',
      file,
      '--verifier',
      `own:${join(fixtures, name)}${query}`,
    )
    expect(rewardsIn(stdout)).toEqual(rewards[name]?.map((steps) => steps.map((reward) => expect.closeTo(reward, 4))))
    expect(code).toBe(0)
  })

  it('that a server pools: a row a step', async () => {
    for (let i = 0; i < 2; i++)
      server.next.push((_request, response) =>
        response.end(
          JSON.stringify({
            data: [
              {
                data: [
                  [0.4, 0.6],
                  [0.9, 0.1],
                ],
              },
            ],
          }),
        ),
      )
    const { code, stdout } = await rationale('verify', '--input', chains, '--verifier', `pooling+${server.url}#prm`)
    expect(rewardsIn(stdout)).toEqual([0, 1].map(() => [expect.closeTo(0.6, 5), expect.closeTo(0.1, 5)]))
    expect(recordsOf(stdout)[1].firstError).toBe(1)
    expect(code).toBe(0)
  })
})

describe('solve', () => {
  const problems = join(folder, 'problems.ndjson')
  const solve = (uri: string) =>
    rationale(
      'solve',
      '--input',
      problems,
      '--generator',
      uri,
      '--verifier',
      'evidence:',
      '--strategy',
      'best-of-n',
      '--n',
      '1',
    )

  it('of which no problem got an answer from the server does not end with 0, and says why', async () => {
    writeFileSync(problems, `${JSON.stringify({ id: 'p', question: 'What is 2 + 3?' })}\n`)
    const { code, stderr } = await solve(`${server.url}/nowhere#stub`)
    expect(code).toBe(1)
    expect(stderr).toMatch(/no solution was written: .*HTTP 404/)
  })

  it('asks a server that only chats', async () => {
    server.next.push((_request, response) => response.writeHead(404).end('{"error":"no such path"}'))
    const { code, stdout } = await solve(`${server.url}#stub`)
    expect(recordsOf(stdout)[0].attempts).toHaveLength(1)
    expect(code).toBe(0)
  })
})

describe('a run in which nothing could be judged', { timeout: 120_000 }, () => {
  const long = join(folder, 'long.ndjson')

  it.each([
    ['verify', { steps: ['word '.repeat(3000)] }],
    ['rerank', { candidates: [{ steps: ['word '.repeat(3000)], answer: '5' }] }],
  ])('%s does not end with 0', async (command, record) => {
    writeFileSync(long, `${JSON.stringify({ id: 'long', question: 'How long?', ...record })}\n`)
    const { code, stdout, stderr } = await rationale(command, '--input', long, '--verifier', `own:${tinyLlama}`)
    expect(code).toBe(1)
    expect(recordsOf(stdout)).toHaveLength(1)
    expect(stderr).toMatch(/nothing could be judged: .*the text is too long for the model/)
  })
})
