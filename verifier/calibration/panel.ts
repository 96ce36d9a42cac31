import type { Judge, Judgement } from '../judge/judge.js'

/** The same judge with a name before those of its features, where several judges have features of one name. */
export function named(judge: Judge, name: string): Judge {
  const rename = (judgement: Judgement): Judgement => ({
    ...judgement,
    features: Object.fromEntries(Object.entries(judgement.features).map(([key, value]) => [name + key, value])),
  })
  const renamed: Judge = async (...asked) => rename(await judge(...asked))
  if (judge.many === undefined) return renamed
  const { many } = judge
  return Object.assign(renamed, {
    many: async (...asked: Parameters<typeof many>) => {
      const { judgements, tokens } = await many(...asked)
      return { judgements: judgements.map(rename), tokens }
    },
  })
}
