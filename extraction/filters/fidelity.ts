import { at } from '../../src/core/absence.js'
import { alignment, editDistance } from '../../src/core/edit-distance.js'
import type { Insertion } from './parse.js'

/** A rewritten document must keep this share of the original (RATIONALYST). */
export const MIN_FIDELITY = 0.9

/** 1 - editDistance(input, output) / length(input), both without white space (RATIONALYST). At most 1; negative for a much longer output. */
export function fidelity(input: string, output: string): number {
  if (input === output) return 1
  const original = withoutSpace(input)
  if (original.length === 0) return output.trim() === '' ? 1 : 0
  return 1 - editDistance(original, withoutSpace(output)) / original.length
}

/**
 * Moves insertions from the copy a model made to the original document, so that triples carry the author's own text. Offsets go by the
 * characters that are not white space; a rationale lands before the white space that follows it. Null where the texts are too far apart to align.
 */
export function moveToOriginal(original: string, copy: string, insertions: readonly Insertion[]): Insertion[] | null {
  if (original === copy)
    return insertions.map(({ offset, rationale }) => ({ offset: contentEnd(copy, offset), rationale }))
  const [there, here] = [withoutSpace(original), withoutSpace(copy)]
  const map = there === here ? undefined : alignment(there, here)
  if (map === null) return null
  return insertions.map(({ offset, rationale }) => {
    const count = withoutSpace(copy.slice(0, offset)).length
    return { offset: offsetAfter(original, map === undefined ? count : at(map, count)), rationale }
  })
}

const isSpace = (code: number) =>
  code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(String.fromCharCode(code)))

const withoutSpace = (text: string) => text.replace(/\s+/g, '')

/** Where the content before `offset` ends. */
function contentEnd(text: string, offset: number): number {
  let end = offset
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  return end
}

/** The offset behind the given number of characters that are not white space. */
function offsetAfter(text: string, count: number): number {
  let at = 0
  for (let left = count; left > 0; at++) if (!isSpace(text.charCodeAt(at))) left--
  return at
}
