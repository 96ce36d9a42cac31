import type { Instruction, Rationale } from '../../../src/core/records/types.js'
import {
  AFTER_MARK,
  beforeMark,
  instructionOpening,
  MARKS,
  markedOpening,
  rationaleOpening,
  VALUE_MARKS,
} from '../../judge/layout.js'

/*
 * How records become text with targets. The layouts themselves are those of use (verifier/judge/layout.ts).
 */

/** A stretch of text, and whether the loss counts it. */
export interface Piece {
  text: string
  target: boolean
  /** What is asked for where this piece begins, each one token; `text` itself stands there all the same. */
  asks?: string[]
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
  const pieces: Piece[] = [{ text: markedOpening(chain), target: false }]
  const judged = firstError === undefined || firstError === -1 ? steps : steps.slice(0, firstError + 1)
  for (const [index, step] of judged.entries()) {
    const asks: string[] = []
    if (firstError !== undefined) asks.push(index === firstError ? MARKS.wrong : MARKS.right)
    if (correct !== undefined && (firstError === undefined || index === judged.length - 1))
      asks.push(correct ? VALUE_MARKS.right : VALUE_MARKS.wrong)
    pieces.push({ text: beforeMark(step), target: false })
    pieces.push({ text: MARKS.right, target: false, asks })
    pieces.push({ text: AFTER_MARK, target: false })
  }
  return pieces
}

/** preceding -> rationale, loss on the rationale only. */
export function rationalePieces({ preceding, rationale }: Pick<Rationale, 'preceding' | 'rationale'>): Piece[] {
  return [
    { text: rationaleOpening(preceding), target: false },
    { text: ` ${rationale.trim()}`, target: true },
  ]
}

/** FinGPT's layout; loss on the output only. */
export function instructionPieces(record: Instruction): Piece[] {
  return [
    { text: instructionOpening(record), target: false },
    { text: ` ${record.output.trim()}`, target: true },
  ]
}
