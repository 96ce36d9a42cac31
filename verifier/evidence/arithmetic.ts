import { asksOtherArithmetic, caretMayBeOr, type EquationCheck } from '../../src/core/arithmetic/equations.js'
import type { Finding } from '../../src/core/records/types.js'
import type { StepFacts } from './facts.js'

/** The arithmetic of steps; where the question asks for arithmetic of another kind, what fails says nothing. */
export function arithmeticReader(question: string): (step: StepFacts) => Finding[] {
  const accuses = !asksOtherArithmetic(question)
  const isProgram = caretMayBeOr(question)
  return (step) => {
    const caretIsOpen = step.text.includes('^') && (isProgram || caretMayBeOr(step.text))
    return checkArithmetic(step).filter(
      ({ ok, span }) => ok || (accuses && !(caretIsOpen && step.text.slice(...span).includes('^'))),
    )
  }
}

/** Every equals sign whose two sides have a value: do they agree within the digits shown? */
function checkArithmetic({ equations }: StepFacts): Finding[] {
  return equations.flatMap(({ checks }) =>
    checks.map(({ span, claimed, computed, ok, computedValue }) => ({
      kind: 'arithmetic' as const,
      span,
      claimed,
      computed,
      ok,
      ...(ok
        ? {}
        : { message: `states ${claimed}, but this comes to ${asStated(claimed, computedValue) ?? computed}` }),
    })),
  )
}

/** What was computed as a fraction, where the claim is one and it stays short; else undefined. */
function asStated(claimed: string, value: EquationCheck['computedValue']): string | undefined {
  if (!/^\s*-?\s*(?:\d+\s*\/\s*\d+|\\[cdt]?frac.*)\s*$/.test(claimed)) return undefined
  const fraction = value.toFraction()
  return fraction.length <= 12 ? fraction : undefined
}
