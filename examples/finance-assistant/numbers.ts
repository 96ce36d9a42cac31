/** A number as a text states it. */
export interface NumberInText {
  start: number
  end: number
  /** Without its unit: what stands in a calculation. */
  plain: number
  /** With `million` and the like multiplied in. */
  value: number
  isPercentage: boolean
}

const scales: Readonly<Record<string, number>> = {
  ...{ thousand: 1e3, million: 1e6, billion: 1e9, k: 1e3, m: 1e6, mn: 1e6, bn: 1e9 },
  ...{ Tsd: 1e3, Tausend: 1e3, Mio: 1e6, Millionen: 1e6, Mrd: 1e9, Milliarden: 1e9 },
}
const percentages = ['%', 'per cent', 'Prozent']
const units = [...percentages, ...Object.keys(scales)].join('|')
const pattern = new RegExp(`(?<![\\w.])(\\d{1,3}(?:,\\d{3})+|\\d+)(\\.\\d+)?(?:\\s?(${units}))?(?!\\w|[.,]\\d)`, 'g')

/** Whether a text writes 1.300,5 for what English writes as 1,300.5: by its words, or by a number that can be nothing else. */
export const isGerman = (text: string): boolean =>
  /\b(?:der|die|das|und|ist|sind|war|betrug|im|Mio|Mrd|Tsd)\b|\d\.\d{3},\d|(?<![\d.,])\d+,\d{1,2}(?![\d,])/.test(text)

const swapped: Readonly<Record<string, string>> = { '.': ',', ',': '.' }

/** Numbers in digits; the number of a step ("2. …") is none. */
export function readNumbers(text: string, german = isGerman(text)): NumberInText[] {
  const english = german ? text.replace(/[.,]/g, (sign) => swapped[sign] ?? sign) : text
  return [...english.matchAll(pattern)]
    .filter((match) => !(match.index === 0 && /^\d+\. /.test(text)))
    .map((match) => {
      const [whole, digits = '', fraction = '', unit = ''] = match
      const plain = Number(digits.replaceAll(',', '') + fraction)
      return {
        start: match.index,
        end: match.index + whole.length,
        plain,
        value: plain * (scales[unit] ?? 1),
        isPercentage: percentages.includes(unit),
      }
    })
}

/** Whether a number of an answer is one of a document: with its unit, or in a calculation without. */
export function isSame(said: NumberInText, source: NumberInText): boolean {
  if (said.isPercentage !== source.isPercentage) return false
  const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))
  return close(said.value, source.value) || (said.value === said.plain && close(said.plain, source.plain))
}
