import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import {
  arrangements,
  choose,
  divisorCount,
  factored,
  gcd,
  isPrime,
  MAX_FACTORED,
  primeFactors,
} from '../terms/whole.js'
import { type ClaimText, finding, hedged } from './claim.js'

/**
 * Statements about whole numbers: primes, divisors and multiples, remainders and congruences, greatest common divisors and least common multiples,
 * factorials, binomials and permutations, squares and cubes, parity, digit sums, other bases. All are computed exactly.
 */
export function readWholeNumbers({ plain }: ClaimText): Finding[] {
  if (!/\d/.test(plain)) return []
  if (!words.test(plain)) return [...divisions(plain), ...floors(plain)]
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
  return [...found, ...divisions(plain), ...floors(plain)]
}

const floored = rare(
  /(?:⌊|\\lfloor)\s?(\d{1,12})\s?\/\s?(\d{1,9})\s?(?:⌋|\\rfloor)\s{0,8}=\s{0,8}(\d{1,12})(?![\d.,]*\d|\s?[-+×*·/^])/g,
)

/** "⌊1000/6⌋ = 166" */
function floors(text: string): Finding[] {
  return [...floored.matchAll(text)].flatMap((match) => {
    const [all, a, b, claimed = ''] = match
    const exact = Math.floor(Number(a) / Number(b))
    const span = [match.index, match.index + all.length] as const
    const ok = exact === Number(claimed)
    if (!ok && hedged(text, span)) return []
    return [finding('whole-numbers', span, claimed, String(exact), ok, `the floor of ${a}/${b} is ${exact}`)]
  })
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
/** The number is all that the sentence speaks of: not "the square of a multiple of 6 is …". */
const SUBJECT = String.raw`(?<!\b(?:of|by|von|than|but|except|besides|save|beyond)\s)${WHOLE}`
/** No word before it but one that leads on: not "a number that is 3 mod 7 is 10", "adding 4 to 3 mod 5 is 2". */
const BEGINS = String.raw`(?<!\p{L}\s{1,2}(?<!\b(?:so|then|thus|hence|therefore|since|because|that|and|but|also|have|get|find|now|note|as|means|where)\s{1,2}))`
const END = String.raw`(?![\p{L}\d⁰¹²³⁴-⁹]|\.\d|,\d|!|\s{0,8}[-+−×·*/^%(]\s{0,8}[\p{L}\d([])`
const whole = (text: string | undefined) => Number((text ?? '').replace(/,/g, ''))

/** A statement that a property holds, or with `negation` that it does not. */
function property(name: string, holds: boolean, negation: string | undefined, subject: string): Checked {
  const denied = negation !== undefined && negation.trim() !== ''
  const truth = holds ? name : `not ${name}`
  return {
    ok: holds !== denied,
    claimed: denied ? `not ${name}` : name,
    computed: truth,
    message: `${subject} is ${truth}`,
  }
}

/** A statement that something comes to a number. */
function comesTo(what: string, exact: bigint | number | null, claimed: string | undefined): Checked | null {
  if (exact === null || claimed === undefined) return null
  const ok = BigInt(claimed.replace(/,/g, '')) === BigInt(exact)
  return { ok, claimed, computed: String(exact), message: `${what} is ${exact}, not ${claimed}` }
}

const RESULT = String.raw`\s?(?:=|is(?:\sequal\sto)?|equals|ist|gleich|是|为|等于)\s?`

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
    pattern: new RegExp(
      String.raw`${SUBJECT}\s(?:is|ist|war|was)\s(?:also\s|itself\s|indeed\s)?(not\s|keine?\s)?(?:an?\s|eine?\s)?(?:(?:composite|zusammengesetzt)|(prime|Primzahl))\b(?!\sto\b)(?!\s(?:power|factor|divisor|ideal|field))`,
      'giu',
    ),
    check: ([, number, negation, prime]) => {
      const n = whole(number)
      if (n > MAX_FACTORED) return null
      return prime === undefined
        ? property('composite', n > 3 && !isPrime(n), negation, `${number}`)
        : property('prime', isPrime(n), negation, factored(n))
    },
  },
  {
    pattern: new RegExp(`${WHOLE}(是|不是)(?:一个)?(质数|素数|合数)`, 'gu'),
    check: ([, number, verb, kind]) => {
      const n = whole(number)
      if (n > MAX_FACTORED) return null
      const holds = kind === '合数' ? n > 3 && !isPrime(n) : isPrime(n)
      return property(kind === '合数' ? 'composite' : 'prime', holds, verb === '不是' ? 'not' : undefined, factored(n))
    },
  },
  {
    pattern: new RegExp(
      String.raw`${SUBJECT}\s(?:is|ist)\s(?:also\s)?(not\s|nicht\s)?(?:evenly\s)?(?:divisible\sby|durch)\s(\d{1,12})(?:\steilbar)?${END}(?!\s?(?:or|and|nor)\s)`,
      'giu',
    ),
    check: ([, number, negation, divisor]) => {
      const [n, d] = [whole(number), whole(divisor)]
      if (d === 0) return null
      return property(
        `divisible by ${d}`,
        n % d === 0,
        negation,
        `${number} = ${Math.floor(n / d)} × ${d}${n % d === 0 ? '' : ` + ${n % d}`}: it`,
      )
    },
  },
  {
    pattern: new RegExp(
      String.raw`${SUBJECT}\sis\s(?:also\s)?(not\s)?(?:a\s)?(multiple|factor|divisor)\sof\s(\d{1,12})${END}(?!\s?(?:or|and|nor)\s)`,
      'giu',
    ),
    check: ([, number, negation, kind, other]) => {
      const [a, b] = kind === 'multiple' ? [whole(number), whole(other)] : [whole(other), whole(number)]
      if (b === 0) return null
      return property(`a ${kind} of ${other}`, a % b === 0, negation, `${number}`)
    },
  },
  {
    pattern: new RegExp(
      String.raw`${SUBJECT}\s(?:is|ist)\s(?:also\s)?(?:an?\s|eine?\s)?(not\s)?(?:an?\s)?(even|odd|gerade|ungerade)(?:\snumber|\sZahl)?(?=\s*(?:[.,;:)]|$|so\b|and\b|und\b))`,
      'giu',
    ),
    check: ([, number, negation, kind]) => {
      const odd = /odd|unger/i.test(kind ?? '')
      return property(odd ? 'odd' : 'even', (whole(number) % 2 === 1) === odd, negation, `${number}`)
    },
  },
  {
    pattern: new RegExp(
      String.raw`${SUBJECT}\s(?:is|ist)\s(?:also\s)?(not\s|keine?\s)?(?:a\s|eine\s)?(?:perfect\s)?(square|cube|Quadratzahl|Kubikzahl)(?=\s*(?:[.,;:)]|$|so\b|and\b|number\b|since\b|because\b))`,
      'giu',
    ),
    check: ([, number, negation, kind]) => {
      const power = /cube|Kubik/i.test(kind ?? '') ? 3 : 2
      const n = whole(number)
      const root = Math.round(n ** (1 / power))
      return property(power === 2 ? 'a perfect square' : 'a perfect cube', root ** power === n, negation, `${number}`)
    },
  },
  {
    pattern: new RegExp(
      String.raw`${BEGINS}${WHOLE}\s?(?:mod(?:ulo)?|%|\\bmod|\\mod)\s?(\d{1,12})${RESULT}(\d{1,12})${END}`,
      'giu',
    ),
    check: ([, number, modulus, claimed]) =>
      whole(modulus) === 0 ? null : comesTo(`${number} mod ${modulus}`, whole(number) % whole(modulus), claimed),
  },
  {
    pattern:
      /(?<![\d.,\p{L}^]|[-+×·*/^]\s{0,8})(\d{1,6})\s?\^\s?\{?(\d{1,6})\}?\s{0,8}≡\s{0,8}(-?\d{1,9})\s?(?:\(\s?mod\s?|\\pmod\s?\{?)\s?(\d{1,9})/giu,
    check: ([, base = '', exponent = '', other = '', modulus = '']) => {
      if (Number(modulus) === 0) return null
      const m = BigInt(modulus)
      const rest = power(BigInt(base), Number(exponent), m)
      const ok = (rest - BigInt(other)) % m === 0n
      return {
        ok,
        claimed: `${other} (mod ${m})`,
        computed: `${rest} (mod ${m})`,
        message: `${base}^${exponent} leaves ${rest} modulo ${m}`,
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
      String.raw`${WHOLE}\s?≡\s?(-?\d{1,12})\s?(?:\(\s?mod\s?|\\pmod\s?\{?|\s?\(\\?mod\s?)(\d{1,12})`,
      'giu',
    ),
    check: ([, number, other, modulus]) => {
      const m = whole(modulus)
      if (m === 0) return null
      const rest = whole(number) % m
      const ok = (whole(number) - Number(other)) % m === 0
      return {
        ok,
        claimed: `${other} (mod ${m})`,
        computed: `${rest} (mod ${m})`,
        message: `${number} leaves ${rest} modulo ${m}`,
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
      String.raw`(?:remainder\s(?:when|of|is)\s)${WHOLE}\s(?:is\s)?divided\sby\s(\d{1,12})\sis\s(\d{1,12})${END}`,
      'giu',
    ),
    check: ([, number, divisor, rest]) =>
      whole(divisor) === 0
        ? null
        : comesTo(`the remainder of ${number} by ${divisor}`, whole(number) % whole(divisor), rest),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\\])\\?((?:gcd|lcm|hcf|ggT|kgV|GCF)(?:\s(?:of|von))?|(?:greatest|highest)\scommon\s(?:divisor|factor)(?:\s\((?:gcd|hcf|gcf)\))?\sof|least\scommon\s(?:multiple|denominator)(?:\s\(lcm\))?\sof)\s?\(?\s?((?:\d{1,12}\s?(?:,|and|und|&)\s?(?:and\s)?){1,5}\d{1,12})\s?\)?${RESULT}(\d{1,15})${END}`,
      'giu',
    ),
    check: ([, kind = '', list = '', claimed]) => {
      const numbers = (list.match(/\d+/g) ?? []).map(BigInt)
      if (numbers.some((each) => each === 0n)) return null
      const least = /lcm|kgv|least/i.test(kind)
      const exact = numbers.reduce((a, b) => (least ? (a / gcd(a, b)) * b : gcd(a, b)))
      return comesTo(
        `the ${least ? 'least common multiple' : 'greatest common divisor'} of ${numbers.join(', ')}`,
        exact,
        claimed,
      )
    },
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d!])(?:C|\^?nC)\s?\(\s?(\d{1,3})\s?,\s?(\d{1,3})\s?\)${RESULT}((?:\d{1,3}(?:,\d{3})+|\d{1,15}))${END}`,
      'gu',
    ),
    check: ([, n, k, claimed]) => comesTo(`C(${n}, ${k})`, choose(whole(n), whole(k)), claimed),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d.])(\d{1,3})\s(?:choose|über)\s(\d{1,3})${RESULT}((?:\d{1,3}(?:,\d{3})+|\d{1,15}))${END}`,
      'giu',
    ),
    check: ([, n, k, claimed]) => comesTo(`${n} choose ${k}`, choose(whole(n), whole(k)), claimed),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d!])P\s?\(\s?(\d{1,3})\s?,\s?(\d{1,3})\s?\)${RESULT}((?:\d{1,3}(?:,\d{3})+|\d{2,15}))${END}`,
      'gu',
    ),
    check: ([, n, k, claimed]) => comesTo(`P(${n}, ${k})`, arrangements(whole(n), whole(k)), claimed),
  },
  {
    pattern: new RegExp(
      String.raw`(?:digit\ssum\sof|sum\sof\s(?:the|its)\sdigits\s(?:of|in)|Quersumme\svon)\s${WHOLE}\s(?:is|=|ist)\s(?:[\d\s+]+=\s)?(\d{1,4})${END}`,
      'giu',
    ),
    check: ([, number = '', claimed]) =>
      comesTo(
        `the digit sum of ${number}`,
        [...number.replace(/,/g, '')].reduce((sum, digit) => sum + Number(digit), 0),
        claimed,
      ),
  },
  {
    pattern: new RegExp(
      String.raw`${WHOLE}\s(?:has|hat)\s(?:exactly\s|a\stotal\sof\s|genau\s)?(\d{1,4})\s(?:positive\s|different\s|distinct\s)?(?:divisors|factors|Teiler)${END}(?!\sof)`,
      'giu',
    ),
    check: ([, number, claimed]) => {
      const n = whole(number)
      if (n === 0 || n > MAX_FACTORED) return null
      // "distinct factors" may be the prime ones.
      const [all, primes] = [divisorCount(n), primeFactors(n).size]
      if (whole(claimed) === primes) return null
      return comesTo(`the number of divisors of ${number}`, all, claimed)
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
  {
    pattern: new RegExp(
      String.raw`(?<![\d.,\p{L}]|[-+−×·*/]\s?)([01]{3,40})(?:_\{?2\}?|₂)\s?(?:=|is|equals)\s?(\d{1,12})(?:_\{?10\}?|₁₀)?(?![₂-₉_])${END}`,
      'giu',
    ),
    check: ([, digits = '', claimed]) => comesTo(`${digits} in base 2`, BigInt(`0b${digits}`), claimed),
  },
  {
    pattern: new RegExp(
      String.raw`${WHOLE}\s(?:in|to)\sbinary\s(?:is|=|equals)\s(?:0b)?([01]{1,40})(?:_\{?2\}?|₂)?(?!\.?\d)`,
      'giu',
    ),
    check: ([, number, digits = '']) => {
      const computed = BigInt(whole(number)).toString(2)
      const ok = computed === digits.replace(/^0+(?=.)/, '')
      return { ok, claimed: digits, computed, message: `${number} in binary is ${computed}` }
    },
  },
]
const read = statements.map((each) => ({ ...each, pattern: rare(each.pattern) }))

function power(base: bigint, exponent: number, modulus: bigint): bigint {
  let result = 1n % modulus
  let square = base % modulus
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}
