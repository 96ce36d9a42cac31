/*
 * A reaction that is to be balanced, step by step: how many atoms the products hold once each has a number ("3 CO₂ and 4 H₂O: the right side then has eight oxygen atoms"), how many molecules of
 * a gas these are, and the equation at the end.
 */
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { sentencesOf } from '../text/sentences.js'
import { atomsOf, ELEMENT, flat, type Substance, substancesIn, symbolOf } from './atoms.js'

const N = String.raw`(?<n>\d{1,2}|one|${COUNT})`
const onTheRight = rare(
  new RegExp(
    String.raw`(?:\b(?:products?|right(?:[-\s]hand)?(?:\sside)?|CO2\sand\sH2O|together|they)\b)[^.;]{0,40}?\b(?:has|have|contains?|holds?|hold|with|are|requires?|includes?|carries|carry|comes?\sto|makes?)\b[^.;]{0,24}?(?:=\s?)?${N}\s(?<element>${ELEMENT})(?:\satoms?|s\b|\b)`,
    'giu',
  ),
)
const molecules = rare(
  new RegExp(
    String.raw`(?:need|require|ask(?:s|ing)?\sfor|calls?\sfor|call\sfor|gives?|makes?|means?|is|are|so|take|supplied\sby)\s(?:exactly\s|only\s|us\s)?${N}\s(?:molecules\sof\s)?(?<element>O|N|H|Cl)2\b`,
    'gu',
  ),
)
const arrow = /\s?(?:→|⇒|->|⟶|=>|\\to|\\rightarrow|\\longrightarrow)\s?/
const counted = new RegExp(String.raw`(?<![A-Za-z\d])(\d{1,2}|one|${COUNT})\s(?=[A-Z(])`, 'g')

/** What is said on the way to a balanced equation. */
export function reactionReader(question: string): (claim: ClaimText) => Finding[] {
  if (!/balanc|equation|burn|combust|react|oxygen|→|->/i.test(question)) return () => []
  const products = new Map<string, Substance>()
  let oxygen: { symbol: string; atoms: number } | null = null
  const asked = flat(question)
  const wanted = /balanc/i.test(question)
  return ({ plain }) => {
    const found: Finding[] = []
    for (const { from: index, text: written } of sentencesOf(plain)) {
      const sentence = flat(written).replace(counted, (_, count: string) => `${countOf(count) ?? count} `)
      const span = [index, index + written.length] as const
      const say = (claimed: string, computed: string, ok: boolean, message: string) => {
        if (ok || !hedged(plain, span)) found.push(finding('chemistry', span, claimed, computed, ok, message))
      }
      const sides = sentence.replace(parted, '').split(arrow)
      if (sides.length === 2) {
        const [left, right] = [sideOf(lastOf.exec(sides[0] ?? '')), sideOf(firstOf.exec(sides[1] ?? ''))]
        if (left !== null && right !== null && (wanted || /balanced/i.test(sentence))) {
          // "With excess O2 CH4 + 2 O2 → …": the blank parts two substances.
          const apart = sideOf(lastOf.exec(sentence.split(arrow)[0] ?? ''))
          const uneven = apart !== null && isBalanced(apart, right) ? null : unevenIn(left, right)
          const asWritten = asked.replace(/\s/g, '').includes(`${sides[0]?.trim()}`.replace(/\s/g, '').slice(-12))
          if (
            uneven === null ||
            (!asWritten &&
              !/unbalanced|not\syet|so\sfar|skeleton|\b(?:then|now|first|next|start\w*|try|tried)\b/i.test(sentence))
          )
            say(sentence.trim(), uneven === null ? 'balanced' : `not balanced`, uneven === null, uneven ?? '')
        }
        continue
      }
      for (const each of substancesIn(sentence))
        if (/(?:^|\D)\d{1,2}\s?$/.test(sentence.slice(each.at, each.at + 2)) || each.count > 1)
          products.set(each.formula, each)
      for (const match of onTheRight.matchAll(sentence)) {
        const symbol = symbolOf(match.groups?.element ?? '')
        const said = countOf(match.groups?.n ?? '') ?? Number.NaN
        const all = [...products.values()].filter(({ atoms }) => atoms.has(symbol ?? '') && atoms.size > 1)
        if (symbol === null || Number.isNaN(said) || all.length < 2) continue
        const exact = all.reduce((sum, { atoms, count }) => sum + count * (atoms.get(symbol) ?? 0), 0)
        const of = all.map(({ count, formula }) => `${count} ${formula}`).join(' and ')
        say(match[0], String(exact), said === exact, `${of} have ${exact} atoms of ${symbol}`)
        oxygen = { symbol, atoms: exact }
      }
      for (const match of molecules.matchAll(sentence)) {
        const said = countOf(match.groups?.n ?? '') ?? Number.NaN
        if (oxygen === null || oxygen.symbol !== match.groups?.element || said !== oxygen.atoms) continue
        say(
          match[0],
          String(oxygen.atoms / 2),
          false,
          `${oxygen.atoms} atoms are ${oxygen.atoms / 2} molecules of ${oxygen.symbol}2`,
        )
      }
    }
    return found
  }
}

const TERM = String.raw`(?:\d{1,2}\s?)?[A-Z][A-Za-z\d()]*`
/** The blank of "Fe2 (SO4)3", "Na2 SO4". */
const parted = /(?<=[A-Z][a-z]?\d?) (?=\([A-Z][A-Za-z\d]*\)\d)|(?<=[A-Z][a-z]?\d) (?=[A-Z][A-Za-z]?\d?[A-Z\d ])/g
const lastOf = new RegExp(
  String.raw`(?<![A-Za-z\d(]|[+·•^)]\s?)(?<!(?:[A-Z][a-z]?)+(?:\d|\))[A-Za-z\d()]*\s(?=\d{1,2}H))${TERM}(?:\s?\+\s?${TERM})*\s*$`,
)
const firstOf = new RegExp(String.raw`^\s*${TERM}(?:\s?\+\s?${TERM})*(?![A-Za-z\d(^]|\s?[+·•]\s?[\dA-Z(])`)

/** The substances of one side of an equation. */
function sideOf(found: RegExpExecArray | null): Substance[] | null {
  const all = (found?.[0] ?? '').split('+').map((each): Substance | null => {
    const [, count, formula = ''] = /^\s*(\d{1,2})?\s?([A-Z][A-Za-z\d()]*)[\s.]*$/.exec(each) ?? []
    const atoms = atomsOf(formula)
    return atoms === null ? null : { formula, atoms, count: Number(count ?? 1), at: 0, end: 0 }
  })
  return all.includes(null) ? null : (all as Substance[])
}

const atomsIn = (side: readonly Substance[], symbol: string) =>
  side.reduce((sum, { atoms, count }) => sum + count * (atoms.get(symbol) ?? 0), 0)
const symbolsIn = (...sides: readonly (readonly Substance[])[]) =>
  new Set(sides.flat().flatMap(({ atoms }) => [...atoms.keys()]))

const isBalanced = (left: readonly Substance[], right: readonly Substance[]): boolean =>
  [...symbolsIn(left, right)].every((symbol) => atomsIn(left, symbol) === atomsIn(right, symbol))

/** An element of which the sides have not the same number, though what it stands in has numbers on both. */
function unevenIn(left: readonly Substance[], right: readonly Substance[]): string | null {
  const isSet = (side: readonly Substance[], symbol: string) =>
    side.some(({ atoms, count }) => atoms.has(symbol) && count > 1)
  for (const symbol of symbolsIn(left, right)) {
    const [a, b] = [atomsIn(left, symbol), atomsIn(right, symbol)]
    if (a !== b && isSet(left, symbol) && isSet(right, symbol))
      return `${a} atoms of ${symbol} on the left, ${b} on the right`
  }
  return null
}
