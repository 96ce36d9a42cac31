import type { Finding } from '../../src/core/records/types.js'
import type { StepFacts } from './facts.js'

/** Every equals sign whose two sides have a value: do they agree within the digits shown? */
export function checkArithmetic({ equations }: StepFacts): Finding[] {
  return equations.flatMap(({ checks }) =>
    checks.map(({ span, claimed, computed, ok }) => ({
      kind: 'arithmetic' as const,
      span,
      claimed,
      computed,
      ok,
      ...(ok ? {} : { message: `states ${claimed}, but this comes to ${computed}` }),
    })),
  )
}
