import { readQuantities } from 'rationale-verifier'

/** A number as a text states it. */
export interface NumberInText {
  start: number
  end: number
  /** Without its unit: what stands in a calculation. */
  plain: number
  /** With `million` and the like multiplied in. Without its sign: a loss of 5 stands in a table as -5 or (5). */
  value: number
  isPercentage: boolean
}

/** Whether a text writes 1.300,5 for what English writes as 1,300.5: by its words, or by a number that can be nothing else. */
export const isGerman = (text: string): boolean =>
  /\b(?:der|die|das|und|ist|sind|war|betrug|im|Mio|Mrd|Tsd)\b|\d\.\d{3},\d|(?<![\d.,])\d+,\d{1,2}(?![\d,])/.test(text)

const swapped: Readonly<Record<string, string>> = { '.': ',', ',': '.' }

/** What the library does not take for a scale or a percentage: among figures of companies `900m` are no metres. */
const behind: Readonly<Record<string, number>> = { m: 1e6, b: 1e9 }
const unitBehind = /^(?:([mb])|\s?(Prozent))(?![\p{L}\p{N}])/u

/** Numbers in digits; the number of a step ("2. …") is none. */
export function readNumbers(text: string, german = isGerman(text)): NumberInText[] {
  const english = german ? text.replace(/[.,]/g, (sign) => swapped[sign] ?? sign) : text
  // "66.6/412.5" and "66/412" are both a calculation, and no fraction.
  return readQuantities(english.replace(/(?<=\d)\/(?=\d)/g, '÷'))
    .filter(({ span }) => !(span[0] === 0 && /^\d+\. /.test(text)))
    .map(({ span: [start, end], value, scale = 1, percent = false }) => {
      const [unit = '', letter = '', percentage] = (scale === 1 && unitBehind.exec(text.slice(end))) || []
      const plain = Math.abs(Number(value)) / scale
      return {
        start,
        end: end + unit.length,
        plain,
        value: plain * scale * (behind[letter] ?? 1),
        isPercentage: percent || percentage !== undefined,
      }
    })
}

/** Whether a number of an answer is one of a document: with its unit, or in a calculation without. */
export function isSame(said: NumberInText, source: NumberInText): boolean {
  if (said.isPercentage !== source.isPercentage) return false
  const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))
  return close(said.value, source.value) || (said.value === said.plain && close(said.plain, source.plain))
}
