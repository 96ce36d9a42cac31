import * as z from 'zod'
import { defined } from '../absence.js'
import { describeIssues, messageOf, RationaleError } from '../errors.js'

/*
 * Labelled chains as they are published, read as ours wherever labels are read: to calibrate, to train, to measure.
 */

type Fields = Readonly<Record<string, unknown>>

/**
 * ProcessBench's `{problem, steps, label}`, others' `first_error`, TRL's `{prompt, completions, labels}` and Math-Shepherd's `{input, label}` -> `question`,
 * `steps` and `firstError`. What is of none of these forms passes, so that a schema says what is missing.
 *
 * @throws RationaleError `input` where a record of TRL's or Math-Shepherd's contradicts itself.
 */
export function publishedChain(record: Fields): Fields {
  if ('completions' in record) return ofTrl(record)
  if ('input' in record && typeof record.label === 'string') return ofMathShepherd(record)
  const { problem, label, first_error: snake, ...rest } = record
  return { ...rest, question: rest.question ?? problem, ...defined({ firstError: rest.firstError ?? snake ?? label }) }
}

/** A schema of chains that takes them as they are published too. */
export const published = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    try {
      return publishedChain(value as Fields) // fields of unknown types
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error).replace(/\n\s+([\w ]+:)\s+/g, '; $1 ') })
      return z.NEVER
    }
  }, schema)

const trl = z.looseObject({
  prompt: z.string(),
  completions: z.array(z.string()).min(1),
  labels: z.array(z.boolean()),
})

function ofTrl(record: Fields): Fields {
  const parsed = trl.safeParse(record)
  if (!parsed.success)
    throw new RationaleError('input', describeIssues(parsed.error), {
      expected: '{prompt, completions, labels}: a text, a list of steps, and true or false for each',
    })
  const { prompt, completions, labels, ...rest } = parsed.data
  if (labels.length !== completions.length)
    throw new RationaleError('input', 'a label for each completion is needed', {
      found: `${labels.length} labels, ${completions.length} completions`,
    })
  return { ...rest, question: prompt, steps: completions, firstError: labels.indexOf(false) }
}

/** Math-Shepherd's steps end in it in `input`; in `label` a + or - stands in its place. */
export const STEP_TAG = 'ки'

function ofMathShepherd({ input, label, ...rest }: Fields): Fields {
  const parts = typeof input === 'string' ? input.split(STEP_TAG) : ['']
  const pieces = parts.slice(0, -1)
  const marks: string[] = []
  let place = 0
  for (const piece of pieces) {
    place += piece.length
    marks.push(String(label).charAt(place))
    place++
  }
  const marked = parts.map((piece, i) => piece + (marks[i] ?? '')).join('')
  const isSame = marked.trimEnd() === String(label).trimEnd()
  if (pieces.length === 0 || !isSame || marks.some((mark) => mark !== '+' && mark !== '-'))
    throw new RationaleError('input', 'not a Math-Shepherd record', {
      expected: `"input" with steps that end in ${STEP_TAG}, the same text in "label" with + or - in its place`,
    })
  const [first = '', ...others] = pieces
  const begin = Math.max(0, first.search(/Step 1\s*:/))
  const steps = [first.slice(begin), ...others].map((step) => step.trim())
  // Its `task` names the source of the problem and none of our graders.
  const { task: _source, ...kept } = rest
  return { ...kept, question: first.slice(0, begin).trim(), steps, firstError: marks.indexOf('-') }
}
