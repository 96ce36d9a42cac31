import * as z from 'zod'
import type { Efficiency } from '../../verifier/network/train/efficiency.js'
import type { Evaluation, TrainEvent } from '../../verifier/network/train/events.js'
import { checkTrainSettings, type TrainOptions, trainOptionsSchema } from '../../verifier/network/train/options.js'
import { planTraining, type TrainPlan } from '../../verifier/network/train/prepare.js'
import { isAdapted } from '../../verifier/network/train/takes.js'
import { type TrainResult, trainAsked } from '../../verifier/network/train/train.js'
import { defined } from '../core/absence.js'
import * as command from './command.js'
import { cutNote } from './cut-note.js'
import { tellFew } from './few.js'
import type { Progress } from './progress.js'
import { calibrateTrained } from './train-calibration.js'
import { runProbe } from './train-probe.js'

export const trainCommand = command.defineCommand({
  name: 'train',
  summary:
    'Train a verifier (LoRA and its kin, virtual tokens, bottlenecks, low-rank, full, or a probe) on rationales, labelled chains, instructions or plain text.',
  options: z
    .object({
      ...trainOptionsSchema.shape,
      dryRun: z.boolean().default(false).meta({
        description: 'read base and records and say what the run would be; nothing is written',
      }),
      skipCalibration: z.boolean().default(false).meta({
        description: 'task process, objective head, method probe: do not calibrate at the end on what was kept aside',
      }),
      json: command.jsonOption,
    })
    .check(checkTrainSettings),
  async run({ json, dryRun, skipCalibration, ...options }, terminal) {
    const { say, signal } = terminal
    const asked = skipCalibration ? { skipCalibration } : {}
    if (options.method === 'probe') return runProbe(options, { json, dryRun, asked }, terminal)
    const exitOf = (rejected: number) => (rejected > 0 ? command.EXIT.partly : command.EXIT.done)
    const rejections = tellFew(say)
    const tellRejection = (event: TrainEvent) => {
      if (event.type === 'rejected') rejections.tell(`line ${event.line}: rejected: ${event.reason}`)
    }
    if (dryRun) {
      const plan = await planTraining({ ...options, onEvent: tellRejection }).finally(() => rejections.rest())
      if (!json) terminal.out.write(describePlan(plan))
      return { exit: exitOf(plan.rejected), json: plan }
    }

    let progress: Progress | undefined
    const watched: TrainOptions = {
      ...options,
      signal,
      onEvent(event) {
        tellRejection(event)
        if (event.type === 'opening')
          say(`reading ${options.data} and opening ${options.base ?? options.adapter ?? 'the model'}`)
        else if (event.type === 'download') say(`fetching ${event.url}`)
        else if (event.type === 'start') {
          rejections.rest()
          const { examples, evaluationExamples, steps, trainedParameters, parameters, backend, device, resumedFrom } =
            event
          say(
            `${examples} examples and ${evaluationExamples} to evaluate on, ${steps} steps; ${trainedParameters} of ${parameters} parameters are trained on ${backend} (${device})`,
          )
          if (event.shortened > 0) say(cutNote(event.shortened).trim())
          if (resumedFrom > 0) say(`going on from step ${resumedFrom}`)
          else if (options.resume) say(`no step was saved in ${options.output}: starting from the beginning`)
          progress = terminal.progress('training', steps)
          progress.advance(resumedFrom)
        } else if (event.type === 'step') {
          progress?.advance(1, { loss: event.loss.toFixed(4), 'tokens/s': Math.round(event.tokensPerSecond) })
        } else if (event.type === 'evaluation') {
          say(`step ${event.step}: evaluation ${figuresOf(event)}`)
        }
      },
    }
    const result = await trainAsked(watched, asked).finally(() => {
      rejections.rest()
      progress?.stop()
    })
    const uri = uriOf(result, options)
    if (!json) terminal.out.write(describeResult(result, uri))
    // Pairs of texts have no steps that could be judged.
    const judges = options.objective === 'head' || (options.objective === 'lm' && options.task === 'process')
    const calibrates = judges && !skipCalibration
    const calibrated = calibrates ? await calibrateTrained(uri, result.output, options, terminal) : undefined
    return {
      exit: exitOf(result.rejected),
      json: { ...result, ...defined({ calibrated }) },
    }
  },
})

/** The figures of an evaluation that are there. */
function figuresOf({ loss, perplexity, accuracy, auc, f1, preferred }: Evaluation): string {
  const figure = (name: string, value: number | undefined, digits: number) =>
    value === undefined ? [] : [`${name} ${value.toFixed(digits)}`]
  return [
    ...figure('loss', loss, 4),
    ...figure('perplexity', perplexity, 2),
    ...figure('accuracy of outputs, teacher-forced', accuracy, 4),
    ...figure('AUC of right and wrong steps', auc, 3),
    ...figure('F1 of wrong steps', f1, 3),
    ...figure('preferred', preferred, 3),
  ].join(', ')
}

function describePlan(plan: TrainPlan): string {
  const { examples, evaluationExamples, rejected, shortened, tokens, targets, longest, steps, stepsPerEpoch } = plan
  return [
    `${examples} examples to train on, ${evaluationExamples} to evaluate on, ${rejected} records rejected`,
    `${tokens} tokens, ${targets} of them learned; the longest example has ${longest}`,
    `${steps} steps, ${stepsPerEpoch} an epoch; ${plan.trainedParameters} of ${plan.parameters} parameters trained`,
    cutNote(shortened),
  ].join('\n')
}

/** What was trained, as a model: an adapter on its base, or a whole model. */
function uriOf({ output, base }: TrainResult, { method }: { method: string }): string {
  return isAdapted(method) ? `own:${base}?adapter=${output}` : `own:${output}`
}

/** On a CPU first by its own time: a busy machine falsifies what the clock says. */
function partOf({ partOfProduct: clock, partOfProcessor: processor }: Efficiency): string {
  if (clock === undefined) return ''
  const parts = processor === undefined ? [clock] : [processor, clock]
  const [first, second] = parts.map((part) => part.toFixed(2))
  const byClock = second === undefined ? '' : ` in the same processor time (${second} by the clock)`
  return `useful work: ${first} of what a plain matrix product reaches${byClock}; `
}

function describeResult(result: TrainResult, uri: string): string {
  const { output, loss, evaluation, steps, seconds, stopped, efficiency, memory, shortened } = result
  const again = memory.recomputedLayers === 0 ? '' : `, ${memory.recomputedLayers} layers computed again`
  const judged =
    evaluation === undefined ? '' : `, evaluation loss ${evaluation.loss.toFixed(4)} at step ${evaluation.step}`
  return (
    `${output}: ${steps} steps in ${seconds.toFixed(0)} s (${stopped}), loss ${loss.toFixed(4)}${judged}\n` +
    (efficiency === undefined ? '' : `  ${partOf(efficiency)}${(100 * efficiency.padding).toFixed(1)} % padding\n`) +
    `  at most ${(memory.peakBytes / 1e9).toFixed(1)} GB of memory${again}\n` +
    cutNote(shortened) +
    `  a model by the name ${uri}; rationale export hands it to other engines\n`
  )
}
