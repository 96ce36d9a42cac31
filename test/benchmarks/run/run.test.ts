import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readRunFolder } from '../../../benchmarks/report/run-folder.js'
import { runBenchmark } from '../../../benchmarks/run/index.js'
import { recipeJsonSchema } from '../../../benchmarks/run/recipe.js'
import type { CandidatesMetrics, CandidatesRecord } from '../../../benchmarks/run/records.js'
import { at } from '../../../src/core/absence.js'
import type { Chain } from '../../../src/core/records/types.js'
import { temporaryFolder } from '../../helpers/folder.js'
import { madeUpChains, madeUpSets, scriptedGenerator, scriptedVerifier } from './scripted.js'

let folder: string
beforeEach(async () => {
  folder = temporaryFolder('rationale-run')
})

const sets = madeUpSets(40)
const chains = madeUpChains(30)
const recorded = { candidates: { name: 'sums', records: sets }, steps: { name: 'chains', records: chains } }
const lasting = async (output: string) =>
  Promise.all(['recipe.json', 'samples.ndjson', 'metrics.json'].map((name) => readFile(join(output, name), 'utf8')))

describe('a run on recorded candidates and labelled chains', () => {
  it('leaves four files that the report reads back', async () => {
    const { metrics, failed } = await runBenchmark({
      ...recorded,
      verifier: scriptedVerifier().verifier,
      output: folder,
      version: '9',
    })
    expect((await readdir(folder)).sort()).toEqual(['metrics.json', 'recipe.json', 'run.json', 'samples.ndjson'])
    expect(failed).toBe(0)
    const read = await readRunFolder(folder)
    expect(read.metrics).toEqual(JSON.parse(JSON.stringify(metrics)))
    expect(read.samples).toHaveLength(70)
    expect(read.run).toMatchObject({ sessions: 1, version: '9' })
  })

  it('without a folder: the same figures, and nothing is kept', async () => {
    const kept = await runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier, output: folder })
    const { metrics, run, failed } = await runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier })
    expect(metrics).toEqual(kept.metrics)
    expect({ failed, sessions: run.sessions }).toEqual({ failed: 0, sessions: 1 })
    expect(metrics.tasks[0]?.tokens).toEqual({ evaluated: 3200, unique: 3040, generated: 0, calls: 160 })
  })

  it('tells two files of one name, and one called as a task, apart', async () => {
    const { verifier } = scriptedVerifier()
    const both = {
      candidates: { name: 'processbench', records: sets },
      steps: { name: 'processbench', records: chains },
    }
    const { metrics, reused } = await runBenchmark({ ...both, tasks: ['processbench'], verifier, output: folder })
    expect(reused).toBe(0)
    const counts = metrics.tasks.map((task) => [task.task, task.suite === 'steps' ? task.chains : task.problems])
    expect(counts).toEqual([
      ['processbench (2)', 40],
      ['processbench (3)', 30],
      ['processbench', 2],
    ])
    const other = { ...both, candidates: { name: 'processbench', records: sets.slice(1) } }
    const changed = runBenchmark({ ...other, tasks: ['processbench'], verifier, output: folder })
    await expect(changed).rejects.toMatchObject({ code: 'configuration' })
  })

  it('shows the verifier neither grade nor gold nor generator nor label', async () => {
    const seen: Chain[] = []
    await runBenchmark({ ...recorded, verifier: scriptedVerifier({ seen }).verifier, output: folder })
    expect(seen).toHaveLength(190)
    expect(JSON.stringify(seen)).not.toMatch(/secret-model|"gold"|"correct"|firstError/)
  })

  it('is refused in a folder that another run writes into', async () => {
    const start = () => runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier, output: folder })
    const runs = await Promise.allSettled([start(), start()])
    expect(runs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(runs.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'configuration', message: expect.stringContaining('this process is already at work') },
    })
  })

  it('again: the same bytes, no verification', async () => {
    await runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier, output: folder })
    const before = await lasting(folder)
    const again = scriptedVerifier()
    const { reused } = await runBenchmark({ ...recorded, verifier: again.verifier, output: folder })
    expect(reused).toBe(70)
    expect(again.calls()).toBe(0)
    expect(await lasting(folder)).toEqual(before)
  })

  it('refuses a folder of another recipe or other data, naming the difference', async () => {
    await runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier, output: folder })
    const other = { ...recorded, verifier: scriptedVerifier().verifier, output: folder }
    await expect(runBenchmark({ ...other, seed: 3 })).rejects.toThrow(/another recipe[\s\S]*seed 0[\s\S]*seed 3/)
    const fewer = { ...other, candidates: { name: 'sums', records: sets.slice(1) } }
    await expect(runBenchmark(fewer)).rejects.toThrow(/another recipe/)
  })
})

it('refuses a folder whose task had other samples, and a recipe that was run on others', async () => {
  const data = join(temporaryFolder('rationale-data'), 'processbench.jsonl')
  const write = (problem: string, step: string, label: number) =>
    writeFile(data, `${JSON.stringify({ id: 'a', problem, steps: [step], label })}\n`)
  const options = { tasks: ['processbench'], data, verifier: scriptedVerifier().verifier }
  await write('What is 2+2?', '2 + 2 = 5.', 0)
  await runBenchmark({ ...options, output: folder })
  const { inputs } = JSON.parse(await readFile(join(folder, 'recipe.json'), 'utf8'))
  expect((await runBenchmark({ ...options, inputs, output: folder })).reused).toBe(1)
  await write('What is 2+3?', '2 + 3 = 5.', -1)
  await expect(runBenchmark({ ...options, output: folder })).rejects.toThrow(/another recipe[\s\S]*processbench/)
  await expect(runBenchmark({ ...options, inputs })).rejects.toThrow(/other data[\s\S]*processbench/)
})

describe('a run that is disturbed', () => {
  it('goes on after an abort and comes out the same', async () => {
    const whole = temporaryFolder('rationale-whole')
    await runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier, output: whole })
    const controller = new AbortController()
    let done = 0
    const { verifier } = scriptedVerifier()
    let begunLater = 0
    const isAborted = () => {
      if (controller.signal.aborted) begunLater++
    }
    const cut = runBenchmark({
      ...recorded,
      verifier: {
        ...verifier,
        verify: (...given) => {
          isAborted()
          return verifier.verify(...given)
        },
        verifyAll: (...given) => {
          isAborted()
          return verifier.verifyAll(...given)
        },
      },
      output: folder,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'sample' && ++done === 20) controller.abort()
      },
    })
    await expect(cut).rejects.toThrow()
    expect(begunLater).toBe(0)
    // A line that a kill tore.
    await appendFile(join(folder, 'journal.ndjson'), '{"session":"x","elap')
    const second = scriptedVerifier()
    const { reused, run } = await runBenchmark({ ...recorded, verifier: second.verifier, output: folder })
    expect(reused).toBeGreaterThanOrEqual(20)
    expect(run.sessions).toBe(2)
    expect(await lasting(folder)).toEqual(await lasting(whole))
  })

  it('keeps records of one id apart', async () => {
    const twice = { name: 'sums', records: [0, 0, 1].map((index) => at(sets, index)) }
    await runBenchmark({ candidates: twice, verifier: scriptedVerifier().verifier, output: folder })
    expect((await readRunFolder(folder)).samples.map((record) => record.id)).toEqual(['set-0', 'set-0~2', 'set-1'])
  })

  it('counts a failed sample as wrong, and repeats only it', async () => {
    const broken = scriptedVerifier({ failOn: (chain) => chain.id.startsWith('set-3#') || chain.id === 'chain-5' })
    const first = await runBenchmark({ ...recorded, verifier: broken.verifier, output: folder })
    expect(first.failed).toBe(2)
    const [metrics] = first.metrics.tasks as [CandidatesMetrics]
    expect(metrics).toMatchObject({ problems: 40, failed: 1 })
    expect(metrics.strategies.oracle?.accuracy).toBeCloseTo((100 * 39) / 40, 8)
    const repaired = scriptedVerifier()
    const second = await runBenchmark({ ...recorded, verifier: repaired.verifier, output: folder })
    expect(second).toMatchObject({ failed: 0, reused: 68 })
    expect(repaired.calls()).toBe(5)
    const whole = temporaryFolder('rationale-whole')
    await runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier, output: whole })
    expect(await lasting(folder)).toEqual(await lasting(whole))
  })

  it('goes on from any prefix of the journal, which is what kill -9 leaves', async () => {
    const whole = temporaryFolder('rationale-whole')
    await runBenchmark({ ...recorded, verifier: scriptedVerifier().verifier, output: whole })
    // The journal as kills leave it: any prefix of its bytes.
    const journal = await journalOf(whole)
    for (const share of [0, 0.13, 0.5, 0.77, 0.999]) {
      const output = temporaryFolder('rationale-killed')
      await writeFile(join(output, 'recipe.json'), await readFile(join(whole, 'recipe.json')))
      await writeFile(join(output, 'journal.ndjson'), journal.subarray(0, Math.floor(share * journal.length)))
      const resumed = scriptedVerifier()
      await runBenchmark({ ...recorded, verifier: resumed.verifier, output })
      expect(await lasting(output)).toEqual(await lasting(whole))
      if (share > 0.9) expect(resumed.calls()).toBeLessThan(5)
    }
  })
})

describe('a live run', () => {
  const live = { tasks: ['gsm8k', 'aqua', 'processbench'], n: 5, seed: 1 }

  it('generates, grades, searches at the same budget, and repeats byte for byte', async () => {
    const budgets: number[] = []
    const options = {
      ...live,
      verifier: scriptedVerifier().verifier,
      generator: scriptedGenerator(),
      perplexity: true,
      prices: { generated: 10, evaluated: 1 },
      searches: {
        'step-search': async ({
          n,
          generatedTokens,
          tally,
        }: {
          n: number
          generatedTokens: number
          tally: { generated: number }
        }) => {
          budgets.push(n, generatedTokens)
          tally.generated += generatedTokens
          return 'The answer is 269.'
        },
      },
    }
    const { metrics, run } = await runBenchmark({ ...options, output: folder })
    expect(JSON.parse(await readFile(join(folder, 'recipe.json'), 'utf8'))).toMatchObject({ searches: ['step-search'] })
    const { searches: _none, ...without } = options
    await expect(runBenchmark({ ...without, output: folder })).rejects.toThrow(/another recipe[\s\S]*searches/)
    await expect(runBenchmark({ ...options, preset: 'process', output: folder })).rejects.toThrow(/preset "process"/)
    expect(metrics.tasks.map((task) => task.suite)).toEqual(['candidates', 'candidates', 'steps'])
    const [gsm8k] = metrics.tasks as [CandidatesMetrics]
    expect(gsm8k).toMatchObject({ problems: 2, candidates: 10, candidatesPerProblem: 5 })
    expect(gsm8k.tokens.generated).toBe(300)
    // A vote needs no verifier; the search has its own account.
    expect(gsm8k.strategies.majority?.tokens).toEqual({ evaluated: 0, unique: 0, generated: 300, calls: 2 })
    expect(gsm8k.strategies.weighted?.tokens?.evaluated).toBe(200)
    expect(gsm8k.strategies['step-search']?.tokens).toMatchObject({ generated: 300, evaluated: 40 })
    expect(gsm8k.strategies['step-search']?.accuracy).toBe(50)
    expect(gsm8k.rationales?.perplexity).toBeCloseTo(2, 10)
    expect(budgets).toEqual([5, 150, 5, 150, 5, 150])
    expect(run.cost).toBeGreaterThan(0)
    const other = temporaryFolder('rationale-other')
    await runBenchmark({ ...options, output: other })
    expect(await lasting(other)).toEqual(await lasting(folder))
    expect((await readRunFolder(folder)).samples[0]).toMatchObject({
      suite: 'candidates',
      searched: { 'step-search': { correct: true } },
    })
  })

  it('an answer that was cut in its middle is none, be its first half the right one', async () => {
    const generator = {
      ...scriptedGenerator(),
      generate: async () => [{ text: 'It has 14 rows.\nThe answer is 269', finish: 'length' as const }],
    }
    const { verifier } = scriptedVerifier()
    const { metrics } = await runBenchmark({ tasks: ['gsm8k'], limit: 1, n: 1, generator, verifier })
    expect(metrics.tasks[0]).toMatchObject({ unparsed: 1, strategies: { majority: { accuracy: 0 } } })
  })

  it('names every task that needs a generator', async () => {
    const wanted = runBenchmark({ ...live, verifier: scriptedVerifier().verifier, output: folder })
    await expect(wanted).rejects.toThrow(/gsm8k, aqua/)
  })

  it('leaves out what cannot be measured, and names it', async () => {
    const data = temporaryFolder('rationale-data')
    const rows = [
      { question_id: 'a', question: 'What is 2 * 750?', ground_truth: 1500 },
      { question_id: 'b', question: 'What is hidden?' },
    ]
    await writeFile(join(data, 'finance_math.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const options = { n: 1, data, verifier: scriptedVerifier().verifier, generator: scriptedGenerator() }
    const { metrics } = await runBenchmark({ ...options, tasks: ['finance'], output: folder })
    expect(metrics.tasks).toMatchObject([{ task: 'finance-math', problems: 1 }])
    expect(metrics.leftOut).toContainEqual({ task: 'finance-math', reason: 'no gold answer', samples: 1 })
    expect(metrics.leftOut).toContainEqual({ task: 'fpb', reason: 'not in the data' })
    const elsewhere = temporaryFolder('rationale-elsewhere')
    await expect(runBenchmark({ ...options, tasks: ['fpb'], output: elsewhere })).rejects.toThrow(
      /no file of Financial PhraseBank/,
    )
    const ungraded = [{ id: 'x', question: 'q', candidates: [{ text: 't' }] }]
    const wanted = runBenchmark({
      candidates: { name: 'u', records: ungraded },
      verifier: options.verifier,
      output: elsewhere,
    })
    await expect(wanted).rejects.toThrow(/nothing to measure[\s\S]*no gold answer/)
  })

  it('runs every task on its samples', async () => {
    const { metrics, failed } = await runBenchmark({
      tasks: ['all'],
      n: 2,
      verifier: scriptedVerifier().verifier,
      generator: scriptedGenerator(),
      output: folder,
    })
    expect(failed).toBe(0)
    expect(metrics.tasks.length).toBeGreaterThan(36)
    await readRunFolder(folder)
  })
})

it('explains every choice', async () => {
  await runBenchmark({ candidates: recorded.candidates, verifier: scriptedVerifier().verifier, output: folder })
  const record = (await readRunFolder(folder)).samples[0] as CandidatesRecord
  expect(record.votes[0]?.weight).toBeGreaterThan(0)
  expect(record.votes.reduce((sum, vote) => sum + vote.votes, 0)).toBe(4)
  expect(record.outcomes.majority?.chosen.map(([index]) => index)).toEqual([0, 2])
})

it('publishes the schema of recipes', async () => {
  const published = JSON.parse(
    await readFile(join(import.meta.dirname, '../../../benchmarks/run/recipe.schema.json'), 'utf8'),
  )
  expect(published).toEqual(JSON.parse(JSON.stringify(recipeJsonSchema())))
})

/** A finished run's samples as journal lines. */
async function journalOf(output: string): Promise<Buffer> {
  const samples = (await readFile(join(output, 'samples.ndjson'), 'utf8')).trimEnd().split('\n')
  return Buffer.from(
    samples.map((line, index) => `{"session":"killed","elapsed":${index},"record":${line}}\n`).join(''),
  )
}
