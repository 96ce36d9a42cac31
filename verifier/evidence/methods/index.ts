/*
 * Known wrong ways: the topic of a question is read loosely, and a chain is accused where the value of a wrong way stands in it and the right value
 * nowhere.
 */
import { at } from '../../../src/core/absence.js'
import type { Finding } from '../../../src/core/records/types.js'
import { choosing, rare } from '../../../src/core/triggers.js'
import { hedged, shown } from '../claims/claim.js'
import { sentencesOf } from '../claims/text/sentences.js'
import type { StepFacts } from '../facts.js'
import { type Named, numbersOf } from '../questions/answer.js'
import { leavesChanges } from '../questions/left-over.js'
import { remembering } from '../recent.js'
import { businessTopics } from './business.js'
import { capitalTopics } from './capital.js'
import { chanceTopics } from './chance.js'
import { countingTopics } from './counting.js'
import { energyTopics } from './energy.js'
import { everydayTopics } from './everyday.js'
import { geometryTopics } from './geometry.js'
import { motionTopics } from './motion.js'
import { Asked } from './numbers.js'
import { percentTopics } from './percent.js'
import { rateTopics } from './rates.js'
import { sequenceTopics } from './sequences.js'
import { statisticsTopics } from './statistics.js'
import { substanceTopics } from './substances.js'
import type { Compared, Topic } from './topic.js'

const topics: readonly Topic[] = [
  ...rateTopics,
  ...percentTopics,
  ...capitalTopics,
  ...businessTopics,
  ...chanceTopics,
  ...countingTopics,
  ...sequenceTopics,
  ...statisticsTopics,
  ...geometryTopics,
  ...motionTopics,
  ...energyTopics,
  ...substanceTopics,
  ...everydayTopics,
]
const mayBeAsked = choosing(topics.map(({ about }) => about.map(({ source }) => `(?:${source})`).join('')))

/** Longer questions hold more than one topic. */
const MAX_QUESTION = 1500

/** Every rule speaks of decimal numerals. */
const inAnotherBase = rare(
  /\b(?:in|to|from) (?:the )?base[- ]?(?!10\b|ten\b)(?:\d|[btn]\w+\b|two|three|four|five|six|seven|eight|nine|twelve|sixteen)|\bbase[- ](?!10\b)\d+ (?:numeral|number|representation|digit|notation|system|expansion|form)|\b(?:in|to) (?:hexadecimal|octal|binary|ternary|duodecimal|dozenal)\b|(?:hexa?decimal|octal|binary) (?:representation|notation|system|expansion)|[二三四五六七八九](?:十?六)?进制/i,
)

/** What is asked, without the answers that are offered. */
const withoutOptions = (question: string) => question.split(/\n\s*\(?A[).:]\s/)[0] ?? question

/** A rule that a question calls for, with its numbers put in. */
interface Called {
  rule: string
  compared: Compared
}

/** The rules that a question calls for by its concepts and measures; none where it calls for none that is known. */
export const rulesCalled = remembering(readRules)

function readRules(question: string): readonly Called[] {
  if (question.length > MAX_QUESTION || !/[\d二三四五六七八九十两]|\b(?:two|three|four|five|six|ten)\b/.test(question))
    return []
  const asked = new Asked(withoutOptions(question))
  if (inAnotherBase.test(asked.text)) return []
  return mayBeAsked(asked.text).flatMap((i) => {
    const { rule, about, unless, compare } = at(topics, i)
    if (!about.every((each) => rare(each).test(asked.text)) || (unless && rare(unless).test(asked.text))) return []
    const compared = compare(asked)
    if (compared === null) return []
    // A change of which the topic knows nothing makes another question of it.
    const isRead = (from: number, to: number) => {
      if (about.some((each) => rare(each).test(asked.text.slice(from, to)))) return true
      const rest = new Asked(`${asked.text.slice(0, from)} ${asked.text.slice(to)}`)
      return !about.every((each) => rare(each).test(rest.text)) || !isSame(compare(rest), compared)
    }
    return leavesChanges(asked.text, isRead) ? [] : [{ rule, compared }]
  })
}

const isSame = (one: Compared | null, other: Compared) => JSON.stringify(one) === JSON.stringify(other)

/** Where a chain takes a known wrong way: the value of that way stands in it and the right value nowhere. Null where it takes none. */
export function wrongWay(
  question: string,
  called: readonly Called[],
  steps: readonly StepFacts[],
  answer: string | undefined,
): { step: number; finding: Omit<Finding, 'span'> } | null {
  const given = numbersAsked(question)
  const stated = steps.map((step) => numbersSeen(step))
  const answered = answer === undefined ? [] : numbersOf(answer)
  const all = [...stated.flat(), ...answered]
  for (const { rule, compared } of called) {
    const right = compared.right.filter(Number.isFinite)
    if (right.length === 0) continue
    const known = (value: number) => given.some((each) => same(each, value))
    // Where the right value is a number of the question, only the answer can tell.
    const places = right.some(known) ? answered : all.filter(({ value }) => !known(value))
    if (places.length === 0) continue
    const states = (list: readonly Named[]) => right.some((value) => list.some((each) => shows(each, value, true)))
    // A right value on the way to a wrong answer does not clear it: 80 trees, and then one more.
    const [seen, cleared] = [states(places), states(answered)]
    for (const { values, says } of compared.slips) {
      const last = values.at(-1) ?? Number.NaN
      if (
        !Number.isFinite(last) ||
        known(last) ||
        right.some((each) => Math.abs(each - last) <= 0.005 * Math.abs(each))
      )
        continue
      if (seen && steps.some(({ text }) => isCompared(text, last))) continue
      if (seen && (cleared || !answered.some((each) => shows(each, last)))) continue
      const isLast = (each: Named & { result?: boolean }) =>
        shows(each, last) && (!Number.isInteger(last) || each.result === true)
      if (!stated.some((numbers) => numbers.some(isLast)) && !answered.some((each) => shows(each, last))) continue
      const early = values.filter((value) => !known(value) && !(compared.way ?? []).some((each) => same(each, value)))
      const takes = ({ text }: StepFacts, i: number) => {
        const match = says?.exec(text)
        if (match != null && !hedged(text, [match.index, match.index + match[0].length])) return true
        return (stated[i] ?? []).some((each) => isLast(each) || early.some((value) => shows(each, value)))
      }
      const first = steps.findIndex(takes)
      const isOnWay = (step: StepFacts) =>
        leadsOn(
          step,
          (compared.way ?? []).some((each) => same(each, last)),
        )
      // "30/3 = 10. So 10 posts.": that there are 10 gaps is right; that it was taken for the posts is not.
      const later =
        first >= 0 && isOnWay(at(steps, first)) ? steps.findIndex((step, i) => i > first && takes(step, i)) : -1
      const step = later === -1 ? first : later
      const found = Math.max(0, step === -1 ? steps.length - 1 : step)
      const computed = shown(right[0] ?? Number.NaN)
      return {
        step: found,
        finding: {
          kind: 'methods',
          ok: false,
          claimed: shown(last),
          computed,
          message: `${rule}: ${computed}, not ${shown(last)}`,
        },
      }
    }
  }
  return null
}

/** A value that is told beside the right one: "If the order mattered there would be 336", "You pay $64 and save $16". */
const compares = rare(
  /\b(?:would|could|without|instead|and\s(?:you\s)?sav(?:e|es|ed|ing)|seen\sfrom|leaving\sout|counting|compar\w*|by\scontrast|whereas|as\sa\sshare|relative\sto)\b/i,
)
const isCompared = (text: string, value: number) =>
  sentencesOf(text).some(
    ({ text: sentence }) =>
      compares.test(sentence) &&
      (sentence.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).some((each) => {
        const digits = /\.(\d+)/.exec(each)?.[1]?.length ?? 0
        const told = { value: Number(each.replace(/,/g, '')), digits }
        return shows(told, value) || shows(told, 100 * value)
      }),
  )

/** A step that is right on the way: nothing but a calculation of a value that stands on the way to the right one, or of the reciprocal of what is asked for ("1/R = 1/6 + 1/3 = 1/2"). */
const leadsOn = ({ text }: StepFacts, isOnWay: boolean) =>
  /^[\s$]*(?:1\s?\/\s?[A-Za-z]|\\[dt]?frac\{?1\}?\{[A-Za-z])\w*\}?\s*=/.test(text) ||
  (isOnWay && !/\p{L}{3}/u.test(text))

const numbersAsked = remembering((question) => new Asked(withoutOptions(question)).all.map(({ value }) => value))

/** What states a number rather than names it. */
const stating = rare(
  /(?:[=≈]|\b(?:is|are|was|gives|makes|has|have|needs?|leaves|takes|total of|altogether|ist|sind|hat|ergibt|beträgt)\b|[是为有得共])\s?\$?(?:about |only |exactly |then |therefore |also |thus )?[($€£]?$/i,
)

interface Seen extends Named {
  /** It is what an equation comes to. */
  result?: boolean
}

const clockTime = rare(/(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])(?:\s?([ap])\.?m\b)?/gi)

function numbersSeen({ text, numbers, equations }: StepFacts): Seen[] {
  const clocks = [...clockTime.matchAll(text.slice(0, 4000))].map(([, hours, minutes, half]) => ({
    value:
      60 * ((Number(hours) % (half === undefined ? 24 : 12)) + (half?.toLowerCase() === 'p' ? 12 : 0)) +
      Number(minutes),
    digits: 9,
    result: true,
  }))
  const results = equations.flatMap(({ result, operations, checks }) => [
    ...(result === null || operations === 0 ? [] : [result]),
    ...checks.flatMap(({ claimedValue, computedValue }) => [claimedValue, computedValue]),
  ])
  const keys = new Set(results.map((each) => each.valueOf()))
  return [
    ...numbers.map(({ value, digits, scale, span }) => ({
      value: value.valueOf(),
      digits: scale === undefined && !/\//.test(text.slice(...span)) ? digits : 9,
      result: keys.has(value.valueOf()) || stating.test(text.slice(Math.max(0, span[0] - 24), span[0])),
    })),
    ...results.map((value) => ({ value: value.valueOf(), digits: 9, result: true })),
    ...clocks,
  ]
}

const same = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b), 1e-9)

/** Whether a stated number is a value, rounded to the digits that it shows; `loosely`: within one per cent and in other powers of ten too. */
function shows({ value, digits }: Named, exact: number, loosely = false): boolean {
  if (same(Math.abs(value), Math.abs(exact))) return true
  const difference = Math.abs(Math.abs(value) - Math.abs(exact))
  if (loosely) {
    const scales = Math.abs(exact) < 1 ? [1, 100, 0.01] : [1, 100, 1000, 1e6, 0.01, 0.001, 1e-6, 60, 1 / 60]
    const close = (scale: number) => Math.abs(Math.abs(value) * scale - Math.abs(exact)) <= 0.003 * Math.abs(exact)
    if ((!Number.isInteger(exact) || Math.abs(exact) > 1000) && scales.some(close)) return true
    if (scales.some((scale) => same(Math.abs(value) * scale, Math.abs(exact)))) return true
    return (
      digits < 9 &&
      !Number.isInteger(exact) &&
      difference <= 0.51 * 10 ** -digits &&
      (digits > 0 || Math.abs(exact) > 5)
    )
  }
  if (Number.isInteger(exact)) return false
  const significant = String(Math.abs(value)).replace('.', '').replace(/^0+/, '').length
  return (
    significant >= 2 &&
    difference <= 0.0051 * Math.abs(exact) &&
    (digits < 9 ? difference <= 0.51 * 10 ** -digits : difference <= 1e-4 * Math.abs(exact))
  )
}
