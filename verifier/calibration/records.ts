import * as z from 'zod'
import { answersEqual } from '../../src/core/answers/equivalence.js'
import { goldAnswer } from '../../src/core/answers/gold.js'
import { checkArguments } from '../../src/core/arguments.js'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { publishedChain } from '../../src/core/records/published-chain.js'
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

/**
 * One record -> its graded chains. Takes a LabelledChain (`firstError`, `first_error`, ProcessBench's `problem` and `label`, or `correct`), a CandidateSet with
 * `correct` or `gold` (or `answer`), TRL's `{prompt, completions, labels}` with a label for each step, and Math-Shepherd's `{input, label}`.
 *
 * @throws RationaleError `input` that says what would have been right.
 */
export function gradedChains(record: Readonly<Record<string, unknown>>, id: string): GradedChain[] {
  checkArguments('gradedChains', { record: [record, 'object'], id: [id, 'text'] })
  if ('candidates' in record) return ofCandidates(record, id)
  const renamed: Readonly<Record<string, unknown>> = { id, ...publishedChain(record) }
  const chain = read(chainSchema, renamed)
  // Of some chains only the outcome is known.
  if (renamed.firstError === undefined && typeof renamed.correct === 'boolean')
    return [{ chain, right: renamed.correct }]
  return [graded(chain, read(labelled, renamed).firstError)]
}

function ofCandidates({ answer, ...record }: Readonly<Record<string, unknown>>, id: string): GradedChain[] {
  // A set's own answer is the right one: each candidate states its own, as where they are ranked and measured.
  const right = record.gold ?? (typeof answer === 'string' || typeof answer === 'number' ? answer : undefined)
  const asked = {
    id,
    ...record,
    ...(right !== undefined && { gold: typeof right === 'number' ? String(right) : right }),
  }
  const { candidates, gold, ...problem } = read(candidateSetSchema, asked)
  return candidates.flatMap(({ id: _id, correct, ...candidate }, i) => {
    const chain = { ...problem, ...candidate, id: `${problem.id}#${i}` }
    if (correct !== undefined) return [{ chain, right: correct }]
    const { answer } = prepare(chain)
    if (gold === undefined)
      throw new RationaleError('input', `candidate ${i} is not graded`, {
        expected: '"correct" in it, or "gold" (or "answer") in the set',
      })
    return [{ chain, right: answer !== undefined && answersEqual(answer, goldAnswer(gold, problem), problem) }]
  })
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
