/* Dates and clocks in a row: facts, relations, zones, what leads on from step to step. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import type { ClaimText } from '../claim.js'
import { calendarFacts, daysOfDates } from './facts.js'
import { clocksOf, type Known, onward } from './onward.js'
import { loosely, related, summed } from './relations.js'
import { type Term, termsOf } from './terms.js'
import { zoneReader } from './zones.js'

/** Interest may count every month with 30 days. */
const bankersYear = /30[/E]360|\b360[- ]days?\b|day[- ]count|banker['’]?s['’]? (?:year|rule)/i
const beforeNow = /(?<!\d)1[0-6]\d\d(?!\d)|\bJulian\b|\bGregory\b/
const isDated = ({ kind, text }: Term) => kind !== 'date' || /\d{4}/.test(text)
/** Two clocks that differ: what lies between their times is not what passed. */
const apart = /\b(?:hours?\s(?:ahead|behind)|time\s(?:zones?|difference)|UTC|GMT|local\stime)\b|时差|Zeitzone|Ortszeit/i
/** An hour is skipped or comes twice. */
const changes =
  /\bclocks?\s(?:go|goes|went|are\s(?:put|set|turned|moved)|is\sput)\s(?:forward|back|ahead)|daylight\ssaving|summer\stime|Zeitumstellung|Sommerzeit/i
const mayBe = rare(
  /\d:\d\d|\d{4}[-年]\d|\d{4}|day|month|year|hour|\bmin|\d\s?h\b|[ap]\.?m\b|UTC|GMT|week|noon|midnight|tag\b|Uhr|Stunde|(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz])|leap|schalt|闰|星期|周|小时|分/i,
)

/**
 * The calendar and the clock: the weekday of a date, leap years, lengths of months, what lies between two moments, what is so long before or after one, the clocks of other
 * places. The calendar is the Gregorian one, reckoned by the platform's own dates in UTC. A step may go on from the time that the one before came to.
 */
export function timeReader(question: string): (claim: ClaimText) => Finding[] {
  const zones = zoneReader(question)
  const known: Known = { clocks: clocksOf(termsOf(question.slice(0, 5000)).terms), isLast: false }
  let hasOwnRules: boolean | undefined
  let differs = apart.test(question)
  return ({ plain }) => {
    if (!mayBe.test(plain) || bankersYear.test(plain) || bankersYear.test(question)) return []
    if (changes.test(plain) || changes.test(question)) return []
    differs ||= apart.test(plain)
    const read = termsOf(plain)
    const { dayOf } = read
    // Days without a year may be of a calendar that was in use then.
    const terms = beforeNow.test(question) || beforeNow.test(plain) ? read.terms.filter(isDated) : read.terms
    const found = [
      ...daysOfDates(plain, terms, dayOf),
      ...stated(plain, terms, question, differs),
      ...onward(plain, terms, known),
      ...zones(plain),
    ]
    known.clocks.push(...clocksOf(terms))
    known.isLast = terms.at(-1)?.kind === 'clock' || (terms.length === 0 && known.isLast)
    // Where the question has months or days of its own, they hold.
    if (found.every(({ ok }) => ok)) return found
    hasOwnRules ??= calendarFacts(question, question).some(({ ok }) => !ok)
    return hasOwnRules ? found.filter(({ ok }) => ok) : found
  }
}

function stated(text: string, terms: readonly Term[], question: string, differs: boolean): Finding[] {
  const found = related(text, terms)
  const isTold = ({ span: [from, to] }: Finding) => found.some(({ span }) => span[0] < to && from < span[1])
  return [
    ...calendarFacts(text, question),
    ...found,
    ...(differs ? [] : loosely(text, terms).filter((each) => !isTold(each))),
  ]
}

/** One step by itself. */
export const readTimes = (claim: ClaimText): Finding[] => timeReader(claim.question)(claim)

const mayAdd = rare(/(?:hour|\bmin|\d\s?h\b|second|\bsec)/i)

/** "3 h 50 min + 3 h 46 min: together 7 h 36 min" */
export const readSumsOfTimes = ({ plain }: ClaimText): Finding[] =>
  mayAdd.test(plain) ? summed(plain, termsOf(plain).terms) : []
