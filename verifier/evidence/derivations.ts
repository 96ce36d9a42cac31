/* What was reckoned from what: every value of the equations, with the numbers that went into it. */
import { at } from '../../src/core/absence.js'
import { type Facts, type Given, type Key, key, type StepFacts } from './facts.js'
import type { Substitution } from './substitution.js'

/** How a value came about: the numbers that went in. */
interface Derivation {
  value: Key
  operands: readonly Key[]
  operations: number
  /** false where only the numbers suggest it ("half of 90 is 45" in prose). */
  stated: boolean
  /** The equation agrees with itself. */
  right: boolean
}

const isSound = ({ stated, right }: Derivation) => stated && right

/** Derivations in the order of reading; one may use only what stands before it. */
export class Ledger {
  readonly all: Derivation[] = []
  private readonly byValue = new Map<Key, number[]>()
  private readonly used = new Set<Key>()
  /** Of the values that came a second time, the operands of their right equations. */
  private readonly again = new Map<Key, Set<string>>()

  /** A right equation that stands once more tells nothing new of where its value comes from. */
  add(derivation: Derivation): void {
    const { value, operands } = derivation
    const places = this.byValue.get(value)
    if (places === undefined) this.byValue.set(value, [this.all.push(derivation) - 1])
    else {
      if (this.isKnown(derivation, places)) return
      places.push(this.all.push(derivation) - 1)
    }
    for (const operand of operands) this.used.add(operand)
  }

  private isKnown(derivation: Derivation, places: readonly number[]): boolean {
    if (!isSound(derivation)) return false
    const { value, operands } = derivation
    const known = this.again.get(value) ?? new Set(this.soundAt(places))
    this.again.set(value, known)
    const same = String(operands)
    if (known.has(same)) return true
    known.add(same)
    return false
  }

  private soundAt(places: readonly number[]): string[] {
    return places
      .map((place) => at(this.all, place))
      .filter(isSound)
      .map(({ operands }) => String(operands))
  }

  /** The latest derivation of a value before a place, or -1. */
  latest(value: Key, before = this.all.length): number {
    const places = this.byValue.get(value)
    if (places === undefined) return -1
    for (let i = places.length - 1; i >= 0; i--) if ((places[i] as number) < before) return places[i] as number
    return -1
  }

  /** The latest values that no derivation used, the last first. */
  unconsumed(limit: number): Key[] {
    const found = new Set<Key>()
    for (let i = this.all.length - 1; i >= 0 && found.size < limit; i--) {
      const { value } = at(this.all, i)
      if (!this.used.has(value)) found.add(value)
    }
    return [...found]
  }
}

/** Enters what the equations of a step derive; returns the values. */
export function enterEquations(step: StepFacts, ledger: Ledger): Set<Key> {
  const computed = new Set<Key>()
  for (const { result, operations, operands, checks } of step.equations) {
    if (result === null || operations === 0) continue
    const right = checks.every(({ ok }) => ok)
    const values = new Set([
      key(result),
      ...checks.flatMap(({ claimedValue, computedValue }) => [key(claimedValue), key(computedValue)]),
    ])
    // The stated result comes last: of two that are equal it is the one to be found.
    const keys = operands.map(key)
    for (const value of values) {
      computed.add(value)
      ledger.add({ value, operands: keys, operations, stated: true, right })
    }
    const percent = key(result.mul(100))
    computed.add(percent)
    if (!values.has(percent)) ledger.add({ value: percent, operands: keys, operations, stated: true, right })
  }
  return computed
}

/** A variable whose value satisfies its equation was derived from the numbers of that equation. */
export function enterSubstitutions(substitutions: readonly Substitution[], ledger: Ledger): void {
  for (const substitution of substitutions) {
    if (substitution.held === 0) continue
    const operands = substitution.operands.map(key)
    ledger.add({
      value: key(substitution.value),
      operands,
      operations: operands.length,
      stated: true,
      right: substitution.finding === undefined,
    })
  }
}

/** The derivation of one value, followed back to numbers that need none. */
export interface Trace {
  /** Numbers of the question that went in. */
  used: ReadonlySet<Given>
  constants: number
  /** Numbers that went in and have no source. */
  unexplained: number
  operations: number
  /** Derivations on the way that no equation states. */
  unstated: number
  /** Derivations on the way whose equation is wrong. */
  wrong: number
}

const MAX_NODES = 300

/** From derivations back to the question. Each may stand on those before it. */
export function traceBack(roots: readonly number[], facts: Facts, ledger: Ledger): Trace {
  const used = new Set<Given>()
  const seen = new Set<number>()
  const trace = { used, constants: 0, unexplained: 0, operations: 0, unstated: 0, wrong: 0 }
  const open = [...roots]
  while (open.length > 0 && seen.size < MAX_NODES) {
    const place = open.pop() as number
    if (seen.has(place)) continue
    seen.add(place)
    const { operands, operations, stated, right } = at(ledger.all, place)
    trace.operations += operations
    if (!stated) trace.unstated++
    if (!right) trace.wrong++
    for (const operand of operands) {
      const given = facts.given.filter(({ forms }) => forms.includes(operand) || forms.includes(-operand))
      for (const each of given) used.add(each)
      const earlier = ledger.latest(operand, place)
      if (earlier >= 0) open.push(earlier)
      else if (given.length > 0 || facts.context.has(operand)) continue
      else if (Number.isInteger(operand) && Math.abs(operand) <= 1000) trace.constants++
      else trace.unexplained++
    }
  }
  return trace
}
