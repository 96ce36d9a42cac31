/*
 * Scripts that are written without blanks between words: Han, Kana, Thai, Lao, Burmese, Khmer. A run of their letters is a clause, not a word.
 */

const ranges: readonly (readonly [from: number, to: number])[] = [
  [0x0e00, 0x0eff],
  [0x1000, 0x109f],
  [0x1780, 0x17ff],
  [0x3005, 0x3007],
  [0x3040, 0x30ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
]

/** Whether a UTF-16 unit is a character of such a script. */
export const isUnspaced = (code: number): boolean =>
  code >= 0x0e00 && ranges.some(([from, to]) => code >= from && code <= to)

/** Whether a text is written so, names and figures in other letters aside. */
export function isUnspacedText(text: string): boolean {
  let [unspaced, others] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (isUnspaced(code)) unspaced++
    else if ((code | 32) >= 97 && (code | 32) <= 122) others++
  }
  return unspaced > others
}
