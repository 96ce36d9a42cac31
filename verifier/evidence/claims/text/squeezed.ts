/* A text with number words as digits and with single blanks, that still knows where each of its characters stood. */
import { countOf } from '../../../../src/core/quantities/words.js'

/** Digits in place of the number words that `word` finds, as long as these: every other character stays where it is. */
export const inDigits = (text: string, word: RegExp): string =>
  text.replace(word, (all) => String(countOf(all) ?? all).padEnd(all.length))

/** A text with one blank where it has several in a line, and where each of its characters stands, counted from `offset`. */
export function squeezed(text: string, offset = 0): { line: string; places: number[] } {
  const places: number[] = []
  let line = ''
  for (let i = 0; i < text.length; i++) {
    const isBlank = text[i] !== '\n' && text.charAt(i).trim() === ''
    if (isBlank && (line === '' || line.endsWith(' '))) continue
    line += isBlank ? ' ' : text.charAt(i)
    places.push(offset + i)
  }
  return { line, places }
}
