import { type AnswerHint, finalAnswer } from '../../src/core/answers/answer.js'
import { solutionText } from '../../src/core/steps/steps.js'

/** What a grader may know of the question; a task's sample can be passed as it is. */
export interface GradeHint extends AnswerHint {
  question?: string | undefined
  /** TAT-QA's scale and answer type, FinQA's program, … */
  details?: Readonly<Record<string, string>> | undefined
}

/**
 * One judgement. `strict`: the answer is the gold one, in the form that was asked for. `flexible`: it means the same (other unit, scale
 * or spelling, rounded). Where no answer is stated, `parsed` is false and both are false: nothing is guessed.
 */
export interface Grade {
  parsed: boolean
  strict: boolean
  flexible: boolean
  /** The answer that was judged, as written. */
  answer: string | null
  /** Partial credit in [0, 1] where the task has one (F1 of words or labels), else 1 for flexible. */
  score: number
}

/** Prediction: a solution or only its answer. @throws RationaleError `input` where the gold answer itself makes no sense for this grader. */
export interface Grader {
  name: string
  grade(prediction: string, gold: string, hint?: GradeHint): Grade
}

export const unparsed: Grade = { parsed: false, strict: false, flexible: false, answer: null, score: 0 }

export function graded(answer: string, strict: boolean, flexible: boolean, score = flexible || strict ? 1 : 0): Grade {
  return { parsed: true, strict, flexible: flexible || strict, answer, score }
}

/** The stated answer of a prediction, with the words around it. */
export interface Stated {
  value: string
  before: string
  after: string
}

/** @returns null where no answer of the kind `task` is stated. */
export function statedAnswer(prediction: string, hint: AnswerHint): Stated | null {
  const { text, answer } = solutionText(prediction)
  // Text in a field of its own is the whole answer, however many sentences it has.
  if (answer !== undefined && hint.task === 'text' && answer.trim() !== '' && !/\banswer\b|答案/i.test(answer))
    return { value: answer.trim(), before: '', after: '' }
  // An answer beside the reasoning is a statement like any other: "Answer: …".
  const source = answer === undefined ? text : `Answer: ${answer}`
  const found = finalAnswer(source, hint)
  if (found.kind === 'unparsed') return null
  const [start, end] = found.span
  return {
    value: found.value,
    before: source.slice(Math.max(0, start - 60), start),
    after: source.slice(end, end + 40),
  }
}
