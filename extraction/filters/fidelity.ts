import { alignment, editDistance } from './edit-distance.js'
import type { Insertion } from './parse.js'

/** A rewritten document must keep this share of the original (RATIONALYST). */
export const MIN_FIDELITY = 0.9

/** 1 - editDistance(input, output) / length(input), both without white space (RATIONALYST). At most 1; negative for a much longer output. */
export function fidelity(input: string, output: string): number {
  const original = withoutSpace(input)
  if (original.length === 0) return output.trim() === '' ? 1 : 0
  return 1 - editDistance(original, withoutSpace(output)) / original.length
}

/**
 * Moves insertions from the copy a model made to the original document, so that triples carry the author's own text. Offsets go by the
 * characters that are not white space; a rationale lands before the white space that follows it. Null where the texts are too far apart to align.
 */
export function moveToOriginal(original: string, copy: string, insertions: readonly Insertion[]): Insertion[] | null {
  const map = alignment(withoutSpace(original), withoutSpace(copy))
  if (map === null) return null
  const ends = contentEnds(original)
  return insertions.map(({ offset, rationale }) => {
    const count = map[withoutSpace(copy.slice(0, offset)).length] as number
    return { offset: count === 0 ? 0 : (ends[count - 1] as number), rationale }
  })
}

const withoutSpace = (text: string) => text.replace(/\s+/g, '')

/** For each character that is not white space, the offset behind it. */
function contentEnds(text: string): Int32Array {
  const ends = new Int32Array(text.length)
  let count = 0
  for (let i = 0; i < text.length; i++) if (!/\s/.test(text.charAt(i))) ends[count++] = i + 1
  return ends.subarray(0, count)
}
