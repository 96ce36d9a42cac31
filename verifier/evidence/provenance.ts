import type { Finding } from '../../src/core/types.js'
import { type Facts, type Key, key, type StepFacts, within } from './facts.js'

export type Source = 'question' | 'context' | 'earlier' | 'constant' | 'computed' | 'derivable' | 'unexplained'

/** How a value came about: the numbers that went in. `stated` is false where only the numbers suggest it ("half of 90 is 45" in prose). */
export interface Derivation {
  operands: readonly Key[]
  operations: number
  stated: boolean
  step: number
  /** The value as the equation's other side computes it agrees with the one stated. */
  right: boolean
}

export interface Provenance {
  /** For each step, where each of its numbers (in the order of StepFacts.numbers) comes from. */
  sources: readonly (readonly Source[])[]
  /** The latest derivation of each value. */
  derivations: ReadonlyMap<Key, Derivation>
}

/** Numbers that need no source: counting, per cent, the calendar, the clock, common measures. */
const constants = new Set([
  0, 1, 2, 3, 4, 10, 100, 1000, 7, 12, 24, 30, 52, 60, 365, 0.5, 0.25, 0.1, 0.01, 180, 360, 3600, 3.14, 16, 36, 5280,
])

/** Pairs are sought among this many numbers, the latest first. */
const MAX_POOL = 40
const MAX_SEARCHES = 60

/** Where every number of the chain comes from, in the order of reading. */
export function traceNumbers(facts: Facts): Provenance {
  const question = new Set(facts.given.flatMap(({ forms }) => forms))
  const known = new Set<Key>()
  const pool: Key[] = facts.given.map((given) => given.key).slice(0, MAX_POOL)
  const derivations = new Map<Key, Derivation>()
  const learn = (value: Key) => {
    if (known.has(value)) return
    known.add(value)
    if (!question.has(value)) pool.push(value)
    if (pool.length > MAX_POOL) pool.shift()
  }
  let searches = 0
  const sources = facts.steps.map((step, index) => {
    const computed = learnEquations(step, index, derivations)
    const found = step.numbers.map(({ value, percent }): Source => {
      const forms = percent === true ? [key(value), key(value.div(100))] : [key(value)]
      const has = (set: ReadonlySet<Key>) => forms.some((form) => set.has(form))
      if (has(question)) return 'question'
      if (has(facts.context)) return 'context'
      if (has(computed)) return 'computed'
      if (has(known)) return 'earlier'
      if (has(constants)) return 'constant'
      if (searches++ < MAX_SEARCHES) {
        const pair = findPair(value.valueOf(), percent === true, pool)
        if (pair !== null) {
          for (const form of forms) {
            if (!derivations.has(form))
              derivations.set(form, { operands: pair, operations: 1, stated: false, step: index, right: true })
          }
          for (const form of forms) learn(form)
          return 'derivable'
        }
      }
      return 'unexplained'
    })
    // What this step states may be used from the next on, explained or not: it is blamed once.
    for (const { value, percent } of step.numbers) {
      learn(key(value))
      if (percent === true) learn(key(value.div(100)))
    }
    for (const value of computed) learn(value)
    return found
  })
  return { sources, derivations }
}

function learnEquations(step: StepFacts, index: number, derivations: Map<Key, Derivation>): Set<Key> {
  const computed = new Set<Key>()
  for (const { result, operations, operands, checks } of step.equations) {
    if (result === null || operations === 0) continue
    const right = checks.every(({ ok }) => ok)
    const derivation = { operands: operands.map(key), operations, stated: true, step: index, right }
    for (const value of [
      result,
      ...checks.map(({ claimedValue }) => claimedValue),
      ...checks.map(({ computedValue }) => computedValue),
    ]) {
      computed.add(key(value))
      if (!derivation.operands.includes(key(value))) derivations.set(key(value), derivation)
    }
    // A percentage that was computed as a fraction.
    computed.add(key(result.mul(100)))
  }
  return computed
}

/** Two known numbers whose sum, difference, product, quotient or share is this value; also one known number and a percentage. */
function findPair(value: number, percent: boolean, pool: readonly Key[]): readonly Key[] | null {
  const targets = percent ? [value, value / 100] : [value]
  for (let i = pool.length - 1; i >= 0; i--) {
    const a = pool[i] as Key
    for (const fixed of [2, 100, 60, 7, 12]) {
      if (targets.some((target) => near(a * fixed, target) || near(a / fixed, target))) return [a, fixed]
    }
    if (targets.some((target) => near(100 - a, target) || near(1 - a, target))) return [a, 100]
    for (let j = i; j >= 0; j--) {
      const b = pool[j] as Key
      for (const target of targets) {
        if (near(a + b, target) || near(a - b, target) || near(b - a, target) || near(a * b, target)) return [a, b]
        if ((b !== 0 && near(a / b, target)) || (a !== 0 && near(b / a, target)) || near((a * b) / 100, target))
          return [a, b]
      }
    }
  }
  return null
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
}

/** Numbers without a source, as findings of a step. Digits inside an equation that failed are already blamed there. */
export function unexplainedNumbers(step: StepFacts, sources: readonly Source[]): Finding[] {
  const failed = step.equations.flatMap(({ checks }) => checks.filter(({ ok }) => !ok).map(({ span }) => span))
  return step.numbers.flatMap(({ span }, i) => {
    if (sources[i] !== 'unexplained' || failed.some((range) => within(span, range))) return []
    const claimed = step.text.slice(...span)
    return [
      {
        kind: 'provenance' as const,
        span,
        claimed,
        ok: false,
        message: `${claimed} is in neither question nor context, was not stated before and does not follow from two known numbers`,
      },
    ]
  })
}
