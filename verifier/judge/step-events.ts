import { at, defined } from '../../src/core/absence.js'
import type { StepEvent, StepVerdict } from '../../src/core/records/types.js'
import type { StepJudgement, StepRewardRule } from './judge.js'

/** The default: a step is as good as the strictest judge thinks. */
export const lowestReward: StepRewardRule = (judgements) => {
  const known = judgements.flatMap(({ reward }) => reward ?? [])
  return known.length === 0 ? null : Math.min(...known)
}

/** One reward by the rule; everything else side by side. */
export function mergeStep(
  judgements: readonly (StepJudgement | undefined)[],
  stepReward: StepRewardRule = lowestReward,
): Omit<StepVerdict, 'text'> {
  const present = judgements.filter((judgement) => judgement !== undefined)
  const { rationale, implicit, process, reason }: Partial<StepJudgement> = Object.assign({}, ...present)
  const broken = present.map(({ reward }) => reward).find((reward) => reward !== null && !Number.isFinite(reward))
  return {
    ...defined({ rationale, implicit, process, reason: broken === undefined ? reason : `the reward is ${broken}` }),
    reward: broken === undefined ? stepReward(present) : null,
    evidence: present.flatMap(({ evidence }) => evidence ?? []),
  }
}

/** Where a judge reports its steps: one by one as they come, or all that it has said. */
interface Report {
  step(step: StepJudgement): void
  all(steps: readonly StepJudgement[]): void
}

interface Reporting {
  judges: readonly unknown[]
  stepThreshold: number
  stepReward?: StepRewardRule
}

/** One place to report to for each judge. A step is passed on when every judge has reported it and all steps before it. */
export function stepsInOrder(
  id: string,
  texts: readonly string[],
  { judges, stepThreshold, stepReward }: Reporting,
  onEvent: (event: StepEvent) => void,
): Report[] {
  const said: (readonly StepJudgement[])[] = judges.map(() => [])
  let passed = 0
  const passOn = () => {
    for (; passed < texts.length && said.every((steps) => steps.length > passed); passed++) {
      const step = {
        text: at(texts, passed),
        ...mergeStep(
          said.map((steps) => steps[passed]),
          stepReward,
        ),
      }
      onEvent({ type: 'step', id, index: passed, step, wrong: step.reward !== null && step.reward < stepThreshold })
    }
  }
  return judges.map((_, j) => ({
    step(step) {
      said[j] = [...(said[j] ?? []), step]
      passOn()
    },
    all(steps) {
      said[j] = steps
      passOn()
    },
  }))
}
