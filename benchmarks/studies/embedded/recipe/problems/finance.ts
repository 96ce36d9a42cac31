import { between, close, firms, show, type Template, times } from './wording.js'

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

export const finance: readonly Template[] = [growth, margin, compound, ratio]
