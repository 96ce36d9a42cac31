/* Decimal commas: "1.300,50" is read as 1,300.50, where language or money of the chain say so. Places in the text stay. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { rare } from '../../../../src/core/triggers.js'

/** A decimal comma: not in a tuple, a list or a group of three. */
const comma = /(?<![\d.,([{])\d{1,9},\d{1,2}(?![\d,)\]}]|\.\d|\s?,)|(?<![\d.,([{])\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)/g
const point = rare(/(?<![\d.,])\d{1,9}\.\d{1,2}(?![\d.])/)
/** Thousands in groups before a comma: it can only be a decimal one. */
const grouped = lean(/(?<![\d.,])\d{1,3}(?:\.\d{3}|[ \u00a0\u202f]\d{3})+,\d{1,2}(?!\d)/)
/** What stands behind an amount. */
const AMOUNT = String.raw`\s?(?:[€£₽]|\\?%|(?:EUR|Euro|CHF|Prozent|Tsd|Mio|Mrd|Millionen|Milliarden|millions|milliards|millones)(?!\p{L}))`
const amount = lean(new RegExp(String.raw`(?<![\d.,])\d{1,3},\d{1,2}${AMOUNT}`, 'u'))
/** "3 : 4 = 0,75", "12 / 5 = 2,4": what a calculation comes to is one number, and thousands come in threes. */
const result = lean(/(?<=\d\s?[=≈]\s?[-−]?)(?:0,\d{1,9}|\d{1,9},\d{1,2})(?![\d,]|\.\d|\s?,)/)
const words = lean(
  /(?<!\p{L})(?:der|die|das|den|dem|und|ist|sind|von|vom|mit|für|ein|eine|einen|einem|einer|nicht|wird|werden|beträgt|zu|zum|zur|nach|auf|aus|bei|im|wie|viel|viele|sie|wir|er|noch|dann|Jahr|Jahre|le|la|les|des|du|au|aux|est|sont|et|un|une|pour|avec|dans|donc|combien|qui|que|el|los|las|del|es|por|con|para|en|una|entonces|cuánto|cuántos|cuánta|cuántas|il|che|di|della|sono|quanto|het|een|van|os|uma|são|quanto|quantos)(?!\p{L})/giu,
)

/** Whether a chain writes decimals with a comma: its language, its money or its percentages say so, and no decimal point stands anywhere. */
export function usesDecimalComma(texts: readonly string[]): boolean {
  const text = texts
    .join('\n')
    .slice(0, 20_000)
    .replace(/(?<=\d)\{,\}(?=\d)/g, ',')
  if (!/\d,\d/.test(text)) return false
  const isResult = result.test(text) || grouped.test(text)
  if ((!isResult && text.match(comma) === null) || point.test(text.replace(comma, ''))) return false
  const foreign = new Set((text.match(words) ?? []).map((word) => word.toLowerCase())).size
  return isResult || foreign >= 3 || amount.test(text)
}

/** Numbers with a decimal point and grouping commas in place of the other way round; as long as the text was, so that offsets hold. */
export function withDecimalPoints(text: string): string {
  const plain = text.replace(/(\d)\{,\}(\d+)/g, (_, before: string, after: string) => `${before},${after}  `)
  return plain.replace(/(?<![\d.,([{])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\d,]|[)\]}])/g, (number) =>
    number.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.')),
  )
}

/** The other way round, for what is said of such a chain: "1,300.5" as "1.300,5". Dates and pairs in brackets stay. */
export const withDecimalCommas = (text: string): string =>
  text.replace(/(?<![\d.,([{])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![.,]?\d|[)\]}])/g, (number) =>
    number.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.')),
  )

/** "1 500 €", "= 1 500": blanks between groups of three, where an amount or a sign stands beside them. */
const blanks = lean(
  new RegExp(
    String.raw`(?<![\d.,]|\d )(?:(?<=[=≈+−*×·/€£]\s?)\d{1,3}(?: \d{3})+(?!\d| \d)|\d{1,3}(?: \d{3})+(?=\.\d|${AMOUNT}))`,
    'gu',
  ),
)

/** "1'500" */
const swiss = /(?<![\d.,'])\d{1,3}(?:'\d{3})+(?![\d'])/g

/** "2 Std. 15 Min. + 45 Min. = 3 Std.": the point of a unit that is cut short, where the amount goes on. As long as the text was. */
export const withWholeUnits = (text: string): string =>
  text.replace(/(?<=\d\s?(?:Std|Min|Sek|hrs?|mins?|secs?))\.(?=\s{0,2}(?:\d|[-+=−–×*/]|u\. |and\b|und\b))/gi, ' ')

/** "64\\,800" and "64 800" with a narrow space as 64,800, "- . 05" as "-  .05"; as long as the text was. */
export function withGroupCommas(text: string): string {
  const commas = text.includes('\\,')
    ? text
        .replace(/(?<![\d.,])\d{1,3}(?:\\,\d{3})+(?![\d.])/g, (all) => all.replaceAll('\\,', ',').padEnd(all.length))
        .replace(/(?<![\d.,])\d{1,3}(?:\\,\d{3})+(?!\d)/g, (all) => all.replaceAll('\\,', ',').padStart(all.length))
    : text
  return commas
    .replace(swiss, (all) => all.replaceAll("'", ','))
    .replace(/(?<=(?<![\d.,])\d{1,3}(?:,\d{3})*)[\u202f\u2009](?=\d{3}(?!\d))/g, ',')
    .replace(blanks, (all) => all.replaceAll(' ', ','))
    .replace(/(?<=[-+−*×·/=($]\s?)\. (?=\d)/g, ' .')
}

/** "1.500" where points may part thousands, "1,732" where a comma may stand before three decimals. */
export const pointedThousands = /(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,]*\d)/g
export const threeDecimals = /(?<![\d.,])\d{1,3},\d{3}(?![\d.,]*\d)/g
