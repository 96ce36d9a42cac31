/* Features of a chain, once for each kind of question: one linear model is four. */
import { type QuestionKind, questionKinds } from '../judge/question-kind.js'

/**
 * Each feature once for each kind, 0 under every kind but the question's own, and a constant 1: one linear model over these is a model of its
 * own for each kind.
 */
export function byKind(kind: QuestionKind, features: Readonly<Record<string, number>>): Record<string, number> {
  spelled ??= spell(Object.keys(features))
  const spread = { ...spelled.zeros, [`${kind}:bias`]: 1 }
  for (const [name, whole] of spelled.of[kind]) spread[whole] = features[name] as number
  return spread
}

/** The names are the same for every chain, so that they are put together once: each with 0, and those of each kind. */
let spelled: ReturnType<typeof spell> | undefined

function spell(names: readonly string[]) {
  const of = (kind: QuestionKind) => names.map((name) => [name, `${kind}:${name}`] as const)
  const all = questionKinds.flatMap((kind) => [`${kind}:bias`, ...of(kind).map(([, whole]) => whole)])
  return {
    zeros: Object.fromEntries(all.map((whole) => [whole, 0])) as Record<string, number>,
    of: { choice: of('choice'), context: of('context'), symbolic: of('symbolic'), number: of('number') },
  }
}
