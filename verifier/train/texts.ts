import type { Instruction, LabelledChain, Rationale } from '../../src/core/types.js'

/*
 * How records become text. What a verifier is asked at inference must be laid out exactly so.
 */

/** A stretch of text, and whether the loss counts it. */
export interface Piece {
  text: string
  target: boolean
}

/** A mark after each step: right or wrong. Each is one token in byte-level vocabularies. */
export const PROCESS_MARKS = { right: ' +', wrong: ' -' } as const

/**
 * What follows a mark. The space keeps the mark a token of its own: Qwen's and LLaMA 3's tokenizers would take `+` and a line end together,
 * and a mark that is asked for at the end of a text would not be the mark that was learned.
 */
export const AFTER_MARK = ' \n'

/** What stands before the first step: `context\n\nquestion\n\n`. */
export function processOpening(chain: { question: string; context?: string | undefined }): string {
  return `${chain.context ? `${chain.context.trim()}\n\n` : ''}${chain.question.trim()}\n\n`
}

/**
 * Question, then each step with its mark, a line each. Steps before the first error are marked right, the first wrong one wrong; what comes
 * after it says nothing and is left out. So P(right) after a step is asked with every earlier step marked right: the text of all steps is one
 * prefix, evaluated once.
 */
export function processPieces(chain: LabelledChain, steps: readonly string[]): Piece[] {
  const pieces: Piece[] = [{ text: processOpening(chain), target: false }]
  const judged = chain.firstError === -1 ? steps : steps.slice(0, chain.firstError + 1)
  for (const [index, step] of judged.entries()) {
    pieces.push({ text: step.trim(), target: false })
    pieces.push({ text: index === chain.firstError ? PROCESS_MARKS.wrong : PROCESS_MARKS.right, target: true })
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
