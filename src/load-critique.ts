import * as z from 'zod'
import type { Panel } from '../verifier/calibration/panel.js'
import { defined } from './core/absence.js'
import { describeIssues, messageOf, RationaleError } from './core/errors.js'
import { readSmallTextFile } from './core/files/small-file.js'
import { type ResolveOptions, resolveModel } from './models/resolve.js'
import { JUDGE_PARAMETERS, takeParameters } from './verifier-uri.js'

/** `judge:MODEL-URI?samples=8&format=steps&prompt=FILE&seed=1&maxTokens=2048` */
export async function openCritique(uri: string, options: ResolveOptions = {}): Promise<Panel> {
  const { critiqueJudge } = await import('../verifier/reward/critique/critique-judge.js')
  const { critiqueFormats } = await import('../verifier/reward/critique/formats.js')
  const schema = z.object({
    samples: wholeNumber.pipe(z.int().min(1).max(64)).default(1),
    format: z.enum(objectKeys(critiqueFormats)).default('steps'),
    prompt: z.string().optional(),
    seed: wholeNumber.default(0),
    maxTokens: wholeNumber.pipe(z.int().min(1)).default(2048),
  })
  const { uri: modelUri, parameters } = takeParameters(uri.slice('judge:'.length), JUDGE_PARAMETERS)
  const parsed = schema.safeParse(parameters)
  if (!parsed.success)
    throw new RationaleError('configuration', `${uri}: ${describeIssues(parsed.error, 'parameters')}`, {
      expected: `judge:MODEL?samples=1..64&format=${objectKeys(critiqueFormats).join('|')}&prompt=FILE&seed=N&maxTokens=N`,
    })
  const { prompt: file, ...asked } = parsed.data
  const prompt = file === undefined ? undefined : readPrompt(file)
  const model = await resolveModel(modelUri, options)
  return { judges: [critiqueJudge({ model, ...asked, ...defined({ prompt }) })], close: () => model.close() }
}

const wholeNumber = z
  .string()
  .regex(/^-?\d+$/, { error: ({ input }) => `expected a whole number, found ${JSON.stringify(input)}` })
  .transform(Number)

/** Object.keys with the names that the type knows. */
const objectKeys = <Name extends string>(record: Readonly<Record<Name, unknown>>) => Object.keys(record) as Name[]

function readPrompt(file: string): string {
  try {
    return readSmallTextFile(file)
  } catch (error) {
    throw new RationaleError('configuration', `cannot read the prompt ${file}`, { found: messageOf(error) })
  }
}
