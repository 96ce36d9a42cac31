import { z } from 'zod'
import { at, defined } from '../../src/core/absence.js'
import { finalAnswer } from '../../src/core/answers/answer.js'
import { answerKey, answersEqual } from '../../src/core/answers/equivalence.js'
import { RationaleError } from '../../src/core/errors.js'
import type {
  Candidate,
  CandidateSet,
  Chain,
  LabelledChain,
  TokenTally,
  Verdict,
  Verifier,
} from '../../src/core/records/types.js'
import { solutionText } from '../../src/core/steps/steps.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { graders } from '../graders/index.js'
import { outcomesOf, votesOf } from './outcomes.js'
import type { CandidatesRecord, JudgedCandidate, Judgement, StepsRecord } from './records.js'

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
    const right = found.kind !== 'unparsed' && answersEqual(found.value, gold, set)
    return { strict: right, flexible: right }
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

export interface JudgeTools {
  verifier: Verifier
  grade: GradeAnswer
  signal?: AbortSignal | undefined
}

/**
 * One problem with its candidates -> its record. Every candidate is verified by itself; the verifier sees question, context, options and
 * solution, never the grade, the gold answer or the generator's name.
 */
export async function judgeCandidates(
  task: string,
  set: CandidateSet,
  tools: JudgeTools,
  tokens: TokenTally = emptyTally(),
): Promise<CandidatesRecord> {
  const { verifier, grade, signal } = tools
  const chains = set.candidates.map((candidate, index) => chainOf(set, candidate, index))
  const { verdicts, tokens: spent } = await verifier.verifyAll(chains, { signal })
  addTally(tokens, spent)
  const candidates = set.candidates.map((candidate, index) =>
    gradedCandidate(set, candidate, at(verdicts, index), grade),
  )
  return {
    suite: 'candidates',
    task,
    ...problemOf(set),
    ...defined({ gold: set.gold }),
    candidates,
    outcomes: outcomesOf(candidates),
    votes: votesOf(candidates),
    tokens,
  }
}

export async function judgeCandidate(
  set: CandidateSet,
  candidate: Candidate,
  index: number,
  { verifier, grade, signal }: JudgeTools,
  tokens: TokenTally,
): Promise<JudgedCandidate> {
  const verdict = await verifier.verify(chainOf(set, candidate, index), { signal })
  addTally(tokens, verdict.tokens)
  return gradedCandidate(set, candidate, verdict, grade)
}

/** What the verifier sees of a candidate. */
function chainOf(set: CandidateSet, candidate: Candidate, index: number): Chain {
  return {
    id: `${set.id}#${index}`,
    question: set.question,
    ...defined({
      context: set.context,
      options: set.options,
      task: set.task,
      text: candidate.text,
      steps: candidate.steps,
      answer: candidate.answer,
    }),
  }
}

function gradedCandidate(
  set: CandidateSet,
  candidate: Candidate,
  verdict: Verdict,
  grade: GradeAnswer,
): JudgedCandidate {
  const text = candidate.text ?? candidate.steps?.join('\n') ?? ''
  const answer = writtenAnswer(set, candidate, text)
  const { gold } = set
  const graded = gold === undefined ? undefined : gradeOrExcuse(set, candidate, gold, grade)
  return {
    ...defined({ id: candidate.id }),
    answer,
    key: answer === null ? null : answerKey(answer, set),
    correct: candidate.correct ?? graded?.flexible ?? false,
    ...(graded === undefined ? {} : { strict: graded.strict, flexible: graded.flexible }),
    verdict: judgementOf(verdict),
  }
}

/** The outcome that counts: the recorded grade, else by the gold answer. */
export function rightOf(set: CandidateSet, candidate: Candidate): boolean {
  if (candidate.correct !== undefined || set.gold === undefined) return candidate.correct ?? false
  return gradeOrExcuse(set, candidate, set.gold, gradeByTask)?.flexible ?? false
}

/** A gold answer that its grader cannot read does no harm where the grade is recorded. */
function gradeOrExcuse(set: CandidateSet, candidate: Candidate, gold: string, grade: GradeAnswer): Right | undefined {
  // A recorded answer is the answer, in whatever words: there is nothing to look for in it.
  if (candidate.answer !== undefined && set.task === undefined && grade === gradeByTask) {
    const right = answersEqual(candidate.answer, gold, set)
    return { strict: right, flexible: right }
  }
  // Graders know a field of its own as an answer that was stated.
  const prediction =
    candidate.answer === undefined
      ? (candidate.text ?? candidate.steps?.join('\n') ?? '')
      : JSON.stringify({ reasoning: '', answer: candidate.answer })
  try {
    return grade(set, prediction, gold)
  } catch (error) {
    if (candidate.correct !== undefined && error instanceof RationaleError) return undefined
    throw error
  }
}

/** One labelled chain -> its record; the label is kept from the verifier. */
export async function judgeChain(
  task: string,
  chain: LabelledChain,
  { verifier, signal }: JudgeTools,
): Promise<StepsRecord> {
  const { firstError, ...unlabelled } = chain
  const verdict = await verifier.verify(unlabelled, { signal })
  const tokens = emptyTally()
  addTally(tokens, verdict.tokens)
  return { suite: 'steps', task, ...problemOf(chain), firstError, verdict: judgementOf(verdict), tokens }
}

function writtenAnswer(set: CandidateSet, candidate: Candidate, text: string): string | null {
  if (candidate.answer !== undefined) return candidate.answer
  const { text: solution, answer } = solutionText(text)
  if (answer !== undefined) return answer
  const found = finalAnswer(solution, set)
  return found.kind === 'unparsed' ? null : found.value
}

function problemOf({ id, question, context, options }: CandidateSet | LabelledChain) {
  return {
    id,
    question,
    ...defined({ context, options }),
  }
}

function judgementOf({ id: _id, ...verdict }: Verdict): Judgement {
  return {
    ...verdict,
    steps: verdict.steps.map(({ evidence, ...step }) => ({ ...step, evidence: evidence.map(copy) })),
  }
}

const copy = (finding: Verdict['steps'][number]['evidence'][number]) => ({
  ...finding,
  span: [...finding.span] as [number, number],
})
