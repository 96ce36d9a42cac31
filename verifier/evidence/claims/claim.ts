/* What all kinds of claims share: how a step is given to them, numbers as written, and when a sentence claims nothing (it supposes, asks or denies). */
import type { Finding, FindingKind, Span } from '../../../src/core/records/types.js'
import { matchesOf } from '../../../src/core/triggers.js'
import { sentenceAround } from './text/sentences.js'

/** A step as the claims read it. */
export interface ClaimText {
  /** Without LaTeX's and Markdown's dress, character for character as long as the step, so that offsets hold in both. */
  plain: string
  /** As written. */
  text: string
  question: string
  context?: string
}

/** One kind of claim: what it finds in a step, checked. It reads only what it understands whole, and is silent about the rest. */
export type ClaimReader = (step: ClaimText) => Finding[]

/** A number as written and its value. */
export interface Stated {
  text: string
  value: number
  /** Decimals shown. */
  digits: number
}

/** The source of a regular expression for a number without a sign: 1,234.5, 12, .5. */
export const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+`
/** The same with a sign. */
export const SIGNED = `[-−]?(?:${NUMBER})`

export function stated(text: string): Stated {
  const plain = text.replace(/,/g, '').replace(/−/g, '-').trim()
  return { text: text.trim(), value: Number(plain), digits: /\.(\d+)/.exec(plain)?.[1]?.length ?? 0 }
}

/** Does an exact value round, or cut off, to the digits shown? `about`: the text says that it is no more than roughly so. */
export function agrees({ value, digits }: Stated, exact: number, about = false): boolean {
  const difference = Math.abs(value - exact)
  const unit = 10 ** -digits
  if (difference <= 1e-9 * Math.max(Math.abs(exact), 1e-300) || difference <= (unit / 2) * (1 + 1e-9)) return true
  if (digits > 0 && difference < unit && Math.abs(value) < Math.abs(exact)) return true
  return about && difference <= Math.max(0.05 * Math.abs(exact), unit)
}

/** Differences of numbers too large for a double: "(11 + 10^200) / 2 + (11 - 10^200) / 2". */
export const isLost = (text: string): boolean =>
  /\d\s?\^\s?\{?\s?(?:1[5-9]|[2-9]\d|\d{3})/.test(text) && /[-−]/.test(text)

/** The power of ten of a number as it is written: what is told beside it is told in the same power. */
export const powerIn = (written: string): string =>
  /\s?[×x*·]\s?10\s?(?:\^\s?\{?\s?[-−]?\d{1,2}\}?|[⁻⁺]?[⁰¹²³⁴-⁹]+)/.exec(written)?.[0] ?? ''

/** A value for a person: six significant digits. */
export function shown(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(6)))
}

export function finding(
  kind: FindingKind,
  span: Span,
  claimed: string,
  computed: string,
  ok: boolean,
  message: string,
): Finding {
  return { kind, span, claimed, computed, ok, ...(ok ? {} : { message }) }
}

/** Under these words a sentence claims nothing: it supposes, asks, or takes back. */
const hedges =
  /\b(?:if|suppose|supposing|assum(?:e|es|ed|ing)|imagine|whether|wrong|incorrect(?:ly)?|false|falsely|mistak\w*|error|errors|contradict\w*|impossible|would|could|unless|claims?|claimed|claiming|pretend|otherwise|check|verify|should|maybe|perhaps|possibly|vielleicht|falls(?!\s(?:short|below|above|on|to|between|by|from|under|into)\b)|wenn|falsch)\b|如果|假设|错/i
/** Under these a clause denies. */
const denials = /\b(?:not|never|neither|cannot|can't|isn't|aren't|doesn't|don't|wasn't|nicht|kein|keine)\b|不是/i
/** What follows from a denial is none: "15 is no multiple of 9, so …". */
const conclusion = /,\s(?:and\s)?(?:so|hence|thus|therefore)\s/gi
/** A denial of another number, behind a claim: "…, which is not 3", "…, not 7". */
const denialOfOther =
  /,\s(?:and\s|but\s|so\s)?(?:which\s(?:is|are)\s|that\sis\s|it\sis\s)?(?:not\s|isn't\s|aren't\s)(?=[\d$€£])/i

/** "In absolute value, -5 is greater than -4", "By name, 10 is less than 9": compared in a way of its own. */
export const comparedOtherwise = (text: string, from: number): boolean =>
  /(?:^|[.!?;\n,])\s*(?:but\s|and\s|so\s)?(?:in|by|under|as|with|on(?!\sthe\snumber\sline))\s[^.!?;\n=<>]{2,50}$/i.test(
    text.slice(Math.max(0, from - 80), from),
  )

/** Whether the sentence around a claim supposes or asks it, or its clause denies it. */
export function hedged(text: string, span: Span): boolean {
  const sentence = sentenceAround(text, span)
  if (hedges.test(sentence) || /[?？]\s*$/.test(sentence)) return true
  if (!denials.test(sentence)) return false
  const claim = text.slice(...span)
  const at = sentence.indexOf(claim)
  const before = sentence.slice(0, at)
  const after = sentence.slice(at + claim.length)
  const concluded = matchesOf(conclusion, before).at(-1)?.index ?? 0
  const other = denialOfOther.exec(after)?.index
  return denials.test(before.slice(concluded) + claim + after.slice(0, other))
}
