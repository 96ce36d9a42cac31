import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { loadRecorded } from '../../../benchmarks/recorded/index.js'
import { readRunFolder } from '../../../benchmarks/report/run-folder.js'
import { runBenchmark } from '../../../benchmarks/run/index.js'
import { recipeSchema } from '../../../benchmarks/run/recipe.js'
import type { CandidatesMetrics, CandidatesRecord, Metrics, Run } from '../../../benchmarks/run/records.js'
import { metricsTable } from '../../../benchmarks/run/table.js'
import { heldAside } from '../../../src/core/records/split.js'
import { temporaryFolder } from '../../helpers/folder.js'
import { madeUpSets, scriptedVerifier } from '../run/scripted.js'

/* Records written for this test in the layouts in which recorded outputs are published. */

const question = (n: number) => `How many sheep are ${n} sheep and one more?`
const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

const mmluPro = [0, 1, 2, 3].map((n) => ({
  question_id: n,
  category: n % 2 === 0 ? 'business' : 'law',
  question: question(n),
  options: [String(n + 1), String(n + 2)],
  answer: 'A',
  candidates: ['A', 'B', null].map((pred, at) => ({
    model: `model-${at}`,
    text: `I count.\nThe answer is (${pred ?? 'no letter'}).`,
    pred,
    correct: pred === 'A',
  })),
}))
const steps = [
  { source: 'prmbench_train', question: question(9), steps: ['one', 'two'], first_error: 1, kind: 'made up' },
  { source: 'prmbench_train_orig', question: question(9), steps: ['one', 'three'], first_error: -1 },
  { source: 'mr_gsm8k', question: question(8), steps: ['four'], first_error: 0 },
  { source: '\u001b[31mred', question: question(7), steps: ['five'], first_error: -1 },
]
const chains = [
  { source: 'verify_cot', question: question(1), reasoning_chain: '\nIt is 2.', answer: '2', human_label: true },
  { source: 'verify_cot', question: question(1), reasoning_chain: 'It is 3.', answer: '3', human_label: 0.0 },
]
const dates = [
  {
    question: 'Today is 02/28/2011. What is the date tomorrow in MM/DD/YYYY?',
    final_answer: '03/01/2011',
    example_idx: 7,
    model_outputs: ['Add a day: 03/01/2011.', 'It is 02/29/2011.', 'I cannot say; 03/01/2011 it is not.'],
    pred_answers: ['03/01/2011', '02/29/2011', null],
    per_sample_correct: [true, false, false],
  },
]
const tatQa = (generated: string, predicted: unknown, scale: string) => ({
  question_id: 'ab-1',
  question: 'What is the change of the fleet in 2019?',
  answer: -94,
  answer_type: 'arithmetic',
  scale: 'million',
  derivation: '680-774',
  text: 'Amounts in millions.',
  table: '— | 2019 | 2018\nFleet | 680 | 774\n',
  generated: [generated],
  pred_answer: predicted,
  pred_scale: scale,
})

let data: string
let output: string
beforeEach(async () => {
  data = temporaryFolder('rationale-data')
  output = temporaryFolder('rationale-out')
  await writeFile(join(data, 'pro.jsonl.gz'), gzipSync(lines(mmluPro)))
  await writeFile(join(data, 'steps.jsonl'), lines(steps))
  await writeFile(join(data, 'chains.ndjson'), lines(chains))
  await writeFile(join(data, 'dates.json'), JSON.stringify(dates))
  await writeFile(
    join(data, 'program.jsonl'),
    lines([tatQa("ans = 680 - 774\nunits = 'million'", -94.0000001, 'million')]),
  )
  await writeFile(join(data, 'cot.jsonl'), lines([tatQa('So the answer is:\n-$94 million', ['-$94 million'], '')]))
  await writeFile(join(data, 'broken.jsonl'), lines([tatQa('raise ValueError', { a: 1 }, '')]))
  await writeFile(join(data, 'notes.txt'), 'nothing of the kind')
  await writeFile(join(data, 'questions.jsonl'), lines([{ question: 'Why?', answer: 'Because.' }]))
})

describe('recorded outputs and labelled chains of a folder', () => {
  it('are found by what stands in the files, set by set', async () => {
    const { sets, without, rejected } = await loadRecorded(data)
    expect(sets.map(({ name, suite, records }) => [name, suite, records.length])).toEqual([
      ['chains verify_cot', 'candidates', 1],
      ['dates', 'candidates', 1],
      ['pro finance', 'candidates', 2],
      ['pro other subjects', 'candidates', 2],
      // A source that is no plain name is not shown.
      ['steps', 'steps', 1],
      ['steps mr_gsm8k', 'steps', 1],
      ['steps prmbench', 'steps', 2],
      ['tat-qa outputs', 'candidates', 1],
    ])
    expect(without).toEqual(['questions.jsonl'])
    expect(rejected).toEqual([])
  })

  it('of files of one name neither mixes candidates with chains nor the questions of one place', async () => {
    const set = (question: string, gold: string) => ({
      question,
      gold,
      candidates: [{ text: `The answer is ${gold}.` }],
    })
    const parts = [
      [set('What is 2 + 3?', '5')],
      [set('What is 6 * 7?', '42')],
      [{ problem: 'q', steps: ['x'], label: 0 }],
    ]
    const folder = temporaryFolder('rationale-parts')
    for (const [i, part] of parts.entries()) {
      await mkdir(join(folder, String(i)))
      await writeFile(join(folder, String(i), 'train.jsonl'), lines(part))
    }
    const { sets } = await loadRecorded(folder)
    expect(sets.map(({ name, suite }) => [name, suite])).toEqual([
      ['train', 'candidates'],
      ['train', 'steps'],
    ])
    expect(sets.map(({ records }) => records.map(({ question }) => question))).toEqual([
      ['What is 2 + 3?', 'What is 6 * 7?'],
      ['q'],
    ])
    const { verifier } = scriptedVerifier()
    const { metrics, judged } = await runBenchmark({ tasks: ['recorded'], data: folder, verifier, output })
    expect(judged).toBe(3)
    expect(metrics.tasks.map(({ task }) => task)).toEqual(['train', 'train (2)'])
  })

  it("reads Fin-PRM's records as labelled chains, and sets labels aside that do not fit", async () => {
    const row = {
      question: 'A share of 40 pays 2. What is its yield?',
      choices: 'A. 5 %\nB. 20 %',
      trace: 'The yield is the dividend by the price.\n\n40 / 2 = 20 %.\n\nSo it is B.',
      final_answer: 'B',
      step_labels: [1, 0, 0],
      trajectory_label: 0,
    }
    const rows = [row, { ...row, step_labels: [1, 0] }, { ...row, step_labels: [1, 1, 1] }]
    await writeFile(join(data, 'train.json'), JSON.stringify(rows))
    const { sets, rejected } = await loadRecorded(join(data, 'train.json'))
    expect(sets[0]?.records).toMatchObject([
      { question: `${row.question}\n${row.choices}`, steps: row.trace.split('\n\n'), answer: 'B', firstError: 1 },
    ])
    expect(
      rejected.map(({ position, reason }) => [position, /2 labels for 3 steps|every step right/.test(reason)]),
    ).toEqual([
      ['1', true],
      ['2', true],
    ])
  })

  it('keeps a row that the layout does not read aside, with its place', async () => {
    await writeFile(join(data, 'chains.ndjson'), `${lines(chains)}{"question":"x"}\n{"torn`)
    const { sets, rejected } = await loadRecorded(data)
    expect(sets.find(({ name }) => name === 'chains verify_cot')?.records).toHaveLength(1)
    expect(rejected.map(({ file, position }) => [file, position])).toEqual([
      ['chains.ndjson', '3'],
      ['chains.ndjson', '2'],
    ])
  })

  it('reads recorded answers and nothing else: no programme is run, no answer is looked for in the text', async () => {
    const { verifier } = scriptedVerifier()
    const { metrics } = await runBenchmark({ tasks: ['recorded'], data, verifier, output })
    const { samples } = await readRunFolder(output)
    const of = (task: string) => samples.filter((sample): sample is CandidatesRecord => sample.task === task)
    const [tat] = of('tat-qa outputs')
    // In the order of the files: broken, cot, program.
    expect(tat?.candidates.map(({ answer, strict, correct }) => [answer, strict, correct])).toEqual([
      ['', false, false],
      ['-94 million', true, true],
      ['-94 million', true, true],
    ])
    expect(new Set(tat?.candidates.slice(1).map(({ key }) => key)).size).toBe(1)
    const [date] = of('dates')
    expect(date?.candidates.map(({ key, correct, flexible }) => [key === null, correct, flexible])).toEqual([
      [false, true, true],
      [false, false, false],
      [true, false, false],
    ])
    const [chain] = of('chains verify_cot')
    expect(chain?.candidates.map(({ correct, strict }) => [correct, strict])).toEqual([
      [true, undefined],
      [false, undefined],
    ])
    expect(metrics.tasks.map(({ task }) => task)).toContain('steps prmbench')
    expect(metrics.leftOut).toEqual([
      { task: 'recorded', reason: '1 files hold no recorded outputs or labelled steps' },
    ])
  })

  it('measures one side of the split and draws by seed, and a folder keeps to it', async () => {
    const many = madeUpSets(60).map((set) => ({ ...set, task: undefined }))
    const folder = temporaryFolder('rationale-data')
    await writeFile(join(folder, 'sums.ndjson'), lines(many))
    const { verifier } = scriptedVerifier()
    const run = { tasks: ['recorded'], data: folder, verifier, output, candidatesPerProblem: 2 }
    const { metrics } = await runBenchmark({ ...run, split: 'held-aside' })
    const expected = many.filter(({ question }) => heldAside(question)).length
    expect(metrics.tasks).toMatchObject([{ task: 'sums', problems: expected, candidatesPerProblem: 2 }])
    await expect(runBenchmark({ ...run, split: 'training' })).rejects.toThrow(/another recipe[\s\S]*held-aside/)
  })

  it('asks which data are meant', async () => {
    const { verifier } = scriptedVerifier()
    await expect(runBenchmark({ tasks: ['recorded'], verifier, output })).rejects.toThrow(/--data with a folder/)
    await expect(runBenchmark({ tasks: ['recorded'], data: join(data, 'none'), verifier, output })).rejects.toThrow(
      /cannot read/,
    )
  })
})

it('grades the choices of every strategy', async () => {
  const { verifier } = scriptedVerifier()
  const { metrics } = await runBenchmark({ tasks: ['recorded'], data, verifier, output })
  const pro = metrics.tasks.find(({ task }) => task === 'pro finance') as CandidatesMetrics
  const { random, majority, oracle } = pro.strategies
  // Of three candidates one is right and one has no letter; majority has two letters with a vote each.
  expect(random).toMatchObject({ accuracy: expect.closeTo(100 / 3), flexible: expect.closeTo(100 / 3) })
  expect(random?.unparsed).toBeCloseTo(2 / 3)
  expect(majority).toMatchObject({ accuracy: 50, strict: 50, flexible: 50, unparsed: 0 })
  expect(oracle).toMatchObject({ accuracy: 100, unparsed: 0 })
})

describe('the table of a run', () => {
  const big = { evaluated: 123_456_789, unique: 1, generated: 0, calls: 1_234_567 }
  const strategy = {
    accuracy: 100,
    ci95: [99.9, 100] as const,
    vsMajority: {
      difference: 100,
      ci95: [-100, 100] as const,
      p: 0.001,
      mcnemar: { onlyFirst: 1, onlySecond: 1, p: 1 },
    },
    strict: 100,
    flexible: 100,
    unparsed: 12345.6,
    tokens: big,
  }
  const trust = { auc: 0.5, ece: 0.5, brier: 0.5, reliability: [], riskCoverage: [], areaUnderRisk: 0, unscored: 12345 }
  const metrics: Metrics = {
    format: 1,
    verifier: 'scripted:',
    tasks: [
      {
        suite: 'candidates',
        task: 'a very long name of a set of recorded outputs',
        problems: 123_456,
        candidates: 1_234_567,
        candidatesPerProblem: 8,
        failed: 12,
        strategies: { random: strategy, 'step-search': strategy },
        strict: 100,
        flexible: 100,
        unparsed: 123_456,
        tokens: big,
        overK: {},
        ...trust,
      },
      {
        suite: 'steps',
        task: 'a very long name of a set of labelled steps',
        chains: 12_345,
        failed: 12,
        f1: 100,
        f1ci95: [100, 100],
        errorAccuracy: 100,
        correctAccuracy: 100,
        threshold: 0.123456789,
        tokens: big,
        ...trust,
      },
    ],
  }
  const run: Run = {
    startedAt: '',
    finishedAt: '',
    seconds: 12345,
    secondsByTask: {},
    sessions: 1,
    node: '20',
    version: '0',
  }

  it.each([{ ...run }, { ...run, prices: { generated: 1, evaluated: 1 }, cost: 9999 }])('fits 120 columns', (each) => {
    const table = metricsTable(metrics, each)
    expect(Math.max(...table.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(120)
    expect(table).toMatch(/strict %.*flexible %.*unparsed.*tokens.*calls/)
    expect(table).toMatch(/step-search +100\.0 \[99\.9, 100\.0\] +\+100\.0/)
  })
})

it('the recipes that ship are what their schema says, in the words of the command', async () => {
  const folder = join(import.meta.dirname, '../../../benchmarks/recipes')
  const { benchCommand } = await import('../../../src/commands/bench.js')
  expect(Object.keys(benchCommand.options.shape)).toEqual(
    expect.arrayContaining(Object.keys(recipeSchema.shape).filter((key) => key !== '$schema')),
  )
  for (const name of ['recorded.json', 'live.json']) {
    const recipe = JSON.parse(await readFile(join(folder, name), 'utf8'))
    expect(recipeSchema.safeParse(recipe).error).toBeUndefined()
    expect(recipe.$schema).toBe('../run/recipe.schema.json')
  }
})
