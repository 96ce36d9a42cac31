import type { Instruction, Rationale } from '../../../src/core/records/types.js'

/*
 * How records become text. What a verifier is asked at inference must be laid out exactly so.
 */

/** A stretch of text, and whether the loss counts it. */
export interface Piece {
  text: string
  target: boolean
  /** What is asked for where this piece begins, each one token; `text` itself stands there all the same. */
  asks?: string[]
}

/** A mark after each step: right or wrong. Each is one token in byte-level vocabularies. */
export const PROCESS_MARKS = { right: ' +', wrong: ' -' } as const

/** Asked for in the place of a mark: whether the whole solution will turn out right (an outcome-supervised value, Cobbe et al. 2021). */
export const VALUE_MARKS = { right: ' Yes', wrong: ' No' } as const

/**
 * What follows a mark. The space keeps the mark a token of its own: Qwen's and LLaMA 3's tokenizers would take `+` and a line end together,
 * and a mark that is asked for at the end of a text would not be the mark that was learned.
 */
export const AFTER_MARK = ' \n'

/** What stands before the first step: `context\n\nquestion\n\n`. */
export function processOpening(chain: { question: string; context?: string | undefined }): string {
  return `${chain.context ? `${chain.context.trim()}\n\n` : ''}${chain.question.trim()}\n\n`
}

/** What is known of a chain: its first wrong step (-1: none), whether its answer is right, or both. */
export interface ChainLabels {
  question: string
  context?: string | undefined
  firstError?: number | undefined
  correct?: boolean | undefined
}

/**
 * Question, then each step with a mark, a line each. What stands there is always the mark of a right step, so that the text of all steps is one
 * prefix, evaluated once; what is asked for in its place is the truth. Where the first wrong step is known, each step's mark up to it (what comes
 * after it says nothing and is left out). Where the outcome is known, the value: after every step of a chain of which nothing else is known, else
 * only after the last, where the label is certain.
 */
export function processPieces(chain: ChainLabels, steps: readonly string[]): Piece[] {
  const { firstError, correct } = chain
  const pieces: Piece[] = [{ text: processOpening(chain), target: false }]
  const judged = firstError === undefined || firstError === -1 ? steps : steps.slice(0, firstError + 1)
  for (const [index, step] of judged.entries()) {
    const asks: string[] = []
    if (firstError !== undefined) asks.push(index === firstError ? PROCESS_MARKS.wrong : PROCESS_MARKS.right)
    if (correct !== undefined && (firstError === undefined || index === judged.length - 1))
      asks.push(correct ? VALUE_MARKS.right : VALUE_MARKS.wrong)
    pieces.push({ text: step.trim(), target: false })
    pieces.push({ text: PROCESS_MARKS.right, target: false, asks })
    pieces.push({ text: AFTER_MARK, target: false })
  }
  return pieces
}

/** What a rationale is asked with: the trajectory, then this. */
export const rationaleOpening = (preceding: string) => `${preceding.trimEnd()}\n\nRationale:`

/** preceding -> rationale, loss on the rationale only. */
export function rationalePieces({ preceding, rationale }: Pick<Rationale, 'preceding' | 'rationale'>): Piece[] {
  return [
    { text: rationaleOpening(preceding), target: false },
    { text: ` ${rationale.trim()}`, target: true },
  ]
}

/** FinGPT's layout. */
export const instructionOpening = ({ instruction, input }: Pick<Instruction, 'instruction' | 'input'>) =>
  `Instruction: ${instruction.trim()}\n${input.trim() === '' ? '' : `Input: ${input.trim()}\n`}Answer:`

export function instructionPieces(record: Instruction): Piece[] {
  return [
    { text: instructionOpening(record), target: false },
    { text: ` ${record.output.trim()}`, target: true },
  ]
}
