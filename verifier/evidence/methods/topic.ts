/* What a topic is: when a question is of it, its rule, and the ways that people take instead. */
import type { Asked } from './numbers.js'

/** A way that is often taken wrongly: what it makes of the question's numbers. */
export interface Slip {
  /** The values it leads to on the way; the last one has to be there for the slip to be seen. */
  values: readonly number[]
  /** Words that take this way before a number shows it. */
  says?: RegExp
}

/** What a question's numbers come to, by the rule of its topic and by the ways that miss it. */
export interface Compared {
  /** Values that a right solution states one of. */
  right: readonly number[]
  /** Right values on the way. */
  way?: readonly number[]
  slips: readonly Slip[]
}

/**
 * A topic with its rule and the common ways to miss it. The question is read loosely, by concepts and measures and not by its sentences, because two things have to come
 * together before anything is said: the value of a wrong way stands in the solution, and the right value stands nowhere in it.
 */
export interface Topic {
  /** The rule, for a person. */
  rule: string
  /** All of these are spoken of in the question. */
  about: readonly RegExp[]
  unless?: RegExp
  /** Null where the numbers are not those of the topic. */
  compare(asked: Asked): Compared | null
}

/** A slip that is seen by its values alone. */
export const way = (...values: number[]): Slip => ({ values })

export const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0)
export const product = (list: readonly number[]): number => list.reduce((total, each) => total * each, 1)

/** n over k. */
export function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return Math.round(ways)
}

/** n (n - 1) … of k factors. */
export function ordered(n: number, k: number): number {
  let ways = 1
  for (let i = 0; i < k; i++) ways *= n - i
  return ways
}
