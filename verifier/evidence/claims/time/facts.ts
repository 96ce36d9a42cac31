/* What the calendar says of one day, month or year, and how a time of day is written on the other clock. */
import { lean } from '../../../../src/core/lean-patterns.js'
import {
  COUNT,
  countOf,
  GERMAN_COUNT,
  germanCountOf,
  ORDINAL,
  ordinalOf,
} from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { clauseEnds } from '../text/clauses.js'
import {
  capital,
  DATE,
  DATED,
  FIRST_YEAR,
  isLeap,
  MONTH,
  monthLengths,
  monthNames,
  monthOf,
  readDate,
  weekdayNames,
  weekdayOf,
  yearLength,
} from './calendar.js'
import { type Checked, showClock, told } from './checked.js'
import type { Term, Weekday } from './terms.js'

type Groups = Record<string, string | undefined>

interface Fact {
  says: string
  /** @param around what stands before it in its step, and the question. */
  check: (groups: Groups, around: { before: string; question: string }) => Checked | null
}

const YEAR = String.raw`(?<!\d)(?<year>1[6-9]\d\d|2\d{3})`
const N = String.raw`(?<n>\d{1,3}|${COUNT})`
const ONLY = String.raw`(?:only\s|exactly\s|just\s|nur\s)?`
const HAS = String.raw`(?:has|had|hat|gets|contributes|brings|counts|lasts)\s${ONLY}`
const months = `(?<month>${MONTH})`
const start = String.raw`(?<![\p{L}\d.:,+–-]|\+\s|\b(?:back|minus|subtract(?:ing)?|less|another|further|more)\s)`
const numberOf = (word = '') => countOf(word) ?? Number.NaN

const leapWord = (is: boolean) => (is ? 'a leap year' : 'no leap year')
const leap = (year: number, said: boolean): Checked | null =>
  year < 1583
    ? null
    : {
        claimed: leapWord(said),
        computed: leapWord(isLeap(year)),
        ok: isLeap(year) === said,
        message: `${year} is ${leapWord(isLeap(year))}`,
      }

function daysOf(month: number, year: string | undefined, said: number): Checked | null {
  // "April has 19 days" up to the 19th.
  if (month < 0 || !(said > 26 && said < 33)) return null
  const lengths = monthLengths(month, year === undefined ? undefined : Number(year))
  const right = lengths.join(' or ')
  const name = capital(monthNames[month] ?? '')
  return {
    claimed: `${said} days`,
    computed: `${right} days`,
    ok: lengths.includes(said),
    message: `${name}${year === undefined ? '' : ` ${year}`} has ${right} days`,
  }
}
const monthDays: Fact['check'] = ({ month = '', year, n }) => daysOf(monthOf(month.toLowerCase()), year, numberOf(n))

/** Some days of a month may be fewer: only more than it has is false. */
const tooMany: Fact['check'] = ({ month = '', year, n }) => {
  const checked = daysOf(monthOf(month.toLowerCase()), year, numberOf(n))
  return checked === null || numberOf(n) < Math.max(...monthLengths(monthOf(month.toLowerCase()))) ? null : checked
}

const monthsOf = (list: string) =>
  (list.match(lean(new RegExp(MONTH, 'giu'))) ?? []).map((name) => monthOf(name.toLowerCase()))

function together(list: string, n = ''): Checked | null {
  const months = monthsOf(list)
  const totals = [2023, 2024].map((year) => months.reduce((sum, month) => sum + (monthLengths(month, year)[0] ?? 0), 0))
  const computed = [...new Set(totals)].join(' or ')
  const message = `${list} have ${computed} days together`
  return { claimed: `${n} days`, computed: `${computed} days`, ok: totals.includes(Number(n)), message }
}

const yearDays: Fact['check'] = ({ n, year }) => ({
  claimed: `${n} days`,
  computed: `${yearLength(Number(year))} days`,
  ok: Number(n) === yearLength(Number(year)),
  message: `${year} has ${yearLength(Number(year))} days`,
})

const nthMonth: Fact['check'] = ({ place = '', month = '' }) => {
  const right = monthOf(month.toLowerCase()) + 1
  const said = ordinalOf(place)
  const message = `${capital(monthNames[right - 1] ?? '')} is month ${right} of the year`
  return right === 0 ? null : { claimed: place, computed: String(right), ok: said === right, message }
}

const minutesOf = (h = '', m = '0', half?: string): number | null =>
  Number(h) > 24 || Number(m) > 59 || (half !== undefined && (Number(h) < 1 || Number(h) > 12))
    ? null
    : (half === undefined ? Number(h) : (Number(h) % 12) + (/^p/i.test(half) ? 12 : 0)) * 60 + Number(m)

const otherClock: Fact['check'] = ({ h, m, half, k, l }) => {
  const [a, b] = [minutesOf(h, m, half), minutesOf(k, l)]
  if (a === null || b === null) return null
  const message = `${h}:${m ?? '00'} ${half}m = ${showClock(a)}`
  return { claimed: showClock(b), computed: message, ok: a === b % 1440, message }
}
const TWELVE = String.raw`(?<h>\d{1,2})(?::(?<m>\d\d))?\s?(?<half>[ap])\.?m`
const OTHER_CLOCK = String.raw`(?:is|equals|=|means|corresponds\sto)\s(?:the\ssame\sas\s)?`

const born = lean(new RegExp(String.raw`born\son\s(?<date>${DATED})`, 'giu'))
const age: Fact['check'] = ({ on = '', n }, { question }) => {
  const births = matchesOf(born, question)
  const [birth, day] = [readDate(births[0]?.groups?.date ?? ''), readDate(on)]
  if (births.length !== 1 || birth === null || day === null) return null
  const [from, at] = [new Date(birth.time), new Date(day.time)]
  const months = 12 * (at.getUTCFullYear() - from.getUTCFullYear()) + at.getUTCMonth() - from.getUTCMonth()
  const right = Math.floor((months - (at.getUTCDate() < from.getUTCDate() ? 1 : 0)) / 12)
  const message = `on ${on} that is an age of ${right}`
  return { claimed: n ?? '', computed: String(right), ok: numberOf(n) === right, message }
}

const facts: readonly Fact[] = [
  {
    says: String.raw`${start}${months}(?:\s(?:of\s|in\s)?${YEAR})?\s${HAS}${N}\s(?:days|Tage)(?!\sleft|\sremaining|\sand\s\p{L}+\smore)`,
    check: monthDays,
  },
  { says: String.raw`${start}(?:there\sare\s|has\s)?${N}\sdays\sin\s${months}(?:\s${YEAR})?`, check: monthDays },
  { says: String.raw`${start}in\s${YEAR},?\s${months}\s${HAS}${N}\sdays`, check: monthDays },
  {
    // "Since 2100 is divisible by 4, it gets 29 days too", where February is asked for.
    says: String.raw`${YEAR}\s[^.!?;\n\d]{1,40}\d{1,3},\s(?:so\s|and\s|hence\s|thus\s)+(?:it|its\sfebruary|february)\s${HAS}(?<n>2[89]|30)\sdays`,
    check: ({ year, n }, { question }) =>
      question.match(lean(new RegExp(String.raw`(?<!\p{L})${MONTH}(?!\p{L})`, 'giu')))?.join() === 'February'
        ? daysOf(1, year, numberOf(n))
        : null,
  },
  {
    // "May has 30 as well": days, where days are spoken of.
    says: String.raw`${start}${months}\s(?:has|had|gets|counts)\s${ONLY}${N}(?:,?\s(?:as\swell|too|also|just\slike\s${MONTH}))?`,
    check: (groups, { before, question }) =>
      /\b(?:days?|nights?|months?)\b/i.test(`${question} ${before}`) ? monthDays(groups, { before, question }) : null,
  },
  {
    // Not "28 May → 28 June is 31 days".
    says: String.raw`${start}(?<!\d\s|→\s|\bto\s)(?:since\s|as\s)?${months}(?:\sis|,)\s(?:with\s(?:its\s)?)?${N}\sdays(?:\slong)?(?:,\sis)?`,
    check: tooMany,
  },
  { says: String.raw`(?<![\p{L}\d])${months}\s\((?<n>\d\d)(?:\sdays)?\)`, check: tooMany },
  {
    says: String.raw`(?<![\p{L}\d])${months}['’]s?\s${N}\sdays(?:\s(?:are|is|have|add|make|bring|give|contribute|were)\s[\p{L}\s]{1,20})?`,
    check: tooMany,
  },
  {
    says: String.raw`(?:the|all|full|whole)\s${N}\sdays\s(?:of|in)\s${months}`,
    check: tooMany,
  },
  {
    // "April, June and September have 30 days each".
    says: String.raw`${start}(?<all>${MONTH}(?:,\s${MONTH}){0,4},?\sand\s${MONTH})\s(?:both\s|all\s|each\s)*have\s${ONLY}(?:both\s|all\s)?${N}\sdays(?:\seach)?`,
    check: ({ all = '', n }) => {
      const each = monthsOf(all).map((month) => daysOf(month, undefined, numberOf(n)))
      return each.find((checked) => checked?.ok === false) ?? each[0] ?? null
    },
  },
  {
    // "March and April together have 61 days".
    says: String.raw`${start}(?<all>${MONTH}(?:,\s${MONTH}){0,4},?\s(?:and|plus)\s${MONTH})\s(?:together|combined|taken\stogether)\s(?:have|are|make|has|give|count)\s(?<n>\d{2,3})\sdays`,
    check: ({ all = '', n }) => together(all, n),
  },
  {
    says: String.raw`${start}(?<all>${MONTH}(?:,\s${MONTH}){0,4},?\s(?:and|plus)\s${MONTH})\s(?:have|are|make|has|give|count)\s(?<n>[5-9]\d|1\d\d)\sdays(?:\s(?:together|altogether|in\s(?:all|total)))?`,
    check: ({ all = '', n }) => together(all, n),
  },
  {
    // "June 2023 to February 2024 adds eight (months)".
    says: String.raw`(?:from\s)?${months}\s${YEAR}\s(?:to|until|till|–|-)\s(?<month2>${MONTH})\s(?<year2>(?:19|20)\d\d)\s(?:is|are|adds?|makes?|gives?|comes\sto|it['’]s|that['’]s|=|:)\s(?:another\s|a\sfurther\s)?(?<n>\d{1,3}|\p{L}+)(?:\s(?:more\s)?months)?`,
    check: ({ month = '', year, month2 = '', year2, n }) => {
      const right = 12 * (Number(year2) - Number(year)) + monthOf(month2.toLowerCase()) - monthOf(month.toLowerCase())
      const said = numberOf(n)
      if (Number.isNaN(said) || right < 0) return null
      const message = `from ${month} ${year} to ${month2} ${year2} are ${right} months`
      return {
        claimed: `${said} months`,
        computed: `${right} months`,
        ok: said === right || said === right + 1,
        message,
      }
    },
  },
  {
    // "Halb acht ist 7:30 Uhr".
    says: String.raw`(?<!\p{L})halb\s(?<hour>eins|${GERMAN_COUNT})\s(?:Uhr\s)?(?:ist|sind|heißt|bedeutet|entspricht|meint|=)\s(?:also\s|um\s)?(?<k>\d{1,2})[:.](?<l>\d\d)(?:\sUhr)?`,
    check: ({ hour = '', k, l }) => {
      const right = 60 * ((germanCountOf(hour) ?? Number.NaN) - 1) + 30
      const said = 60 * Number(k) + Number(l)
      const message = `halb ${hour} = ${showClock(right)}`
      return { claimed: showClock(said), computed: showClock(right), ok: (said - right) % 720 === 0, message }
    },
  },
  {
    // "After the 20th, 11 days of April are left".
    says: String.raw`(?:after|past)\sthe\s(?<day>\d{1,2})(?:st|nd|rd|th)?(?:\sof\s${MONTH})?,?\s(?:there\s)?(?:are\s|remain\s|we\shave\s)?(?<n>\d{1,2})\s(?:more\s)?days\s(?:of|in)\s${months}(?:\s(?:are\sleft|remain|left))?`,
    check: ({ day, n, month = '' }) => {
      const left = monthLengths(monthOf(month.toLowerCase())).map((length) => length - Number(day))
      const computed = left.join(' or ')
      const message = `after the ${day} of ${month} ${computed} days are left`
      return { claimed: n ?? '', computed, ok: left.includes(Number(n)), message }
    },
  },
  {
    says: String.raw`${start}(?:the\s)?(?<place>${ORDINAL})\smonth(?:\sof\sthe\syear)?\sis\s${months}(?!\p{L})`,
    check: nthMonth,
  },
  { says: String.raw`${start}${months}\sis\sthe\s(?<place>${ORDINAL})\smonth(?:\sof\sthe\syear)?`, check: nthMonth },
  { says: String.raw`${start}(?:there\sare\s)?(?<n>36[4-7])\sdays\sin\s(?:the\syear\s)?${YEAR}`, check: yearDays },
  {
    says: String.raw`${YEAR}\s(?:has|had|hat|counts|counted|lasted|was|is)\s(?:only\s|exactly\s)?(?<n>36[56])\s(?:days|Tage)(?:\slong)?`,
    check: yearDays,
  },
  {
    // "1904 is divisible by four, and so February had 29 days that year".
    says: String.raw`${YEAR}\s[^.!?;\n]{1,60},?\s(?:so|and|hence|thus|therefore|which\smeans)\s(?:that\s)?(?:in\sit\s)?(?:its\s)?february\s${HAS}(?<n>2[89])\sdays(?:\s(?:that|in\sthat)\syear|\sthen)?`,
    check: ({ year, n }) => daysOf(1, year, numberOf(n)),
  },
  {
    says: String.raw`(?:\bin\s)?(?:the\syear\s)?${YEAR},?\s(?:there\s)?(?:will\shave|had|has|will\sbe|was)\s(?<no>no\s)?(?:an?\s)?(?:29(?:th)?\s(?:of\s)?February|February\s(?:with|of)\s29\sdays|leap\sday)`,
    check: ({ year, no }) => leap(Number(year), no === undefined),
  },
  {
    says: String.raw`in\s${YEAR},?\sFebruary\s(?:had|has|will\shave)\s(?:a\s|its\s)29th`,
    check: ({ year }) => leap(Number(year), true),
  },
  {
    says: String.raw`${start}(?:the\s)?leap\s(?:day|year)s?\s(?:between|from|in)\s(?<a>\d{4})\s(?:and|to)\s(?<b>\d{4})\sare\s(?<list>(?:\d{4},\s){0,8}\d{4},?\sand\s\d{4})`,
    check: ({ a, b, list = '' }) => {
      const said = (list.match(/\d{4}/g) ?? []).map(Number)
      const all: number[] = []
      for (let year = Number(a); year <= Number(b) && all.length < 40; year++) if (isLeap(year)) all.push(year)
      const inside = all.filter((year) => year !== Number(a) && year !== Number(b))
      const ok = said.every(isLeap) && inside.every((year) => said.includes(year))
      return { claimed: list, computed: all.join(', '), ok, message: `the leap years are ${all.join(', ')}` }
    },
  },
  {
    says: String.raw`${YEAR}\s(?:is|was|will\sbe|ist|war)\s(?:also\s)?(?<not>not\s|no\s|keine?\s)?(?:an?\s|ein\s)?(?:leap\s?year|Schaltjahr|leap)(?!\p{L})`,
    check: ({ year, not }) => leap(Number(year), not === undefined),
  },
  { says: String.raw`${YEAR}\s(?:isn['’]t|wasn['’]t)\sa\sleap\syear`, check: ({ year }) => leap(Number(year), false) },
  { says: `${YEAR}年?(?<how>是|不是)闰年`, check: ({ year, how }) => leap(Number(year), how === '是') },
  {
    // "2000 is divisible by 100 but not by 400: no leap year".
    says: String.raw`${YEAR}\s(?:is|was|÷)\s[^.!?;\n]{1,50}(?::|,\s(?:so|hence|thus|therefore)(?:\s(?:it|this|that))?(?:\s(?:is|was))?)\s(?<not>no\s|not\s(?:a\s)?)?(?:an?\s)?leap\syear`,
    check: ({ year, not }) => leap(Number(year), not === undefined),
  },
  {
    says: String.raw`${YEAR}\s(?:has|had)\s(?<no>no\s)?(?:a\s)?29(?:th)?\s(?:of\s)?February(?:\sin\sthe\sGregorian\scalendar)?`,
    check: ({ year, no }) => leap(Number(year), no === undefined),
  },
  { says: String.raw`${start}${TWELVE}\s${OTHER_CLOCK}(?<k>\d{1,2}):(?<l>\d\d)(?!\s?[ap]\.?m)`, check: otherClock },
  {
    says: String.raw`${start}(?<k>\d{1,2}):(?<l>\d\d)\s(?:in\s(?:the\s)?12-hour\s(?:format|time|notation|clock)\s)?${OTHER_CLOCK}${TWELVE}`,
    check: otherClock,
  },
  {
    says: String.raw`${start}number\sof\sdays\s(?:between|from)\s(?<from>${DATE})\s(?:and|to|until)\s(?<to>${DATE})\sis\s(?<n>\d{1,4})`,
    check: ({ from = '', to = '', n }) => {
      const [a, b] = [readDate(from, 2023), readDate(to, 2023)]
      if (a === null || b === null || b.time < a.time) return null
      const days = Math.round((b.time - a.time) / 86_400_000)
      const message = `from ${from} to ${to} are ${days} days`
      return { claimed: n ?? '', computed: String(days), ok: [-1, 0, 1, 2].includes(Number(n) - days), message }
    },
  },
  {
    says: String.raw`${start}on\s(?<on>${DATED})\s(?:he|she|they)\s(?:is|was|will\sbe|turns|turned)\s(?<n>\d{1,3}|\p{L}+)(?:\syears\sold)?`,
    check: age,
  },
]
const read = facts.map(({ says, check }) => ({ pattern: rare(new RegExp(says, 'giu')), check }))

export function calendarFacts(text: string, question: string): Finding[] {
  return read.flatMap(({ pattern, check }) =>
    pattern.matchAll(text).flatMap((match) => {
      const span = [match.index, match.index + match[0].length] as const
      const checked = clauseEnds(text, span[1])
        ? check(match.groups ?? {}, { before: text.slice(0, span[0]), question })
        : null
      // "Does not have 31 days" is read by the statement.
      const plain = match[0].replace(/\b(?:not|keine?)\b|n['’]t\b|不/gi, (word) => ' '.repeat(word.length))
      return checked === null ? [] : told(text.slice(0, span[0]) + plain + text.slice(span[1]), span, checked)
    }),
  )
}

const isDay = /^\s?(?:,\s)?(?:(?:is|was|falls\son|fell\son|will\sbe|ist|war|=|是)\s?(?:an?\s|ein\s)?|\(\s?)$/iu

/** "March 3, 2021 was a Tuesday", "Tuesday, March 3, 2021". */
export function daysOfDates(text: string, terms: readonly Term[], dayOf: ReadonlyMap<Term, Weekday>): Finding[] {
  const stated = terms.flatMap((date, i): [Term, Weekday, number, number][] => {
    if (date.kind !== 'date') return []
    const [before, next] = [dayOf.get(date), terms[i + 1]]
    const gap = next === undefined ? '' : text.slice(date.to, next.from)
    const isBehind =
      next?.kind === 'weekday' &&
      (isDay.test(gap) || (gap === '' && /日$/.test(date.text))) &&
      !/^\sor\b/i.test(text.slice(next.to, next.to + 4))
    return [
      ...(before === undefined ? [] : [[date, before, before.from, date.to] as [Term, Weekday, number, number]]),
      ...(isBehind ? [[date, next, date.from, next.to] as [Term, Weekday, number, number]] : []),
    ]
  })
  return stated.flatMap(([date, { index }, from, to]) => {
    const read = readDate(date.text)
    if (read === null || new Date(read.time).getUTCFullYear() < FIRST_YEAR) return []
    const [name, right] = [capital(weekdayNames[index] ?? ''), capital(weekdayOf(read))]
    const checked = { claimed: name, computed: right, ok: name === right, message: `${date.text.trim()} is a ${right}` }
    return told(text, [from, to], checked)
  })
}
