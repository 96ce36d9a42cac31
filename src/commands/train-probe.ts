import { parseTrainOptions, type TrainOptions } from '../../verifier/network/train/options.js'
import {
  CALIBRATION_PART,
  type ProbeEvent,
  type ProbeResult,
  planProbe,
  trainProbe,
} from '../../verifier/network/train/probe/train-probe.js'
import { defined } from '../core/absence.js'
import type { CommandResult, Terminal } from './command.js'
import { EXIT } from './command.js'
import { cutNote } from './cut-note.js'
import { tellFew } from './few.js'
import type { Progress } from './progress.js'
import { calibrateTrained } from './train-calibration.js'

/** `rationale train --method probe`. */
export async function runProbe(
  options: TrainOptions,
  { json, dryRun, asked }: { json: boolean; dryRun: boolean; asked: { skipCalibration?: boolean } },
  terminal: Terminal,
): Promise<CommandResult> {
  const { say, signal } = terminal
  const settings = parseTrainOptions(options)
  const rejections = tellFew(say)
  let progress: Progress | undefined
  let shown = 0
  const onEvent = (event: ProbeEvent) => {
    if (event.type === 'opening') say(`reading ${settings.data} and opening ${settings.base}`)
    if (event.type === 'rejected') rejections.tell(`line ${event.line}: rejected: ${event.reason}`)
    if (event.type === 'states') {
      if (progress === undefined && event.kept > 0)
        say(`states of ${event.kept} of ${event.chains} chains are there from an earlier run`)
      progress ??= terminal.progress('states of chains', event.chains)
      const speed = event.tokensPerSecond > 0 ? { 'tokens/s': Math.round(event.tokensPerSecond) } : undefined
      if (event.done > shown) progress.advance(event.done - shown, speed)
      shown = event.done
    }
    if (event.type === 'tried') {
      progress?.stop()
      say(
        `${event.kind}, layer ${event.layer}, penalty ${event.penalty}: AUC ${event.auc.toFixed(3)} on held-out questions`,
      )
    }
  }
  try {
    if (dryRun) {
      const plan = await planProbe(settings, onEvent)
      const { chains, withSteps, withOutcome, tokens, rejected, shortened } = plan
      if (!json)
        terminal.out.write(
          `${chains} chains of ${tokens} tokens, ${withSteps} with labelled steps, ${withOutcome} with an outcome, ${rejected} records rejected\n${cutNote(shortened)}`,
        )
      return { exit: plan.rejected > 0 ? EXIT.partly : EXIT.done, json: plan }
    }
    const result = await trainProbe(settings, { signal, onEvent }, asked)
    progress?.stop()
    const uri = uriOf(result, settings)
    if (!json) terminal.out.write(describe(result, uri, settings))
    const { data, seed, limit } = settings
    const keptAside = { data, seed, limit, evaluationPart: CALIBRATION_PART }
    if (result.leftToCalibrate === 0)
      say('no calibration, so verdicts abstain: the chains are too few to keep some aside for one')
    const calibrates = result.leftToCalibrate > 0 && !asked.skipCalibration
    const calibrated = calibrates ? await calibrateTrained(uri, result.output, keptAside, terminal) : undefined
    return {
      exit: result.rejected > 0 ? EXIT.partly : EXIT.done,
      json: { ...result, ...defined({ calibrated }) },
    }
  } finally {
    progress?.stop()
    rejections.rest()
  }
}

/** The probe on its base, as a verifier. */
function uriOf({ output, base }: ProbeResult, { adapter }: { adapter?: string | undefined }): string {
  const parameters = adapter === undefined ? `probe=${output}` : `adapter=${adapter}&probe=${output}`
  return `own:${base}?${parameters}`
}

function describe(
  result: ProbeResult,
  uri: string,
  { evaluationData }: { evaluationData?: string | undefined },
): string {
  const { output, chains, heldOut, leftToCalibrate, computed, shortened, seconds } = result
  const heads = (['step', 'outcome'] as const).map((kind) => {
    const head = result[kind]
    if (head === undefined) return `  ${kind}: no head; ${whyNone[kind]}\n`
    const layer = `layer ${head.layer}, AUC ${head.auc.toFixed(3)} on held-out questions`
    const fitted = `${head.rows} ${rowsOf[kind]} in all`
    return `  ${kind}: ${layer}; then fitted on ${evaluationData === undefined ? `the held-out ones too, ${fitted}` : `the others, ${fitted}`}\n`
  })
  const parts = [
    `${heldOut} held out`,
    ...(leftToCalibrate > 0 ? [`${leftToCalibrate} kept aside to calibrate`] : []),
    `states of ${computed} computed now`,
  ]
  return (
    `${output}: ${chains} chains (${parts.join(', ')}) in ${seconds.toFixed(0)} s\n` +
    `${heads.join('')}${cutNote(shortened)}  a verifier by the name ${uri}\n`
  )
}

const rowsOf = { step: 'steps', outcome: 'chains' }
const whyNone = {
  step: 'it takes right and wrong steps ("firstError") among those learned from and among those held out',
  outcome: 'it takes right and wrong chains ("correct") among those learned from and among those held out',
}
