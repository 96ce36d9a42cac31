/* What was found in a chain, as numbers that a calibration weighs. */
import type { Equation } from '../../src/core/arithmetic/index.js'
import type { Pieces } from '../../src/core/pieces.js'
import type { Finding } from '../../src/core/records/types.js'
import { rare } from '../../src/core/triggers.js'
import { lastDerived, sameAmount } from './answer.js'
import { type Ledger, type Trace, traceBack } from './derivations.js'
import { type Facts, type Given, type Key, key } from './facts.js'
import type { Source } from './provenance.js'
import { reachable } from './reach.js'
import type { Substitution } from './substitution.js'

/**
 * What the checks say of a chain as a whole, as numbers of about unit size for a logistic model. They speak of evidence only: nothing of
 * length, layout or wording of the solution enters.
 */
export function* chainFeatures(
  facts: Facts,
  findings: readonly (readonly Finding[])[],
  sources: readonly (readonly Source[])[],
  ledger: Ledger,
  substitutions: readonly Substitution[],
): Pieces<Record<string, number>> {
  const tally = yield* tallied(facts, findings, sources)
  const derived = lastDerived(facts)
  const value = facts.answer?.value ?? null
  const root = value === null ? -1 : ledger.latest(key(value))
  const trace = root < 0 ? null : traceBack([root], facts, ledger)
  const reached = reachable(facts)
  yield
  return asNumbers(facts, tally, { derived, root, isStated: ledger.all[root]?.stated, trace, reached }, substitutions)
}

/** What stands in the steps. */
interface Tally {
  /** How often: findings by kind and truth, numbers by source, equations. */
  counts: ReadonlyMap<string, number>
  results: ReadonlySet<number>
  mentioned: ReadonlySet<Key>
  operandKeys: ReadonlySet<Key>
  last: Equation | undefined
}

function* tallied(
  facts: Facts,
  findings: readonly (readonly Finding[])[],
  sources: readonly (readonly Source[])[],
): Pieces<Tally> {
  const counts = new Map<string, number>()
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  const results = new Set<number>()
  const mentioned = new Set<Key>()
  const operandKeys = new Set<Key>()
  let last: Equation | undefined
  const written = new Set<string>()
  for (const [i, { text, numbers, equations }] of facts.steps.entries()) {
    for (const { kind, ok } of findings[i] ?? []) add(`${kind} ${ok}`)
    for (const source of sources[i] ?? []) add(source)
    for (const each of numbers) {
      mentioned.add(key(each.value))
      if (each.percent) mentioned.add(key(each.value.div(100)))
    }
    for (const each of equations) {
      const operands = each.operands.map(key)
      for (const operand of operands) mentioned.add(operand)
      // An equation that stands once more counts once.
      const own = text.slice(...each.span)
      if (each.operations === 0 || written.has(own)) continue
      written.add(own)
      last = each
      add('equation')
      if (each.open) add('open')
      if (each.result !== null) results.add(each.result.valueOf())
      for (const operand of operands) operandKeys.add(operand)
    }
    yield
  }
  return { counts, results, mentioned, operandKeys, last }
}

/** How the answer came about, as far as it can be told. */
interface Origin {
  derived: ReturnType<typeof lastDerived>
  /** Where it was derived last; -1 where nowhere. */
  root: number
  isStated: boolean | undefined
  trace: Trace | null
  reached: number | null
}

function asNumbers(
  facts: Facts,
  { counts, results, mentioned, operandKeys, last }: Tally,
  { derived, root, isStated, trace, reached }: Origin,
  substitutions: readonly Substitution[],
): Record<string, number> {
  const count = (name: string) => counts.get(name) ?? 0
  const [wrong, right] = [count('arithmetic false'), count('arithmetic true')]
  const [unexplained, derivable] = [count('unexplained'), count('derivable')]
  const [equations, open] = [count('equation'), count('open')]

  const { answer } = facts
  const value = answer?.value ?? null
  const given = facts.given.filter(({ quantity }) => !looksLikeYear(quantity.value.valueOf()))
  const total = given.length
  const unusedIn = (has: (given: Given) => boolean) => given.filter((each) => !has(each)).length
  const unmentioned = unusedIn(({ forms }) => forms.some((form) => mentioned.has(form)))
  const uncomputed = unusedIn(({ forms }) => forms.some((form) => operandKeys.has(form)))
  const untraced = trace === null ? total : unusedIn((each) => trace.used.has(each))

  const any = (is: (result: number) => boolean) => [...results].some(is)
  const size = value === null ? 0 : Math.abs(value.valueOf())
  const largest = Math.max(1, ...given.map(({ quantity }) => Math.abs(quantity.value.valueOf())))
  const asksCount = /\bhow many\b/i.test(facts.question) && !asksMeasure.test(facts.question)
  const asksMoney =
    /how much (?:money|did|does|do|will|would|is|was|more|less|total|profit)|\$|cost|price|dollar/i.test(facts.question)
  const inQuestion = value !== null && facts.given.some(({ quantity }) => key(quantity.value) === key(value))
  const negativeGiven = facts.given.some(({ quantity }) => quantity.value.s < 0n)
  const isWhole = value !== null && value.d === 1n

  return {
    noAnswer: flag(answer === null),
    answerNotNumeric: flag(answer !== null && value === null),
    noEquations: flag(equations === 0),
    anyWrong: flag(wrong > 0),
    wrong: Math.min(wrong, 4) / 2,
    lastWrong: flag(last?.checks.some(({ ok }) => !ok) ?? false),
    rightShare: right + wrong === 0 ? 0 : right / (right + wrong),
    right: Math.log1p(Math.min(right, 30)) / 2,
    openShare: equations === 0 ? 0 : open / equations,
    unexplained: Math.log1p(Math.min(unexplained, 20)) / 2,
    derivable: Math.log1p(Math.min(derivable, 20)) / 2,
    lastAgrees: flag(value !== null && derived !== null && sameAmount(derived.value, value, facts.question)),
    lastDiffers: flag(value !== null && derived !== null && !sameAmount(derived.value, value, facts.question)),
    answerUnderived: flag(value !== null && trace === null),
    answerUnstated: flag(root >= 0 && isStated === false),
    unstated: trace === null ? 0 : Math.min(trace.unstated, 4) / 2,
    traceWrong: flag(trace !== null && trace.wrong > 0),
    traceUnexplained: trace === null ? 0 : Math.min(trace.unexplained, 3) / 2,
    traceConstants: trace === null ? 0 : Math.min(trace.constants, 4) / 2,
    traceOperations: trace === null ? 0 : Math.log1p(Math.min(trace.operations, 30)) / 2,
    unmentioned: Math.min(unmentioned, 4) / 2,
    uncomputed: Math.min(uncomputed, 5) / 2,
    untraced: Math.min(untraced, 5) / 2,
    allTraced: flag(trace !== null && untraced === 0 && total > 0),
    untracedShare: total === 0 ? 0 : untraced / total,
    given: Math.log1p(Math.min(total, 20)) / 2,
    fewOperations: Math.max(0, Math.min(total - 1 - (trace?.operations ?? 0), 5)) / 2,
    answerInQuestion: flag(inQuestion),
    answerMentioned: flag(value !== null && mentioned.has(key(value))),
    fractionalCount: flag(asksCount && value !== null && !isWhole),
    fractional: flag(value !== null && !isWhole && !fractionExpected(facts, asksMoney)),
    oddMoney: flag(asksMoney && value !== null && !value.mul(100).divisible(1)),
    negative: flag(value !== null && value.s < 0n && !negativeGiven),
    zero: flag(value !== null && value.n === 0n),
    huge: value === null ? 0 : Math.max(0, Math.min(4, Math.log10(size / largest + 1e-9) - 1)) / 2,
    tiny: value === null || size === 0 ? 0 : Math.max(0, Math.min(4, -Math.log10(size) + 0)) / 2,
    untidyResults: flag(any((each) => !Number.isInteger(Math.round(each * 1e6) / 1e4))),
    negativeResults: flag(!negativeGiven && any((each) => each < 0)),
    fractionalResults:
      results.size === 0 ? 0 : [...results].filter((each) => !Number.isInteger(each)).length / results.size,
    substitutionHeld: flag(substitutions.some(({ held, finding }) => held > 0 && finding === undefined)),
    substitutionFailed: flag(substitutions.some(({ finding }) => finding !== undefined)),
    reached: flag(reached === 1),
    notReached: flag(reached === 0),
    contradiction: flag(count('contradiction false') > 0),
    optionMismatch: flag(answer?.letter != null && count('answer false') > 0),
    optionMatch: flag(answer?.letter != null && count('answer true') > 0),
  }
}

const flag = (condition: boolean) => (condition ? 1 : 0)
const looksLikeYear = (value: number) => Number.isInteger(value) && value >= 1900 && value <= 2100

/** "How many dollars", "how many more hours": an amount that need not be whole. */
const asksMeasure = rare(
  /\bhow many (?:more |total |additional |extra )?(?:dollars|cents|euros|pounds|seconds|minutes|hours|days|weeks|months|years|mm|cm|meters|metres|km|kilometers|kilometres|miles|feet|inches|yards|grams|kg|kilograms|tons|ounces|liters|litres|gallons|cups|percent|square|cubic|calories|degrees|million|thousand)\b/i,
)

/**
 * Whether an answer with decimals is nothing odd. Without this a fit on problems whose answers are all whole (GSM8K's are) would learn that every
 * fraction is wrong, and fail on rates, ratios and money.
 */
function fractionExpected({ given, question }: Facts, asksMoney: boolean): boolean {
  if (asksMoney || given.some(({ quantity }) => quantity.percent || quantity.value.d !== 1n)) return true
  return /\b(?:ratio|average|mean|rate|interest|per ?cent|percentage|probability|fraction|decimal|speed|density|proportion|per)\b/i.test(
    question,
  )
}
