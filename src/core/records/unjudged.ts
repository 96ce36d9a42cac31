import type { Verdict } from './types.js'

/** Why a chain could not be judged; undefined where it was, if only in part. */
export const whyUnjudged = ({
  firstError,
  judgedInPart,
  reason = 'no reason was given',
}: Verdict): string | undefined => (firstError === null && !judgedInPart ? reason : undefined)

/** Why a judge could not judge a chain of which others had something to say; undefined where every judge did. */
export const whyPartly = ({ judgedInPart, reason = 'no reason was given' }: Verdict): string | undefined =>
  judgedInPart ? reason : undefined

/** Why some judge could say nothing of a chain that holds text. */
export const whyLacking = (verdict: Verdict): string | undefined =>
  verdict.steps.length === 0 ? undefined : (whyUnjudged(verdict) ?? whyPartly(verdict))
