import type { TextTokenizer } from '../../../src/models/tokenizer.js'

/**
 * The one token that a mark is behind a step; undefined where it is several, or grows together with what stands before it. By itself it may be others: LLaMA 2's
 * tokenizer puts a blank before every text, and takes two blanks together.
 */
export function markToken(tokenizer: TextTokenizer, mark: string): number | undefined {
  const { ids, starts, firstTarget } = tokenizer.encodeJoint(STEP, mark, { addSpecial: false })
  const [token, ...more] = ids.slice(firstTarget)
  return more.length === 0 && starts[firstTarget] === STEP.length ? token : undefined
}

/** Ends as most steps do. */
const STEP = 'That is 5.'
