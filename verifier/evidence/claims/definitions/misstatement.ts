/** A rule as it is stated wrongly, and the truth for a person. */
export interface Misstatement {
  /** What says it, in one sentence of a step. */
  says: RegExp
  /** The question, or the step, has to speak of this. */
  about?: RegExp
  /** Where the question has this, another rule may hold. */
  unless?: RegExp
  truth: string
}

/** Words up to the end of a sentence, few of them. */
const some = String.raw`[^.;!?\n]{0,80}?`
export const says = (source: string) => new RegExp(source.replaceAll('…', some), 'iu')
