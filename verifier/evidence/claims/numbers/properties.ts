/* Properties of numbers: "91 is prime", "48 and 35 are coprime", "1900 is a leap year". Each is tested exactly. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { readNumbers, readTerm, type Term } from '../../terms/reader.js'
import { wholeOf } from '../../terms/value.js'
import { divisorCount, factored, gcd, isPrime, MAX_FACTORED, primeFactors } from '../../terms/whole.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { subjectsIn } from '../related/subjects.js'
import { clauseEnds, clauseStarts } from '../text/clauses.js'

/**
 * What is said of numbers that are named: "1900 and 2100 are leap years", "48 and 35 are coprime", "3 divides 100", "2^10 has 3 digits".
 * A clause is read whole or not at all.
 */
export function readProperties({ plain }: ClaimText): Finding[] {
  if (!/\d/.test(plain) || !mayName.test(plain)) return []
  return [
    ...clauseStarts(plain)
      .slice(0, 200)
      .flatMap((start) => ofNumbers(plain, start)),
    ...subjectsIn(plain, false).flatMap(({ from, term, end }) =>
      end === term.end ? [] : ofNumbers(plain, from, { term, end }),
    ),
  ]
}

/** What all of them say one of. */
const mayName = rare(
  /primes?|composite|\beven\b|\bodd\b|squares?|cubes?|\bperfect|palindrom|powers?\sof|\bleap|divi[sd]|multiples?|factors?|digits|zeroe?s?\b|goes\sinto|[∣|]|remainder|leaves/i,
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
  { name: 'a multiple', says: /multiples?\sof\s(?<n>\d{1,12})(?![!\d])/iy, holds: (n, by) => divides(n, by) },
  {
    name: 'a divisor',
    says: /(?:factors?|divisors?)\sof\s(?<n>\d{1,12})(?![!\d])/iy,
    holds: (n, of) => divides(of, n),
  },
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
  /\s(?:(?:is|are|was|were|will\sbe)|(isn['’]t|aren['’]t))\s(?:also\s|both\s|all\s|each\s|indeed\s|itself\s|therefore\s|thus\s|even\s(?=a\s))?(not\s|neither\s)?(?:both\s|all\s)?(?:an?\s)?/iy
const name = lean(/(?:the\s)?(?:both\s)?(?:(?:numbers?|years?|integers?)\s)?/iu)
const bar = /\s?[∣|]\s?(\d{1,15})/y

const sticky = (pattern: RegExp) => new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}y`)
const named = sticky(name)
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
      plain.slice(0, from) +
      plain.slice(from, to).replace(/\b(?:not|neither|(?:doesn|isn|aren)['’]t)\b/g, '') +
      plain.slice(to)
    if (!ok && hedged(around, [span[0], Math.min(around.length, span[1])])) return []
    return [finding(/leap/.test(claimed) ? 'dates' : 'whole-numbers', span, claimed, computed, ok, message)]
  }
  const is = take(verb, plain, end)
  // "15 are even and 10 are prime": so many of them.
  if (is !== null && numbers.length === 1 && /^\s(?:are|were|aren)/.test(is[0])) return []
  if (is !== null) {
    const at = end + is[0].length
    const not = (is[1] ?? is[2]) !== undefined
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
  // "(2|1)" is a point, as it is written in German.
  const isPoint = plain[from - 1] === '(' && plain[end + (divided?.[0].length ?? 0)] === ')'
  if (divided !== null && !isPoint && n > 0n && term?.digits !== undefined) {
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
  if (n < 0n) return []
  for (const { says, check } of actions) {
    const match = take(says, plain, end)
    if (match === null) continue
    const to = end + match[0].length
    // "It leaves the remainder 5": by what divided the number before.
    const before = /(?:divisible\sby|multiple\sof)\s(\d{1,12})(?!\d)/.exec(plain.slice(term?.end ?? end, end))?.[1]
    const checked = check(n, match, before)
    if (checked === null) return []
    const { claimed, computed, message } = checked
    return say(to, claimed, computed, claimed === computed, message.replace('#', subject))
  }
  return []
}

interface Action {
  says: RegExp
  /** What is said and what is so; `#` stands for the number in what is told. Null where it cannot be told. */
  check(
    n: bigint,
    match: RegExpExecArray,
    before?: string,
  ): { claimed: string; computed: string; message: string } | null
}

const COUNT = String.raw`(\d{1,4}|\p{L}{3,6})`
const action = (source: string, check: Action['check']): Action => ({
  says: sticky(lean(new RegExp(source, 'iu'))),
  check,
})

/** What a number does or has. */
const actions: readonly Action[] = [
  action(
    String.raw`\s(divides?|do(?:es)?\snot\sdivide|doesn['’]t\sdivide)\s(\d{1,15})(?![!\d])(?:\sevenly|\sexactly)?`,
    (n, [, how = '', of = '0']) => {
      if (n === 0n) return null
      const [total, denied] = [BigInt(of), /not|n['’]t/.test(how)]
      const [quotient, rest] = [total / n, total % n]
      const truth = (holds: boolean) => `${holds ? 'divides' : 'does not divide'} ${of}`
      return {
        claimed: truth(!denied),
        computed: truth(rest === 0n),
        message: `${n} ${truth(rest === 0n)}: ${of} = ${quotient} × ${n}${rest === 0n ? '' : ` + ${rest}`}`,
      }
    },
  ),
  action(String.raw`\sgoes\sinto\s(\d{1,15})\s(?:exactly\s)?(\d{1,12})\stimes`, (n, [, into = '0', times = '']) => {
    if (n === 0n) return null
    const exact = String(BigInt(into) / n)
    return { claimed: times, computed: exact, message: `${n} goes into ${into} ${exact} times` }
  }),
  action(
    String.raw`\s(?:leaves|has|gives)\s(?:(?:an?|the)\s)?(?:remainder\s(?:of\s)?)?(\d{1,12})(?:\s(?:when|if|on|upon|after)\s(?:it\sis\s|being\s)?(?:divided|division)\sby\s(\d{1,12})|\smod(?:ulo)?\s(\d{1,12}))`,
    (n, [, rest = '', by, mod]) => remainderBy(n, rest, by ?? mod),
  ),
  action(String.raw`\s(?:leaves|has)\s(?:an?|the)\sremainder\s(?:of\s)?(\d{1,12})`, (n, [, rest = ''], before) =>
    remainderBy(n, rest, before),
  ),
  action(
    String.raw`\s(?:(?:has|have)\sno\s(?:other\s)?(?:positive\s|proper\s)?(?:divisors?|factors?)\s(?:other\sthan|except|besides|apart\sfrom|but|than)|(?:is\s)?divisible\sonly\sby)\s(?:1|one)\sand\sitself`,
    (n) => {
      if (n > BigInt(MAX_FACTORED)) return null
      const prime = isPrime(Number(n))
      return {
        claimed: 'prime',
        computed: prime ? 'prime' : 'not prime',
        message: prime ? '# is prime' : `# has others: ${factored(Number(n))}`,
      }
    },
  ),
  action(
    String.raw`\s(?:has|have)\s(?:exactly\s|a\stotal\sof\s)?${COUNT}\s(?:decimal\s)?(digits|trailing\szero(?:e?s)?|(?:distinct|different)\sprime\s(?:factors|divisors)|(?:positive\s|different\s|distinct\s)?(?:divisors|factors)(?!\s(?:of|other)))`,
    (n, [, count, of]) => counted(n, count, of),
  ),
  action(String.raw`\sends\s(?:in|with)\s(?:exactly\s)?${COUNT}\szero(?:e?s)?`, (n, [, count]) =>
    counted(n, count, 'trailing zeros'),
  ),
]

function remainderBy(n: bigint, rest: string, by: string | undefined) {
  if (by === undefined || BigInt(by) === 0n) return null
  const exact = String(n % BigInt(by))
  return { claimed: rest, computed: exact, message: `${n} leaves ${exact} when it is divided by ${by}` }
}

function counted(n: bigint, count = '', of = '') {
  const said = countOf(count)
  const exact = said === null ? null : countIn(n, of, said)
  return exact === null ? null : { claimed: String(said), computed: String(exact), message: `# has ${exact} ${of}` }
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
