/* Where the numbers of steps come from: the question, an earlier result, one operation on known ones. A number from nowhere is a note. */
import { at } from '../../src/core/absence.js'
import type { Quantity } from '../../src/core/quantities/quantity.js'
import type { Finding } from '../../src/core/records/types.js'
import { isRounding, saysRounded } from './claims/numbers/rounded.js'
import { conversionsIn } from './conversions.js'
import { enterEquations, enterSubstitutions, Ledger } from './derivations.js'
import { type Facts, type Key, key, type StepFacts, within } from './facts.js'
import { impliedNumbers } from './implied.js'
import type { Substitution } from './substitution.js'

export type Source = 'question' | 'context' | 'earlier' | 'constant' | 'computed' | 'derivable' | 'unexplained'

interface Provenance {
  /** Where each number of the next step (in the order of StepFacts.numbers) comes from. */
  trace(step: StepFacts, substitutions: readonly Substitution[]): Source[]
  /** Behind the last step: where the answer comes from. */
  traceAnswer(): void
  ledger: Ledger
}

/** Numbers that need no source: counting, per cent, the calendar, the clock, common measures. */
const constants = new Set([
  0, 1, 2, 3, 4, 10, 100, 1000, 7, 12, 24, 30, 52, 60, 365, 0.5, 0.25, 0.1, 0.01, 180, 360, 3600, 3.14, 16, 36, 5280,
])

/** Pairs are sought among this many numbers, the latest first. */
const MAX_POOL = 40
const MAX_SEARCHES = 80

/** Where every number of a chain comes from, in the order of reading. */
export function traceNumbers(facts: Facts): Provenance {
  const question = new Set([...facts.given.flatMap(({ forms }) => forms), ...impliedNumbers(facts.question).map(key)])
  const stated = new Set(facts.given.map((given) => given.key))
  const known = new Set<Key>()
  const pool: Key[] = facts.given.map((given) => given.key).slice(0, MAX_POOL)
  const ledger = new Ledger()
  const learn = (value: Key) => {
    if (known.has(value)) return
    known.add(value)
    if (!stated.has(value)) pool.push(value)
    if (pool.length > MAX_POOL) pool.shift()
  }
  let searches = 0
  const derive = (value: Key, percent: boolean, rounding = 0): boolean => {
    if (searches++ >= MAX_SEARCHES) return false
    const pair = findPair(value, percent, pool, rounding)
    if (pair === null) return false
    for (const form of percent ? [value, key(value / 100)] : [value]) {
      ledger.add({ value: form, operands: pair, operations: 1, stated: false, right: true })
    }
    return true
  }
  /** Whether a number converts between units that the question and the step name, or is a known one converted or rounded. */
  const isConverted = (
    value: Key,
    { factors, constants, rounded }: Conversions,
    rounding: number,
    computed: ReadonlySet<Key>,
  ) => {
    if (constants.some((each) => near(each, value, Math.abs(value) < 100 ? rounding : 0))) return true
    for (const from of [...pool, ...computed])
      if (factors.some((each) => near(from * each, value, rounding)) || (rounded && isRounding(from, value))) {
        ledger.add({ value, operands: [from], operations: 1, stated: false, right: true })
        return true
      }
    return false
  }
  const trace = (step: StepFacts, substitutions: readonly Substitution[]): Source[] => {
    const computed = enterEquations(step, ledger)
    let conversions: Conversions | undefined
    const found = step.numbers.map((number): Source => {
      const { percent = false } = number
      const forms = formsOf(number)
      const face = at(forms, 0)
      const has = (set: ReadonlySet<Key>) => forms.some((form) => set.has(form))
      const source = has(question)
        ? 'question'
        : has(facts.context)
          ? 'context'
          : has(computed)
            ? 'computed'
            : has(known)
              ? 'earlier'
              : undefined
      if (source !== undefined) return source
      const derived = derive(face, percent, roundingOf(number))
      const isConstant = has(constants)
      conversions ??= derived || isConstant ? undefined : readConversions(facts.question, step.text)
      const converted =
        !derived &&
        !isConstant &&
        conversions !== undefined &&
        isConverted(face, conversions, roundingOf(number), computed)
      for (const form of forms) learn(form)
      if (isConstant) return 'constant'
      return derived || converted ? 'derivable' : 'unexplained'
    })
    enterSubstitutions(substitutions, ledger)
    // What this step states may be used from the next on, explained or not: it is blamed once.
    for (const number of step.numbers) for (const form of formsOf(number)) learn(form)
    for (const value of computed) learn(value)
    return found
  }
  return { trace, traceAnswer: () => enterAnswer(facts, ledger, derive), ledger }
}

interface Conversions extends ReturnType<typeof conversionsIn> {
  rounded: boolean
}
const readConversions = (question: string, step: string): Conversions => ({
  ...conversionsIn(question, step),
  rounded: saysRounded(question) || saysRounded(step),
})

/** "20%" is 20 or 0.2; "$788 thousand" is 788,000, or the 788 of a table in thousands. */
function formsOf({ value, percent, scale }: Quantity): Key[] {
  const forms = [key(value)]
  if (percent === true) forms.push(key(value.div(100)))
  if (scale !== undefined) forms.push(key(value.div(scale)))
  return forms
}

/** How far from "92.27%" a result may lie that is rounded or cut off to it. Of fewer than three digits nearly anything would do. */
function roundingOf({ value, digits, scale = 1 }: Quantity): number {
  const significant = Math.abs(value.div(scale).valueOf()) * 10 ** digits >= 100
  return digits > 0 && significant ? scale / 10 ** digits : 0
}

/** An answer that no step derives may still follow: as the sum or product of the results left over, or from two known numbers. */
function enterAnswer(facts: Facts, ledger: Ledger, derive: (value: Key, percent: boolean) => boolean): void {
  const value = facts.answer?.value ?? null
  if (value === null || ledger.latest(key(value)) >= 0) return
  const left = ledger.unconsumed(6)
  for (let count = 2; count <= left.length; count++) {
    const operands = left.slice(0, count)
    const total = operands.reduce((sum, each) => sum + each, 0)
    const product = operands.reduce((all, each) => all * each, 1)
    if (near(total, value.valueOf()) || near(product, value.valueOf())) {
      ledger.add({ value: key(value), operands, operations: count - 1, stated: false, right: true })
      return
    }
  }
  derive(key(value), false)
}

/** Two known numbers whose sum, difference, product, quotient or share is this value; also one known number and a usual factor. */
function findPair(value: number, percent: boolean, pool: readonly Key[], rounding: number): readonly Key[] | null {
  const targets = percent ? [value, value / 100] : [value]
  const fits = (a: number, target: number) => near(a, target, target === value ? rounding : rounding / 100)
  for (let i = pool.length - 1; i >= 0; i--) {
    const a = at(pool, i)
    for (let j = i; j >= 0; j--) {
      const b = at(pool, j)
      for (const target of targets) {
        if (fits(a + b, target) || fits(a - b, target) || fits(b - a, target) || fits(a * b, target)) return [a, b]
        if ((b !== 0 && fits(a / b, target)) || (a !== 0 && fits(b / a, target)) || fits((a * b) / 100, target)) {
          return [a, b]
        }
      }
    }
  }
  for (let i = pool.length - 1; i >= 0; i--) {
    const a = at(pool, i)
    for (const fixed of [2, 100, 60, 7, 12]) {
      if (targets.some((target) => fits(a * fixed, target) || fits(a / fixed, target))) return [a, fixed]
    }
    if (targets.some((target) => fits(100 - a, target) || fits(1 - a, target))) return [a, 100]
  }
  return null
}

function near(a: number, b: number, rounding = 0): boolean {
  return Math.abs(a - b) <= Math.max(rounding, 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)))
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
