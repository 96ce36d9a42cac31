/* What was found in a step, as numbers that a model of steps weighs. */
import { isUnit } from '../../src/core/arithmetic/units.js'
import { singular } from '../../src/core/quantities/singular.js'
import { accuses } from '../../src/core/records/findings.js'
import type { Finding } from '../../src/core/records/types.js'
import { attributionReader } from './attribution.js'
import { type Facts, type StepFacts, within } from './facts.js'
import type { Source } from './provenance.js'

export const stepFeatureNames = [
  'passed',
  'failed',
  'contradiction',
  'unexplained',
  'unexplainedOperand',
  'derivable',
  'derivableOperand',
  'constantOperand',
  'newUnit',
  'newNegative',
  'misattributed',
] as const
type StepFeatures = Record<(typeof stepFeatureNames)[number], number>

/**
 * What the checks say of each step, as numbers for a logistic model. Beside findings it counts what is no finding, because it is right more often
 * than not: numbers that follow from others without being computed, operands that nobody stated, a unit or a minus sign that comes from
 * nowhere, a number given to somebody else.
 */
export function stepFeatureReader(
  facts: Facts,
): (step: StepFacts, findings: readonly Finding[], sources: readonly Source[]) => StepFeatures {
  const units = new Set(unitsIn(facts.question))
  for (const { quantity } of facts.given) for (const unit of unitsOf(quantity)) units.add(unit)
  const isMisattributed = attributionReader(facts)
  let negatives = facts.given.some(({ quantity }) => quantity.value.s < 0n) || facts.context.size > 0
  return (step, findings, sources) => {
    const has = (kind: Finding['kind'], ok: boolean) =>
      flag(findings.some((each) => each.kind === kind && each.ok === ok))
    const count = numberCounts(step, sources)
    const stated = new Set([...unitsIn(step.text), ...step.numbers.flatMap(unitsOf)])
    const newUnit = [...stated].some((unit) => !units.has(unit))
    const negative = step.numbers.some(({ value }) => value.s < 0n)
    const newNegative = negative && !negatives
    for (const unit of stated) units.add(unit)
    negatives ||= negative
    return {
      passed: has('arithmetic', true) * (1 - flag(findings.some(accuses))),
      failed: flag(findings.some(accuses)),
      contradiction: has('contradiction', false),
      unexplained: amount(count.unexplained.prose),
      unexplainedOperand: amount(count.unexplained.operand),
      derivable: amount(count.derivable.prose),
      derivableOperand: amount(count.derivable.operand),
      constantOperand: amount(count.constant.operand),
      newUnit: flag(newUnit),
      newNegative: flag(newNegative),
      misattributed: flag(isMisattributed(step)),
    }
  }
}

/** How many numbers of a step have which source, in an equation and outside. */
function numberCounts({ equations, numbers }: StepFacts, sources: readonly Source[]) {
  const counts = {
    unexplained: { prose: 0, operand: 0 },
    derivable: { prose: 0, operand: 0 },
    constant: { prose: 0, operand: 0 },
  }
  const spans = equations.filter(({ operations }) => operations > 0).map(({ span }) => span)
  for (const [i, { span }] of numbers.entries()) {
    const source = sources[i]
    if (source !== 'unexplained' && source !== 'derivable' && source !== 'constant') continue
    counts[source][spans.some((range) => within(span, range)) ? 'operand' : 'prose']++
  }
  return counts
}

/** Words for measures in a text: "hours" as much as "3 hours". */
function unitsIn(text: string): string[] {
  return (
    text
      .slice(0, 4000)
      .toLowerCase()
      .match(/[a-z]{2,12}/g) ?? []
  )
    .map(singular)
    .filter(isUnit)
}

function unitsOf({ unit, currency }: { unit?: string; currency?: string }): string[] {
  if (currency === 'USD') return ['dollar']
  return unit !== undefined && isUnit(unit) ? [unit] : []
}

const flag = (condition: boolean) => (condition ? 1 : 0)
const amount = (count: number) => Math.log1p(Math.min(count, 6))
