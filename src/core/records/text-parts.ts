/*
 * One answer in several texts: how it is put together, the same for everybody who hands out parts.
 */

/** Texts of one answer, put together in the same way whether they come whole or in pieces. */
export class TextParts {
  #before = ''
  #begins = false
  #isParted = false

  /** Something else was done between two texts: a call of a tool, a thought. */
  part(): void {
    this.#isParted = true
  }

  /** Another text begins. */
  begin(): void {
    this.#begins = true
  }

  /** The piece with what has to stand before it. */
  add(piece: string): string {
    if (piece === '') return ''
    const line = lineBetween(this.#before, piece)
    // One sentence in several texts (with the source of each) has its own spaces; "= 6" and "4 + 5" are two sentences.
    const isOne = !this.#begins || (!this.#isParted && (/\s$/.test(this.#before) || /^[\s\p{P}]/u.test(piece)))
    this.#before = piece
    this.#begins = false
    this.#isParted = false
    return isOne ? piece : line + piece
  }
}

/** Nothing where a line ends there already, or nothing was said before. */
const lineBetween = (before: string, after: string): string =>
  before === '' || before.endsWith('\n') || after.startsWith('\n') ? '' : '\n'

/** Kinds of parts that tell where a text is from: they part no sentence in two. */
const besideKinds = ['reference', 'citation', 'source']

/**
 * The text of an answer in parts, of which those of the kinds `said` were said. "2 * 3 = 6" and "4 + 5 = 9" are two lines, and not "2 * 3 = 64 + 5 = 9".
 */
export function joinParts(
  parts: readonly { readonly type: string; readonly text?: string | null | undefined }[],
  said: readonly string[] = ['text'],
): string {
  const texts = new TextParts()
  let text = ''
  for (const { type, text: piece } of parts) {
    if (besideKinds.includes(type)) continue
    if (said.includes(type)) {
      texts.begin()
      text += texts.add(piece ?? '')
    } else texts.part()
  }
  return text
}
