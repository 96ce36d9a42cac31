/*
 * What each reward of a model is worth for choosing among recorded candidates:
 *
 *   node dist/benchmarks/rewards.js --model URI --candidates FILE [--rewards process,likelihood,…] [--limit 40] [--candidatesPerProblem 4]
 *        [--generatorsBelow 0.8] [--journal FILE]
 *
 * Every candidate is judged by itself; generators' names and grades are not shown. `combined` is the calibrated combination of all
 * rewards, `with evidence` that of rewards and evidence, both cross-fitted by question. The journal keeps what was judged: a second run goes on.
 */
import { createReadStream, existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { finalAnswer } from '../src/core/answer.js'
import { answerKey, answersEqual } from '../src/core/equivalence.js'
import { readRecords } from '../src/core/ndjson.js'
import { seededRandom } from '../src/core/random.js'
import { areaUnderCurve, bootstrapInterval, mean, pairedBootstrap } from '../src/core/statistics.js'
import { solutionText, stepsOf } from '../src/core/steps.js'
import { addTally, emptyTally } from '../src/core/tally.js'
import type { Candidate, CandidateSet } from '../src/core/types.js'
import { resolveModel } from '../src/models/resolve.js'
import { checkEvidence } from '../verifier/evidence/index.js'
import { fitCalibration } from '../verifier/reward/fit.js'
import { modelJudge, stepRewards } from '../verifier/reward/model-judge.js'
import { bestOfN, majority, type Vote, type Winners, weightedVote } from '../verifier/search/votes.js'
import { drawCandidates, keepGenerators } from './candidates.js'
import { publicCandidateSetSchema } from './public-formats.js'

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    candidates: { type: 'string' },
    rewards: { type: 'string', default: 'process,likelihood' },
    limit: { type: 'string', default: '40' },
    candidatesPerProblem: { type: 'string', default: '4' },
    generatorsBelow: { type: 'string' },
    rationaleTokens: { type: 'string', default: '24' },
    journal: { type: 'string' },
  },
})
if (options.model === undefined || options.candidates === undefined)
  throw new Error('usage: rewards --model URI --candidates FILE')

const rewards = options.rewards.split(',').map((name) => z.enum(stepRewards).parse(name))

interface Row {
  key: string
  group: string
  vote: string | null
  right: boolean
  rewards: Record<string, number>
  evidence: Record<string, number>
  reason?: string
}

const sets: CandidateSet[] = []
for await (const { record } of readRecords(options.candidates, publicCandidateSetSchema)) sets.push(record)
const below = options.generatorsBelow === undefined ? undefined : Number(options.generatorsBelow)
const kept = keepGenerators(sets, below).filter(({ candidates }) => candidates.length > 1)
const problems = seededRandom('rewards').shuffle(kept).slice(0, Number(options.limit))

const judged = await readJournal(options.journal)
const tokens = emptyTally()
const started = performance.now()
const rows: Row[] = []
const model = await resolveModel(options.model)
try {
  const judge = modelJudge({ model, rewards, outcome: true, rationaleTokens: Number(options.rationaleTokens) })
  for (const set of problems) {
    const numbered = set.candidates.map((candidate, index) => ({ candidate, index }))
    for (const { candidate, index } of drawCandidates(numbered, set.id, Number(options.candidatesPerProblem)))
      rows.push(judged.get(`${set.id}#${index}`) ?? (await judgeCandidate(set, candidate, index, judge)))
    process.stderr.write(`\r${rows.length} candidates, ${((performance.now() - started) / 1000).toFixed(0)} s`)
  }
} finally {
  await model.close()
}
process.stderr.write('\n')
report()

async function judgeCandidate(
  set: CandidateSet,
  candidate: Candidate,
  index: number,
  judge: ReturnType<typeof modelJudge>,
): Promise<Row> {
  const unwrapped = candidate.text === undefined ? undefined : solutionText(candidate.text)
  const steps = stepsOf(candidate)
  const found = finalAnswer(unwrapped?.text ?? steps.join('\n'), set)
  const answer = candidate.answer ?? unwrapped?.answer ?? (found.kind === 'unparsed' ? undefined : found.value)
  const { question, context, options: choices } = set
  const chain = {
    question,
    steps,
    ...(context === undefined ? {} : { context }),
    ...(choices === undefined ? {} : { options: choices }),
  }
  const judgement = await judge(chain)
  addTally(tokens, judgement.tokens)
  const row: Row = {
    key: `${set.id}#${index}`,
    group: question,
    vote: answer === undefined ? null : answerKey(answer, set),
    right: candidate.correct ?? (answer !== undefined && set.gold !== undefined && answersEqual(answer, set.gold, set)),
    rewards: judgement.features,
    evidence: checkEvidence({ ...chain, ...(answer === undefined ? {} : { answer }) }).features,
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
  }
  if (options.journal !== undefined) await appendFile(options.journal, `${JSON.stringify(row)}\n`)
  return row
}

async function readJournal(file: string | undefined): Promise<Map<string, Row>> {
  const found = new Map<string, Row>()
  if (file === undefined || !existsSync(file)) return found
  for await (const line of createInterface({ input: createReadStream(file) })) {
    try {
      const row = JSON.parse(line) as Row
      found.set(row.key, row)
    } catch {} // the last line of a run that was killed
  }
  return found
}

function report(): void {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  const labels = rows.map(({ right }) => right)
  console.log(
    `${options.model}; ${groups.size} problems, ${rows.length} candidates, ${(100 * mean(labels.map(Number))).toFixed(1)} % right, ${rows.filter(({ reason }) => reason).length} not judged`,
  )
  console.log(
    `tokens: evaluated ${tokens.evaluated}, unique ${tokens.unique} (${(tokens.evaluated / tokens.unique).toFixed(3)}), generated ${tokens.generated}; ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  const votes = score(() => null, majority)
  const line = (name: string, values: number[]) => {
    const [low, high] = bootstrapInterval(values)
    console.log(`${name.padEnd(34)} ${percent(mean(values))} [${percent(low)}, ${percent(high)}]`)
  }
  line(
    'random',
    [...groups.values()].map((own) => mean(own.map(({ right }) => Number(right)))),
  )
  line('majority', votes)
  line(
    'oracle',
    [...groups.values()].map((own) => Math.max(...own.map(({ right }) => Number(right)))),
  )
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.rewards)))]
  for (const name of names) compare(name, (row) => row.rewards[name] ?? null)
  combination('rewards combined', (row) => row.rewards)
  combination('evidence combined', (row) => row.evidence)
  combination('rewards and evidence combined', (row) => ({ ...row.evidence, ...row.rewards }))

  function score(
    probability: (row: Row, index: number) => number | null,
    choose: (votes: readonly Vote[]) => Winners,
  ): number[] {
    const of = new Map(rows.map((row, i) => [row, probability(row, i)]))
    return [...groups.values()].map((own) => {
      const winners = choose(own.map((row) => ({ key: row.vote, probability: of.get(row) ?? null, reward: null })))
      return [...winners].reduce((sum, [i, share]) => sum + share * Number(own[i]?.right), 0)
    })
  }

  function compare(name: string, probability: (row: Row, index: number) => number | null): void {
    const known = rows.flatMap((row, i) => {
      const p = probability(row, i)
      return p === null ? [] : [{ p, right: row.right }]
    })
    const auc = areaUnderCurve(
      known.map(({ p }) => p),
      known.map(({ right }) => right),
    )
    const [best, weighted] = [score(probability, bestOfN), score(probability, weightedVote)]
    const against = (values: number[]) => {
      const { difference, ci95, p } = pairedBootstrap(values, votes)
      return `${percent(mean(values))} (${percent(difference)} [${percent(ci95[0])}, ${percent(ci95[1])}], p ${p.toFixed(3)})`
    }
    console.log(`${name.padEnd(34)} AUC ${auc.toFixed(3)}  best-of-n ${against(best)}  weighted ${against(weighted)}`)
  }

  function combination(name: string, features: (row: Row) => Record<string, number>): void {
    const isMixed = [0, 1, 2, 3, 4].every((fold) => {
      const others = rows.filter(({ group }) => seededRandom(`fold:${group}`).int(5) !== fold)
      return others.some(({ right }) => right) && others.some(({ right }) => !right)
    })
    if (!isMixed) {
      console.log(`${name}: too few right or wrong candidates to fit`)
      return
    }
    const fitted = fitCalibration(
      rows.map((row) => ({ features: features(row), label: row.right, group: row.group })),
      { data: options.candidates as string, date: new Date().toISOString().slice(0, 10), l2: 20 },
    )
    const { ece, brier } = fitted.metrics
    compare(`${name} (ECE ${ece.toFixed(3)}, Brier ${brier.toFixed(3)})`, (_row, i) => fitted.probabilities[i] ?? null)
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
