import type { PreparedChain } from './judge.js'

/**
 * What kind of question it is; what judges say weighs differently under each.
 *
 * - `choice`: options are given; - `context`: numbers come from a text or table beside the question;
 * - `symbolic`: the question is in mathematical notation; - `number`: any other.
 */
export type QuestionKind = 'choice' | 'context' | 'symbolic' | 'number'
export const questionKinds = ['choice', 'context', 'symbolic', 'number'] as const satisfies readonly QuestionKind[]

/** Formula marks come in pairs: the one dollar behind a number, as in "if each costs 15$?", is money. */
const notation = /\\|\^|(?<!\d)\$[^\d\s]|\$[^$]*\$[^\d\s]/

export function questionKind({
  question,
  context = '',
  options = [],
}: Pick<PreparedChain, 'question' | 'context' | 'options'>): QuestionKind {
  if (options.length > 0) return 'choice'
  if (/\p{N}/u.test(context)) return 'context'
  return notation.test(question) ? 'symbolic' : 'number'
}
