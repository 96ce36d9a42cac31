import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { readNumbers, readTerm, type Term } from '../terms/reader.js'
import { wholeOf } from '../terms/value.js'
import { divisorCount, factored, gcd, isPrime, MAX_FACTORED, primeFactors } from '../terms/whole.js'
import { type ClaimText, finding, hedged } from './claim.js'
import { clauseEnds, clauseStarts } from './clauses.js'
import { subjectsIn } from './subjects.js'

/**
 * What is said of numbers that are named: "1900 and 2100 are leap years", "48 and 35 are coprime", "3 divides 100", "2^10 has 3 digits", "the factors of 12 are 1, 2, 3, 4, 6".
 * A clause is read whole or not at all.
 */
export function readProperties({ plain }: ClaimText): Finding[] {
  if (!/\d/.test(plain) || !mayName.test(plain)) return []
  return [
    ...clauseStarts(plain)
      .slice(0, 200)
      .flatMap((start) => [...ofNumbers(plain, start), ...ofLists(plain, start), ...ofCounts(plain, start)]),
    ...subjectsIn(plain, false).flatMap(({ from, term, end }) =>
      end === term.end ? [] : ofNumbers(plain, from, { term, end }),
    ),
  ]
}

/** What all of them say one of. */
const mayName = rare(
  /primes?|composite|\beven\b|\bodd\b|squares?|cubes?|\bperfect|palindrom|powers?\sof|\bleap|divi[sd]|multiples?|factors?|digits|zeroe?s?\b|goes\sinto|[∣|]|there\sare|we\s(?:have|find|get)|number\sof/i,
)

const MAX_ROOT = 1e15

interface Property {
  name: string
  /** Null where it cannot be said. */
  holds: (n: bigint, other: bigint) => boolean | null
  /** Of all numbers together, where it is said of several. */
  together?: (numbers: readonly bigint[]) => boolean
}

const small = (n: bigint) => n >= 0n && n <= BigInt(MAX_FACTORED)
const isPower = (n: bigint, power: number) =>
  n < 0n || n > BigInt(MAX_ROOT) ? null : BigInt(Math.round(Number(n) ** (1 / power))) ** BigInt(power) === n
const isPerfect = (n: bigint) => {
  if (n < 2n || n > 1_000_000n) return n < 2n ? false : null
  let sum = 1
  for (let d = 2; d * d <= Number(n); d++) if (Number(n) % d === 0) sum += d * d === Number(n) ? d : d + Number(n) / d
  return sum === Number(n)
}
const divides = (n: bigint, by: bigint) => (by === 0n ? null : n % by === 0n)
const text = (n: bigint) => String(n)

/** What stands behind "is" or "are"; a group `n` is a further number. */
const adjectives: readonly (Property & { says: RegExp })[] = [
  { name: 'prime', says: /primes?(?:\snumbers?)?/iy, holds: (n) => (small(n) ? isPrime(Number(n)) : null) },
  {
    name: 'composite',
    says: /composites?(?:\snumbers?)?/iy,
    holds: (n) => (small(n) ? n > 3n && !isPrime(Number(n)) : null),
  },
  { name: 'even', says: /even(?:\snumbers?|\sintegers?)?/iy, holds: (n) => n % 2n === 0n },
  { name: 'odd', says: /odd(?:\snumbers?|\sintegers?)?/iy, holds: (n) => n % 2n !== 0n },
  { name: 'a perfect square', says: /(?:perfect\s|complete\s)?squares?(?:\snumbers?)?/iy, holds: (n) => isPower(n, 2) },
  { name: 'a perfect cube', says: /(?:perfect\s)?cubes?(?:\snumbers?)?/iy, holds: (n) => isPower(n, 3) },
  { name: 'a perfect number', says: /perfect(?:\snumbers?)?(?!\s(?:squares?|cubes?|power))/iy, holds: isPerfect },
  {
    name: 'a palindrome',
    says: /palindrom(?:es?|ic)(?:\snumbers?)?/iy,
    holds: (n) => text(n) === [...text(n)].reverse().join(''),
  },
  {
    name: 'a power of two',
    says: /powers?\sof\s(?:two|2)/iy,
    holds: (n) => n > 0n && (n & (n - 1n)) === 0n,
  },
  {
    name: 'a leap year',
    says: /leap\syears?/iy,
    holds: (n) => (n < 1583n || n > 9999n ? null : (n % 4n === 0n && n % 100n !== 0n) || n % 400n === 0n),
  },
  {
    name: 'divisible',
    says: /(?:evenly\s|exactly\s)?divisible\sby\s(?<n>\d{1,12})/iy,
    holds: (n, by) => divides(n, by),
  },
  { name: 'a multiple', says: /multiples?\sof\s(?<n>\d{1,12})/iy, holds: (n, by) => divides(n, by) },
  { name: 'a divisor', says: /(?:factors?|divisors?)\sof\s(?<n>\d{1,12})/iy, holds: (n, of) => divides(of, n) },
]
const joint: readonly { name: string; says: RegExp; holds: (numbers: readonly bigint[]) => boolean }[] = [
  {
    name: 'coprime',
    says: /(?:coprime|co-prime|relatively\sprime|mutually\sprime)/iy,
    holds: (numbers) => numbers.reduce(gcd) === 1n,
  },
  {
    name: 'twin primes',
    says: /twin\sprimes/iy,
    holds: ([a = 0n, b = 0n]) => (a - b) ** 2n === 4n && isPrime(Number(a)) && isPrime(Number(b)),
  },
]

const verb =
  /\s(?:is|are|was|were|will\sbe)\s(?:also\s|both\s|all\s|each\s|indeed\s|itself\s)?(not\s|neither\s)?(?:both\s|all\s)?(?:an?\s)?/iy
const name = lean(/(?:the\s)?(?:both\s)?(?:(?:numbers?|years?|integers?)\s)?/iu)
const action =
  /\s(?:(divides?|do(?:es)?\snot\sdivide|doesn['’]t\sdivide)\s(\d{1,15})|goes\sinto\s(\d{1,15})\s(?:exactly\s)?(\d{1,12})\stimes|(?:has|have)\s(?:exactly\s|a\stotal\sof\s)?(\d{1,4}|\p{L}{3,6})\s(?:decimal\s)?(digits|trailing\szero(?:e?s)?|(?:distinct|different)\sprime\s(?:factors|divisors)|(?:positive\s|different\s|distinct\s)?(?:divisors|factors)(?!\s(?:of|other)))|ends\s(?:in|with)\s(?:exactly\s)?(\d{1,4}|\p{L}{3,6})\szero(?:e?s)?)/iuy
const bar = /\s?[∣|]\s?(\d{1,15})/y

const sticky = (pattern: RegExp) => new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}y`)
const named = sticky(name)
const act = sticky(lean(action))
const take = (pattern: RegExp, plain: string, at: number) => {
  pattern.lastIndex = at
  return pattern.exec(plain)
}

function ofNumbers(plain: string, start: number, again?: { term: Term; end: number }): Finding[] {
  const from = start + (take(named, plain, start)?.[0].length ?? 0)
  const term = again?.term ?? readTerm(plain, from, false)
  const row = again === undefined ? readNumbers(plain, from) : null
  const isRow = row !== null && row.numbers.length > 1 && !row.isSet
  if ((term === null && !isRow) || (/^\s?one\s/i.test(plain.slice(from, from + 5)) && start === from)) return []
  const end = isRow ? row.end : (again?.end ?? term?.end ?? 0)
  const values = (
    isRow ? row.numbers : term?.readings.length === 1 && term.list === undefined ? term.readings : []
  ).map(wholeOf)
  const numbers = values.filter((each) => each !== null)
  if (numbers.length === 0 || numbers.length !== values.length) return []
  const subject = plain.slice(from, isRow ? end : (term?.end ?? end))
  const say = (to: number, claimed: string, computed: string, ok: boolean, message: string): Finding[] => {
    if (!clauseEnds(plain, to)) return []
    const span = [from, to] as const
    const around =
      plain.slice(0, from) + plain.slice(from, to).replace(/\b(?:not|neither|doesn['’]t)\b/g, '') + plain.slice(to)
    if (!ok && hedged(around, [span[0], Math.min(around.length, span[1])])) return []
    return [finding(/leap/.test(claimed) ? 'dates' : 'whole-numbers', span, claimed, computed, ok, message)]
  }
  const is = take(verb, plain, end)
  if (is !== null) {
    const at = end + is[0].length
    const not = is[1] !== undefined
    for (const { name: what, says, holds } of joint) {
      const match = take(says, plain, at)
      if (match === null || numbers.length < 2) continue
      const is = holds(numbers)
      const truth = `${is ? '' : 'not '}${what}`
      return say(at + match[0].length, `${not ? 'not ' : ''}${what}`, truth, is !== not, `${subject} are ${truth}`)
    }
    for (const { name: what, says, holds } of adjectives) {
      const match = take(says, plain, at)
      if (match === null) continue
      const other = match.groups?.n
      // "2000 is divisible by 4 and 100" goes on.
      const each = numbers.map((n) => holds(n, BigInt(other ?? 0)))
      if (each.some((held) => held === null)) return []
      const full = other === undefined ? what : match[0]
      const odd = numbers[each.indexOf(not)]
      const truth = odd === undefined ? `${not ? 'not ' : ''}${full}` : `${not ? '' : 'not '}${full}`
      const shown = odd === undefined ? subject : what === 'prime' && !not ? factored(Number(odd)) : String(odd)
      const to = at + match[0].length
      if (/^\s(?:or|and)\s\d/.test(plain.slice(to, to + 8)) && other !== undefined) return []
      return say(to, `${not ? 'not ' : ''}${full}`, truth, odd === undefined, `${shown} is ${truth}`)
    }
    return []
  }
  const [n, second] = numbers
  if (n === undefined || second !== undefined) return []
  const divided = take(bar, plain, end)
  if (divided !== null && n > 0n && term?.digits !== undefined) {
    const of = BigInt(divided[1] ?? '0')
    const to = end + divided[0].length
    return say(
      to,
      `${n} | ${of}`,
      `${of % n === 0n ? '' : 'not '}${n} | ${of}`,
      of % n === 0n,
      `${n} does not divide ${of}: ${of} = ${of / n} × ${n} + ${of % n}`,
    )
  }
  const does = take(act, plain, end)
  if (does === null || n < 0n) return []
  const to = end + does[0].length
  const [, dividing, dividend, into, times, count, of, zeros] = does
  if (dividing !== undefined && dividend !== undefined) {
    if (n === 0n) return []
    const total = BigInt(dividend)
    const [held, not] = [total % n === 0n, /not|n['’]t/.test(dividing)]
    const truth = `${held ? 'divides' : 'does not divide'} ${total}`
    return say(
      to,
      `${dividing} ${total}`,
      truth,
      held !== not,
      `${n} ${truth}: ${total} = ${total / n} × ${n}${held ? '' : ` + ${total % n}`}`,
    )
  }
  if (into !== undefined && times !== undefined) {
    if (n === 0n) return []
    const exact = BigInt(into) / n
    return say(to, times, String(exact), String(exact) === times, `${n} goes into ${into} ${exact} times`)
  }
  const said = countOf(zeros ?? count ?? '')
  if (said === null) return []
  const what = zeros === undefined ? (of ?? '') : 'trailing zeros'
  const exact = countIn(n, what, said)
  if (exact === null) return []
  return say(to, String(said), String(exact), said === exact, `${subject} has ${exact} ${what}`)
}

/** How many digits, zeros at the end, prime factors or divisors a number has. */
function countIn(n: bigint, what: string, said: number): number | null {
  if (/digits/.test(what)) return text(n).length
  if (/zero/.test(what)) return /0*$/.exec(text(n))?.[0].length ?? 0
  if (n === 0n || n > BigInt(MAX_FACTORED)) return null
  const primes = primeFactors(Number(n)).size
  // "Distinct factors" may be the prime ones.
  return /prime/.test(what) || said === primes ? primes : divisorCount(Number(n))
}

const countWords =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'.split(' ')
export const countOf = (word: string): number | null => {
  if (/^\d+$/.test(word)) return Number(word)
  const place = countWords.indexOf(word.toLowerCase())
  return place < 0 ? null : place
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
  const [right, said] = [term.list.map(wholeOf), row.numbers.map(wholeOf)]
  if (said.some((each) => each === null)) return []
  const subject = plain.slice(start, term.end).trim()
  const foreign = said.find((each) => !right.includes(each))
  // Two factors of a number may be a pair of them; a list of all begins with 1 or ends with the number.
  const isWhole =
    !/(?:factors|divisors)/i.test(subject) || /prime/i.test(subject) || (said.includes(1n) && said.length > 2)
  const missing = isWhole ? right.find((each) => !said.includes(each)) : undefined
  const span = [start, row.end] as const
  const ok = foreign === undefined && missing === undefined
  if (!ok && hedged(plain, span)) return []
  const computed = right.join(', ')
  return [finding('whole-numbers', span, said.join(', '), computed, ok, `${subject} are ${computed}`)]
}

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
  const ok = said === term.list.length
  const span = [start, to] as const
  if (!ok && hedged(plain, span)) return []
  const of = plain.slice(start + head[0].length, term.end)
  return [
    finding('whole-numbers', span, String(said), String(term.list.length), ok, `there are ${term.list.length} ${of}`),
  ]
}
