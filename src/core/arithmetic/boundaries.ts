import { at } from '../absence.js'
import type { Expression } from './parser.js'
import type { Token } from './token.js'
import { labelWords } from './vocabulary.js'

/* Where an expression in prose begins and ends, and where that is doubtful. */

/** "Cost of 8 pens = 8 x $1.50 = $12", "3 hours = 3 x 60 = 180 minutes": the first side says what is computed, not what it comes to. */
export function isName({ literal, plainFraction, value, units }: Expression, before: Token | undefined): boolean {
  return (
    (literal !== undefined || (plainFraction && (value?.abs().compare(1) ?? 0) < 0)) &&
    (before?.kind === 'word' || units.some((unit) => unit !== 'dollar'))
  )
}

export function mayStart(tokens: readonly Token[], i: number): boolean {
  const token = at(tokens, i)
  if (token.kind === 'operator') return token.operator === '-' && tokens[i + 1]?.kind !== 'word'
  if (token.kind === 'number') {
    const before = tokens[i - 1]
    // "Step 1", "Day 3": a label.
    return !(
      before?.kind === 'word' &&
      labelWords.has(before.word) &&
      token.word === undefined &&
      token.value.n < 1000n
    )
  }
  return token.kind === 'open' || token.kind === 'name' || token.kind === 'command'
}

/** Is there something before the expression that may belong to it? */
export function doubtfulStart(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]
  const start = at(tokens, i)
  if (isDate(start, tokens[i + 1]) || isDate(start, before)) return true
  if (before === undefined || before.kind === 'newline' || before.kind === 'equal') return false
  if (before.kind === 'open') return opensFactor(tokens[i - 2])
  // "1,1 = 1.07", as in a name with two indices; "203,75 + 1".
  if (before.kind === 'break')
    return start.kind === 'number' && !start.spaced && tokens[i - 2]?.end === before.start && isIndexed(tokens[i - 2])
  if (before.kind === 'word') {
    // "frac{1}{2}" without its backslash, "f'(x)".
    if (start.kind === 'operator' || (start.kind === 'open' && !start.spaced)) return true
    // "5.04 bar \\frac{4.65}{6.85}": what stands before the word is multiplied.
    if (start.kind === 'command' && tokens[i - 2]?.kind === 'number') return true
    const second = tokens[i - 2]
    // "120的80%", "第3": a share of what stands before, a label.
    if (/[的第除比超]$/.test(before.word)) return true
    // "还剩3/4 = …" is a share of what was there, "还剩48 - 28 = …" a difference.
    if (/剩$/.test(before.word)) return !isDifference(tokens[i + 1])
    // "the sum of 3 and 4 times 5", "the difference between 15 and twice 4": the start is part of what is named before.
    if (before.word === 'and' && isSecondOfTwo(tokens, i - 1)) return true
    // "the log of 100 times 10"
    if (before.word === 'of' && second?.kind === 'name') return true
    if (before.word === 'of' && second !== undefined) {
      return second.kind === 'number' || (second.kind === 'word' && sharers.has(second.word))
    }
    // "Jar 2 = 3 + 4": the number may be a name.
    return (start.kind === 'number' && tokens[i + 1]?.kind === 'equal') || doubtfulWords.has(before.word)
  }
  // "1) 3 + 4 = 7"
  if (before.kind === 'close') {
    const [label, line] = [tokens[i - 2], tokens[i - 3]]
    return !(
      (label?.kind === 'number' || label?.kind === 'name') &&
      (line === undefined || line.kind === 'newline' || line.kind === 'open')
    )
  }
  return true
}

/** "The gcd of 12 and 18 plus 1 is 7", "negative four plus nine", "2 and a half times 4": where operations are words, a word before the first number may take it first. */
export function isPartOfWords(text: string, tokens: readonly Token[], { from, to }: Expression): boolean {
  const inWords = tokens
    .slice(from, to)
    .some(({ kind, start, end }) => kind === 'operator' && /^\s*\p{L}/u.test(text.slice(start, end)))
  if (!inWords) return false
  const [before, second] = [tokens[from - 1], tokens[from - 2]]
  if (before?.kind === 'break') return second?.kind === 'number' && takesSeveral.test(text.slice(0, before.start))
  if (before?.kind !== 'word') return false
  if (before.word === 'and' || before.word === 'und') return second?.kind === 'number' || second?.kind === 'break'
  return takers.has(before.word)
}

const takers = new Set('a of aus von for sum product difference quotient negative minus to times'.split(' '))
/** What is said of several numbers in a row. */
const takesSeveral = /\bof\s[\d\s,.]*$/

/** "of 3 and", "between 2 times 6 and": nothing but numbers and operations before "and", and a word that wants two of them. */
function isSecondOfTwo(tokens: readonly Token[], and: number): boolean {
  for (let k = and - 1; k >= Math.max(0, and - 12); k--) {
    const token = at(tokens, k)
    if (token.kind === 'word') return k < and - 1 && (token.word === 'of' || token.word === 'between')
    if (token.kind !== 'number' && token.kind !== 'operator' && token.kind !== 'factorial') return false
  }
  return false
}

const isDifference = (token: Token | undefined) =>
  token?.kind === 'operator' && (token.operator === '-' || token.operator === '+')

/** "Shares of 1 July * 6 / 12", "Shares of July 1 * 6 / 12": the day names what is multiplied. */
const isDate = (day: Token, beside: Token | undefined) =>
  day.kind === 'number' && beside?.kind === 'word' && months.test(beside.word)

const months =
  /^(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)$/i

/** "4 · (1 - (1 + 0.01) = …" where a bracket was never closed: what it opened belongs to something before. */
const opensFactor = (token: Token | undefined) => token?.kind === 'operator' || token?.kind === 'close'

const isIndexed = (token: Token | undefined) => token?.kind === 'number' || token?.kind === 'name'

const sharers = new Set([
  'root',
  'square',
  'cube',
  'power',
  'percent',
  'third',
  'half',
  'quarter',
  'fourth',
  'fifth',
  'multiple',
  'factor',
  'most',
  'rest',
  'digit',
  'remainder',
  'divisor',
  'coefficient',
  'logarithm',
  'sine',
  'cosine',
  'tangent',
  'number',
])
const doubtfulWords = new Set([
  'by',
  'than',
  'per',
  'squared',
  'cubed',
  'root',
  'subtract',
  'subtracting',
  'add',
  'adding',
  'from',
  'ratio',
  'if',
  'whether',
  'suppose',
  'check',
])

/** Does something follow that may belong to the side? */
export function doubtfulEnd(text: string, tokens: readonly Token[], side: Expression): boolean {
  const [next, second] = [tokens[side.to], tokens[side.to + 1]]
  if (next === undefined) return false
  // "Is 3 + 4 = 8?"
  if (text[next.start] === '?') return true
  if (next.kind === 'operator' || next.kind === 'number' || next.kind === 'name' || next.kind === 'command') return true
  if (next.kind === 'open') return !next.spaced || isFactor(tokens, side.to)
  // "= 2,4" may be one number, or two.
  if (next.kind === 'break') return text[next.start] === ',' && !next.spaced && isGluedNumber(second)
  if (next.kind !== 'word') return false
  if (next.word === 'and' && beginsEquation(tokens, side.to + 1)) return false
  if (next.word === 'and' || next.word === 'to' || next.word === 'or') return second?.kind === 'number'
  // "2 + 2 = 5 so 3 * 3 = 9": no unit, but what joins two sentences.
  if (joiners.has(next.word)) return false
  // Hours and minutes: "= 2 hours 30 minutes".
  if (/^[的倍折除]/.test(next.word)) return true
  return followers.has(next.word) || second?.kind === 'number'
}

/** "(0.40)^2 (0.09) + …", "2 (0.40)(0.60)": a bracket that is multiplied, and no remark. */
function isFactor(tokens: readonly Token[], open: number): boolean {
  for (let i = open, depth = 0; i < Math.min(tokens.length, open + 40); i++) {
    const kind = at(tokens, i).kind
    if (kind === 'open') depth++
    if (kind === 'close' && --depth === 0) {
      const behind = tokens[i + 1]
      return behind?.kind === 'operator' || (behind?.kind === 'open' && !behind.spaced)
    }
  }
  return false
}

const isGluedNumber = (token: Token | undefined) => token?.kind === 'number' && !token.spaced

/** "… = 5 and 3 * 3 = 9": another claim, and no "5 and 3/4". Only numbers and signs stand before its equals sign. */
function beginsEquation(tokens: readonly Token[], from: number): boolean {
  const second = tokens[from + 1]
  if (tokens[from]?.kind !== 'number' || second?.kind !== 'operator' || second.operator === '/') return false
  for (let i = from + 2; i < Math.min(tokens.length, from + 20); i++) {
    const token = at(tokens, i)
    if (token.kind === 'equal') return true
    if (token.kind !== 'number' && token.kind !== 'operator') return false
  }
  return false
}

const joiners = new Set(['so', 'then', 'thus', 'hence', 'therefore', 'because', 'since', 'while', 'but', 'whereas'])

const followers = new Set([
  'of',
  'times',
  'more',
  'less',
  'fewer',
  'remainder',
  'out',
  'squared',
  'cubed',
  'with',
  'factorial',
  'mod',
])
