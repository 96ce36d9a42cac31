import Fraction from 'fraction.js'
import { numberValue, plainSeparators, withDecimalPoint } from '../../src/core/answers/equivalence.js'
import { RationaleError } from '../../src/core/errors.js'
import { parseQuantity } from '../../src/core/quantities/quantity.js'

/** A number as an answer states it, for comparing with tolerance. */
export interface Stating {
  /** Exact; scale applied, percent not divided. */
  value: Fraction
  percent: boolean
  /** What its scale word multiplied by; 1 for none. */
  scale: number
  /** Half of the last digit shown, scale applied: the value lies within that. 0 for fractions and expressions, which are exact. */
  tolerance: Fraction
  /** Digits shown, without leading zeros. */
  significant: number
  decimals: number
}

export function readStating(written: string): Stating | null {
  // A negative in parentheses keeps its scale outside them: "$(1.6) million".
  const text = written.replace(
    /^\s*([$€£]?)\(([$€£]?\d[\d.,]{0,40})\)(?=\s*(?:%|percent|thousand|million|billion))/i,
    '-$1$2',
  )
  const quantity = parseQuantity(withDecimalPoint(plainSeparators(text)))
  const value = quantity?.value ?? numberValue(text)
  if (value === null || value === undefined) return null
  const exact = quantity === null || /\d\s?\/\s?\d/.test(text)
  const scale = quantity?.scale ?? 1
  const decimals = quantity?.digits ?? 0
  return {
    value,
    percent: quantity?.percent === true || /%|percent|per cent/i.test(text),
    scale,
    tolerance: exact ? new Fraction(0) : new Fraction(scale, 2).div(10 ** Math.min(decimals, 40)),
    significant: text.replace(/[^\d]/g, '').replace(/^0+/, '').length,
    decimals,
  }
}

/** @throws RationaleError `input` */
export function readGoldNumber(gold: string): Stating {
  // GSM8K's gold answers end in "#### 72".
  const stating = readStating(gold.slice(gold.lastIndexOf('####') + 1).replace(/^[#\s]+/, ''))
  if (stating !== null) return stating
  throw new RationaleError('input', 'the gold answer is not a number', {
    expected: 'one number',
    found: JSON.stringify(gold.slice(0, 200)),
  })
}

/** Whether `a` rounds to `b`, given how far the last digit of `b` reaches. */
export function within(a: Fraction, b: Fraction, tolerance: Fraction): boolean {
  return a.sub(b).abs().lte(tolerance)
}
