/* Conditions of outcomes in words: "even and at least 4". Joined as the words say, or not read at all. */
import { lean } from '../../../../src/core/lean-patterns.js'
/** Whether an outcome meets a condition. */
export type Test<Outcome> = (outcome: Outcome) => boolean

/** Words that say what holds of an outcome, once the words that carry nothing are out. */
export interface Atom<Outcome> {
  pattern: RegExp
  /** Null where the words are no condition after all. */
  test(match: RegExpExecArray, before: readonly Test<Outcome>[]): Test<Outcome> | null
}

/** An atom; its source stands for whole words. */
export const atom = <Outcome>(source: string, test: Atom<Outcome>['test']): Atom<Outcome> => ({
  pattern: lean(new RegExp(String.raw`(?:${source})(?![\p{L}\p{N}])`, 'yu')),
  test,
})

/**
 * Conditions joined by "and", "or", "but" and "not", read to the last word: null where one word is not understood, or where "and" and "or" stand side by side so that
 * what belongs together is open.
 */
export function readConditions<Outcome>(words: string, atoms: readonly Atom<Outcome>[]): Test<Outcome>[] | null {
  const text = words.replace(/\s+/g, ' ').trim()
  const found: Test<Outcome>[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) at += match[0].length
    return match
  }
  const single = (): Test<Outcome> | null => {
    take(/[ ,.;]*/y)
    const denied = take(/not /y) !== null
    for (const { pattern, test } of atoms) {
      const start = at
      const match = take(pattern)
      if (match === null) continue
      const read = test(match, [...found])
      if (read === null) {
        at = start
        continue
      }
      found.push(read)
      return denied ? (outcome) => !read(outcome) : read
    }
    return null
  }
  /** Alternatives, or conditions that all hold. */
  const group = (): Test<Outcome> | null => {
    const tests: Test<Outcome>[] = []
    const joins = new Set<string>()
    for (;;) {
      const test = single()
      if (test === null) return null
      tests.push(test)
      const join = take(/,? (?=but )|,? (and|or) |[,.;]? (?=\S)/y)
      if (join === null || /^but /.test(text.slice(at))) break
      joins.add(join[1] === 'or' ? 'or' : 'and')
    }
    if (joins.size > 1) return null
    return joins.has('or')
      ? (outcome) => tests.some((test) => test(outcome))
      : (outcome) => tests.every((test) => test(outcome))
  }
  const all: Test<Outcome>[] = []
  while (at < text.length) {
    const test = group()
    if (test === null) return null
    all.push(test)
    take(/ ?but (?:and )?|[ ,.;]+$/y)
  }
  return all
}

/** "at least 9", "9 or more", "9". */
export const BOUND = String.raw`(?:(at least|at most|greater than|more than|larger than|bigger than|above|less than|smaller than|fewer than|below|exactly|equal to|equals) )?(\d+)(?: or (more|higher|greater|less|lower|fewer))?`

/** The relation that BOUND's three groups name. */
export function bounded(how: string | undefined, number: string | undefined, or: string | undefined): Test<number> {
  const bound = Number(number)
  const relation = or === undefined ? (how ?? '') : /more|higher|greater/.test(or) ? 'at least' : 'at most'
  if (relation === 'at least') return (value) => value >= bound
  if (relation === 'at most') return (value) => value <= bound
  if (/^(?:greater|more|larger|bigger|above)/.test(relation)) return (value) => value > bound
  if (/^(?:less|smaller|fewer|below)/.test(relation)) return (value) => value < bound
  return (value) => value === bound
}

/** "at least 1", "exactly 2", "no", "both". */
export const QUANTITY = String.raw`at least (\d+|one)|at most (\d+|one)|exactly (\d+|one)|(neither|none|no)|(both|all|each|every)`

/** How many of several meet QUANTITY's five groups. */
export function quantified(groups: readonly (string | undefined)[], hits: number, of: number): boolean {
  const [least, most, exactly, none] = groups
  const number = (text: string) => (text === 'one' ? 1 : Number(text))
  if (least !== undefined) return hits >= number(least)
  if (most !== undefined) return hits <= number(most)
  if (exactly !== undefined) return hits === number(exactly)
  return none === undefined ? hits === of : hits === 0
}
