/* Balls in an urn: "the probability of red is 3/8". Counted from what the question puts in. */

import { evaluateExpression } from '../../../../src/core/arithmetic/index.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { shareOf } from '../percentages/shares.js'
import { sentenceAround } from '../text/sentences.js'

/** What an urn holds: how many of each colour. */
type Urn = ReadonlyMap<string, number>

const COLOUR = 'red|blue|green|yellow|white|black|orange|purple|pink|brown|gr[ae]y|rot|blau|grün|weiß|schwarz'
const counts = lean(new RegExp(String.raw`(?<![\d.,])(\d{1,3})\s(${COLOUR})(?!\p{L})`, 'giu'))
const isUrn =
  /\b(?:urn|bag|box|jar|basket|bowl|hat|drawer|container|sack|balls?|marbles?|beads?|socks?|cand(?:y|ies)|sweets|Kugeln?)\b/i
const changed =
  /\b(?:added|removed|taken\sout|thrown\saway|transferred|moved|another\s(?:urn|bag|box|jar)|(?:second|other)\s(?:urn|bag|box|jar))\b/i

function urnIn(question: string): Urn | null {
  if (!isUrn.test(question) || changed.test(question)) return null
  const found = matchesOf(counts, question)
  const urn = new Map(found.map(([, count, colour = '']) => [colour.toLowerCase(), Number(count)]))
  return urn.size === found.length && urn.size > 1 ? urn : null
}

const VALUE = String.raw`((?:an?|\d)\s(?:half|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?)|\d+(?:\.\d+)?(?:\s?\/\s?\d+)?)\s?(%)?(?!\s?(?:[·×*+/^-]|\\cdot|\\times)|\d|\.\d)`
const claims = [
  new RegExp(
    String.raw`(?:probability|chance|likelihood)\s(?:of|for|that\sit\sis|that\sthe\sball\sis)\s(?:drawing\s|picking\s|getting\s)?(?:an?\s)?(${COLOUR})(?:\s(?:ball|marble|one|candy|sock|bead))?\s(?:is|=|equals)\s${VALUE}`,
    'giu',
  ),
  new RegExp(
    String.raw`(?<!\p{L})(${COLOUR})(?:\s(?:ball|marble|one))?,?\s(?:has|comes\swith|gets)\s(?:an?\s|the\s)?probability\s(?:of\s)?${VALUE}`,
    'giu',
  ),
  new RegExp(String.raw`P\((${COLOUR})\)\s?=\s?(?:\d+\s?\/\s?\d+\s?=\s?)?${VALUE}`, 'giu'),
  new RegExp(String.raw`first\s\w+\sis\s(${COLOUR})\swith\s(?:a\s)?probability\s(?:of\s)?${VALUE}`, 'giu'),
]

/** Where these stand something else was drawn before, or more is asked of what is drawn. */
const more =
  /\b(?:second|third|then|after|left|again|both|without|given|already|next|remain(?:s|ing)?\s(?:balls|marbles)|another|neither|either|not|or)\b/i

/** The chance of one colour in the first draw is its share of all. */
export function urnReader(question: string): (claim: ClaimText) => Finding[] {
  let urn: Urn | null | undefined
  return ({ text }) => {
    if (!/probab|chance|likel|P\(/.test(text)) return []
    urn ??= urnIn(normalOf(question).text)
    if (urn === null) return []
    const normal = normalOf(text)
    const total = [...urn.values()].reduce((a, b) => a + b, 0)
    const found: Finding[] = []
    for (const pattern of claims)
      for (const match of matchesOf(pattern, normal.text)) {
        const count = urn.get((match[1] ?? '').toLowerCase())
        const value = (
          /\p{L}/u.test(match[2] ?? '') ? shareOf(match[2] ?? '') : evaluateExpression(match[2] ?? '')
        )?.valueOf()
        if (count === undefined || value === undefined) continue
        const span = normal.written(match.index, match.index + match[0].length)
        if (more.test(sentenceAround(text, span)) || hedged(text, span)) continue
        const said = match[3] === undefined ? value : value / 100
        const ok = Math.abs(said - count / total) <= (/\/|\p{L}/u.test(match[2] ?? '') ? 1e-9 : 0.0051)
        const message = `${count} of ${total} are ${match[1]}: the probability is ${count}/${total}, not ${match[2]}`
        found.push(finding('probabilities', span, match[2] ?? '', shown(count / total), ok, message))
      }
    return [...found, ...ofSecond(urn, question, text)]
  }
}

const second = [
  new RegExp(
    String.raw`second(?:\s(?:one|ball|marble|draw|sock|bead|candy))?\s(?:is|being|will\sbe|to\sbe)\s(?:also\s|then\s)?(${COLOUR})\s(?:too\s|again\s|as\swell\s)?with\s(?:a\s)?(?:probability|chance)\s(?:of\s)?${VALUE}`,
    'giu',
  ),
  new RegExp(
    String.raw`(?:probability|chance)\s(?:that|of|for)\s(?:the\s|a\s)?second(?:\s(?:one|ball|marble|draw|sock|bead|candy))?\s(?:is|being|also|to\sbe)\s(?:also\s)?(${COLOUR})(?:\s(?:too|again|as\swell))?\s(?:is|=|equals)\s(?:then\s|only\s|now\s)?${VALUE}`,
    'giu',
  ),
]

/** The second of two that are not put back: of one less, whatever the first was. */
function ofSecond(urn: Urn, question: string, text: string): Finding[] {
  if (!/without\s(?:replac|putting|return)|not\s(?:put|replac|return)/i.test(question)) return []
  const normal = normalOf(text)
  const total = [...urn.values()].reduce((a, b) => a + b, 0)
  return second
    .flatMap((pattern) => matchesOf(pattern, normal.text))
    .flatMap((match): Finding[] => {
      const count = urn.get((match[1] ?? '').toLowerCase())
      const value = (
        /\p{L}/u.test(match[2] ?? '') ? shareOf(match[2] ?? '') : evaluateExpression(match[2] ?? '')
      )?.valueOf()
      const span = normal.written(match.index, match.index + match[0].length)
      if (count === undefined || value === undefined) return []
      const said = match[3] === undefined ? value : value / 100
      const possible = [(count - 1) / (total - 1), count / (total - 1), count / total]
      const ok = possible.some((each) => Math.abs(each - said) <= (match[2]?.includes('/') ? 1e-9 : 0.0051))
      if (!ok && hedged(text, span)) return []
      const message = `${total - 1} are left, of which ${count - 1} or ${count} are ${match[1]}: the probability is not ${match[2]}`
      return [finding('probabilities', span, match[2] ?? '', `${count - 1}/${total - 1}`, ok, message)]
    })
}
