/*
 * What "the median", "its area" or "det(A)" is said of, where the sentence does not tell: the one thing that the question is about, or what a letter was set to.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { remembering } from '../../recent.js'
import { areYears } from '../../years.js'
import { readList } from './things.js'

const NUMBER = /\d+(?:\.\d+)?/g
const CELLS = String.raw`[-\d.,\s/\\{}a-z]{1,60}`
const things = [
  // Matrices and vectors.
  new RegExp(String.raw`\[\s?\[${CELLS}\](?:,\s?\[${CELLS}\]){1,4}\s?\]`, 'g'),
  /(?<![\p{L}\d_])\([-\d.,\s/]{3,60}\)(?:,?\s(?:and|und|to)\s\([-\d.,\s/]{3,60}\))?/gu,
  // Lists of numbers.
  /[-−]?(?<![\d.])\d+(?:\.\d+)?(?:(?:,\s(?:and\s)?|\s(?:and|und)\s)[-−]?\d+(?:\.\d+)?){2,40}(?!\d)/g,
].map(lean)
const lead =
  /^(?:(?:what|which|find|compute|calculate|determine|give|state|is|are|the|of|for|describe|consider|take|let|suppose|we|have|you|a\sfigure|how|far|apart)\s)+/i

/** Of what is changed, or compared with another, a name may be told of either. */
const changed =
  /\b(?:doubl\w+|halv\w+|tripl\w+|new|old|original\w*|increas\w*|decreas\w*|reduc\w*|enlarg\w*|scal\w*|remov\w*|add(?:ed|ing)?|replac\w*|without|another|second|each|every|inscribed|circumscribed|shaded|remain\w*|cut|border|path|instead|missing|unknown|fifth|combined|both|weighted|trimmed|removed|corrected|wrong\w*|if)\b/i

/** What a question is about. */
export const subjectsOf = remembering((question: string): readonly string[] => {
  if (changed.test(question) || question.length > 600) return []
  const numbers = question.match(NUMBER) ?? []
  const parts = question.split(/[.?!;](?=\s|$)|\n|,\s(?=(?:find|what|compute|calculate|determine)\b)/i)
  const texts = [
    ...parts,
    ...things.flatMap((thing) => matchesOf(thing, question).map(([all]) => all)),
    ...written(question),
  ]
  return [...new Set(texts.map((text) => text.trim().replace(lead, '').trim()))].filter((text) => {
    const own = text.match(NUMBER) ?? []
    if (text.length < 4 || own.length < 1) return false
    const rest = [...numbers]
    for (const each of own) rest.splice(rest.indexOf(each), 1)
    const list = readList(text)
    return rest.every((each) => Number(each) === list?.length) && (list === null || !areYears(list))
  })
})

const formula = lean(
  /(?<![\p{L}\d])(?!\p{L}{2,}\s)(?:[fghpy]\s?(?:\([a-z]\))?\s?=\s?)?[-−(|√\\]?[\da-z(√\\|](?:[^?;:.,]|\.(?=\d))*/gu,
)
const word = lean(/\s(?=\p{L}{2,}(?<!\bln|\bsin|\bcos|\btan|\blog)(?:\s|$))/u)

/** "f(x) = x² − 4x", "y = e^{3x}", "x² + x − 12 = 0": from the letter before, or the number, to the next word. */
function written(question: string): string[] {
  return matchesOf(formula, question).flatMap(({ 0: all }) => {
    const cut = all.split(word)[0] ?? ''
    return /[a-z]/.test(cut) && /[=^²³+*/-]/.test(cut) ? [cut] : []
  })
}

const set = lean(
  /(?<![\p{L}\d\\^_]|[-+·×*/^|]\s?)([A-Za-z])\s?=\s?(\[\s?\[[^=]{3,160}?\]\s?\]|\([-\d.,\s/]{3,60}\))(?!\s?[-+·×*^(])/gu,
)

/** What letters are set to in a text. */
export function lettersIn(text: string, letters: Map<string, string>): void {
  for (const [, letter = '', thing = ''] of matchesOf(set, text)) letters.set(letter, thing)
}

/** The same text with what its letters stand for. */
export const withLetters = (text: string, letters: ReadonlyMap<string, string>): string =>
  letters.size === 0 || text.length > 60
    ? text
    : text.replace(/(?<![\p{L}\d\\])[A-Za-z](?![\p{L}\d])/gu, (letter) => letters.get(letter) ?? letter)
