import Fraction from 'fraction.js'
import { defined } from '../absence.js'
import { lean } from '../lean-patterns.js'
import { readLiteral } from '../quantities/quantity.js'
import { scaleLetterAt, scaleWordAt } from '../quantities/scales.js'
import { singular } from '../quantities/singular.js'
import { beginsNumber, readNumberWord } from '../quantities/words.js'
import {
  approximately,
  dateAt,
  factorialAt,
  isDigit,
  isHan,
  isLetter,
  isSpace,
  isSubscript,
  percentAt,
  skipScript,
  skipScripts,
  superscriptAt,
  wordSequence,
} from './characters.js'
import type { Operator, Token } from './token.js'
import { isUnit } from './units.js'
import { functionWords, hanOperators, hanSign, latex, operatorWords, weakEqualities } from './vocabulary.js'

const MAX_TOKENS = 10_000

const singles: Record<string, Operator> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '–': '-',
  '*': '*',
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∙': '*',
  '∗': '*',
  '✕': '*',
  '✖': '*',
  '/': '/',
  '÷': '/',
  '∕': '/',
  '^': '^',
}
const postfixWords = new Set(['squared', 'cubed', 'factorial', 'choose'])
const greek = new Set('alpha beta gamma delta theta lambda mu rho sigma omega'.split(' '))
const isCurrency = (char = '') => char !== '' && '$€£¥₹'.includes(char)
/** Signs that a text defines for itself ("7 @ 4") and "!" where it is no factorial for certain. */
const foreignOperators = new Set(['±', '∓', '@', '#', '!', '⊕', '⊗', '★', '☆', '◊', '∘', '|', ...'∥∧∨∩∪⋆≪≫⊙⊖⊘∖'])

/** Words as they are written that are words and nothing else, whatever stands around them, with their singular: most of prose. */
const plainWords = new Map<string, string>()
const MOST_WORDS = 5000

function remember(written: string, word: string, plain: string): void {
  const mayBeMore =
    operatorWords.has(word) || beginsNumber(word) || postfixWords.has(word) || /^[A-Z]{2}$/.test(written)
  if (mayBeMore || written.toLowerCase() !== word || word.length > 30) return
  if (plainWords.size >= MOST_WORDS) plainWords.clear()
  plainWords.set(written, plain)
}

function asciiWordEnd(text: string, from: number): number {
  let end = from
  for (let code = text.charCodeAt(end) | 32; code >= 97 && code <= 122; code = text.charCodeAt(end) | 32) end++
  return end
}

/** Whether a word ends for certain before a character: it is no letter, digit, script or apostrophe. */
function endsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return Number.isNaN(code) || (code < 128 && code !== 39 && code !== 95 && !(code >= 48 && code <= 57))
}

/** The second dollar of "$2b + 1 = 9$". */
const closesFormula = /[\d)\]}a-z]\$(?!\s?\d)/

const isScripted = (token: Token | undefined) =>
  token?.kind === 'close' || token?.kind === 'name' || token?.kind === 'word'

/** Splits a text into the tokens of the arithmetic grammar, in linear time; prose becomes words and breaks. */
export const tokenize = (text: string): Token[] =>
  new Tokenizer(withoutEmphasis(withoutBars(withPlainGroups(text)))).read()

/** "49,\!896" and "49{,}896" as "  49,896"; as long as it was. */
const withPlainGroups = (text: string) =>
  text.includes('\\!') || text.includes('{,}')
    ? text.replace(thinGroups, (number) => number.replace(/\\!|[{}]/g, '').padStart(number.length))
    : text
const thinGroups = /(?<![\d.,}])\d{1,3}(?:(?:,\\!|\{,\})\d{3})+(?!\d)/g

/** "*3* + *4*" and "*Then* 3 + 4" without the stars, "3 \\* 4" without the backslash; as long as it was. */
const withoutEmphasis = (text: string) =>
  text.includes('*')
    ? text.replace(emphasis, ' $<number> ').replace(italics, ' $<words> ').replaceAll('\\*', ' *')
    : text
const emphasis = /(?<![\d)*]\s?)\*(?<number>\d[\d.,]{0,20})\*(?!\*|\s?[\d(])/g
const italics = lean(/(?<![\p{L}\d)*\\]\s?)\*(?<words>\p{L}{2,20}[,:]?)\*(?![\p{L}(*])/gu)

/** A row of a Markdown table: its cells are texts of their own. */
const row = /^[ \t]*\|[ \t].*[ \t]\|[ \t]*$/gm
const withoutBars = (text: string) =>
  text.includes('|') ? text.replace(row, (cells) => cells.replaceAll('|', ';')) : text

class Tokenizer {
  private readonly tokens: Token[] = []
  private i = 0
  private spaced = true
  /** "$5k$" is five dollars of thousands in prose and a product in LaTeX. */
  private readonly letters: boolean
  private readonly text: string

  constructor(text: string) {
    this.text = text
    this.letters = !text.includes('\\') && !closesFormula.test(text)
  }

  private place(end: number) {
    const found = { start: this.i, end, spaced: this.spaced }
    this.i = end
    this.spaced = false
    return found
  }

  /** "3 + 4\n+ 5 = 12": behind a number the next line begins with a sign that is no sign of a list. */
  private goesOn(): boolean {
    const last = this.previous()?.kind
    return (
      (last === 'number' || last === 'close') && /^\n[ \t]{0,8}[+×÷]\s?[\d(]/.test(this.text.slice(this.i, this.i + 12))
    )
  }

  private previous(): Token | undefined {
    return this.tokens[this.tokens.length - 1]
  }

  private lineStart(): boolean {
    const last = this.previous()
    return last === undefined || last.kind === 'newline'
  }

  read(): Token[] {
    const { text, tokens } = this
    while (this.i < text.length && tokens.length < MAX_TOKENS) {
      const char = text.charAt(this.i)
      if (
        isSpace(char) ||
        char === '$' ||
        char === '€' ||
        char === '£' ||
        char === '₹' ||
        char === '&' ||
        char === '`' ||
        char === '~'
      ) {
        const last = this.previous()
        if (char === '~' && last?.kind === 'equal') last.approximate = true
        if (isSpace(char) || char === '&') this.spaced = true
        this.i++
      } else if (char === '\n') {
        if (this.goesOn()) {
          this.i++
          this.spaced = true
        } else tokens.push({ kind: 'newline', ...this.place(this.i + 1) })
      } else if (isDigit(char) || (char === '.' && isDigit(text.charAt(this.i + 1)))) {
        if (!this.readNumber()) {
          // Too many digits: data, not a number.
          let end = this.i + 1
          while (isDigit(text.charAt(end)) || text[end] === '.') end++
          tokens.push({ kind: 'name', name: 'digits', ...this.place(end) })
        }
      } else if (char === '\\') this.readCommand()
      else if (isLetter(char)) this.readWord()
      else if (char === '(' || char === '{' || char === '[') tokens.push({ kind: 'open', ...this.place(this.i + 1) })
      else if (char === ')' || char === '}' || char === ']') tokens.push({ kind: 'close', ...this.place(this.i + 1) })
      else if (char === '*' && text[this.i + 1] === '*') {
        const last = this.previous()
        const power =
          (last?.kind === 'number' || last?.kind === 'close') &&
          /^\s?[-−]?[\d(]/.test(text.slice(this.i + 2, this.i + 5)) &&
          // Marks of bold type stand close to a word on one side at least.
          (last.end === this.i || / \*\* /.test(text.slice(this.i - 1, this.i + 3)))
        if (power) tokens.push({ kind: 'operator', operator: '^', tight: true, ...this.place(this.i + 2) })
        else {
          this.i += 2
          this.spaced = true
        }
      } else if (char === '=' || char === '≈' || char === '≃' || char === '≅') {
        if (char === '=' && text[this.i + 1] === '>') tokens.push({ kind: 'break', ...this.place(this.i + 2) })
        else {
          const end = this.i + (char === '=' && text[this.i + 1] === '=' ? 2 : 1)
          const close = approximately(text, end)
          tokens.push({ kind: 'equal', weak: false, approximate: char !== '=' || close > end, ...this.place(close) })
        }
      } else if ((char === '!' || char === '<' || char === '>' || char === ':') && text[this.i + 1] === '=') {
        tokens.push({ kind: 'break', ...this.place(this.i + 2) })
      } else if (char === '!' && factorialAt(text, this.i, this.previous()))
        tokens.push({ kind: 'factorial', ...this.place(this.i + 1) })
      else if (singles[char] !== undefined) {
        // A bullet at the start of a line is no operator.
        if (this.lineStart() && isSpace(text.charAt(this.i + 1)) && char !== '/' && char !== '^')
          tokens.push({ kind: 'newline', ...this.place(this.i + 1) })
        else {
          // "240÷2/5": the fraction is one number, or it is not.
          // A dash between "1 – 6" joins a span more often than it subtracts.
          const tight = char === '–' || (char !== '÷' && !this.spaced && !isSpace(text.charAt(this.i + 1)))
          tokens.push({ kind: 'operator', operator: singles[char], tight, ...this.place(this.i + 1) })
        }
      } else if (char === ':' && dividesHere(text, this.i, this.previous()))
        tokens.push({ kind: 'operator', operator: '/', tight: false, ...this.place(this.i + 1) })
      else if (this.readSuperscript()) {
        // Its tokens are there.
      } else if (char === '_' && this.previous()?.end === this.i && isScripted(this.previous())) {
        // "[x³/3]_0^2", "(101)_2": what has a subscript is not what stands before it.
        tokens.push({ kind: 'name', name: 'script', ...this.place(skipScripts(text, this.i)) })
      } else if (char === '.' && text.startsWith('...', this.i))
        tokens.push({ kind: 'name', name: '…', ...this.place(this.i + 3) })
      else if (foreignOperators.has(char)) tokens.push({ kind: 'name', name: char, ...this.place(this.i + 1) })
      else if (char === '√') tokens.push({ kind: 'command', command: 'sqrt', ...this.place(this.i + 1) })
      else if (char === '…') tokens.push({ kind: 'name', name: '…', ...this.place(this.i + 1) })
      else if (char === '°') {
        this.spaced = true
        this.i++
      } else if (!this.readNumber()) tokens.push({ kind: 'break', ...this.place(this.i + 1) })
    }
    return tokens
  }

  private readNumber(): boolean {
    const { text, tokens } = this
    const date = dateAt(text, this.i)
    if (date !== null) {
      tokens.push({ kind: 'name', name: 'date', ...this.place(date) })
      return true
    }
    const literal = readLiteral(text, this.i)
    if (literal === null) return false
    let { end } = literal
    const isMoney = this.letters && isCurrency(text[this.i - 1])
    const scale = (isMoney ? scaleLetterAt(text, end, true) : null) ?? scaleWordAt(text, end)
    if (scale !== null) end = scale.end
    const percent = percentAt(text, end)
    if (percent !== null) end = percent.end
    const value = scale === null ? literal.value : literal.value.mul(scale.factor)
    // "101_2", "101₂": a numeral in another base; its digits are no decimal number.
    if (text[end] === '_' || isSubscript(text.charAt(end))) {
      tokens.push({ kind: 'name', name: 'numeral', ...this.place(skipScript(text, end)) })
      return true
    }
    // "3:30", "2:3": a clock time or a ratio.
    if (text[end] === ':' && isDigit(text.charAt(end + 1))) {
      end++
      while (isDigit(text.charAt(end)) || (text[end] === ':' && isDigit(text.charAt(end + 1)))) end++
      tokens.push({ kind: 'name', name: 'ratio', ...this.place(end) })
      return true
    }
    tokens.push({
      kind: 'number',
      money: text[this.i - 1] === '$',
      digits: literal.digits + (percent?.digits ?? 0),
      percent: percent !== null,
      ...defined({ points: percent?.points }),
      scale: scale?.factor ?? 1,
      value: percent === null ? value : value.div(100 * 10 ** percent.digits),
      ...this.place(end),
    })
    return true
  }

  /** "2¹⁰", "10⁻¹²": the raised digits in a row are one exponent. */
  private readSuperscript(): boolean {
    const { text, tokens } = this
    const raised = superscriptAt(text, this.i)
    if (raised === null) return false
    const raise = (operator: Operator) =>
      tokens.push({ kind: 'operator', operator, tight: true, start: this.i, end: this.i, spaced: false })
    raise('^')
    if (raised.negative) raise('-')
    const value = new Fraction(raised.digits)
    tokens.push({ kind: 'number', value, money: false, digits: 0, percent: false, scale: 1, ...this.place(raised.end) })
    return true
  }

  /** Chinese is written without blanks: "和为29×5=135". */
  private readHan(): void {
    const { text, tokens } = this
    const afterNumber = this.previous()?.kind === 'number'
    const sign = hanSign.exec(text.slice(this.i, this.i + 8))?.[0]
    if (afterNumber && sign !== undefined) {
      const operator = hanOperators[sign.replace(/\s/g, '')]
      if (operator === undefined)
        tokens.push({ kind: 'equal', weak: true, approximate: false, ...this.place(this.i + sign.length) })
      else tokens.push({ kind: 'operator', operator, tight: false, ...this.place(this.i + sign.length) })
      return
    }
    let end = this.i
    while (isHan(text.charAt(end))) end++
    tokens.push({ kind: 'word', word: text.slice(this.i, end), ...this.place(end) })
  }

  private readWord(): void {
    const { text, tokens } = this
    if (isHan(text.charAt(this.i))) {
      this.readHan()
      return
    }
    let end = asciiWordEnd(text, this.i)
    const known = end - this.i > 1 && endsWord(text, end) ? plainWords.get(text.slice(this.i, end)) : undefined
    if (known !== undefined) {
      tokens.push({ kind: 'word', word: known, ...this.place(end) })
      return
    }
    while (end < text.length && isLetter(text.charAt(end)) && !isHan(text.charAt(end))) end++
    const word = text.slice(this.i, end).toLowerCase()
    if (/['’′]/.test(text.charAt(end))) while (end < text.length && /['’′\p{L}]/u.test(text.charAt(end))) end++
    const single = end - this.i === 1
    // "x_1", "x₁", "log₁₀"
    if (text[end] === '_' || isSubscript(text.charAt(end))) {
      const scripted = skipScript(text, end)
      tokens.push({ kind: 'name', name: text.slice(this.i, scripted), variable: single, ...this.place(scripted) })
      return
    }
    if (isDigit(text.charAt(end)) && !(single && word === 'x')) {
      while (isDigit(text.charAt(end))) end++
      tokens.push({ kind: 'name', name: word, ...this.place(end) })
      return
    }
    if (single) {
      const article =
        word === 'a' &&
        /^ (?!third|quarter|fourth|fifth|sixth|tenth|hundred|thousand|million|billion)\p{L}{2}/u.test(
          text.slice(end, end + 10),
        )
      if (article || (word === 'i' && text[end] === ' ')) {
        tokens.push({ kind: 'word', word, ...this.place(end) })
        return
      }
    }
    const operator = operatorWords.get(word)
    if (operator !== undefined) {
      const close = wordSequence(text, end, operator.follow)
      if (close !== null) {
        tokens.push({ kind: 'operator', operator: operator.operator, tight: false, ...this.place(close) })
        return
      }
    }
    if (weakEqualities.has(word)) {
      const tail = /^\s+(?:(?:exactly|just)\s+)?(?:equal(?:s|\s+to)|equivalent\s+to|the\s+same\s+as)\b/.exec(
        text.slice(end, end + 40),
      )
      const close = end + (tail?.[0].length ?? 0)
      const approximate = approximately(text, close)
      tokens.push({ kind: 'equal', weak: true, approximate: approximate > close, ...this.place(approximate) })
      return
    }
    const number = readNumberWord(text, this.i)
    if (number !== null && !(number.end === end && word === 'one')) {
      const scale = scaleWordAt(text, number.end)
      const percent = percentAt(text, scale?.end ?? number.end)
      const value = number.value.mul(scale?.factor ?? 1)
      tokens.push({
        kind: 'number',
        value: percent === null ? value : value.div(100 * 10 ** percent.digits),
        digits: percent?.digits ?? 0,
        money: false,
        percent: percent !== null,
        scale: scale?.factor ?? 1,
        word: number.kind,
        ...this.place(percent?.end ?? scale?.end ?? number.end),
      })
      return
    }
    // "3 squared", "5 factorial": what it is worth belongs to the number before any operation; the terms in words reckon with it.
    const last = this.previous()?.kind
    if (postfixWords.has(word) && (last === 'number' || last === 'close' || last === 'factorial'))
      tokens.push({ kind: 'name', name: word, ...this.place(end) })
    else if (word === 'sqrt') tokens.push({ kind: 'command', command: 'sqrt', ...this.place(end) })
    else if (word === 'π') tokens.push({ kind: 'command', command: 'pi', ...this.place(end) })
    else if (single) tokens.push({ kind: 'name', name: text.slice(this.i, end), variable: true, ...this.place(end) })
    else if (functionWords.has(word)) tokens.push({ kind: 'name', name: word, ...this.place(end) })
    else if (this.isSegment(end)) tokens.push({ kind: 'name', name: word, ...this.place(end) })
    else {
      const plain = singular(word)
      remember(text.slice(this.i, end), word, plain)
      tokens.push({ kind: 'word', word: plain, ...this.place(end) })
    }
  }

  /** "7/6 YW": two capitals behind a number are the side of a figure, unless they are a unit. */
  private isSegment(end: number): boolean {
    const before = this.previous()?.kind
    const word = this.text.slice(this.i, end)
    return (before === 'number' || before === 'close') && /^[A-Z]{2}$/.test(word) && !isUnit(word.toLowerCase())
  }

  private readCommand(): void {
    const { text, tokens } = this
    const next = text.charAt(this.i + 1)
    if (!isLetter(next)) {
      // \% belongs to a number and is read with it; \, \; \! \( \) \[ \] \$ carry no value.
      if (next === '\\') tokens.push({ kind: 'newline', ...this.place(this.i + 2) })
      // A number reads its \% itself: behind anything else the hundredths are not read.
      else if (next === '{' || next === '}' || next === '%') tokens.push({ kind: 'break', ...this.place(this.i + 2) })
      // "$\64$"
      else if (isDigit(next)) this.i++
      else {
        this.i += next === '' ? 1 : 2
        this.spaced = true
      }
      return
    }
    let end = this.i + 1
    while (end < text.length && /[A-Za-z]/.test(text.charAt(end))) end++
    const command = text.slice(this.i + 1, end)
    const role = Object.hasOwn(latex, command) ? latex[command] : undefined
    if (role === undefined)
      tokens.push({ kind: 'name', name: command, variable: greek.has(command), ...this.place(skipScripts(text, end)) })
    else if (role === 'space') {
      this.i = end
      this.spaced = true
    } else if (role === 'break') tokens.push({ kind: 'break', ...this.place(end) })
    else if (role === 'text') this.readTextCommand(end)
    else if (role === 'equal' || role === 'approximate') {
      tokens.push({ kind: 'equal', weak: false, approximate: role === 'approximate', ...this.place(end) })
    } else if (role === 'frac' || role === 'sqrt' || role === 'binom' || role === 'pi') {
      tokens.push({ kind: 'command', command: role, ...this.place(end) })
    } else tokens.push({ kind: 'operator', operator: role, tight: false, ...this.place(end) })
  }

  private readTextCommand(end: number): void {
    const { text, tokens } = this
    const close = text[end] === '{' ? text.indexOf('}', end) : -1
    const inside = close === -1 ? '' : text.slice(end + 1, close)
    if (close === -1 || close - end > 200 || /^\s*[-\d$\\]/.test(inside)) {
      // The braces that follow become a group.
      this.i = end
      return
    }
    const words = inside.trim().toLowerCase()
    if (words === '') this.i = close + 1
    else if (/^(?:and|or|so|if|then|,|\.|where|for|since|thus|therefore)\b/.test(words))
      tokens.push({ kind: 'break', ...this.place(close + 1) })
    else tokens.push({ kind: 'word', word: singular(words), ...this.place(close + 1) })
  }
}

const quotientBehind = lean(/^: [\d(][\d.,]{0,15}\)?\s?(?:[€$£]|\p{L}{1,12})?\s?=\s?[€$£]?\d[\d.,]*(?!\s?:|\d)/u)

/** "360 : 8 = 45" divides; "12 : 8 = 3 : 2" and "note: 3 = …" do not, and "2.700 : 300" may mean two numbers. */
function dividesHere(text: string, at: number, before: Token | undefined): boolean {
  const isAmount = before?.kind === 'number' || before?.kind === 'close' || before?.kind === 'word'
  if (/\d\.\d{3}\s?\p{L}{0,12}\s$/u.test(text.slice(Math.max(0, at - 20), at))) return false
  return (
    isAmount &&
    text[at - 1] === ' ' &&
    /[\d)€$£]\s?\p{L}{0,12}\s$/u.test(text.slice(Math.max(0, at - 20), at)) &&
    quotientBehind.test(text.slice(at, at + 60))
  )
}
