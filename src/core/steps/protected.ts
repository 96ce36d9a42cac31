import { finish, type Pieces } from '../pieces.js'
import type { Span } from '../records/types.js'

const closedFormula =
  /\$\$[\s\S]*?\$\$|(?<!\\)\\\[[\s\S]*?\\\]|\\\([\s\S]*?\\\)|\\begin\{(\w+\*?)\}[\s\S]*?\\end\{\1\}/g
const formulaMark = /\$\$|(?<!\\)\\\[|\\\(|\\begin\{/

/** Characters an inline formula may span; it bounds the search for a closing `$`. */
const INLINE_MAX = 400

/**
 * Ranges inside which a full stop or a line break ends nothing: code, formulas, LaTeX environments, GSM8K's `<<48/2=24>>`.
 * Sorted, disjoint. Linear time: a closing mark that is missing once is never looked for again.
 */
export const protectedSpans = (text: string): Span[] => finish(protecting(text))

/** The same in pieces. */
export function* protecting(text: string): Pieces<Span[]> {
  const spans: Span[] = []
  for (const span of environments(text)) {
    spans.push(span)
    yield
  }
  const missing = new Set<string>()
  const closedBy = (mark: string, from: number): number => {
    if (missing.has(mark)) return -1
    const at = text.indexOf(mark, from)
    if (at < 0) missing.add(mark)
    return at < 0 ? -1 : at + mark.length
  }
  const starts = /```|`|\$\$|\$|\\\[|\\\(|<</g
  for (let match = starts.exec(text); match !== null; match = starts.exec(text)) {
    yield
    const { index } = match
    const after = index + match[0].length
    let end: number
    switch (match[0]) {
      case '```':
        end = closedBy('```', after)
        // A solution that was cut off inside a code block is code to its end.
        if (end < 0) end = text.length
        break
      case '$$':
        end = closedBy('$$', after)
        break
      case '\\[':
        end = closedBy('\\]', after)
        break
      case '\\(':
        end = closedBy('\\)', after)
        break
      case '$':
        // "\$5" is escaped, "5$" is money.
        end = /[\\\d]/.test(text[index - 1] ?? '') ? -1 : inlineFormulaEnd(text, after)
        break
      default:
        end = onLine(text, match[0] === '`' ? '`' : '>>', after)
    }
    if (end < 0) continue
    spans.push([index, end])
    starts.lastIndex = end
  }
  return union(spans)
}

/**
 * Where a formula of several lines begins that is not closed yet; the text's length where none does. None goes on over a blank line (TeX forbids
 * it), so that a mark that is never closed is waited for no longer than its paragraph.
 */
export function openFormula(text: string): number {
  const from = text.lastIndexOf('\n\n') + 1
  const open = text
    .slice(from)
    .replace(closedFormula, (formula) => ' '.repeat(formula.length))
    .search(formulaMark)
  return open < 0 ? text.length : from + open
}

/** `\begin{…} … \end{…}`, matched by nesting alone. */
function* environments(text: string): Generator<Span> {
  const open: number[] = []
  for (const match of text.matchAll(/\\(begin|end)\{[A-Za-z]{1,24}\*?\}/g)) {
    if (match[1] === 'begin') {
      open.push(match.index)
      continue
    }
    const start = open.pop()
    if (start !== undefined) yield [start, match.index + match[0].length]
  }
}

/** Pandoc's rule, which tells `$x$` from `$5 and $6`: no space inside the marks, no digit after the closing one; and one line. */
function inlineFormulaEnd(text: string, from: number): number {
  if (isSpace(text[from])) return -1
  const limit = Math.min(text.length, from + INLINE_MAX)
  for (let at = from; at < limit; at++) {
    const char = text[at]
    if (char === '\n') return -1
    if (char === '\\') at++
    else if (char === '$' && at > from && !isSpace(text[at - 1]) && !isDigit(text[at + 1])) return at + 1
  }
  return -1
}

function onLine(text: string, mark: string, from: number): number {
  const limit = Math.min(text.length, from + INLINE_MAX)
  for (let at = from; at < limit && text[at] !== '\n'; at++) {
    if (text.startsWith(mark, at)) return at + mark.length
  }
  return -1
}

function union(spans: Span[]): Span[] {
  const merged: [number, number][] = []
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}

/** Tells for growing offsets whether each lies strictly inside one of the spans; call it with offsets in ascending order. */
export function insideOf(spans: readonly Span[]): (offset: number) => boolean {
  let index = 0
  return (offset) => {
    while (index < spans.length && (spans[index] as Span)[1] <= offset) index++
    const span = spans[index]
    return span !== undefined && span[0] < offset
  }
}

const isSpace = (char: string | undefined) => char === undefined || char === ' ' || char === '\n' || char === '\t'
const isDigit = (char: string | undefined) => char !== undefined && char >= '0' && char <= '9'
