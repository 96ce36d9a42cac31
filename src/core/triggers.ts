/*
 * Most patterns match next to no text, and trying each at every place is most of the work. So each is tried only where a text holds what the pattern cannot
 * do without: that is read out of the pattern itself, so that nobody has to keep a list. What a text holds is written down once, in one pass, and asked for
 * by every pattern.
 */

import { at } from './absence.js'
import { lean } from './lean-patterns.js'

/** A pattern that matches few texts: what the methods of the same name give, sooner. */
export interface Rare {
  test(text: string): boolean
  exec(text: string): RegExpExecArray | null
  /** All matches of a global pattern, as `String.matchAll` has them. */
  matchAll(text: string): readonly RegExpExecArray[]
}

const none: readonly never[] = []

export function rare(pattern: RegExp): Rare {
  const known = made.get(pattern)
  if (known !== undefined) return known
  const read = reading(pattern)
  made.set(pattern, read)
  return read
}

/** What was made of a pattern that is asked for again. */
const made = new WeakMap<RegExp, Rare>()

function reading(pattern: RegExp): Rare {
  let read: { mayMatch: (text: string) => boolean; first: RegExp; all: RegExp } | undefined
  const ready = (text: string) => {
    if (read === undefined) {
      const all = lean(pattern)
      const first = all.global ? new RegExp(all.source, all.flags.replace('g', '')) : all
      read = { mayMatch: triggerOf(pattern.source), first, all }
    }
    return read.mayMatch(text) ? read : undefined
  }
  return {
    test: (text) => ready(text)?.first.test(text) ?? false,
    exec: (text) => ready(text)?.first.exec(text) ?? null,
    matchAll: (text) => {
      const all = ready(text)?.all
      return all === undefined ? none : matchesOf(all, text)
    },
  }
}

/** All matches of a global pattern, or the first so many. `String.matchAll` makes a copy of the pattern for every text, and reads its source for that. */
export function matchesOf(pattern: RegExp, text: string, most = Number.POSITIVE_INFINITY): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push(match)
    if (found.length >= most) break
    if (match[0] === '') pattern.lastIndex++
  }
  return found
}

/** A test for a text: false where a pattern of this source cannot match in it, whatever its flags. */
export function triggerOf(source: string): (text: string) => boolean {
  const clauses = needsOf(source).map((words) => words.map(placesOf))
  if (clauses.length === 0) return () => true
  return (text) => holdsAll(heldIn(text), clauses)
}

/** One of the words of each list. In loops: this is asked for hundreds of times a step. */
function holdsAll(held: Held, clauses: readonly (readonly (readonly number[])[])[]): boolean {
  for (const words of clauses) if (!holdsOne(held, words)) return false
  return true
}

function holdsOne(held: Held, words: readonly (readonly number[])[]): boolean {
  for (const places of words) if (holds(held, places)) return true
  return false
}

/**
 * Of many patterns those that may match a text, by their places and in their order. They are found by what the text holds, so that it costs the length of the
 * text and not the number of patterns.
 *
 * @param sources of regular expressions; of several that all have to match, one behind the other.
 */
export function choosing(sources: readonly string[]): (text: string) => readonly number[] {
  let choose: ReturnType<typeof choosingNow> | undefined
  return (text) => {
    choose ??= choosingNow(sources)
    return choose(text)
  }
}

function choosingNow(sources: readonly string[]): (text: string) => readonly number[] {
  const clauses = sources.map((source) => needsOf(source).map((words) => words.map(placesOf)))
  const needed = clauses.map(([first = []]) => first)
  const shared = new Map<number, number>()
  for (const place of needed.flat(2)) shared.set(place, (shared.get(place) ?? 0) + 1)
  /** Of each place, one more than where its patterns are in `lists`. */
  const listAt = new Uint16Array(2 ** BITS)
  const lists: number[][] = []
  const always: number[] = []
  for (const [i, words] of needed.entries()) {
    if (words.length === 0) always.push(i)
    for (const places of words) {
      // Of a word the letters that fewest others have.
      const place = places.reduce((least, each) => ((shared.get(each) ?? 0) < (shared.get(least) ?? 0) ? each : least))
      listAt[place] ||= lists.push([])
      at(lists, (listAt[place] ?? 0) - 1).push(i)
    }
  }
  return (text) => {
    const chosen = new Set(always)
    const held = heldIn(text)
    const { places, count } = held
    for (let i = 0; i < count; i++) {
      const list = listAt[places[i] as number] ?? 0 // no more are marked
      if (list === 0) continue
      for (const pattern of at(lists, list - 1)) if (holdsAll(held, at(clauses, pattern))) chosen.add(pattern)
    }
    return [...chosen].sort((a, b) => a - b)
  }
}

/**
 * What every text has that a pattern matches: of each list at least one of its words, in small letters; `DIGIT` stands for any digit. Lists that say most
 * come first.
 *
 * @param source of a regular expression, as it is compiled.
 */
export function needsOf(source: string): readonly (readonly string[])[] {
  const reader = { source, at: 0 }
  const needs = readAlternatives(reader)
  // What cannot be read to its end promises nothing.
  if (reader.at < source.length) return []
  return [...needs].sort((a, b) => rarity(b) - rarity(a)).slice(0, MOST_LISTS)
}

/** Stands for any of 0 to 9. */
export const DIGIT = '\0'

/** Longer lists save nothing. */
const MOST = 120
/** More lists than this cost more than they save. */
const MOST_LISTS = 4

/* What a text holds */

/** Every character of a text, every two and every three in a row, in small letters, each at a place of its own as far as there are places. */
interface Held {
  text: string
  /** Marked places. */
  bits: Uint32Array
  /** The same as a list, and how many there are. */
  places: Uint16Array
  count: number
}

const BITS = 14
/** Texts of which it is written down what they hold: a step, as written and as read, its sentences and its question are asked about in turn. */
const known = Array.from(
  { length: 12 },
  (): Held => ({
    text: '',
    bits: new Uint32Array(2 ** BITS / 32),
    places: new Uint16Array(2 ** BITS),
    count: 0,
  }),
)
let latest = at(known, 0)
let oldest = 0

function heldIn(text: string): Held {
  if (latest.text === text) return latest
  for (const each of known)
    if (each.text === text) {
      latest = each
      return each
    }
  latest = at(known, oldest)
  oldest = (oldest + 1) % known.length
  writeDown(text, latest)
  return latest
}

/** Of each pair of plain letters the text in which it was marked last. */
const marked = new Uint32Array(2 ** 14)
let turn = 0

function writeDown(text: string, held: Held): void {
  held.text = text
  held.bits.fill(0)
  held.count = 0
  turn++
  let [before, last] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const code = smallLetter(text.charCodeAt(i))
    // Of plain letters each and each pair is marked once.
    const isPlain = code < 128 && last < 128
    const pair = isPlain ? (last << 7) | code : -1
    if (!isPlain || marked[pair] !== turn) {
      if (isPlain) marked[pair] = turn
      mark(held, placeOf(0, 0, code))
      if (i > 0) mark(held, placeOf(0, last, code))
      if (code >= 48 && code <= 57) mark(held, digitPlace)
    }
    if (i > 1) mark(held, placeOf(before, last, code))
    before = last
    last = code
  }
}

const smallLetters = new Map<number, number>()

/** One letter for all that a pattern without regard to capitals takes for the same: Σ, σ and ς, µ and μ, the sign for kelvin and k. */
function smallLetter(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code
  const known = smallLetters.get(code)
  if (known !== undefined) return known
  const char = String.fromCharCode(code)
  const capital = char.toUpperCase()
  const small = (capital.length === 1 ? capital : char).toLowerCase()
  const letter = small.length === 1 ? small.charCodeAt(0) : code
  smallLetters.set(code, letter)
  return letter
}

const placeOf = (first: number, second: number, third: number) =>
  Math.imul(Math.imul(first, 0x2c1b3c6d) + Math.imul(second, 0x297a2d39) + third, 0x9e3779b1) >>> (32 - BITS)
const digitPlace = placeOf(0, 0, DIGIT.charCodeAt(0))

function mark(held: Held, place: number): void {
  const { bits } = held
  const group = bits[place >>> 5] as number // as large as there are places
  const bit = 1 << (place & 31)
  if ((group & bit) !== 0) return
  bits[place >>> 5] = group | bit
  held.places[held.count++] = place
}

function holds({ bits }: Held, places: readonly number[]): boolean {
  for (const place of places) if (((bits[place >>> 5] as number) & (1 << (place & 31))) === 0) return false
  return true
}

/** Where it is marked that a text may hold a word. */
function placesOf(word: string): number[] {
  const code = (at: number) => smallLetter(word.charCodeAt(at))
  if (word.length === 1) return [placeOf(0, 0, code(0))]
  if (word.length === 2) return [placeOf(0, code(0), code(1))]
  return Array.from({ length: word.length - 2 }, (_, i) => placeOf(code(i), code(i + 1), code(i + 2)))
}

/* What a pattern needs */

interface Reader {
  source: string
  at: number
}
type Needs = readonly (readonly string[])[]

/** A letter that is not Latin says as much as three, a digit next to nothing. */
const weight = (word: string) =>
  word === DIGIT ? 0.5 : [...word].reduce((sum, letter) => sum + (letter > '\u02ff' ? 3 : 1), 0)
const rarity = (words: readonly string[]) => Math.min(...words.map(weight)) - words.length / 100

/** `a|b`: a word of one or of the other. */
function readAlternatives(reader: Reader): Needs {
  const branches = [readSequence(reader)]
  while (reader.source[reader.at] === '|') {
    reader.at++
    branches.push(readSequence(reader))
  }
  if (branches.length === 1) return branches[0] ?? []
  const words = new Set<string>()
  for (const branch of branches) {
    const best = branch.reduce<readonly string[]>(
      (known, each) => (known.length === 0 || rarity(each) > rarity(known) ? each : known),
      [],
    )
    if (best.length === 0) return []
    for (const word of best) words.add(word)
  }
  return words.size > MOST ? [] : [[...words]]
}

/** `abc(?:d|e)f?`: what has to be there. */
function readSequence(reader: Reader): Needs {
  const needs: (readonly string[])[] = []
  let run = ''
  const endRun = () => {
    if (run !== '') needs.push([run.toLowerCase()])
    run = ''
  }
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    const piece = readPiece(reader)
    const { optional, repeated } = readQuantifier(reader)
    if (piece.letter !== undefined && !optional) {
      run += piece.letter
      if (repeated) endRun()
      continue
    }
    endRun()
    if (!optional) needs.push(...(piece.needs ?? []))
  }
  endRun()
  return needs
}

/** One letter, one group or class with what it needs, or anything else. */
function readPiece(reader: Reader): { letter?: string; needs?: Needs } {
  const { source } = reader
  const char = String.fromCodePoint(source.codePointAt(reader.at) ?? 0)
  reader.at += char.length
  switch (char) {
    case '\\':
      return readEscape(reader)
    case '[':
      return { needs: readClass(reader) }
    case '(': {
      const kind = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(source.slice(reader.at, reader.at + 40))?.[0] ?? ''
      reader.at += kind.length
      const needs = readAlternatives(reader)
      reader.at++
      return kind.endsWith('!') ? {} : { needs }
    }
    case '.':
    case '^':
    case '$':
      return {}
    default:
      return { letter: char }
  }
}

/** Behind a backslash. */
function readEscape(reader: Reader): { letter?: string; needs?: Needs } {
  const { source } = reader
  const escaped = String.fromCodePoint(source.codePointAt(reader.at) ?? 0)
  const rest = source.slice(reader.at, reader.at + 60)
  const code = /^(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2}))/i.exec(rest)
  if (code !== null) {
    reader.at += code[0].length
    return { letter: String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)) }
  }
  reader.at += /^(?:[pP]\{[^}]*\}|k<\w+>)/.exec(rest)?.[0].length ?? escaped.length
  if (escaped === 'd') return { needs: [[DIGIT]] }
  return /[\p{L}\d]/u.test(escaped) ? {} : { letter: escaped }
}

/** `[=≈\d]`: one of these. A class with ranges or further classes in it may be anything. */
function readClass(reader: Reader): Needs {
  const { source } = reader
  const from = reader.at
  while (reader.at < source.length && source[reader.at] !== ']') reader.at += source[reader.at] === '\\' ? 2 : 1
  const inside = source.slice(from, reader.at++)
  const words: string[] = []
  for (const { 0: piece, 1: escaped, 2: digits, index } of inside.matchAll(/\\(.)|(0-9)|./gsu)) {
    const isRange = piece === '-' && index > 0 && index < inside.length - 1
    if (isRange || (escaped !== undefined && escaped !== 'd' && /[\p{L}\d]/u.test(escaped))) return []
    words.push(escaped === 'd' || digits !== undefined ? DIGIT : (escaped ?? piece).toLowerCase())
  }
  return inside.startsWith('^') || words.length === 0 ? [] : [words]
}

function readQuantifier(reader: Reader): { optional: boolean; repeated: boolean } {
  const [all = '', sign = '', least] =
    /^(?:([?*+])|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at, reader.at + 20)) ?? []
  reader.at += all.length
  return { optional: sign === '?' || sign === '*' || least === '0', repeated: all !== '' }
}
