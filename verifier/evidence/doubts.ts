/* Which notes are told to a person: an answer that is not the last result only where it stands nowhere else. */
import type { Finding } from '../../src/core/records/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { questionKind } from '../judge/question-kind.js'
import { lastDerived } from './answer.js'
import { type Facts, key } from './facts.js'

/**
 * Whether a finding is told. That the answer is not what the last equation comes to is, where the answer stands nowhere else: "2 * 3 + 1 = 7, so x = 3"
 * is right. Otherwise it is a feature alone, for it stands beside right solutions as often as beside wrong ones (benchmarks/LOG.md, "Doubts that are told").
 */
export function toldOf(chain: PreparedChain, facts: Facts): (finding: Finding) => boolean {
  const isNew = () => {
    const { answer, given, context, steps } = facts
    if (answer === null || answer.value === null || questionKind(chain) !== 'number') return false
    const stated = key(answer.value)
    const isKnown = given.some(({ forms }) => forms.includes(stated)) || context.has(stated)
    const times = steps.flatMap(({ numbers }) => numbers).filter(({ value }) => key(value) === stated).length
    return !isKnown && times <= 1 && !isOneStepFurther(facts, answer.value.valueOf())
  }
  return ({ kind, ok }) => ok || kind !== 'answer' || isNew()
}

/** Metres in centimetres, joules in kilojoules. */
const scales = [1e-9, 1e-6, 1e-3, 1e-2, 10, 1e2, 1e3, 1e6, 1e9]
/** Numbers of a chain that are tried. */
const MAX_NUMBERS = 200

/**
 * The answer is one operation further than the last equation ("8% of 60 is 4.80. Total = $64.80"), with a number of that equation or one that no other took, or the same in another
 * unit (125,580 J as 126 kJ): that the operation is not written out is nothing against it.
 */
function isOneStepFurther(facts: Facts, answer: number): boolean {
  const derived = lastDerived(facts)
  if (derived === null) return false
  const last = derived.value.valueOf()
  const isAnswer = (value: number) => Math.abs(value - answer) <= 1e-6 * Math.abs(answer)
  const { units } = derived.equation
  const isMeasured = units.length > 0 && !units.includes('dollar')
  if (isMeasured && scales.some((scale) => Math.abs(last * scale - answer) <= 0.005 * Math.abs(answer))) return true
  const own = derived.equation.operands.map((each) => each.valueOf())
  const equations = facts.steps.flatMap((step) => step.equations)
  const taken = new Set(equations.flatMap(({ operands }) => operands.map(key)))
  const free = facts.steps.flatMap(({ numbers }) => numbers.filter(({ value }) => !taken.has(key(value))))
  return [...own, ...free.slice(-MAX_NUMBERS).map(({ value }) => value.valueOf())]
    .filter((each) => Math.abs(each) > 2 && !isAnswer(each))
    .some((each) => isAnswer(each + last) || isAnswer(Math.abs(each - last)))
}
