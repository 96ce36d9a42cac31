/** What stands before a step without being part of it: quote marks, a heading, its number or letter, a bullet, the name of a LaTeX environment. */
const opening =
  /^(?:[ \t]*>)*\s*(?:#{1,6}[ \t]+[^\n\d=]{1,80}\n\s*|(?:\*\*|__)[^*_\n\d=]{1,80}(?:\*\*|__):?\s*\n\s*)?(?:(?:#{1,6}[ \t]+)?[*_]{0,2}step[ \t]{1,2}\d{1,3}[*_]{0,2}[:.)–—-]?[*_]{0,2}(?=\s)|[*_]{0,2}\(?\d{1,3}[.)][*_]{0,2}(?=\s)|\(?[a-h]\)(?=\s)|[-*+•](?=\s))?(?:\s*\\begin\{(?:align|aligned|gather|gathered|equation)\*?\})?/i
/** Rules, headings with nothing below them, and the end of a LaTeX environment. */
const closing =
  /(?:\n[ \t]*(?:[-=_*~]{3,}|#{1,6}[ \t]+[^\n\d=]{1,80}|```|>)[ \t]*|\s?\\end\{(?:align|aligned|gather|gathered|equation)\*?\})+$/

/** A step without its dress, as long as it was: what goes leaves blanks, so that an offset means the same place in both. */
export function undressed(step: string): string {
  const before = opening.exec(step)?.[0].length ?? 0
  // A rule of one sign may be long; what ends a step is short.
  const from = Math.max(before, step.length - 400)
  const after = closing.exec(step.slice(from))
  const end = after === null ? step.length : from + after.index
  if (before === 0 && end === step.length) return step
  if (step.slice(before, end).trim() === '') return step
  return blank(step.slice(0, before)) + step.slice(before, end) + blank(step.slice(end))
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ')
