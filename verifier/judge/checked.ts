import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { type CandidateSet, type Chain, candidateSetSchema, chainSchema } from '../../src/core/records/types.js'
import type { Judgement } from './judge.js'

/* What comes from outside, from callers and from judges of their own, is looked at before it is believed. */

/** @throws RationaleError `input` that says what is missing. */
export function checkedChain(chain: Chain): Chain {
  const parsed = chainSchema.safeParse(chain)
  if (parsed.success) return chain
  throw new RationaleError('input', `not a chain: ${describeIssues(parsed.error, 'chain')}`, {
    expected: '{ id, question, steps: ["…", "…"] }, or { id, question, text: "…" }, which is split into steps',
  })
}

/** @throws RationaleError `input` that says what is missing. */
export function checkedSet(set: CandidateSet): CandidateSet {
  const parsed = candidateSetSchema.safeParse(set)
  if (parsed.success) return set
  throw new RationaleError('input', `not a set of candidates: ${describeIssues(parsed.error, 'set')}`, {
    expected: '{ id, question, candidates: [{ text: "…" }, …] }, each with text or steps',
  })
}

/**
 * A reward that is no finite number is left to the verdict, which gives the step its reason.
 *
 * @param steps how many the chain has.
 * @throws RationaleError `model` where it is no judgement of so many steps, or a reward lies outside [0, 1].
 */
export function checkedJudgement(given: Judgement, steps: number): Judgement {
  const fault = faultOf(given, steps)
  if (fault === undefined) return given
  throw new RationaleError('model', `a judge does not keep its contract: ${fault}`, {
    expected: `{ steps, features }: one { reward } for each of the ${steps} steps, in [0, 1] or null; features are numbers by their names`,
  })
}

/** Judges may be written in JavaScript: the types promise nothing. */
function faultOf(given: unknown, count: number): string | undefined {
  if (typeof given !== 'object' || given === null) return `it returned ${String(given)}`
  const { steps, features } = given as Partial<Record<keyof Judgement, unknown>>
  if (!Array.isArray(steps)) return 'it returned no list of steps'
  if (steps.length !== count) return `it judged ${steps.length} steps of ${count}`
  for (const [i, step] of steps.entries()) {
    const reward: unknown = step?.reward
    if (reward !== null && typeof reward !== 'number') return `step ${i + 1} has the reward ${String(reward)}`
    if (typeof reward === 'number' && (reward < 0 || reward > 1) && Number.isFinite(reward))
      return `step ${i + 1} has the reward ${reward}`
  }
  if (typeof features !== 'object' || features === null) return 'it returned no features'
  const wrong = Object.entries(features).find(([, value]) => typeof value !== 'number')
  return wrong && `its feature ${wrong[0]} is ${String(wrong[1])}`
}
