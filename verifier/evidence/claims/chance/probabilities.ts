/* Probabilities out of bounds: "the probability is 1.2". They lie between 0 and 1. */
import { evaluateExpression } from '../../../../src/core/arithmetic/index.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'

const value = String.raw`(-?\d{1,9}(?:\.\d+)?(?:\s?\/\s?\d{1,9})?)\s?(%)?`
const END = String.raw`(?!\.?[\d⁰¹²³⁴-⁹]|,\d|\p{L}|\s?\\?%|\s{0,16}[-+×*·÷/^({\\!:]|\s?(?:times|million|thousand|out)|\s(?:\p{L}+\s){1,3}out\sof)`
const named = rare(
  new RegExp(
    String.raw`(?<![\p{L}\p{N}]|[-+/×*·]\s{0,8})(?:P|Pr|Prob)\s?\((?![\d\s]{1,9}[,)]|[a-z]\s?\))[^()\n]{1,60}\)\s?(?:=[^=()\n]{1,60}?)??\s?(?:=|is|comes\sto|equals)\s?${value}${END}`,
    'gu',
  ),
)
const spoken = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:probability|likelihood|Wahrscheinlichkeit)\s(?:(?:of|for)\s(?!getting|a\svalue)[^.=\n\d,(]{1,60}?\s)?(?:is|equals|=|comes\sto|ist|beträgt)\s(?:\d[\d\s./·×*+-]{0,30}[=≈]\s?)?${value}${END}`,
    'giu',
  ),
)

const chance = rare(/probabilit|likelihood|\bodds\b|\bchance|Wahrscheinlichkeit|概率/i)

/** A probability lies in [0, 1], a percentage of one in [0, 100]. */
export function readProbabilities({ plain, question }: ClaimText): Finding[] {
  // P(x) may be a polynomial.
  if (!chance.test(plain) && !(chance.test(question) && /\bP(?:r|rob)?\s?\(/.test(plain))) return []
  return [...named.matchAll(plain), ...spoken.matchAll(plain)].flatMap((match) => {
    const [all, number = '', percent] = match
    const span = [match.index, match.index + all.length] as const
    const exact = evaluateExpression(number)?.valueOf()
    if (exact === undefined) return []
    // "the probability for z = 1.5" is looked up at that place.
    if (/\s[xzktnr]\s{0,3}=\s{0,3}[^=]*$/.test(all)) return []
    const ok = exact >= 0 && exact <= (percent === undefined ? 1 : 100)
    if (!ok && hedged(plain, span)) return []
    return [
      finding(
        'probabilities',
        span,
        `${number}${percent ?? ''}`,
        'from 0 to 1',
        ok,
        `a probability lies between 0 and 1, and ${number}${percent ?? ''} does not`,
      ),
    ]
  })
}
