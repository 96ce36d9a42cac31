import * as z from 'zod'
import { type AnswerHint, finalAnswer } from '../src/core/answers/answer.js'
import { answersEqual } from '../src/core/answers/equivalence.js'
import { goldAnswer } from '../src/core/answers/gold.js'
import { RationaleError } from '../src/core/errors.js'
import type { Candidate, CandidateSet } from '../src/core/records/types.js'
import { solutionText } from '../src/core/steps/steps.js'
import { graders } from './graders/index.js'

/*
 * The one reader of answers: what a recorded solution answers, and whether that is right. Runs and studies ask here.
 */

/** The solution as it was written; its steps, where it has both. */
export function writtenText({ text = '', steps }: Candidate): string {
  return steps?.join('\n') ?? text
}

/** The final answer as written: its own field, else an envelope's, else what the text states; null where none is found. */
export function answerOf(problem: AnswerHint, candidate: Candidate): string | null {
  if (candidate.answer !== undefined) return candidate.answer
  const { text, answer } = solutionText(writtenText(candidate))
  if (answer !== undefined) return answer
  const found = finalAnswer(text, problem)
  return found.kind === 'unparsed' ? null : found.value
}

/** Whether an answer is right: in the form that was asked for (`strict`), or in another that means the same (`flexible`). */
export interface Right {
  strict: boolean
  flexible: boolean
}

/** `prediction` is the recorded answer, or the whole solution where none is recorded. */
export type GradeAnswer = (set: CandidateSet, prediction: string, gold: string) => Right

/** By the grader that the set's `task` names; without one, core's equivalence decides both ways. */
export const gradeByTask: GradeAnswer = (set, prediction, gold) => {
  const grader = graders.find((candidate) => candidate.name === set.task)
  if (grader === undefined) {
    const found = finalAnswer(prediction, set)
    return bothWays(found.kind !== 'unparsed' && answersEqual(found.value, goldAnswer(gold, set), set))
  }
  const { options, question, details } = set
  const { strict, flexible } = grader.grade(prediction, gold, {
    options,
    question,
    details: detailsSchema.parse(details),
  })
  return { strict, flexible }
}

const detailsSchema = z.record(z.string(), z.string()).optional()

/**
 * By the gold answer; undefined where none is given, and where its grader cannot read it but the grade is recorded.
 *
 * @throws RationaleError where the gold answer cannot be read and nothing else says what is right.
 */
export function gradeCandidate(
  set: CandidateSet,
  candidate: Candidate,
  grade: GradeAnswer = gradeByTask,
): Right | undefined {
  const { answer, correct } = candidate
  const { gold } = set
  if (gold === undefined) return undefined
  // What is graded is what takes part in the vote. A recorded answer is the answer, in whatever words.
  if (set.task === undefined && grade === gradeByTask) {
    const found = answerOf(set, candidate)
    return bothWays(found !== null && answersEqual(found, goldAnswer(gold, set), set))
  }
  // Graders know a field of its own as an answer that was stated.
  const prediction = answer === undefined ? writtenText(candidate) : JSON.stringify({ reasoning: '', answer })
  try {
    return grade(set, prediction, gold)
  } catch (error) {
    if (correct !== undefined && error instanceof RationaleError) return undefined
    throw error
  }
}

/** The outcome that counts: the recorded grade, else by the gold answer. */
export function isRight(set: CandidateSet, candidate: Candidate): boolean {
  return candidate.correct ?? gradeCandidate(set, candidate)?.flexible ?? false
}

const bothWays = (right: boolean): Right => ({ strict: right, flexible: right })
