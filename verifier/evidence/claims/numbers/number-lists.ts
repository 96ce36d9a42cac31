/* Numbers in a row by what they are: "the factors of 12 are 1, 2, 3, 4, 6", "0.405 is the largest". The row is reckoned anew. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { readNumbers, readTerm } from '../../terms/reader.js'
import { type Num, wholeOf } from '../../terms/value.js'
import { factored, isPrime } from '../../terms/whole.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { clauseEnds, clauseStarts } from '../text/clauses.js'
import { plainView } from '../text/plain-view.js'

/**
 * What is said of numbers in a row: "the factors of 12 are 1, 2, 3, 4, 6", "there are 9 primes below 20", "the primes are 53, 57 and 59", and of the question's numbers, that one is the
 * largest.
 */
export function numberListReader(question: string): (claim: ClaimText) => Finding[] {
  const compared = comparedNumbers(plainView(question))
  const told = new Set<number>()
  return ({ plain }) => {
    if (!/\d/.test(plain)) return []
    const named = mayName.test(plain)
      ? clauseStarts(plain)
          .slice(0, 200)
          .flatMap((start) => [...ofLists(plain, start), ...ofCounts(plain, start)])
      : []
    return [
      ...named,
      ...ofPrimes(plain),
      ...ofRows(plain),
      ...(compared === null ? [] : ofExtremes(plain, compared, told)),
    ]
  }
}

const mayName = rare(/primes?|divisors?|multiples?|factors?/i)
const take = (pattern: RegExp, plain: string, at: number) => {
  pattern.lastIndex = at
  return pattern.exec(plain)
}
const sticky = (pattern: RegExp) => new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}y`)

const thePrimes = rare(
  /(?:^|[.;:,!?]\s|\n|\bso\s|\bthus\s|\btherefore\s|\bhence\s)\s*(?:(?:so|thus|hence|therefore|then|now)\s)?(?:(?:the|these|those|all|only|six|five|four|seven|eight|three|remaining|other|first)\s){0,3}primes?(?:\snumbers?)?(?:\s(?:between|from)\s\d+\s(?:and|to)\s\d+|\s(?:below|under|up\sto)\s\d+|\sin\s(?:the|this|that)\srange|\sthere|\sleft|\sremaining)?\s?(?:\sare\s(?:therefore\s|thus\s|then\s|exactly\s)?|\s?:\s)(?=\d)/giu,
)

/** "So the primes are 53, 57 and 59." */
function ofPrimes(plain: string): Finding[] {
  return [...thePrimes.matchAll(plain)].flatMap((match): Finding[] => {
    const from = match.index + match[0].length
    const row = readNumbers(plain, from)
    if (row === null || row.numbers.length < 2 || !clauseEnds(plain, row.end)) return []
    const numbers = row.numbers.map(({ exact }) =>
      exact !== null && exact.d === 1n ? Number(exact.s * exact.n) : Number.NaN,
    )
    if (numbers.some((each) => !(each >= 0 && each < 1e12))) return []
    const foreign = numbers.find((each) => !isPrime(each))
    const span = [from, row.end] as const
    if (foreign !== undefined && hedged(plain, span)) return []
    const others = numbers.filter((each) => isPrime(each)).join(', ')
    return [
      finding(
        'whole-numbers',
        span,
        numbers.join(', '),
        others,
        foreign === undefined,
        `${foreign === undefined ? '' : factored(foreign)} is not prime`,
      ),
    ]
  })
}

const asksOrder =
  /\b(?:which|bigger|lower|higher|better|kleiner|größer|sort|order|larg(?:er|est)|small(?:er|est)|bigg(?:er|est)|great(?:er|est)|least|compare|arrange|rank|ascending|descending|number\sline)\b/i
const numberStart = lean(/(?<![\d.,/^\p{L}(-]|[−+*/]\s?)[-−]?\d/gu)

/** "0.0307 or 0.031", "ist 3/8 kleiner als 0,4". */
const beside =
  /\s(?:or|oder|ou|vs\.?|versus|(?:(?:less|smaller|larger|greater|bigger|more|higher|lower)\s)?than|(?:kleiner|größer)\sals)\s(?=[-−\d√])/gi

/** Numbers that a question wants put in order. */
function comparedNumbers(question: string): readonly Num[] | null {
  if (!asksOrder.test(question)) return null
  const text = question.replace(beside, ' and ')
  const rows = matchesOf(numberStart, text).flatMap(({ index }) => {
    const row = readNumbers(text, index)
    return row === null || row.numbers.length < 2 ? [] : [row]
  })
  const [longest] = rows.sort((a, b) => b.numbers.length - a.numbers.length)
  return longest === undefined || longest.numbers.some(({ exact }) => exact === null) ? null : longest.numbers
}

const MOST = 'largest|greatest|biggest|highest|größte'
const LEAST = 'smallest|least|lowest|kleinste'
const MORE = 'larger|greater|bigger|higher|größere'
const LESS = 'smaller|lesser|lower|kleinere'
const OF = String.raw`(?:\s(?:one|number|value|fraction|decimal|Zahl))?(?:\sder\s(?:beiden|drei|vier)(?:\sZahlen)?|\s(?:of|among)\s(?:all|them|these|the\s(?:\p{L}+\s){0,2}(?:numbers|decimals|fractions|values|two|three|four|five|six|rest|others)))?`
const isExtreme = sticky(
  lean(
    new RegExp(
      String.raw`\s(?:is|are|ist)\s(?:therefore\s|thus\s|then\s|clearly\s|also\s)?(?:the\s|die\s|der\s)?(?:(${MOST})|(${LEAST})|(?<=(?:the|die)\s)(${MORE})|(?<=(?:the|die)\s)(${LESS}))${OF}`,
      'iu',
    ),
  ),
)
const extremeIs = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?<!\b(?:second|next|third)[\s-])(?:(${MOST})|(${LEAST}))${OF}\sis\s(?:therefore\s|thus\s|then\s)?(?=[-−\d])`,
    'giu',
  ),
)

/** "0.405 is the largest of the three", "the smallest of the three is −1/2": of the numbers that the question compares. */
function ofExtremes(plain: string, compared: readonly Num[], told: Set<number>): Finding[] {
  const judge = (
    value: Num | undefined,
    from: number,
    to: number,
    kind: readonly (string | undefined)[],
  ): Finding[] => {
    if (value === undefined || !compared.some(({ re }) => re === value.re) || !clauseEnds(plain, to)) return []
    const [isMost, isLeast, isMore] = kind
    const span = [from, to] as const
    const among = plain.slice(Math.max(0, from - 40), to)
    // "Of the other two", "the larger": it is not the least of all, and no more is known where it was not told which one is left out.
    const left = compared.filter(({ re }) => !told.has(re))
    const isOfRest = /\b(?:other|remaining)\s(?:two|2)\b/i.test(among) && left.length === 2
    const isPartial =
      !isOfRest &&
      ((isMost ?? isLeast) === undefined ||
        /\b(?:other|remaining|rest|two|negative\p{L}*|positive\p{L}*|first|last|so\sfar)\b/iu.test(among))
    const order = [...(isOfRest ? left : compared)].sort((a, b) => a.re - b.re)
    const [least, most] = [order[0], order.at(-1)]
    if (least === undefined || most === undefined || least.re === most.re) return []
    const upwards = (isMost ?? isMore) !== undefined
    const ok = isPartial ? value.re !== (upwards ? least : most).re : value.re === (upwards ? most : least).re
    if (!ok && hedged(plain, span)) return []
    if (ok && !isPartial) told.add(value.re)
    const of = upwards ? most : least
    const word = upwards ? 'largest' : 'smallest'
    const shown = ({ exact, re }: Num) =>
      exact === null ? String(re) : exact.toString(12).includes('(') ? exact.toFraction() : exact.toString(12)
    const message = isPartial
      ? `${shown(value)} is the ${upwards ? 'smallest' : 'largest'} of all`
      : `the ${word} is ${shown(of)}`
    return [finding('inequalities', span, shown(value), shown(of), ok, message)]
  }
  const direct = clauseStarts(plain).flatMap((from) => {
    const term = readTerm(plain, from, false)
    const match = term === null ? null : take(isExtreme, plain, term.end)
    return term === null || match === null
      ? []
      : judge(term.readings[0], from, term.end + match[0].length, match.slice(1))
  })
  const named = [...extremeIs.matchAll(plain)].flatMap((match) => {
    const at = match.index + match[0].length
    const term = readTerm(plain, at, false)
    return term === null ? [] : judge(term.readings[0], match.index, term.end, match.slice(1))
  })
  return [...direct, ...named]
}

const ofTwo = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?<!\b(?:second|next|third|two|three|four)[\s-])(?:(${MORE}|${MOST})|(${LESS}|${LEAST}))(?:\s(?:number|value|fraction|one|decimal))?\s(?:of|among)\s(?:the\s(?:two\s)?numbers\s)?(?=[-−\d√])`,
    'giu',
  ),
)
const isTerm = /\sis\s/iy
const ofThem = /(\S{1,24})\sis\s(?:therefore\s|thus\s|then\s|clearly\s)?the\s$/i

/** "The smaller of 0.5 and 0.45 is 0.45", "−3/5 is the greater of −2/3 and −3/5". */
function ofRows(plain: string): Finding[] {
  return ofTwo.matchAll(plain).flatMap((match): Finding[] => {
    const start = match.index + match[0].length
    const row = readNumbers(plain, start)
    if (row === null || row.numbers.length < 2 || row.numbers.some(({ im }) => im !== 0)) return []
    const before = ofThem.exec(plain.slice(Math.max(0, match.index - 60), match.index))?.[1]
    const from = before === undefined ? match.index : plain.lastIndexOf(before, match.index)
    const is = before === undefined ? take(isTerm, plain, row.end) : null
    if (before === undefined && is === null) return []
    const term = readTerm(plain, is === null ? from : row.end + is[0].length, false)
    const to = is === null ? row.end : (term?.end ?? 0)
    const said = term?.readings[0]?.re
    if (said === undefined || !clauseEnds(plain, to) || !row.numbers.some(({ re }) => re === said)) return []
    const all = row.numbers.map(({ re }) => re)
    const right = match[1] === undefined ? Math.min(...all) : Math.max(...all)
    const span = [from, to] as const
    if (said !== right && hedged(plain, span)) return []
    const word = match[1] === undefined ? 'smallest' : 'largest'
    return [finding('inequalities', span, String(said), String(right), said === right, `the ${word} is ${right}`)]
  })
}

const are = /\s(?:are|is|=)\s(?:exactly\s|just\s|only\s|simply\s)?|\s?:\s|\s=\s/iy

/** "The factors of 12 are 1, 2, 3, 4, 6." */
function ofLists(plain: string, start: number): Finding[] {
  const term = readTerm(plain, start, false)
  if (term?.list === undefined) return []
  const is = take(are, plain, term.end)
  if (is === null) return []
  const row = readNumbers(plain, term.end + is[0].length)
  if (row === null || row.numbers.length < 2 || !clauseEnds(plain, row.end)) return []
  // "1, 2, 3, ..., 12"
  if (/^[\s,]*(?:\.\.|…|\\l?dots)/.test(plain.slice(row.end, row.end + 12))) return []
  const [positive, said] = [term.list.map(wholeOf), row.numbers.map(wholeOf)]
  if (said.some((each) => each === null)) return []
  const subject = plain.slice(start, term.end).trim()
  // Where one of them is negative all integers are meant.
  const isSigned = said.some((each) => each !== null && each < 0n) && /(?:factors|divisors)/i.test(subject)
  const right = isSigned ? positive.flatMap((each) => (each === null ? [] : [-each, each])) : positive
  const foreign = said.find((each) => !right.includes(each))
  // Two factors of a number may be a pair of them; a list of all begins with 1 or ends with the number.
  const isWhole =
    !/(?:factors|divisors)/i.test(subject) || /prime/i.test(subject) || (said.includes(1n) && said.length > 2)
  const missing = isWhole && !goesOn.test(plain.slice(row.end)) ? right.find((each) => !said.includes(each)) : undefined
  const span = [start, row.end] as const
  const ok = foreign === undefined && missing === undefined
  if (!ok && hedged(plain, span)) return []
  const computed = right.join(', ')
  return [finding('whole-numbers', span, said.join(', '), computed, ok, `${subject} are ${computed}`)]
}

/** "…, and also -2, -3, -4", "… and their opposites": the rest of a list. */
const goesOn =
  /^[,;]?\s?(?:and|plus|or|as\swell\sas|(?:together|along)\swith|with(?=\s(?:the|all)))\s(?:also\b|then\s|[-−±]?\d|(?:of\scourse\s)?(?:all\s)?(?:of\s)?(?:the(?:ir|se|se|m)?|its|those)\s(?:negatives?|opposites?|same|others?|rest|corresponding|numbers\s(?:with|behind)))/i

const thereAre = sticky(
  lean(
    /(?:(?:there\sare|we\s(?:have|find|get))\s(?:exactly\s|a\stotal\sof\s|only\s)?(\d{1,5}|\p{L}{3,9})\s|the\snumber\sof\s)/iu,
  ),
)
const isCount = /\s(?:is|=|equals)\s(?:exactly\s)?(\d{1,5}|[a-z]{3,9})(?![\w.]*\d|\s?[-+*/^])/iy

/** "There are 9 primes below 20." "The number of primes below 20 is 9." */
function ofCounts(plain: string, start: number): Finding[] {
  const head = take(thereAre, plain, start)
  if (head === null) return []
  const term = readTerm(plain, start + head[0].length, false)
  if (term?.list === undefined) return []
  const behind = head[1] === undefined ? take(isCount, plain, term.end) : null
  const said = countOf(head[1] ?? behind?.[1] ?? '')
  const to = term.end + (behind?.[0].length ?? 0)
  if (said === null || !clauseEnds(plain, to)) return []
  const of = plain.slice(start + head[0].length, term.end)
  const isOfDivisors = /^(?:factors|divisors)/i.test(of)
  // "We have 9 factors of 5" in a product; 12 divisors of 12, where the negative ones count.
  if (isOfDivisors && (/^we/i.test(head[0]) || said === 2 * term.list.length)) return []
  const ok = said === term.list.length
  const span = [start, to] as const
  if (!ok && hedged(plain, span)) return []
  return [
    finding('whole-numbers', span, String(said), String(term.list.length), ok, `there are ${term.list.length} ${of}`),
  ]
}
