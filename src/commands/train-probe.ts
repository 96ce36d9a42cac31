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
    if (event.type === 'rejected') rejections.tell(`line ${event.line}: rejected: ${event.reason}`)
    if (event.type === 'states') {
      progress ??= terminal.progress('states of chains', event.chains)
      progress.advance(event.done - shown, { 'tokens/s': Math.round(event.tokensPerSecond) })
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
    if (!json) terminal.out.write(describe(result, uri))
    const { data, seed, limit } = settings
    const keptAside = { data, seed, limit, evaluationPart: CALIBRATION_PART }
    if (result.leftToCalibrate === 0) say('no calibration, so verdicts abstain: too few chains, all were learned from')
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

function describe(result: ProbeResult, uri: string): string {
  const { output, chains, heldOut, computed, shortened, seconds } = result
  const heads = (['step', 'outcome'] as const).flatMap((kind) => {
    const head = result[kind]
    if (head === undefined) return []
    return `  ${kind}: layer ${head.layer}, AUC ${head.auc.toFixed(3)} on held-out questions, ${head.rows} rows\n`
  })
  return (
    `${output}: ${chains} chains (${heldOut} held out, states of ${computed} computed now) in ${seconds.toFixed(0)} s\n` +
    `${heads.join('')}${cutNote(shortened)}  a verifier by the name ${uri}\n`
  )
}
