/* Whether an answer can be made of the question's numbers at all, each taken once. */
import { type Facts, key } from './facts.js'

/** More numbers than this make nearly any small result reachable, and the search long. */
const MAX_NUMBERS = 4
/** Choices among the forms of percentages and fractions that are still searched. */
const MAX_WAYS = 16

/**
 * Can the answer be reached from the numbers of the question alone, each taken once, with + - * / ?
 * 1: with all of them; 0: not; null: there are too few or too many to say.
 */
export function reachable({ given, answer }: Facts): number | null {
  const target = answer?.value
  const numbers = given.filter(({ key: value }) => value !== 1)
  if (target === null || target === undefined || numbers.length < 2 || numbers.length > MAX_NUMBERS) return null
  const forms = numbers.map((each) =>
    each.quantity.percent === true || each.quantity.value.d !== 1n ? each.forms.slice(0, 4) : [each.key],
  )
  const ways = forms.reduce((product, each) => product * each.length, 1)
  return ways > MAX_WAYS ? null : reach(forms, key(target)) ? 1 : 0
}

function reach(sets: readonly (readonly number[])[], target: number): boolean {
  if (sets.length === 1)
    return (sets[0] as readonly number[]).some(
      (value) => Math.abs(value - target) <= 1e-6 * Math.max(1, Math.abs(target)),
    )
  for (let i = 0; i < sets.length; i++) {
    for (let j = i + 1; j < sets.length; j++) {
      const rest = sets.filter((_, k) => k !== i && k !== j)
      const joined: number[] = []
      for (const a of sets[i] as readonly number[]) {
        for (const b of sets[j] as readonly number[]) {
          joined.push(a + b, a - b, b - a, a * b)
          if (b !== 0) joined.push(a / b)
          if (a !== 0) joined.push(b / a)
        }
      }
      if (reach([joined, ...rest], target)) return true
    }
  }
  return false
}
