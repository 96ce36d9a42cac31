/** Tells the first of many rejected records, and how many more there were: a wrong file must not fill the screen. */
export interface Few {
  tell(note: string): void
  /** Says how many were not told, if any. */
  rest(where?: string): void
}

const TOLD = 10

export function tellFew(say: (message: string) => void): Few {
  let notes = 0
  return {
    tell(note) {
      if (++notes <= TOLD) say(note)
    },
    rest(where) {
      if (notes > TOLD) say(`and ${notes - TOLD} more${where === undefined ? ' rejected' : `: ${where}`}`)
      notes = 0
    },
  }
}
