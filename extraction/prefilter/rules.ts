import { isUnspaced } from '../../src/core/unspaced.js'
import { type Language, languageOf } from './stop-words.js'

export interface TextRules {
  /** Characters, without white space at the ends. */
  minCharacters: number
  maxCharacters: number
  /** Only these; none given: any. */
  languages: readonly Language[]
  /** Repetition, symbols and word lengths (after Gopher, Rae et al. 2021), loose enough for formulas and tables. */
  quality: boolean
}

/** Why a text is not worth a model's time, or undefined. */
export function ruleAgainst(text: string, rules: TextRules): string | undefined {
  const { length } = text.trim()
  if (length < rules.minCharacters) return 'too short'
  if (length > rules.maxCharacters) return 'too long'
  if (rules.languages.length > 0) {
    const language = languageOf(text.toLowerCase().match(WORDS) ?? [])
    if (language === null) return 'language not recognised'
    if (!rules.languages.includes(language)) return `language ${language}`
  }
  return rules.quality ? qualityFlaw(text, length) : undefined
}

const WORDS = /[\p{L}\p{M}]+/gu

function qualityFlaw(text: string, length: number): string | undefined {
  const { letters, unspaced, digits, words } = countCharacters(text)
  if (letters + digits < 0.4 * length) return 'mostly symbols'
  const mean = letters / Math.max(1, words)
  // Without blanks a run of letters is a clause.
  if (2 * unspaced < letters && (mean < 2 || mean > 12)) return 'odd word lengths'
  const lines = text.includes('\n') ? text.split('\n').filter((line) => line.trim() !== '') : []
  if (lines.length >= 5) {
    if (new Set(lines.map((line) => line.trim())).size < 0.7 * lines.length) return 'repeated lines'
    if (lines.filter((line) => /^\s*[-•*]/.test(line)).length > 0.9 * lines.length) return 'only bullet points'
  }
  if (words >= 50 && !hasDistinctWords(text, 0.1 * words)) return 'repeated words'
  return undefined
}

/** Words are runs of letters and marks. One pass without a string a word: this sees every document there is. */
function countCharacters(text: string): { letters: number; unspaced: number; digits: number; words: number } {
  let letters = 0
  let unspaced = 0
  let digits = 0
  let words = 0
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 128 ? (code | 32) >= 97 && (code | 32) <= 122 : isLetter(text, i, code)) {
      letters++
      if (isUnspaced(code)) unspaced++
      if (!inside) words++
      inside = true
    } else {
      inside = false
      if (code >= 48 && code <= 57) digits++
    }
  }
  return { letters, unspaced, digits, words }
}

/** Of each UTF-16 unit: 0 unknown yet, 1 letter or mark, 2 neither. */
const kinds = new Uint8Array(65_536)

function isLetter(text: string, at: number, code: number): boolean {
  if (code >= 0xd800 && code <= 0xdfff) {
    // Both halves of a pair are what the pair is.
    return /[\p{L}\p{M}]/u.test(text.slice(code >= 0xdc00 ? at - 1 : at, code >= 0xdc00 ? at + 1 : at + 2))
  }
  kinds[code] ||= /[\p{L}\p{M}]/u.test(String.fromCharCode(code)) ? 1 : 2
  return kinds[code] === 1
}

/** Whether the text has that many different words, told apart by a hash of their letters; it is read no further than to find them. */
function hasDistinctWords(text: string, atLeast: number): boolean {
  const seen = new Set<number>()
  let hash = 0
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 32
    if (code < 128 ? (code | 32) >= 97 && (code | 32) <= 122 : isLetter(text, i, code)) {
      hash = (Math.imul(hash, 31) + (code | 32)) | 0
    } else if (hash !== 0) {
      if (seen.add(hash).size >= atLeast) return true
      hash = 0
    }
  }
  return false
}
