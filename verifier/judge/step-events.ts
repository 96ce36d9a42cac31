import { at } from '../../src/core/absence.js'
import { frozen } from '../../src/core/frozen.js'
import type { StepEvent } from '../../src/core/records/types.js'
import type { Judgement, StepJudgement } from './judge.js'
import { mergeStep, type StepRules } from './steps.js'
import { whyUnjudged } from './verdict.js'

/** Where a judge reports its steps: one by one as they come, or all that it has said. */
interface Report {
  step(step: StepJudgement): void
  all(judgement: Judgement): void
}

interface Reporting extends StepRules {
  judges: readonly unknown[]
}

/** One place to report to for each judge. A step is passed on when every judge has reported it and all steps before it. */
export function stepsInOrder(
  id: string,
  texts: readonly string[],
  { judges, ...rules }: Reporting,
  onEvent: (event: StepEvent) => void,
): Report[] {
  const said: StepJudgement[][] = judges.map(() => [])
  const standing = judges.map(() => true)
  let passed = 0
  const passOn = () => {
    for (; passed < texts.length && said.every((steps) => steps.length > passed); passed++) {
      const { step, wrong } = mergeStep(
        said.map((steps) => steps[passed]),
        rules,
        standing,
      )
      onEvent(frozen({ type: 'step', id, index: passed, step: { text: at(texts, passed), ...step, wrong }, wrong }))
    }
  }
  return judges.map((_, j) => ({
    step(step) {
      said[j]?.push(step)
      passOn()
    },
    all(judgement) {
      said[j] = [...judgement.steps]
      standing[j] = whyUnjudged([judgement]) === undefined
      passOn()
    },
  }))
}
