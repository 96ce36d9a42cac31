/* Directions of two vectors: "(1, 2) and (2, -1) are parallel". Told by their products. */
import { rare } from '../../../../src/core/triggers.js'
import { cross, dot, showVector } from './linear.js'
import type { Claim } from './said.js'
import { withLetters } from './subjects.js'
import { readVector } from './things.js'

const THING = String.raw`(?:[A-Za-z]\s?=\s?)?\([-\d.,\s/]{3,50}\)|(?<![\p{L}])[a-zA-Z](?!\p{L})`
const related = rare(
  new RegExp(
    String.raw`(?:the\s)?(?:vectors?\s)?(${THING})\s(?:and|is|are)\s(?:(parallel|perpendicular|orthogonal)\sto\s)?(?:the\s)?(?:vector\s)?(${THING})(?:\sare\s(?:therefore\s|thus\s|both\s)?(parallel|perpendicular|orthogonal|collinear|linearly\sdependent|linearly\sindependent)(?!\p{L}))?`,
    'giu',
  ),
)

/** "(1, 2) and (2, -1) are parallel", "u is orthogonal to v". */
export function relationClaims(sentence: string, letters: ReadonlyMap<string, string>): Claim[] {
  if (!/parallel|perpendicular|orthogonal|collinear|linearly/.test(sentence)) return []
  return related.matchAll(sentence).flatMap((match): Claim[] => {
    const [all, first = '', one, second = '', both] = match
    const word = (one ?? both ?? '').toLowerCase()
    const [a, b] = [first, second].map((each) => readVector(withLetters(each.replace(/^[A-Za-z]\s?=\s?/, ''), letters)))
    if (word === '' || a == null || b == null || a.length !== b.length || a.length > 3) return []
    const [x, y] = [a, b].map((each) => [...each, 0].slice(0, 3)) as [number[], number[]]
    const isParallel = (cross(x, y) ?? []).every((each) => Math.abs(each) < 1e-9)
    const isSo = /^(?:per|orth)/.test(word)
      ? Math.abs(dot(a, b)) < 1e-9
      : word.endsWith('independent')
        ? !isParallel
        : isParallel
    const computed = `the dot product ${dot(a, b)} and the cross product ${showVector(cross(x, y) ?? [])}`
    return [
      {
        kind: 'statistics',
        expected: { computed },
        said: word,
        ok: isSo,
        from: match.index,
        to: match.index + all.length,
      },
    ]
  })
}
