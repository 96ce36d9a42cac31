import type { Pieces } from '../pieces.js'
import type { Span } from '../records/types.js'
import { readMark } from './marks.js'
import { insideOf } from './protected.js'

/**
 * - `head`: opens a numbered step ("## Step 2:", "3. …"); `number` tells which.
 * - `bullet`: an item of a list without numbers.
 * - `title`: a heading, or a line that only announces what follows.
 * - `display`: belongs to what stands before it: formula, code, table, rule.
 * - `text`: anything else.
 */
export type LineKind = 'head' | 'bullet' | 'title' | 'display' | 'text'

/** A line that is not blank, without the white space around it; it may hold line breaks that are protected. */
export interface Line {
  start: number
  end: number
  indent: number
  kind: LineKind
  blankBefore: boolean
  /** Of a head. */
  number?: number
  /** Heads of one list look alike: "step", "1.", "1)", "#1" and the indent. */
  style?: string
}

/** "Step 2:", "第二步：" within a line. */
const inlineStep =
  /(?:(?<=^|[.!?:;)\]$*\d]\s{1,3})\*{0,2}(?:step|schritt|étape|paso)\s{1,2}\d{1,3}\*{0,2}\s?[:.)–-]|(?<=^|[。！？；.;]\s{0,3})\*{0,2}第(?:\d{1,3}|[一二三四五六七八九十]{1,3})步\*{0,2}[：:，,])/gi
const markdownTitle = /^(?:#{1,6}\s|(\*\*|__)[^*_]{1,100}\1:?$)/
const formulaStart = /^(?:\$\$|\\\[|\\begin\{)/
/** Behind the last formula of a line that is one. */
const formulaEnd = /(?:\$\$|\\\]|\\end\{[a-zA-Z]+\*?\})[^$\\]*$/
const bareSum = /^[\d(][\d\s.,()]*[+*×·⋅/÷−-][\d\s.,()+*×·⋅/÷−-]*$/
const sumGoesOn = /^\+\s?\d[\d\s.,+*×·⋅/÷−-]{0,80}=/
const ruleOnly = /^[\s\-=_*~#|]{3,}$/

/** The lines of a text, blank ones left out, in one pass. */
export function* readLines(text: string, protectedRanges: readonly Span[]): Pieces<Line[]> {
  const inside = insideOf(protectedRanges)
  const lines: Line[] = []
  let blankBefore = true
  for (const { 0: raw, index } of text.matchAll(/[^\n]+|\n/g)) {
    if (raw === '\n') {
      // Two line breaks in a row: nothing but the second one lies between.
      if (text[index - 1] === '\n' || index === 0) blankBefore = true
      continue
    }
    const content = raw.trim()
    if (content === '') {
      blankBefore = true
      continue
    }
    const start = index + raw.indexOf(content[0] as string)
    const end = start + content.length
    const previous = lines.at(-1)
    if (previous !== undefined && inside(index)) {
      previous.end = end
    } else {
      let from = start
      for (const head of inlineHeads(content)) {
        if (inside(start + head)) continue
        lines.push(lineAt(text, from, start + head, indentOf(raw), blankBefore && from === start))
        from = start + head
      }
      lines.push(lineAt(text, from, end, indentOf(raw), blankBefore && from === start))
      // "1 + 1\n+ 1 = 4": the sum goes on, and is no item of a list.
      const last = lines.at(-1)
      if (previous !== undefined && last?.kind === 'bullet' && from === start && sumGoesOn.test(content))
        if (bareSum.test(text.slice(previous.start, previous.end))) last.kind = 'text'
    }
    blankBefore = false
    yield
  }
  return lines
}

function lineAt(text: string, start: number, end: number, indent: number, blankBefore: boolean): Line {
  const content = text.slice(start, end).trimEnd()
  return { start, end: start + content.length, indent, blankBefore, ...classify(content) }
}

/** "Step 1: … Step 2: …" in one line: where the second and later ones start. */
function inlineHeads(content: string): number[] {
  const found = [...content.matchAll(inlineStep)]
  const numbers = found.map(({ 0: mark }) => readMark(mark)?.number ?? Number.NaN)
  const sequence = numbers.length > 1 && numbers.every((number, index) => number === (numbers[0] as number) + index)
  return sequence ? found.map((match) => match.index).filter((index) => index > 0) : []
}

/** A formula with no more than a few words behind it. One that goes on to the next line is one, too. */
function isFormula(content: string): boolean {
  if (!formulaStart.test(content)) return false
  const rest = formulaEnd.exec(content.slice(-400))?.[0]
  return rest === undefined ? !/[.。]$/.test(content) : rest.length < 24
}

function classify(content: string): Pick<Line, 'kind' | 'number' | 'style'> {
  const mark = readMark(content)
  if (mark?.number !== undefined) return { kind: 'head', number: mark.number, style: mark.style }
  if (isFormula(content) || content.startsWith('```') || content.startsWith('|')) return { kind: 'display' }
  if (ruleOnly.test(content)) return { kind: 'display' }
  if (mark !== null) return { kind: 'bullet' }
  if (content.length <= 110 && markdownTitle.test(content)) return { kind: 'title' }
  return { kind: 'text' }
}

function indentOf(raw: string): number {
  let indent = 0
  for (const char of raw) {
    if (char === ' ') indent++
    else if (char === '\t') indent += 4
    else break
  }
  return indent
}
