import type { Verdict } from './types.js'

/** Why a chain could not be judged; undefined where it was. */
export const whyUnjudged = ({ firstError, reason = 'no reason was given' }: Verdict): string | undefined =>
  firstError === null ? reason : undefined

/** Why a judge could not judge a chain of which a check alone says that it is wrong; undefined where every judge did. */
export const whyPartly = ({ verdict, reason }: Verdict): string | undefined =>
  verdict === 'incorrect' ? reason : undefined

/** Why some judge could say nothing of a chain that holds text. */
export const whyLacking = (verdict: Verdict): string | undefined =>
  verdict.steps.length === 0 ? undefined : (whyUnjudged(verdict) ?? whyPartly(verdict))
