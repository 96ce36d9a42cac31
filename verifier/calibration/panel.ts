import { defined } from '../../src/core/absence.js'
import type { Judge, Judgement } from '../judge/judge.js'

/** Judges that sit together, before any calibration. */
export interface Panel {
  judges: Judge[]
  /** Rewards below it call a step wrong, where one verifier says so itself. */
  stepThreshold?: number
  close(): Promise<void>
}

/** The same judge with a name before those of its features, where several judges have features of one name. */
export function named(judge: Judge, name: string): Judge {
  const rename = (judgement: Judgement): Judgement => ({
    ...judgement,
    features: Object.fromEntries(Object.entries(judgement.features).map(([key, value]) => [name + key, value])),
  })
  const { prompts } = judge
  const renamed: Judge = Object.assign(async (...asked: Parameters<Judge>) => rename(await judge(...asked)), {
    ...defined({ prompts }),
  })
  if (judge.many === undefined) return renamed
  const { many } = judge
  return Object.assign(renamed, {
    many: async (...asked: Parameters<typeof many>) => {
      const { judgements, tokens } = await many(...asked)
      return { judgements: judgements.map(rename), tokens }
    },
  })
}
