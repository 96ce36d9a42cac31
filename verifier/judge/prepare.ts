import { defined } from '../../src/core/absence.js'
import { finalAnswer } from '../../src/core/answers/answer.js'
import type { Chain } from '../../src/core/records/types.js'
import { solutionText, stepsOf } from '../../src/core/steps/steps.js'
import type { PreparedChain } from './judge.js'

/** A record as judges see it: split into steps, its answer read, everything else that it holds left out. */
export function prepare({ question, context, options, task, answer, ...chain }: Chain): PreparedChain {
  const steps = stepsOf(chain)
  const unwrapped = chain.text === undefined ? undefined : solutionText(chain.text)
  const text = unwrapped?.text ?? steps.join('\n')
  const found = answer ?? unwrapped?.answer ?? readAnswer(text, defined({ options, task }))
  return {
    question,
    steps,
    ...defined({ context, options, task, answer: found }),
  }
}

function readAnswer(text: string, hint: { options?: string[]; task?: string }): string | undefined {
  const found = finalAnswer(text, hint)
  return found.kind === 'unparsed' ? undefined : found.value
}
