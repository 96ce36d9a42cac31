/* Molar masses and balanced equations: "CO₂ has 28 g/mol". Atoms are counted in the formulas. */
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, shown, stated } from '../claim.js'
import { atomsOf, FORMULA, massOf, names, plainFormula } from './atoms.js'

/** Molar masses of formulas, and the balance of chemical equations that are said to be balanced. */
export function readChemistry({ plain, question }: ClaimText): Finding[] {
  return [...(aMass.test(plain) ? molarMasses(plain) : []), ...equations(plain, question), ...limiting(plain, question)]
}

const aMass = rare(/mass|weight/i)

const molar = rare(
  new RegExp(
    String.raw`(?:molar\smass|molecular\s(?:mass|weight)|formula\s(?:mass|weight)|molare\sMasse|Molmasse)\s(?:of|von)\s(?:the\s)?(${Object.keys(names).join('|')}|${FORMULA})(?![a-z])(?:\s?\(\s?(${FORMULA})\s?\))?[^.\n\d]{0,20}?\s?(?:is|=|≈|ist|beträgt|:)\s?(?:[^\n.=]{0,60}=\s?)?(?:about\s|approximately\s)?(${NUMBER})\s?(?:g|amu|u\b)`,
    'gu',
  ),
)

function molarMasses(text: string): Finding[] {
  return [...molar.matchAll(text)].flatMap((match) => {
    const [all, substance = '', inBrackets, claimed = ''] = match
    const formula = inBrackets ?? names[substance] ?? substance
    const atoms = atomsOf(formula)
    if (atoms === null) return []
    const exact = massOf(atoms)
    const span = [match.index, match.index + all.length] as const
    // School takes whole numbers, and 35.5 for chlorine.
    const ok = Math.abs(stated(claimed).value - exact) <= Math.max(0.6, 0.006 * exact)
    if (!ok && hedged(text, span)) return []
    const computed = `${shown(Math.round(exact * 10) / 10)} g/mol`
    return [
      finding(
        'chemistry',
        span,
        `${claimed} g/mol`,
        computed,
        ok,
        `the molar mass of ${plainFormula(formula)} is ${computed}`,
      ),
    ]
  })
}

/** A blank may part a group in brackets, or what stands behind an index: "Fe2 (SO4)3", "Na2 SO4". */
const TERM = String.raw`(?:\d{1,2}\s?)?${FORMULA}(?:(?:\s(?=\([A-Z])|(?<=\d)\s(?=[A-Z]))${FORMULA})*(?:\s?\((?:s|l|g|aq)\))?`
/** "CuSO4 5H2O": the water of a salt, told without its dot. */
const WATERY = String.raw`(?:[A-Z][a-z]?)+(?:\d|\))[A-Za-z\d()]*\s`
const reaction = rare(
  new RegExp(
    String.raw`(?<![\w)]|[+·•^]\s?)(?<!${WATERY}(?=\d{1,2}H))(${TERM}(?:\s?\+\s?${TERM}){0,4})\s{0,12}(?:→|⇒|->|⟶|=>)\s{0,12}(${TERM}(?:\s?\+\s?${TERM}){0,4})(?![\w(^]|\s?[+·•]\s?[\dA-Z(])`,
    'gu',
  ),
)

const aBalance = rare(/\bbalanced?\b|ausgeglichen|配平/i)

function equations(text: string, question: string): Finding[] {
  if (
    !(aBalance.test(text) || aBalance.test(question)) ||
    /unbalanced|skeleton|not balanced|to balance|unausgeglichen/i.test(text)
  )
    return []
  return [...reaction.matchAll(text)].flatMap((match) => {
    const [all, left = '', right = ''] = match
    const uneven = unevenIn(left, right)
    if (uneven === null) return []
    const span = [match.index, match.index + all.length] as const
    const [first] = apart(left, right).some(([start, end]) => unevenIn(start, end)?.length === 0) ? [] : uneven
    if (first !== undefined && (hedged(text, span) || !/\bbalanced\b|ausgeglichen|配平/i.test(text))) return []
    const [a, b] = [left, right].map((side) => total(side)?.get(first ?? '') ?? 0)
    const message = `${a} atoms of ${first} on the left, ${b} on the right`
    return [
      finding('chemistry', span, all, first === undefined ? 'balanced' : 'not balanced', first === undefined, message),
    ]
  })
}

/** The elements of which the sides have different numbers; null where a side is not understood. */
function unevenIn(left: string, right: string): string[] | null {
  const [a, b] = [total(left), total(right)]
  if (a === null || b === null) return null
  return [...new Set([...a.keys(), ...b.keys()])].filter((symbol) => a.get(symbol) !== b.get(symbol))
}

/** "With excess O2 CH4 + 2 O2 → CO2 + 2 H2O": what stands before the first blank or behind the last one may be of the sentence. */
function apart(left: string, right: string): (readonly [string, string])[] {
  const starts = [left, ...matchesOf(blank, left.split('+')[0] ?? '').map(({ index }) => left.slice(index))]
  const ends = [right, ...matchesOf(blank, right).map(({ index }) => right.slice(0, index))]
  return starts.flatMap((start) => ends.map((end) => [start, end] as const)).slice(1)
}
const blank = /(?<=[A-Za-z)]\d{1,2})\s(?=\d{0,2}\s?[A-Z])/g

function total(side: string): Map<string, number> | null {
  const sum = new Map<string, number>()
  for (const term of side.replace(/\((?:s|l|g|aq)\)/g, '').split('+')) {
    const [, count, formula = ''] = /^\s*(\d{1,2})?\s?(.*?)\s*$/.exec(term) ?? []
    const atoms = atomsOf(formula)
    if (atoms === null) return null
    for (const [symbol, number] of atoms) sum.set(symbol, (sum.get(symbol) ?? 0) + number * Number(count ?? 1))
  }
  return sum
}

const spoken: Record<string, string> = {
  aluminium: 'Al',
  aluminum: 'Al',
  chlorine: 'Cl2',
  hydrogen: 'H2',
  oxygen: 'O2',
  nitrogen: 'N2',
  magnesium: 'Mg',
  iron: 'Fe',
  zinc: 'Zn',
  copper: 'Cu',
  sodium: 'Na',
  carbon: 'C',
  sulfur: 'S',
  sulphur: 'S',
  bromine: 'Br2',
  calcium: 'Ca',
  potassium: 'K',
  lithium: 'Li',
  methane: 'CH4',
  propane: 'C3H8',
  carbonate: 'CaCO3',
  acid: 'HCl',
  Aluminium: 'Al',
  Chlor: 'Cl2',
  Wasserstoff: 'H2',
  Sauerstoff: 'O2',
  Stickstoff: 'N2',
  Eisen: 'Fe',
  Zink: 'Zn',
  Kupfer: 'Cu',
  Natrium: 'Na',
  Schwefel: 'S',
}
const bothSides = rare(
  /(?<![\w)])(\d{0,2})\s?((?:[A-Z][a-z]?(?:_?\{?\d{1,2}\}?|[₀-₉]{1,2})?)+)\s?\+\s?(\d{0,2})\s?((?:[A-Z][a-z]?(?:_?\{?\d{1,2}\}?|[₀-₉]{1,2})?)+)\s{0,12}(?:→|⇒|->|⟶)/u,
)
const fewer = rare(
  new RegExp(
    String.raw`(${NUMBER})\s?mol[^.;]{0,60}?\b(?:less|fewer|smaller|weniger|kleiner)\b[^.;]{0,60}?(${NUMBER})\s?mol|\b(?:less|fewer|smaller|weniger)\b[^.;]{0,60}?(${NUMBER})\s?mol[^.;]{0,60}?(${NUMBER})\s?mol`,
    'u',
  ),
)
const limits = rare(
  /(?:the\s|das\s|der\s)?(\p{L}[\p{L}₀-₉\d]{0,20})\s(?:is|will\sbe|ist)\s(?:therefore\s|thus\s|also\s)?(?:the\s|das\s)?limiting/iu,
)

/** "0.300 mol Al is less than 0.400 mol Cl₂, so aluminium is limiting": the amounts are compared through the factors of the equation. */
function limiting(text: string, question: string): Finding[] {
  const [said, compared] = [limits.exec(text), fewer.exec(text)]
  if (said === null || compared === null) return []
  const [, a, first = '', b, second = ''] = bothSides.exec(question) ?? bothSides.exec(text) ?? []
  if (first === '') return []
  const name = said[1] ?? ''
  const formula = plainFormula(spoken[name] ?? spoken[name.toLowerCase()] ?? name)
  const [x, y] = [Number(a === '' ? 1 : a), Number(b === '' ? 1 : b)]
  const is = [first, second].map(plainFormula).indexOf(formula)
  const [less, more] = compared.slice(1).flatMap((each) => (each === undefined ? [] : [stated(each).value]))
  if (is < 0 || x === y || less === undefined || more === undefined || less >= more) return []
  // The one that is named has the smaller amount.
  const [own, other] = is === 0 ? [x, y] : [y, x]
  const ok = less / own <= more / other
  const span = [
    Math.min(said.index, compared.index),
    Math.max(said.index + said[0].length, compared.index + compared[0].length),
  ] as const
  if (!ok && hedged(text, span)) return []
  const truth = plainFormula(is === 0 ? second : first)
  const message = `through their factors ${truth} runs out first: ${shown(more / other)} against ${shown(less / own)}`
  return [finding('chemistry', span, name, truth, ok, message)]
}
