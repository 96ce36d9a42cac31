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

const scales: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 }
const pattern = /(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(%|per cent|thousand|million|billion))?(?!\w)/g

/** Numbers in digits; the number of a step ("2. …") is none. */
export function readNumbers(text: string): NumberInText[] {
  return [...text.matchAll(pattern)]
    .filter((match) => !(match.index === 0 && /^\d+\. /.test(text)))
    .map((match) => {
      const [whole, digits = '', fraction = '', unit = ''] = match
      const plain = Number(digits.replaceAll(',', '') + fraction)
      return {
        start: match.index,
        end: match.index + whole.length,
        plain,
        value: plain * (scales[unit] ?? 1),
        isPercentage: unit === '%' || unit === 'per cent',
      }
    })
}

/** Whether a number of an answer is one of a document: with its unit, or in a calculation without. */
export function isSame(said: NumberInText, source: NumberInText): boolean {
  if (said.isPercentage !== source.isPercentage) return false
  const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))
  return close(said.value, source.value) || (said.value === said.plain && close(said.plain, source.plain))
}
