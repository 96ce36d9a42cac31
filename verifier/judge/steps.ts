import { defined } from '../../src/core/absence.js'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { frozen } from '../../src/core/frozen.js'
import type { StepVerdict } from '../../src/core/records/types.js'
import type { StepJudgement, StepRewardRule } from './judge.js'

/** The default: a step is as good as the strictest judge thinks. */
export const lowestReward: StepRewardRule = (judgements) => {
  const known = judgements.flatMap(({ reward }) => reward ?? [])
  return known.length === 0 ? null : Math.min(...known)
}

/** How judgements of one step become its verdict. */
export interface StepRules {
  stepThreshold: number
  stepReward?: StepRewardRule
}

export interface MergedStep {
  step: Omit<StepVerdict, 'text' | 'wrong'>
  /** The reward is below the threshold, or a judge accuses the step by a finding. */
  wrong: boolean
  /** A judge accuses the step by a finding: it was computed to be wrong. */
  accused: boolean
}

/**
 * One reward by the rule, no higher than that of a judge who accuses the step; everything else side by side. `standing`: which of the judges could judge the
 * chain (default: all).
 */
export function mergeStep(
  judgements: readonly (StepJudgement | undefined)[],
  rules: StepRules,
  standing: readonly boolean[] = judgements.map(() => true),
): MergedStep {
  const { stepThreshold, stepReward = lowestReward } = rules
  const present = judgements.filter((judgement) => judgement !== undefined)
  const given = checkedReward(
    stepReward === lowestReward ? lowestReward(present) : byRule('stepReward', () => stepReward(frozen(present))),
  )
  const accused = present.some(accuses)
  // A rule that weighs judges against each other must not outvote a computation.
  const disproof = Math.min(...present.filter(accuses).flatMap(({ reward }) => reward ?? []))
  const reward = given === null ? null : Math.min(given, disproof)
  return {
    step: {
      ...wordsBeside(reward, present),
      reward,
      evidence: present.flatMap(({ evidence }) => evidence ?? []),
      checked: [...new Set(present.flatMap(checkedBy))],
    },
    wrong:
      accused ||
      (standing.every(Boolean)
        ? reward !== null && reward < stepThreshold
        : isWrongInPart(
            present.map((judgement, j) => (standing[j] ? judgement : UNSAID)),
            rules,
          )),
    accused,
  }
}

/** What is told beside a reward comes from judges that think as it does, the strictest first: praise does not explain a doubt. */
function wordsBeside(
  reward: number | null,
  judgements: readonly StepJudgement[],
): Partial<Pick<StepVerdict, 'rationale' | 'implicit' | 'process' | 'explanation' | 'reason'>> {
  const strictest = [...judgements].sort((a, b) => (a.reward ?? 1) - (b.reward ?? 1))
  const agreeing = strictest.filter(
    (each) => each.reward === null || reward === null || each.reward < 0.5 === reward < 0.5,
  )
  const first = <K extends keyof StepJudgement>(from: readonly StepJudgement[], key: K) =>
    from.find((each) => each[key] !== undefined)?.[key]
  return defined({
    rationale: first(strictest, 'rationale'),
    implicit: first(strictest, 'implicit'),
    process: first(strictest, 'process'),
    explanation: first(agreeing, 'explanation'),
    reason: first(agreeing, 'reason'),
  })
}

const UNSAID: StepJudgement = { reward: null }

/**
 * Whether the judges that stand hold a step wrong where others could not judge the chain. A rule that weighs them against each other was fitted where all
 * spoke, and may ask for more than those who stand can give: they must also speak against the step, that is lower what the rule gives where they are undecided.
 */
function isWrongInPart(standing: readonly StepJudgement[], { stepThreshold, stepReward }: StepRules): boolean {
  const rewardOf = (judgements: readonly StepJudgement[]) =>
    stepReward === undefined
      ? lowestReward(judgements)
      : checkedReward(byRule('stepReward', () => stepReward(frozen(judgements))))
  const reward = rewardOf(standing)
  if (reward === null || reward >= stepThreshold) return false
  if (stepReward === undefined) return true
  const undecided = rewardOf(standing.map(({ reward: own }) => ({ reward: own === null ? null : 0.5 })))
  return undecided !== null && reward < undecided
}

/** Asks a rule of one's own. @throws RationaleError `configuration` that names the rule, where it throws anything else. */
export function byRule<T>(name: string, rule: () => T): T {
  try {
    return rule()
  } catch (cause) {
    if (cause instanceof RationaleError) throw cause
    throw new RationaleError('configuration', `the rule "${name}" failed`, { found: messageOf(cause), cause })
  }
}

/** A rule of one's own is looked at, as judges are. */
function checkedReward(given: number | null): number | null {
  if (given === null || (given >= 0 && given <= 1)) return given
  throw new RationaleError('configuration', `the rule "stepReward" gave ${given}`, {
    expected: 'a number in [0, 1], or null',
  })
}

/**
 * Whether a judge holds a step wrong by what it computed: a failed finding, and a reward below one half. Failed findings of any other step are notes,
 * of a kind that is wrong too often to accuse.
 */
export function accuses({ reward, evidence = [] }: StepJudgement): boolean {
  return reward !== null && reward < 0.5 && evidence.some(({ ok }) => !ok)
}

const checkedBy = ({ checked, evidence = [] }: StepJudgement) => checked ?? evidence.map(({ kind }) => kind)
