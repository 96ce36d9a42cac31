import type { Facts } from './facts.js'

/**
 * What kind of question it is; the same finding weighs differently under each.
 *
 * - `choice`: options are given; - `context`: numbers come from a text or table beside the question;
 * - `symbolic`: the question is in mathematical notation; - `number`: any other.
 */
export const questionKinds = ['choice', 'context', 'symbolic', 'number'] as const
export type QuestionKind = (typeof questionKinds)[number]

/** Formula marks come in pairs: the one dollar behind a number, as in "if each costs 15$?", is money. */
const notation = /\\|\^|(?<!\d)\$[^\d\s]|\$[^$]*\$[^\d\s]/

export function questionKind({ options, context, question }: Facts): QuestionKind {
  if (options.length > 0) return 'choice'
  if (context.size > 0) return 'context'
  return notation.test(question) ? 'symbolic' : 'number'
}

/**
 * Each feature once for each kind, 0 under every kind but the question's own, and a constant 1: one linear model over these is a model of its
 * own for each kind.
 */
export function byKind(kind: QuestionKind, features: Readonly<Record<string, number>>): Record<string, number> {
  zeros ??= allZero(Object.keys(features))
  const spread = { ...zeros, [`${kind}:bias`]: 1 }
  for (const name in features) spread[`${kind}:${name}`] = features[name] as number
  return spread
}

/** Every name with 0; the names are the same for every chain. */
let zeros: Record<string, number> | undefined

function allZero(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(questionKinds.flatMap((kind) => ['bias', ...names].map((name) => [`${kind}:${name}`, 0])))
}
