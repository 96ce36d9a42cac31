/* Equations in signs: "12 × 12 = 144", in whole steps and in clauses. Both sides are reckoned exactly and have to agree within the digits shown. */
import type Fraction from 'fraction.js'
import { caretMayBeOr, type EquationCheck, isDoubted, readEquations } from '../../src/core/arithmetic/equations.js'
import { countWord } from '../../src/core/quantities/words.js'
import type { Finding, Span } from '../../src/core/records/types.js'
import { matchesOf } from '../../src/core/triggers.js'
import { angles } from './angles.js'
import { Carried } from './carried.js'
import { hedged } from './claims/claim.js'
import { clauseStarts } from './claims/text/clauses.js'
import { plainView } from './claims/text/plain-view.js'
import { pointedThousands, threeDecimals } from './claims/text/separators.js'
import type { StepFacts } from './facts.js'
import { otherwiseReader } from './machine.js'
import { isOfOtherArithmetic } from './other-arithmetic.js'
import { toldResults } from './told-results.js'

/** The arithmetic of steps; where the chain speaks of arithmetic of another kind, what fails among ordinary numbers and holds there says nothing. */
export function arithmeticReader(
  question: string,
  steps: readonly string[],
  context = '',
): (step: StepFacts) => Finding[] {
  const isOtherwise = otherwiseReader([question, ...steps])
  const accuses = !isOfOtherArithmetic(question)
  const isProgram = caretMayBeOr(question)
  const carried = new Carried(`${question}\n${context}`)
  return (step) => {
    const caretIsOpen = step.text.includes('^') && (isProgram || caretMayBeOr(step.text))
    return checkArithmetic(step, isOtherwise, carried).filter(
      ({ ok, span }) =>
        ok ||
        (accuses &&
          !(caretIsOpen && step.text.slice(...span).includes('^')) &&
          !isLooselyWritten(step.text.slice(...span), question) &&
          !isOfFinerConstant(step.text.slice(...span), question)),
    )
  }
}

/** Every equals sign whose two sides have a value: do they agree within the digits shown? */
function checkArithmetic(
  { equations, text }: StepFacts,
  isOtherwise: ReturnType<typeof otherwiseReader>,
  carried: Carried,
): Finding[] {
  const all = equations.map(({ checks }) => checks)
  carried.learn(text, all.flat())
  return [...all, ...ofClauses(text, all.flat()), ...toldResults(text)].flatMap((checks) =>
    checks
      .filter((check) => check.ok || !carried.explains(text.slice(...check.span), check))
      .filter(
        ({ ok, span, claimed, claimedValue, computedValue }) =>
          ok ||
          !(
            isHalfRead(text, span[0]) ||
            angles(text, span, asNumbers(claimed, claimedValue, computedValue))?.ok ||
            isOfBits(text, span) ||
            isScore(text, span) ||
            isListed(text, span) ||
            isNamedPi.test(text.slice(...span)) ||
            ofYears.test(text.slice(...span)) ||
            spanOfYears.test(text.slice(...span)) ||
            isNextName.test(text.slice(...span)) ||
            ofHours.test(text.slice(...span)) ||
            isRunOn(text, span) ||
            isBehindEllipsis(text, span) ||
            (isNegated(text, span) && holds(`-${text.slice(...span)}`)) ||
            holdsOtherwise(text.slice(...span)) ||
            isOtherwise({
              text: text.slice(...span),
              claimed: claimedValue.valueOf(),
              computed: computedValue.valueOf(),
            })
          ),
      )
      .map(({ span, claimed, computed, ok, claimedValue, computedValue }) => ({
        kind: 'arithmetic' as const,
        span,
        claimed,
        computed,
        ok,
        ...(ok
          ? {}
          : {
              message: `states ${claimed}, but this comes to ${angles(text, span, asNumbers(claimed, claimedValue, computedValue))?.computed ?? asStated(claimed, claimedValue, computedValue) ?? computed}`,
            }),
      })),
  )
}

/**
 * "mean = 3 + 5 + 7 / 3 = 5", "10/2×5 = 1": a fraction in one line without its brackets, which nobody asked to be reckoned as it stands: the question has it neither in signs nor, "a
 * quarter of 8 euros", "6 euros per 2 km", in words.
 */
function isLooselyWritten(equation: string, question: string): boolean {
  const [, above, below] = /^([^=/]+)\/([^=/]+)=[^=]+$/.exec(equation) ?? []
  if (above === undefined || below === undefined || unsigned(question).includes(unsigned(`${above}/${below}`)))
    return false
  if (isPartInWords(above, below, question)) return false
  return [
    [above, `(${below})`],
    [`(${above})`, below],
    [`(${above})`, `(${below})`],
  ].some(([top, bottom]) => holds(`${top}/${bottom}${equation.slice(equation.indexOf('='))}`))
}

const ends = /(?:^|[-+−×*\s$€£(])(\d+(?:\.\d+)?)\s?\p{L}*\s*$/u
const starts = /^\s*(\d+)(?![\d.])/
/** By what they divide. */
const parts = [
  '',
  '',
  'half|Hälfte',
  'third|Drittel',
  'quarter|fourth|Viertel',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
]

/** Whether a question divides the last term above the line alone: "half of 10 stamps" of "20 + 10 / 2". */
function isPartInWords(above: string, below: string, question: string): boolean {
  const [whole, by] = [ends.exec(above)?.[1], starts.exec(below)?.[1]]
  if (whole === undefined || by === undefined) return false
  const [term, divisor] = [whole, by].map((each) => {
    const word = countWord(Number(each))
    return String.raw`(?<![\d.,])(?:${each.replace('.', String.raw`\.`)}${word === undefined ? '' : `|${word}`})(?![\d\p{L}]|[.,]\d)`
  })
  const part = parts[Number(by)] || `${by}th`
  return new RegExp(
    String.raw`(?<!\p{L})(?:${part})\s(?:(?:of|the|a|an|his|her|its|their|our|my|another|those|these|all|von|der|den)\s){0,3}[$€£]?${term}|${term}[^.?!\d]{0,24}?(?<!\p{L})(?:per|every|for\severy|pro|je)\s${divisor}`,
    'iu',
  ).test(question)
}
const unsigned = (text: string) =>
  text
    .replace(/[\s$\\]|left|right/g, '')
    .replace(/[×·]|times|cdot/g, '*')
    .replace(/÷/g, '/')

const asNumbers = (claimed: string, claimedValue: Fraction, computedValue: Fraction) => ({
  claimed,
  claimedValue: claimedValue.valueOf(),
  computedValue: computedValue.valueOf(),
})

const MAX_CLAUSES = 60
const startsEquation = /^[\s$]*(?:[-−–(√\d]|\\[dt]?frac)/
const goesToEnd = /[.;:!?](?=\s|$)|\n|,\s(?!\d)|\s(?:and|so|but|which|because|since|as)\s/

/**
 * Equations of clauses that the text as a whole leaves open: "so we have -8 + 1 + 5 = -12" with its sign, "5/6 = 25/30 and 3/10 = 6/30", one beside which another sentence denies
 * something else. A clause is read alone, from its beginning to its end or not at all.
 */
function ofClauses(text: string, read: readonly EquationCheck[]): EquationCheck[][] {
  if (!text.includes('=') || isDoubted(text)) return []
  const found: EquationCheck[][] = []
  for (const start of clauseStarts(plainView(text)).slice(0, MAX_CLAUSES)) {
    const rest = text.slice(start, start + 200)
    if (!startsEquation.test(rest)) continue
    const clause = rest.slice(0, goesToEnd.exec(rest)?.index)
    if (!clause.includes('=') || /[\p{L}]{3}/u.test(clause.replace(/\\[a-z]+/g, ''))) continue
    const [equation, more] = readEquations(clause)
    if (equation === undefined || more !== undefined || clause.slice(0, equation.span[0]).trim().length > 1) continue
    if (clause.slice(equation.span[1]).replace(/[\s$)}*]/g, '') !== '') continue
    const checks = equation.checks
      .map((check) => ({ ...check, span: [check.span[0] + start, check.span[1] + start] as const }))
      .filter(
        ({ span, ok }) =>
          !read.some((each) => each.span[0] < span[1] && span[0] < each.span[1]) && (ok || !hedged(text, span)),
      )
    found.push(checks)
  }
  return found
}

/** "1/4 : 5/12 = 0.6", "40² : 30² = 1600 : 900": the left side began before. */
const isHalfRead = (text: string, start: number) =>
  /(?:[^\s\p{L}]:|\S\s:\s)$/u.test(text.slice(Math.max(0, start - 4), start))

/** "π = -0.1(50)^2 + 10(50) = 200" is a profit: the number begins with 3. */
const isNamedPi = /^\s*(?:π|\\pi)\s*=\s*(?!3)/

/** "((1990 value - 1980 value) / 1980 value) * 100": years are names. */
const ofYears = /(?<!\d)(?:19|20)\d\d\s(\p{L}+)\s?[-−–/]\s?(?:19|20)\d\d\s\1(?!\p{L})/u

/** "0900 - 0130 = 0730 hours" */
const ofHours = /^0?\d{3,4}\s?[-−–+]\s?\d{4}\s?=\s?(?=0\d)\d{4}(?!\d)/

/** "The leases that end in 2020 - 2024 are 381" */
const spanOfYears = /^(?:19|20)\d\d\s?[-−–]\s?(?:19|20)\d\d\s(?:is|are|was|were)\s/

/** "= $101.40 Overtime pay = 2.60 × 15": the name of the next equation. */
const isNextName = /\d\s+(?=[A-Z][a-z]{2})[A-Z][\p{L}\s]{2,40}=/u

/** "2 × $26 = $52 + 2 × $12 = $24, total $76": each sum is reckoned by itself, as people add up on paper. */
const isRunOn = (text: string, [start, end]: Span): boolean => {
  const [, last = ''] = /^[$€£]?[\d.,]+[^=+]{0,20}\+\s?([^=+]+=[^=]+)$/.exec(text.slice(start, end)) ?? []
  return last !== '' && /=\s?[$€£]?$/.test(text.slice(Math.max(0, start - 4), start)) && holds(last)
}

/** "20 · 19 · … · 2 · 1 = 20!": the first factors were not read. */
const isBehindEllipsis = (text: string, [start]: Span) =>
  /(?:\.\.\.?|…|\\[lc]?dots)\s?(?:[-+*×·/]|\\(?:cdot|times))?\s?$/.test(text.slice(Math.max(0, start - 14), start))

/** "1 << 10 = 2^10", "~5 = -5 - 1": the number on the left is shifted or inverted; in GSM8K's "24<<48/2=24>>" more than a number stands there. */
const isOfBits = (text: string, [start, end]: Span) =>
  /\d\s?(?:<<|>>)\s?$/.test(text.slice(Math.max(0, start - 6), start))
    ? /^\d{1,9}\s?=/.test(text.slice(start, end))
    : text[start - 1] === '~' && /^(\d{1,19})\s?=\s?[-−–]\s?\1\s?[-−–]\s?1$/.test(text.slice(start, end))

/** "6–4, 0–6, 6–4 is 12 games to 14": the last of several scores. */
const isScore = (text: string, [start, end]: Span) =>
  /(?<!\d)\d{1,3}[–-]\d{1,3}(?:,\s|\sand\s)$/.test(text.slice(Math.max(0, start - 14), start)) &&
  /^\d{1,3}[–-]\d{1,3}\s(?:is|are|makes?)\s/.test(text.slice(start, end))

/** "The last digits of 7, 7², 7³, 7⁴ are 7, 9, 3, 1": a list of values belongs to a list of things. */
const isListed = (text: string, [start, end]: Span) =>
  /\s(?:are|were|sind)\s[^=]*$/.test(text.slice(start, end)) && /^,\s?[-−]?\d/.test(text.slice(end, end + 4))

/** "- (1,172 + 1,212) / 2 = -1,192" in a line of its own: the sign was taken for one of a list, and there is no other. */
const isNegated = (text: string, [start, end]: Span) =>
  /(?:^|\n)[ \t]*(?:[-−–][ \t]*)?$/.test(text.slice(Math.max(0, start - 12), start)) &&
  /^[^-−–=]+=\s?[$€£]?\s?[-−–][^-−–=]+$/.test(text.slice(start, end))

/** Other ways in which people write: "1.000 + 500 = 1.500", "√3 ≈ 1,732", "24÷3/5 = 40", "that makes 1,305 plus 350 × 3.60 = 1,260", "1/6 = 0.1(6)", "3 + (13) + 26 = 16". */
const otherwise: readonly ((equation: string) => string)[] = [
  (equation) => equation.replace(pointedThousands, (number) => number.replaceAll('.', '')),
  (equation) => equation.replace(threeDecimals, (number) => number.replace(',', '.')),
  (equation) => equation.replace(dividedByFraction, '÷($1)'),
  (equation) => equation.replace(/^[^=]*\b(?:plus|minus)\s/i, ''),
  // "With doubles 5.0/2 = 2.5": a type, and nothing is doubled.
  (equation) => equation.replace(/^\s*doubles\s/i, ''),
  (equation) => equation.replace(loss, '(-$1)'),
  (equation) => equation.replace(anyLoss, '(-$1)'),
  (equation) => equation.replace(partOfPercent, '($1/100)'),
  (equation) => (/π|\\pi\b|\brad/.test(equation) ? equation.replace(degrees, '($1*π/180)') : equation),
  (equation) => (isClock(equation) ? equation.replace(clock, '($1 + $2/60)') : equation),
  (equation) => (isClock(equation) ? equation.replace(clock, '($1 + $2/60)').replace(/$/, ' + 24') : equation),
  (equation) => equation.replace(period, (_, before: string, again: string) => before + again.repeat(12)),
  (equation) => equation.replace(uncertainty, '$1'),
  // "(4% - 7.67%)² = (-3.67)²", in squares of per cent.
  (equation) => (squaredPercent.test(equation) ? equation.replace(/\\?%/g, '') : equation),
  // "3/3 - 2/3 = 1/3 of $150": the share alone.
  (equation) => equation.replace(/(=\s?\d+\s?\/\s?\d+)\sof\s.*$/, '$1'),
  // "1 + .5 + 1.5 dozen = 3 dozen": told of all of them.
  (equation) => equation.replace(/\s(?:dozens?|hundred|thousand|million|billion)(?=\s|$)/g, ''),
  // "14 / 1 / 4": by a quarter.
  (equation) => equation.replace(/^(\d+)\s\/\s(\d)\s\/\s(\d)(?=\s?=)/, '$1/($2/$3)'),
]
const squaredPercent = /\([^()]*%[^()]*\)\s?(?:²|\^\s?\{?2)/
/** "1/2% = 0.005" is half a per cent. */
const partOfPercent = /(?<![\d.)/])([1-9]\s?\/\s?[1-9]\d?)\s?%/g
/** In brackets behind a sign an amount may be negative, as accountants write it. */
const loss = /(?<=^\s{0,4}|[-+−–]\s?)\((\d[\d.,]*)\)/g
/** The same with its result: "(80) + 20 = (60)", "-$80 + $20 = $(60)". */
const anyLoss = /(?<=(?:^\s{0,4}|[-+−–=]\s?)[$€£]?)[$€£]?\((\d[\d.,]*)\)/g
/** "arctan 1 = 45° = π/4" */
const degrees = /(\d+(?:\.\d+)?)\s?(?:°|\^\s?\{?\\circ\}?|degrees?\b)/g
/** "21.45 Uhr + 3.30 = 25.15": hours and minutes with a point between them. */
const isClock = (equation: string) => /\d\.\d\d\s?Uhr\b/.test(equation)
const clock = /(?<![\d.,])(\d{1,2})\.([0-5]\d)(?![\d.,])(?:\s?Uhr\b)?/g
/** "3.2(1) + 1.0(2) = 4.2(2)": how sure the last digit is. */
const uncertainty = /(\.\d{1,9})\(\d{1,2}\)/g
/** π, e, √2, √3, √5, ln 10, ln 2, g, the constant of gases and Avogadro's number. */
const constants = [
  '3.14159265',
  '2.71828183',
  '1.41421356',
  '1.73205081',
  '2.23606798',
  '2.30258509',
  '0.69314718',
  '9.80665',
  '8.31446',
  '6.02214',
]
/** As it is told, rounded or cut off after two to five places: "3.14 × 25 = 78.54" is the product of the finer one. */
const finer = new Map([
  ['9.8', '9.80665'],
  ...constants.flatMap((exact) =>
    [2, 3, 4, 5].flatMap((places) =>
      [Number(exact).toFixed(places), exact.slice(0, 2 + places)].map((told) => [told, exact] as const),
    ),
  ),
])
const roundedConstant = /(?<![\d.])\d\.\d{1,5}(?![\d%])/g

/** Whether an equation holds with the finer value of a constant. What costs 3.14 euros has no finer price. */
function isOfFinerConstant(equation: string, question: string): boolean {
  const read = equation.replace(roundedConstant, (told) => (isPrice(told, question) ? told : (finer.get(told) ?? told)))
  return read !== equation && holds(read)
}

/** A number of the question that is not told there as a constant: "π = 3.14", "take g as 9.8". */
const isPrice = (told: string, question: string): boolean =>
  matchesOf(new RegExp(String.raw`(?<![\d.])${told.replace('.', String.raw`\.`)}(?!\d)`, 'g'), question).some(
    ({ index }) =>
      !/[=≈]\s?$|\b(?:π|pi|g|e|gravity)\s(?:as|is|be|to\sbe|by|of)\s$/i.test(
        question.slice(Math.max(0, index - 16), index),
      ),
  )
const period = /(\.\d{0,9})\((\d{1,6})\)/g
const dividedByFraction = /÷\s?(\d{1,9}\/\d{1,9})(?![\d.])/g

/** An equation that holds when it is read in one of these ways is written so. */
function holdsOtherwise(equation: string): boolean {
  return otherwise.some((way) => {
    const read = way(equation)
    return read !== equation && holds(read)
  })
}

function holds(equation: string): boolean {
  const checks = readEquations(equation).flatMap((each) => each.checks)
  return checks.length > 0 && checks.every(({ ok }) => ok)
}

/** What was computed as a fraction, where the claim is one and it stays short; else undefined. "500 / 10" is a division, which comes to 50. */
function asStated(claimed: string, stated: Fraction, value: Fraction): string | undefined {
  if (stated.d === 1n) return undefined
  if (!/^\s*-?\s*(?:\d+\s*\/\s*\d+|\\[cdt]?frac.*)\s*$/.test(claimed)) return undefined
  const fraction = value.toFraction()
  return fraction.length <= 12 ? fraction : undefined
}
