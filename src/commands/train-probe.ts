import { parseTrainOptions, type TrainOptions } from '../../verifier/network/train/options.js'
import {
  type ProbeEvent,
  type ProbeResult,
  planProbe,
  trainProbe,
} from '../../verifier/network/train/probe/train-probe.js'
import type { CommandResult, Terminal } from './command.js'
import { EXIT } from './command.js'
import type { Progress } from './progress.js'

/** Records set aside that are told one by one; the others are counted. */
const TOLD = 10

/** `rationale train --method probe`. */
export async function runProbe(
  options: TrainOptions,
  { json, dryRun }: { json: boolean; dryRun: boolean },
  terminal: Terminal,
): Promise<CommandResult> {
  const { say, signal } = terminal
  const settings = parseTrainOptions(options)
  let setAside = 0
  let progress: Progress | undefined
  let shown = 0
  const onEvent = (event: ProbeEvent) => {
    if (event.type === 'set-aside' && setAside++ < TOLD) say(`line ${event.line}: set aside: ${event.reason}`)
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
      const { chains, withSteps, withOutcome, tokens } = plan
      if (!json)
        terminal.out.write(
          `${chains} chains of ${tokens} tokens, ${withSteps} with labelled steps, ${withOutcome} with an outcome, ${plan.setAside} records set aside\n`,
        )
      return { exit: plan.setAside > 0 ? EXIT.partly : EXIT.done, json: plan }
    }
    const result = await trainProbe(settings, { signal, onEvent })
    if (!json) terminal.out.write(describe(result, settings))
    return { exit: result.setAside > 0 ? EXIT.partly : EXIT.done, json: result }
  } finally {
    progress?.stop()
    if (setAside > TOLD) say(`and ${setAside - TOLD} more set aside`)
  }
}

function describe(result: ProbeResult, { base, adapter }: { base: string; adapter?: string | undefined }): string {
  const { output, chains, heldOut, computed, seconds } = result
  const heads = (['step', 'outcome'] as const).flatMap((kind) => {
    const head = result[kind]
    if (head === undefined) return []
    return `  ${kind}: layer ${head.layer}, AUC ${head.auc.toFixed(3)} on held-out questions, ${head.rows} rows\n`
  })
  const parameters = adapter === undefined ? `probe=${output}` : `adapter=${adapter}&probe=${output}`
  const uri = `own:${base.replace(/^(own|gguf|file):(?:\/\/)?/, '')}?${parameters}`
  return (
    `${output}: ${chains} chains (${heldOut} held out, states of ${computed} computed now) in ${seconds.toFixed(0)} s\n` +
    `${heads.join('')}  a verifier by the name ${uri}\n`
  )
}
