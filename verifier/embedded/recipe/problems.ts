import { type Random, seededRandom } from '../../../src/core/random.js'

/** A problem with one right solution, made by this project: no licence but its own. */
export interface GeneratedProblem {
  id: string
  question: string
  context?: string
  steps: string[]
  answer: string
}

type Template = (random: Random) => Omit<GeneratedProblem, 'id'>

/** Problem `index` of the seed's endless list: arithmetic, money, percentages, rates, statements of accounts, and logic. */
export function generateProblem(seed: string, index: number): GeneratedProblem {
  const random = seededRandom(`${seed}:${index}`)
  return { id: `generated-${seed}-${index}`, ...random.pick(templates)(random) }
}

const names =
  'Ada Ben Chloe Dan Elif Femi Grace Hugo Ines Jonas Kira Liam Mona Noor Omar Pia Quinn Rosa Sam Tara Uma Victor Wen Yara Zoe'.split(
    ' ',
  )
const things =
  'apples books cards coins cups eggs flowers keys lamps marbles pencils plates shells stamps stickers tickets tiles toys'.split(
    ' ',
  )
const containers = 'bags boxes baskets crates jars packs shelves trays'.split(' ')
const firms =
  'Alder Foods|Birch Energy|Cedar Systems|Dune Retail|Elm Logistics|Fjord Shipping|Grove Paper|Harbor Steel'.split('|')

const between = (random: Random, low: number, high: number) => low + random.int(high - low + 1)
const two = <T>(random: Random, items: readonly T[]): [T, T] => random.shuffle(items).slice(0, 2) as [T, T]

/** 1234567.5 -> "1,234,567.5"; at most two decimals. */
function show(value: number, separators = true): string {
  const rounded = Math.round(value * 100) / 100
  return separators ? rounded.toLocaleString('en-US', { maximumFractionDigits: 2 }) : String(rounded)
}

/** The same fact in one of several wordings, so that nothing can be learned from one of them. */
const say = (random: Random, ...wordings: string[]) => random.pick(wordings)
const times = (random: Random) => random.pick(['*', '×', 'x'])
const close = (random: Random, answer: string) =>
  say(random, `The answer is ${answer}.`, `So the answer is ${answer}.`, `Answer: ${answer}`)

const groupsAndSale: Template = (random) => {
  const [name] = two(random, names)
  const thing = random.pick(things)
  const container = random.pick(containers)
  const [groups, each] = [between(random, 3, 40), between(random, 3, 30)]
  const sold = between(random, 2, groups * each - 1)
  const total = groups * each
  const left = total - sold
  const x = times(random)
  return {
    question: `${name} has ${groups} ${container} with ${each} ${thing} each and sells ${sold} ${thing}. How many ${thing} are left?`,
    steps: [
      say(
        random,
        `There are ${groups} ${x} ${each} = ${total} ${thing} at first.`,
        `${name} starts with ${groups} ${x} ${each} = ${total} ${thing}.`,
      ),
      say(
        random,
        `After selling ${sold}, ${total} - ${sold} = ${left} are left.`,
        `${total} - ${sold} = ${left} ${thing} remain.`,
      ),
      close(random, String(left)),
    ],
    answer: String(left),
  }
}

const fractionThenShare: Template = (random) => {
  const [name, other] = two(random, names)
  const thing = random.pick(things)
  const divisor = between(random, 2, 6)
  const shares = between(random, 2, 5)
  const kept = between(random, 2, 20) * shares
  // total (divisor - 1) / divisor = kept must come out whole
  const total = (kept * divisor) / (divisor - 1)
  if (!Number.isInteger(total)) return fractionThenShare(random)
  const given = total / divisor
  const word = ['half', 'a third', 'a quarter', 'a fifth', 'a sixth'][divisor - 2] as string
  return {
    question: `${name} has ${total} ${thing}. ${name} gives ${word} of them to ${other} and shares the rest equally among ${shares} friends. How many ${thing} does each friend get?`,
    steps: [
      say(
        random,
        `${other} gets ${total} / ${divisor} = ${given} ${thing}.`,
        `${word[0]?.toUpperCase()}${word.slice(1)} of ${total} is ${given}.`,
      ),
      `The rest is ${total} - ${given} = ${kept} ${thing}.`,
      `Each friend gets ${kept} / ${shares} = ${kept / shares} ${thing}.`,
      close(random, String(kept / shares)),
    ],
    answer: String(kept / shares),
  }
}

const compareAges: Template = (random) => {
  const [older, younger] = two(random, names)
  const age = between(random, 4, 30)
  const factor = between(random, 2, 4)
  const years = between(random, 2, 15)
  const olderNow = age * factor
  const sum = olderNow + years + age + years
  return {
    question: `${younger} is ${age} years old and ${older} is ${factor} times as old. How old will they be together in ${years} years?`,
    steps: [
      `${older} is ${factor} ${times(random)} ${age} = ${olderNow} years old now.`,
      `In ${years} years ${younger} will be ${age} + ${years} = ${age + years} and ${older} will be ${olderNow} + ${years} = ${olderNow + years}.`,
      `Together that is ${age + years} + ${olderNow + years} = ${sum}.`,
      close(random, String(sum)),
    ],
    answer: String(sum),
  }
}

const shopping: Template = (random) => {
  const [name] = two(random, names)
  const [first, second] = two(random, things)
  const [m, n] = [between(random, 2, 9), between(random, 2, 9)]
  const [p, q] = [between(random, 2, 25), between(random, 2, 25)]
  const total = m * p + n * q
  const paid = Math.ceil(total / 50) * 50
  const x = times(random)
  return {
    question: `${name} buys ${m} ${first} at $${p} each and ${n} ${second} at $${q} each and pays with $${paid}. How much change does ${name} get, in dollars?`,
    steps: [
      `The ${first} cost ${m} ${x} ${p} = $${m * p}.`,
      `The ${second} cost ${n} ${x} ${q} = $${n * q}.`,
      `Together that is ${m * p} + ${n * q} = $${total}.`,
      `The change is ${paid} - ${total} = $${paid - total}.`,
      close(random, `$${paid - total}`),
    ],
    answer: String(paid - total),
  }
}

const discount: Template = (random) => {
  const thing = random.pick(['jacket', 'bicycle', 'desk', 'camera', 'phone', 'tent'])
  const price = between(random, 2, 60) * 20
  const percent = between(random, 1, 12) * 5
  const off = (price * percent) / 100
  const coupon = between(random, 1, 9)
  return {
    question: `A ${thing} costs $${price}. It is reduced by ${percent}%, and a coupon takes off another $${coupon}. What is the final price in dollars?`,
    steps: [
      say(
        random,
        `${percent}% of ${price} is ${show(off, false)}.`,
        `The reduction is ${price} ${times(random)} ${percent / 100} = ${show(off, false)} dollars.`,
      ),
      `${price} - ${show(off, false)} = ${show(price - off, false)}.`,
      `With the coupon the price is ${show(price - off, false)} - ${coupon} = ${show(price - off - coupon, false)} dollars.`,
      close(random, show(price - off - coupon, false)),
    ],
    answer: show(price - off - coupon, false),
  }
}

const journey: Template = (random) => {
  const [name] = two(random, names)
  const [v, w] = [between(random, 3, 24) * 5, between(random, 3, 24) * 5]
  const [s, t] = [between(random, 1, 6), between(random, 1, 6)]
  const total = v * s + w * t
  return {
    question: `${name} drives ${s} hours at ${v} km per hour and then ${t} hours at ${w} km per hour. How far does ${name} drive in all, in km?`,
    steps: [
      `First ${name} drives ${s} ${times(random)} ${v} = ${v * s} km.`,
      `Then it is ${t} ${times(random)} ${w} = ${w * t} km.`,
      `In all ${v * s} + ${w * t} = ${total} km.`,
      close(random, `${total} km`),
    ],
    answer: String(total),
  }
}

const work: Template = (random) => {
  const [name] = two(random, names)
  const rate = between(random, 9, 40)
  const hours = between(random, 3, 9)
  const days = between(random, 2, 6)
  const rent = between(random, 10, rate * hours * days - 1)
  const earned = rate * hours * days
  return {
    question: `${name} earns $${rate} an hour and works ${hours} hours a day for ${days} days. ${name} spends $${rent} of it. How many dollars are left?`,
    steps: [
      `${name} works ${hours} ${times(random)} ${days} = ${hours * days} hours.`,
      `That earns ${hours * days} ${times(random)} ${rate} = $${show(earned)}.`,
      `${show(earned)} - ${rent} = ${show(earned - rent)} dollars are left.`,
      close(random, show(earned - rent)),
    ],
    answer: String(earned - rent),
  }
}

const growth: Template = (random) => {
  const firm = random.pick(firms)
  const item = random.pick(['Revenue', 'Net income', 'Operating costs', 'Total assets'])
  const year = between(random, 2005, 2023)
  const before = between(random, 8, 90) * 10
  const percent = random.pick([-40, -30, -25, -20, -10, -5, 5, 10, 15, 20, 25, 30, 40, 50])
  const after = before * (1 + percent / 100)
  const change = after - before
  return {
    question: `By what percentage did ${item.toLowerCase()} of ${firm} change from ${year} to ${year + 1}?`,
    context: `${firm} (in millions)\n${item}: ${year} $${show(before)}; ${year + 1} $${show(after)}`,
    steps: [
      `The change is ${show(after)} - ${show(before)} = ${show(change)} million.`,
      `Divided by the ${year} figure, ${show(change)} / ${show(before)} = ${percent / 100}.`,
      `That is ${percent}%.`,
      close(random, `${percent}%`),
    ],
    answer: `${percent}%`,
  }
}

const margin: Template = (random) => {
  const firm = random.pick(firms)
  const year = between(random, 2005, 2023)
  const revenue = between(random, 4, 50) * 100
  const percent = between(random, 2, 18) * 5
  const costs = (revenue * (100 - percent)) / 100
  const profit = revenue - costs
  return {
    question: `What was the operating margin of ${firm} in ${year}, in percent?`,
    context: `${firm}, ${year}, in thousands\nRevenue ${show(revenue)}\nOperating costs ${show(costs)}`,
    steps: [
      `Operating profit is ${show(revenue)} - ${show(costs)} = ${show(profit)} thousand.`,
      `The margin is ${show(profit)} / ${show(revenue)} = ${percent / 100}, or ${percent}%.`,
      close(random, `${percent}%`),
    ],
    answer: `${percent}%`,
  }
}

const compound: Template = (random) => {
  const principal = between(random, 1, 40) * 1000
  const percent = random.pick([2, 4, 5, 10, 20])
  const first = principal * (1 + percent / 100)
  const second = first * (1 + percent / 100)
  return {
    question: `A deposit of $${show(principal)} earns ${percent}% interest a year, compounded yearly. What is it worth after 2 years?`,
    steps: [
      `After the first year it is ${show(principal)} ${times(random)} ${1 + percent / 100} = $${show(first)}.`,
      `After the second year it is ${show(first)} ${times(random)} ${1 + percent / 100} = $${show(second)}.`,
      close(random, `$${show(second)}`),
    ],
    answer: show(second, false),
  }
}

const ratio: Template = (random) => {
  const firm = random.pick(firms)
  const liabilities = between(random, 2, 40) * 50
  const quotient = random.pick([0.5, 0.8, 1.2, 1.5, 1.8, 2, 2.4, 2.5, 3])
  const assets = liabilities * quotient
  return {
    question: `What is the current ratio of ${firm}?`,
    context: `${firm}, in thousands\nCurrent assets ${show(assets)}\nCurrent liabilities ${show(liabilities)}`,
    steps: [
      'The current ratio is current assets divided by current liabilities.',
      `${show(assets)} / ${show(liabilities)} = ${quotient}.`,
      close(random, String(quotient)),
    ],
    answer: String(quotient),
  }
}

const kinds =
  'bramps dolls-of-clay fenkels gorbs hilts jorrows lempins morbles plonks quarns rimples stips tandols wumps yorpins zelts'.split(
    ' ',
  )

const syllogism: Template = (random) => {
  const [a, b, c, d] = random.shuffle(kinds) as [string, string, string, string]
  const [name, other] = two(random, names)
  const holds = random.uniform() < 0.5
  const asked = holds ? d : random.pick(kinds.filter((kind) => ![a, b, c, d].includes(kind)))
  const facts = [
    `All ${a} are ${b}.`,
    `All ${b} are ${c}.`,
    `All ${c} are ${d}.`,
    `${name} is one of the ${a}.`,
    `${other} is one of the ${d}.`,
  ]
  const chain = [
    `${name} is one of the ${a}, and all ${a} are ${b}, so ${name} is one of the ${b}.`,
    `All ${b} are ${c}, so ${name} is one of the ${c}.`,
    `All ${c} are ${d}, so ${name} is one of the ${d}.`,
  ]
  const end = holds ? [] : [`Nothing says that ${d} are ${asked}.`]
  const answer = holds ? 'true' : 'unknown'
  return {
    question: `True, false or unknown: ${name} is one of the ${asked}.`,
    context: random.shuffle(facts).join(' '),
    steps: [...chain, ...end, close(random, answer)],
    answer,
  }
}

const ordering: Template = (random) => {
  const row = random.shuffle(names).slice(0, 5)
  const facts = row
    .slice(1)
    .map((name, i) =>
      say(random, `${row[i]} stands directly left of ${name}.`, `${name} stands directly right of ${row[i]}.`),
    )
  const place = between(random, 1, 5)
  const ordinal = ['first', 'second', 'third', 'fourth', 'fifth'][place - 1] as string
  return {
    question: `Who stands ${ordinal} from the left?`,
    context: random.shuffle(facts).join(' '),
    steps: [
      `From left to right the row is ${row.join(', ')}.`,
      `The ${ordinal} from the left is ${row[place - 1]}.`,
      close(random, row[place - 1] as string),
    ],
    answer: row[place - 1] as string,
  }
}

const templates: readonly Template[] = [
  groupsAndSale,
  fractionThenShare,
  compareAges,
  shopping,
  discount,
  journey,
  work,
  growth,
  margin,
  compound,
  ratio,
  syllogism,
  ordering,
]
