/*
 * A place in a text that moves on with what is read of a term there. What is read by others and calls itself again (a function has arguments, an argument may
 * be a sum) is named here; `grammar.ts` says what it is.
 */
import { lean } from '../../../src/core/lean-patterns.js'
import type { FindingKind } from '../../../src/core/records/types.js'
import type { Given } from './functions.js'
import { fail, type Num, unreadable } from './value.js'

/** What was read at a place. */
export interface Read {
  /** All that people may mean by it, mostly one. */
  readings: readonly Num[]
  /** It is a list of numbers. */
  list?: readonly Num[]
  /** The decimals of a number that stands there and nothing else. */
  digits?: number
}

/** A pattern that is tried at one place. */
export const sticky = (pattern: RegExp) =>
  new RegExp(lean(pattern).source, `${lean(pattern).flags.replace(/[gy]/g, '')}y`)

/** More readings, deeper brackets and longer lists are nobody's claim. */
const MAX_READINGS = 6
const MAX_DEPTH = 12

const space = /[ \u00a0\u2009\u202f]*/y

export abstract class Place {
  readonly text: string
  at: number
  /** The letter i stands for the imaginary unit. */
  readonly i: boolean
  /** Kinds of what was read, besides plain signs of arithmetic. */
  readonly kinds = new Set<FindingKind>()
  isNamed = false
  isAngle = false
  private depth = 0

  constructor(text: string, at: number, i: boolean) {
    this.text = text
    this.at = at
    this.i = i
  }

  /** Whatever may stand in brackets. */
  abstract expression(): Read
  /** Sums and what binds tighter. */
  abstract sum(): Read
  /** One power with its sign. Tight: it is part of a sentence, so that words behind it are not of it. */
  abstract signed(tight: boolean): Read
  /** One number or function with what is raised and marked behind it. */
  abstract power(tight: boolean): Read
  /** One number, function or bracket. */
  abstract atom(): Read

  /** What a pattern reads here, moving on behind it. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match !== null) this.at += match[0].length
    return match
  }

  /** The same, without moving on. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    return pattern.test(this.text)
  }

  /** The character here, '' at the end. */
  get char(): string {
    return this.text[this.at] ?? ''
  }

  /** The next few characters. */
  get rest(): string {
    return this.text.slice(this.at, this.at + 16)
  }

  skipSpace(): void {
    this.take(space)
  }

  /** Moves on behind a character that has to stand here. */
  demand(char: string): void {
    if (this.char !== char) fail()
    this.at++
  }

  /** What a reader makes of what stands here; where it cannot read it, null, and the place stays. */
  attempt<T>(read: () => T): T | null {
    const { at: from, depth } = this
    try {
      return read()
    } catch (error) {
      if (error !== unreadable) throw error
      this.at = from
      this.depth = depth
      return null
    }
  }

  /** What is inside of something else: not without end. */
  inside<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) fail()
    const value = read()
    this.depth--
    return value
  }

  /** Something was read that is more than signs of arithmetic. */
  note(kind: FindingKind): void {
    this.isNamed = true
    if (kind !== 'arithmetic') this.kinds.add(kind)
  }

  /** A function of what was read, of each of its readings. */
  apply(of: (...args: Num[]) => Given, ...args: readonly (readonly Num[])[]): Read {
    let rows: Num[][] = [[]]
    for (const readings of args) rows = rows.flatMap((row) => readings.map((each) => [...row, each]))
    if (rows.length > MAX_READINGS) fail()
    const found: Num[] = []
    let list: readonly Num[] | undefined
    for (const row of rows) {
      const given = of(...row)
      if ('list' in given) list = given.list
      else if ('readings' in given) found.push(...given.readings)
      else found.push(given)
    }
    if (list !== undefined && rows.length > 1) fail()
    return { readings: found, ...(list === undefined ? {} : { list }) }
  }
}
