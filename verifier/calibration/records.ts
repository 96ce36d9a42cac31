import { z } from 'zod'
import { defined } from '../../src/core/absence.js'
import { answersEqual } from '../../src/core/answers/equivalence.js'
import { checkArguments } from '../../src/core/arguments.js'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { type Chain, candidateSetSchema, chainSchema } from '../../src/core/records/types.js'
import { prepare } from '../judge/prepare.js'

/** A chain whose outcome is known. */
export interface GradedChain {
  chain: Chain
  right: boolean
  /** 0-based, -1 for none; absent where only the outcome is known. */
  firstError?: number
}

const labelled = z.looseObject({ firstError: z.int().min(-1) })
const stepwise = z.looseObject({
  prompt: z.string(),
  completions: z.array(z.string()).min(1),
  labels: z.array(z.boolean()),
})
const mathShepherd = z.looseObject({ input: z.string(), label: z.string() })

/**
 * One record -> its graded chains. Takes a LabelledChain (`firstError`, `first_error`, ProcessBench's `problem` and `label`, or `correct`), a CandidateSet with
 * `correct` or `gold`, TRL's `{prompt, completions, labels}` with a label for each step, and Math-Shepherd's `{input, label}`.
 *
 * @throws RationaleError `input` that says what would have been right.
 */
export function gradedChains(record: Readonly<Record<string, unknown>>, id: string): GradedChain[] {
  checkArguments('gradedChains', { record: [record, 'object'], id: [id, 'text'] })
  if ('candidates' in record) return ofCandidates(record, id)
  if ('completions' in record) return ofCompletions(record, id)
  if ('input' in record && 'label' in record) return ofMathShepherd(record, id)
  const { first_error: snake, problem, label, ...rest } = record
  const renamed = { id, ...rest, question: rest.question ?? problem, firstError: rest.firstError ?? snake ?? label }
  const chain = read(chainSchema, renamed)
  // Of some chains only the outcome is known.
  if (renamed.firstError === undefined && typeof rest.correct === 'boolean') return [{ chain, right: rest.correct }]
  return [graded(chain, read(labelled, renamed).firstError)]
}

function ofCandidates(record: unknown, id: string): GradedChain[] {
  const { candidates, gold, ...problem } = read(candidateSetSchema, { id, ...(record as object) }) // read checks it
  return candidates.flatMap(({ id: _id, correct, ...candidate }, i) => {
    const chain = { ...problem, ...candidate, id: `${problem.id}#${i}` }
    if (correct !== undefined) return [{ chain, right: correct }]
    const { answer } = prepare(chain)
    if (gold === undefined)
      throw new RationaleError('input', `candidate ${i} is not graded`, {
        expected: '"correct" in it, or "gold" in the set',
      })
    return [{ chain, right: answer !== undefined && answersEqual(answer, gold, defined({ options: problem.options })) }]
  })
}

function ofCompletions(record: unknown, id: string): GradedChain[] {
  const { prompt, completions, labels } = read(stepwise, record)
  if (labels.length !== completions.length)
    throw new RationaleError('input', 'a label for each completion is needed', {
      found: `${labels.length} labels, ${completions.length} completions`,
    })
  return [graded({ id, question: prompt, steps: completions }, labels.indexOf(false))]
}

/** Steps end in a tag in `input`; in `label` a + or - stands in its place. */
const TAG = 'ки'

function ofMathShepherd(record: unknown, id: string): GradedChain[] {
  const { input, label } = read(mathShepherd, record)
  const pieces = input.split(TAG).slice(0, -1)
  const marks: string[] = []
  let place = 0
  for (const piece of pieces) {
    place += piece.length
    marks.push(label.charAt(place))
    place++
  }
  if (pieces.length === 0 || marks.some((mark) => mark !== '+' && mark !== '-'))
    throw new RationaleError('input', 'not a Math-Shepherd record', {
      expected: `"input" with steps that end in ${TAG}, the same text in "label" with + or - in its place`,
    })
  const [first = '', ...others] = pieces
  const begin = Math.max(0, first.search(/Step 1\s*:/))
  const steps = [first.slice(begin), ...others].map((step) => step.trim())
  return [graded({ id, question: first.slice(0, begin).trim(), steps }, marks.indexOf('-'))]
}

function graded(chain: Chain, firstError: number): GradedChain {
  const { steps } = prepare(chain)
  if (firstError >= steps.length)
    throw new RationaleError('input', `the first error is step ${firstError} (0-based) of ${steps.length}`)
  return { chain, right: firstError === -1, firstError }
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new RationaleError('input', describeIssues(parsed.error), {
    expected:
      'a labelled chain (question, steps or text, firstError), a graded candidate set (candidates with correct), {prompt, completions, labels} or Math-Shepherd’s {input, label}',
  })
}
