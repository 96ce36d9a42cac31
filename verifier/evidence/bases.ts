/*
 * Shares of the wrong whole: the question says "60% of the remaining pupils", and a step takes 60% of all. Told by the number that the share is
 * multiplied with.
 */

import { readQuantities } from '../../src/core/quantities/quantity.js'
import type { Finding } from '../../src/core/records/types.js'
import { rare } from '../../src/core/triggers.js'
import { hedged } from './claims/claim.js'
import { plainView } from './claims/text/plain-view.js'
import { capital, germanMonths, germanWeekdays, monthNames, weekdayNames } from './claims/time/calendar.js'
import type { StepFacts } from './facts.js'
import { remembering } from './recent.js'

/** A share or a change of the question that is to be taken of something that has to be computed first. */
interface Relation {
  /** What it may be multiplied with in a solution: 0.4, 0.6 and 1.4 for 40 %. */
  factors: readonly number[]
  /** As written. */
  share: string
  /** What it is taken of, as written. */
  of: string
  /** Numbers of the question that it is not taken of. */
  never: ReadonlySet<number>
}

const SHARE = String.raw`((?<![\d.])\d{1,9}(?:\.\d{1,9})?\s?(?:%|％|percent|per cent|Prozent)|(?<![\d.])\d{1,4}\s?\/\s?\d{1,4}|\\[td]?frac\s?\{?\d\}?\s?\{?\d\}?|(?:one|two|three|a|an|ein|zwei|drei|die)[\s-](?:half|thirds?|quarters?|fourths?|fifths?|Drittel|Viertel|Fünftel|Hälfte)|half)`
/** What is left when a part is gone. */
const LEFT = String.raw`(?:the\s)?(?:(?:remaining|leftover)(?:\s\p{L}+)?|remainder|rest|others)|what\s(?:is|was|remains|remained)\s?(?:left)?|(?:der|des|den|die)?\s?(?:restlichen|übrigen|verbleibenden|verbliebenen|Restes|Rests?)(?:\s\p{L}+)?|(?:剩下|其余|余下|剩余)的?\p{Script=Han}{0,4}`
/** What the sentence before ended with. */
const THOSE = String.raw`(?:those|these)(?:\s\p{L}+)?`

const MAX_STEP = 6000

const leftOf = [
  new RegExp(String.raw`${SHARE}\s?(?:of|von|der|des)\s(${LEFT})(?!\s?\d)`, 'giu'),
  new RegExp(String.raw`(?:of|von|vom|从)\s?(${LEFT})(?!\s?\d)[\s,，中]{0,3}(?:\p{L}+\s){0,3}?${SHARE}`, 'giu'),
  new RegExp(`(${LEFT})的?(?:有)?${SHARE}`, 'giu'),
].map(rare)
const thoseOf = [
  new RegExp(String.raw`${SHARE}\sof\s(${THOSE})`, 'giu'),
  new RegExp(String.raw`of\s(${THOSE})[\s,]{1,2}(?:\p{L}+\s){0,2}?${SHARE}`, 'giu'),
].map(rare)
/** "60 % of the 50 pupils are girls. 40 % of the girls …": the part by its name. */
const partsOf = rare(new RegExp(String.raw`${SHARE}\s(?:of|von|der)\s(?:the\s|den\s|diesen\s)?(\p{L}{4,})`, 'giu'))
/** "1/4 of the money … 1/2 of the money", "5% tax on the price … 90% of the price": two shares of one whole. */
const isTakenBefore = (question: string, of: string, at: number): boolean =>
  new RegExp(
    String.raw`(?<!\p{L})(?:of|on|from|in|von|vom|der|des|auf)\s(?:the\s|den\s|diesen\s|each\s|every\s)?${of.trim().replace(/[^\p{L}\s]/gu, '.')}(?!\p{L})`,
    'iu',
  ).test(question.slice(0, at))

const pronouns = /^(?:what|them|their|they|that|this|those|these|which|whom|each|your)$/i
const than = rare(
  new RegExp(
    String.raw`${SHARE}\s(?:more|fewer|less|higher|lower|larger|smaller|longer|shorter|mehr|weniger)\s(?:\p{L}+\s){0,2}?(?:than|als)\s(?:on\s|in\s|am\s|im\s)?(\p{Lu}\p{L}+)`,
    'gu',
  ),
)

/**
 * A share that is taken of the wrong whole. The question says "60 % of the remaining pupils" or "25 % more than on Tuesday", and a step takes it of a number of the question
 * that is something else: the whole before anything was gone, Monday's pages. A plain product of the two is read, and the share in words.
 */
export function baseReader(question: string, context = ''): (step: StepFacts) => Finding[] {
  const relations = [...relationsOf(question), ...(context === '' ? [] : votesOf(`${question}\n${context}`))]
  if (relations.length === 0) return () => []
  return ({ text, equations }) => {
    const found = inWords(text, relations)
    const isTold = ({ span }: Finding) => found.some((each) => each.span[0] < span[1] && span[0] < each.span[1])
    return [...found, ...inEquations(text, equations, relations).filter((each) => !isTold(each))]
  }
}

/** A share in words, of a number. */
const shareOfNumber = rare(
  new RegExp(
    String.raw`${SHARE}\s(?:of|von|der|des)\s(?:the\s|den\s|die\s|all\s)?[$€£]?(\d[\d,]*(?:\.\d+)?)(?![\d%])`,
    'giu',
  ),
)

/** "two thirds of the 6 votes", where the question has two thirds of something else. */
function inWords(text: string, relations: readonly Relation[]): Finding[] {
  return [...shareOfNumber.matchAll(text.slice(0, MAX_STEP))].flatMap((match) => {
    const [all, written = '', number = ''] = match
    const [share, whole] = [partOf(written), Number(number.replace(/,/g, ''))]
    const span = [match.index, match.index + all.length] as const
    // "Abstentions don't count, so two thirds of …": the conclusion is no denial.
    const from = text.lastIndexOf(', so ', span[0])
    if (share === null || hedged(from < 0 ? text : text.slice(from).padStart(text.length), span)) return []
    return misses(share, whole, relations).map(({ share: asked, of }) => finding(span, asked, of, whole))
  })
}

/** What is taken of a whole by a factor, where the question takes it of another. */
function misses(factor: number, whole: number, relations: readonly Relation[]): Relation[] {
  const missed = relations.filter(({ factors }) => factors.some((each) => same(each, factor)))
  const [relation] = missed
  if (relation === undefined || missed.some(({ share }) => share !== relation.share) || !relation.never.has(whole))
    return []
  return [relation]
}

const finding = (span: readonly [number, number], share: string, of: string, whole: number): Finding => ({
  kind: 'percentages',
  span,
  claimed: `${share} of ${whole}`,
  ok: false,
  message: `the question has ${share} of another whole (${of}), not of ${whole}`,
})

function inEquations(text: string, equations: StepFacts['equations'], relations: readonly Relation[]): Finding[] {
  return equations.flatMap(({ checks, operations, operands, span, names }): Finding[] => {
    if (operations === 0 || operations > 2 || names.length > 0 || checks.length > 1) return []
    const [first = Number.NaN, second = Number.NaN, third] = operands.map((each) => each.valueOf())
    const products: (readonly [number, number])[] =
      third === undefined
        ? [
            [first, second],
            [second, first],
            [1 / second, first],
          ]
        : [
            [first / second, third],
            [second / third, first],
            [second, first / third],
          ]
    const value = checks[0]?.computedValue.valueOf()
    for (const [factor, whole] of products) {
      if (operands.length !== operations + 1 || value === undefined || !same(factor * whole, value)) continue
      const [missed] = hedged(text, span) ? [] : misses(factor, whole, relations)
      if (missed !== undefined) return [finding(span, missed.share, missed.of, whole)]
    }
    return []
  })
}

const relationsOf = remembering((question) => readRelations(plainView(question.slice(0, 3000))))

const same = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))

function readRelations(question: string): readonly Relation[] {
  const numbers = readQuantities(question, { words: true, limit: 60 }).map(({ value, span, percent }) => ({
    value: value.valueOf(),
    at: span[0],
    isShare: percent === true || value.abs().compare(1) < 0,
  }))
  const wholesBefore = (at: number) => numbers.filter((each) => each.at < at && !each.isShare)
  const found: Relation[] = []
  const add = (share: string, of: string, never: readonly number[]) => found.push(...relationOf({ share, of, never }))
  for (const [patterns, isLeft] of [
    [leftOf, true],
    [thoseOf, false],
  ] as const)
    for (const [i, pattern] of patterns.entries())
      for (const match of pattern.matchAll(question)) {
        const [share = '', of = ''] = i === 0 ? [match[1], match[2]] : [match[2], match[1]]
        const [whole, ...taken] = wholesBefore(match.index)
        // Something has to be gone from the whole before: a share, or where it is what is left, a number.
        const isGone = sharesIn(question.slice(0, match.index)).length > 0 || (isLeft && taken.length > 0)
        if (whole === undefined || !isGone || isTakenBefore(question, of, match.index)) continue
        add(share, of, [whole.value])
      }
  for (const match of partsOf.matchAll(question)) {
    const [, share = '', name = ''] = match
    if (pronouns.test(name)) continue
    const [whole] = wholesBefore(match.index)
    const [earlier] = sharesIn(question.slice(0, match.index))
    if (whole === undefined || earlier === undefined || isTakenBefore(question, name, match.index)) continue
    const stem = name.toLowerCase().slice(0, Math.max(4, name.length - 4))
    const between = question.slice(earlier, match.index).toLowerCase()
    const told = question.slice(0, earlier) + (/^\S+\s\p{L}+/u.exec(question.slice(whole.at))?.[0] ?? '')
    if (between.includes(stem) && !told.toLowerCase().includes(stem)) add(share, name, [whole.value])
  }
  for (const match of than.matchAll(question)) {
    const [, share = '', base = ''] = match
    const clauses = question.split(/(?<!\d)[.,;](?!\d)|[.?!;]\s|\band\b|\bund\b/)
    const holders = (clause: string) => clause.match(/\p{Lu}\p{L}+/gu) ?? []
    const others = clauses.flatMap((clause) => {
      const inside = readQuantities(clause, { words: true, limit: 10 }).filter(({ percent }) => percent !== true)
      const [only, more] = inside
      if (only === undefined || more !== undefined || clause.includes(base)) return []
      return holders(clause).some((name) => isLike(name, base)) ? [only.value.valueOf()] : []
    })
    const own = clauses
      .filter((clause) => clause.includes(base) && !clause.includes(share))
      .flatMap((clause) => readQuantities(clause, { words: true, limit: 10 }).map(({ value }) => value.valueOf()))
    add(
      share,
      base,
      others.filter((each) => !own.includes(each)),
    )
  }
  for (const { share, of, never } of [...ofVotes(question), ...ofPrices(question)]) add(share, of, never)
  // The same share of two things cannot be told apart in a step.
  const isShareOf = (factor: number) =>
    numbers.filter(({ value, isShare }) => isShare && same(value > 1 ? value / 100 : value, factor)).length
  const told = found
    .filter(({ factors }) => isShareOf(factors[0] ?? 0) <= 1)
    // "2/5 of all" and "60 % of the rest": two fifths are no remainder of the 60 %.
    .map((each) => ({ ...each, factors: each.factors.filter((factor, i) => i === 0 || isShareOf(factor) === 0) }))
  // What holds a tax is the whole of nothing that has to do with it, however often the rate is told.
  return [...told, ...grossOf(question)]
}

/** The rules of a vote stand in the context as often as in the question. */
const votesOf = remembering((text) => ofVotes(plainView(text.slice(0, 5000))).flatMap(relationOf))

function relationOf({ share, of, never }: Taken): Relation[] {
  const value = partOf(share)
  if (value === null || never.length === 0) return []
  return [{ factors: [value, 1 - value, 1 + value], share: share.trim(), of: of.trim(), never: new Set(never) }]
}

interface Taken {
  share: string
  of: string
  never: readonly number[]
}

const MAJORITY = String.raw`((?:two|three)[\s-](?:thirds|quarters|fourths|fifths)|half)\sof\s(?:all\s)?(?:the\s|its\s)?`
const rulesOfVotes = rare(
  new RegExp(
    String.raw`${MAJORITY}(members\spresent|(?:those|members|persons|people)\s(?:who\sare\s)?present|votes\scast|cast\svotes|valid\svotes)`,
    'giu',
  ),
)
const count = (text: string, ...patterns: RegExp[]): number | undefined => {
  const digits = patterns.map((pattern) =>
    pattern
      .exec(text)
      ?.slice(1)
      .find((each) => each !== undefined),
  )
  const found = digits.find((each) => each !== undefined)
  return found === undefined ? undefined : Number(found)
}

/** A majority is taken of the members present or of the votes cast, as the rule says: the other two numbers are not its whole. */
function ofVotes(question: string): Taken[] {
  const rules = [...rulesOfVotes.matchAll(question)]
  if (rules.length === 0) return []
  const yes = count(question, /(\d+)\s(?:members\s)?(?:votes?d?\s)?(?:yes|for|in\sfavou?r)(?!\p{L})/iu)
  const no = count(question, /(\d+)\s(?:members\s)?(?:votes?d?\s)?(?:no|against)(?!\p{L})/iu)
  const abstained = count(question, /(\d+)\s(?:members\s)?(?:abstain|abstentions?)/iu)
  if (yes === undefined || no === undefined || abstained === undefined || abstained === 0) return []
  const [cast, present] = [yes + no, yes + no + abstained]
  // Whoever is present votes or abstains.
  if (!new RegExp(String.raw`(?<!\d)${present}(?!\d)`).test(question)) return []
  return rules.flatMap((match) => {
    const [, share = '', of = ''] = match
    const isOfVotes = /votes/i.test(of)
    if (isOfVotes && !/abstentions?\s(?:are\snot|do\snot|don['’]t)/i.test(question)) return []
    return [{ share, of, never: [isOfVotes ? present : cast] }]
  })
}

const onPrice = rare(
  /((?<![\d.])\d{1,3}(?:\.\d+)?\s?(?:%|percent|per cent|Prozent))\s?(?:of|on|auf|vom|des|der)\s(?:the\s|den\s|its\s)?((?:selling|sales?)\sprice|Verkaufspreis\p{L}*)/giu,
)
const asksPrice = rare(/(?:selling|sales?)\sprice[^.?]{0,40}\?|Verkaufspreis[^.?]{0,40}\?/i)

/** A margin of 40 % on the selling price, which is asked for: no number of the question is its whole. */
function ofPrices(question: string): Taken[] {
  if (!asksPrice.test(question)) return []
  return [...onPrice.matchAll(question)].map(([, share = '', of = '']) => ({
    share,
    of,
    never: readQuantities(question, { limit: 20 })
      .filter(({ percent }) => percent !== true)
      .map(({ value }) => value.valueOf()),
  }))
}

const gross = rare(
  /(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s?(?:€|euros?|dollars?|Euro|crowns)?\s(?:inkl(?:usive|\.)?|einschließlich|including|incl\.|with)\s(?:of\s)?(\d{1,2}(?:\.\d+)?\s?(?:%|percent|Prozent))\s(?:\p{L}+\s)?(?:VAT|tax|Mehrwertsteuer|MwSt|USt|Umsatzsteuer)/giu,
)

/** A price with its tax: the tax is a share of what it would be without. */
const grossOf = (question: string): Relation[] =>
  [...gross.matchAll(question)].flatMap(([, price = '', share = '']) => {
    const value = partOf(share)
    if (value === null) return []
    const never = new Set([Number(price.replace(/,/g, ''))])
    return [{ factors: [value, 1 - value], share, of: 'the price without tax', never }]
  })

const shares = rare(new RegExp(SHARE, 'giu'))
/** Where shares end in a text. */
const sharesIn = (text: string) => shares.matchAll(text).map((match) => match.index + match[0].length)

const days = rare(new RegExp(`^(?:${[...weekdayNames, ...germanWeekdays].map(capital).join('|')})$`))
const months = rare(new RegExp(`^(?:${[...monthNames, ...germanMonths].map(capital).join('|')})$`))

/** Two names of one kind: two days, two months, or two others. */
const isLike = (a: string, b: string) =>
  a !== b &&
  !/^(?:The|A|An|On|In|At|If|How|What|He|She|They|It|His|Her|Their|Each|There|Of|After|Then|When|For|Der|Die|Das|Er|Sie|Es|Im|Am|Wie|Ein|Eine)$/.test(
    a,
  ) &&
  days.test(a) === days.test(b) &&
  months.test(a) === months.test(b)

const parts: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  drittel: 3,
  viertel: 4,
  fünftel: 5,
  hälfte: 2,
}

function partOf(share: string): number | null {
  const digits = share.match(/\d+(?:\.\d+)?/g)?.map(Number) ?? []
  const [a, b] = digits
  if (/%|％|percent|per cent|Prozent/.test(share)) return a === undefined ? null : a / 100
  if (a !== undefined && b !== undefined) return a / b
  const words = share.toLowerCase().split(/[\s-]/)
  const under = parts[(words.at(-1) ?? '').replace(/s$/, '')]
  const over = { two: 2, zwei: 2, three: 3, drei: 3 }[words[0] ?? ''] ?? 1
  return under === undefined ? null : over / under
}
