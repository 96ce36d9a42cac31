/*
 * What a question is about, solved: two resistors, a polygon, a word, a sequence. A fact is what a sentence may say of it, with the place of a value, and which values are so. One reader
 * looks for the facts of a question in each sentence of its steps.
 */
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding, FindingKind } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { sentencesOf } from '../text/sentences.js'

export interface Fact {
  kind: FindingKind
  /** What a sentence says; `n` is the value. */
  says: RegExp
  /** Values that may stand there, or what they are by the rest of what is said; null where that is not known. */
  of: readonly number[] | ((said: Said) => readonly number[] | { ok: boolean; computed: string } | null)
  /** What it is, for a person: "the parallel resistance". */
  what: string
  /** It says nothing of sentences with this in them. */
  unless?: RegExp
}

/** A sentence that says something. */
export interface Said {
  groups: Readonly<Record<string, string | undefined>>
  sentence: string
  /** Behind the value. */
  rest: string
  /** The whole step. */
  step: string
}

/** A number in digits or words. */
export const VALUE = String.raw`(?<n>[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d|\.\d|,\d{3})(?:\s?\/\s?\d+(?!\d))?|\\d?frac\s?(?:\{\d+\}|\d)\s?(?:\{\d+\}|\d)|(?<![\p{L}-])(?:${COUNT}|one|no)(?![\p{L}-]))`

/** What a number in digits or words comes to. */
export function numberOf(text: string): number | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/−/g, '-')
    .replace(/,(?=\d{3})/g, '')
  if (plain === 'no') return 0
  const parts = /frac\s?\{?(\d+?)\}?\s?\{?(\d+)\}?$/.exec(plain)
  if (parts !== null) return Number(parts[1]) / Number(parts[2])
  const [above = '', below] = plain.split('/')
  if (/\d/.test(plain)) return Number(above) / Number(below ?? 1)
  return countOf(plain)
}

/** Digits with as many decimals as are shown; what is whole is meant exactly, but for a value with decimals. */
export function isNear(said: string, exact: number): boolean {
  const value = numberOf(said)
  if (value === null) return true
  const digits = /\.(\d+)/.exec(said)?.[1]?.length ?? 0
  const off = Math.abs(value - exact)
  if (off <= 1e-9 * Math.max(1, Math.abs(exact))) return true
  if (Number.isInteger(exact) || /\/|frac/.test(said)) return false
  return off <= Math.max(0.51 * 10 ** -digits, 0.006 * Math.abs(exact)) && (digits > 0 || Math.abs(exact) >= 3)
}

/** Doubts a claim only where it is one of these; "would" is said of what is compared. */
const soft =
  /\b(?:would|could|claims?|false|wrong|error|check|verify|but\snot|(?:not|isn['’]t)\sdefined|as\sone\sof|fails\sonly)\b/gi
const behind = /^\s?(?:[×·*/^²³+]|[-−]\s?\d|\\(?:times|cdot|frac))/

/** What facts say of the sentences of a step. */
export function readFacts({ text }: ClaimText, facts: readonly Fact[]): Finding[] {
  const found: Finding[] = []
  const normal = normalOf(text)
  const sure = text.replace(soft, (word) => ' '.repeat(word.length))
  for (const { from: index, text: sentence, asks } of sentencesOf(normal.text)) {
    if (asks || sentence.length > 400) continue
    for (const { kind, says, of, what, unless } of facts) {
      if (unless?.test(sentence)) continue
      for (const match of rare(says).matchAll(sentence)) {
        const n = match.groups?.n ?? match.groups?.m ?? ''
        const at = match.index + (n === '' ? 0 : match[0].lastIndexOf(n))
        const rest = sentence.slice(at + n.length)
        if (n !== '' && (behind.test(rest) || /[+×·*/^]\s?$/.test(sentence.slice(0, at)))) continue
        const exact =
          typeof of === 'function' ? of({ groups: match.groups ?? {}, sentence, rest, step: normal.text }) : of
        if (exact === null || ('length' in exact && exact.length === 0)) continue
        const ok = 'ok' in exact ? exact.ok : n !== '' && exact.some((each) => isNear(n, each))
        const span = normal.written(index + match.index, index + match.index + match[0].length)
        // What is denied or supposed within the claim is part of what it says.
        const around =
          'ok' in exact ? sure.slice(0, span[0]) + ' '.repeat(span[1] - span[0]) + sure.slice(span[1]) : sure
        if (!ok && hedged(around, span)) continue
        const computed = 'ok' in exact ? exact.computed : shown(exact[0] ?? Number.NaN)
        const said = n === '' || 'ok' in exact ? match[0].trim() : n
        const message = 'ok' in exact ? `${what.replace(/:$/, '')}: ${computed}` : `${what} is ${computed}, not ${said}`
        found.push(finding(kind, span, said, computed, ok, message))
      }
    }
  }
  return found
}

/** The facts of a question by topic; a topic that a question is not about has none. */
export type Topic = (question: string) => readonly Fact[]
