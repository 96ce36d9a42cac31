/*
 * What lies between two moments of a question, in whatever words it is asked: hours between two times of day, days, nights and months between two dates, an age on a day, the weekday
 * some days on. Read are only questions whose numbers are all part of these moments. What is right is left open: a side remark may still be false, and this reads no words between.
 */
import { lean } from '../../../src/core/lean-patterns.js'
import { DAYED, monthOf, readDate, weekdayNames } from '../claims/time/calendar.js'
import { mod } from '../claims/time/checked.js'
import { daysApart, hoursOf } from '../claims/time/reckoned.js'
import { type Term, termsOf } from '../claims/time/terms.js'
import { type Asked, numbersIn, type QuestionReader, type Solved } from './form.js'
import { namesSpan } from './stories/durations.js'

/** Two clocks, breaks, several times over, what moves as well: another thing is asked then. */
const other =
  /\b(?:UTC|GMT|zones?|local|breaks?|pauses?|lunch|rests?|stops?|stopover|wait\w*|per|every|each|speed|fast|km|miles?|delay\w*|late|early|overtime|wage|pay|cost|clocks?|working|business|weekdays?|weekends?|workdays?|office|school|except|excluding|without|inclusive|including|both|summer|winter|daylight|twice|total of|together|average|percent|interest|rate|(?:doubl|halv|tripl|verdoppel|halbier)\w*|original\w*|length|of\sthem|[mck]m|kg|m[lg])\b|\$|€|£|%/i

interface Moments {
  clocks: Term[]
  dates: Term[]
  weekdays: Term[]
  lasting: Term[]
}
function momentsOf(question: string): Moments | null {
  if (question.length > 600 || other.test(question)) return null
  const { terms, dayOf } = termsOf(question)
  const rest = terms.reduceRight((text, { from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, question)
  if (numbersIn(rest).length > 0 || dayOf.size > 0) return null
  const of = (kind: Term['kind']) => terms.filter((term) => term.kind === kind)
  return { clocks: of('clock'), dates: of('date'), weekdays: of('weekday'), lasting: of('lasting') }
}

const none = (...lists: readonly Term[][]) => lists.every((list) => list.length === 0)
/** True is left open. */
const unlessRight = (ok: boolean | null) => (ok === false ? false : null)

const asksSpan =
  /\bhow\s(?:long|many\s(?:hours|minutes)|much\stime)\b|\bduration\b|\bwie\s(?:lange|viele\s(?:stunden|minuten))\b|\bcombien\s(?:de\stemps|d['’]heures|de\sminutes)|\bcu[áa]nto\s(?:tiempo|dura|tarda)|多长时间|多久|几(?:个)?小时|多少分钟/i
const reversed = /\b(?:from|left|leaving|started|since|began|having|departed|departure)\b/i

/** "I fell asleep at 22:40 and woke at 6:15. How long did I sleep?" */
function elapsed({ question }: Asked): Solved | null {
  if (!asksSpan.test(question)) return null
  const moments = momentsOf(question)
  const [from, to, third] = moments?.clocks ?? []
  if (moments === null || from?.kind !== 'clock' || to?.kind !== 'clock' || third !== undefined) return null
  if (!none(moments.dates, moments.weekdays, moments.lasting) || reversed.test(question.slice(from.to, to.from)))
    return null
  const sure = from.certain && to.certain
  const apart = mod(to.minutes - from.minutes, sure ? 1440 : 720)
  if (apart === 0) return null
  const unit = /many\sminutes|viele\sminuten|de\sminutes|多少分钟/i.test(question)
    ? 1
    : /many\shours|stunden|heures|小时/i.test(question)
      ? 60
      : undefined
  const spans = sure ? [apart] : [apart, apart + 720]
  return {
    what: `from ${from.text.trim()} to ${to.text.trim()} it`,
    values: [],
    answer: hoursOf(apart),
    reads: (answer) => {
      const named = minutesSaid(answer)
      const read =
        named.length > 0
          ? named.some((each) => spans.includes(each))
          : (spans.map((each) => namesSpan(answer, each, unit)).find((each) => each !== false) ?? false)
      return unlessRight(named.length === 0 && !/\d/.test(answer) ? null : read)
    },
    statedBy: statesSpan,
  }
}

const minutesSaid = (text: string) =>
  termsOf(text).terms.flatMap((term) => (term.kind === 'lasting' ? [term.seconds / 60 + 1440 * term.days] : []))
/** Whether a step names the span of time that the answer does. */
export const statesSpan = (step: string, answer: string) =>
  minutesSaid(step).some((each) => minutesSaid(answer).includes(each))

const asksDays =
  /\bhow\smany\s(days|nights)\b|\bwie\sviele\s(tage|nächte)\b|\bcombien\sde\s(jours|nuits)\b|\bcu[áa]nt[oa]s\s(d[ií]as|noches)\b|\b(days)\sbetween\b|(多少天|几天)/iu
/** Neither end more nor fewer may count. */
const strictly = /\b(?:nights|nächte|nuits|noches|later|until|till|left|pass|remain)\b/i

/** "Rental from 28 May to 12 June: how many nights?" */
function daysBetween({ question }: Asked): Solved | null {
  if (!asksDays.test(question)) return null
  const moments = momentsOf(question)
  const [from, to, third] = moments?.dates ?? []
  if (moments === null || from === undefined || to === undefined || third !== undefined) return null
  if (!none(moments.clocks, moments.weekdays, moments.lasting)) return null
  const exact = [...new Set(daysApart(from, to))]
  const [first] = exact
  if (first === undefined || exact.some((each) => each <= 0)) return null
  const fine = exact.flatMap((each) => (strictly.test(question) ? [each] : [each - 1, each, each + 1]))
  const saysDays = (text: string) => (text.match(/(?<![\d.,/:])\d{1,4}(?![\d.,/:]*\d)/g) ?? []).map(Number)
  return {
    what: `from ${from.text.trim()} to ${to.text.trim()} the number of days`,
    values: [],
    answer: exact.join(' or '),
    reads: (answer) => {
      const [said, more] = saysDays(answer)
      return said === undefined || more !== undefined ? null : unlessRight(fine.includes(said))
    },
    statedBy: (step, answer) =>
      new RegExp(
        String.raw`(?:=|\b(?:total|altogether|so|that|makes|is|are|all)\b)[^.;]{0,24}(?<![\d.,])${saysDays(answer)[0] ?? 'x'}(?!\.?\d)`,
        'i',
      ).test(step),
  }
}

/** "The lease began 15 June 2021 and it's 15 February 2024 now. How many months is that?" */
function monthsBetween({ question }: Asked): Solved | null {
  if (!/\bhow\smany\s(?:full\s|whole\s|complete\s)?months\b/i.test(question)) return null
  const moments = momentsOf(question)
  const [from, to, third] = moments?.dates ?? []
  if (moments === null || from === undefined || to === undefined || third !== undefined) return null
  const [a, b] = [from, to].map(({ text }) => readDate(text))
  if (a === null || b === null || a === undefined || b === undefined) return null
  const [start, end] = [new Date(a.time), new Date(b.time)]
  const months = 12 * (end.getUTCFullYear() - start.getUTCFullYear()) + end.getUTCMonth() - start.getUTCMonth()
  if (months <= 0 || start.getUTCDate() !== end.getUTCDate()) return null
  return {
    what: 'the number of months',
    values: [[months]],
    reads: (answer) => unlessRight(numbersIn(answer).length === 1 ? Number(numbersIn(answer)[0]) === months : null),
    answer: String(months),
  }
}

const birth = lean(/\bborn\s(?:on\s)?(?:the\s)?/giu)

/** "Lena was born on 30 November 2008. How old is she on 1 June 2025?" */
function ageOn({ question }: Asked): Solved | null {
  if (!/\bhow\sold\b/i.test(question) || (question.match(birth) ?? []).length !== 1) return null
  const moments = momentsOf(question)
  const [born, on, third] = moments?.dates ?? []
  if (moments === null || born === undefined || on === undefined || third !== undefined || !none(moments.lasting))
    return null
  if (!/\bborn\s(?:on\s)?(?:the\s)?$/i.test(question.slice(0, born.from))) return null
  const [a, b] = [readDate(born.text), readDate(on.text)]
  if (a === null || b === null) return null
  const [from, at] = [new Date(a.time), new Date(b.time)]
  const months = 12 * (at.getUTCFullYear() - from.getUTCFullYear()) + at.getUTCMonth() - from.getUTCMonth()
  const hadBirthday =
    at.getUTCMonth() > from.getUTCMonth() ||
    (at.getUTCMonth() === from.getUTCMonth() && at.getUTCDate() >= from.getUTCDate())
  const years = Math.floor((months - (at.getUTCDate() < from.getUTCDate() ? 1 : 0)) / 12)
  if (years < 0 || /\bmonths?\b/i.test(question.replace(/\d.*$/, ''))) return null
  const wrongly = hadBirthday ? notYet : already
  return {
    what: `on ${on.text.trim()} the age`,
    values: [],
    answer: String(years),
    reads: (answer) => {
      const [said, more] = numbersIn(answer)
      return said === undefined || more !== undefined ? null : unlessRight(Number(said) === years)
    },
    statedBy: (step, answer) =>
      wrongly.test(step) ||
      new RegExp(
        String.raw`\b(?:is|was|turned|turns|be|age|of)\s(?:\w+\s){0,2}${numbersIn(answer)[0] ?? 'x'}(?!\d)`,
        'i',
      ).test(step),
  }
}
const already =
  /\b(?:already\s(?:had|celebrated|turned|been)|has\s(?:passed|already|been)|had\sher\sbirthday|birthday\s(?:has\s)?(?:already\s)?(?:passed|gone|been)|had\sturned)\b/i
const notYet = /\b(?:not\s(?:yet\s)?had|hasn['’]t|hadn['’]t|still\sto\scome|not\syet|lies\sahead|yet\sto\scome)\b/i

const asksWeekday = /\b(?:what|which)\s(?:day(?:\sof\sthe\sweek)?|weekday)\b/i
const LATER = lean(/(?<![\p{L}\d])the\s(\d{1,2})(?:st|nd|rd|th)(?!\s(?:of\s)?\p{Lu})/iu)

/** "If the 1st of March is a Wednesday, what day is the 31st?", "If today is Monday, what day is it in 100 days?" */
function weekdayOn({ question }: Asked): Solved | null {
  if (!asksWeekday.test(question) || other.test(question)) return null
  const { terms } = termsOf(question)
  const weekdays = terms.filter(({ kind }) => kind === 'weekday')
  const dates = terms.filter(({ kind, text }) => kind === 'date' && new RegExp(`^(?:${DAYED})$`, 'i').test(text.trim()))
  const [named, second] = weekdays
  const [from, to, third] = dates
  if (named?.kind !== 'weekday' || second !== undefined || from === undefined || third !== undefined) return null
  if (
    named.from < from.to ||
    !/^\s(?:is|was|falls\son|fell\son)\s(?:an?\s)?$/i.test(question.slice(from.to, named.from))
  )
    return null
  const day = (text: string) => Number(/(?<!\d)\d{1,2}(?!\d)/.exec(text)?.[0])
  const rest = question.slice(named.to)
  const later = LATER.exec(rest)
  const days =
    to === undefined
      ? later === null || numbersIn(rest).length !== 1
        ? []
        : [Number(later[1]) - day(from.text)]
      : monthOf(from.text.toLowerCase().match(/[a-zä]{3,}(?<!of|th|st|nd|rd)/)?.[0] ?? '') < 0
        ? []
        : daysApart(from, to)
  if (to !== undefined && numbersIn(rest).length !== 1) return null
  const [by, another] = [...new Set(days)]
  if (by === undefined || another !== undefined) return null
  const right = weekdayNames[mod(named.index + by, 7)] ?? ''
  const wrong = weekdayNames.filter((each) => each !== right)
  const says = (text: string) => weekdayNames.filter((each) => text.toLowerCase().includes(each))
  return {
    what: `that day is a ${right.charAt(0).toUpperCase()}${right.slice(1)}`,
    values: [],
    words: [right],
    wrong,
    statedBy: (step, answer) => says(step).includes(says(answer).at(-1) ?? '-'),
  }
}

export const momentReaders: readonly QuestionReader[] = [elapsed, daysBetween, monthsBetween, ageOn, weekdayOn]
