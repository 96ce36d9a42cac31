/* Sentence by sentence: what names, signs and letters say, with what was said before. It asks the readers beside this file in turn. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { sentenceAround, sentencesOf } from '../text/sentences.js'
import { angleClaims } from './angles.js'
import { arrowClaims } from './arrows.js'
import { comparedClaims } from './compared.js'
import { diceClaims } from './dice.js'
import { mayBeNamed, namedClaims } from './frames.js'
import { type Normal, normalOf } from './normal.js'
import { notationClaims } from './notations.js'
import { oddsClaims } from './odds.js'
import { placedClaims } from './placed.js'
import { relationClaims } from './relations.js'
import type { Claim } from './said.js'
import { solvesClaims, spokenClaims } from './spoken.js'
import { lettersIn, subjectsOf } from './subjects.js'

/** Without one of these a step says nothing of the kinds that stand beside this file, but for names. */
const signs =
  /[∫∑…'′‖]|\]\s?_|lim|d\/d|\\(?:int|sum|frac\{d|c?dots|ldots)|\.\.\.|[[(][^()[\]]*,[^()[\]]*[\])]|pmatrix|bmatrix|vmatrix|langle|factor|simplif|expand|reduc|equivalent|the same as|[Mm]ultiply|solves|satisf/

/** What is read besides: ways to throw a sum, angles, values at a place. */
const otherwise =
  /\bways\b|\b(?:in|out of)\s(?:every\s)?[\w-]+(?:\s\w+)?,?\s(?:is|equals|means|makes|corresponds|comes|that)\b|\bP\s?\(|(?:sin|cos|tan).*(?:°|degree|circ)|\b(?:at|for|when)\s\$?[a-z]\s?=/

/** What is claimed of names and in signs, step by step: letters keep what they were set to. */
export function namedReader(question: string): (claim: ClaimText) => Finding[] {
  let known: { asked: readonly string[]; letters: Map<string, string> } | undefined
  let last = ''
  return ({ text: written }) => {
    const before = last
    last = written.slice(-160)
    if (!/\d|\b(?:one|two|sin|cos|tan|ln|log|exp|mean|median|mode|average)\b|[=π^]/.test(written)) return []
    const chosen = mayBeNamed(written)
    const isSigned = signs.test(written) || (known?.letters.size ?? 0) > 0
    if (chosen.length === 0 && !isSigned && !otherwise.test(written)) return []
    known ??= knownFrom(normalOf(question).text)
    const normal = normalOf(written)
    if (isSigned) lettersIn(normal.text, known.letters)
    const claims: Claim[] = []
    let earlier = () => normalOf(before).text.replace(/[.\s]+$/, '')
    const { asked } = known
    for (const sentence of sentencesOf(normal.text)) {
      const told = sentence.asks
        ? []
        : [
            ...namedClaims(sentence.text, chosen, known),
            ...comparedClaims(sentence.text, () => asked),
            ...placedClaims(sentence.text, earlier),
            ...angleClaims(sentence.text),
            ...oddsClaims(sentence.text),
            ...diceClaims(sentence.text, question),
            ...(isSigned
              ? [
                  ...notationClaims(sentence.text),
                  ...arrowClaims(sentence.text, known.letters),
                  ...relationClaims(sentence.text, known.letters),
                  ...spokenClaims(sentence.text, earlier),
                  ...solvesClaims(sentence.text),
                ]
              : []),
          ]
      claims.push(...told.map((each) => ({ ...each, from: each.from + sentence.from, to: each.to + sentence.from })))
      earlier = () => sentence.text
    }
    const around = `${question}\n${before}\n${normal.text}`
    return claims.flatMap((claim) => findingOf(claim, normal, written, question, around) ?? [])
  }
}

function knownFrom(question: string): { asked: readonly string[]; letters: Map<string, string> } {
  const letters = new Map<string, string>()
  lettersIn(question, letters)
  return { asked: subjectsOf(question), letters }
}

function findingOf(claim: Claim, normal: Normal, written: string, question: string, around: string): Finding | null {
  const { kind, expected, said, ok, from, to, mayBePlaced } = claim
  const span = normal.written(from, to)
  if (!ok && mayBePlaced === true && placed.test(around)) return null
  if (!ok && (isDoubted(written, span) || elsewhere.test(question))) return null
  const what = normal.text.slice(from, to).trim()
  if (!ok && ofFirst.test(what) && ofList.test(question)) return null
  // Of what has no value to tell ("the derivative of x²") it is said that it is another.
  const message = /^the\s/.test(expected.computed)
    ? `${said} is not ${expected.computed}`
    : `"${what}", but it is ${expected.computed}`
  return finding(kind, span, said, expected.computed, ok, message)
}

/** A place at which a function may be meant: "at x = 3 the derivative of x^2 is 6", "when x < 0", "at the origin". */
const placed = rare(
  /\b(?:at|when|where|for|if|only|whenever|point|origin|with|let|taking|substitut\w*|plug\w*|wenn|für|bei|an|falls)\b|(?<![\p{L}\d])[a-z]'{0,2}\s?(?:\(\s?[-−\d][^()]*\)\s?)?(?:=|[<>≤≥]|is\b)\s?[-−]?[\dπe]/iu,
)

/** "The sum of the first 6 numbers" of those that the question has, or has a mean of. */
const ofFirst = /\bfirst\s\d+\s(?:numbers|integers)\b/
const ofList =
  /\b(?:lists?|data\s?sets?|sets?|sequences?)\s(?:of|is|are|has|have|contains?|with|:)|\b(?:averages?|means?)\s(?:(?:value|age|score|weight|height)\s)?(?:(?:of|is|are|was|were)\b|\d)|\b(?:rows?|series)\sof\s(?:\w+\s)?(?:numbers|integers|values)\b|\b(?:these|those|following|given|their|other|remaining|last)\s(?:\w+\s)?(?:numbers|integers|values|scores|rows?|data)\b|\bnumbers\sare\b|\d,\s?\d+,\s?(?:and\s)?\d/i

/** Where these are asked about, names may mean something else. */
const elsewhere = rare(
  /\bmod(?:ulo)?\b|\\pmod|\\bmod|Z_\d|\bbase\s\d|binary|hexadecimal|\bdefine[sd]?\b|⊕|∘|\\star|★|◇|\boperation\b/i,
)

/** A condition is told of what is read here: "if the legs are 3 and 4, the hypotenuse is 6" is false. What stands in the condition itself is not claimed. */
function isDoubted(text: string, span: readonly [number, number]): boolean {
  const before = sentenceAround(text, span).split(text.slice(...span))[0] ?? ''
  if (/\b(?:if|wenn|falls|suppose|assume)\b[^,]*$/i.test(before)) return true
  const plain = text.replace(/\b(?:if|wenn|falls)\b/gi, (word) => ' '.repeat(word.length))
  return hedged(plain, span)
}
