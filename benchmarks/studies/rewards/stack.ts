/*
 * Do a model's likelihood rewards add something to the checks and the shipped network when one of several recorded solutions is chosen?
 *
 *   npm run study reward-stack -- --candidates FILE --judged NAME=JOURNAL[,JOURNAL…] [--judged NAME=JOURNAL]… [--candidatesPerProblem 4] [--contested]
 *
 * The journals are those of the study `rewards`, run on the same file with the same draw: one for the base alone, one for a base that reads rationales, … Only
 * problems that every journal has whole are measured. Checks and network come in as the log-odds of `evidence:` and `embedded:`, rewards as logarithms,
 * each at its lowest, mean and last step. Weights are cross-fitted by question. Gains are over the majority, and over checks and network; intervals by problem.
 */
import { parseArgs } from 'node:util'
import { defined } from '../../../src/core/absence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import type { CandidateSet } from '../../../src/core/records/types.js'
import { mean } from '../../../src/core/statistics/statistics.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { embeddedVerifier } from '../../../verifier/embedded/index.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import { answerOf } from '../../answers.js'
import { linesIn } from '../../journal.js'
import { publicCandidateSetSchema } from '../../public-formats.js'
import { type DrawnCandidate, drawNumbered, isContested } from './drawn.js'
import type { JudgedChain } from './judged-chains.js'
import { compareStacks, type StackRow } from './stacks.js'

const { values: options } = parseArgs({
  options: {
    candidates: { type: 'string' },
    judged: { type: 'string', multiple: true, default: [] },
    candidatesPerProblem: { type: 'string', default: '4' },
    contested: { type: 'boolean', default: false },
  },
})
const { candidates: file } = options
if (file === undefined || options.judged.length === 0)
  throw new Error('usage: npm run study reward-stack -- --candidates FILE --judged NAME=JOURNAL …')

const journals = new Map<string, Map<string, JudgedChain>>()
for (const given of options.judged) {
  const split = given.indexOf('=')
  if (split === -1) throw new Error(`--judged ${given}: expected NAME=JOURNAL`)
  const rows = (
    await Promise.all(
      given
        .slice(split + 1)
        .split(',')
        .map((path) => linesIn<JudgedChain>(path)),
    )
  ).flat()
  journals.set(given.slice(0, split), new Map(rows.map((row) => [row.key, row])))
}

const problems: DrawnCandidate[][] = []
for await (const { record } of readRecords(file, publicCandidateSetSchema)) {
  const drawn = drawNumbered(record, Number(options.candidatesPerProblem))
  const isJudged = drawn.every(({ key }) => [...journals.values()].every((journal) => journal.has(key)))
  if (isJudged && (!options.contested || isContested(drawn))) problems.push(drawn)
}
const verifiers = { checks: await evidenceVerifier(), network: await embeddedVerifier() }
const rows: StackRow[] = []
for (const drawn of problems) for (const each of drawn) rows.push(await rowOf(each))
console.log(
  `${file}: ${problems.length} problems, ${rows.length} solutions, ${(100 * mean(rows.map(({ correct }) => Number(correct)))).toFixed(1)} % right`,
)
for (const line of compareStacks(rows, [...journals.keys()])) console.log(line)

async function rowOf({ set, candidate, key }: DrawnCandidate): Promise<StackRow> {
  const [known] = [...journals.values()].flatMap((journal) => journal.get(key) ?? [])
  if (known === undefined) throw new Error(`${key} is in no journal`)
  const steps = stepsOf(candidate)
  const answer = answerOf(set, candidate)
  const chain = { id: key, ...shownOf(set), steps, ...defined({ answer: answer ?? undefined }) }
  const [checks, network] = [await verifiers.checks.verify(chain), await verifiers.network.verify(chain)]
  const characters = steps.join('\n').length
  return {
    group: known.group,
    key: known.vote ?? null,
    correct: known.right,
    checks: { checks: logOdds(checks.probability) },
    network: { network: logOdds(network.probability) },
    style: { characters: Math.log1p(characters), steps: Math.log1p(steps.length) },
    judged: Object.fromEntries(
      [...journals].map(([name, journal]) => [name, logarithms(journal.get(key)?.rewards ?? {})]),
    ),
  }
}

/** What a judge may see of a problem: neither its reference answer nor who wrote what. */
function shownOf({ question, context, options: choices }: CandidateSet) {
  return { question, ...defined({ context, options: choices }) }
}

/** A verdict without a probability says nothing either way. */
function logOdds(p: number | null): number {
  const kept = Math.min(0.999, Math.max(0.001, p ?? 0.5))
  return Math.log(kept / (1 - kept))
}

function logarithms(rewards: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(rewards).map(([name, value]) => [name, Math.log(Math.max(value, 1e-6))]))
}
