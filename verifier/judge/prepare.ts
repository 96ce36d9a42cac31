import { defined } from '../../src/core/absence.js'
import { finalAnswer } from '../../src/core/answers/answer.js'
import { finish, type Pieces } from '../../src/core/pieces.js'
import type { Chain } from '../../src/core/records/types.js'
import { solutionText, splitting, textsOf } from '../../src/core/steps/steps.js'
import type { PreparedChain } from './judge.js'

/** A record as judges see it: split into steps, its answer read, everything else that it holds left out. */
export const prepare = (chain: Chain): PreparedChain => finish(preparing(chain))

/** The same in pieces. */
export function* preparing({ question, context, options, task, answer, ...chain }: Chain): Pieces<PreparedChain> {
  // Where both are given the steps hold: a text beside them may say something else.
  const unwrapped = chain.steps !== undefined || chain.text === undefined ? undefined : solutionText(chain.text)
  yield
  const steps = chain.steps?.slice() ?? textsOf(yield* splitting(unwrapped?.text ?? ''))
  yield
  const stated = answer ?? unwrapped?.answer
  const found = stated ?? readAnswer(unwrapped?.text ?? steps.join('\n'), defined({ options, task }))
  yield
  return {
    question,
    steps,
    ...defined({ context, options, task, answer: found }),
    ...(stated === undefined && found !== undefined && { answerRead: true }),
  }
}

/** Why there is nothing to judge; undefined where there is. */
export function whyEmpty({ steps }: PreparedChain): string | undefined {
  if (steps.length === 0) return 'the chain has no steps'
  return steps.some((step) => /[^\s\p{C}]/u.test(step)) ? undefined : 'no step holds text'
}

function readAnswer(text: string, hint: { options?: string[]; task?: string }): string | undefined {
  const found = finalAnswer(text, hint)
  return found.kind === 'unparsed' ? undefined : found.value
}
