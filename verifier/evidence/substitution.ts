/* A value put back into the equations of the steps before: "2x + 3 = 11, so x = 5". All that were stated for the letter have to hold. */
import type Fraction from 'fraction.js'
import { type Equation, readEquations, showNumber } from '../../src/core/arithmetic/index.js'
import type { Finding } from '../../src/core/records/types.js'
import { rare } from '../../src/core/triggers.js'
import type { StepFacts } from './facts.js'

/** A variable found to have a value, put into the equations the chain stated for it alone. */
export interface Substitution {
  name: string
  value: Fraction
  /** Equations that hold, and the numbers in them. */
  held: number
  operands: readonly Fraction[]
  /** The first equation that fails. */
  finding?: Finding
}

/** The latest equations of a variable that are tried; older ones may be of another case. */
const MAX_CONSTRAINTS = 4
const MAX_SUBSTITUTIONS = 40

/** The substitutions of a chain's steps, read in order. */
export function substitutionReader(): (step: StepFacts) => Substitution[] {
  const constraints = new Map<string, { text: string; operands: readonly Fraction[] }[]>()
  /** Variables that have their value: a further equation is of another problem. */
  const solved = new Set<string>()
  let count = 0
  return ({ text, equations }) => {
    const found: Substitution[] = []
    const cases = severalValues.test(text)
    for (const equation of equations) {
      const [name] = equation.names
      if (name === undefined || equation.names.length !== 1) continue
      if (isSolution(equation)) {
        solved.add(name)
        if (cases) {
          constraints.delete(name)
          continue
        }
        const tried = constraints.get(name)?.slice(-MAX_CONSTRAINTS) ?? []
        if (tried.length === 0 || count++ >= MAX_SUBSTITUTIONS) continue
        found.push(substitute(name, equation, tried))
      } else if (equation.open && equation.result !== null && equation.span[1] - equation.span[0] < 300) {
        const list = solved.delete(name) ? [] : (constraints.get(name) ?? [])
        list.push({ text: text.slice(...equation.span), operands: equation.operands })
        constraints.set(name, list)
      }
    }
    return found
  }
}

/** Words under which a variable takes a value on trial, or one of several. */
const severalValues = rare(
  /\b(?:or|if|when|case|cases|try|trying|let|suppose|assume|plug|plugging|test|either|both|solutions|roots|wrong|not)\b|\\pm|±/i,
)

/** "x = 20", "x = 64/8 = 8" */
const isSolution = ({ assigns, result, names }: Equation) =>
  assigns !== undefined && result !== null && names.length === 1

function substitute(
  name: string,
  { result, span }: Equation,
  constraints: readonly { text: string; operands: readonly Fraction[] }[],
): Substitution {
  const value = result as Fraction
  const substitution: Substitution = { name, value, held: 0, operands: [] }
  for (const { text, operands } of constraints) {
    const checks = readEquations(text, new Map([[name, value]])).flatMap((equation) => equation.checks)
    const failed = checks.find(({ ok }) => !ok)
    if (failed !== undefined) {
      substitution.finding ??= {
        kind: 'contradiction',
        span,
        claimed: `${name} = ${showNumber(value)}`,
        computed: `${failed.computed} for ${failed.claimed}`,
        ok: false,
        message: `with ${name} = ${showNumber(value)}, ${text} does not hold`,
      }
    } else if (checks.length > 0) {
      substitution.held++
      substitution.operands = [...substitution.operands, ...operands]
    }
  }
  return substitution
}
