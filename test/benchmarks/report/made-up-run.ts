import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { choices, outcomesOf, votesOf } from '../../../benchmarks/run/outcomes.js'
import type {
  CandidatesRecord,
  JudgedCandidate,
  Metrics,
  SampleRecord,
  StepsRecord,
} from '../../../benchmarks/run/records.js'
import { accuracyOverK } from '../../../benchmarks/statistics/over-k.js'
import { riskCoverage } from '../../../benchmarks/statistics/risk-coverage.js'
import { type Random, seededRandom } from '../../../src/core/statistics/random.js'
import { bootstrapInterval, mean, reliability } from '../../../src/core/statistics/statistics.js'

/*
 * A run as `runBenchmark` would leave it, made up by seed: sums of prices, right or wrong, with a scripted verifier. Large enough to be slow
 * where the page is slow.
 */

const none = { evaluated: 0, unique: 0, generated: 0, calls: 0 }

function candidate(random: Random, prices: number[], index: number): JudgedCandidate {
  const wrongAt = random.uniform() < 0.45 ? 1 + random.int(prices.length - 1) : -1
  let sum = prices[0] as number
  let gold = sum
  const steps: JudgedCandidate['verdict']['steps'] = [
    {
      text: `The **first** item costs $${sum}, or \\(\\frac{1}{4}\\) of the rest.`,
      reward: 0.9 + 0.09 * random.uniform(),
      wrong: false,
      evidence: [],
      checked: [],
    },
  ]
  for (let at = 1; at < prices.length; at++) {
    const before = sum
    const price = prices[at] as number
    gold += price
    sum = before + price + (at === wrongAt ? 10 : 0)
    const claim = `${before} + ${price} = ${sum}`
    const text = `Adding item ${at + 1} gives ${claim}, so the bill <so far> is $${sum}.`
    const seen = at === wrongAt && random.uniform() < 0.8
    steps.push({
      text,
      reward: seen ? 0.05 + 0.2 * random.uniform() : 0.7 + 0.29 * random.uniform(),
      wrong: seen,
      rationale: at % 2 === 1 ? 'The running total grows by the price of the next item.' : undefined,
      checked: ['arithmetic'],
      evidence: [
        {
          kind: 'arithmetic',
          span: [text.indexOf(claim), text.indexOf(claim) + claim.length],
          claimed: String(sum),
          computed: String(before + price),
          ok: at !== wrongAt,
        },
      ],
    } as (typeof steps)[number])
  }
  const firstError = steps.findIndex((step) => (step.reward as number) < 0.5)
  const probability = firstError === -1 ? 0.55 + 0.44 * random.uniform() : 0.02 + 0.4 * random.uniform()
  const unparsed = random.uniform() < 0.02
  return {
    id: `made-up-${index}`,
    answer: unparsed ? null : String(sum),
    key: unparsed ? null : String(sum),
    correct: !unparsed && sum === gold,
    strict: !unparsed && sum === gold,
    flexible: !unparsed && sum === gold,
    verdict: {
      id: `made-up-${index}`,
      steps,
      firstError,
      reward: Math.min(...steps.map((step) => step.reward as number)),
      aggregation: 'min',
      probability,
      reasons: [],
      verdict: probability > 0.5 ? 'correct' : 'incorrect',
      answer: String(sum),
    },
  }
}

export function candidatesRecords(problems: number, perProblem: number, seed: number): CandidatesRecord[] {
  return Array.from({ length: problems }, (_, problem) => {
    // The problem depends on its number alone, so that two seeds judge the same problems.
    const prices = Array.from({ length: 4 + (problem % 4) }, (_, at) => 3 + ((problem * 7 + at * 13) % 40))
    const random = seededRandom(`${seed}:${problem}`)
    const candidates = Array.from({ length: perProblem }, (_, index) => candidate(random, prices, index))
    return {
      suite: 'candidates',
      task: 'bills',
      id: `bill-${problem}`,
      question: `Shopping list ${problem}: ${prices.length} items cost ${prices.join(', ')} dollars. What is the whole bill? <img src=x onerror="document.title='broken'">`,
      gold: String(prices.reduce((a, b) => a + b, 0)),
      candidates,
      outcomes: outcomesOf(candidates),
      votes: votesOf(candidates),
      ...(problem === 0 ? { searched: { 'step-search': { ...candidate(random, prices, 99), tokens: none } } } : {}),
      tokens: { evaluated: 410 * perProblem, unique: 400 * perProblem, generated: 120 * perProblem, calls: perProblem },
    }
  })
}

export function stepsRecords(chains: number, seed: number): StepsRecord[] {
  return candidatesRecords(chains, 1, seed).map(({ id, question, candidates }) => {
    const { verdict } = candidates[0] as JudgedCandidate
    const firstError = verdict.steps.findIndex((step) => step.evidence.some((finding) => !finding.ok))
    return { suite: 'steps', task: 'bill-steps', id, question, firstError, verdict, tokens: none }
  })
}

export async function writeMadeUpRun(
  folder: string,
  problems: number,
  perProblem: number,
  seed: number,
): Promise<void> {
  const records = candidatesRecords(problems, perProblem, seed)
  const steps = stepsRecords(Math.ceil(problems / 10), seed + 1)
  const all = records.flatMap((record) => record.candidates)
  const probabilities = all.map((each) => each.verdict.probability as number)
  const right = all.map((each) => each.correct)
  const lists = records.map((record) => record.candidates)
  const strategies = Object.fromEntries(
    Object.keys(choices).map((name) => {
      const scores = records.map((record) => 100 * (record.outcomes[name]?.correct ?? 0))
      const grades = { strict: mean(scores), flexible: mean(scores), unparsed: problems / 50 }
      return [name, { accuracy: mean(scores), ci95: bootstrapInterval(scores), ...grades, tokens: none }]
    }),
  )
  const trust = (p: number[], y: boolean[]) => ({
    auc: 0.9,
    ece: 0.05,
    brier: 0.1,
    reliability: reliability(p, y),
    riskCoverage: riskCoverage(p, y),
    areaUnderRisk: 0.1,
    unscored: 0,
  })
  const difference = {
    difference: (strategies.weighted?.accuracy ?? 0) - (strategies.majority?.accuracy ?? 0),
    ci95: [0.5, 3.1] as const,
    p: 0.012,
    mcnemar: { onlyFirst: 40, onlySecond: 20, p: 0.013 },
  }
  const metrics: Metrics = {
    format: 1,
    verifier: `scripted:${seed}`,
    generator: 'made-up',
    tasks: [
      {
        suite: 'candidates',
        task: 'bills',
        problems,
        candidates: all.length,
        candidatesPerProblem: perProblem,
        failed: 0,
        strategies: {
          ...strategies,
          weighted: { ...(strategies.weighted as (typeof strategies)[string]), vsMajority: difference },
        },
        strict: 50,
        flexible: 51,
        unparsed: all.filter((each) => each.key === null).length,
        tokens: {
          evaluated: 410 * all.length,
          unique: 400 * all.length,
          generated: 120 * all.length,
          calls: all.length,
        },
        overK: Object.fromEntries(
          Object.entries(choices).map(([name, choose]) => [
            name,
            accuracyOverK(lists.slice(0, 200), choose, { subsets: 16 }),
          ]),
        ),
        ...trust(probabilities, right),
      },
      {
        suite: 'steps',
        task: 'bill-steps',
        chains: steps.length,
        failed: 0,
        f1: 77.7,
        f1ci95: [70, 82],
        errorAccuracy: 71,
        correctAccuracy: 86,
        threshold: 0.5,
        tokens: none,
        ...trust(
          steps.map((record) => record.verdict.probability as number),
          steps.map((record) => record.firstError === -1),
        ),
      },
    ],
  }
  await mkdir(folder, { recursive: true })
  const lines: SampleRecord[] = [...records, ...steps]
  await writeFile(join(folder, 'samples.ndjson'), lines.map((record) => `${JSON.stringify(record)}\n`).join(''))
  await writeFile(join(folder, 'metrics.json'), JSON.stringify(metrics))
  await writeFile(
    join(folder, 'run.json'),
    JSON.stringify({
      startedAt: '2026-01-02T03:04:05.000Z',
      finishedAt: '2026-01-02T03:05:05.000Z',
      seconds: 60.2,
      secondsByTask: { bills: 55.1, 'bill-steps': 5.1 },
      sessions: 1,
      node: '20',
      version: '0.1.0',
    }),
  )
}
