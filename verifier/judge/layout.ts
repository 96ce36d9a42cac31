import type { PreparedChain } from './judge.js'

/*
 * How a chain is laid out for a model: the one place, for training and for use, since a model must be asked in the words it was trained on.
 */

/** A mark after each step: right or wrong. Each is one token in byte-level vocabularies. */
export const MARKS = { right: ' +', wrong: ' -' } as const

/** Asked for in the place of a mark: whether the whole solution will turn out right (an outcome-supervised value, Cobbe et al. 2021). */
export const VALUE_MARKS = { right: ' Yes', wrong: ' No' } as const

/**
 * What follows a mark. The space keeps the mark a token of its own: Qwen's and LLaMA 3's tokenizers would take `+` and a line end together,
 * and a mark that is asked for at the end of a text would not be the mark that was learned.
 */
export const AFTER_MARK = ' \n'

/** `context\n\nquestion\n\n`, with the options of a choice below the question. */
export function opening({ context, question, options }: Omit<PreparedChain, 'steps'>): string {
  const choices = options?.map((option, i) => `\n(${String.fromCharCode(65 + i)}) ${option}`).join('') ?? ''
  return `${context ? `${context.trim()}\n\n` : ''}${question.trim()}${choices}\n\n`
}

/** The opening and a line for each step. */
export function plainText(chain: PreparedChain): string {
  return opening(chain) + chain.steps.map((step) => `${step.trim()}\n`).join('')
}

/** What stands before the first step of a chain whose steps are marked. Options are left out: the labelled chains of training have none. */
export function markedOpening({ question, context }: Pick<PreparedChain, 'question' | 'context'>): string {
  return opening({ question, context })
}

/** A step of a chain whose steps are marked, up to where its mark is due. */
export const beforeMark = (step: string) => step.trim()

/**
 * A chain whose steps are marked, up to where the mark of its last step is due; every earlier step is marked right, so that all steps of a chain
 * share one prefix.
 */
export function markedText(chain: PreparedChain): string {
  return markedOpening(chain) + chain.steps.map(beforeMark).join(MARKS.right + AFTER_MARK)
}

/** Ends where a rationale of the text is due: a chain's `plainText`, or a document's text so far. */
export function rationaleOpening(preceding: string): string {
  return `${preceding.trimEnd()}\n\nRationale:`
}

/** The chain with a rationale in view, without markers (as RATIONALYST reads it: the rationale enters as plain text). */
export function withRationale(chain: PreparedChain, rationale: string): string {
  return `${plainText(chain)}${rationale.trim()}\n`
}

/** FinGPT's layout of an instruction; ends where the output is due. */
export function instructionOpening({ instruction, input }: { instruction: string; input: string }): string {
  return `Instruction: ${instruction.trim()}\n${input.trim() === '' ? '' : `Input: ${input.trim()}\n`}Answer:`
}
