/*
 * Two amounts compared: "this exceeds ten", "300 g is less than 0.5 kg", "€1.25 is 5 cents more than €1.20". What "this" is may be any amount of the sentence before: false is what holds of none.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT } from '../../../../src/core/quantities/words.js'
import type { Finding, Span } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { comparedOtherwise, finding, hedged } from '../claim.js'
import type { Amount } from '../spoken/amounts.js'
import { sameKind } from '../spoken/compared.js'
import { Cursor } from '../spoken/cursor.js'
import { phraseAt } from '../spoken/phrases.js'
import { amountsIn, isPart, LEAD, type Placed } from '../spoken/placed.js'

const HOW = String.raw`(?:(?:also|too|clearly|still|even|well|far|much|just|slightly|somewhat|marginally|noticeably|already|therefore|thus|indeed|again|always|actually|a\s(?:bit|little|touch|tad|hair|lot))\s)*`
const MORE =
  'more|greater|larger|higher|bigger|longer|heavier|dearer|taller|wider|deeper|thicker|warmer|hotter|pricier|above|over|beyond'
const LESS = 'less|fewer|lower|smaller|shorter|lighter|cheaper|narrower|thinner|colder|cooler|below|under'
const BE = String.raw`(?:['’]s|\s(?:is|are|was|were|lies?|stays?|comes?(?:\sout)?|remains?|stands?|sits?|falls?|ends\sup|turns\sout(?:\sto\sbe)?|feels))`
const BY = String.raw`(?:(?:by\s|(?:the|that|a)\s(?:\p{L}+\s){1,3}of\s|the\s)(?=[$€£−-]?[\d\p{L}]))?`
/** What is said of an amount that another one is compared with. */
const COMPARED = String.raw`(?:${BE}\s${HOW}(?:(${MORE})|${LESS})(?:\sthan)?\s|\s${HOW}(?:(exceeds?|surpasses|surpass|tops?|beats?)|falls?\sshort\sof|undercuts?)\s)${BY}(?=[$€£−-]?[\d\p{L}])`
const pronoun = rare(
  new RegExp(String.raw`(?:^${LEAD}|,\s(?:and\s|so\s|but\s)?)(?:that|this|it|which)${COMPARED}`, 'giu'),
)
const direct = rare(new RegExp(COMPARED, 'giu'))
const standing = lean(
  /\s?(?:$|[,:;)"”—–]|[.](?!\d)|(?:so|and|which|because|since|but|as|of\s\d{4}|in\s\d{4}|for|at|a|by\s(?:a|some))(?!\p{L}))/uy,
)

/** "This exceeds ten", "300 g is less than 0.5 kg", "€1.25 is 5 cents more than €1.20": two amounts compared. */
export function compared(
  text: string,
  line: string,
  before: string,
  span: (from: number, to: number) => Span,
): Finding[] {
  const said = [
    ...pronoun.matchAll(line).map((match) => ({ match, isOwn: false })),
    ...direct.matchAll(line).map((match) => ({ match, isOwn: true })),
  ]
  return said.flatMap(({ match, isOwn }): Finding[] => {
    const [all, more, exceeds] = match
    const cursor = new Cursor(line, match.index + all.length)
    const sign = cursor.take(/[-−]\s?/y) === null ? 1 : -1
    const right = phraseAt(cursor)
    const scale = cursor.take(degrees)?.[0].trim()
    if (right === null || cursor.peek(standing) === null) return []
    const inLine = amountsIn(line.slice(0, match.index + (isOwn ? 0 : 1)))
    const amounts = isOwn ? inLine.slice(-1) : match.index > 0 ? inLine : amountsIn(before)
    const last = amounts.at(-1)
    if (last === undefined) return []
    // "For n from 1 on … the smallest terms, which are less than 1"
    if (/^,\s.*\bwhich\s(?:are|were)\s/i.test(all) && !/^\s?(?:\p{L}+\s?)?$/u.test(line.slice(last.to, match.index)))
      return []
    if (isOwn) {
      const behind = line.slice(last.to, match.index).trim()
      if (behind !== (scale ?? '') || isOfMore(line, last)) return []
      if (!last.amount.kind.startsWith('money') && worth.test(line.slice(0, last.from))) return []
      // Plain numbers are terms, which are read elsewhere.
      if (scale === undefined && last.amount.kind === '' && right.kind === '') return []
    }
    const limit = sign * worthOf(right)
    const isMore = (more ?? exceeds) !== undefined
    const holds = (value: number) => (isMore ? value > limit : value < limit)
    const fitting = amounts.filter(({ amount }) => comparable(amount, right))
    if (!fitting.includes(last) || fitting.some(({ amount }) => holds(worthOf(amount)))) return []
    const where = span(isOwn ? last.from : match.index, cursor.at)
    if (hedged(text, where) || comparedOtherwise(line, match.index)) return []
    const [a, b] = [
      (isOwn || match.index > 0 ? line : before).slice(last.from, last.to).trim(),
      line.slice(match.index + all.length, cursor.at).trim(),
    ]
    const order = `${a} ${worthOf(last.amount) === limit ? '=' : isMore ? '<' : '>'} ${b}`
    return [finding('inequalities', where, line.slice(match.index, cursor.at).trim(), order, false, `it is ${order}`)]
  })
}

const degrees = lean(/\s?(?:°\s?[CF]?|degrees?(?:\s(?:Celsius|Fahrenheit))?)(?!\p{L})/iuy)
/** "A third of 600 g", "3 kg and 300 g", "two shifts of 8 hours": not the amount by itself. */
const isOfMore = (line: string, { from }: Placed) =>
  ofMore.test(line.slice(0, from)) ||
  (isPart(line, { from }) && !/\sof\s(?:the\s|an?\s|these\s|about\s)?$/i.test(line.slice(0, from)))
const worth = lean(/(?<!\p{L})(?:prices?|costs?|value|worth|energy|heat|number|half)\s(?:of|for)\s(?:\p{L}+\s)?$/iu)
const ofMore = lean(
  new RegExp(
    String.raw`(?:(?:\d|%|(?<!\p{L})(?:${COUNT}|one|half|thirds?|quarters?|\p{L}{2,}ths?|percent|all|each|most|none|rest|out|pair|dozen|sum|product|difference|total|multiple|root|square|cube|top))(?:\s\p{L}+)?\sof|(?<!\p{L})and|&|\d)\s(?:the\s|these\s)?$`,
    'iu',
  ),
)
/** In its base unit; shares as parts of one. */
export const worthOf = ({ readings, kind }: Amount) => (kind === 'percent' ? 0.01 : 1) * (readings[0] ?? Number.NaN)
export const isShare = (amount: Amount) => amount.kind === 'percent' || (amount.kind === '' && amount.isShare === true)
/** Two shares, two amounts of one kind; a bare number takes the kind of the other. */
const comparable = (a: Amount, b: Amount) =>
  a.kind !== b.kind && [a.kind, b.kind].includes('percent')
    ? isShare(a) && isShare(b)
    : sameKind(a, b) && !(/thing/.test(a.kind + b.kind) && a.kind !== b.kind)
