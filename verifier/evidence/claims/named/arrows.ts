/* Vectors and matrices in signs: "(1, 2, 3) · (4, 5, 6) = 32". Both sides are reckoned and compared. */
import { matchesOf } from '../../../../src/core/triggers.js'
import { type Claim, saidIn } from './said.js'
import { lettersOf, sameTerm, showTerm, type Term, termOf } from './terms.js'

const equals = /(?<![<>!:=≠≈])=(?![=>])/g

/** "(1, 2, 3) · (4, 5, 6) = 32", "A² = [[7, 10], [15, 22]]", "u + v = (4, 6)": equalities of vectors and matrices. */
export function arrowClaims(sentence: string, letters: ReadonlyMap<string, string>): Claim[] {
  if (!sentence.includes('=')) return []
  const has = (letter: string) => sentence.includes(letter)
  if (!/[[(][^()[\]]*,[^()[\]]*[\])]/.test(sentence) && ![...letters.keys()].some(has)) return []
  const places = matchesOf(equals, sentence).map(({ index }) => index)
  if (places.length === 0 || places.length > 12) return []
  const bound = lettersOf(letters)
  const claims: Claim[] = []
  let left: { term: Term; from: number; text: string } | null = null
  for (const [i, place] of places.entries()) {
    const start = i === 0 ? 0 : (places[i - 1] ?? 0) + 1
    left = suffixOf(sentence.slice(start, place), start, bound)
    const rest = sentence.slice(place + 1, places[i + 1] ?? sentence.length)
    if (left === null || /^\s*\\?[A-Za-z]\s*$/.test(left.text) || !isOfThings(left.text, bound)) continue
    for (const said of i + 1 < places.length ? [rest] : saidIn(rest)) {
      const right = termOf(said.trim().replace(/[.,]$/, ''), bound)
      if (right === null) continue
      const same = sameTerm(left.term, right)
      if (same === null) break
      claims.push({
        kind: 'statistics',
        expected: { computed: showTerm(left.term) },
        said: said.trim(),
        ok: same,
        from: left.from,
        to: place + 1 + said.length,
      })
      break
    }
  }
  return claims
}

/** Vectors or matrices are in it, and not numbers alone. */
const isOfThings = (text: string, bound: ReadonlyMap<string, Term>) =>
  /[[(][^()[\]]*,/.test(text) ||
  [...bound.keys()].some((letter) => new RegExp(`(?<![\\p{L}\\\\])${letter}(?!\\p{L}{2})`, 'u').test(text))

/** The longest end of a text that is a term: it begins behind a word, a comma or a colon. */
function suffixOf(
  text: string,
  offset: number,
  bound: ReadonlyMap<string, Term>,
): { term: Term; from: number; text: string } | null {
  const starts = [
    0,
    ...[...text.matchAll(/(?<=[\p{L},:;⇒→][ ]?|\s)(?=[-−\d([‖|A-Za-z\\])/gu)].map(({ index }) => index),
  ]
  for (const start of starts) {
    const before = text.slice(0, start).trimEnd()
    if (/[-+*/·×^√]$/.test(before) || /[\p{L}\d)]$/u.test(text.charAt(start - 1))) continue
    const term = termOf(text.slice(start).trim(), bound)
    if (term !== null) return { term, from: offset + start, text: text.slice(start) }
  }
  return null
}
