import * as z from 'zod'
import { problemsTogether } from '../../extraction/check-options.js'
import { type ExtractionEstimate, estimateExtraction } from '../../extraction/estimate.js'
import { calibrateFromFile } from '../../extraction/filters/calibrate.js'
import { type ExtractionReport, runExtraction } from '../../extraction/job.js'
import { extractionOptionsSchema } from '../../extraction/options.js'
import type { ExtractionProgress } from '../../extraction/progress.js'
import type { ExtractionStats } from '../../extraction/summary/stats.js'
import { defined } from '../core/absence.js'
import { resolveEmbedder, resolveModel } from '../models/resolve.js'
import * as command from './command.js'

/** With the options' own problems, so that a person mends them all in one go. */
const together = z.check<Record<string, unknown>>(({ value, issues }) => {
  const given = typeof value === 'object' && value !== null ? value : {}
  if (given.calibrate !== undefined) return
  const problems = problemsTogether(given, { hasEmbedder: given.embedder !== undefined })
  if (given.input === undefined) problems.unshift(['input', 'give a file, a folder, - or hf://… (or --calibrate FILE)'])
  for (const [option, message] of problems) issues.push({ code: 'custom', path: [option], message, input: value })
})
together._zod.def.when = () => true

export const extractCommand = command.defineCommand({
  name: 'extract',
  summary:
    'Mine implicit rationales from text and keep those that make the following text more likely. The same command resumes the job.',
  options: z
    .object({
      ...extractionOptionsSchema.shape,
      input: extractionOptionsSchema.shape.input.optional(),
      calibrate: z.string().optional().meta({
        description:
          'instead of mining: find the thresholds of the preset "calibrated" from mined rationales with a field "good" (true or false), and write them to --output',
        value: 'file',
      }),
      targetPrecision: z.coerce.number().min(0.5).max(1).default(0.95).meta({
        description: 'with --calibrate: share of kept rationales that shall be good',
        value: 'x',
      }),
      model: z
        .string()
        .default('rules:')
        .meta({ description: 'model URI that writes rationales; rules: needs no model', value: 'uri' }),
      scorer: z
        .string()
        .optional()
        .meta({ description: 'model URI that measures gains (default: the model)', value: 'uri' }),
      embedder: z.string().optional().meta({
        description: 'embedder URI for --reference (hash:, hf:ORG/NAME, http(s)://HOST/v1#MODEL)',
        value: 'uri',
      }),
      json: command.jsonOption,
    })
    .check(together),
  async run({ calibrate, targetPrecision, input = '', ...mining }, terminal) {
    const write = (lines: string[]) => mining.json || terminal.out.write(`${lines.join('\n')}\n`)
    if (calibrate !== undefined) {
      const calibration = await calibrateFromFile(calibrate, mining.output, { targetPrecision })
      const { precision, ci95, labelled, tau } = calibration
      write([
        `${mining.output}: tau ${JSON.stringify(tau)}, precision ${percent(precision)} % ${interval(ci95)} on the same ${labelled} labels`,
      ])
      return { exit: command.EXIT.done, json: calibration }
    }
    const { model: modelUri, scorer: scorerUri, embedder: embedderUri, json: _json, ...options } = mining
    const calls = { http: httpCalls(options) }
    const model = modelUri === 'rules:' ? ('rules:' as const) : await resolveModel(modelUri, calls)
    const scorer = scorerUri === undefined ? undefined : await resolveModel(scorerUri, calls)
    const embedder = embedderUri === undefined ? undefined : await resolveEmbedder(embedderUri)
    const job = { ...options, input, model, scorer, embedder, signal: terminal.signal }
    const progress = terminal.progress('documents')
    let done = 0
    try {
      if (options.dryRun) {
        const estimate = await estimateExtraction(job)
        progress.stop()
        write(describeEstimate(estimate))
        const isStopped = terminal.signal.aborted
        if (isStopped && estimate.stopped === undefined)
          terminal.say('the signal came when all of the sample was begun: it was finished, and is whole')
        const exit = isStopped ? command.EXIT.interrupted : command.EXIT.done
        return { exit, json: estimate }
      }
      const report = await runExtraction({
        ...job,
        onEvent(event) {
          progress.advance(event.done - done, notesOf(event))
          done = event.done
        },
      })
      progress.stop() // before the report: on a terminal the bar would share its line
      write(describeReport(report, options.output))
      const { outcomes, inputs } = report.stats
      const exit = terminal.signal.aborted
        ? command.EXIT.interrupted
        : command.exitForBad(outcomes.rejected + outcomes.failed, inputs, options.maxBad)
      if (exit === command.EXIT.failed)
        terminal.say(
          options.maxBad === undefined
            ? 'every input was rejected or failed'
            : `more inputs were rejected or failed than --max-bad ${options.maxBad}`,
        )
      return { exit, json: report }
    } finally {
      progress.stop()
      if (typeof model !== 'string') await model.close()
      await scorer?.close()
      await embedder?.close()
    }
  },
})

/** The job's governor tries calls again and waits between them; the first questions to a server come before it is there. */
export const httpCalls = ({ retries, attemptTimeout }: { retries: number; attemptTimeout: number }) => ({
  retries: 0,
  probeRetries: retries,
  attemptTimeoutMs: Math.ceil(attemptTimeout * 1000),
})

function notesOf({ outcomes, reasons, tokensPerSecond, cost, total, secondsLeft }: ExtractionProgress) {
  const [commonest] = Object.entries(reasons).sort(([, a], [, b]) => b - a)
  return {
    ...defined({ of: total ?? undefined }),
    ...outcomes,
    ...defined({ mostly: commonest?.[0] }),
    'tokens/s': tokensPerSecond,
    ...defined({ cost: cost?.toFixed(2) }),
    ...defined({ eta: secondsLeft === null ? undefined : duration(secondsLeft) }),
  }
}

function describeReport({ output, stats, status, why, merged }: ExtractionReport, job: string): string[] {
  return [
    ...describeStats(output, stats),
    ...(merged ? ['all shards are done and merged:', ...describeStats(job, merged)] : []),
    ...(status === 'stopped' ? [`stopped: ${why}; the same command goes on, answered calls are kept`] : []),
  ]
}

/** Reasons shown; the rest stand in the summary. */
const REASONS = 5

function describeStats(folder: string, { inputs, outcomes, reasons, rationales, gain }: ExtractionStats): string[] {
  const parts = Object.entries(outcomes).map(([name, count]) => `${count} ${name}`)
  const commonest = Object.entries(reasons).sort(([, a], [, b]) => b - a)
  const shown = commonest.slice(0, REASONS).map(([reason, count]) => `${count} ${reason}`)
  const more = commonest.length > REASONS ? ', …' : ''
  return [
    `${folder}: ${inputs} inputs (${parts.join(', ')}), ${rationales.kept} of ${rationales.proposed} rationales kept`,
    ...(shown.length > 0 ? [`  not kept: ${shown.join(', ')}${more}`] : []),
    ...(gain?.control
      ? [
          `  ${percent(gain.control.helpsMore)} % help more than a random rationale does${interval(gain.control.helpsMoreCi95)}`,
        ]
      : []),
    `  ${folder}/summary.html shows them`,
  ]
}

function describeEstimate({
  sampled,
  inputs,
  calls,
  tokens,
  cost,
  seconds,
  rationales,
  sample,
  stopped,
}: ExtractionEstimate): string[] {
  const number = (value: number) => value.toLocaleString('en')
  return [
    ...(stopped === undefined
      ? []
      : [`the sample was cut short (${stopped}): what follows is of the part that was reached, and may be far off`]),
    `a sample of ${sampled} of ${number(inputs)} inputs: ${sample.outcomes.kept} kept with ${sample.rationales.kept} rationales`,
    `the whole: about ${number(rationales)} rationales, ${number(calls)} calls, ${number(tokens.evaluated)} tokens read, ${number(tokens.generated)} generated, ${duration(seconds)} at most`,
    cost === null ? 'cost: give --prices' : `cost: about ${cost.toPrecision(3)}`,
  ]
}

const percent = (share: number) => (100 * share).toFixed(0)
const interval = (shares: readonly [number, number] | null) =>
  shares === null ? ' (too few documents for an interval)' : ` [${shares.map(percent).join(', ')}]`

function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${Math.round(seconds)} s`
}
