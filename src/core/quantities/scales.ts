import { lean } from '../lean-patterns.js'

/** Words and signs that multiply the number before them, in English, German, French, Spanish, as in India and in China. German "Billion" is none: it is another number in English. */
const scales: Readonly<Record<string, number>> = {
  dozen: 12,
  hundred: 100,
  thousand: 1e3,
  tsd: 1e3,
  tausend: 1e3,
  million: 1e6,
  millions: 1e6,
  millionen: 1e6,
  millones: 1e6,
  mn: 1e6,
  mio: 1e6,
  billion: 1e9,
  billions: 1e9,
  bn: 1e9,
  milliarde: 1e9,
  milliarden: 1e9,
  milliard: 1e9,
  milliards: 1e9,
  mrd: 1e9,
  trillion: 1e12,
  lakh: 1e5,
  lakhs: 1e5,
  crore: 1e7,
  crores: 1e7,
  万: 1e4,
  亿: 1e8,
}
const word = lean(
  new RegExp(
    String.raw`(?:[\s-]|\\ |(\\text\{)\s?)?(?:(万|亿)|(${Object.keys(scales)
      .filter((each) => /[a-z]/.test(each))
      .join('|')})(?!\p{L})(?:(?<=tsd|mio|mrd)\.)?)`,
    'iuy',
  ),
)

const starts = new Set(['\\', '\n', '\t', ...Object.keys(scales).map((name) => name.charAt(0))])

/** Letters are a scale only directly behind the digits ("5k"), and the ambiguous ones only behind a currency ("$5m"). */
const letters: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9 }
const moneyLetters: Readonly<Record<string, number>> = { ...letters, m: 1e6, b: 1e9, T: 1e12 }

export interface Scale {
  factor: number
  end: number
}

/** The scale word behind a number that ends at `at`, or null. */
export function scaleWordAt(text: string, at: number): Scale | null {
  // Most numbers are followed by none: no pattern is tried there.
  const next = text.charAt(at)
  const first = next === ' ' || next === '-' ? text.charAt(at + 1) : next
  if (!starts.has(first.toLowerCase())) return null
  word.lastIndex = at
  const match = word.exec(text)
  if (match === null) return null
  const [whole, inText, sign, name = ''] = match
  const end = at + whole.length
  return {
    factor: scales[sign ?? name.toLowerCase()] ?? 1,
    end: inText !== undefined && text[end] === '}' ? end + 1 : end,
  }
}

/** The scale letter behind a number that ends at `at`, or null. */
export function scaleLetterAt(text: string, at: number, isMoney: boolean): Scale | null {
  const factor = (isMoney ? moneyLetters : letters)[text.charAt(at)]
  return factor === undefined || /[\p{L}\p{N}]/u.test(text.charAt(at + 1)) ? null : { factor, end: at + 1 }
}
