import { finalAnswer } from './answer.js'
import type { AnswerHint } from './forms.js'

/** What ends a worked solution: GSM8K's "#### 72", the box of MATH. */
const worked = /####|\\boxed\s*\{/

/** The right answer as records give it: the answer itself, or the worked solution that ends in it, as GSM8K and MATH publish theirs. */
export function goldAnswer(gold: string, hint: AnswerHint): string {
  if (!worked.test(gold)) return gold
  const found = finalAnswer(gold, hint)
  return found.kind === 'unparsed' ? gold : found.value
}
