/* What a text says at a place, read whole: "3 times the square root of 16", "2^10 mod 7", "sin 30°". The grammar is in `grammar.ts`. */
import { defined } from '../../../src/core/absence.js'
import type { FindingKind } from '../../../src/core/records/types.js'
import { mayBegin } from './begins.js'
import { Grammar } from './grammar.js'
import type { Read } from './place.js'
import { numbersAt } from './prose.js'
import { fail, type Num, unreadable } from './value.js'

/** A number in signs, in words, or a function of some. */
export interface Term extends Read {
  /** Kinds of what it is made of, besides plain signs of arithmetic; empty for those alone. */
  kinds: readonly FindingKind[]
  /** It holds letters or words that plain arithmetic knows nothing of. */
  isNamed: boolean
  /** It is a remainder by this number, which was reckoned last: "… = 1 mod 5" says as much of what stands before. */
  modulus?: bigint
  /** It is an angle: its sign or its word stands there. */
  isAngle: boolean
  end: number
}

/** The term at a place of a text, as long as it goes, or null. `i`: the letter stands for the imaginary unit. */
export function readTerm(text: string, at: number, i: boolean): Term | null {
  if (latest.text !== text) latest = { text, terms: [new Map(), new Map()] }
  const known = latest.terms[i ? 1 : 0]
  let term = known.get(at)
  if (term === undefined) {
    term = mayBegin(text, at) ? orNull(() => termAt(text, at, i)) : null
    known.set(at, term)
  }
  return term
}

/** What was read of the latest text: several kinds of claims ask for the same places. Terms are shared, so nobody may change them. */
let latest: { text: string; terms: readonly [Map<number, Term | null>, Map<number, Term | null>] } = {
  text: '',
  terms: [new Map(), new Map()],
}

function termAt(text: string, at: number, i: boolean): Term {
  const place = new Grammar(text, at, i)
  const value = place.whole()
  const { kinds, isNamed, isAngle, modulus, at: end } = place
  return { ...value, kinds: [...kinds], isNamed, isAngle, end, ...defined({ modulus }) }
}

/** Numbers in a row at a place of a text: "2, 3, 5 and 7", with or without braces. Null where something else stands among them, or they go on. */
export function readNumbers(text: string, at: number): { numbers: readonly Num[]; isSet: boolean; end: number } | null {
  if (!mayBegin(text, at)) return null
  return orNull(() => {
    const place = new Grammar(text, at, false)
    const numbers = numbersAt(place, 1).map(
      ({ readings }) => (readings.length === 1 ? readings[0] : undefined) ?? fail(),
    )
    return place.isNamed ? null : { numbers, isSet: text[at] === '{', end: place.at }
  })
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error === unreadable) return null
    throw error
  }
}
