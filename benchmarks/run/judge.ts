import { finalAnswer } from '../../src/core/answer.js'
import { answerKey, answersEqual } from '../../src/core/equivalence.js'
import { solutionText } from '../../src/core/steps.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import type { Candidate, CandidateSet, LabelledChain, TokenTally, Verdict, Verifier } from '../../src/core/types.js'
import { outcomesOf, votesOf } from './outcomes.js'
import type { CandidatesRecord, JudgedCandidate, Judgement, StepsRecord } from './records.js'

/** Whether an answer is right: in the form that was asked for (`strict`), and wherever in the text it was found (`flexible`). */
export interface Grade {
  strict: boolean
  flexible: boolean
}

/** The graders of a task, by name; see benchmarks/graders. */
export type GradeAnswer = (given: {
  grader: string | undefined
  /** The whole solution as the generator wrote it. */
  text: string
  /** What was read from it, null where nothing was found. */
  answer: string | null
  gold: string
  set: CandidateSet
}) => Grade

/** Without graders: the answer that core reads, held against the gold by core's equivalence; both ways the same. */
export const gradeByEquivalence: GradeAnswer = ({ answer, gold, set }) => {
  const right = answer !== null && answersEqual(answer, gold, set)
  return { strict: right, flexible: right }
}

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
  const candidates: JudgedCandidate[] = []
  for (const [index, candidate] of set.candidates.entries()) {
    candidates.push(await judgeCandidate(set, candidate, index, tools, tokens))
  }
  return {
    suite: 'candidates',
    task,
    ...problemOf(set),
    ...(set.gold === undefined ? {} : { gold: set.gold }),
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
  const chain = {
    id: `${set.id}#${index}`,
    question: set.question,
    ...(set.context === undefined ? {} : { context: set.context }),
    ...(set.options === undefined ? {} : { options: set.options }),
    ...(set.task === undefined ? {} : { task: set.task }),
    ...(candidate.text === undefined ? {} : { text: candidate.text }),
    ...(candidate.steps === undefined ? {} : { steps: candidate.steps }),
    ...(candidate.answer === undefined ? {} : { answer: candidate.answer }),
  }
  const verdict = await verifier.verify(chain, { signal })
  addTally(tokens, verdict.tokens)
  const text = candidate.text ?? candidate.steps?.join('\n') ?? ''
  const answer = writtenAnswer(set, candidate, text)
  const { gold } = set
  const graded = gold === undefined ? undefined : grade({ grader: set.task, text, answer, gold, set })
  return {
    ...(candidate.id === undefined ? {} : { id: candidate.id }),
    answer,
    key: answer === null ? null : answerKey(answer, set),
    correct: candidate.correct ?? graded?.flexible ?? false,
    ...(graded === undefined ? {} : { strict: graded.strict, flexible: graded.flexible }),
    verdict: judgementOf(verdict),
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
    ...(context === undefined ? {} : { context }),
    ...(options === undefined ? {} : { options }),
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
