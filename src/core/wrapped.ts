import stringWidth from 'string-width'

/** Lines of text that may hold colours: a code must not count as columns. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && stringWidth(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Entries side by side as far as they fit, each line wrapped where one alone does not. */
export function sideBySide(entries: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const entry of entries) {
    const beside = `${lines.at(-1)}   ${entry}`
    if (lines.length > 0 && stringWidth(beside) <= width) lines[lines.length - 1] = beside
    else lines.push(entry)
  }
  return lines.flatMap((line) => wrapped(line, width))
}
