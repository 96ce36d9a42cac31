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
  if (rules.languages.length === 0 && !rules.quality) return undefined
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []
  if (rules.languages.length > 0) {
    const language = languageOf(words)
    if (language === null) return 'language not recognised'
    if (!rules.languages.includes(language)) return `language ${language}`
  }
  return rules.quality ? qualityFlaw(text, words, length) : undefined
}

function qualityFlaw(text: string, words: readonly string[], length: number): string | undefined {
  let letters = 0
  for (const word of words) letters += word.length
  const digits = text.match(/\d/g)?.length ?? 0
  if (letters + digits < 0.4 * length) return 'mostly symbols'
  const mean = letters / Math.max(1, words.length)
  if (mean < 2 || mean > 12) return 'odd word lengths'
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length >= 5) {
    if (new Set(lines.map((line) => line.trim())).size < 0.7 * lines.length) return 'repeated lines'
    if (lines.filter((line) => /^\s*[-•*]/.test(line)).length > 0.9 * lines.length) return 'only bullet points'
  }
  if (words.length >= 50 && new Set(words).size < 0.1 * words.length) return 'repeated words'
  return undefined
}
