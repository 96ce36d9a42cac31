import { lean } from '../lean-patterns.js'
import { plainCharacters } from '../plain-characters.js'
import { readQuantities } from '../quantities/quantity.js'
import type { Span } from '../records/types.js'
import { protectedSpans } from '../steps/protected.js'
import { sentenceSpans } from '../steps/sentences.js'
import { withoutThoughts } from '../steps/thoughts.js'
import { withoutAsides } from './asides.js'
import { askedValue } from './asked-subject.js'
import { dollarsAndCents, numberValue, severalValues, withDecimalPoint } from './equivalence.js'
import { type AnswerForm, type AnswerHint, answerForm, optionIndex, readBoolean, readLetters } from './forms.js'
import { halfOfDay, momentKey } from './moments.js'
import { undressed } from './normal.js'
import { contentSpan, findStatements, type Statement, solutionEnd } from './statements.js'

export type { AnswerHint }

export type AnswerKind = 'number' | 'letter' | 'boolean' | 'text' | 'expression'

/** `value` is the answer as written, without what surrounds it (a letter is upper case); `span` is where in the text it stands. */
export type Answer = { kind: AnswerKind; value: string; span: Span } | { kind: 'unparsed' }
type Found = Extract<Answer, { span: Span }>

/** An answer stands near the end: of a longer text only so much is searched. */
const MAX_TEXT = 500_000
/** A text no longer than this may be an answer without a word around it. */
const BARE_MAX = 200

/**
 * The final answer that a solution states: `\boxed{…}`, "#### 72", "The answer is (B).", "Final answer: …", a last line that is nothing
 * but an answer, or a text that is nothing else; for numbers also a last line that ends in "= 72" and a last sentence that concludes with one
 * number ("Therefore, 72 clips were sold.") or repeats what the question asks for ("15% of 80 is 12."). The last explicit statement that can be read wins; another problem that a model went on
 * with does not count. Where nothing is stated the answer is `unparsed`: it is never guessed. Time is linear in the text.
 */
export function finalAnswer(raw: string, hint: AnswerHint = {}): Answer {
  // What was thought is not said; an unfinished thought answers nothing.
  const said = withoutThoughts(plainCharacters(raw))
  const before = Math.max(0, said.length - MAX_TEXT)
  const found = answerIn(said.slice(before), hint)
  return found.kind === 'unparsed' ? found : { ...found, span: [found.span[0] + before, found.span[1] + before] }
}

function answerIn(text: string, hint: AnswerHint): Answer {
  const form = answerForm(hint)
  const solution = withoutEmptyEnd(text.slice(0, solutionEnd(text)))
  const statements = findStatements(solution)
  for (let index = statements.length - 1; index >= 0; index--) {
    const boxes = form === 'expression' || form === 'any' ? adjoiningBoxes(solution, statements, index) : null
    if (boxes !== null) return boxes
    const answer = readStatement(solution, statements[index] as Statement, form, hint)
    if (answer !== null) return answer
  }
  const said = withoutAsides(solution)
  return readBare(said, form, hint) ?? readConclusion(said, form, hint) ?? { kind: 'unparsed' }
}

/** Without rules, and headings that nothing follows, at the end. */
function withoutEmptyEnd(text: string): string {
  for (let end = text.trimEnd(), left = 4; ; left--) {
    const line = end.slice(end.lastIndexOf('\n') + 1)
    const isEmpty =
      line.length < 120 && line.length < end.length && /^\s*(?:[-=_*~]{3,}|#{1,6}\s[^\d=$\\]+|>)\s*$/.test(line)
    if (!isEmpty || left === 0) return end
    end = end.slice(0, end.length - line.length).trimEnd()
  }
}

/** What may stand between two boxes of one answer: "\\boxed{2} and \\boxed{3}". */
const between = lean(
  /^\}?(?:[\s,;$]|\\[()\][ ,;]|\\quad|\\qquad)*(?:(?:\p{L}{1,12}\s){0,2}(?:and|or)|\\text\{[^{}]{0,30}(?<!\p{L})(?:and|or)\s?\})?(?:[\s,;$]|\\[()\][ ,;]|\\quad|\\qquad)*(?:[a-zA-Z](?:_(?:\{\w{1,4}\}|\w))?\s?=\s?)?\\f?boxed\{$/u,
)

/** Several boxes side by side are one answer, a list of all; null where there is one alone. */
function adjoiningBoxes(text: string, statements: readonly Statement[], last: number): Found | null {
  let first = last
  for (; first > 0; first--) {
    const [before, after] = [statements[first - 1], statements[first]]
    if (before?.kind !== 'boxed' || after?.kind !== 'boxed' || before.end === undefined || after.end === undefined)
      break
    if (after.content - before.end > 60 || !between.test(text.slice(before.end, after.content))) break
  }
  const boxes = statements.slice(first, last + 1)
  const [start, end] = [boxes[0], boxes.at(-1)]
  if (first === last || start === undefined || end?.end === undefined) return null
  const value = boxes.map((box) => text.slice(box.content, box.end).trim()).join(', ')
  return { kind: 'expression', value, span: [start.content, end.end] }
}

function readStatement(text: string, statement: Statement, form: AnswerForm, hint: AnswerHint): Found | null {
  if (statement.kind === 'chosen' && form !== 'letter' && form !== 'letters') return null
  const [start, limit] = contentSpan(text, statement)
  if (statement.end !== undefined) return read(text, [start, limit], form, hint)
  const span = firstSentence(text, [start, limit])
  const content = text.slice(...span)
  if (statement.kind === 'phrase' && (isNoAnswer.test(content) || (!inWords(form) && isNotYet.test(content))))
    return null
  // "The answer is $\boxed{5}$": the box is a statement of its own, and comes after.
  if (content.includes('\\boxed')) return null
  return read(text, span, form, hint)
}

/** What follows "Answer:" in a prompt, and the label of a second statement. */
const isNoAnswer = /^(?:let['’]?s\b|let us\b|step\b|["']?(?:final\s)?answer\b)/i
/** "The answer is not obvious", "the answer is found by …": fine as words, no number or letter. */
const isNotYet = /^(?:not\b|that\s(?:we|it)\b|we\b|first\b|to\b|obtained|found\b|given\b|wrong|incorrect)/i
const inWords = (form: AnswerForm) => form === 'text' || form === 'label'

/** To the end of the line or the sentence; a formula or code block that starts here is taken whole. */
function firstSentence(text: string, [start, limit]: Span): Span {
  const window = text.slice(start, limit)
  const ranges = protectedSpans(window)
  const inside = (at: number) => ranges.some(([from, to]) => from < at && at < to)
  let line = window.indexOf('\n')
  while (line >= 0 && inside(line)) line = window.indexOf('\n', line + 1)
  const [, end] = sentenceSpans(window, [0, line < 0 ? window.length : line], ranges)[0] ?? [0, 0]
  return [start, start + end]
}

const concludes = lean(
  /^(?:[\s*_#>-]{0,6}(?:(?:step )?\d{1,3}[.:)]\s)?)(?:therefore|thus|hence|so|consequently|in conclusion|(?:also|daher|somit|folglich|donc|ainsi|por lo tanto|entonces|así)(?=[\s,])|因此|所以)(?:,?\s|，|(?=\p{Script=Han}))/iu,
)
/** Before a formula these conclude as well. */
const findsFormula = /^[\s*_#>-]{0,6}(?:we (?:find|get|obtain|conclude|see)\b|the solutions? (?:is|are)\b)/i
/** What models say behind their answer. */
const politeEnd = /\s*I hope (?:it|this) is correct\.?\s*$/
/** Clock times and dates are no quantities, and an equation in variables states no value. */
const otherNumbers = /\d:\d\d|\d\/\d{1,2}\/\d|[-+*/^=] ?\d{0,4}[a-zA-Z](?![a-zA-Z])|\d[a-zA-Z] ?[-+*/^=]/
/** What is no answer is stated by no answer: "So x = 2 is not a solution." */
const denies = lean(
  /(?:n['’]t|(?<!\p{L})(?:not|no|never|nicht|kein\p{L}*|pas|non))(?!\p{L})(?! (?:more|less|fewer) than)|不是|没有/iu,
)
const verdict = /\s(?:is|are|was|were|equals|=|≈|be)\s(?!.*\s(?:is|are|was|were|equals|=|≈)\s)/s

/**
 * The number that a last sentence concludes with: "Therefore, the total is 41 apples.", or the one of what the question asks for. Only where it can be no other: the
 * sentence holds one number, or one stands behind its verb and nothing else does.
 */
function readConclusion(text: string, form: AnswerForm, { question }: AnswerHint): Found | null {
  if (form !== 'number' && form !== 'any' && form !== 'expression') return null
  const trimmed = text.slice(0, text.length - (politeEnd.exec(text.slice(-60))?.[0].length ?? 0)).trimEnd()
  const paragraph = Math.max(0, trimmed.lastIndexOf('\n') + 1, trimmed.length - 1000)
  const window = trimmed.slice(paragraph)
  const last = sentenceSpans(window, [0, window.length], protectedSpans(window)).at(-1)
  // A sentence that was cut off concludes nothing.
  if (last === undefined || !/[.!*$\])。！]$/.test(window)) return null
  const sentence = window.slice(...last)
  const start = paragraph + last[0]
  const asked = question === undefined ? null : askedValue(sentence, question)
  if (asked !== null) {
    const found = readNumber(trimmed, [start + asked[0], start + asked[1]], true)
    if (found !== null) return found
  }
  if (form === 'expression' && (concludes.test(sentence) || findsFormula.test(sentence))) {
    const [formula, more] = protectedSpans(sentence)
    if (formula !== undefined && more === undefined)
      return read(trimmed, [start + formula[0], start + formula[1]], form, {})
  }
  if (!concludes.test(sentence) || denies.test(sentence) || otherNumbers.test(sentence) || severalValues.test(sentence))
    return null
  const [only, another] = readQuantities(sentence, { limit: 2 })
  if (only === undefined) return null
  if (another === undefined) {
    const [from, to] = only.span
    const [half] = form === 'any' ? (halfOfDay.exec(sentence.slice(to)) ?? []) : []
    if (half !== undefined) return read(trimmed, [start + from, start + to + half.length], form, {})
    if (!/[$\\^_]/.test(sentence) && !goesOn(sentence.slice(to, to + 80)))
      return { kind: 'number', value: sentence.slice(from, to), span: [start + from, start + to] }
    return readNumber(trimmed, [start, trimmed.length])
  }
  const verb = verdict.exec(sentence)
  if (verb === null) return null
  const from = verb.index + verb[0].length
  const [behind, more] = readQuantities(sentence.slice(from), { limit: 2 })
  return behind !== undefined && more === undefined ? readNumber(trimmed, [start + from, trimmed.length], true) : null
}

/** A text, or its last line, that is nothing but an answer. */
function readBare(text: string, form: AnswerForm, hint: AnswerHint): Found | null {
  const trimmed = text.trimEnd()
  const lineStart = trimmed.lastIndexOf('\n') + 1
  // The number of a step is no part of it.
  const numbered =
    lineStart === 0 ? null : /^\s*(?:step\s\d{1,3}[:.]|\d{1,3}[.)]|[-*+•])\s+(?=\S)/i.exec(trimmed.slice(lineStart))
  const start = lineStart + (numbered?.[0].length ?? 0)
  if (trimmed.length - start > BARE_MAX) return null
  const line = trimmed.slice(start)
  const whole = trimmed.slice(0, start).trim() === ''
  const span: Span = [start, trimmed.length]
  const plain = line.replace(/^[\s*_"'`>([{]+|[\s*_"'`)\]}.]+$/g, '')
  if (plain === '') return null
  switch (form) {
    case 'letter':
    case 'letters': {
      // A sentence that happens to hold an option's words states nothing; a line of its own does.
      const answer = read(text, span, form, hint)
      return answer !== null && (whole || plain.length <= 4) ? answer : null
    }
    case 'boolean':
      return whole || readBoolean(plain, true) !== null ? read(text, span, form, hint) : null
    case 'text':
    case 'label': {
      const sentence =
        /^(?:explanation|reason(?:ing)?|step)\b/i.test(plain) || sentenceSpans(line, [0, line.length], []).length > 1
      return whole && !sentence ? read(text, span, form, hint) : null
    }
    default: {
      const mark =
        (numberValue(line) !== null && !denies.test(line)) || /^(?:\$[^$]+\$|\\[([].*\\[)\]])\.?$/.test(line.trim())
      if (mark) return read(text, span, form, hint)
      if (form !== 'any') return null
      return /^[A-J]$/.test(plain) || readBoolean(plain, true) !== null ? read(text, span, form, hint) : null
    }
  }
}

/** Reads one answer of the form asked for from a range. */
function read(text: string, range: Span, form: AnswerForm, hint: AnswerHint): Found | null {
  const trimmed = trimmedSpan(text, range)
  const span = form === 'expression' ? trimmed : undressedSpan(text, trimmed)
  const content = text.slice(...span)
  if (content === '') return null
  const whole = (kind: AnswerKind, value = content): Found => ({ kind, value, span })
  switch (form) {
    case 'letter':
    case 'letters': {
      const letters = readLetters(content, hint, form === 'letters')
      if (letters !== null) return whole('letter', letters)
      const index = hint.options === undefined ? null : optionIndex(content.slice(0, 400), hint.options)
      return index === null ? null : whole('letter', String.fromCharCode(65 + index))
    }
    case 'boolean': {
      const truth = readBoolean(content)
      return truth === null ? null : whole('boolean', truth)
    }
    case 'number':
      return readNumber(text, span)
    case 'expression':
      return numberValue(content) !== null ? whole('number') : whole('expression')
    case 'text':
    case 'label':
      return whole('text')
    case 'any': {
      if (readBoolean(content, true) !== null) return whole('boolean')
      const letters = readLetters(content, hint)
      if (letters !== null) return whole('letter', letters)
      if (momentKey(content) !== null) return whole('text')
      const number = readNumber(text, span, true)
      if (number !== null) return number
      return /[\\$^=√π²³]/.test(content) ? whole('expression') : whole('text')
    }
  }
}

/**
 * A number in a range: what stands behind its last "=", else anywhere in it; all of that, the formula or quantity that it starts with, or
 * (unless `leading`) the only quantity it holds.
 */
function readNumber(text: string, [start, end]: Span, leading = false): Found | null {
  const content = text.slice(start, end)
  const relation = Math.max(content.lastIndexOf('='), content.lastIndexOf('≈'))
  // "x = 2 or x = 3": two.
  if (severalValues.test(content)) return null
  for (const from of relation < 0 ? [start] : [start + relation + 1, start]) {
    const range = trimmedSpan(text, [from, end])
    const span = numberSpan(text.slice(...range), leading)
    if (span === null) continue
    const found: Span = [range[0] + span[0], range[0] + span[1]]
    return { kind: 'number', value: text.slice(...found), span: found }
  }
  return null
}

/** What may stand between "the answer is" and its number. */
const leadWords =
  /^(?:[\s*_$~≈(]|\\\(|\\\[|(?:approximately|about|around|roughly|exactly|only|just|simply|that|equal to|a total of)\s){0,8}$/i

function numberSpan(content: string, leading: boolean): Span | null {
  const money = dollarsAndCents.exec(content)
  if (money !== null) return [money.index, money.index + money[0].length]
  const comma = leading ? null : /\d{1,9},\d{1,2}(?!\d)/.exec(content)
  if (comma !== null && withDecimalPoint(content) !== content) return [comma.index, comma.index + comma[0].length]
  const [first, second] = readQuantities(content, { words: true, limit: 2 })
  const value = numberValue(content)
  if (value !== null) return first?.value.equals(value) === true ? first.span : [0, content.length]
  const formula = protectedSpans(content.slice(0, 400))[0]
  if (
    formula !== undefined &&
    leadWords.test(content.slice(0, formula[0])) &&
    numberValue(content.slice(...formula)) !== null
  ) {
    return formula
  }
  if (first === undefined) return null
  const [at, after] = first.span
  const alone = !goesOn(content.slice(after, after + 80))
  if (alone && leadWords.test(content.slice(0, at))) return first.span
  return !leading && alone && second === undefined && !content.slice(0, at).endsWith('{') ? first.span : null
}

/** Words that begin another clause: what is said behind them is no part of the amount. */
const clause =
  /^(?:because|since|as|for|when|where|while|with|if|by|from|in|of|at|per|after|before|which|that|who|is|are|was|so|on|under|over|the|a|an|each|every|given|based|due|using|considering|it|they|he|she|we|this|has|have|had|will|would|more|less|than)$/i

/** Whether what stands behind a number belongs to it: "5√2", "2x²", "2 sin(2x)", "2 and 3", "3:4", "2019-2020", "2 hours 30 minutes", "(2, 5)". Such a number is not the whole answer. */
function goesOn(rest: string): boolean {
  if (
    /^\s?[:/^_×*+−–-]\s?[\d\p{L}(\\√]|^\s?[\\^_√²³!±(]|^π|^\s?(?:±|\\pm|plus\b|minus\b|times\b)|^\s?\\?(?:arc)?(?:sin|cos|tan|cot|sec|csc|ln|log|exp|sqrt)(?:\b|\d|_)|^\s?e\s?\^|^[xyzabnkπi](?!\p{L})/u.test(
      rest,
    )
  ) {
    // "5 (five)" and "72 \\text{ km}" say more of the number, not more numbers.
    return !/^\s?\((?!\s?[-\d])|^\s?\\(?:text|mathrm|mbox|textbf|,|;|!|\)|\]|%|circ|quad|\$)|^\s[-–]\s(?:\p{L}{2})/u.test(
      rest,
    )
  }
  for (const { 0: token } of rest.matchAll(/\p{L}+|\d|\S/gu)) {
    if (/^\d$/.test(token)) return true
    if (/^(?:and|or|und|oder|et|y|&|to|bis)$/i.test(token)) {
      const next = rest.slice(rest.indexOf(token) + token.length)
      return /^\s*[-−$€£(\\]{0,3}(?:\d|\p{L}(?!\p{L})|(?:one|two|three|four|five|six|seven|eight|nine|ten|frac|sqrt)\b)/u.test(
        next,
      )
    }
    if (token === ',' || token === ';') return /^\s*[-−$€£(\\]{0,3}\d/.test(rest.slice(rest.indexOf(token) + 1))
    if (!/^\p{L}/u.test(token) || clause.test(token)) return false
  }
  return false
}

/** Inside of "\\text{…}". */
function undressedSpan(text: string, [start, end]: Span): Span {
  const inside = undressed(text.slice(start, end))
  const from = start + text.slice(start, end).lastIndexOf(inside)
  return [from, from + inside.length]
}

function trimmedSpan(text: string, [start, end]: Span): Span {
  let [from, to] = [start, end]
  while (from < to && /[\s*_"'`“”:]/.test(text[from] as string)) from++
  while (from < to && /[\s*_"'`“”.,;。，；！]/.test(text[to - 1] as string)) to--
  return [from, to]
}
