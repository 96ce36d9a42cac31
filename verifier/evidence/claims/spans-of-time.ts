import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import {
  capital,
  claim,
  DATE,
  DATED,
  DAY,
  longDate,
  monthNames,
  readDate,
  WEEKDAY,
  weekdayIndex,
  weekdayNames,
} from './calendar.js'
import type { ClaimText } from './claim.js'
import { clauseEnds } from './clauses.js'
import { countOf } from './properties.js'

/**
 * Time in words: "two days after Tuesday is Thursday", "today is Monday, so in 10 days it is Thursday", "there are 31 days in May", "3 h 50 min + 3 h 46 min: together 7 h 36 min",
 * "2:45 pm is 14:45", "Berlin is six hours ahead of New York", an age on a day.
 */
export function readSpansOfTime({ plain, question }: ClaimText): Finding[] {
  if (!mayBe.test(plain)) return []
  const found = said(plain, question)
  // Where the question has hours or months of its own, they hold.
  return found.every(({ ok }) => ok) || said(question, question).every(({ ok }) => ok) ? found : []
}

function said(plain: string, question: string): Finding[] {
  return statements.flatMap(({ pattern, check }) =>
    rare(pattern)
      .matchAll(plain)
      .flatMap((match) => {
        const checked = check(match.groups ?? {}, question)
        const span = [match.index, match.index + match[0].length] as const
        if (checked === null || !clauseEnds(plain, span[1])) return []
        // "If today is Monday" tells what is given; "does not have 31 days" is read by the statement.
        const told = match[0].replace(/\b(?:if|when|not)\b|n['’]t\b/gi, (word) => ' '.repeat(word.length))
        const around = plain.slice(0, span[0]) + told + plain.slice(span[1])
        return claim(around, span, checked.claimed, checked.computed, checked.ok, checked.message)
      }),
  )
}

const mayBe = /day|month|year|hour|\bmin|\d\s?h\b|[ap]\.?m\b|UTC|fortnight|week|\bon\s\d/i

interface Checked {
  claimed: string
  computed: string
  ok: boolean
  message: string
}
type Groups = Record<string, string | undefined>

const WORDS = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen'
const N = (name: string) => String.raw`(?<${name}>\d{1,6}|${WORDS}|an?)`
const IS = String.raw`\s(?:is|was|will\sbe|falls\son|fell\son|comes|lands\son|gives|leads\sto|brings\sus\sto|takes\sus\sto)\s(?:also\s|again\s|therefore\s|thus\s)?(?:an?\s|on\s(?:an?\s)?|to\s)?`
const number = (word = '') => (/^an?$/i.test(word) ? 1 : (countOf(word) ?? Number.NaN))
const DURATION = (tag: string) =>
  String.raw`(?:(?<h${tag}>\d{1,5}(?:\.\d{1,4})?|${WORDS}|an?)\s?(?:hours?|hrs?|h)(?!\p{L})(?:,?\s(?:and\s)?(?<m${tag}>\d{1,4})\s?(?:minutes?|mins?|min)(?!\p{L}))?|(?<o${tag}>\d{1,6}(?:\.\d{1,4})?|${WORDS})\s?(?:minutes?|mins?|min)(?!\p{L})(?:,?\s(?:and\s)?(?<s${tag}>\d{1,2})\s?(?:seconds?|secs?|s)(?!\p{L}))?|(?<x${tag}>\d{1,7})\s?(?:seconds?|secs?)(?!\p{L}))`

/** Seconds of a duration that is written with hours, minutes or seconds. */
function seconds(groups: Groups, tag: string): number {
  const of = (key: string) => groups[key + tag]
  const value = (text: string | undefined) => (text === undefined ? 0 : /\d/.test(text) ? Number(text) : number(text))
  return 3600 * value(of('h')) + 60 * (value(of('m')) + value(of('o'))) + value(of('s')) + value(of('x'))
}
function showDuration(total: number): string {
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), Math.round((total % 60) * 100) / 100]
  return [h > 0 ? `${h} h` : '', m > 0 ? `${m} min` : '', s > 0 ? `${s} s` : ''].filter(Boolean).join(' ') || '0 min'
}

const unitDays = (unit: string) => (/^day/i.test(unit) ? 1 : /^week/i.test(unit) ? 7 : 14)

function weekdayAfter(from: string, days: number, to: string): Checked | null {
  const [a, b] = [weekdayIndex(from), weekdayIndex(to)]
  if (a < 0 || b < 0 || Number.isNaN(days)) return null
  const right = (((a + days) % 7) + 7) % 7
  const name = capital(weekdayNames[right] ?? '')
  return {
    claimed: capital(to),
    computed: name,
    ok: right === b,
    message: `${Math.abs(days)} days ${days < 0 ? 'before' : 'after'} ${capital(from)} is a ${name}`,
  }
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
function monthLength({ month = '', year, n = '' }: Groups): Checked | null {
  const place = monthNames.indexOf(month.toLowerCase())
  const days = number(n)
  if (place < 0 || !(days > 26 && days < 33)) return null
  const lengths = (year === undefined ? [2023, 2024] : [Number(year)]).map((each) =>
    new Date(Date.UTC(each, place + 1, 0)).getUTCDate(),
  )
  const right = [...new Set(lengths)].join(' or ')
  return {
    claimed: n,
    computed: right,
    ok: lengths.includes(days),
    message: `${capital(month.toLowerCase())}${year === undefined ? '' : ` ${year}`} has ${right} days`,
  }
}

function clockMinutes(h = '', m = '0', half?: string): number | null {
  const [hour, minute] = [Number(h), Number(m)]
  if (minute > 59 || hour > 24 || (half !== undefined && (hour < 1 || hour > 12))) return null
  return (half === undefined ? hour : (hour % 12) + (/^p/i.test(half) ? 12 : 0)) * 60 + minute
}
const showClock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

const offsetPattern = lean(
  /(\p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,20}){0,2})\s?\((?:UTC|GMT)\s?([+−–-])\s?(\d{1,2})(?::(\d\d))?\)/gu,
)
const offsetsOf = (question: string) =>
  new Map(
    [...question.slice(0, 4000).matchAll(offsetPattern)].map(([, place = '', sign, h, m = '0']) => [
      place.replace(/^(?:In|The|From|When|A) /, ''),
      (sign === '+' ? 1 : -1) * (60 * Number(h) + Number(m)),
    ]),
  )

function daysBetween(from: string, to: string): number[] {
  const year = /\d{4}/.exec(to)?.[0] ?? /\d{4}/.exec(from)?.[0]
  return (year === undefined ? [2023, 2024] : [Number(year)]).flatMap((each) => {
    const [a, b] = [readDate(from, each), readDate(to, each)]
    if (a === null || b === null || b.time < a.time) return []
    const apart = Math.round((b.time - a.time) / DAY)
    return [apart, apart + 1, apart - 1]
  })
}
const betweenDates = ({ from = '', to = '', n = '' }: Groups): Checked | null => {
  const counts = daysBetween(from, to)
  const [exact] = counts
  if (exact === undefined) return null
  return {
    claimed: n,
    computed: String(exact),
    ok: counts.includes(number(n)),
    message: `from ${from} to ${to} are ${exact} days`,
  }
}

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const ORDINAL = String.raw`(?<place>${ordinals.join('|')}|\d{1,2}(?:st|nd|rd|th))`
const MONTHS = `(?<month>${monthNames.join('|')})`
const placeOf = (place: string) =>
  /\d/.test(place) ? Number.parseInt(place, 10) : ordinals.indexOf(place.toLowerCase()) + 1
const nthMonth = ({ place = '', month = '' }: Groups): Checked | null => {
  const right = monthNames.indexOf(month.toLowerCase()) + 1
  return {
    claimed: place,
    computed: String(right),
    ok: placeOf(place) === right,
    message: `${capital(month.toLowerCase())} is month ${right} of the year`,
  }
}
const start = String.raw`(?<![\p{L}\d.:,–-]|\b(?:back|backwards?|minus|subtract(?:ing)?|less|another|further|more)\s)`
const sources: readonly { says: string; check: (groups: Groups, question: string) => Checked | null }[] = [
  {
    says: String.raw`${start}${N('n')}\s(?<unit>days?|weeks?|fortnights?)\s(?<way>after|from|before|later\sthan|earlier\sthan)\s(?:an?\s|last\s|next\s)?(?<from>${WEEKDAY})${IS}(?<to>${WEEKDAY})`,
    check: ({ n, unit = '', way = '', from = '', to = '' }) =>
      weekdayAfter(from, number(n) * unitDays(unit) * (/before|earlier/i.test(way) ? -1 : 1), to),
  },
  {
    says: String.raw`${start}the\sday\s(?<way>after|before|following)\s(?:an?\s)?(?<from>${WEEKDAY})${IS}(?<to>${WEEKDAY})`,
    check: ({ way, from = '', to = '' }) => weekdayAfter(from, way === 'before' ? -1 : 1, to),
  },
  {
    says: String.raw`${start}(?:if|when)?\s?(?:today|it)\s(?:is|was)\s(?:an?\s)?(?<from>${WEEKDAY})(?:\stoday)?,?\s(?:then\s|so\s|and\s)?(?:in\s${N('n')}\s(?<unit>days|weeks)|${N('k')}\s(?<unit2>days|weeks)\s(?:later|from\snow)),?\s(?:it|that)\s(?:is|will\sbe|falls\son)\s(?:an?\s)?(?<to>${WEEKDAY})`,
    check: ({ n, k, unit, unit2, from = '', to = '' }) =>
      weekdayAfter(from, number(n ?? k) * unitDays(unit ?? unit2 ?? ''), to),
  },
  {
    says: String.raw`${start}(?:there\sare\s|has\s)?${N('n')}\sdays\sin\s${MONTHS}(?:\s(?<year>\d{4}))?`,
    check: monthLength,
  },
  {
    says: String.raw`${start}in\s(?<year>\d{4}),?\s${MONTHS}\s(?:has|had|contributes)\s(?:only\s)?${N('n')}\sdays`,
    check: monthLength,
  },
  {
    says: String.raw`${start}${MONTHS}(?:\s(?:of\s)?(?<year>\d{4}))?\s(?:contributes|brings|counts|lasts)\s${N('n')}\sdays`,
    check: monthLength,
  },
  { says: String.raw`${start}(?:the\s)?${ORDINAL}\smonth(?:\sof\sthe\syear)?\sis\s${MONTHS}`, check: nthMonth },
  { says: String.raw`${start}${MONTHS}\sis\sthe\s${ORDINAL}\smonth(?:\sof\sthe\syear)?`, check: nthMonth },
  {
    says: String.raw`${start}(?:there\sare\s)?(?<n>36[4-7])\sdays\sin\s(?:the\syear\s)?(?<year>\d{4})`,
    check: ({ n, year }) => {
      const right = isLeap(Number(year)) ? 366 : 365
      return {
        claimed: `${n} days`,
        computed: `${right} days`,
        ok: Number(n) === right,
        message: `${year} has ${right} days`,
      }
    },
  },
  {
    says: String.raw`${start}(?<year>1[6-9]\d\d|2\d{3})\s(?:(?<not>is\snot|isn['’]t|was\snot|wasn['’]t)\sa\sleap\syear|(?:has|had)\s(?<no>no\s)?(?:a\s)?29(?:th)?\s(?:of\s)?February(?:\sin\sthe\sGregorian\scalendar)?)`,
    check: ({ year, not, no }) => {
      const [right, said] = [isLeap(Number(year)), not === undefined && no === undefined]
      const word = (is: boolean) => (is ? 'a leap year' : 'no leap year')
      return { claimed: word(said), computed: word(right), ok: right === said, message: `${year} is ${word(right)}` }
    },
  },
  {
    says: String.raw`${start}(?:between|from)\s(?<from>${DATE})\s(?:and|to|until)\s(?<to>${DATE})(?:,\sinclusive)?,?\s(?:there\sare|are|is|we\scount|we\shave|it\sis|it['’]s)\s(?:exactly\s)?(?<n>\d{1,4})\sdays`,
    check: betweenDates,
  },
  {
    says: String.raw`${start}number\sof\sdays\s(?:between|from)\s(?<from>${DATE})\s(?:and|to|until)\s(?<to>${DATE})\sis\s(?<n>\d{1,4})`,
    check: betweenDates,
  },
  {
    says: String.raw`${start}(?:there\sare\s)?(?<n>\d{1,4})\sdays\s(?:between|from)\s(?<from>${DATE})\s(?:and|to|until)\s(?<to>${DATE})`,
    check: betweenDates,
  },
  {
    says: String.raw`${start}(?:adding\s)?${N('n')}\s(?<unit>days?|weeks?|fortnights?)\s(?<way>after|from|before|to)\s(?<from>${DATE})${IS}(?:the\s)?(?<to>${DATE})`,
    check: ({ n, unit = '', way, from = '', to = '' }) => {
      const days = number(n) * unitDays(unit) * (way === 'before' ? -1 : 1)
      const readings = [2023, 2024].flatMap((year) => {
        const a = readDate(from, year)
        if (a === null) return []
        const target = a.time + days * DAY
        const b = readDate(to, new Date(target).getUTCFullYear())
        return b === null ? [] : [{ target, ok: b.time === target }]
      })
      const [first] = readings
      if (first === undefined) return null
      const computed = longDate(first.target, /\d{4}/.test(from))
      return {
        claimed: to,
        computed,
        ok: readings.some(({ ok }) => ok),
        message: `${Math.abs(days)} days ${days < 0 ? 'before' : 'after'} ${from} is ${computed}`,
      }
    },
  },
  {
    says: String.raw`${DURATION('a')}\s?(?:\+|plus|and)\s?${DURATION('c')}(?::\s|,\s|\s(?:is|are|makes?|gives?|adds?\sup\sto)\s)(?:together\s|in\stotal\s)?(?:is\s|makes\s|gives\s)?${DURATION('b')}(?!\s(?:and\s)?\d|\s(?:more|less|later|longer|before|after))`,
    check: (groups) => {
      const [total, said] = [seconds(groups, 'a') + seconds(groups, 'c'), seconds(groups, 'b')]
      return {
        claimed: showDuration(said),
        computed: showDuration(total),
        ok: Math.abs(total - said) < 1,
        message: `together that is ${showDuration(total)}`,
      }
    },
  },
  ...[
    String.raw`${start}(?<h>\d{1,2})(?::(?<m>\d\d))?\s?(?<half>[ap])\.?m\.?\s(?:is|equals|=|means|corresponds\sto)\s(?:the\ssame\sas\s)?(?<k>\d{1,2}):(?<l>\d\d)(?!\s?[ap]\.?m)`,
    String.raw`${start}(?<k>\d{1,2}):(?<l>\d\d)\s(?:in\s(?:the\s)?12-hour\s(?:format|time|notation|clock)\s)?(?:is|equals|=|means|corresponds\sto)\s(?:the\ssame\sas\s)?(?<h>\d{1,2})(?::(?<m>\d\d))?\s?(?<half>[ap])\.?m`,
  ].map((says) => ({
    says,
    check: ({ h, m, half, k, l }: Groups): Checked | null => {
      const [a, b] = [clockMinutes(h, m, half), clockMinutes(k, l)]
      if (a === null || b === null) return null
      const computed = `${h}:${m ?? '00'} ${half}m = ${showClock(a)}`
      return { claimed: showClock(b), computed, ok: a === b % 1440, message: computed }
    },
  })),
  {
    says: String.raw`${start}(?:starting|that\sstarts|which\sstarts|starts|begins|beginning)\sat\s(?<h>\d{1,2}):(?<m>\d\d)\s(?:and\s(?:lasts|takes|runs)\s(?:for\s)?${DURATION('a')},?\s(?:it\s|and\s|so\sit\s)?)(?:ends|finishes|is\sover)\sat\s(?<k>\d{1,2}):(?<l>\d\d)`,
    check: endOf,
  },
  {
    says: String.raw`${start}an?\s(?:(?<ha>\d{1,2}(?:\.\d+)?|${WORDS})[- ]hour|(?<oa>\d{1,3})[- ]min(?:ute)?)\s\p{L}+\s(?:starting|that\sstarts|which\sstarts|beginning)\sat\s(?<h>\d{1,2}):(?<m>\d\d)\s(?:ends|finishes|is\sover)\sat\s(?<k>\d{1,2}):(?<l>\d\d)`,
    check: endOf,
  },
  {
    says: String.raw`${start}(?:it\sis|from)\s(?:now\s)?(?<h>\d{1,2}):(?<m>\d\d),?\s(?:so\s|and\s)?in\s${DURATION('a')}\sit\s(?:will\sbe|is)\s(?<k>\d{1,2}):(?<l>\d\d)`,
    check: endOf,
  },
  {
    says: String.raw`${start}(?<a>\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)?)\s(?:is|lies)\s${N('n')}\s(?:hours?|h)\s(?<way>ahead\sof|behind)\s(?<b>\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)?|UTC)`,
    check: ({ a = '', b = '', n, way }, question) => {
      const offsets = offsetsOf(question)
      const [x, y] = [offsets.get(a), b === 'UTC' ? 0 : offsets.get(b)]
      if (x === undefined || y === undefined) return null
      const right = x - y
      const said = number(n) * 60 * (way === 'behind' ? -1 : 1)
      const h = Math.round((Math.abs(right) / 60) * 100) / 100
      const computed = `${h} hours ${right < 0 ? 'behind' : 'ahead of'} ${b}`
      return { claimed: `${n} hours ${way} ${b}`, computed, ok: right === said, message: `${a} is ${computed}` }
    },
  },
  {
    says: String.raw`${start}(?<h>\d{1,2}):(?<m>\d\d)\s(?:UTC|GMT)\s(?:is|=|corresponds\sto|means)\s(?<k>\d{1,2}):(?<l>\d\d)\s(?:in|at)\s(?:\p{Lu}\p{L}+\s\()?(?:UTC|GMT)\s?(?<sign>[+−–-])\s?(?<o>\d{1,2})\)?`,
    check: ({ h, m, k, l, sign, o }) => {
      const [a, b] = [clockMinutes(h, m), clockMinutes(k, l)]
      if (a === null || b === null) return null
      const right = (((a + (sign === '+' ? 60 : -60) * Number(o)) % 1440) + 1440) % 1440
      return {
        claimed: showClock(b),
        computed: showClock(right),
        ok: right === b % 1440,
        message: `there it is ${showClock(right)}`,
      }
    },
  },
  {
    says: String.raw`${start}on\s(?<on>${DATED})\s(?:he|she|they)\s(?:is|was|will\sbe|turns|turned)\s${N('n')}(?:\syears\sold)?`,
    check: ({ on = '', n }, question) => ageOn(question, on, n),
  },
]

function endOf(groups: Groups): Checked | null {
  const [a, b] = [clockMinutes(groups.h, groups.m), clockMinutes(groups.k, groups.l)]
  const lasts = seconds(groups, 'a') / 60
  if (a === null || b === null || !(lasts > 0)) return null
  const right = (a + lasts) % 1440
  // Without a half of the day either may be meant.
  return {
    claimed: showClock(b),
    computed: showClock(right),
    ok: (right - b) % 720 === 0,
    message: `that is ${showClock(right)}`,
  }
}

const born = lean(new RegExp(String.raw`born\son\s(?<date>${DATED})`, 'giu'))
function ageOn(question: string, on: string, n = ''): Checked | null {
  const births = [...question.matchAll(born)]
  const [birth, day] = [readDate(births[0]?.groups?.date ?? ''), readDate(on)]
  if (births.length !== 1 || birth === null || day === null) return null
  const [from, to] = [new Date(birth.time), new Date(day.time)]
  const before =
    to.getUTCMonth() < from.getUTCMonth() ||
    (to.getUTCMonth() === from.getUTCMonth() && to.getUTCDate() < from.getUTCDate())
  const right = to.getUTCFullYear() - from.getUTCFullYear() - (before ? 1 : 0)
  return {
    claimed: n,
    computed: String(right),
    ok: number(n) === right,
    message: `on ${on} that is an age of ${right}`,
  }
}

const statements = sources.map(({ says, check }) => ({ pattern: lean(new RegExp(says, 'giu')), check }))
