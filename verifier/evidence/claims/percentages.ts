import type { Finding } from '../../../src/core/records/types.js'
import { type Rare, rare } from '../../../src/core/triggers.js'
import { agrees, type ClaimText, finding, hedged, NUMBER, shown, stated } from './claim.js'

/**
 * Percentages in words, against the base they are taken of: "15 is 20% of 60", "20% off $50 is $40", "a rise from 80 to 100 is 20%", "50 increased by 10% is 54",
 * "15 out of 60 is 20%". What needs an equals sign is arithmetic.
 */
export function readPercentages({ plain }: ClaimText): Finding[] {
  if (!aShare.test(plain)) return []
  return forms.flatMap(({ pattern, exact, said }) =>
    [...pattern.matchAll(plain)].flatMap((match) => {
      const numbers = match.slice(1).map((group) => (group === undefined ? Number.NaN : stated(group).value))
      const claimed = match.at(said)
      const value = exact(numbers, match)
      if (claimed === undefined || value === null || !Number.isFinite(value)) return []
      const span = [match.index, match.index + match[0].length] as const
      const about = /about|approx|roughly|≈|around|nearly|almost|rund|etwa|ungefähr/i.test(match[0])
      // Decimals may have been cut off on the way.
      const ok =
        agrees(stated(claimed), value, about) || Math.abs(stated(claimed).value - value) <= 0.002 * Math.abs(value)
      if (!ok && hedged(plain, span)) return []
      const isShare = /^\s?(?:%|percent|per cent|Prozent)/i.test(
        plain.slice(plain.indexOf(claimed, span[0] + match[0].lastIndexOf(claimed)) + claimed.length),
      )
      const show = (number: string) => `${number}${isShare ? '%' : ''}`
      return [
        finding(
          'percentages',
          span,
          show(claimed),
          show(shown(value)),
          ok,
          `this comes to ${show(shown(value))}, not ${show(claimed)}`,
        ),
      ]
    }),
  )
}

const aShare = rare(/%|percent|per cent|Prozent/i)

const MONEY = String.raw`[$€£¥₹]?\s?`
const N = String.raw`${MONEY}(${NUMBER})(?:\s?(?:€|Euro|euros?|dollars?|units?))?`
const PERCENT = String.raw`(${NUMBER})\s?(?:%|percent\b|per\scent\b|Prozent\b)`
const SHARE_END = String.raw`(?:%|percent\b|per\scent\b|Prozent\b)`
const IS = String.raw`\s(?:is|equals|gives|makes|comes\sto|leaves|becomes|ist|sind|ergibt)\s(?:exactly\s|now\s|about\s|approximately\s|roughly\s|rund\s|etwa\s)?`
const NOT_INSIDE = String.raw`(?<![\d.,$€£%+*/×^=-]\s?)(?<![\p{L}_])`
/** "a rank of 14" may have a word before it, but no number or sign. */
const NOT_BEHIND_NUMBER = String.raw`(?<![\d.,$€£%+*/×^=-]\s?)(?<![\p{L}_])`
const NO_MORE = String.raw`(?![\d%]|\.\d|,\d|\s?(?:%|percent|million|billion|thousand|[-+×*/^]\s?\d|more|less|higher|lower))`

interface Form {
  pattern: Rare
  /** The exact value of what is claimed, from the numbers of the match in order; null where it has none. */
  exact(numbers: readonly number[], match: RegExpMatchArray): number | null
  /** Which group states the claim. */
  said: number
}

const form = (source: string, said: number, exact: Form['exact']): Form => ({
  pattern: rare(new RegExp(source, 'giu')),
  said,
  exact,
})
const share = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined || b === 0 ? null : (100 * a) / b
const n = (value: number | undefined) => value ?? Number.NaN

const forms: readonly Form[] = [
  // 15 is 20% of 60
  form(
    String.raw`(?<!\bof\s)${NOT_INSIDE}${N}\s(?:is|are|represents?|makes\sup|ist|sind)\s(?:exactly\s|about\s|approximately\s)?${PERCENT}\s(?:of|von)\s${N}${NO_MORE}`,
    2,
    ([a, , b]) => share(a, b),
  ),
  // 15 out of 60 is 20%
  form(String.raw`${NOT_INSIDE}${N}\s(?:out\sof|von)\s${N}${IS}(${NUMBER})\s?${SHARE_END}`, 3, ([a, b]) => share(a, b)),
  // 20% off $50 is $40
  form(
    String.raw`${NOT_INSIDE}(?<!\bthen\s(?:a\s)?)${PERCENT}\s(?:off|discount\son)\s(?:of\s|the\s)?${N}${IS}${MONEY}(${NUMBER})${NO_MORE}`,
    3,
    ([p, base], match) =>
      // "20% off $50 is $10" names what is taken off.
      stated(match[3] ?? '').value === (n(base) * n(p)) / 100 ? (n(base) * n(p)) / 100 : n(base) * (1 - n(p) / 100),
  ),
  // a rise from 80 to 100 is 25%; from 80 to 100 is an increase of 25%; rose from 80 to 100, or 25%
  form(
    String.raw`(?:increase[sd]?|r[io]se[sn]?|grew|grow[sn]?|growth|gain(?:s|ed)?|went\sup|goes\sup|stieg|steigt)\s(?:\p{L}+\s){0,3}?(?:from|von)\s${N}\s(?:to|auf)\s${N}\s?(?:,|,?\s(?:is|are|equals|represents)|=|\()\s?(?:which\sis\s)?(?:(?:an?\s)?(?:\p{L}+\s)?(?:increase|rise|growth|gain)\sof\s)?(?:or\s|i\.e\.\s|about\s|approximately\s|a\s|an\s)?(${NUMBER})\s?${SHARE_END}`,
    3,
    ([a, b]) => share(n(b) - n(a), a),
  ),
  form(
    String.raw`(?:decrease[sd]?|f[ae]ll(?:s|en)?|dropp?(?:s|ed)?|decline[sd]?|reduc(?:tion|ed|es)|went\sdown|goes\sdown|sank|sinkt)\s(?:\p{L}+\s){0,3}?(?:from|von)\s${N}\s(?:to|auf)\s${N}\s?(?:,|,?\s(?:is|are|equals|represents)|=|\()\s?(?:which\sis\s)?(?:(?:an?\s)?(?:\p{L}+\s)?(?:decrease|drop|fall|decline|reduction)\sof\s)?(?:or\s|i\.e\.\s|about\s|approximately\s|a\s|an\s)?(${NUMBER})\s?${SHARE_END}`,
    3,
    ([a, b]) => share(n(a) - n(b), a),
  ),
  form(
    String.raw`(?:from|von)\s${N}\s(?:to|auf)\s${N}\s(?:is|represents|means|ist)\s(?:an?\s|eine\s)?(?:\p{L}+\s)?(?:increase|rise|growth|gain|Steigerung|Erhöhung)\s(?:of|um|von)\s(?:about\s|approximately\s)?(${NUMBER})\s?${SHARE_END}`,
    3,
    ([a, b]) => share(n(b) - n(a), a),
  ),
  form(
    String.raw`(?:from|von)\s${N}\s(?:to|auf)\s${N}\s(?:is|represents|means|ist)\s(?:an?\s|eine\s)?(?:\p{L}+\s)?(?:decrease|drop|fall|decline|reduction|Senkung)\s(?:of|um|von)\s(?:about\s|approximately\s)?(${NUMBER})\s?${SHARE_END}`,
    3,
    ([a, b]) => share(n(a) - n(b), a),
  ),
  // 50 is 25% more than 40
  form(
    String.raw`${NOT_INSIDE}${N}\s(?:is|are)\s(?:about\s)?${PERCENT}\s(?:more|greater|higher|larger)\sthan\s${N}${NO_MORE}`,
    2,
    ([a, , b]) => share(n(a) - n(b), b),
  ),
  form(
    String.raw`${NOT_INSIDE}${N}\s(?:is|are)\s(?:about\s)?${PERCENT}\s(?:less|smaller|lower|cheaper)\sthan\s${N}${NO_MORE}`,
    2,
    ([a, , b]) => share(n(b) - n(a), b),
  ),
  // 50 increased by 10% is 55; 50 plus 10% is 55
  form(
    String.raw`${NOT_INSIDE}${N}\s(?:increased\sby|plus|raised\sby|erhöht\sum|plus)\s${PERCENT}${IS}${MONEY}(${NUMBER})${NO_MORE}`,
    3,
    ([a, p]) => n(a) * (1 + n(p) / 100),
  ),
  form(
    String.raw`${NOT_INSIDE}${N}\s(?:decreased\sby|reduced\sby|minus|less|vermindert\sum|discounted\sby)\s${PERCENT}${IS}${MONEY}(${NUMBER})${NO_MORE}`,
    3,
    ([a, p]) => n(a) * (1 - n(p) / 100),
  ),
  // a rank of 14 out of 150 corresponds to the top 10.7%
  form(
    String.raw`${NOT_BEHIND_NUMBER}${N}\s(?:\p{L}+\s)?(?:out\sof|of\sthe|von)\s${N}\s(?:\p{L}+\s)?(?:corresponds?\sto|means|equals|amounts?\sto|translates?\sto|entspricht|entsprechen|is|are|=|≈)\s(?:about\s|approximately\s|roughly\s|etwa\s|rund\s)?(?:the\stop\s|einem\sAnteil\svon\s|a\sshare\sof\s|den\sbesten\s)?(${NUMBER})\s?${SHARE_END}`,
    3,
    ([a, b]) => share(a, b),
  ),
  // after a 20% discount, $50 becomes $40
  form(
    String.raw`after\s(?:an?\s|the\s)?${PERCENT}\s(?:discount|reduction|decrease|markdown),?\s(?:the\s)?${N}\s(?:becomes|is\snow|costs)\s${MONEY}(${NUMBER})${NO_MORE}`,
    3,
    ([p, a]) => n(a) * (1 - n(p) / 100),
  ),
  form(
    String.raw`after\s(?:an?\s|the\s)?${PERCENT}\s(?:increase|raise|markup|rise),?\s(?:the\s)?${N}\s(?:becomes|is\snow|costs)\s${MONEY}(${NUMBER})${NO_MORE}`,
    3,
    ([p, a]) => n(a) * (1 + n(p) / 100),
  ),
]
