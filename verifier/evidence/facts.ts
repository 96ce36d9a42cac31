/* What a chain says, read once for all checks: its numbers and equations, and those of question and context. */
import type Fraction from 'fraction.js'
import { plainSeparators } from '../../src/core/answers/equivalence.js'
import { type Equation, evaluateExpression, readEquations } from '../../src/core/arithmetic/index.js'
import { lean } from '../../src/core/lean-patterns.js'
import type { Pieces } from '../../src/core/pieces.js'
import { parseQuantity, type Quantity, readQuantities } from '../../src/core/quantities/quantity.js'
import type { Span } from '../../src/core/records/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { readProgram } from './program.js'
import { Recent, remembering } from './recent.js'

/** A number as a key: values that agree to nine significant digits are one number. */
export type Key = number

/** A number that the question or context gives, with the other forms in which a solution may use it. */
export interface Given {
  key: Key
  /** The value itself first; then 0.2, 0.8, 1.2 for 20%, 2 for a half, … */
  forms: readonly Key[]
  quantity: Quantity
}

export interface StepFacts {
  text: string
  equations: readonly Equation[]
  numbers: readonly Quantity[]
}

/** Everything the checks look at, read once. */
export interface Facts {
  question: string
  given: readonly Given[]
  /** Numbers of the context (a table, a report): any of them may stay unused. */
  context: ReadonlySet<Key>
  steps: readonly StepFacts[]
  /** Value of the stated final answer (of the chosen option's text, where the answer is a letter). */
  answer: { text: string; value: Fraction | null; letter: number | null; quantity: Quantity | null } | null
  options: readonly { text: string; value: Fraction | null }[]
}

/** Caps on numbers per text: a table may hold thousands. */
const MAX_CONTEXT_NUMBERS = 2000
const MAX_STEP_NUMBERS = 400
const MAX_GIVEN = 60

/** What a step says. */
export function* readStep(text: string): Pieces<StepFacts> {
  const program = readProgram(text)
  yield
  const equations = program ?? readEquations(withBinomials(text))
  yield
  const numbers = readQuantities(text, { words: true, limit: MAX_STEP_NUMBERS })
  return { text, equations, numbers: numbers.filter((each) => !isPronoun(text, each)) }
}

const binomial = lean(/(?<![\p{L}\d_])C\((\d{1,3}),\s?(\d{1,3})\)(?=\s?(?:[=×*·+−/-]|\\times|\\cdot))/gu)

/** "C(4, 2) × 8" as "6       × 8": binomials among other numbers by their values, as long as they were. */
function withBinomials(text: string): string {
  // Every match begins so.
  if (!text.includes('C(')) return text
  return text.replace(binomial, (all, n: string, k: string) => {
    let ways = 1
    for (let i = 1; i <= Number(k); i++) ways = (ways * (Number(n) - Number(k) + i)) / i
    const value = String(Math.round(ways))
    return Number(k) > Number(n) || value.length > all.length ? all : value.padEnd(all.length)
  })
}

/** What there is beside the steps; they are read one by one and pushed. */
export function* readGiven({
  question,
  context,
  options = [],
  answer,
}: PreparedChain): Pieces<Facts & { steps: StepFacts[] }> {
  const given = givenIn(question)
  yield
  const ofContext = context === undefined ? new Set<Key>() : numbersOf(context)
  yield
  const readOptions = yield* readAll(options)
  return {
    question,
    given,
    context: ofContext,
    steps: [],
    answer: answer === undefined || answer.trim() === '' ? null : readAnswer(answer, readOptions),
    options: readOptions,
  }
}

/** The candidates of a question share what is read of it, of its options and of its context. */
const recentOptions = new Recent<Facts['options']>()

function* readAll(options: readonly string[]): Pieces<Facts['options']> {
  const name = JSON.stringify(options)
  const known = recentOptions.get(name)
  if (known !== undefined) return known
  const read: { text: string; value: Fraction | null }[] = []
  for (const text of options) {
    read.push({ text, value: numberIn(text) })
    yield
  }
  return recentOptions.set(name, read)
}

const givenIn = remembering((question: string): readonly Given[] => {
  const read = readQuantities(question, { words: true, limit: MAX_GIVEN })
  return distinct(read.filter((each) => !isPronoun(question, each)).map(asGiven))
})
const numbersOf = remembering(
  (context: string): ReadonlySet<Key> =>
    new Set(readQuantities(context, { limit: MAX_CONTEXT_NUMBERS }).flatMap((each) => asGiven(each).forms)),
)

export function key(value: Fraction | number): Key {
  const float = typeof value === 'number' ? value : value.valueOf()
  return Number.isInteger(float) && Math.abs(float) < 1e9 ? float : Number(float.toPrecision(9))
}

/** "one of them" is no number of the problem. */
function isPronoun(text: string, { span }: Quantity): boolean {
  return span[1] - span[0] === 3 && /^one$/i.test(text.slice(...span))
}

function asGiven(quantity: Quantity): Given {
  const value = quantity.value.valueOf()
  const forms = [value]
  if (quantity.percent === true) forms.push(value / 100, 1 - value / 100, 1 + value / 100, 100 - value, 100 + value)
  else if (quantity.value.d !== 1n && Math.abs(value) < 1) {
    const over = Number(quantity.value.n)
    const under = Number(quantity.value.d)
    forms.push(1 - value, 1 + value, 100 * value, 100 - 100 * value)
    if (quantity.digits === 0) forms.push(under)
    if (quantity.digits === 0 && over > 1) forms.push(over)
  }
  if (quantity.scale !== undefined) forms.push(value / quantity.scale)
  // The last digits shown may be cut off, and a sign is a matter of wording.
  if (value < 0) forms.push(-value)
  return { key: key(value), forms: forms.map(key), quantity }
}

function distinct(given: readonly Given[]): Given[] {
  const seen = new Set<Key>()
  return given.filter((each) => !seen.has(each.key) && seen.add(each.key))
}

function readAnswer(answer: string, options: readonly { value: Fraction | null }[]): NonNullable<Facts['answer']> {
  const letter = options.length > 0 ? /^\s*\(?([A-Z])\)?[\s.:)]*(?:$|[\s.:)])/.exec(answer)?.[1] : undefined
  const index = letter === undefined ? null : letter.charCodeAt(0) - 65
  const chosen = index === null ? undefined : options[index]
  return {
    text: answer,
    value: chosen === undefined ? numberIn(answer) : chosen.value,
    quantity: parseQuantity(plainSeparators(answer)),
    letter: chosen === undefined ? null : index,
  }
}

/** The one number that a short text stands for, or null. A percentage keeps its face value. */
function numberIn(text: string): Fraction | null {
  const quantity = parseQuantity(plainSeparators(text))
  if (quantity !== null) return quantity.value
  const value = text.length > 80 ? null : evaluateExpression(text)
  if (value !== null || text.length > 300) return value
  // A sentence ("The total is $4800."): its last number.
  return readEquations(text).at(-1)?.result ?? readQuantities(text).at(-1)?.value ?? null
}

/** Does a span lie within another? */
export const within = ([start, end]: Span, [from, to]: Span): boolean => start >= from && end <= to
