import { z } from 'zod'
import { runExtraction } from '../../extraction/job.js'
import { extractionOptionsSchema } from '../../extraction/options.js'
import { resolveModel } from '../models/resolve.js'
import * as command from './command.js'

const { dryRun: _dryRun, ...shape } = extractionOptionsSchema.shape

export const extractCommand = command.defineCommand({
  name: 'extract',
  summary:
    'Mine implicit rationales from text and keep those that make the following text more likely. The same command resumes the job.',
  options: z.object({
    ...shape,
    model: z
      .string()
      .default('rules:')
      .meta({ description: 'model URI that writes rationales; rules: needs no model', value: 'uri' }),
    scorer: z
      .string()
      .optional()
      .meta({ description: 'model URI that measures gains (default: the model)', value: 'uri' }),
    json: command.jsonOption,
  }),
  async run({ model: modelUri, scorer: scorerUri, json, ...options }, terminal) {
    const model = modelUri === 'rules:' ? modelUri : await resolveModel(modelUri)
    const scorer = scorerUri === undefined ? undefined : await resolveModel(scorerUri)
    const progress = terminal.progress('documents')
    let done = 0
    try {
      const report = await runExtraction({
        ...options,
        model,
        scorer,
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
    }
  },
})

function exitCode(report: Awaited<ReturnType<typeof runExtraction>>, maxBad: string | undefined, signal: AbortSignal) {
  if (signal.aborted) return command.EXIT.interrupted
  const { outcomes, inputs } = report.stats
  return command.exitForBad(outcomes.rejected + outcomes.failed, inputs, maxBad)
}
