/* Statements about whole numbers in signs and fixed words: "17 mod 5 = 3", "5! = 100", "lcm(4, 6) = 24". Computed exactly. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { factored, gcd, isPrime, MAX_FACTORED } from '../../terms/whole.js'
import { type ClaimText, finding, hedged } from '../claim.js'

/**
 * Statements about whole numbers: primes, divisors and multiples, remainders and congruences, greatest common divisors and least common multiples,
 * factorials, binomials and permutations, squares and cubes, parity, digit sums, other bases. All are computed exactly.
 */
export function readWholeNumbers({ plain }: ClaimText): Finding[] {
  if (!/\d/.test(plain)) return []
  if (!words.test(plain)) return [...divisions(plain)]
  const found: Finding[] = []
  for (const { pattern, check } of read) {
    for (const match of pattern.matchAll(plain)) {
      const checked = check(match)
      if (checked === null) continue
      const span = [match.index, match.index + match[0].length] as const
      const { ok, claimed, computed, message } = checked
      // "not" is read by the statement itself; anything else that takes it back makes it no claim.
      if (
        !ok &&
        hedged(
          plain.slice(0, span[0]) +
            match[0].replace(/\b(?:not|isn't|doesn't|nicht|kein|keine)\b|不是/g, '') +
            plain.slice(span[1]),
          span,
        )
      )
        continue
      found.push(finding('whole-numbers', span, claimed, computed, ok, message))
    }
  }
  return [...found, ...divisions(plain)]
}

const divided = rare(
  /(?<![\d.,^=≡+×*·-]\s?)(\d{2,12})\s{0,8}=\s{0,8}(\d{1,9})\s{0,8}[×*·]\s{0,8}(\d{1,9})\s{0,8}\+\s{0,8}(\d{1,9})(?![\d.,]*\d|\s?[×*·^/+-])/g,
)

const ofRemainders = rare(/mod|≡|congruent|remainder|Rest|余/i)

/** "2026 = 40 · 50 + 26" is plain arithmetic in a text of remainders too. */
function divisions(text: string): Finding[] {
  if (!ofRemainders.test(text)) return []
  return [...divided.matchAll(text)].flatMap((match) => {
    const [all, claimed = '', a, b, rest] = match
    const exact = Number(a) * Number(b) + Number(rest)
    const span = [match.index, match.index + all.length] as const
    const ok = exact === Number(claimed)
    if (!ok && hedged(text, span)) return []
    return [
      finding('whole-numbers', span, claimed, String(exact), ok, `${a} · ${b} + ${rest} is ${exact}, not ${claimed}`),
    ]
  })
}

/** One of these stands in every statement below: most steps have none. */
const words = rare(
  /prim|∣|\|\s?n|follows|composite|zusammengesetzt|[质素合]数|divi[ds]|teil|durch|multiple|factor|even|odd|gerade|square|cube|quadrat|kubik|mod|≡|\d\s?%\s?\d|remainder|[÷/]\s\d{1,12}[^.]{0,40}R|gcd|lcm|hcf|ggT|kgV|gcf|common|[CP]\s?\(|choose|über|digit|quersumme|[01](?:_\{?2|₂)|binary/i,
)

interface Checked {
  ok: boolean
  claimed: string
  computed: string
  message: string
}

interface Statement {
  pattern: RegExp
  /** Null where the numbers are too large, or something of another kind is meant. */
  check(match: RegExpMatchArray): Checked | null
}

const WHOLE = String.raw`(?<![\d.,/^_\p{L}]|[-+−×·*/^]\s{0,8})((?:\d{1,3}(?:,\d{3})+|\d{1,15}))(?!\.\d|,\d|[\d/^!%]|\s?[×·*^])`
const END = String.raw`(?![\p{L}\d⁰¹²³⁴-⁹]|\.\d|,\d|!|\s{0,8}[-+−×·*/^%(]\s{0,8}[\p{L}\d([])`
const whole = (text: string | undefined) => Number((text ?? '').replace(/,/g, ''))

const statements: readonly Statement[] = [
  {
    // What is divisible by a and by b is divisible by their least common multiple, and by a · b only where that is it.
    pattern:
      /divisible\sby\s(?:both|both\s{1,3}(\d{1,6})\s{1,3}and\s{1,3}(\d{1,6}))\s{1,3}(?:is|are|must\sbe)\s(?:also\s)?divisible\sby\s{1,3}(\d{1,6})\s{0,3}[×·*]\s{0,9}(\d{1,6})/giu,
    check: ([, a, b, c, d]) => {
      const [x, y] = [whole(c), whole(d)]
      if (a !== undefined && (whole(a) !== x || whole(b) !== y)) return null
      if (x === 0 || y === 0) return null
      const common = (x * y) / Number(gcd(BigInt(x), BigInt(y)))
      return {
        ok: common === x * y,
        claimed: `${x * y}`,
        computed: `${common}`,
        message: `what is divisible by ${x} and by ${y} is divisible by ${common}, their least common multiple`,
      }
    },
  },
  {
    // From k | n² follows k | n only where no square divides k.
    pattern:
      /from\s(\d{1,6})\s?[|∣]\s?([a-z])(?:\^2|²)\s(?:it\sfollows|follows|we\sget|we\sconclude)[^.;]{0,40}?\b\1\s?[|∣]\s?\2(?![\^²])/giu,
    check: ([, divisor]) => {
      const k = whole(divisor)
      let square = 0
      for (let d = 2; d * d <= k; d++) if (k % (d * d) === 0) square = d
      return {
        ok: square === 0,
        claimed: `${k} | n`,
        computed: `${k / Math.max(1, square)} | n`,
        message: `${k} is divisible by ${square}²: for n = ${k / Math.max(1, square)} it divides n² and not n`,
      }
    },
  },
  {
    pattern:
      /divisible\sby\s(?:both\s)?(\d{1,6})\sand\s(?:by\s)?(\d{1,6})\sis\s(?:also\s)?divisible\sby\s(?:[\d\s·×*]{3,20}=\s?)?(\d{1,9})(?!\.?\d|\s?[·×*])/giu,
    check: ([, a = '0', b = '0', claimed = '0']) => {
      const [x, y, c] = [BigInt(a), BigInt(b), BigInt(claimed)]
      if (x === 0n || y === 0n || c === 0n) return null
      const least = (x / gcd(x, y)) * y
      return {
        ok: least % c === 0n,
        claimed,
        computed: String(least),
        message: `what ${a} and ${b} divide is divisible by ${least}, and need not be by ${claimed}`,
      }
    },
  },
  {
    pattern: new RegExp(
      String.raw`${WHOLE}\s(?:is\s)?(?:divided\sby|÷|/)\s(\d{1,12})(?:\s(?:=|is|gives|equals)\s(\d{1,12}))?,?\s?(?:leaves|with|has|gives|yields|and)?\s?(?:a\s)?(?:remainder|R)(?:\sof|\sis|:)?\s?(\d{1,12})${END}`,
      'giu',
    ),
    check: ([, number, divisor, quotient, rest]) => {
      const [n, d] = [whole(number), whole(divisor)]
      if (d === 0 || rest === undefined) return null
      const ok = n % d === whole(rest) && (quotient === undefined || Math.floor(n / d) === whole(quotient))
      const computed = `${Math.floor(n / d)} remainder ${n % d}`
      return {
        ok,
        claimed: `${quotient ?? ''} remainder ${rest}`.trim(),
        computed,
        message: `${number} divided by ${divisor} is ${computed}`,
      }
    },
  },
  {
    pattern: new RegExp(
      String.raw`(?:prime\sfactori[sz]ation\sof|Primfaktorzerlegung\svon)\s${WHOLE}\s(?:is|=|ist)\s((?:\d{1,9}(?:\s?\^\s?\d{1,2})?\s?[×·*⋅]\s?){1,12}\d{1,9}(?:\s?\^\s?\d{1,2})?)(?!\.?\d|\s{0,8}[×·*⋅^])`,
      'giu',
    ),
    check: ([, number, product = '']) => {
      const factors = product.split(/[×·*⋅]/).map((each) => each.split('^').map(Number))
      const value = factors.reduce((all, [base = 0, power = 1]) => all * base ** power, 1)
      const n = whole(number)
      if (n > MAX_FACTORED) return null
      const ok = value === n && factors.every(([base = 0]) => isPrime(base))
      const computed = factored(n).replace(/^\d+ = /, '')
      return { ok, claimed: product.trim(), computed, message: `${number} = ${computed}` }
    },
  },
]
const read = statements.map((each) => ({ ...each, pattern: rare(each.pattern) }))
