import { accessSync, constants } from 'node:fs'
import { describeIssues, messageOf, RationaleError } from '../src/core/errors.js'
import { extractionOptionsSchema, type ParsedExtractionOptions } from './options.js'

/** An option and what is wrong with it. */
export type Problem = readonly [option: keyof ParsedExtractionOptions, message: string]

export interface Setting {
  hasEmbedder: boolean
  /** False where documents are handed over in memory (default true). */
  readsInput?: boolean
}

const NOT_TWICE = 'reads the input twice: give a file or folder, not standard input'

/** What options that are right one by one lack together, and files that are not there. Options that are wrong by themselves are passed over. */
export function problemsTogether(
  given: Readonly<Record<string, unknown>>,
  { hasEmbedder, readsInput = true }: Setting,
): Problem[] {
  const options = eachParsed(given)
  const { input, topFraction, reference = [], decontaminate = [], calibration, prices } = options
  const problems: Problem[] = []
  if (options.preset === 'calibrated' && calibration === undefined) {
    problems.push([
      'calibration',
      'the preset "calibrated" needs it: mine with --preset unfiltered, add "good": true or false to about 100 lines of rationales.ndjson, and let --calibrate make the file',
    ])
  }
  if (options.thoughts !== undefined && options.thoughts > 1 && options.mode !== 'insert')
    problems.push(['thoughts', 'needs --mode insert: a document that is written anew has one rationale for each place'])
  if (options.positions === 'entropy' && options.mode !== 'insert')
    problems.push(['positions', 'entropy needs --mode insert: elsewhere the model chooses the places'])
  if (options.maxCost !== undefined && prices === undefined)
    problems.push(['maxCost', 'needs --prices: a JSON file {"MODEL": {"input": …, "output": …}}, per million tokens'])
  if (topFraction !== undefined && reference.length === 0)
    problems.push(['topFraction', 'needs --reference: files of questions to be like'])
  if (topFraction !== undefined && input === '-') problems.push(['topFraction', NOT_TWICE])
  if (options.dryRun && input === '-') problems.push(['dryRun', NOT_TWICE])
  if (reference.length > 0 && !hasEmbedder) problems.push(['reference', 'needs --embedder URI (hash: needs no model)'])

  const isFile = readsInput && input !== undefined && input !== '-' && !input.startsWith('hf://')
  const files = {
    input: isFile ? [input] : [],
    reference,
    decontaminate,
    calibration: calibration ?? [],
    prices: prices ?? [],
  }
  for (const [option, paths] of Object.entries(files) as [keyof typeof files, string | string[]][]) {
    for (const path of [paths].flat()) {
      const reason = whyUnreadable(path)
      if (reason !== undefined) problems.push([option, `cannot read ${path}: ${reason}`])
    }
  }
  return problems
}

/** @throws RationaleError `configuration` with all that is wrong. */
export function checkOptions(given: Readonly<Record<string, unknown>>, setting: Setting): ParsedExtractionOptions {
  const parsed = extractionOptionsSchema.strict().safeParse(given)
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => describeIssues({ issues: [issue] }, 'options')),
    ...problemsTogether(given, setting).map(([option, message]) => `${option}: ${message}`),
  ]
  if (parsed.success && problems.length === 0) return parsed.data
  throw new RationaleError('configuration', `extraction:\n  ${problems.join('\n  ')}`)
}

function eachParsed(given: Readonly<Record<string, unknown>>): Partial<ParsedExtractionOptions> {
  return Object.fromEntries(
    Object.entries(extractionOptionsSchema.shape).map(([key, schema]) => [key, schema.safeParse(given[key]).data]),
  )
}

function whyUnreadable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : messageOf(error)
  }
}
