import { RationaleError } from '../../src/core/errors.js'
import { looksLikeProgram } from '../graders/finqa-program.js'
import { graderFor } from '../graders/index.js'
import { SPAN_SEPARATOR } from '../graders/spans.js'
import type { Sample, Task } from './task.js'

/** A sample whose own gold answer its grader does not call right. */
export interface Exception {
  id: string
  gold: string
  reason: string
}

export interface GoldAgainstGold {
  graded: number
  strict: number
  flexible: number
  exceptions: Exception[]
}

/**
 * Every gold answer, stated as the task asks a model to state it, graded against itself: whatever is not right here would be marked wrong
 * however good the model is.
 */
export function gradeGold(task: Task, samples: readonly Sample[]): GoldAgainstGold {
  const result: GoldAgainstGold = { graded: 0, strict: 0, flexible: 0, exceptions: [] }
  if (task.answer === 'steps') return result
  const grader = graderFor(task.grader)
  for (const sample of samples) {
    const { id, gold } = sample
    if (gold === undefined) continue
    result.graded++
    const except = (reason: string) => result.exceptions.push({ id, gold, reason })
    try {
      const grade = (sample.answer === undefined ? grader : graderFor(sample.answer)).grade(
        stated(task, sample, gold),
        gold,
        sample,
      )
      if (grade.strict) result.strict++
      if (grade.flexible) result.flexible++
      if (!grade.parsed) except('unparsed')
      else if (!grade.flexible) except(`read as ${JSON.stringify(grade.answer)}: wrong`)
      else if (!grade.strict) except(`read as ${JSON.stringify(grade.answer)}: not strictly`)
    } catch (error) {
      if (!(error instanceof RationaleError)) throw error
      except(error.message)
    }
  }
  return result
}

/**
 * As the prompt's last sentence asks for it. A programme (FinQA) stands alone; longer text stands in an answer field, since a sentence's end
 * would end it; TAT-QA's figures carry their scale, which its strict grade needs.
 */
function stated(task: Task, { answer = task.answer, details }: Sample, gold: string): string {
  if (answer === 'expression') return `The answer is \\boxed{${gold}}.`
  if (answer === 'number' && looksLikeProgram(gold)) return gold
  if (answer !== 'text') return `The answer is ${gold}`
  const scale = details?.scale ?? ''
  const unit = scale === 'percent' ? '%' : scale === '' ? '' : ` ${scale}`
  const scaled = gold.split(SPAN_SEPARATOR).map((span) => (/\d[^A-Za-z%]*$/.test(span) ? `${span}${unit}` : span))
  return JSON.stringify({ reasoning: '', answer: scaled.join(SPAN_SEPARATOR) })
}
