/* Sentences: where they end, those of a text, and the one around a place. */
import type { Span } from '../../../../src/core/records/types.js'
import { matchesOf } from '../../../../src/core/triggers.js'

/** The point of a decimal ends none, nor does that of "p.m"; "8!" may be a factorial. */
const ends = /[.?;](?=\s|$)|!(?=\s|$)(?<!\d!(?!\s*\p{Lu}))|\n|[。！？；]/gu

/** A sentence, or line, without the sign at its end; the blank before it is part of it. */
export interface Sentence {
  from: number
  text: string
  asks: boolean
}

export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = []
  let from = 0
  for (const { index, 0: end } of [...matchesOf(ends, text), { index: text.length, 0: '' }]) {
    if (index > from) found.push({ from, text: text.slice(from, index), asks: end === '?' || end === '？' })
    from = index + end.length
  }
  return found
}

/** What stands of a sentence before a place in it. */
export function sentenceBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 300), at)
  const last = matchesOf(ends, `${before}${text.slice(at, at + 1)}`).findLast(({ index }) => index < before.length)
  return last === undefined ? before : before.slice(last.index + 1)
}

/** What stands of it behind a place, with the sign at its end. */
export function sentenceAfter(text: string, at: number): string {
  const after = text.slice(at, at + 200)
  const [first] = matchesOf(ends, after)
  return first === undefined ? after : after.slice(0, first.index + 1)
}

/** The sentence, or line, around a place. */
export const sentenceAround = (text: string, [start, end]: Span): string =>
  sentenceBefore(text, start) + text.slice(start, end) + sentenceAfter(text, end)
