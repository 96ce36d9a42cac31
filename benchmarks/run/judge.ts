import { at, defined } from '../../src/core/absence.js'
import { answerKey } from '../../src/core/answers/equivalence.js'
import type {
  Candidate,
  CandidateSet,
  Chain,
  LabelledChain,
  TokenTally,
  Verdict,
  Verifier,
} from '../../src/core/records/types.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { answerOf, type GradeAnswer, gradeCandidate } from '../answers.js'
import { type DrawnSet, generatorOf } from '../selection.js'
import { outcomesOf, samplesOf, votesOf } from './outcomes.js'
import type { CandidatesRecord, JudgedCandidate, StepsRecord } from './records.js'

export interface JudgeTools {
  verifier: Verifier
  grade?: GradeAnswer | undefined
  /** Candidates of a draw that the outcomes are of (default: all). */
  size?: number
  signal?: AbortSignal | undefined
}

/**
 * One problem with its candidates -> its record. Every candidate is verified by itself; the verifier sees question, context, options and
 * solution, never the grade, the gold answer or the generator's name.
 */
export async function judgeCandidates(
  task: string,
  set: DrawnSet,
  { verifier, grade, size, signal }: JudgeTools,
  tokens: TokenTally = emptyTally(),
): Promise<CandidatesRecord> {
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
    ...defined({ draws: set.draws }),
    outcomes: outcomesOf(candidates, samplesOf({ candidates, draws: set.draws }, size)),
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
  grade: GradeAnswer | undefined,
): JudgedCandidate {
  const answer = answerOf(set, candidate)
  const graded = gradeCandidate(set, candidate, grade)
  return {
    ...defined({ id: candidate.id, generator: generatorOf(candidate) }),
    answer,
    key: answer === null ? null : answerKey(answer, set),
    correct: candidate.correct ?? graded?.flexible ?? false,
    ...graded,
    verdict,
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
  return { suite: 'steps', task, ...problemOf(chain), firstError, verdict, tokens }
}

function problemOf({ id, question, context, options }: CandidateSet | LabelledChain) {
  return {
    id,
    question,
    ...defined({ context, options }),
  }
}
