/*
 * Numbers that follow from those before them, in words that leave out from which: "the balance earns 5 %, which is 550", "that leaves nine", "the rest is 4/6". Whatever number before
 * may be meant, and what two or three of them come to; false is what none of them gives.
 */
import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { agrees, finding, hedged, NUMBER, shown } from './claim.js'
import { type Amount, literalAt } from './spoken/amounts.js'
import { Cursor } from './spoken/cursor.js'
import { amountsIn, bareOf, type Past, type Placed } from './spoken/placed.js'

/** Of so many of the latest numbers it is tried what several come to. */
const LATEST = 10

type At = (from: number, to: number) => readonly [number, number]
interface Known {
  amounts: readonly Amount[]
  values: readonly number[]
}

/** What a sentence says of what the numbers before it come to. */
export function reached(text: string, line: string, past: Past, span: At): Finding[] {
  const known: KnownAt = (before) => {
    const all = [...past.known(), ...before.map(({ amount }) => amount)]
    return { amounts: all, values: all.map(bareOf) }
  }
  return [...shares(text, line, known, span), ...rests(text, line, known, span), ...totals(text, line, known, span)]
}

type KnownAt = (before: readonly Placed[]) => Known

const PERCENT = String.raw`(?:%|percent(?!\p{L})|per\scent(?!\p{L}))`
const IS = String.raw`(?:is|are|was|were|makes?|gives?|equals?|yields?|comes?\sto|amounts?\sto|works\sout\s(?:at|as|to))`
const SOFT = String.raw`(?:(?:also|then|thus|therefore|hence|just|exactly|only|again|once\smore|another|a\sfurther|about|roughly|approximately|around|nearly)\s)*`
const shareOf = rare(
  new RegExp(
    String.raw`(?<![\d.,$€£])(${NUMBER})\s?${PERCENT}(?:(?:\s(?:of|on|off|from)\s(?:(?:the|this|that|these|its|their|it|his|her|our|all)\s?)(?:\p{L}+\s?){0,4}?(?:\sof\s(?:the\s)?[$€£]?(?:${NUMBER}))?)\s?${IS}|,\s(?:which|that|or|so|making|i\.e\.)\s?(?:['’]s|${IS})?|:)\s${SOFT}(?=[$€£]?\d)`,
    'giu',
  ),
)
const reckonsOn = lean(
  /\s?(?:[-+−×x*·/÷^=≈(%]|of\s(?!them|the\s)|plus|minus|times|percent|per\scent|more\b|less\b|fewer|higher|lower|,\s\d|and\s\d|points?|out\sof|to\s\d|in\s\d)/iuy,
)

/** "5 % of the balance is 550": five per cent of some number before, or what it becomes by five per cent. */
function shares(text: string, line: string, known: KnownAt, span: At): Finding[] {
  return shareOf.matchAll(line).flatMap((match): Finding[] => {
    const [all, written = ''] = match
    const cursor = new Cursor(line, match.index + all.length)
    const claimed = literalAt(cursor)
    if (claimed?.literal === undefined || claimed.kind === 'percent' || claimed.kind === 'points') return []
    if (cursor.peek(reckonsOn) !== null) return []
    const { values, amounts } = known(amountsIn(line).filter(({ from }) => from !== match.index + all.length))
    const share = Number(written.replace(/,/g, '')) / 100
    const said = { ...claimed.literal.stated, value: bareOf(claimed) }
    const plain = amounts.filter(({ kind }) => kind !== 'percent').map(bareOf)
    const bases = [...values, ...amounts.map(({ readings }) => readings[0] ?? Number.NaN)]
    const others = amounts.filter(({ kind }) => kind === 'percent').map((each) => bareOf(each) / 100)
    const by = [
      share,
      1 - share,
      1 + share,
      share / (1 + share),
      1 / (1 + share),
      ...others.flatMap((other) => [share * other, share + other]),
    ]
    const about = /about|roughly|approx|around|nearly/.test(all)
    const fits = (base: number, scale: number) => by.some((each) => agrees(said, base * each * scale, about))
    if (bases.some((base) => scaled.some((scale) => fits(base, scale)))) return []
    if (pairs(plain.slice(-LATEST)).some((base) => fits(base, 1))) return []
    const base = values.findLast((_, i) => amounts[i]?.kind !== 'percent')
    if (base === undefined) return []
    const where = span(match.index, cursor.at)
    if (hedged(text, where)) return []
    const computed = shown(base * share)
    const message = `${written} % of ${shown(base)} is ${computed}, and of no number before it ${line.slice(match.index + all.length, cursor.at).trim()}`
    return [
      finding('percentages', where, line.slice(match.index + all.length, cursor.at).trim(), computed, false, message),
    ]
  })
}

/** In thousands, in cents. */
const scaled = [1, 100, 0.01, 1000, 0.001, 1e6, 1e-6]

const pairs = (values: readonly number[]) =>
  values.flatMap((a, i) => values.slice(i + 1).flatMap((b) => [a + b, a - b, b - a, a * b, a / b, b / a]))

const leaves = rare(
  /(?:^|,\s(?:and\s|so\s|which\s)?|(?<!\p{L})(?:so|which|this|that|then)\s)(?:(?:this|that|which|it)\s)?(?:leaves|left)\s(?:(?:us|you|him|her|them|me|only|just|exactly|with)\s)*(?=[$€£]?\d|\p{L})/giu,
)
/** Wholes that everybody knows: a turn, a day, a deck. */
const wholesOfAll = [7, 12, 24, 26, 31, 52, 60, 90, 100, 180, 360, 365, 366, 1000]

/** "That leaves nine": a number less others, or the part of it that is not taken. */
function rests(text: string, line: string, known: KnownAt, span: At): Finding[] {
  return leaves.matchAll(line).flatMap(({ index, 0: { length } }): Finding[] => {
    const at = index + length
    const cursor = new Cursor(line, at)
    const claimed = literalAt(cursor)
    if (
      claimed?.literal === undefined ||
      claimed.kind === 'percent' ||
      claimed.kind === 'points' ||
      (claimed.kind === '' && /^\p{L}/u.test(line.slice(at)) && !/^\s?\p{L}/u.test(line.slice(cursor.at)))
    )
      return []
    if (
      cursor.peek(reckonsOn) !== null ||
      /\b(?:each|per|apiece)\b/.test(line) ||
      /^(?:one|an?)\s/i.test(line.slice(at))
    )
      return []
    const { values, amounts } = known(amountsIn(line.slice(0, at)))
    if (values.length < 2) return []
    const said = { ...claimed.literal.stated, value: bareOf(claimed) }
    const isUnit = !/^(?:|thing.*|money.*)$/.test(claimed.kind)
    const fits = (value: number) =>
      (isUnit ? [1, 60, 1 / 60, 100, 0.01, 1000, 0.001] : [1]).some((scale) => agrees(said, value * scale))
    const latest = values.slice(-LATEST)
    const several = latest.map((each) => 2 * each)
    const two = latest.flatMap((a, i) => latest.slice(i + 1).flatMap((b) => [a + b, a * b]))
    // One card that was drawn is told by no number.
    const taken = [
      1,
      ...latest,
      ...two,
      ...latest.flatMap((a, i) => latest.slice(i + 1).flatMap((b, j) => latest.slice(i + j + 2).map((c) => a + b + c))),
      latest.reduce((sum, each) => sum + each, 0),
    ]
    const parts = amounts.flatMap((amount) =>
      amount.kind === 'percent' ? [bareOf(amount) / 100] : amount.isShare === true ? [bareOf(amount)] : [],
    )
    const wholes = [...values, ...two]
    if (
      values.some(fits) ||
      wholesOfAll.some((whole) => [...latest, ...several].some((each) => fits(whole - each))) ||
      wholes.some(
        (whole) =>
          taken.some((each) => fits(whole - each)) ||
          parts.some((part) => fits(whole * (1 - part)) || fits(whole * part)),
      )
    )
      return []
    const where = span(at, cursor.at)
    if (hedged(text, where)) return []
    const stated = line.slice(at, cursor.at).trim()
    return [finding('counting', where, stated, 'another number', false, `no numbers before it leave ${stated}`)]
  })
}

const total = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:together|altogether|combined|all\stold)(?:,?\s(?:that|this|it|they|these))?\s(?:comes?\sto|makes?|costs?|weighs?|amounts?\sto|adds?\sup\sto|totals?|sums?\sto)\s${SOFT}(?=[$€£]?\d|\p{L})`,
    'giu',
  ),
)

/** "Freight, packaging and insurance together come to 310": some of the numbers before, added up. */
function totals(text: string, line: string, known: KnownAt, span: At): Finding[] {
  return total.matchAll(line).flatMap((match): Finding[] => {
    const at = match.index + match[0].length
    const cursor = new Cursor(line, at)
    const claimed = literalAt(cursor)
    if (claimed?.literal === undefined || /^(?:percent|points)$/.test(claimed.kind) || cursor.peek(reckonsOn) !== null)
      return []
    if (/^(?:one|an?|half|two|both)\s/i.test(line.slice(at)) || /\b(?:each|per|apiece|average|mean)\b/.test(line))
      return []
    const { amounts } = known(amountsIn(line.slice(0, match.index)))
    const said = { ...claimed.literal.stated, value: bareOf(claimed) }
    const items = amounts.filter(({ kind }) => kind !== 'percent').map(bareOf)
    if (items.length < 2) return []
    const isUnit = !/^(?:|thing.*|money.*)$/.test(claimed.kind)
    const fits = (value: number) =>
      (isUnit ? [1, 60, 1 / 60, 100, 0.01, 1000, 0.001] : [1, 100, 0.01]).some((scale) => agrees(said, value * scale))
    const latest = items.slice(-12)
    const products = latest.flatMap((a, i) => latest.slice(i + 1).map((b) => a * b))
    const several = latest.flatMap((a) => [2, 3, 4, 5, 6].map((times) => times * a))
    const adjacent = latest.slice(1).map((b, i) => b * (latest[i] ?? 0))
    if (
      items.some(fits) ||
      [...products, ...several, ...pairs(latest)].some(fits) ||
      anySum(latest, fits) ||
      anySum(adjacent, fits) ||
      anySum(products.slice(-12), fits)
    )
      return []
    // With one product, a share of a whole or a number taken away.
    if (
      [...products, ...latest].some((a) =>
        latest.some((b) => products.some((c) => fits(a + b + c) || fits(a + c) || fits(c - b) || fits(a - b))),
      )
    )
      return []
    const where = span(match.index, cursor.at)
    if (hedged(text, where)) return []
    const stated = line.slice(at, cursor.at).trim()
    return [finding('statistics', where, stated, 'another total', false, `no numbers before it add up to ${stated}`)]
  })
}

/** Whether some of the numbers add up to what fits. */
function anySum(numbers: readonly number[], fits: (sum: number) => boolean): boolean {
  const sums = [0]
  for (const each of numbers) sums.push(...sums.map((sum) => sum + each))
  return sums.some((sum, i) => i > 0 && fits(sum))
}
