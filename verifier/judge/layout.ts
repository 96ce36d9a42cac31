/*
 * How a chain is laid out for a model. The process and rationale layouts are those that a verifier is trained on
 * (verifier/network/train/texts.ts; a test holds them equal).
 */

/** A question, and what has been reasoned so far. */
export interface Trajectory {
  question: string
  context?: string | undefined
  options?: readonly string[] | undefined
  steps: readonly string[]
}

/** A mark after each step. */
export const MARKS = { right: ' +', wrong: ' -' } as const
/** Asked for in the place of a mark: whether the whole solution will turn out right. */
export const VALUE_MARKS = { right: ' Yes', wrong: ' No' } as const
/** What follows a mark; the space keeps it a token of its own. */
export const AFTER_MARK = ' \n'

/** `context\n\nquestion\n\n`, with the options of a choice below the question. */
export function opening({ context, question, options }: Omit<Trajectory, 'steps'>): string {
  const choices = options?.map((option, i) => `\n(${String.fromCharCode(65 + i)}) ${option}`).join('') ?? ''
  return `${context ? `${context.trim()}\n\n` : ''}${question.trim()}${choices}\n\n`
}

/** The opening and a line for each step. */
export function plainText(trajectory: Trajectory): string {
  return opening(trajectory) + trajectory.steps.map((step) => `${step.trim()}\n`).join('')
}

/**
 * Ends where the mark of the last step is due; every earlier step is marked right, so that all steps of a chain share one prefix. Options are
 * left out, as in training.
 */
export function markedText({ question, context, steps }: Trajectory): string {
  return opening({ question, context }) + steps.map((step) => step.trim()).join(MARKS.right + AFTER_MARK)
}

/** Ends where a rationale of the trajectory is due. */
export function rationaleOpening(trajectory: Trajectory): string {
  return `${plainText(trajectory).trimEnd()}\n\nRationale:`
}

/** The trajectory with a rationale in view, without markers (REFERENCE 1.1: "the rationale enters without markers"). */
export function withRationale(trajectory: Trajectory, rationale: string): string {
  return `${plainText(trajectory)}${rationale.trim()}\n`
}
