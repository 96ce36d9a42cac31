import type { Random } from '../../../../src/core/statistics/random.js'

export const corruptionKinds = [
  'result',
  'operand',
  'operation',
  'copied-number',
  'unit',
  'sign',
  'scale',
  'entity',
  'negation',
] as const
export type CorruptionKind = (typeof corruptionKinds)[number]

export interface Corruption {
  kind: CorruptionKind
  /** The steps before the slip, unchanged, and the step with the slip; what followed is dropped, because it may contradict. */
  steps: string[]
  /** 0-based: always the last of `steps`. */
  firstError: number
}

interface Input {
  question: string
  steps: readonly string[]
}

/**
 * A right solution with one realistic slip: a label by construction. The kind and the place are drawn at random among those that
 * fit; undefined where none does.
 */
export function corrupt({ question, steps }: Input, random: Random): Corruption | undefined {
  for (const kind of random.shuffle(corruptionKinds)) {
    for (const index of random.shuffle(steps.map((_, i) => i))) {
      const step = steps[index] as string
      const changed = corruptions[kind](step, { question, earlier: steps.slice(0, index), random })
      if (changed !== undefined && changed !== step)
        return { kind, steps: [...steps.slice(0, index), changed], firstError: index }
    }
  }
  return undefined
}

interface Surroundings {
  question: string
  earlier: readonly string[]
  random: Random
}

/** a op b = c on plain numbers; the only equations whose parts are changed. */
const equation = /(\d[\d,]*(?:\.\d+)?)(\s*)([-+*×x/])(\s*)\$?(\d[\d,]*(?:\.\d+)?)(\s*=\s*\$?)(\d[\d,]*(?:\.\d+)?)/
const number = /\d[\d,]*(?:\.\d+)?/g

const corruptions: Record<CorruptionKind, (step: string, around: Surroundings) => string | undefined> = {
  /** 6 * 8 = 48 -> 6 * 8 = 46 */
  result: (step, { random }) =>
    step.replace(equation, (whole, a, s, op, t, b, equals, c) => {
      const wrong = slip(c, random)
      return wrong === undefined ? whole : `${a}${s}${op}${t}${b}${equals}${wrong}`
    }),

  /** 6 * 8 = 48 -> 6 * 9 = 54: right arithmetic on a number that nobody gave */
  operand: (step, { random }) =>
    step.replace(equation, (whole, a, s, op, t, b, equals) => {
      const wrong = slip(b, random)
      const value = wrong === undefined ? undefined : compute(a, op, wrong)
      return value === undefined ? whole : `${a}${s}${op}${t}${wrong}${equals}${value}`
    }),

  /** 48 - 28 = 20 -> 48 + 28 = 76: right arithmetic, wrong operation */
  operation: (step, { random }) =>
    step.replace(equation, (whole, a, s, op, t, b, equals) => {
      const others = ['+', '-', '*', '/'].filter((other) => other !== op && !(other === '*' && /[×x]/.test(op)))
      const chosen = random.pick(others)
      const value = compute(a, chosen, b)
      return value === undefined ? whole : `${a}${s}${chosen}${t}${b}${equals}${value}`
    }),

  /** A number of the question is copied wrong into a step without an equation. */
  'copied-number': (step, { question, earlier, random }) => {
    if (equation.test(step)) return undefined
    const known = new Set([question, ...earlier].flatMap((text) => text.match(number) ?? []))
    const copied = (step.match(number) ?? []).filter((each) => known.has(each))
    if (copied.length === 0) return undefined
    const wrong = slip(random.pick(copied), random)
    return wrong === undefined || known.has(wrong) ? undefined : step.replace(copied[0] as string, wrong)
  },

  unit: (step, { random }) => swapWord(step, units, random),

  /** 20% -> -20%, "- 3" stays: only a number that stands alone after "is" or "=" changes its sign */
  sign: (step) =>
    step.replace(/((?:\bis|=)\s*\$?)(\d[\d,]*(?:\.\d+)?%?)(?!.*=)/, (_, before, value) => `${before}-${value}`),

  /** 3,600,000 -> 3,600; million -> thousand */
  scale: (step, { random }) => {
    const words = swapWord(step, [['million', 'thousand', 'billion']], random)
    if (words !== undefined) return words
    return step.replace(/(=\s*\$?)(\d[\d,]*(?:\.\d+)?)/, (_, before, value) => {
      const factor = random.pick([10, 100, 0.1])
      return `${before}${Number((toNumber(value) * factor).toPrecision(12))}`
    })
  },

  /** Somebody else of the question takes the place. */
  entity: (step, { question, random }) => {
    const people = [...new Set(question.match(/\b[A-Z][a-z]+\b/g) ?? [])].filter((word) => !openings.has(word))
    const named = people.filter((name) => step.includes(name))
    const others = people.filter((name) => !step.includes(name))
    if (named.length === 0 || others.length === 0) return undefined
    return step.replaceAll(random.pick(named), random.pick(others))
  },

  /** "are" -> "are not" and back */
  negation: (step) => {
    if (/\d/.test(step)) return undefined
    if (/\b(is|are|can|does|do) not\b/.test(step)) return step.replace(/\b(is|are|can|does|do) not\b/, '$1')
    return step.replace(/\b(is|are|can)\b(?! not)/, '$1 not')
  },
}

/** Capitalised because they open a sentence, not because they are names. */
const openings = new Set(
  'A After All An And At Each Every For From How If In It Of On She He The Then There They This To True Two What When Where Which Who Why With By'.split(
    ' ',
  ),
)

const units: readonly (readonly string[])[] = [
  ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years'],
  ['cm', 'm', 'km'],
  ['grams', 'kilograms', 'pounds'],
  ['dollars', 'cents'],
  ['percent', 'percentage points'],
]

function swapWord(step: string, families: readonly (readonly string[])[], random: Random): string | undefined {
  for (const family of families) {
    const present = family.filter((word) => new RegExp(`\\b${word}\\b`).test(step))
    if (present.length === 0) continue
    const from = random.pick(present)
    return step.replace(new RegExp(`\\b${from}\\b`), random.pick(family.filter((word) => !present.includes(word))))
  }
  return undefined
}

const toNumber = (written: string) => Number(written.replaceAll(',', ''))

/** How people miscopy and miscount: one digit off, two digits swapped, a lost or added zero, off by ten. */
function slip(written: string, random: Random): string | undefined {
  const value = toNumber(written)
  const digits = written.replace(/\D/g, '')
  const candidates = [value + 1, value - 1, value + 10, value - 10, value + 2, value * 10]
  if (digits.length >= 2 && Number.isInteger(value)) {
    const at = random.int(digits.length - 1)
    candidates.push(Number(digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2)))
  }
  const wrong = candidates.filter((each) => each > 0 && each !== value)
  if (wrong.length === 0) return undefined
  const chosen = Number(random.pick(wrong).toPrecision(12))
  return written.includes(',') ? chosen.toLocaleString('en-US', { maximumFractionDigits: 6 }) : String(chosen)
}

/** Undefined where the value is negative or would need rounding. */
function compute(a: string, operator: string, b: string): string | undefined {
  const [x, y] = [toNumber(a), toNumber(b)]
  const value = operator === '+' ? x + y : operator === '-' ? x - y : operator === '/' ? x / y : x * y
  const rounded = Math.round(value * 100) / 100
  if (!Number.isFinite(value) || value < 0 || Math.abs(rounded - value) > 1e-9) return undefined
  return a.includes(',') || b.includes(',')
    ? rounded.toLocaleString('en-US', { maximumFractionDigits: 2 })
    : String(rounded)
}
