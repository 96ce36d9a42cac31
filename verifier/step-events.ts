import type { StepEvent, StepVerdict } from '../src/core/types.js'
import type { StepJudgement, VerifierParts } from './verifier.js'

/** The lowest reward of the judges that have one; everything else side by side. */
export function mergeStep(judgements: readonly (StepJudgement | undefined)[]): Omit<StepVerdict, 'text'> {
  const present = judgements.filter((judgement) => judgement !== undefined)
  const rewards = present.map(({ reward }) => reward).filter((reward) => reward !== null)
  const { evidence: _evidence, ...fields }: Partial<StepJudgement> = Object.assign({}, ...present)
  const broken = rewards.find((reward) => !Number.isFinite(reward))
  return {
    ...fields,
    reward: rewards.length > 0 && broken === undefined ? Math.min(...rewards) : null,
    ...(broken === undefined ? {} : { reason: `the reward is ${broken}` }),
    evidence: present.flatMap(({ evidence }) => evidence ?? []),
  }
}

/** Where a judge reports its steps: one by one as they come, or all that it has said. */
interface Report {
  step(step: StepJudgement): void
  all(steps: readonly StepJudgement[]): void
}

/** One place to report to for each judge. A step is passed on when every judge has reported it and all steps before it. */
export function stepsInOrder(
  id: string,
  texts: readonly string[],
  { judges, stepThreshold }: Pick<VerifierParts, 'judges' | 'stepThreshold'>,
  onEvent: (event: StepEvent) => void,
): Report[] {
  const said: (readonly StepJudgement[])[] = judges.map(() => [])
  let passed = 0
  const passOn = () => {
    for (; passed < texts.length && said.every((steps) => steps.length > passed); passed++) {
      const step = { text: texts[passed] as string, ...mergeStep(said.map((steps) => steps[passed])) }
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
