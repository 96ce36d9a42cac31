import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { benchCommand } from '../../src/commands/bench.js'
import { calibrateCommand } from '../../src/commands/calibrate.js'
import type { Command } from '../../src/commands/command.js'
import { checkVerifier } from '../../src/commands/doctor-verifier.js'
import { rerankCommand } from '../../src/commands/rerank.js'
import { solveCommand } from '../../src/commands/solve.js'
import { verifyCommand } from '../../src/commands/verify.js'
import { loadVerifier } from '../../src/load-verifier.js'
import { serve } from '../../src/serve/server.js'
import { exportAdapter } from '../../verifier/network/export/export.js'
import { runCommand } from '../helpers/command.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'
import { type StubServer, stubServer } from '../models/stub-server.js'
import { type JudgingServer, judgingServer } from './judging-server.js'

/*
 * Every command that judges x every provider x every outcome. What each cell must show stands in `commands`; `test/services/providers.test.ts` walks the same
 * through the built command line.
 */

const folder = temporaryFolder('matrix')
/** Characters that the servers do not take. */
const TOO_LONG = 2900
const fixtures = join(import.meta.dirname, '../fixtures/rewards')
let server: StubServer
let nextTokens: StubServer
let judging: JudgingServer
beforeAll(async () => {
  await exportAdapter({ adapter: tinyLlama, format: 'gguf', type: 'F32', output: join(folder, 'tiny.gguf') })
  await exportAdapter({ adapter: tinyLlama, format: 'onnx', output: join(folder, 'onnx'), precisions: ['fp32'] })
  server = await stubServer('vllm', { longest: TOO_LONG })
  nextTokens = await stubServer('llama-server-top', { longest: TOO_LONG })
  judging = await judgingServer({ longest: TOO_LONG })
})
afterAll(async () => {
  for (const each of [server, nextTokens, judging]) await each.close()
})

/** What a provider can make of a solution. The wrong one is wrong by a sum, which the checks beside every provider see. */
const outcomes = ['right', 'wrong', 'undecided', 'failed'] as const
type Outcome = (typeof outcomes)[number]
const solutions: Record<Outcome, string[]> = {
  right: ['2 + 3 = 5', 'So it is 5.'],
  wrong: ['2 + 3 = 6', 'So it is 6.'],
  undecided: ['We count what there is.'],
  // Longer than the model takes; for the checks, which take everything, nothing.
  failed: ['word '.repeat(600)],
}

interface Provider {
  name: string
  uri(): string
  failing?: string[]
}
const providers: Provider[] = [
  { name: 'evidence:', uri: () => 'evidence:', failing: [] },
  { name: 'embedded:', uri: () => 'embedded:', failing: ['word '.repeat(2100)] },
  { name: 'own:', uri: () => `own:${tinyLlama}` },
  { name: 'own: with a head', uri: () => `own:${join(fixtures, 'qwen-prm')}` },
  { name: 'own: with a named layout', uri: () => `own:${join(fixtures, 'math-shepherd')}?prm=math-shepherd` },
  { name: 'gguf:', uri: () => `gguf:${join(folder, 'tiny.gguf')}` },
  { name: 'onnx:', uri: () => `onnx:${join(folder, 'onnx')}` },
  { name: 'http:', uri: () => `${server.url}#stub` },
  { name: 'http: by the next token', uri: () => `${nextTokens.url}#stub` },
  { name: 'pooling+http:', uri: () => `pooling+${judging.url}#prm` },
  { name: 'judge:', uri: () => `judge:${judging.url}/v1#chat` },
  { name: 'two together', uri: () => `pooling+${judging.url}#prm,judge:${judging.url}/v1#chat` },
]

const question = 'What is 2 + 3?'
const number = expect.any(Number)
const sentence = expect.stringMatching(/./)

interface Row {
  command: Command
  /** The record of an outcome. */
  record(outcome: Outcome, steps: string[]): object
  options(file: string, uri: string): Record<string, unknown>
  /** What the command writes about each. */
  shows?: Record<Outcome, object>
  /** What it says at the end. */
  sums?: object
}
const commands: Record<string, Row> = {
  verify: {
    command: verifyCommand,
    record: (outcome, steps) => ({ id: outcome, question, steps }),
    options: (input, verifier) => ({ input, verifier }),
    shows: {
      right: { firstError: number, verdict: expect.not.stringMatching('incorrect') },
      wrong: { firstError: 0, verdict: 'incorrect', reasons: expect.arrayContaining([sentence]) },
      undecided: { firstError: number, verdict: 'abstain', reason: sentence },
      failed: { firstError: null, probability: null, verdict: 'abstain', reason: sentence },
    },
  },
  rerank: {
    command: rerankCommand,
    record: (outcome, steps) => ({ id: outcome, question, candidates: [{ steps, answer: '5' }] }),
    options: (input, verifier) => ({ input, verifier }),
    shows: {
      right: { best: 0, answer: '5' },
      wrong: { best: 0, answer: '5' },
      undecided: { best: 0, answer: '5' },
      failed: { best: null, answer: null, reason: sentence },
    },
  },
  bench: {
    command: benchCommand,
    record: (outcome, steps) => ({ id: outcome, question, steps, firstError: outcome === 'wrong' ? 0 : -1 }),
    options: (steps, verifier) => ({ steps, verifier }),
    sums: {
      judged: 3,
      unjudged: 1,
      tasks: [expect.objectContaining({ errorAccuracy: 100, unjudged: [{ reason: sentence, chains: 1 }] })],
    },
  },
}

const run = async ({ command, options }: Row, records: object[], uri: string) => {
  const file = join(folder, 'records.ndjson')
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return runCommand(command, options(file, uri))
}

describe.each(providers)('$name', { timeout: 120_000 }, ({ uri, failing = solutions.failed }) => {
  const steps = { ...solutions, failed: failing }

  it.each(Object.entries(commands))('%s: right, wrong, undecided, failed', async (_, row) => {
    const { exit, json, records } = await run(
      row,
      outcomes.map((outcome) => row.record(outcome, steps[outcome])),
      uri(),
    )
    // Some were judged, one was not.
    expect(exit).toBe(3)
    if (row.sums !== undefined) expect(json).toMatchObject(row.sums)
    if (row.shows !== undefined)
      for (const [i, outcome] of outcomes.entries()) expect(records[i]).toMatchObject(row.shows[outcome])
  })

  it.each(Object.entries(commands))('%s: failed throughout', async (_, row) => {
    const { exit, said } = await run(row, [row.record('failed', steps.failed)], uri())
    expect(exit).toBe(1)
    expect(said.join('\n')).toMatch(/(?:no record|nothing) could be judged: ./)
  })

  it('calibrate: of what cannot be judged it makes nothing, and says why', async () => {
    const data = join(folder, 'graded.ndjson')
    // Right and wrong ones of many questions, so that labels alone refuse nothing.
    const graded = Array.from({ length: 20 }, (_, i) => ({
      id: `g${i}`,
      question: `${question} (${Math.floor(i / 2)})`,
      steps: steps.failed,
      firstError: i % 2 === 0 ? -1 : 0,
    }))
    writeFileSync(data, graded.map((record) => `${JSON.stringify(record)}\n`).join(''))
    await expect(
      runCommand(calibrateCommand, { data, verifier: uri(), output: join(folder, 'none.json') }),
    ).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/most chains could not be judged/),
    })
  })

  it('solve: verifies what a generator wrote', async () => {
    const input = join(folder, 'problems.ndjson')
    writeFileSync(input, `${JSON.stringify({ id: 'p', question })}\n`)
    const { exit, records } = await runCommand(solveCommand, {
      ...{ input, generator: `${server.url}#stub`, verifier: uri(), strategy: 'best-of-n', n: 1, maxTokens: 8 },
    })
    expect(exit).toBe(0)
    expect(records[0]).toMatchObject({ id: 'p', attempts: [expect.anything()] })
  })

  it('doctor: tries it on plainly right and wrong steps', async () => {
    const { signal } = new AbortController()
    const { detail } = await checkVerifier(uri(), { signal, http: {} })
    expect(detail).toMatch(/judges; a plainly wrong step gets a lower reward than a right one in \d of 5 pairs/)
  })
})

/** One of each kind of address, and two together: the calibration hangs on the end of them. */
const calibrated = new Set([
  'evidence:',
  'own:',
  'own: with a named layout',
  'gguf:',
  'onnx:',
  'http:',
  'pooling+http:',
  'judge:',
  'two together',
])

describe('calibrate, then verify as it says', { timeout: 120_000 }, () => {
  const data = join(folder, 'sums.ndjson')
  writeFileSync(
    data,
    Array.from({ length: 40 }, (_, i) => {
      const firstError = i % 2 === 0 ? -1 : 0
      const steps = [`${2 + i} + 3 = ${5 + i - firstError - 1}`]
      return `${JSON.stringify({ id: `s${i}`, question: `What is ${2 + i} + 3?`, steps, firstError })}\n`
    }).join(''),
  )

  it.each(providers.filter(({ name }) => calibrated.has(name)))(
    '$name: both chains get a probability',
    async ({ name, uri }) => {
      const output = join(folder, `${name.replaceAll(/\W/g, '-')}.json`)
      const fitted = await runCommand(calibrateCommand, { data, verifier: uri(), output })
      const [, used = ''] = /use it with --verifier "(.*)"/.exec(fitted.written) ?? []
      expect([fitted.exit, used]).toEqual([0, expect.stringContaining(`calibration=${output}`)])
      const { exit, records } = await runCommand(verifyCommand, { input: data, verifier: used, limit: 2 })
      const [right, wrong] = records
      expect(exit).toBe(0)
      expect(right).toMatchObject({ firstError: -1, probability: number })
      expect(wrong).toMatchObject({ firstError: 0, verdict: 'incorrect', probability: number })
      expect(wrong.probability).toBeLessThan(right.probability)
    },
  )
})

/** One of each kind: how a model is asked does not change with the thread. */
const served = new Set(['evidence:', 'embedded:', 'own:', 'gguf:', 'http:', 'pooling+http:', 'judge:'])

describe('serve, in a thread as the command has it', { timeout: 120_000 }, () => {
  it.each(providers.filter(({ name }) => served.has(name)))(
    '$name: right, wrong, undecided, failed',
    async ({ uri, failing = solutions.failed }) => {
      const steps = { ...solutions, failed: failing }
      await using verifier = await loadVerifier(uri(), { thread: true })
      await using server = await serve({ verifier, port: 0 })
      const post = async (path: string, body: object) => {
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
        return { status: response.status, body: JSON.parse(await response.text()) }
      }
      for (const name of ['verify', 'rerank'])
        for (const outcome of outcomes)
          expect(await post(`/v1/${name}`, commands[name]?.record(outcome, steps[outcome]) ?? {})).toMatchObject({
            status: 200,
            body: commands[name]?.shows?.[outcome],
          })
      const pooled = (outcome: Outcome) => {
        const marked = steps[outcome].map((step) => `${step}<extra_0>`).join('')
        const messages = [
          { role: 'user', content: question },
          { role: 'assistant', content: marked },
        ]
        return post('/pooling', { messages })
      }
      const wrong = await pooled('wrong')
      const [[against, good] = []]: number[][] = wrong.body.data[0].data
      expect([wrong.status, Number(against) > Number(good)]).toEqual([200, true])
      // Without steps there is none that is marked.
      const refused = steps.failed.length === 0 ? [400, 'invalid_request'] : [422, 'unjudged']
      const { status, body } = await pooled('failed')
      expect([status, body.error.code]).toEqual(refused)
    },
  )
})

describe('doctor', () => {
  const check = (uri: string) => checkVerifier(uri, { signal: new AbortController().signal, http: { retries: 0 } })

  it.each(['pooling+', 'judge:'])('a %s verifier that says the opposite is no good', async (kind) => {
    const uri = kind === 'judge:' ? `judge:${judging.url}/v1#chat` : `pooling+${judging.url}#prm`
    expect(await check(uri)).toEqual({ ok: true, detail: expect.stringContaining('in 5 of 5 pairs') })
    judging.reversed = true
    const reversed = await check(uri)
    judging.reversed = false
    expect(reversed).toEqual({
      ok: false,
      detail: expect.stringMatching(/in 0 of 5 pairs: no better than chance, or the wrong/),
    })
  })

  it.each([
    ['judge:http://127.0.0.1:9/v1#m', /port 9 of 127.0.0.1 is reserved/],
    ['judge:http://127.0.0.1:9/v1#m?sampels=2', /did you mean samples\?/],
    ['evidence:,own:nowhere', /nowhere/],
    ['evidence:?calibration=nowhere.json', /cannot read the calibration/],
  ])('says what is wrong with %s', async (uri, said) => {
    expect(await check(uri)).toEqual({ ok: false, detail: expect.stringMatching(said) })
  })
})

describe('a judge on a model of this machine', { timeout: 120_000 }, () => {
  const model = { 'own:': `own:${tinyLlama}`, 'gguf:': `gguf:${join(folder, 'tiny.gguf')}` }

  it.each(Object.entries(model))(
    '%s: what it babbles is counted as unreadable, paid for, and judges nothing',
    async (_, uri) => {
      const steps = join(folder, 'babble.ndjson')
      // As short as what the tiny model takes.
      const prompt = join(folder, 'prompt.txt')
      writeFileSync(prompt, '{steps}')
      writeFileSync(steps, `${JSON.stringify({ id: 'a', question, steps: solutions.undecided, firstError: -1 })}\n`)
      const { exit, json, written } = await runCommand(benchCommand, {
        ...{ steps, verifier: `judge:${uri}?maxTokens=8&prompt=${prompt}`, prices: { generated: 10, evaluated: 1 } },
      })
      const { tasks } = json as { tasks: object[] }
      expect({ exit, tasks, written }).toMatchObject({
        exit: 1,
        tasks: [{ judgements: { asked: 1, unreadable: 1 }, tokens: { generated: expect.any(Number) } }],
        written: expect.stringMatching(/0 of 1 written judgements could be read[\s\S]*, cost \d/),
      })
    },
  )
})

describe('bench --ablate', () => {
  const labelled = join(folder, 'labelled.ndjson')
  writeFileSync(
    labelled,
    Array.from({ length: 40 }, (_, i) => {
      const [right, sum] = [i % 2 === 0, 5 + i]
      const steps = [`${2 + i} + 3 = ${right ? sum : sum + 1}`]
      return `${JSON.stringify({ id: `${i}`, question: `What is ${2 + i} + 3?`, steps, firstError: right ? -1 : 0 })}\n`
    }).join(''),
  )

  it('says what each verifier adds, in one table', async () => {
    const verifier = `pooling+${judging.url}#prm,own:${tinyLlama}`
    const { exit, json, written } = await runCommand(benchCommand, { ablate: true, steps: labelled, verifier })
    expect(exit).toBe(0)
    const { rows } = json as { rows: { judges: string[]; auc: number; less?: { auc: number } }[] }
    const [prm, own, checks] = [`pooling+${judging.url}#prm`, `own:${tinyLlama}`, 'evidence:']
    expect(rows.map(({ judges }) => judges)).toEqual([
      ...[[prm, own, checks], [own, checks], [prm, checks], [prm, own], [prm], [own], [checks]],
    ])
    // The checks see every sum here, and so does the server; the random network sees nothing.
    const aucOf = (...judges: string[]) => rows.find((row) => row.judges.join() === judges.join())?.auc
    expect([aucOf(prm), aucOf(checks), aucOf(prm, own, checks)]).toEqual([1, 1, 1])
    expect(aucOf(own)).toBeLessThan(0.9)
    expect(written).toContain('40 chains of 40 questions')
  })

  it('of one verifier measures it against the checks beside it; the checks alone leave nothing to compare', async () => {
    const one = await runCommand(benchCommand, { ablate: true, steps: labelled, verifier: `own:${tinyLlama}` })
    const { rows } = one.json as { rows: { judges: string[] }[] }
    expect([one.exit, rows.map(({ judges }) => judges.length)]).toEqual([0, [2, 1, 1]])
    const alone = runCommand(benchCommand, { ablate: true, steps: labelled, verifier: 'evidence:' })
    await expect(alone).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/expected: several verifiers/),
    })
  })

  it('of too few questions says how many it found, and what to bring', async () => {
    const few = join(folder, 'few.ndjson')
    writeFileSync(few, readFileSync(labelled, 'utf8').split('\n').slice(0, 2).join('\n'))
    const asked = runCommand(benchCommand, { ablate: true, steps: few })
    await expect(asked).rejects.toThrow(/too few questions.*\n.*\n.*2 chains of 2 questions\n.*bring/)
  })

  it('takes one file, and no calibration', async () => {
    const ablate = (more: object) => runCommand(benchCommand, { ablate: true, ...more })
    await expect(ablate({ tasks: ['gsm8k'] })).rejects.toThrow(/--ablate goes with one file/)
    const part = ablate({ steps: labelled, split: 'held-aside', output: 'DIR' })
    await expect(part).rejects.toThrow(/--ablate does nothing with --split, --output/)
    const unwritten = runCommand(benchCommand, { steps: labelled, n: 8, temperature: 0 })
    await expect(unwritten).rejects.toThrow(/--n is the generator’s.*--temperature is the generator’s/)
    await expect(ablate({ steps: labelled, verifier: 'evidence:?calibration=c.json' })).rejects.toThrow(/leave/)
  })
})
