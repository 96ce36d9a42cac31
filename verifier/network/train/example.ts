/* What a record is once it is tokens. */

/** Token ids, and the places that the loss counts (never 0: nothing predicts the first). */
export interface Example {
  ids: number[]
  targets: number[]
  /** What an encoder reads before, of an encoder-decoder. */
  source?: number[]
  /** The token asked for at each target, where it is not the one that stands there; a place may be asked for several. */
  expected?: number[]
  /** How much each target counts, where not all the same. */
  weights?: number[]
  /** The text that this one is preferred over. */
  against?: Against
  /** It was longer than allowed: of a chain the last steps are missing, of others the beginning of what is not learned (of what an encoder reads the end). */
  shortened?: true
  /** Records of one group (question, document) stay on one side of the evaluation split. */
  group: string
}

/** Tokens that go through the network for an example. */
export const exampleLength = ({ ids, source, against }: Example): number =>
  ids.length + (source?.length ?? 0) + (against?.ids.length ?? 0)

/** The text that another one is preferred over. */
export interface Against {
  ids: number[]
  targets: number[]
  /** How much the pair counts. */
  weight: number
  /** sum log p(preferred) - sum log p(other) of the reference, once it is known. */
  reference?: number
}

/** A chain with what each of its steps is worth. */
export interface LabelledSteps {
  question: string
  context?: string
  steps: string[]
  /** In [0, 1], of the first steps: those after them say nothing. */
  labels: number[]
}
