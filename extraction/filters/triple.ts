/** A rationale between what stands before it and what follows. */
export interface Triple {
  /** All of the document before the rationale; earlier rationales are not in it. */
  preceding: string
  rationale: string
  /** The document from here to the next rationale, or to its end. */
  following: string
  /** In nats, of the token that follows, where the place was chosen by it. */
  entropy?: number
}
