import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest-name.js'
import { findingKinds } from '../../src/core/records/findings.js'
import {
  asCandidate,
  type Candidate,
  type CandidateSet,
  type CandidateSetInput,
  type Chain,
  type ChainInput,
  candidateSetInputSchema,
  chainInputSchema,
} from '../../src/core/records/types.js'
import { aggregations } from './aggregate.js'
import type { Judgement, StepJudgement } from './judge.js'

/* What comes from outside, from callers and from judges of their own, is looked at before it is believed. */

/**
 * @param id what a chain is called that has no id of its own: what the command line calls the one that it is given.
 * @throws RationaleError `input` that says what is missing.
 */
export function checkedChain(chain: ChainInput, id = 'solution'): Chain {
  const parsed = chainInputSchema.safeParse(chain)
  if (parsed.success) return hasId(chain) ? chain : { ...chain, id }
  throw new RationaleError('input', `not a chain: ${describeIssues(parsed.error, 'chain')}`, {
    expected:
      '{ question, steps: ["…", "…"] }, or { question, text: "…" }, which is split into steps; an id where wanted',
  })
}

const hasId = <Named extends { id?: string | undefined }>(named: Named): named is Named & { id: string } =>
  named.id !== undefined

/** What those of several chains are called that have no id: by their place, and as no other of them is called. */
export function idsFor(chains: readonly { id?: string | undefined }[]): (index: number) => string {
  const taken = new Set(chains.map((chain) => chain?.id)) // what is no chain is refused when its turn comes
  return (index) => {
    let id = `solution-${index + 1}`
    while (taken.has(id)) id = `another-${id}`
    return id
  }
}

/** @throws RationaleError `input` that says what is missing. */
export function checkedSet(set: CandidateSetInput, id = 'solutions'): CandidateSet {
  const parsed = candidateSetInputSchema.safeParse(set)
  if (!parsed.success)
    throw new RationaleError('input', `not a set of candidates: ${describeIssues(parsed.error, 'set')}`, {
      expected: '{ question, candidates: ["…", …] }, each a text, { text } or { steps }; an id where wanted',
    })
  // Everything that a caller keeps in it is kept: the schema has looked at each candidate.
  return { ...set, id: set.id ?? id, candidates: set.candidates.map((each) => asCandidate(each) as Candidate) }
}

const aFunction = z.custom<(...given: never[]) => unknown>(
  (value) => typeof value === 'function',
  'expected a function',
)
const share = z.number().min(0).max(1)

/** What `createVerifier` is given. */
const partsSchema = z.strictObject({
  id: z.string().min(1),
  judges: z.array(aFunction).min(1, 'expected at least one judge'),
  probability: z.custom(
    (value) => typeof value === 'function',
    'expected a function of the features; () => null, with `uncalibrated` as the reason, where there is none',
  ),
  stepThreshold: share,
  accept: share,
  reject: share,
  aggregation: z.enum(aggregations).optional(),
  uncalibrated: z.string().optional(),
  stepReward: aFunction.optional(),
  asked: z.int().min(0).optional(),
  unfamiliar: aFunction.optional(),
  unproven: aFunction.optional(),
  unshownSteps: z.string().optional(),
  close: aFunction.optional(),
})

/** @throws RationaleError `configuration` that names all that is wrong, a misspelt name with the nearest one. */
export function checkParts(parts: unknown): void {
  const parsed = partsSchema.safeParse(parts)
  const known = Object.keys(partsSchema.shape)
  if (parsed.success) {
    const { accept, reject } = parsed.data
    if (accept >= reject) return
    throw new RationaleError('configuration', 'createVerifier: accept lies below reject', {
      expected: 'reject <= accept: a chain is correct from accept on, and incorrect up to reject',
      found: `accept ${accept}, reject ${reject}`,
    })
  }
  const unknown = parsed.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  const meant = unknown.flatMap((name) => nearestName(name, known) ?? [])
  throw new RationaleError('configuration', `createVerifier: ${describeIssues(parsed.error, 'parts')}`, {
    expected: `{ id, judges: [judge, …], probability, stepThreshold, accept, reject }, the last three in [0, 1]; where wanted ${known.filter((name) => partsSchema.shape[name as keyof typeof partsSchema.shape].safeParse(undefined).success).join(', ')}`,
    ...defined({ remedy: meant.length === 0 ? undefined : `did you mean ${meant.join(', ')}?` }),
  })
}

/**
 * @param steps how many the chain has.
 * @param name of the judge.
 * @throws RationaleError `configuration` where it is no judgement of so many steps, or a reward lies outside [0, 1].
 */
export function checkedJudgement(given: Judgement, steps: number, name: string): Judgement {
  const fault = faultOf(given, steps)
  if (fault === undefined) return given
  throw new RationaleError('configuration', `${judgeNamed(name)} does not keep its contract: ${fault}`, {
    expected: `{ steps, features }: one { reward } for each of the ${steps} steps, in [0, 1] or null; features are numbers by their names`,
  })
}

/** The same of what a file holds: whether it is a judgement of so many steps. */
export const isJudgement = (given: unknown, steps: number): given is Judgement => faultOf(given, steps) === undefined

/** @throws RationaleError `configuration` where a step that a judge reports is none. */
export function checkedStep(given: StepJudgement, name: string): StepJudgement {
  const fault = faultOfStep(given)
  if (fault === undefined) return given
  throw new RationaleError('configuration', `${judgeNamed(name)} does not keep its contract: a step ${fault}`)
}

/** Judges may be written in JavaScript: the types promise nothing. */
function faultOf(given: unknown, count: number): string | undefined {
  if (typeof given !== 'object' || given === null) return `it returned ${String(given)}`
  const { steps, features, objections = [] } = given as Partial<Record<keyof Judgement, unknown>>
  if (!Array.isArray(steps)) return 'it returned no list of steps'
  if (steps.length !== count) return `it judged ${steps.length} steps of ${count}`
  for (const [i, step] of steps.entries()) {
    const fault = faultOfStep(step)
    if (fault !== undefined) return `step ${i + 1} ${fault}`
  }
  if (typeof features !== 'object' || features === null) return 'it returned no features'
  const wrong = Object.entries(features).find(([, value]) => typeof value !== 'number')
  if (wrong !== undefined) return `its feature ${wrong[0]} is ${String(wrong[1])}`
  return isListOfTexts(objections) ? undefined : 'its objections are no list of sentences'
}

function faultOfStep(step: unknown): string | undefined {
  const given: Partial<Record<keyof StepJudgement, unknown>> = step ?? {}
  const { reward, evidence = [], checked = [] } = given
  if (reward !== null && typeof reward !== 'number') return `has the reward ${String(reward)}`
  // What is no number lies in no range.
  if (typeof reward === 'number' && !(reward >= 0 && reward <= 1)) return `has the reward ${reward}`
  const untold = TEXTS.find((name) => given[name] !== undefined && typeof given[name] !== 'string')
  if (untold !== undefined) return `has no text in "${untold}"`
  if (!isListOfTexts(checked)) return 'has no list of names in "checked"'
  if (!Array.isArray(evidence)) return 'has no list of findings in "evidence"'
  const bad = evidence.find((finding) => !isFinding(finding))
  return bad && `has evidence that is no finding: ${JSON.stringify(bad)}; a finding is { kind, span: [start, end], ok }`
}

const TEXTS = ['explanation', 'rationale', 'reason'] as const

/** A judge without a name is called by its place: `judge 1`. */
export const judgeNamed = (name: string) => (/^judge \d+$/.test(name) ? name : `the judge ${name}`)

const isListOfTexts = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string')

const kinds: ReadonlySet<unknown> = new Set(findingKinds)

/** By hand: the checks return hundreds of them. */
function isFinding(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  const { kind, span, ok } = given as { kind?: unknown; span?: unknown; ok?: unknown }
  return (
    kinds.has(kind) &&
    typeof ok === 'boolean' &&
    Array.isArray(span) &&
    span.length === 2 &&
    span.every(Number.isInteger)
  )
}
