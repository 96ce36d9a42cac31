/** The id of a record of strangers: theirs, a number as its digits, or its place where there is none. */
export function idOr(place: string, id: unknown): string {
  if (typeof id === 'number') return String(id)
  return typeof id === 'string' && id !== '' ? id : place
}
