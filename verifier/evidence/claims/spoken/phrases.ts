/* Amounts made of others: "20% of half of the 250 students", "$80 with 20% off", "a rise of 20% followed by a fall of 20%". */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf, readNumberWord } from '../../../../src/core/quantities/words.js'
import { NUMBER, stated } from '../claim.js'
import { type Amount, literalAt, mapped, plain } from './amounts.js'
import type { Cursor } from './cursor.js'

export const RISE = 'increase|rise|raise|gain|growth|hike|mark-?up|surcharge|appreciation|jump'
export const FALL = 'decrease|fall|drop|decline|reduction|discount|mark-?down|cut|loss|depreciation|dip'
const SHARE = '(?:%|percent\\b|per\\scent\\b)'
const P = String.raw`(${NUMBER})\s?${SHARE}`
const MORE = 'more|greater|larger|higher|longer|heavier|bigger|above'
const LESS = 'less|fewer|smaller|lower|shorter|lighter|cheaper|below'
const ON = String.raw`(?:tip|gratuity|tax|sales\stax|VAT|commission|interest|deposit|fee|surcharge|down\spayment|royalty|service\scharge)`

const sticky = (source: string) => lean(new RegExp(source, 'iuy'))

const filler = sticky(
  String.raw`(?:exactly|about|approximately|roughly|only|just|around|nearly|almost|the|all|these|those|a\stotal\sof|all\sof\sthe)\s`,
)
const shareOf = sticky(String.raw`${P}\sof\s`)
/** "40 % of the book value of 12,000" */
const shareOfNamed = sticky(
  String.raw`${P}\sof\s(?:the|its|this|that|their|his|her|our)\s(?:\p{L}+\s){0,2}(?:value|price|balance|total|amount|sum|income|revenue|salary|bill|principal|debt|profit|turnover|sales|budget|rent|wage|fee|premium|deposit|loan|cost|costs|figure)\sof\s(?=[$€£]?\d)`,
)
const partOf = sticky(String.raw`\sof\s`)
const halfA = sticky(String.raw`half\s(?=an?\s)`)
const halfThe = sticky(String.raw`half\s(?=the\s)`)
const multiple = sticky(String.raw`(twice|double|triple|thrice|(${NUMBER}|${COUNT})\stimes)\s(?:of\s)?(?=\S)`)
const factors: Readonly<Record<string, number>> = { twice: 2, double: 2, triple: 3, thrice: 3 }
const offOf = sticky(
  String.raw`(?:an?\s|the\s)?(?:discount\sof\s)?${P}\s(?:off|discount\son|reduction\son|mark-?down\son|discount\soff)\s(?:of\s)?(?=\S)`,
)
const extraOn = sticky(String.raw`(?:an?\s|the\s)?${P}\s(?:${ON}\s(?:on|of|for)|on)\s`)
const moreThan = sticky(String.raw`${P}\s(?:(${MORE})|(${LESS}))\sthan\s`)
const upFrom = sticky(String.raw`${P}\s(?:(up|above|over)|(?:down|below|under))\s(?:from\s)?(?=[$€£]?\d)`)
const changing = sticky(
  String.raw`(?:(increasing|raising|growing)|(decreasing|reducing|lowering|discounting|cutting))\s(?:the\s)?`,
)
const by = sticky(String.raw`\sby\s${P}`)
const adding = sticky(
  String.raw`(?:(adding)|(?:taking|subtracting|deducting))\s(?:an?\s)?${P}\s(?:${ON}\s|off\s|discount\s)?(to|from|off|of)?\s?`,
)
const changed = sticky(
  String.raw`\s(?:(increased|raised|marked\sup|plus|up|growing|rising|increasing|grown|risen)|(decreased|reduced|discounted|marked\sdown|lowered|minus|less|with|at|after|down|falling|shrinking|dropping|decreasing|fallen|shrunk))\s(?:by\s|an?\s)?${P}(?:\s(off|discount|reduction|decrease|increase|rise|raise|mark-?up))?`,
)
const operation = lean(/\s(plus|minus|times|multiplied\sby|divided\sby)\s/iuy)
/** What is reckoned with signs is arithmetic. */
const goesOn = lean(/\s?(?:[+−×·*÷/^-]\s?[\d($€£.]|\s(?:plus|minus|times|multiplied|divided|over)\s|:\d)/iuy)

const fraction = (text: string | undefined) => stated(text ?? '').value / 100
const scaled = ({ readings, kind }: Amount, by: number): Amount => ({
  readings: mapped(readings, (each) => each * by),
  kind,
})

/** A phrase that stands for an amount: "20% of half of the 250 students", "$80 with 20% off", "2 hours plus 30 minutes". Null where none stands there. */
export function phraseAt(cursor: Cursor, depth = 0): Amount | null {
  return cursor.attempt(() => {
    const first = changedAt(cursor, depth)
    const sign = first === null ? undefined : cursor.take(operation)?.[1]
    const second = sign === undefined ? null : changedAt(cursor, depth)
    const whole = sign === undefined || first === null ? first : second === null ? null : combined(first, second, sign)
    return whole === null || cursor.peek(goesOn) !== null ? null : whole
  })
}

/** A product has at most one side with a unit here, and a sum two of one kind. */
function combined(a: Amount, b: Amount, sign: string): Amount | null {
  const by = (of: (x: number, y: number) => number): readonly number[] =>
    mapped(a.readings, (value, i) => of(value, b.readings[i] ?? Number.NaN))
  if (a.kind === 'percent' || b.kind === 'percent' || a.kind === 'factor' || b.kind === 'factor') return null
  if (/plus/i.test(sign)) return a.kind === b.kind ? { kind: a.kind, readings: by((x, y) => x + y) } : null
  if (/minus/i.test(sign)) return a.kind === b.kind ? { kind: a.kind, readings: by((x, y) => x - y) } : null
  if (/divided/i.test(sign))
    return b.kind === '' ? { kind: a.kind, readings: by((x, y) => x / y), ...bareOf(a, b, (x, y) => x / y) } : null
  return a.kind === '' || b.kind === ''
    ? { kind: a.kind || b.kind, readings: by((x, y) => x * y), ...bareOf(a, b, (x, y) => x * y) }
    : null
}

const bareOf = ({ literal: a }: Amount, { literal: b }: Amount, of: (x: number, y: number) => number) =>
  a === undefined || b === undefined
    ? {}
    : { bare: { value: of(a.stated.value, b.stated.value), unit: a.unit || b.unit } }

/** An amount, perhaps "increased by 10%" or "with 20% off". */
function changedAt(cursor: Cursor, depth: number): Amount | null {
  let amount = atomAt(cursor, depth)
  for (; amount !== null; ) {
    const match = cursor.peek(changed)
    if (match === null || amount.kind === 'percent') return amount
    const [, up, down = '', share, noun = ''] = match
    // "at 20%", "with 10%" say nothing by themselves.
    if (/^(?:with|at|after)$/i.test(down) && !/off|discount|reduction|decrease/i.test(noun)) return amount
    if (/^(?:up|down|plus|minus)$/i.test(up ?? down) && noun !== '') return amount
    cursor.take(changed)
    amount = scaled(amount, 1 + (up === undefined ? -1 : 1) * fraction(share))
  }
  return null
}

function atomAt(cursor: Cursor, depth: number): Amount | null {
  if (depth > 4) return null
  for (const read of prefixes) {
    const found = cursor.attempt(() => read(cursor, depth + 1))
    if (found !== null) return found
  }
  const skipped = cursor.attempt(() => (cursor.take(filler) === null ? null : atomAt(cursor, depth + 1)))
  if (skipped !== null) return skipped
  const literal = literalAt(cursor)
  return literal
}

type Prefix = (cursor: Cursor, depth: number) => Amount | null

/** What stands before an amount and makes another of it. */
const prefixes: readonly Prefix[] = [
  (cursor) => {
    const share = cursor.take(shareOfNamed)?.[1]
    const whole = share === undefined ? null : literalAt(cursor)
    return whole === null || !/^(?:|money.*)$/.test(whole.kind) ? null : scaled(whole, fraction(share))
  },
  (cursor, depth) => {
    const share = cursor.take(shareOf)?.[1]
    const whole = share === undefined ? null : atomAt(cursor, depth)
    return whole === null || whole.kind === 'factor' ? null : scaled(whole, fraction(share))
  },
  (cursor, depth) => {
    const part = partAt(cursor)
    const whole = part === null ? null : atomAt(cursor, depth)
    return part === null || whole === null ? null : scaled(whole, part)
  },
  (cursor, depth) => {
    const [, word = '', times] = cursor.take(multiple) ?? []
    const by = times === undefined ? factors[word.toLowerCase()] : (countOf(times) ?? stated(times).value)
    const whole = by === undefined ? null : atomAt(cursor, depth)
    return by === undefined || whole === null || whole.kind === 'percent' ? null : scaled(whole, by)
  },
  (cursor, depth) => {
    const share = cursor.take(offOf)?.[1]
    const whole = share === undefined ? null : atomAt(cursor, depth)
    if (whole === null || whole.kind === 'percent') return null
    return { ...scaled(whole, 1 - fraction(share)), or: scaled(whole, fraction(share)) }
  },
  (cursor, depth) => {
    const share = cursor.take(extraOn)?.[1]
    const whole = share === undefined ? null : atomAt(cursor, depth)
    return whole === null || whole.kind === 'percent' ? null : scaled(whole, fraction(share))
  },
  (cursor, depth) => {
    const [, share, more] = cursor.take(moreThan) ?? []
    const whole = share === undefined ? null : atomAt(cursor, depth)
    if (whole === null || whole.kind === 'percent') return null
    return scaled(whole, 1 + (more === undefined ? -1 : 1) * fraction(share))
  },
  (cursor, depth) => {
    const [, share, up] = cursor.take(upFrom) ?? []
    const whole = share === undefined ? null : atomAt(cursor, depth)
    return whole === null || whole.kind === 'percent'
      ? null
      : scaled(whole, 1 + (up === undefined ? -1 : 1) * fraction(share))
  },
  (cursor, depth) => {
    const [all, up] = cursor.take(changing) ?? []
    const whole = all === undefined ? null : atomAt(cursor, depth)
    const share = whole === null ? undefined : cursor.take(by)?.[1]
    return whole === null || share === undefined
      ? null
      : scaled(whole, 1 + (up === undefined ? -1 : 1) * fraction(share))
  },
  (cursor, depth) => {
    const [all = '', up, share, preposition = ''] = cursor.take(adding) ?? []
    if (share === undefined || !/(?:to|from|off)$/i.test(preposition || all.trim())) return null
    const whole = atomAt(cursor, depth)
    return whole === null || whole.kind === 'percent'
      ? null
      : scaled(whole, 1 + (up === undefined ? -1 : 1) * fraction(share))
  },
]

const tenths: Readonly<Record<string, number>> = {
  hundredth: 1e-2,
  thousandth: 1e-3,
  millionth: 1e-6,
  twelfth: 1 / 12,
  sixtieth: 1 / 60,
}
const smallPart = sticky(String.raw`(?:a|one|1)\s(hundredth|thousandth|millionth|twelfth|sixtieth)(?=\sof\s)`)
const halfPercent = sticky(String.raw`half\s(?:a|of\sone)\s(?:percent|per\scent)(?=\sof\s)`)
const decimal = sticky(String.raw`(0?\.\d+)(?=\sof\s)`)
const vulgar = sticky(String.raw`(\d{1,4})\s?/\s?(\d{1,4})(?=\sof\s)`)

/** "Half of", "two thirds of", "3/4 of", "half an": the number before what it is taken of. */
function partAt(cursor: Cursor): number | null {
  if (cursor.take(halfPercent) !== null) return cursor.take(partOf) === null ? null : 0.005
  if (cursor.take(halfA) !== null || cursor.take(halfThe) !== null) return 1 / 2
  const small = cursor.take(smallPart)?.[1]
  const slashed = cursor.take(vulgar)
  let part: number | null = small === undefined ? null : (tenths[small.toLowerCase()] ?? null)
  const share = cursor.take(decimal)?.[1]
  if (share !== undefined) part = Number(share)
  if (slashed !== null) part = Number(slashed[1]) / Number(slashed[2])
  if (part === null) {
    const word = readNumberWord(cursor.text, cursor.at)
    if (word === null || word.kind !== 'part') return null
    cursor.at = word.end
    part = word.value.valueOf()
  }
  return cursor.take(partOf) === null ? null : part
}

const risesBefore = sticky(
  String.raw`(?:an?\s|the\s)?(?:further\s|overall\s|total\s|net\s|combined\s|single\s)?${P}\s(?:(${RISE})|(${FALL}))(?!\p{L})(?!\s(?:on|of|off|in)\s)`,
)
const risesBehind = sticky(
  String.raw`(?:an?\s|the\s)?(?:further\s|overall\s|total\s|net\s|combined\s|single\s)?(?:(${RISE})|(${FALL}))\s(?:of|by)\s${P}`,
)
const risesByVerb = sticky(
  String.raw`(?:(?:increas|rais|grow)ing\s(?:\p{L}+\s){0,3}?|(?:(decreas|reduc|lower|discount|cutt)ing)\s(?:\p{L}+\s){0,3}?)by\s${P}`,
)
const multiplying = sticky(
  String.raw`(?:multiplying\s(?:\p{L}+\s){0,3}?by|multiplication\s(?:by|with)|(?:a|the)\s(?:growth\s|decay\s)?(?:factor|multiplier)\sof)\s(${NUMBER})(?![\d%/]|\s?%|\.\d)`,
)
const doubling: Readonly<Record<string, number>> = { doubling: 2, tripling: 3, halving: 0.5, quadrupling: 4 }
const verbs = sticky(
  String.raw`(doubling|tripling|halving|quadrupling)(?!\p{L})(?:\s(?:a|the)\s(?:price|number|value|amount|quantity))?`,
)
const unchanged = sticky(
  String.raw`(?:no\s(?:net\s|overall\s)?change(?:\sat\sall)?|the\s\p{L}+\sunchanged|(?:the\s)?(?:original|starting|same)\s(?:price|value|amount|number|level|salary)(?:\sagain)?|(?:each\sother\sout))`,
)
const successive = sticky(
  String.raw`(two|three|2|3)\s(?:successive|consecutive|such|equal|separate|yearly|annual)\s(?:(${RISE})|(${FALL})|(discount))s\sof\s${P}(?:\seach)?`,
)
const successiveBefore = sticky(
  String.raw`(two|three|2|3)\s(?:successive\s|consecutive\s|yearly\s|annual\s)${P}\s(?:(${RISE})|(${FALL}))s`,
)
const twoDiscounts = sticky(String.raw`(?:successive|consecutive)\s(?:(${RISE})|(${FALL}))s\sof\s${P}\sand\s${P}`)
const following = sticky(String.raw`,?\s(?:followed\sby|and\sthen|then|and\safter\sthat)\s`)

const factor = (value: number): Amount => ({ ...plain(value), kind: 'factor' })

/** What a quantity is multiplied by: "a rise of 20% followed by a fall of 20%", "halving", "multiplying by 1.2". Null where nothing such stands there. */
export function factorAt(cursor: Cursor): Amount | null {
  return cursor.attempt(() => {
    let whole = oneFactorAt(cursor)
    for (; whole !== null; ) {
      const from = cursor.at
      const next = cursor.take(following) === null ? null : oneFactorAt(cursor)
      if (next === null) {
        cursor.at = from
        return whole
      }
      whole = factor((whole.readings[0] ?? 1) * (next.readings[0] ?? 1))
    }
    return null
  })
}

const counts: Readonly<Record<string, number>> = { two: 2, three: 3, 2: 2, 3: 3 }

function oneFactorAt(cursor: Cursor): Amount | null {
  const [, up, , firstShare, secondShare] = cursor.take(twoDiscounts) ?? []
  if (firstShare !== undefined) {
    const sign = up === undefined ? -1 : 1
    return factor((1 + sign * fraction(firstShare)) * (1 + sign * fraction(secondShare)))
  }
  const [, times = '', rises, , , share] = cursor.take(successive) ?? []
  if (share !== undefined)
    return factor((1 + (rises === undefined ? -1 : 1) * fraction(share)) ** (counts[times.toLowerCase()] ?? 2))
  const [, count = '', each, risesEach] = cursor.take(successiveBefore) ?? []
  if (each !== undefined)
    return factor((1 + (risesEach === undefined ? -1 : 1) * fraction(each)) ** (counts[count.toLowerCase()] ?? 2))
  const [, before, isRise] = cursor.take(risesBefore) ?? []
  if (before !== undefined) return factor(1 + (isRise === undefined ? -1 : 1) * fraction(before))
  const [, rise, , behind] = cursor.take(risesBehind) ?? []
  if (behind !== undefined) return factor(1 + (rise === undefined ? -1 : 1) * fraction(behind))
  const [, falls, byShare] = cursor.take(risesByVerb) ?? []
  if (byShare !== undefined) return factor(1 + (falls === undefined ? 1 : -1) * fraction(byShare))
  const [, times2] = cursor.take(multiplying) ?? []
  if (times2 !== undefined) return factor(stated(times2).value)
  const verb = cursor.take(verbs)?.[1]
  if (verb !== undefined) return factor(doubling[verb.toLowerCase()] ?? 1)
  return cursor.take(unchanged) === null ? null : factor(1)
}
