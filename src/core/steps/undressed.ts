import { readMark } from './marks.js'

/** Quote marks and white space before a step. */
const quoted = /^(?:[ \t]*>)*\s*/
/** A heading over a step, "### Price" or "**Price:**". */
const heading = /^(?:#{1,6}[ \t]+[^\n\d=]{1,80}\n\s*|(?:\*\*|__)[^*_\n\d=]{1,80}(?:\*\*|__):?[ \t]*\n\s*)/
/** What is left of a heading behind its number: "## 2. Price", "**2. Price**". */
const headingRest = /^[^\n\d=*_]{0,80}(?:(?:\*\*|__):?)?[ \t]*\n\s*/
const environment = /^\s*\\begin\{(?:align|aligned|gather|gathered|equation)\*?\}/
/** Rules, headings with nothing below them, and the end of a LaTeX environment. */
const closing =
  /(?:\n[ \t]*(?:[-=_*~]{3,}|#{1,6}[ \t]+[^\n\d=]{1,80}|```|>|\*(?:[ \t]+\*){2,})[ \t]*|\s?\\end\{(?:align|aligned|gather|gathered|equation)\*?\})+$/

/**
 * A step without its dress, as long as it was: what goes leaves blanks, so that an offset means the same place in both. Quote marks, a heading, a number,
 * letter or bullet, the name of a LaTeX environment.
 */
export function undressed(step: string): string {
  const before = openingEnd(step)
  // A rule of one sign may be long; what ends a step is short.
  const from = Math.max(before, step.length - 400)
  const after = closing.exec(step.slice(from))
  const end = after === null ? step.length : from + after.index
  if (before === 0 && end === step.length) return withoutRows(step)
  if (step.slice(before, end).trim() === '') return step
  return blank(step.slice(0, before)) + withoutRows(step.slice(before, end)) + blank(step.slice(end))
}

const rows = /\\begin\{((?:align|aligned|gather|gathered|equation|split)\*?)\}([\s\S]*?)\\end\{\1\}/g

/** The rows of an environment as lines: `a &= b \\\\ &= c`. */
function withoutRows(step: string): string {
  if (!step.includes('\\begin{')) return step
  return step.replace(rows, (all, name: string, inside: string) => {
    const lines = inside.replace(/&/g, ' ').replace(/\\\\/g, ' \n')
    return lines.padStart(lines.length + '\\begin{}'.length + name.length).padEnd(all.length)
  })
}

/** Where the step itself begins. A bullet may stand before a number. */
function openingEnd(step: string): number {
  const lengthOf = (pattern: RegExp, from: number) => pattern.exec(step.slice(from, from + 400))?.[0].length ?? 0
  let at = lengthOf(quoted, 0)
  at += lengthOf(heading, at)
  for (let left = 2; left > 0; left--) {
    const rest = step.slice(at, at + 60)
    const mark = readMark(rest)
    if (mark === null) break
    at += mark.length
    at += /^(?:#|\*\*|__)/.test(rest) ? lengthOf(headingRest, at) : lengthOf(/^[ \t]+/, at)
  }
  return at + lengthOf(environment, at)
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ')
