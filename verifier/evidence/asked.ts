import type { Pieces } from '../../src/core/pieces.js'
import { accuses } from '../../src/core/records/findings.js'
import type { Finding } from '../../src/core/records/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { arithmeticReader } from './arithmetic.js'
import { claimReader } from './claims/index.js'
import { type Facts, readStep, type StepFacts } from './facts.js'
import { forgotten, hasConditions } from './forgotten.js'
import { rulesCalled, wrongWay } from './methods/index.js'
import { programReader } from './programs/index.js'
import { answerReader } from './questions/answer.js'
import { solving } from './questions/index.js'

/**
 * What is asked, against the chain's answer: where it can be computed, a finding in the last step, or, where the answer is wrong and no other claim accuses a step, in the one
 * that the slip is in; where only its rule is known, the step that takes a wrong way, or that leaves a condition out. For either all steps are read ahead.
 */
export function* askedReader(
  { question, context, steps, answer, answerRead }: PreparedChain,
  facts: Facts,
): Pieces<(step: number) => Finding[]> {
  const solved = yield* solving(question, context)
  yield
  const compared = solved === null ? programReader(facts, context ?? '') : answerReader(facts, solved, steps)
  const found = (place: number, finding: Omit<Finding, 'span'>) => (step: number) =>
    step === place ? [{ ...finding, span: [0, steps[step]?.length ?? 0] as const }] : []
  if (compared !== null) {
    const { slipIn, isNamedIn, message, ...finding } = compared
    if (finding.ok) return found(steps.length - 1, finding)
    // "x = 17. Check: 2 * 17 + 5 = 39.": what was read as the answer need not be it.
    if (answerRead === true && [...steps, steps.join('\n')].some(isNamedIn)) return () => []
    return found(yield* placeOf(slipIn, steps, question, context), { ...finding, message })
  }
  const called = rulesCalled(question)
  yield
  if (called.length === 0 && !hasConditions(question)) return () => []
  const read = yield* readAhead(steps)
  const wrong = wrongWay(question, called, read, answer) ?? forgotten(question, read)
  return wrong === null ? () => [] : found(wrong.step, wrong.finding)
}

function* readAhead(steps: readonly string[]): Pieces<StepFacts[]> {
  const read: StepFacts[] = []
  for (const text of steps) {
    read.push(yield* readStep(text))
    yield
  }
  return read
}

function* placeOf(
  slipIn: (steps: readonly StepFacts[]) => number,
  steps: readonly string[],
  question: string,
  context: string | undefined,
): Pieces<number> {
  const read: StepFacts[] = []
  const arithmetic = arithmeticReader(question)
  const claims = claimReader(question, context)
  for (const text of steps) {
    const step = yield* readStep(text)
    read.push(step)
    yield
    if ([...arithmetic(step), ...(yield* claims(text))].some(accuses)) return steps.length - 1
  }
  return slipIn(read)
}
