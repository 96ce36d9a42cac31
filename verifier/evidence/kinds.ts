import { type QuestionKind, questionKinds } from '../judge/question-kind.js'

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
