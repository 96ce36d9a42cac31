import { between, close, containers, names, say, show, type Template, things, times, two } from './wording.js'

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

export const arithmetic: readonly Template[] = [
  groupsAndSale,
  fractionThenShare,
  compareAges,
  shopping,
  discount,
  journey,
  work,
]
