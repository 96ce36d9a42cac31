/* What the question asks, where it can be solved: its answer against the chain's, and the step that a wrong answer comes from. */
import { findStatements } from '../../src/core/answers/statements.js'
import type { Pieces } from '../../src/core/pieces.js'
import { accuses } from '../../src/core/records/findings.js'
import type { Finding } from '../../src/core/records/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { arithmeticReader } from './arithmetic.js'
import type { Facts, StepFacts } from './facts.js'
import { forgotten, hasConditions } from './forgotten.js'
import { rulesCalled, wrongWay } from './methods/index.js'
import { programReader } from './programs/index.js'
import { answerReader } from './questions/answer.js'
import { type Solved, solving } from './questions/index.js'

/** The steps of a chain as they are read, each once. Claims are asked for in the order of the steps, as one may stand on another. */
interface Reading {
  stepAt(place: number): Pieces<StepFacts>
  claimsAt(place: number): Pieces<readonly Finding[]>
}

/**
 * What is asked, against the chain's answer: where it can be computed, a finding in the last step, or, where the answer is wrong and no other claim accuses a step, in the one
 * that the slip is in; where only its rule is known, the step that takes a wrong way, or that leaves a condition out. For either all steps are read ahead.
 */
export function* askedReader(
  { question, context, steps, answer, answerRead }: PreparedChain,
  facts: Facts,
  reading: Reading,
): Pieces<(step: number) => Finding[]> {
  const solved = yield* solving(question, context)
  yield
  const compared = solved === null ? yield* programReader(facts, context ?? '') : answerReader(facts, solved, steps)
  const found = (place: number, finding: Omit<Finding, 'span'>) => (step: number) =>
    step === place ? [{ ...finding, span: [0, steps[step]?.length ?? 0] as const }] : []
  if (compared !== null) {
    const { slipIn, isNamedIn, message, ...finding } = compared
    if (finding.ok) return found(steps.length - 1, finding)
    // "x = 17. Check: 2 * 17 + 5 = 39.": what was read as the answer need not be it.
    if (answerRead === true && [...steps, steps.join('\n')].some(isNamedIn)) return () => []
    if (answerRead === true && (yield* isComputed(solved, steps, reading))) return () => []
    return found(yield* placeOf(slipIn, steps, question, reading), { ...finding, message })
  }
  const called = rulesCalled(question)
  yield
  if (called.length === 0 && !hasConditions(question)) return () => []
  const read = yield* readAhead(steps, reading)
  const wrong = wrongWay(question, called, read, answer) ?? forgotten(question, read)
  // What another claim has named is where it began.
  return wrong === null ? () => [] : found(yield* placeOf(() => wrong.step, steps, question, reading), wrong.finding)
}

/** A computation that was asked for and is stated right by an equation, where no answer is stated in so many words: what else is reckoned takes nothing back. */
function* isComputed(solved: Solved | null, steps: readonly string[], reading: Reading): Pieces<boolean> {
  const exact = solved?.exact
  if (exact === undefined || findStatements(steps.join('\n')).length > 0) return false
  const read = yield* readAhead(steps, reading)
  return read.some(({ equations }) =>
    equations.some(({ checks }) => checks.some(({ ok, claimedValue }) => ok && claimedValue.equals(exact))),
  )
}

function* readAhead(steps: readonly string[], { stepAt }: Reading): Pieces<StepFacts[]> {
  const read: StepFacts[] = []
  for (const i of steps.keys()) {
    read.push(yield* stepAt(i))
    yield
  }
  return read
}

function* placeOf(
  slipIn: (steps: readonly StepFacts[]) => number,
  steps: readonly string[],
  question: string,
  { stepAt, claimsAt }: Reading,
): Pieces<number> {
  const read: StepFacts[] = []
  const arithmetic = arithmeticReader(question, steps)
  for (const i of steps.keys()) {
    const step = yield* stepAt(i)
    read.push(step)
    yield
    if ([...arithmetic(step), ...(yield* claimsAt(i))].some(accuses)) return steps.length - 1
  }
  return slipIn(read)
}
