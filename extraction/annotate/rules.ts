import Fraction from 'fraction.js'
import { at, defined } from '../../src/core/absence.js'
import { type Quantity, readQuantities } from '../../src/core/quantities/quantity.js'
import type { Span } from '../../src/core/records/types.js'
import type { Insertion } from '../filters/parse.js'
import type { Annotator } from './annotator.js'
import { type Calculation, cues, families, type Operand, reachOf } from './calculations.js'
import { chanceAmong, chanceOf } from './chance.js'
import { sentenceBoundaries } from './positions.js'

/*
 * The miner that needs no model: where a number can be had from two to six numbers before it, and hardly by chance, the calculation is the hidden
 * rationale. It names the calculation, not its result: the result is what follows.
 */

/** Numbers before the one to explain that are looked at: those nearest. */
const WINDOW = 20
const MAX_NUMBERS = 400
/** Digits that a number must show to be explained: with a word in its sentence that speaks of the calculation, and without. */
export const DIGITS_WITH_CUE = 3
const DIGITS_WITHOUT = 5
/**
 * A relation is kept where one like it would be found by chance in fewer documents than this. Sums and differences are what texts state; of products,
 * shares and changes nearly as many are found with the numbers of another text, so they must be ten times less likely.
 */
const MOST_CHANCE = {
  change: 0.001,
  before: 0.01,
  sum: 0.01,
  difference: 0.01,
  points: 0.001,
  scaled: 0.001,
  product: 0.001,
  quotient: 0.001,
} as const

export function rulesAnnotator(): Annotator {
  return {
    id: 'rules:4',
    async annotate({ text }) {
      const insertions = mineCalculations(text)
      return {
        insertions,
        exchanges: [],
        fidelity: null,
        ...defined({ reason: insertions.length === 0 ? 'no hidden calculation' : undefined }),
      }
    },
  }
}

/** A calculation before the sentence or clause whose number it explains, and how likely one like it is among the numbers of this document by chance. */
export interface MinedCalculation extends Insertion {
  chance: number
  /** Where the number stands that it explains. */
  target: Span
}

export interface MiningOptions {
  /** The numbers to calculate with are taken from this text instead: what is then found, is found by chance. */
  numbersOf?: string
  /** Of any kind of calculation: keeps more than mining does, for measuring. */
  mostChance?: number
}

/** One rationale a sentence at most, before it, or before the clause of it that states the number where the sentence itself names what it comes from. */
export function mineCalculations(text: string, { numbersOf, mostChance }: MiningOptions = {}): MinedCalculation[] {
  const strangers = numbersOf === undefined ? undefined : operandsOf(numbersOf, quantitiesOf(numbersOf))
  const quantities = quantitiesOf(text)
  const boundaries = [0, ...sentenceBoundaries(text)]
  const found: { offset: number; calculation: Calculation; target: Span; chance: number }[] = []
  const tries: Try[] = []
  let from = 0
  for (const [i, offset] of boundaries.entries()) {
    const end = boundaries[i + 1] ?? text.length
    while (from < quantities.length && at(quantities, from).span[0] < offset) from++
    for (const each of triesOf(text, quantities, from, offset, end, strangers)) {
      tries.push(each)
      if (each.calculation === undefined) continue
      found.push({ ...each, calculation: each.calculation })
      break
    }
  }
  return found
    .map((each) => ({ ...each, chance: chanceAmong(tries.map(({ any }) => Math.min(any, each.chance))) }))
    .filter(({ calculation, chance }) => chance < (mostChance ?? MOST_CHANCE[calculation.kind]))
    .map(({ offset, calculation, target, chance }) => ({ offset, rationale: calculation.sentence, target, chance }))
}

/** A number for which calculations were tried: the one that explains it, if any, and how likely one as near and as simple, or any, was by chance. */
interface Try {
  /** Where the calculation belongs: before the sentence, or within it where its own numbers are needed. */
  offset: number
  /** The number's own place. */
  target: Span
  calculation?: Calculation
  chance: number
  any: number
}

/** Tries of the numbers of one sentence, in order. */
function* triesOf(
  text: string,
  quantities: readonly Quantity[],
  from: number,
  offset: number,
  end: number,
  strangers: readonly Operand[] | undefined,
): Generator<Try> {
  for (let t = from; t < quantities.length; t++) {
    const target = at(quantities, t)
    if (target.span[0] >= end) return
    const own = operandsOf(text, quantities.slice(Math.max(0, t - 2 * WINDOW), t))
    // As many strangers as there are numbers of its own, or chance would look larger than it is.
    const operands = strangers === undefined ? own : strangers.slice(Math.max(0, strangers.length - own.length))
    if (operands.length < 2) continue
    // An equation on the page hides nothing.
    if (/[=≈]\s*[$€£]?$/.test(text.slice(Math.max(offset, target.span[0] - 4), target.span[0]))) continue
    if (!isExplainable(text, target)) continue
    if (operands.some(({ value }) => value.abs().equals(target.value.abs()))) continue // said already
    const tried = tryToExplain(target, significantDigits(text, target), text.slice(offset, end), operands)
    const within = tried.calculation?.from.some(({ quantity }) => quantity.span[0] >= offset)
    yield { ...tried, target: target.span, offset: within ? clauseOf(text, at(quantities, t - 1), target) : offset }
  }
}

/** The simplest calculation from the numbers before that gives the target at its own precision; none where two disagree. */
function tryToExplain(
  target: Quantity,
  digits: number,
  sentence: string,
  operands: readonly Operand[],
): Omit<Try, 'offset' | 'target'> {
  const tolerance = toleranceOf(target)
  const speaksOf = ({ kind }: Calculation) => digits >= DIGITS_WITHOUT || cues[kind].test(sentence)
  const fits = ({ value }: Calculation) => value.sub(target.value).abs().compare(tolerance) <= 0
  const candidates = families.map((family) => [...family(operands, target)].filter(speaksOf))
  const grain = grainOf(target.value)
  const any = chanceOf(candidates.flat(), target.value, grain)
  const place = candidates.findIndex((family) => family.some(fits))
  const found = (candidates[place] ?? []).filter(fits)
  const [calculation] = found
  // Two calculations that fit equally well: neither is known to be the hidden one.
  if (calculation === undefined || new Set(found.map((each) => each.sentence)).size > 1) return { chance: any, any }
  const simpler = candidates.slice(0, place).flat()
  const nearer = at(candidates, place).filter((each) => reachOf(each) <= reachOf(calculation))
  return { calculation, chance: chanceOf([...simpler, ...nearer], target.value, grain), any }
}

/** Where the clause begins that states a number after another one: ", or 5.0 pct", " from 734.6 billion". Before white space, as between sentences. */
function clauseOf(text: string, before: Quantity, target: Quantity): number {
  const [start, end] = [before.span[1], target.span[0]]
  const gap = text.slice(start, end)
  const comma = /[,;:](?=\s)/.exec(gap)
  if (comma) return start + comma.index + 1
  const word =
    /\s+(?:from|to|against|versus|vs|compared|or|and|for|leaving|bringing|making|with|than|of|is|was|were)\b/i.exec(gap)
  return word ? start + word.index : start + gap.trimEnd().length
}

/** Half a unit in the last place the text shows. */
function toleranceOf({ digits, scale = 1 }: Quantity): Fraction {
  return new Fraction(scale).div(new Fraction(10).pow(digits) as Fraction).div(2)
}

/**
 * Half a unit in the last place that is not zero: who writes 198,000 gives thousands, and a sum of other thousands meets it a thousand times as easily
 * as its digits say.
 */
function grainOf(value: Fraction): Fraction {
  let unit = new Fraction(1)
  while (value.div(unit).d !== 1n && unit.compare(SMALLEST_UNIT) > 0) unit = unit.div(10)
  while (value.div(unit.mul(10)).d === 1n) unit = unit.mul(10)
  return unit.div(2)
}
const SMALLEST_UNIT = new Fraction(1, 10 ** 9)

/** The numbers of a text that stand for themselves: not "1986/87", "10-year" or the ends of "210-270" and of "between 210 and 270". */
function quantitiesOf(text: string): Quantity[] {
  const isLower = ({ span: [start] }: Quantity) => /\bbetween\s+$/i.test(text.slice(Math.max(0, start - 10), start))
  return readQuantities(text, { limit: MAX_NUMBERS }).filter((quantity, i, all) => {
    const [start, end] = quantity.span
    const before = all[i - 1]
    return (
      !text.slice(start, end).includes('/') &&
      !/[\w.][-/]$/.test(text.slice(Math.max(0, start - 2), start)) &&
      !/^[-/]\w/.test(text.slice(end, end + 2)) &&
      !isLower(quantity) &&
      !(before && isLower(before) && /^[^.]*\band\s+$/i.test(text.slice(before.span[1], start)))
    )
  })
}

/** A year, or 1, is hardly ever what a number was calculated from. */
function operandsOf(text: string, quantities: readonly Quantity[]): Operand[] {
  return quantities
    .filter((quantity) => !isYear(quantity) && !quantity.value.abs().equals(1))
    .slice(-WINDOW)
    .map((quantity, i, all) => ({
      value: quantity.value,
      quantity,
      shown: text.slice(...quantity.span).trim(),
      distance: all.length - 1 - i,
    }))
}

/** A number that shows enough digits to be recognised. */
function isExplainable(text: string, quantity: Quantity): boolean {
  return significantDigits(text, quantity) >= DIGITS_WITH_CUE && !isYear(quantity)
}

/** What is shown, without zeros at the front and at the end: those at the end only round ("1,200,000", "337.50"). */
export function significantDigits(text: string, { span }: Quantity): number {
  const shown = (/[\d][\d,.]*/.exec(text.slice(...span))?.[0] ?? '').replace(/\D/g, '')
  return shown.replace(/^0+|0+$/g, '').length
}

export function isYear({ value, currency, percent, scale, digits }: Quantity): boolean {
  return (
    value.d === 1n &&
    digits === 0 &&
    !currency &&
    !percent &&
    !scale &&
    value.compare(1800) >= 0 &&
    value.compare(2100) <= 0
  )
}
