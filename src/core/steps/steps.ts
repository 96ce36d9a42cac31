import { at } from '../absence.js'
import { checkArguments } from '../arguments.js'
import { finish, type Pieces } from '../pieces.js'
import { plainCharacters } from '../plain-characters.js'
import type { Span } from '../records/types.js'
import { type Line, readLines } from './lines.js'
import { protecting } from './protected.js'
import { findSentences } from './sentences.js'
import { solutionText } from './wrapped.js'

export { solutionText }

/** One step of a solution: `text.slice(start, end)` of the text that was split. */
export interface Step {
  text: string
  start: number
  end: number
}

/** Prose longer than this is split into sentences even where the solution has paragraphs. */
const LONG_PARAGRAPH = 300

interface Piece {
  start: number
  end: number
  /** Plain prose, which may be split further. */
  prose: boolean
}

/**
 * Splits a solution into steps as a person would mark them: "Step n" and numbered items with all that belongs to them, bullets,
 * paragraphs and lines; where there is only prose, sentences. Formulas, code and tables stay with the step they belong to.
 *
 * Only white space lies between, before and after the steps, so that the steps and the gaps reassemble the text. Linear time.
 */
export function splitSteps(text: string): Step[] {
  checkArguments('splitSteps', { text: [text, 'text'] })
  return finish(splitting(text))
}

/** The same in pieces. */
export function* splitting(written: string): Pieces<Step[]> {
  // As long as what is written: a place is the same in both.
  const text = plainCharacters(written)
  const ranges = yield* protecting(text)
  const pieces = yield* gather(yield* readLines(text, ranges), text)
  const proseOnly = yield* atMostTwo(pieces, ({ start }) => !concludes(text.slice(start, start + 80)))
  let range = 0
  const spans: Span[] = []
  for (const { start, end, prose } of pieces) {
    yield
    if (!prose || !(proseOnly || end - start > LONG_PARAGRAPH)) {
      spans.push([start, end])
      continue
    }
    // Pieces and ranges both ascend: each piece is given only the ranges that reach into it.
    while (range < ranges.length && at(ranges, range)[1] <= start) range++
    let last = range
    while (last < ranges.length && at(ranges, last)[0] < end) last++
    for (const span of yield* findSentences(text, [start, end], ranges.slice(range, last))) spans.push(span)
  }
  const steps: Step[] = []
  for (const [start, end] of yield* withoutEmptyOnes(spans, text)) {
    steps.push({ text: written.slice(start, end), start, end })
    yield
  }
  return steps
}

function* atMostTwo<T>(items: readonly T[], holds: (item: T) => boolean): Pieces<boolean> {
  let count = 0
  for (const item of items) {
    if (holds(item) && ++count > 2) return false
    yield
  }
  return true
}

/** The steps of a record: its own, or those of its text. */
export function stepsOf(chain: { steps?: readonly string[] | undefined; text?: string | undefined }): string[] {
  return chain.steps === undefined ? textsOf(splitSteps(solutionText(chain.text ?? '').text)) : [...chain.steps]
}

export const textsOf = (steps: readonly Step[]): string[] => steps.map(({ text }) => text)

/** Lines -> pieces: what one step consists of, before prose is cut into sentences. */
function* gather(lines: readonly Line[], text: string): Pieces<Piece[]> {
  const successors = successorsOf(lines)
  yield
  const pieces: Piece[] = []
  let current: Piece | undefined
  const open = (line: Line, prose: boolean) => {
    current = { start: line.start, end: line.end, prose }
    pieces.push(current)
    return current
  }
  /** "(a) …" may be a whole solution in one paragraph. */
  const openBullet = (line: Line) => open(line, line.end - line.start > LONG_PARAGRAPH)
  /** The head whose step we are in: until its successor, or, for the last of a list, until something ends it. */
  let owner: { line: Line; until: number | undefined; announces: boolean; indented: boolean } | undefined
  let bullets: { indent: number; gathered: boolean } | undefined
  let previous: Line | undefined
  for (const [index, line] of lines.entries()) {
    yield
    const content = text.slice(line.start, Math.min(line.end, line.start + 200))
    if (owner?.until !== undefined && index >= owner.until) owner = undefined
    // A heading alone is no step yet.
    const bare =
      owner !== undefined &&
      previous === owner.line &&
      isTitle.test(text.slice(previous.start, Math.min(previous.end, previous.start + 120)))
    if (owner !== undefined && owner.until === undefined && !bare && leaves(owner, line, content)) owner = undefined
    if (owner === undefined && line.kind === 'head') {
      const follows = previous?.kind === 'title' && current !== undefined
      const piece = follows ? extend(current as Piece, line) : open(line, false)
      piece.prose = false
      owner = { line, until: successors[index], announces: announces(line, text), indented: false }
      bullets = undefined
    } else if (owner?.until === index + 1 && line.kind === 'title') {
      // A title over the next step of the list.
      owner = undefined
      open(line, false)
    } else if (owner !== undefined && current !== undefined) {
      extend(current, line)
      owner.indented ||= line.indent > owner.line.indent
    } else if (current === undefined || previous === undefined) {
      if (line.kind === 'bullet') openBullet(line)
      else open(line, line.kind === 'text')
    } else if (line.kind === 'bullet') {
      const leadIn = text.slice(current.start, current.end)
      if (bullets === undefined) {
        const introduced = previous.kind !== 'bullet' && leadIn.endsWith(':')
        bullets = { indent: line.indent, gathered: introduced && listsFacts(leadIn) }
        if (introduced || previous.kind === 'title') extend(current, line).prose = false
        else openBullet(line)
      } else if ((bullets.gathered && !computes.test(content)) || line.indent > bullets.indent + 1)
        extend(current, line)
      else openBullet(line)
    } else if (continues(current, previous, line, text, bullets !== undefined, pieces.length === 1)) {
      extend(current, line)
    } else {
      if (line.kind !== 'display' && line.blankBefore) bullets = undefined
      open(line, line.kind === 'text')
    }
    previous = line
  }
  return pieces
}

function extend(piece: Piece, line: Line): Piece {
  piece.end = line.end
  return piece
}

/** For each head the index of the next one of its list, if there is one. */
function successorsOf(lines: readonly Line[]): (number | undefined)[] {
  const found: (number | undefined)[] = new Array(lines.length).fill(undefined)
  const next = new Map<string, Map<number, number>>()
  for (let index = lines.length - 1; index >= 0; index--) {
    const { kind, number, style, indent } = at(lines, index)
    if (kind !== 'head' || number === undefined) continue
    const key = style === 'step' ? style : `${style}${indent}`
    const list = next.get(key) ?? new Map<number, number>()
    found[index] = list.get(number + 1)
    // Numbers that start again are another list.
    if (number <= 1) list.clear()
    next.set(key, list.set(number, index))
  }
  return found
}

/** Whether the last step of a numbered list ends before this line. */
function leaves(owner: { line: Line; announces: boolean; indented: boolean }, line: Line, content: string): boolean {
  if (line.kind === 'head') return owner.line.style !== 'step' || line.style === 'step'
  if (line.kind === 'display') return false
  if (concludes(content)) return line.indent <= owner.line.indent
  if (owner.announces && !owner.indented) return false
  return line.blankBefore && line.indent <= owner.line.indent && !startsLower(content)
}

/** A head whose own line says only what will be done: its body follows. */
function announces(line: Line, text: string): boolean {
  const content = text.slice(line.start, line.end)
  return /[:*_]$/.test(content) || content.startsWith('#') || (line.style === 'step' && content.length < 100)
}

/** Whether a line belongs to the piece before it. */
function continues(piece: Piece, previous: Line, line: Line, text: string, inList: boolean, first: boolean): boolean {
  if (previous.kind === 'title') return true
  // A table at the very beginning states what the first step takes from it.
  if (first && previous.kind === 'display' && text[piece.start] === '|' && text[previous.start] === '|') return true
  if (line.kind === 'display') return true
  if (line.kind === 'title') return false
  const last = text[piece.end - 1] as string
  if (':,=+×⇒→'.includes(last)) return true
  const content = text.slice(line.start, line.start + 60)
  if (startsLower(content) || /^[=+×÷≈<>≤≥)\]}⇒→∴]/.test(content)) return true
  if (line.blankBefore) return false
  if (inList && previous.kind !== 'text') return line.indent > previous.indent
  // A line that was wrapped in mid-sentence, as opposed to one step a line.
  const whole = previous.end - previous.start
  return (
    whole >= 40 &&
    midSentence.test(text.slice(Math.max(previous.start, piece.end - 12), piece.end)) &&
    !hasEquation(previous, text)
  )
}

/** No sentence ends with one of these. */
const midSentence =
  /(?<![a-zA-Z])(?:the|a|an|of|and|or|to|in|on|with|for|by|at|from|is|are|was|that|than|as|her|his|their|its|each|every|more|if|so)$/
const hasEquation = (line: Line, text: string) =>
  text.slice(line.start, Math.min(line.end, line.start + 400)).includes('=')
const startsLower = (content: string) => /^\p{Ll}{2}/u.test(content)
const concludes = (content: string) =>
  /^[\s#*_]{0,6}(?:therefore|thus|hence|so,? (?:the|we|it)|the (?:final |correct |right )?(?:answer|option|choice)|(?:final )?answer|in conclusion|\\boxed|\$\\boxed)/i.test(
    content,
  ) || content.startsWith('####')
const computes = /\d\s?[-+*/×÷]\s?\$?\d[^=\n]{0,80}=/
const listsFacts = (leadIn: string) =>
  leadIn.length < 200 &&
  /\b(?:given|where|know|known|have|facts?|data|information|variables?|values?|let(?!['’]s| us)|denote|define)\b/i.test(
    leadIn,
  )

/** A head that is a heading: "## 2. Price", "**2. Price**". */
const isTitle = /^#|^(\*\*|__)[^*_]{1,100}\1:?$/
const heading = /^#{1,6}\s[^\n\d=]{1,80}$|^(\*\*|__)[^*_\n\d=]{1,80}\1:?$/

/** Marks without a letter or digit ("---", a lone fence) join the step before them, or the one after. */
function* withoutEmptyOnes(spans: readonly Span[], text: string): Pieces<Span[]> {
  const kept: [number, number][] = []
  let pending: number | undefined
  for (const [start, end] of spans) {
    yield
    const last = kept.at(-1)
    const content = text.slice(start, end)
    // A heading with nothing below it is no step.
    const isHeading = start === (spans.at(-1) as Span)[0] && last !== undefined && heading.test(content)
    if (/[\p{L}\p{N}]/u.test(content) && !isHeading) {
      kept.push([pending ?? start, end])
      pending = undefined
    } else if (last !== undefined) last[1] = end
    else pending ??= start
  }
  if (pending !== undefined) kept.push([pending, (spans.at(-1) as Span)[1]])
  return kept
}
