import { z } from 'zod'
import { estimateExtraction } from '../../extraction/estimate.js'
import { calibrateFromFile } from '../../extraction/filters/calibrate.js'
import { runExtraction } from '../../extraction/job.js'
import { extractionOptionsSchema } from '../../extraction/options.js'
import { RationaleError } from '../core/errors.js'
import { resolveEmbedder, resolveModel } from '../models/resolve.js'
import * as command from './command.js'

export const extractCommand = command.defineCommand({
  name: 'extract',
  summary:
    'Mine implicit rationales from text and keep those that make the following text more likely. The same command resumes the job.',
  options: z.object({
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
  }),
  async run({ calibrate, targetPrecision, input, ...mining }, terminal) {
    if (calibrate !== undefined) {
      const calibration = await calibrateFromFile(calibrate, mining.output, { targetPrecision })
      const { precision, ci95, labelled, tau } = calibration
      if (!mining.json) {
        const [low, high] = ci95.map((share) => (100 * share).toFixed(0))
        terminal.out.write(
          `${mining.output}: tau ${JSON.stringify(tau)}, precision ${(100 * precision).toFixed(0)} % [${low}, ${high}] on the same ${labelled} labels\n`,
        )
      }
      return { exit: command.EXIT.done, json: calibration }
    }
    if (input === undefined) {
      throw new RationaleError('configuration', 'extract needs --input', {
        remedy: 'give --input PATH, or --calibrate FILE',
      })
    }
    const { model: modelUri, scorer: scorerUri, embedder: embedderUri, json, ...rest } = mining
    const options = { ...rest, input }
    const model = modelUri === 'rules:' ? modelUri : await resolveModel(modelUri)
    const scorer = scorerUri === undefined ? undefined : await resolveModel(scorerUri)
    const embedder = embedderUri === undefined ? undefined : await resolveEmbedder(embedderUri)
    const progress = terminal.progress('documents')
    let done = 0
    try {
      if (options.dryRun) {
        const estimate = await estimateExtraction({ ...options, model, scorer, embedder, signal: terminal.signal })
        const { sample: _sample, ...whole } = estimate
        if (!json) terminal.out.write(`${JSON.stringify(whole, null, 2)}\n`)
        return { exit: command.EXIT.done, json: estimate }
      }
      const report = await runExtraction({
        ...options,
        model,
        scorer,
        embedder,
        signal: terminal.signal,
        onEvent(event) {
          const { kept, filtered, rejected, failed } = event.outcomes
          const cost = event.cost === null ? {} : { cost: event.cost.toFixed(2) }
          progress.advance(event.done - done, {
            kept,
            filtered,
            rejected,
            failed,
            'tokens/s': Math.round(event.tokensPerSecond),
            ...cost,
          })
          done = event.done
        },
      })
      const { inputs, outcomes, rationales, gain } = report.stats
      if (!json) {
        const parts = Object.entries(outcomes).map(([name, count]) => `${count} ${name}`)
        terminal.out.write(
          `${report.output}: ${inputs} inputs (${parts.join(', ')}), ${rationales.kept} of ${rationales.proposed} rationales kept\n`,
        )
        if (gain?.control) {
          const { helpsMore, helpsMoreCi95 } = gain.control
          const [low, high] = helpsMoreCi95.map((share) => (100 * share).toFixed(0))
          terminal.out.write(
            `${(100 * helpsMore).toFixed(0)} % help more than a random rationale does [${low}, ${high}]\n`,
          )
        }
        if (report.status === 'stopped') terminal.out.write(`stopped: ${report.why}; the same command goes on\n`)
      }
      return { exit: exitCode(report, options.maxBad, terminal.signal), json: report }
    } finally {
      progress.stop()
      if (typeof model !== 'string') await model.close()
      await scorer?.close()
      await embedder?.close()
    }
  },
})

function exitCode(report: Awaited<ReturnType<typeof runExtraction>>, maxBad: string | undefined, signal: AbortSignal) {
  if (signal.aborted) return command.EXIT.interrupted
  const { outcomes, inputs } = report.stats
  return command.exitForBad(outcomes.rejected + outcomes.failed, inputs, maxBad)
}
