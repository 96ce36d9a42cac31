import stringWidth from 'string-width'
import { accuses } from '../core/records/findings.js'
import type { Finding, Span, StepVerdict, Verdict } from '../core/records/types.js'
import {
  conclude,
  markOf,
  passedClaims,
  type StepMark,
  saidWrong,
  stepMarks,
  whyDoubted,
} from '../core/records/verdict-words.js'
import { sideBySide, wrapped } from '../core/wrapped.js'
import { areColoursOn, colours as pc } from './colours.js'

/*
 * A verdict for a person at a terminal:
 *
 *     1 ✓ It bakes 6 * 8 = 48 rolls.
 *         checked: 6 * 8 = 48
 *     2 ✗ It sells 28, so 48 - 28 = 22 are left.
 *                         ~~~~~~~~~~~~
 *         states 22, but this comes to 20
 *     3 ○ The answer is 22.
 *
 *     Step 2 is wrong: states 22, but this comes to 20.
 *     Verdict: incorrect. The answer 22 is right with probability 0.08.
 */

export interface ShowOptions {
  /** Columns to stay within. */
  width: number
  /** Makes text harmless for a terminal; it must not change offsets before `Finding.span` is read. */
  clean?: (text: string) => string
}

/** Lines for a terminal, without a last line end. Colours follow NO_COLOR and the terminal (picocolors). */
export function showVerdict(verdict: Verdict, options: ShowOptions): string {
  const steps = verdict.steps.map((step, i) => showStep(step, i, verdict, options))
  return [...steps.flat(), ...(steps.length > 0 ? [''] : []), ...conclusion(verdict, options)].join('\n')
}

/** One line above a verdict, cut where it does not fit. */
export const title = (text: string, width: number): string => pc.bold(clip(text, width))

/** One line of a text, cut with … where it does not fit. */
export function clip(text: string, width: number): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`
}

/** What the marks and words mean that the verdicts use, once below all of them. Takes note of one verdict after the other, so that a file of any length has one. */
export class Legend {
  readonly #marks = new Set<StepMark>()
  #hasProbability = false
  #hasAbstention = false

  /** Takes note of what a verdict shows. */
  add(...verdicts: readonly Verdict[]): this {
    for (const verdict of verdicts) {
      for (const step of verdict.steps) this.#marks.add(markOf(step, verdict))
      this.#hasProbability ||= verdict.probability !== null
      this.#hasAbstention ||= verdict.verdict === 'abstain'
    }
    return this
  }

  /** The lines, without a last line end; empty where no verdict used anything. */
  show(width: number): string {
    const marks = stepMarksInOrder.filter((mark) => this.#marks.has(mark))
    const entries = [
      ...marks.map((mark) => `${stepMarks[mark].sign} ${stepMarks[mark].word}`),
      ...(this.#hasAbstention ? ['abstain: the verifier does not know'] : []),
    ]
    const probability = 'probability: how often such solutions were right in its data; elsewhere a hint'
    return [entries, ...(this.#hasProbability ? [[probability]] : [])]
      .flatMap((line) => sideBySide(line, Math.max(20, width)).map(pc.dim))
      .join('\n')
  }
}

const stepMarksInOrder = Object.keys(stepMarks) as StepMark[] // an object literal's keys are those of its type

const colourOf = {
  wrong: pc.red,
  doubted: pc.yellow,
  holds: pc.green,
  part: pc.green,
  judged: pc.dim,
  open: pc.dim,
} satisfies Record<StepMark, unknown>

function showStep(step: StepVerdict, index: number, verdict: Verdict, options: ShowOptions): string[] {
  const clean = options.clean ?? ((text) => text)
  const number = String(index + 1).padStart(String(verdict.steps.length).length)
  const mark = markOf(step, verdict)
  const indent = ' '.repeat(stringWidth(number) + 3)
  const room = Math.max(20, options.width - indent.length)
  const failed = step.evidence.filter(accuses)
  const lines: string[] = []
  for (const [row, line] of wrap(step.text, room).entries()) {
    const head = row === 0 ? `${pc.dim(number)} ${colourOf[mark](stepMarks[mark].sign)} ` : indent
    lines.push(head + coloured(line, failed, clean))
    const under = underline(line, failed)
    if (under !== '' && !areColoursOn) lines.push(indent + under)
  }
  const claims = passedClaims(step, verdict)
  if (claims.length > 0)
    lines.push(
      ...note(`${mark === 'part' ? 'checked only' : 'checked'}: ${claims.map(clean).join('; ')}`, indent, room, pc.dim),
    )
  for (const said of saidWrong(step)) lines.push(...note(clean(said), indent, room, pc.red))
  const isDoubted = mark === 'doubted'
  for (const doubt of whyDoubted(step, verdict))
    lines.push(...note(clean(doubt), indent, room, isDoubted ? pc.yellow : pc.dim))
  if (step.explanation !== undefined) lines.push(...note(clean(step.explanation), indent, room, pc.dim))
  if (step.rationale !== undefined) lines.push(...note(clean(step.rationale), indent, room, pc.dim))
  if (step.reason !== undefined) lines.push(...note(clean(step.reason), indent, room, pc.yellow))
  return lines
}

/** One sentence on what is wrong, and the verdict with its probability. */
function conclusion(verdict: Verdict, { width, clean = (text) => text }: ShowOptions): string[] {
  const { wrong, notes, verdict: word, rest } = conclude(verdict)
  const colour = { correct: pc.green, incorrect: pc.red, abstain: pc.yellow }[word]
  const said = [
    ...(wrong === undefined ? [] : [pc.red(clean(wrong))]),
    ...notes.map(clean),
    `Verdict: ${colour(word)}${clean(rest)}`,
  ]
  return said.flatMap((line) => wrapped(line, Math.max(20, width)))
}

interface Line {
  text: string
  /** Offset of the line's first character in the whole text. */
  start: number
}

/** Cuts at white space so that every line fits; a word that is too long alone is cut where it must be. */
function wrap(text: string, room: number): Line[] {
  const lines: Line[] = []
  let line = ''
  let start = 0
  const push = () => {
    if (line.trim() !== '') lines.push({ text: line.trimEnd(), start })
  }
  for (const { 0: word, index } of text.matchAll(/\s*\S+/g)) {
    if (line !== '' && stringWidth(line + word) <= room && !/\n/.test(word)) {
      line += word
      continue
    }
    push()
    const lead = word.length - word.trimStart().length
    start = index + lead
    line = word.trimStart()
    while (stringWidth(line) > room) {
      const head = fitting(line, room)
      lines.push({ text: head, start })
      start += head.length
      line = line.slice(head.length)
    }
  }
  push()
  return lines
}

/** The longest beginning of whole graphemes that fits; never empty. */
function fitting(text: string, room: number): string {
  let head = ''
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += stringWidth(segment)
    if (width > room && head !== '') break
    head += segment
  }
  return head
}

const note = (text: string, indent: string, room: number, colour: (text: string) => string) =>
  wrap(text, room).map((line) => indent + colour(line.text))

/** The line cut where a failed claim begins and ends. */
function* parts({ text, start }: Line, failed: readonly Finding[]): Generator<{ text: string; wrong: boolean }> {
  let done = 0
  for (const [from, to] of failed.map(({ span }) => span).sort(byStart)) {
    const [first, end] = [Math.max(from - start, done), Math.min(to - start, text.length)]
    if (first >= end) continue
    yield { text: text.slice(done, first), wrong: false }
    yield { text: text.slice(first, end), wrong: true }
    done = end
  }
  yield { text: text.slice(done), wrong: false }
}

const byStart = (a: Span, b: Span) => a[0] - b[0]

function coloured(line: Line, failed: readonly Finding[], clean: (text: string) => string): string {
  const shown = [...parts(line, failed)].map(({ text, wrong }) =>
    wrong ? pc.red(pc.underline(clean(text))) : clean(text),
  )
  return shown.join('')
}

/** Tildes below what is wrong, for terminals without colours. */
function underline(line: Line, failed: readonly Finding[]): string {
  const below = [...parts(line, failed)].map(({ text, wrong }) => (wrong ? '~' : ' ').repeat(stringWidth(text)))
  return below.join('').trimEnd()
}
