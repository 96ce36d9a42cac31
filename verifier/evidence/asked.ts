import type { Pieces } from '../../src/core/pieces.js'
import { accuses } from '../../src/core/records/findings.js'
import type { Finding } from '../../src/core/records/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { arithmeticReader } from './arithmetic.js'
import { claimReader } from './claims/index.js'
import { type Facts, readStep, type StepFacts } from './facts.js'
import { programReader } from './programs/index.js'
import { answerReader } from './questions/answer.js'
import { solveQuestion } from './questions/index.js'

/**
 * What is asked, where that can be computed, against the chain's answer: a finding in the last step, or, where the answer is wrong and no other claim accuses a step, in
 * the one that the slip is in. For a wrong answer all steps are read ahead.
 */
export function* askedReader(
  { question, context, steps }: PreparedChain,
  facts: Facts,
): Pieces<(step: number) => Finding[]> {
  const solved = solveQuestion(question, context)
  yield
  const compared = solved === null ? programReader(facts, context ?? '') : answerReader(facts, solved)
  if (compared === null) return () => []
  const { slipIn, message, ...finding } = compared
  const place = finding.ok ? steps.length - 1 : yield* placeOf(slipIn, steps, question, context)
  return (step) => {
    if (step !== place) return []
    return [{ ...finding, span: [0, steps[step]?.length ?? 0], ...(finding.ok ? {} : { message }) }]
  }
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
