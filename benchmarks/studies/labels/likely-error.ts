import { readEquations } from '../../../src/core/arithmetic/index.js'
import { readQuantities } from '../../../src/core/quantities/quantity.js'

/*
 * A label from other solutions of the same problem: where a wrong solution first computes a value that stands in none of the right ones, and not in
 * the question either, it has most likely just gone wrong. Steps before it are most likely right. How often that is so is measured on chains that
 * people have labelled (`precision.ts`).
 */

/** Fewer right solutions say too little of what may be computed. */
export const FEWEST_RIGHT = 3

/** Numbers that agree to three digits are one, and so are a ratio and its percentage, a debt and a gain: solutions round and word them differently. */
function formsOf(value: number): string[] {
  if (!Number.isFinite(value)) return []
  const size = Math.abs(value)
  return [size, size * 100, size / 100].map((form) => form.toPrecision(3))
}

/** Every number that texts state or compute. */
export function valuesOf(texts: readonly string[]): Set<string> {
  const values = new Set<string>()
  for (const text of texts) {
    for (const { value } of readQuantities(text, { words: true }))
      for (const form of formsOf(value.valueOf())) values.add(form)
    for (const { checks, result } of readEquations(text)) {
      const results = [result, ...checks.flatMap(({ claimedValue, computedValue }) => [claimedValue, computedValue])]
      for (const each of results) if (each !== null) for (const form of formsOf(each.valueOf())) values.add(form)
    }
  }
  return values
}

/** 0-based index of the first step that computes a value not among `known`; undefined where every value is known. */
export function firstUnknownValue(steps: readonly string[], known: ReadonlySet<string>): number | undefined {
  const index = steps.findIndex((step) =>
    readEquations(step).some(({ operations, result }) => {
      if (operations === 0 || result === null) return false
      return !formsOf(result.valueOf()).some((form) => known.has(form))
    }),
  )
  return index === -1 ? undefined : index
}

/** The likely first error of wrong solutions of one problem, given the right ones. */
export function likelyErrors(question: string, right: readonly (readonly string[])[]) {
  if (right.length < FEWEST_RIGHT) return () => undefined
  const known = valuesOf([question, ...right.flat()])
  return (steps: readonly string[]) => firstUnknownValue(steps, known)
}
