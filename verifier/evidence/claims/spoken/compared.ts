/* Two amounts that a sentence says to be equal, however each is told: as a share, a factor, in units or as money. */
import type { Finding, FindingKind, Span } from '../../../../src/core/records/types.js'
import { agrees, finding, hedged, powerIn, shown } from '../claim.js'
import type { Amount } from './amounts.js'

/** What a sentence says: the one amount is the other. */
export interface Statement {
  left: Amount
  right: Amount
  about: boolean
  /** As written, for a person. */
  said: string
  claimed: string
}

/** Whether a kind of amount is counted: pure numbers, things, money. */
export const isCount = (kind: string) => kind === '' || kind.startsWith('thing ') || kind.startsWith('money')

/** Things that are counted are of one kind where one of them is not named. */
export function sameKind({ kind: a }: Amount, { kind: b }: Amount): boolean {
  return a === b || (isCount(a) && isCount(b) && (a === '' || b === ''))
}

/** What a statement is worth; nothing where the amounts cannot be held against each other in each reading. */
export function judged(text: string, span: Span, { left, right, about, said, claimed }: Statement): Finding[] {
  const meant = [left, left.or].flatMap((each) => each ?? [])
  const stated = [right, right.or].flatMap((each) => each ?? [])
  const compared = meant.flatMap((each) => stated.map((other) => compare(each, other, about)))
  if (compared.some((each) => each === null)) return []
  const ok = compared.some((each) => each?.ok)
  if (!ok && hedged(text, span)) return []
  const { literal, readings } = right
  // Where the size of what is claimed holds its power of ten, so does what is told.
  const isSized = literal !== undefined && near(readings[0], literal.stated.value * (literal.sizes[0] ?? 1))
  const computed = (compared[0]?.computed ?? '').replace(/[\d.]+/, (all) => all + (isSized ? powerIn(claimed) : ''))
  const kind: FindingKind = /^(?:|percent|points|factor|ratio|money.*|thing.*)$/.test(left.kind)
    ? 'percentages'
    : 'units'
  // One number beside itself says nothing.
  if (left.literal !== undefined && right.literal !== undefined && left.kind === right.kind && kind === 'percentages')
    return []
  return [finding(kind, span, claimed, computed, ok, `${said} is ${computed}, not ${claimed}`)]
}

const near = (a = Number.NaN, b: number) => Math.abs(a - b) <= 1e-9 * Math.abs(b)

/** Customary measures are rounded: a pound is 453.6 g. */
const ROUNDED = 0.002

function compare(left: Amount, right: Amount, about: boolean): { ok: boolean; computed: string } | null {
  if (left.kind === 'factor') {
    const [a, b] = [100 * ((left.readings[0] ?? 1) - 1), 100 * ((right.readings[0] ?? 1) - 1)]
    const ok =
      Math.abs(a - b) <= (about ? Math.max(0.05 * Math.abs(a), 1) : 0.5 + 1e-9) &&
      (Math.abs(a - b) < 0.051 || !isRound(a))
    return { ok, computed: a === 0 ? 'no change' : `${a > 0 ? 'an increase' : 'a decrease'} of ${shown(Math.abs(a))}%` }
  }
  // 3/8 and 37.5%, 18 of 24 and 75%.
  const [share, other] = right.kind === 'percent' ? [right, left] : [left, right]
  if (share.kind === 'percent' && other.kind !== 'percent') {
    if (other.isShare !== true || (other.kind !== '' && other.kind !== 'ratio')) return null
    const exact = 100 * (other.readings[0] ?? 0)
    const number = share.literal?.stated
    if (number === undefined) return null
    const ok =
      agrees(number, exact, about) ||
      (other.kind === '' && other.literal !== undefined && agrees(other.literal.stated, number.value / 100, about))
    return { ok, computed: share === right ? `${shown(exact)}%` : shown(number.value / 100) }
  }
  if (left.kind === 'ratio' && right.kind === '' && right.isShare === true && right.literal !== undefined)
    return { ok: agrees(right.literal.stated, left.readings[0] ?? 0, true), computed: shown(left.readings[0] ?? 0) }
  if (!sameKind(left, right) || left.kind === 'percent' || left.kind === 'points') return null
  const ok = left.readings.some((value, i) => isSame(value, right, i, about)) || isConverted(left, right, about)
  const value = left.readings[0] ?? 0
  const unit = right.literal?.unit ?? ''
  const size = right.literal?.sizes[0] ?? 1
  const number = shown(right.literal === undefined ? value : value / size)
  const computed = /^[$€£¥₹]$/.test(unit)
    ? `${unit}${number}`
    : `${number} ${right.literal === undefined ? baseUnit(right.kind) : unit}`.trim()
  return { ok, computed }
}

/** The factor was that of a conversion: the numbers agree, and the unit is another. */
const isConverted = ({ bare }: Amount, { literal }: Amount, about: boolean) =>
  bare !== undefined && literal !== undefined && literal.unit !== bare.unit && agrees(literal.stated, bare.value, about)

const isRound = (value: number) => Math.abs(value - Math.round(value * 100) / 100) < 1e-9
const baseUnit = (kind: string) => (/^(?:|thing.*|money.*)$/.test(kind) ? '' : kind.replace(/\/$/, ''))

function isSame(value: number, right: Amount, i: number, about: boolean): boolean {
  const claimed = right.readings[i] ?? Number.NaN
  const { literal } = right
  const difference = Math.abs(value - claimed)
  if (difference <= ROUNDED * Math.abs(value)) return true
  if (about && difference <= 0.05 * Math.abs(value)) return true
  if (literal === undefined) return false
  const exact = value / (literal.sizes[i] ?? 1)
  // 90 seconds are 1.5 minutes: what can be said exactly in few digits is not rounded to 2.
  const isExact = Math.abs(exact * 10 - Math.round(exact * 10)) < 1e-9 && /^(?:s\/|data)/.test(right.kind)
  return !isExact && agrees(literal.stated, exact, about)
}
