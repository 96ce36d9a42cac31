import { createHash } from 'node:crypto'
import { at } from '../../src/core/absence.js'
import { type Random, seededRandom } from '../../src/core/statistics/random.js'
import { drawFacts, neededFor, trace } from './draw.js'
import { type SlipKind, slipIn } from './slips.js'
import type { Topic, TopicGroup } from './topic.js'
import { bonds } from './topics/bonds.js'
import { currency } from './topics/currency.js'
import { depreciation } from './topics/depreciation.js'
import { insurance } from './topics/insurance.js'
import { leases } from './topics/leases.js'
import { lending } from './topics/lending.js'
import { options } from './topics/options.js'
import { portfolios } from './topics/portfolios.js'
import { ratios } from './topics/ratios.js'
import { statements } from './topics/statements.js'
import { tax } from './topics/tax.js'
import { valuation } from './topics/valuation.js'
import { workingCapital } from './topics/working-capital.js'
import { closing, contextOf, drawStyle, questionFor, shown, stepText } from './words.js'

export const topicGroups: readonly TopicGroup[] = [
  statements,
  ratios,
  valuation,
  bonds,
  options,
  portfolios,
  tax,
  leases,
  depreciation,
  currency,
  workingCapital,
  insurance,
  lending,
]

/** A question with a table, a solution in steps, and the one slip in it, if any. */
export interface FinanceChain {
  id: string
  group: string
  topic: string
  /** 1, 2 or 3. */
  level: number
  question: string
  context: string
  steps: string[]
  /** 0-based, -1 where every step is right. */
  firstError: number
  kind: SlipKind | 'none'
  /** The right answer, and the right steps. */
  answer: string
  trace: string[]
}

export type Part = 'development' | 'closed'

/**
 * The topics of a part. A third of every group, by a hash of their names, is closed: for figures that are reported once, and never for building or
 * tuning.
 */
export function topicsOf(part: Part, { topics }: TopicGroup): Topic[] {
  const hash = ({ name }: Topic) => createHash('sha256').update(`finance-steps ${name}`).digest('hex')
  const byHash = [...topics].sort((a, b) => (hash(a) < hash(b) ? -1 : 1))
  const closed = new Set(byHash.slice(0, Math.round(topics.length / 3)))
  return topics.filter((topic) => closed.has(topic) === (part === 'closed'))
}

/**
 * The chains of a part: of every topic and level `instances`, of which every second has a slip. The same seed gives the same chains; the first of
 * them go through all topics, so that a few are already a cross-section.
 */
export function financeChains(part: Part, { seed = 0, instances = 4 } = {}): FinanceChain[] {
  const topics = topicGroups.flatMap((group) => topicsOf(part, group).map((topic) => ({ group, topic })))
  const places = Array.from({ length: instances }, (_, n) =>
    [0, 1, 2].flatMap((level) =>
      topics.map((each, index) => ({ ...each, n, level, hasSlip: (n + level + index) % 2 === 1 })),
    ),
  )
  return places.flat().map(({ group, topic, n, level, hasSlip }) => {
    const id = `${topic.name.replaceAll(/\W+/g, '-')}-${level + 1}-${n + 1}`
    return chain(group, topic, level, hasSlip, id, seededRandom(`finance-steps ${seed} ${id}`))
  })
}

function chain(
  group: TopicGroup,
  topic: Topic,
  level: number,
  hasSlip: boolean,
  id: string,
  random: Random,
): FinanceChain {
  const asked = at(topic.asks, level)
  const names = neededFor(topic, asked)
  const style = drawStyle(random, group.bare === true)
  const year = 2012 + random.int(12)
  for (let attempt = 0; attempt < 50; attempt++) {
    const facts = drawFacts(topic.facts, random)
    const otherYear = group.yearly ? drawFacts(topic.facts, random) : undefined
    const right = trace(topic, facts, names)
    const answer = right?.at(-1)
    const slipped =
      right === undefined || !hasSlip ? undefined : slipIn(names, right, { topic, facts, otherYear, random })
    if (right === undefined || answer === undefined || (hasSlip && slipped === undefined)) continue
    const { label, unit } = answer.quantity
    const end = (value: number) => closing(value, unit, label, style, random)
    const gold = [...right.map((line) => stepText(line, topic, style)), end(answer.value)]
    const steps =
      slipped === undefined ? gold : [...slipped.lines.map((line) => stepText(line, topic, style)), end(slipped.stated)]
    return {
      id,
      group: group.name,
      topic: topic.name,
      level: level + 1,
      question: questionFor(topic, asked, random, group.yearly ? year : undefined),
      context: contextOf(group, topic, facts, otherYear, style, year),
      steps,
      firstError: slipped?.at ?? -1,
      kind: slipped?.kind ?? 'none',
      answer: shown(answer.value, unit, style),
      trace: gold,
    }
  }
  throw new RangeError(`no figures of ${topic.name}, level ${level + 1}, give a trace`)
}
