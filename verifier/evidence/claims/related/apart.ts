/* How far two numbers lie apart: "which is 24 more than 1000", "√50 lies between 7 and 8". Both are reckoned out and compared. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { readTerm, type Term } from '../../terms/reader.js'
import { agrees, finding, hedged, shown } from '../claim.js'
import { clauseEnds } from '../text/clauses.js'
import type { Relation } from './relations.js'

const comparedBy = lean(
  /\s(?:(more|greater|larger|bigger|higher)|(?:less|fewer|smaller|lower))\sthan\s|\stimes\s(?:as\s(?:large|big|great|many|much|high)\sas\s)/iy,
)
interface Apart {
  /** By how much, and whether it is a factor. */
  by: Term
  isFactor: boolean
  isMore: boolean
  right: Term
}

/** "… is 24 more than 1000", "… is 3 times as large as 8". */
export function differences(text: string, by: Term, { how, isSign }: Relation, i: boolean): Apart | null {
  if (how !== '=' || isSign) return null
  comparedBy.lastIndex = by.end
  const match = comparedBy.exec(text)
  const right = match === null ? null : readTerm(text, by.end + match[0].length, i)
  if (match === null || right === null) return null
  return { by, isFactor: /times/i.test(match[0]), isMore: match[1] !== undefined, right }
}

export function judgeApart(text: string, from: number, left: Term, apart: Apart): Finding | null {
  const { by, isFactor, isMore, right } = apart
  const [x, y, said] = [left, right, by].map(({ readings, list }) =>
    readings.length === 1 && list === undefined ? (readings[0]?.exact ?? null) : null,
  )
  if (!x || !y || !said || y.equals(0)) return null
  const exact = isFactor ? x.div(y) : isMore ? x.sub(y) : y.sub(x)
  const isRound = by.digits === undefined || (by.digits === 0 && exact.d === 1n)
  const stated = { text: '', value: said.valueOf(), digits: by.digits ?? 0 }
  const ok = isRound ? exact.equals(said) : agrees(stated, exact.valueOf(), true)
  const span = [from, right.end] as const
  if (!ok && hedged(text, span)) return null
  const value = shown(exact.valueOf())
  const message = isFactor
    ? `${shown(x.valueOf())} is ${value} times ${shown(y.valueOf())}`
    : `${shown(x.valueOf())} and ${shown(y.valueOf())} are ${shown(Math.abs(exact.valueOf()))} apart`
  return finding('inequalities', span, shown(said.valueOf()), value, ok, message)
}

const between = lean(/\s(?:is|lies|falls|sits|must\slie|are)\s(?:somewhere\s|strictly\s|right\s|well\s)?between\s/iy)
const nearer = lean(/\s(?:is|lies)\s(?:much\s|slightly\s|a\sbit\s|clearly\s)?(?:closer|nearer)\sto\s/iy)
const and = /\sand\s/iy
const than = /\sthan\s(to\s)?/iy

/** "√50 lies between 7 and 8", "19 is nearer to 16 than to 25". */
export function amid(text: string, from: number, left: Term, i: boolean): Finding[] {
  const take = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
  const value = ({ readings, list }: Term) =>
    readings.length === 1 && list === undefined && readings[0]?.im === 0 && readings[0].tower === undefined
      ? readings[0].re
      : Number.NaN
  const isAmid = take(between, left.end)
  const isNear = isAmid === null ? take(nearer, left.end) : null
  const head = isAmid ?? isNear
  const first = head === null ? null : readTerm(text, left.end + head[0].length, i)
  const joint = first === null ? null : take(isAmid === null ? than : and, first.end)
  const second = first === null || joint === null ? null : readTerm(text, first.end + joint[0].length, i)
  if (first === null || second === null || joint === null || !clauseEnds(text, second.end)) return []
  const [x, a, b] = [left, first, second].map(value) as [number, number, number]
  if ([x, a, b].some(Number.isNaN)) return []
  const slack = 1e-9 * Math.max(1, Math.abs(x))
  const gap = Math.abs(x - a) - slack
  // "12/13 is closer to 1 than 13/14": than that is, or than to that.
  const ok =
    isAmid === null
      ? gap < Math.abs(x - b) || (joint[1] === undefined && gap < Math.abs(b - a))
      : x >= Math.min(a, b) - slack && x <= Math.max(a, b) + slack
  const span = [from, second.end] as const
  if (!ok && hedged(text, span)) return []
  const subject = text.slice(from, left.end).trim()
  return [
    finding('inequalities', span, text.slice(left.end, second.end).trim(), shown(x), ok, `${subject} is ${shown(x)}`),
  ]
}
