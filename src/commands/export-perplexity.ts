import { perplexity } from '../../benchmarks/statistics/perplexity.js'
import type { ExportOptions, ExportResult } from '../../verifier/network/export/export.js'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { readRecords } from '../core/records/ndjson.js'
import { documentSchema } from '../core/records/types.js'
import { resolveModel } from '../models/resolve.js'
import type { ScorePair } from '../models/types.js'

/** What a text costs a model before and after it was handed over. */
export interface ExportPerplexity {
  /** The model's URI; the first one is what was trained, on our own network. */
  model: string
  /** exp of the mean negative log-probability of a token; null where it could not be measured. */
  perplexity: number | null
  /** (perplexity - trained) / trained; null for what was trained itself. */
  change: number | null
  reason?: string
}

/** Characters of a document that are scored: 512 tokens or less in most languages, within every model's window. */
const LONGEST = 1500

/**
 * Perplexity of the trained network and of everything that `export` wrote of it, each in the engine that will run it.
 * The first word of a document only opens it: a model without a beginning-of-text token cannot say how likely it is.
 *
 * @throws RationaleError `io`, `input` where no document could be used.
 */
export async function exportPerplexities(
  options: Pick<ExportOptions, 'adapter' | 'base'> & { text: string },
  written: ExportResult,
): Promise<ExportPerplexity[]> {
  const pairs: ScorePair[] = []
  for await (const { record } of readRecords(options.text, documentSchema.partial({ id: true }))) {
    const text = record.text.trim().slice(0, LONGEST)
    const first = text.search(/\s/)
    if (first > 0) pairs.push({ context: text.slice(0, first), continuation: text.slice(first) })
  }
  if (pairs.length === 0)
    throw new RationaleError('input', `no document of ${options.text} can be scored`, {
      expected: 'records with "text" of two words or more',
    })
  const found: ExportPerplexity[] = []
  for (const model of [trainedUri(options, written), ...writtenUris(written)]) {
    const measured = await measure(model, pairs)
    const before = found[0]?.perplexity ?? null
    const change = before === null || measured.perplexity === null ? null : measured.perplexity / before - 1
    found.push({ model, ...measured, change })
  }
  return found
}

function trainedUri({ adapter }: Pick<ExportOptions, 'adapter'>, { base }: ExportResult): string {
  return base === undefined ? `own:${adapter}` : `own:${base}?adapter=${adapter}`
}

/** How the files of an export are asked for. */
function writtenUris({ format, output, base, files }: ExportResult): string[] {
  if (format === 'onnx') {
    const precisions = { 'onnx/model.onnx': 'fp32', 'onnx/model_quantized.onnx': 'q8', 'onnx/model_q4.onnx': 'q4' }
    return Object.entries(precisions).flatMap(([file, dtype]) =>
      files.includes(file) ? [`onnx:${output}?dtype=${dtype}`] : [],
    )
  }
  if (format === 'gguf') return [`gguf:${output}`]
  if (format === 'gguf-lora') return base?.endsWith('.gguf') ? [`gguf:${base}?lora=${output}`] : []
  return [format === 'peft' ? `own:${base}?adapter=${output}` : `own:${output}`]
}

async function measure(uri: string, pairs: readonly ScorePair[]): Promise<Omit<ExportPerplexity, 'model' | 'change'>> {
  try {
    const model = await resolveModel(uri)
    try {
      const scored = await model.score({ pairs })
      const reason = scored.find((one) => one.reason !== undefined)?.reason
      const logs = scored.map(({ tokens }) => tokens.map(({ logProbability }) => logProbability))
      return { perplexity: perplexity(logs), ...defined({ reason }) }
    } finally {
      await model.close()
    }
  } catch (error) {
    // The files are written: an engine that is not installed here does not undo that.
    if (!(error instanceof RationaleError)) throw error
    return { perplexity: null, reason: [error.message, error.remedy].filter(Boolean).join('; ') }
  }
}
