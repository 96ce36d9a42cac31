/* Solutions of the question's system: "So x = 7 and y = 4". Held against the one that it has. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { type System, systemIn } from '../../questions/systems.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { readNumber, readVector } from '../named/things.js'
import { sentenceAround } from '../text/sentences.js'

const VALUE = String.raw`[-−]?\d+(?:\.\d+)?(?:\/\d+)?|[-−]?\\frac\{\d+\}\{\d+\}`
const single = lean(
  new RegExp(
    String.raw`(?<![\p{L}\d)}\\_])(?<![=+*/·^.-]\s?)([a-z])\s?=\s?(${VALUE})(?!\s?[-+*/·×^=(a-zA-Z\\]|[\d.]*\d|\s?[≤<>≥])`,
    'gu',
  ),
)
const tuple =
  /\b(?:solution|intersection|lines\s(?:meet|cross|intersect)|answer)\b[^.;:(]{0,30}:?\s?(\([^()]{3,40}\))/giu
/** A value on trial, or of something else than the solution. */
const trial =
  /\b(?:if|when|case|let|suppose|assume|try|trying|test\w*|setting|set|choos\w*|pick\w*|at|for|intercepts?|axis|slope|graph\w*|line\sthrough|point|guess|initial\w*|start\w*|wenn|falls|new|instead|homogen\w*|eliminat\w*\swith)\b|[<>≤≥]|:=/i
const substitution = /\b(?:back[-\s])?(?:substitut\w*|plug\w*|insert\w*|put\w*)\b/i

/** A solution of a system that the question asks for, or a part of it: "So x = 7 and y = 4", "the solution is (4, 5)". */
export function systemReader(question: string): (claim: ClaimText) => Finding[] {
  let system: System | null | undefined
  return ({ text }) => {
    if (!/=|\(/.test(text)) return []
    system ??= systemIn(question)
    if (system === null) return []
    const { names, solution } = system
    const normal = normalOf(text)
    const told = names.map((name, i) => `${name} = ${shown(solution[i] ?? Number.NaN)}`).join(', ')
    const judge = (from: number, to: number, said: string, ok: boolean): Finding[] => {
      const span = normal.written(from, to)
      const sentence = sentenceAround(text, span)
      // "Substitute y = 0" may look for an intercept; into an equation a value is put that was found.
      const isTried =
        trial.test(sentence) ||
        (substitution.test(sentence) && (!/\binto\b/i.test(sentence) || /=\s?\$?0/.test(sentence)))
      if (isTried || (!ok && hedged(text, span))) return []
      return [finding('solutions', span, said, told, ok, `the equations have the solution ${told}`)]
    }
    const near = (value: number | undefined, i: number) =>
      Math.abs((value ?? Number.NaN) - (solution[i] ?? 0)) <= 0.006 * Math.max(1, Math.abs(solution[i] ?? 0))
    return [
      ...matchesOf(single, normal.text).flatMap((match) => {
        const i = names.indexOf(match[1] ?? '')
        const value = readNumber(match[2] ?? '')?.value
        return i < 0 || value === undefined
          ? []
          : judge(match.index, match.index + match[0].length, match[0], near(value, i))
      }),
      ...matchesOf(tuple, normal.text).flatMap((match) => {
        const values = readVector(match[1] ?? '')
        if (values?.length !== names.length) return []
        return judge(match.index, match.index + match[0].length, match[1] ?? '', values.every(near))
      }),
    ]
  }
}
