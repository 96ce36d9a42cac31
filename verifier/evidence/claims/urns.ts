import { evaluateExpression } from '../../../src/core/arithmetic/index.js'
import type { Finding } from '../../../src/core/records/types.js'
import { matchesOf } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, sentenceAround, shown } from './claim.js'
import { normalOf } from './named/normal.js'

/** What an urn holds: how many of each colour. */
type Urn = ReadonlyMap<string, number>

const COLOUR = 'red|blue|green|yellow|white|black|orange|purple|pink|brown|gr[ae]y|rot|blau|grün|weiß|schwarz'
const holds = new RegExp(
  String.raw`\b(?:urn|bag|box|jar|basket|bowl|hat|drawer|container|sack)\b[^.?]{0,20}?\b(?:has|contains|holds|with|containing|are)\s((?:\d{1,3}\s(?:${COLOUR})(?:\s\p{L}+)?(?:,?\s(?:and\s)?|\s&\s)?){2,6})`,
  'iu',
)
const changed =
  /\b(?:added|removed|taken\sout|thrown\saway|transferred|moved|another\s(?:urn|bag|box|jar)|(?:second|other)\s(?:urn|bag|box|jar))\b/i

function urnIn(question: string): Urn | null {
  const match = holds.exec(question)
  if (match === null || changed.test(question)) return null
  const counts = matchesOf(new RegExp(String.raw`(\d{1,3})\s(${COLOUR})`, 'giu'), match[1] ?? '')
  const urn = new Map(counts.map(([, count, colour = '']) => [colour.toLowerCase(), Number(count)]))
  return urn.size === counts.length && urn.size > 1 ? urn : null
}

const VALUE = String.raw`(\d+(?:\.\d+)?(?:\s?\/\s?\d+)?)\s?(%)?(?!\s?(?:[·×*+/^-]|\\cdot|\\times)|\d|\.\d)`
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
        const value = evaluateExpression(match[2] ?? '')?.valueOf()
        if (count === undefined || value === undefined) continue
        const span = normal.written(match.index, match.index + match[0].length)
        if (more.test(sentenceAround(text, span)) || hedged(text, span)) continue
        const said = match[3] === undefined ? value : value / 100
        const ok = Math.abs(said - count / total) <= (/\//.test(match[2] ?? '') ? 1e-9 : 0.0051)
        const message = `${count} of ${total} are ${match[1]}: the probability is ${count}/${total}, not ${match[2]}`
        found.push(finding('probabilities', span, match[2] ?? '', shown(count / total), ok, message))
      }
    return found
  }
}
