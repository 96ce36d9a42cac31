import { writeFileSync } from 'node:fs'
import { defined } from '../../../src/core/absence.js'
import { problemOf } from '../../../src/core/statistics/rate-by-question.js'
import { identitiesOf } from '../../../src/verifier-identity.js'
import { allJudged, calibrate } from '../../../verifier/calibration/calibrate.js'
import type { Calibration } from '../../../verifier/calibration/calibration.js'
import { callsNeeded, chooseThresholds } from '../../../verifier/calibration/risk.js'
import { rulesOf } from '../../../verifier/calibration/rules.js'
import { weighedEvidence } from '../../../verifier/evidence/weighed.js'
import type { Judge, Judgement } from '../../../verifier/judge/judge.js'
import { accuses } from '../../../verifier/judge/steps.js'
import { verdictOf } from '../../../verifier/judge/verdict.js'
import { sigmoid } from '../../../verifier/network/probe/probe.js'
import { groupedBy } from '../scores.js'
import type { RecordedChain, WrittenChain } from './recorded.js'

/** `correct` needs what `embedded:` needs; by its probability alone nothing is called incorrect. */
const SILENT = { accept: 0.92, reject: 0, stepThreshold: 0 }
const RISK = 0.05

/**
 * The same weights and stated risk that `rationale calibrate` would find, from what was recorded. The network accuses a step below the lowest of the
 * thresholds that each source of chains would allow it: what generators do in exams tells little of how often right chains of other hands look wrong.
 */
export async function writeCalibration(path: string, chains: readonly WrittenChain[], verifier: string): Promise<void> {
  const said = new Map(chains.map((each) => [keyOf(each.chain), judgementOf(each)]))
  const silent = (steps: readonly string[]) => ({ steps: steps.map(() => ({ reward: null })), features: {} })
  const recall: Judge = (chain) => said.get(keyOf(chain)) ?? silent(chain.steps)
  const graded = chains.map(({ chain, record: { firstError, correct } }) => ({
    chain,
    right: correct ?? firstError === -1,
    ...defined({ firstError }),
  }))
  const judges = [recall, weighedEvidence]
  const options = {
    verifiers: [verifier],
    identities: await identitiesOf([verifier]),
    data: 'held-aside questions (npm run study labels, dev and test): solutions of MMLU-Pro, GSM8K and MATH, steps of PRMBench and MR-GSM8K; fresh chains of hands that nothing was learned from; scores of torch_probe.py',
    date: new Date().toISOString().slice(0, 10),
  }
  const { calibration: weights } = await calibrate(judges, graded, { ...options, thresholds: SILENT })
  const sourceOf = new Map(chains.map(({ chain, record }) => [keyOf(chain), record.source]))
  const { judged } = await allJudged(judges, [verifier, 'evidence:'], graded, {})
  const bySource = groupedBy(
    judged.filter(({ part }) => part !== 'show'),
    ({ chain }) => sourceOf.get(keyOf(chain)) ?? '',
  )
  const allowed = [...bySource].flatMap(([source, of]) => {
    const called = of.map((each) => calledBy(each, weights))
    if (called.filter(({ right }) => right).length < callsNeeded(RISK)) return []
    const { stepThreshold } = chooseThresholds(called, RISK)
    console.log(`  ${source}: a step below ${stepThreshold.toFixed(3)} may be accused (${of.length} chains)`)
    return [stepThreshold]
  })
  const stepThreshold = Math.min(...allowed, 1)
  const { calibration, unproven } = await calibrate(judges, graded, {
    ...options,
    thresholds: { ...SILENT, stepThreshold },
  })
  writeFileSync(path, `${JSON.stringify(calibration, null, 2)}\n`)
  console.log(`\nwritten: ${path}`, JSON.stringify(calibration.calibrated?.risk), calibration.calibrated?.auc, unproven)
}

/** One chain is told from others by its question and steps. */
const keyOf = ({ question, steps }: { question?: string; steps: readonly string[] }) =>
  JSON.stringify([question, steps])

/**
 * As `openProbeJudge` would have it, with one feature of the whole chain: marks of steps tell less of the answer than the head for it does, and
 * the value of earlier steps was not recorded.
 */
export function judgementOf({ steps, outcome }: Pick<RecordedChain, 'steps' | 'outcome'>): Judgement {
  return {
    steps: steps.map(sigmoid).map((reward) => ({ reward, features: { process: reward }, process: reward })),
    features: { 'value:last': sigmoid(outcome) },
  }
}

type Judged = Awaited<ReturnType<typeof allJudged>>['judged'][number]

function calledBy({ chain, judgements, right }: Judged, weights: Calibration) {
  const { probability, steps } = verdictOf('calibrated', chain, judgements, rulesOf(weights))
  return {
    right,
    question: problemOf(chain),
    probability: probability ?? 0.5,
    lowest: Math.min(1, ...steps.map(({ reward }) => reward ?? 1)),
    accused: judgements.some((judgement) => judgement.steps.some(accuses)),
  }
}
