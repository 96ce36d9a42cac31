import { endsRun, messageOf, RationaleError } from '../../src/core/errors.js'
import { checkedJudgement, checkedStep, judgeNamed } from './checked.js'
import type { Judge, Judgement, PreparedChain, StepJudgement } from './judge.js'

/*
 * A judge is asked here and nowhere else: what it throws is told with its name, what it returns is looked at, and its name stands in `checked` of
 * every step of which it says no more than a reward.
 */

/** What a judge is called: the name of its function, else its place among the judges. */
const nameOf = (judge: Judge, place: number): string => judge.name || `judge ${place + 1}`

/** @throws RationaleError `model` where the judge throws, `configuration` where it does not keep its contract; `aborted`. */
export async function ask(
  judge: Judge,
  place: number,
  chain: PreparedChain,
  signal?: AbortSignal,
  onStep?: (step: StepJudgement) => void,
): Promise<Judgement> {
  const name = nameOf(judge, place)
  const report = onStep && ((step: StepJudgement) => onStep(signed(checkedStep(step, name), name)))
  const judgement = await named(name, signal, () => judge(chain, signal, report))
  return signedAll(checkedJudgement(judgement, chain.steps.length, name), name)
}

/** Chains of one question in one pass; undefined where the judge takes them one by one. */
export async function askMany(judge: Judge, place: number, chains: readonly PreparedChain[], signal?: AbortSignal) {
  const { many } = judge
  if (many === undefined) return undefined
  const name = nameOf(judge, place)
  const { judgements, tokens } = await named(name, signal, () => many(Object.freeze([...chains]), signal))
  if (judgements.length !== chains.length)
    throw new RationaleError(
      'configuration',
      `${judgeNamed(name)} gave ${judgements.length} judgements of ${chains.length} chains`,
    )
  const checked = judgements.map((judgement, i) => {
    const steps = chains[i]?.steps.length ?? 0
    return signedAll(checkedJudgement(judgement, steps, name), name)
  })
  return { judgements: checked, tokens }
}

/** Our own errors say already what failed; anything else would be a stack without a name. */
async function named<T>(name: string, signal: AbortSignal | undefined, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throwIfAborted(signal)
    if (cause instanceof RationaleError || endsRun(cause)) throw cause
    throw new RationaleError('model', `${judgeNamed(name)} failed`, { found: messageOf(cause), cause })
  }
}

const signedAll = (judgement: Judgement, name: string): Judgement => ({
  ...judgement,
  steps: judgement.steps.map((step) => signed(step, name)),
})

const signed = (step: StepJudgement, name: string): StepJudgement =>
  step.checked === undefined && step.evidence === undefined && step.reward !== null
    ? { ...step, checked: [name] }
    : step

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RationaleError('aborted', 'verification was aborted', { cause: signal.reason })
}
