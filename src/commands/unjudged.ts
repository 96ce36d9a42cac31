interface Unjudged {
  judged: number
  unjudged: number
  /** Of those that were judged: some judge could not. */
  partly: number
  /** The first reason. */
  why: string
}

/** One sentence on what could not be judged. */
export function sayUnjudged({ judged, unjudged, partly, why }: Unjudged): string {
  if (judged === 0) return `nothing could be judged: ${why}${remedyOf(why)}`
  const all = judged + unjudged
  const said = [
    ...(unjudged === 0 ? [] : [`${unjudged} of ${all} could not be judged`]),
    ...(partly === 0 ? [] : [`${partly} of ${all} could be judged only in part`]),
  ]
  return `${said.join(', ')}: ${why}${remedyOf(why)}`
}

/** A model reads so much and no more; a document or a long conversation before the question is soon longer. Empty where something else is the matter. */
export const remedyOf = (why: string): string =>
  why.includes('too long for the model')
    ? '\n  to do:    --verifier evidence: judges texts of any length, by the checks alone'
    : ''
