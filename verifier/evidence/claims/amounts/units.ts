/* Amounts that are said to be equal: "1 m² = 100 cm²", "a kilometre is 300 m". Both sides are brought to base units. */
import { at as placeOf } from '../../../../src/core/absence.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { agrees, type ClaimText, finding, hedged, NUMBER, powerIn, SIGNED, shown, stated } from '../claim.js'
import { plainView } from '../text/plain-view.js'
import { pointedThousands, threeDecimals } from '../text/separators.js'
import { inDigits, squeezed } from '../text/squeezed.js'
import { type Measure, measureAt } from './measure.js'
import { contents, factors, inWords, YEAR_OR_CUSTOM } from './units-in-words.js'

/**
 * Amounts with units on both sides of an equals sign: "1 m² = 100 cm²", "2 h 30 min = 140 min", "72 km/h = 72 × 1000 / 3600 = 22 m/s"; conversions in
 * words: "a kilometre is 300 m", "there are 100 cm² in a square metre"; temperatures. Both are brought to base units and compared.
 */
export function readUnits({ plain, question }: ClaimText): Finding[] {
  const found = unitsIn(plain, question)
  if (found.every(({ ok }) => ok)) return found
  // "3 km = 3.000 m", "1 mi = 1,609 km": an amount is wrong only if it is so in every way of writing numbers.
  const ways = [
    plain.replace(pointedThousands, (number) => number.replaceAll('.', ',')),
    plain.replace(threeDecimals, (number) => number.replace(',', '.')),
  ].filter((way) => way !== plain)
  const otherwise = ways.map((way) => unitsIn(way, question))
  // Where the question has measures of its own, they hold.
  if (unitsIn(plainView(question), '').some(({ ok }) => !ok)) return found.filter(({ ok }) => ok)
  const isWorking = workingTime.test(`${question}\n${plain}`)
  return found.filter(
    (each) =>
      each.ok ||
      (otherwise.every((way) => way.some(({ ok, span }) => !ok && span[0] === each.span[0])) &&
        !(isWorking && ofDays.test(plain.slice(...each.span)))),
  )
}

/**
 * What is said of hours, days, weeks, months or years where they are reckoned in another way: days of work or school have other hours, and their weeks other days; a bank's month has
 * 30 days. A calendar's months have their own days.
 */
export const hasOwnTime = (text: string, said: string): boolean =>
  ofTime.test(said) && (workingTime.test(text) || reckoning.test(text))

const ofTime = rare(/\b(?:hours?|days?|weeks?|months?|years?|Stunden?|Tage?n?|Wochen?|Monaten?|Jahren?)\b/i)
const reckoning = rare(
  /\b\d{1,3}\/36[05]\b|\b\d+[-\s]days?\s(?:years?|months?)\b|\b(?:months?|years?|weeks?|days?|hours?)\s(?:as|of|has|have|with|at)\s\d|\d\s(?:days?|weeks?|hours?|minutes?)\s(?:a|per|each|every|in\sa)\s(?:day|week|month|year)\b|\b(?:convention|conventional|suppos\w+|planets?|calendar|lasts?|class(?:es)?|lessons?|lunar|sidereal)\b|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b/i,
)

/** Days of work or school have other hours, and their weeks other days. */
const workingTime = lean(
  /\b(?:work(?:s|ed|ing|days?)?|business|trading|school|shifts?|office|practi[cs]e[sd]?|stud(?:y|ies)|open)\b|\d[-\s]?hours?[-\s](?:a|per|each|every|days?|shifts?)\b|Arbeitst|Werktag|Schul|Stunden (?:pro|am|je) Tag|jours? ouvr|[工学]作?[日天]|每天/i,
)
const ofDays = rare(/\b(?:days?|weeks?|Tage?n?|Wochen?)\b|[天日周]/i)

function unitsIn(plain: string, question: string): Finding[] {
  if (!isWord.test(plain)) return unitsAmong(plain, question)
  // Number words as digits, and the blanks behind these taken out: amounts are read with single ones.
  const { line, places } = squeezed(inDigits(plain, smallNumber))
  return unitsAmong(line, question).map((each) => ({
    ...each,
    span: [placeOf(places, each.span[0]), placeOf(places, each.span[1] - 1) + 1],
  }))
}

function unitsAmong(text: string, question: string): Finding[] {
  if (!/\d/.test(text)) return []
  // Levels do not add up: 30 dB and 30 dB are 33 dB.
  if (levels.test(text)) return []
  const found = [
    ...equations(text),
    ...inWords(text),
    ...(/\s(?:in|per|make)\s/i.test(text) ? contents(text) : []),
    ...(ofTemperature.test(text) && ![text, question].some(differences.test) ? temperatures(text) : []),
  ]
  // "1 cm = 5 km" on a map is no conversion.
  const isScaled = found.length > 0 && (scaled.test(text) || scaled.test(question))
  const kept = isScaled ? found.filter((each) => each.ok || byPowerOfTen(each)) : found
  return text.includes(' per ') ? [...kept, ...factors(text)] : kept
}

const levels = rare(/\d\s?dB|decibel/)
const ofTemperature = rare(/[°K]|degree/)
/** A rise of 10 °C is one of 18 °F. */
const differences = rare(
  /\b(?:rises?|rose|risen|increas\w+|decreas\w+|drops?|dropped|fell|falls|warmer|warming|colder|hotter|cooler|cooling|differences?|intervals?|margins?|deviations?|uncertainty|spread|tolerance|ranges?|gap|swing|below\szero|change[sd]?|wärmer|kälter|Unterschied)\b|[Δ∆]|\\Delta/i,
)
const scaled = rare(/\b(?:map|scale|scaled|blueprint|drawing|represents?|model|Maßstab)\b|比例尺/i)

/** Beside a map only a slip of the decimal point in a conversion is one, and "1 cm = 1 km" is none. */
function byPowerOfTen({ claimed = '', computed = '', message = '' }: Finding): boolean {
  const power = Math.log10(leadingNumber(claimed) / leadingNumber(computed))
  return Number.isInteger(Math.round(power * 1e9) / 1e9) && !/^(?:1|one|half)\s|=/.test(message)
}

const leadingNumber = (text: string) => stated(new RegExp(NUMBER).exec(text)?.[0] ?? '').value

const smallNumber = lean(new RegExp(String.raw`\b(?:${COUNT})(?=\s(?:and\s)?\p{L})`, 'giu'))
const isWord = rare(smallNumber)

const start = lean(
  new RegExp(
    String.raw`(?<![\p{N}.,^_/×*·÷+(−–$€£-]\s{0,2})(?<!\p{L})(?<!\d:)(?<!(?:%|\b(?:half|halves|quarters?|percent|per\scent|\p{L}{2,9}(?:th|rd)s?))\sof\s{1,2}(?:the\s)?|\b(?:twice|thrice|double|triple|half)\s{1,2})(?<!(?:\band|\bplus|\bminus|\btimes|\bby|\bund|\bmal|\bx|\bover|\bto|\bas|\bthan)\s{1,2})(?=${NUMBER})`,
    'giu',
  ),
)
const behindWord = lean(
  /(?<!\b(?:is|are|equals|ist|sind|beträgt|gives|area of|volume of|distance of|length of|total of|mass of|work of|force of|Fläche von|Volumen von))(?<=(?<!\d\s?)\b\p{L}+)\s{1,2}$/iu,
)
const relation =
  /[ \t\u00a0]{0,9}(=|≈|,?\s(?:which\sis|which\sare|that\sis|i\.e\.|das\ssind|das\sist|which\sequals)(?=\s)|[，,]?\s?(?:也就是|即)|(?:is|are)\s(?:equal\sto|the\ssame\sas|equivalent\sto)\b|equals\b|corresponds\sto\b|entspricht\b|entsprechen\b|(?:is|are|has|ist|sind|hat)(?=\s))\s{0,9}(≈|about\b|approximately\b|roughly\b|only\b|exactly\b)?\s{0,9}/y
/** Behind these a number with its unit is no whole statement. */
const goesOn = rare(
  /^\s?(?:[-+×*÷/^(−]|\d+(?:\.\d+)?\s?(?:in(?![a-z])|"|″)|(?:per|of|more|less|longer|shorter|long|wide|tall|high|deep|away|apart|left|from|too|short|late|early|old|later|earlier|before|after|faster|slower|ahead|behind|above|below|in)\b|x\s?\d)/,
)
const manyOf = lean(/(?<!\d[.,]?)\d+\s(?:[\p{L}-]{1,16}\s){1,2}(?:of|à|von|zu)\s$/u)
const isVerb = rare(/^(?:is|are|has|ist|sind|hat)$/)

function equations(text: string): Finding[] {
  // Units are letters.
  if (!/\p{L}/u.test(text)) return []
  const found: Finding[] = []
  let after = 0
  start.lastIndex = 0
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const from = match.index
    start.lastIndex = from + 1
    // "20 packs of 50 g = 1 kg": so many of them.
    if (manyOf.test(text.slice(Math.max(0, from - 48), from))) continue
    // "1 h 15 min": one amount, read from its beginning.
    if (from < after || /\d\s?\p{L}{1,10}\s{1,2}$/u.test(text.slice(Math.max(0, from - 16), from))) continue
    let left = measureAt(text, from)
    if (left === null || isMoment(text, from)) continue
    // Behind a word only the conversion of one amount is read: what stands before may belong to a sum.
    const isBehindWord = behindWord.test(text.slice(Math.max(0, from - 24), from))
    if (isBehindWord && left.literal === undefined) continue
    let leftFrom = from
    let about = false
    for (let at = left.end; ; ) {
      relation.lastIndex = at
      const sign = relation.exec(text)
      if (sign === null) break
      const rightFrom = relation.lastIndex
      about ||= sign[1] === '≈' || /^(?:≈|about|approx|roughly)/.test(sign[2] ?? '')
      const right = measureAt(text, rightFrom)
      if (right === null) break
      at = right.end
      after = at
      if (right.dimension === '') {
        // "In three days is 26 * 4 = 104 hours": the days are not what is reckoned.
        if (isVerb.test(sign[1] ?? '')) break
        continue
      }
      if (left.dimension === '') {
        left = right
        leftFrom = rightFrom
        continue
      }
      // "is" converts one amount into another unit, and nothing else.
      // "Time on the other 2 days = 1.5 hours × 2": what is named there is no amount.
      const open =
        (isVerb.test(sign[1] ?? '') || (isBehindWord && leftFrom === from)) &&
        (left.literal === undefined || right.literal === undefined)
      const checked =
        open || goesOn.test(text.slice(at, at + 12))
          ? null
          : compare(text, [leftFrom, at], left, right, rightFrom, about)
      if (checked !== null && (checked.ok || leftFrom !== from || !isChange(text, from))) found.push(checked)
      left = right
      leftFrom = rightFrom
    }
  }
  return found
}

/** "The train leaves at 8:15 h": a time of day. */
const isMoment = (text: string, from: number) =>
  /^\d{1,2}:/.test(text.slice(from, from + 3)) && at.test(text.slice(Math.max(0, from - 12), from))
const at = lean(/(?<!\p{L})(?:at|um|from|until|till|by|before|after|since|ab|bis|von|vor|nach|gegen|à|las)\s{1,2}$/iu)

/** "It is 2 km. Plus 500 m = 2.5 km", "Then add another 15 min = 1 h": the amount is added to one in a sentence before, or taken away from it. */
const isChange = (text: string, from: number) => change.test(text.slice(Math.max(0, from - 48), from))
const change = lean(
  /(?<!\p{L})(?:plus|minus|less|add(?:s|ed|ing)?|subtract(?:s|ed|ing)?|deduct(?:s|ed|ing)?|tak(?:e|es|ing)\s(?:away|off)|took\s(?:away|off)|zuzüglich|abzüglich|addier\p{L}*|subtrahier\p{L}*)(?:\s(?:another|a|an|the|these|those|its|his|her|their|our|more|further|extra|additional|remaining|other|last|first|final|weitere[nrs]?|noch|die|der|den|das))*:?\s{1,2}$/iu,
)

function compare(
  text: string,
  span: readonly [number, number],
  left: Measure,
  right: Measure,
  rightFrom: number,
  about: boolean,
): Finding | null {
  if (left.dimension !== right.dimension || daysOfMonth(left, right)) return null
  // The same unit on both sides and one number each is no conversion: "5 m = 6 m".
  if (
    left.literal !== undefined &&
    left.literal.size === right.literal?.size &&
    left.literal.unit === right.literal.unit
  )
    return null
  // "15 hours = 15 hours × 1.5 = 22.5 hours": the first side says what is multiplied.
  const first = oneLine(text.slice(span[0], rightFrom)).replace(/\s?=$/, '')
  if (
    left.literal !== undefined &&
    right.literal === undefined &&
    oneLine(text.slice(rightFrom, span[1])).startsWith(first)
  )
    return null
  // "5 feet × 12 = 60 inches" converts by the factor itself.
  if (left.bare !== undefined && right.literal !== undefined && agrees(right.literal.stated, left.bare, true))
    return null
  const ok = sameAmount(left, right, about)
  if (!ok && hedged(text, span)) return null
  const { literal } = right
  const claimed = oneLine(text.slice(rightFrom, span[1]))
  const computed =
    literal === undefined
      ? inUnits(left.value, right)
      : `${shown(left.value / literal.size)}${powerIn(claimed)} ${literal.unit.trim()}`
  // "72 km/h = 72 × 3.6 = 259.2 m/s": the amount that stands first.
  const given = oneLine(text.slice(span[0], rightFrom).split(/=(?=.*=)/)[0] ?? '').replace(
    /\s?(?:[=≈]|is|are|has|ist|sind|hat|equals|entspricht|entsprechen)$/,
    '',
  )
  return finding('units', span, claimed, computed, ok, `${given} is ${computed}, not ${claimed}`)
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** A month has no certain number of days, weeks or hours. */
const daysOfMonth = (left: Measure, right: Measure) => {
  const units = [left.literal?.unit ?? '', right.literal?.unit ?? '']
  return units.some((unit) => /month|monat|月/i.test(unit)) && !units.some((unit) => /year|jahr|年|^y$/i.test(unit))
}

/** An amount for a person: hours and minutes for times, base units otherwise. */
function inUnits(value: number, { dimension }: Measure): string {
  if (dimension !== 's/') return `${shown(value)} ${dimension.replace(/\/$/, '')}`
  const seconds = Math.round(value)
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  return parts
    .filter(([count, unit]) => count > 0 || (unit === 'min' && seconds < 60))
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

function sameAmount(left: Measure, right: Measure, about: boolean): boolean {
  const { literal } = right
  if (literal !== undefined && agrees(literal.stated, left.value / literal.size, about)) return true
  return Math.abs(left.value - right.value) <= (about ? 0.05 : YEAR_OR_CUSTOM) * Math.abs(right.value)
}

const temperature = rare(
  new RegExp(
    String.raw`(?<![\d.,]|(?:[-−–]\s?|\b(?:[Mm]inus|[Nn]egative)\s))(${SIGNED})\s?(°\s?C|°\s?F|K|degrees?\s(?:Celsius|Fahrenheit|Kelvin))\s?(=|≈|is|corresponds\sto)\s?(${SIGNED})\s?(°\s?C|°\s?F|K|degrees?\s(?:Celsius|Fahrenheit|Kelvin))(?![\p{L}\d])`,
    'gu',
  ),
)

function temperatures(text: string): Finding[] {
  return [...temperature.matchAll(text)].flatMap((match) => {
    const [all, from = '', fromScale = '', , to = '', toScale = ''] = match
    const [a, b] = [scaleOf(fromScale), scaleOf(toScale)]
    if (a === b) return []
    const span = [match.index, match.index + all.length] as const
    const celsius =
      a === 'C' ? stated(from).value : a === 'K' ? stated(from).value - 273.15 : ((stated(from).value - 32) * 5) / 9
    const exact = b === 'C' ? celsius : b === 'K' ? celsius + 273.15 : (celsius * 9) / 5 + 32
    // 273 for 273.15 is what most people reckon with.
    const ok = Math.abs(stated(to).value - exact) <= 1
    if (!ok && hedged(text, span)) return []
    const computed = `${shown(Math.round(exact * 100) / 100)} ${toScale}`
    return [finding('units', span, `${to} ${toScale}`, computed, ok, `${from} ${fromScale} is ${computed}`)]
  })
}

const scaleOf = (scale: string) => (/C/.test(scale) ? 'C' : /F/.test(scale) ? 'F' : 'K')

const carried = rare(
  new RegExp(
    String.raw`^\s*(?:In\s[a-z]+(?:\sand\s[a-z]+)?,?\s)?(?:that|this|which|das|it)\s(?:is|are|makes|equals|ist|sind)\s(?:exactly\s|the\ssame\sas\s)?(?=${NUMBER})`,
    'iu',
  ),
)

/** "… = 3.2 minutes." and in the next step "That is 3 minutes and 20 seconds": the amount that the last step ended with, in other units. */
export function checkCarried({ plain }: ClaimText, before: Measure | null): Finding[] {
  const match = before === null ? null : carried.exec(plain)
  const right = match === null ? null : measureAt(plain, match[0].length)
  if (before === null || match === null || right === null || right.dimension !== before.dimension) return []
  if (right.literal !== undefined && right.literal.size === before.literal?.size) return []
  if (!/^\s*(?:[.,;:)!]|$|so\b|and\b)/.test(plain.slice(right.end)) || daysOfMonth(before, right)) return []
  const span = [match[0].length, right.end] as const
  const ok = sameAmount(before, right, false)
  if (!ok && hedged(plain, span)) return []
  const claimed = oneLine(plain.slice(...span))
  const computed =
    right.literal === undefined
      ? inUnits(before.value, right)
      : `${shown(before.value / right.literal.size)} ${right.literal.unit.trim()}`
  return [finding('units', span, claimed, computed, ok, `the step before comes to ${computed}, not ${claimed}`)]
}

/** The amount with its unit that a step ends with, or null. */
export function lastMeasure({ plain }: ClaimText): Measure | null {
  const end = plain.trimEnd().replace(/[.!]$/, '')
  const at = /[=≈]\s{0,9}([^=≈]{1,60})$/.exec(end)
  const from = at === null ? -1 : end.length - (at[1] ?? '').length
  const measure = from < 0 ? null : measureAt(end, from)
  return measure !== null && measure.literal !== undefined && measure.dimension !== '' && measure.end >= end.length
    ? measure
    : null
}
