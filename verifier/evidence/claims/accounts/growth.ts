/* Growth over several years, and parts of a whole: "from 4.0m to 5.06m, 25% in two years". Reckoned from the figures told. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import { numbersIn } from './numbers.js'

const AMOUNT = String.raw`[$€£]?\s?(?:${NUMBER})(?:\s?[kmM](?!\p{L})|\s(?:thousand|million|billion))?(?:\s(?:euros?|dollars?|pounds?))?`
const stages = rare(
  new RegExp(
    String.raw`(?:gr[eo]w|r[io]ses?|rose|increased|went|climbed)\s(?:up\s)?from\s(${AMOUNT})\sto\s(${AMOUNT})(?:\sin\s[\p{L}\d]+(?:\s\p{L}+)?)?,?\s(?:and\s)?(?:then\s)?to\s(${AMOUNT})`,
    'giu',
  ),
)
const overall = rare(
  new RegExp(
    String.raw`(?:over|across)\s(?:the|both)\s(?:(?:two|2|whole|entire|full)\s)?(?:years|quarters|months|period)(?:\s(?:together|combined|as\sa\swhole))[^.;:\d]{0,40}?(${NUMBER})\s?(?:%|percent|per\scent)(?:\s(?:growth|increase|rise|gain))?`,
    'giu',
  ),
)

/** "Sales grew from 4.0m to 4.6m and to 5.06m": over the two years together, 25%. */
export function growthReader(question: string): (sentence: string) => Finding[] {
  const [told, another] = stages.matchAll(question)
  const [first, , last] = (told?.slice(1) ?? []).map((text) => numbersIn(text)[0])
  if (first === undefined || last === undefined || another !== undefined) return () => []
  const exact = 100 * ((last.value * last.scale) / (first.value * first.scale) - 1)
  return (sentence) =>
    /\b(?:average|each|per|annual\w*|CAGR|year-on-year|points?)\b/i.test(sentence)
      ? []
      : overall.matchAll(sentence).flatMap((match) => {
          const [number] = numbersIn(match[1] ?? '')
          const span = [match.index, match.index + match[0].length] as const
          if (number === undefined) return []
          const ok = Math.abs(number.value - exact) <= 0.51 * 10 ** -number.digits
          if (!ok && hedged(sentence, span)) return []
          const computed = `${shown(exact)}%`
          return [finding('percentages', span, `${number.text}%`, computed, ok, `from first to last it is ${computed}`)]
        })
}

const partOfWhole = rare(
  new RegExp(
    String.raw`(?<=\s)(${AMOUNT}),?\s(?:which|that)\s(?:is|was|makes|equals|comes\sto)\s(?:about\s|roughly\s)?((?:${NUMBER})\s?(?:%|percent|per\scent))\sof\s(?:the\s|its\s|our\s|a\s)?(?:\p{L}+\s){1,3}of\s(${AMOUNT})(?=[.,;)]?$|[.,;)]\s)`,
    'giu',
  ),
)

/** "A profit of 180 thousand euros, which is 15% of the turnover of 1.50 million." */
export function partsOfWholes(sentence: string): Finding[] {
  return partOfWhole.matchAll(sentence).flatMap((match) => {
    const [part, share, whole] = match.slice(1).map((text) => numbersIn(text)[0])
    if (part === undefined || share === undefined || whole === undefined) return []
    const exact = (100 * part.value * part.scale) / (whole.value * whole.scale)
    const off = Math.abs(share.value - exact)
    const ok = off <= 0.51 * 10 ** -share.digits || off <= 0.006 * exact
    const span = [match.index, match.index + match[0].length] as const
    // "48 of 1.2 million" may leave out its thousands.
    if (!ok && (hedged(sentence, span) || (part.scale === 1) !== (whole.scale === 1))) return []
    const computed = `${shown(exact)}%`
    return [
      finding('percentages', span, `${share.text}%`, computed, ok, `this comes to ${computed}, not ${share.text}%`),
    ]
  })
}
