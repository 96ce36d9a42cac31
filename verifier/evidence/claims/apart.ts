import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding } from '../../../src/core/records/types.js'
import { readTerm, type Term } from '../terms/reader.js'
import { agrees, finding, hedged, shown } from './claim.js'
import type { Relation } from './relations.js'

const comparedBy = lean(
  /\s(?:(more|greater|larger|bigger|higher)|(?:less|fewer|smaller|lower))\sthan\s|\stimes\s(?:as\s(?:large|big|great|many|much|high)\sas\s)/iy,
)
export interface Apart {
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
