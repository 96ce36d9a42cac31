import { basename, join } from 'node:path'
import * as z from 'zod'
import { calibrate } from '../../verifier/calibration/calibrate.js'
import type { Calibration } from '../../verifier/calibration/calibration.js'
import type { Panel } from '../../verifier/calibration/panel.js'
import { refuseLopsidedLabels } from '../../verifier/calibration/parts.js'
import { type GradedChain, gradedChains } from '../../verifier/calibration/records.js'
import { isKeptAside } from '../../verifier/network/train/examples.js'
import { RationaleError } from '../core/errors.js'
import { writeWhole } from '../core/files/whole-file.js'
import { readRecords } from '../core/records/ndjson.js'
import { loadPanel } from '../load-verifier.js'
import { identitiesOf } from '../verifier-identity.js'
import type { Terminal } from './command.js'
import type { Progress } from './progress.js'

export interface TrainedOn {
  data: string
  evaluationData?: string | undefined
  evaluationPart: number
  seed: number
  /** Records that were read of the data. */
  limit?: number | undefined
}

/** What a calibration states of itself; the words that it knows stay in its file. */
export type StatedCalibration = Omit<NonNullable<Calibration['calibrated']>, 'familiar'>

/**
 * Calibrates a verifier that was just trained on what it was not trained on: the evaluation data, or the questions that were kept aside. The file lies in
 * the output folder, where the verifier finds it. Where the data do not allow it, it says why, and the training stands.
 */
export async function calibrateTrained(
  uri: string,
  output: string,
  trained: TrainedOn,
  terminal: Terminal,
): Promise<StatedCalibration | undefined> {
  let opened: { panel: Panel; progress: Progress } | undefined
  try {
    // Labels are known before anything is judged.
    await refuseNothingAside(trained)
    const total = await refuseLopsidedLabels(chainsOf(trained))
    const panel = await loadPanel([uri], { signal: terminal.signal, weighed: true })
    const progress = terminal.progress('calibrating', total)
    opened = { panel, progress }
    const report = await calibrate(panel.judges, chainsOf(trained), {
      verifiers: [uri],
      identities: await identitiesOf([uri]),
      data: basename(trained.evaluationData ?? trained.data),
      date: new Date().toISOString().slice(0, 10),
      signal: terminal.signal,
      onJudged: () => progress.advance(),
    })
    progress.stop()
    const file = join(output, 'calibration.json')
    writeWhole(file, `${JSON.stringify(report.calibration, null, 2)}\n`)
    terminal.say(`calibrated on ${report.calibration.fittedOn.chains} chains that were kept aside: ${file}`)
    const { left } = report
    if (left.chains > 0) terminal.say(`${left.chains} more could not be judged: ${left.reason}`)
    if (report.unproven !== undefined)
      terminal.say(`the risk is not shown by the chains that were kept aside: ${report.unproven}`)
    if (report.calibration.calibrated === undefined) return undefined
    const { familiar, ...stated } = report.calibration.calibrated
    return stated
  } catch (error) {
    if (!(error instanceof RationaleError) || error.code !== 'input') throw error
    terminal.say(`no calibration, so verdicts abstain (rationale calibrate fits one): ${error.message}`)
    return undefined
  } finally {
    opened?.progress.stop()
    await opened?.panel.close()
  }
}

/** @throws RationaleError `input` where there are labelled chains and none of them was kept aside. */
async function refuseNothingAside(trained: TrainedOn): Promise<void> {
  for await (const _ of chainsOf(trained)) return
  let given = 0
  for await (const _ of chainsOf({ ...trained, evaluationData: trained.evaluationData ?? trained.data })) given++
  if (given === 0) return // too few of them is told with their labels
  throw new RationaleError('input', 'no chain was kept aside for it', {
    expected: 'right and wrong chains of many questions that nothing was trained on',
    found: `${given} labelled chains, all of them trained on (--evaluation-part ${trained.evaluationPart}, drawn by their questions)`,
    remedy: 'give more questions, a larger --evaluation-part, or other chains in --evaluation-data',
  })
}

async function* chainsOf({
  data,
  evaluationData,
  evaluationPart,
  seed,
  limit,
}: TrainedOn): AsyncGenerator<GradedChain> {
  const records = readRecords(evaluationData ?? data, z.looseObject({}), { uniqueIds: false })
  let read = 0
  for await (const { record, line } of records) {
    if (read++ === limit) return
    let chains: GradedChain[] = []
    try {
      chains = gradedChains(record, `line ${line}`)
    } catch (error) {
      if (!(error instanceof RationaleError)) throw error // training has said which records it could not use
    }
    for (const graded of chains)
      if (evaluationData !== undefined || isKeptAside(graded.chain.question, evaluationPart, seed)) yield graded
  }
}
