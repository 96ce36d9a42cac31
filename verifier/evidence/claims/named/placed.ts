/* Expressions at a place: "2x, which is 6 at x = 4". Evaluated there. */
import { matchesOf } from '../../../../src/core/triggers.js'
import { isNumber } from './named.js'
import { type Claim, sayingOf } from './said.js'
import { endOf } from './spoken.js'
import { readNumber } from './things.js'

const VALUE = String.raw`[-−]?\d+(?:\.\d+)?(?:\/\d+)?|\\frac\{?\d+\}?\{?\d+\}?|[-−]?\d*π(?:\/\d+)?`
const GIVES = String.raw`(?:is|gives|equals|becomes|yields|comes\sto|has\sthe\svalue|evaluates\sto|takes\sthe\svalue)`
const AT = String.raw`(?:at|for|when)\s(?<name>[a-z])\s?=\s?(?<place>${VALUE})(?![\d.°\w^(])`
const placed = [
  new RegExp(String.raw`,?\s(?:and\s)?(?:which|that|this|it)\s${AT}\s${GIVES}\s`, 'gu'),
  new RegExp(String.raw`,?\s(?:which|and)\s${GIVES}\s(?<value>[^,;=]{1,20}?)\s${AT}`, 'gu'),
  new RegExp(String.raw`(?:^|,?\s(?:and\s|so\s)?)${AT},?\s(?:this|that|it)\s${GIVES}\s`, 'giu'),
]

/** "1/(2√x), which at x = 4 gives 1/2", "2x, which is 6 at x = 3": what an expression comes to at a place, said right behind it; `last` is what the sentence before ends with. */
export function placedClaims(sentence: string, last: () => string): Claim[] {
  return placed.flatMap((pattern) => matchesOf(pattern, sentence).flatMap((match) => valueClaim(match, sentence, last)))
}

function valueClaim(match: RegExpExecArray, sentence: string, last: () => string): Claim[] {
  const { name = '', place = '', value: told } = match.groups ?? {}
  const before = sentence.slice(0, match.index)
  const left = endOf(afterEquals(before.trim() === '' ? last() : before))
  const at = readNumber(place)?.value
  const value =
    left === null || at === undefined || left.curve.names.join() !== name ? null : left.curve.at(new Map([[name, at]]))
  // Degrees are read as radians, and told as degrees.
  if (left === null || value === null || !Number.isFinite(value) || left.text.includes('°')) return []
  const expected = isNumber(value)
  const end = match.index + match[0].length
  const ok = told === undefined ? null : expected.holds(told)
  const saying = told === undefined ? sayingOf(expected, sentence.slice(end)) : ok === null ? null : { said: told, ok }
  if (saying === null) return []
  const from = Math.max(0, match.index - left.text.length)
  const to = told === undefined ? end + saying.said.length : end
  return [{ kind: 'calculus', expected, said: saying.said.trim(), ok: saying.ok, from, to }]
}

/** "y' = 1/(2√x)": the side that is told last. */
const afterEquals = (text: string) => text.slice(text.lastIndexOf('=') + 1)
