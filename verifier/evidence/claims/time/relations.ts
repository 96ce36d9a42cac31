/*
 * What is said of terms that stand one behind the other: "2 h 30 min after 10:45 is 13:15", "March 3 + 45 days = April 17", "from 9:45 to 13:20 is 3 h 35 min", "today is Monday, so
 * in 10 days it is Thursday". A rule names the kinds of its terms and what may stand before, between and behind them; a text where anything else stands there is not understood.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { finding } from '../claim.js'
import { sentenceAround } from '../text/sentences.js'
import { MONTH } from './calendar.js'
import { type Checked, told } from './checked.js'
import { added, apart, type Moment, shifted } from './reckoned.js'
import type { Lasting, Term } from './terms.js'

interface Rule {
  /** M: a moment (all of a rule are of one kind), L: how long something lasts. */
  kinds: string
  /** What must stand before the first term. */
  lead?: RegExp
  gaps: readonly RegExp[]
  check: (terms: Terms, gaps: readonly string[]) => Checked | null
}
interface Terms {
  moments: readonly Moment[]
  lasting: readonly Lasting[]
}

const ADVERB = String.raw`(?:(?:also|again|therefore|thus|then|so|exactly|only|just|a\stotal\sof|genau)\s)?`
const BE = String.raw`(?:(?:it|that|this)\s(?:is|was|will\sbe)|(?:it|that)['’]s|is|was|will\sbe|would\sbe|falls\son|fell\son|comes\sto|comes|lands\son|gives(?:\sus)?|leads\sto|(?:brings|takes|gets)\s(?:us|me|you|him|her|them)\sto|makes(?:\s(?:it|that))?|equals|ends\son|(?:we|you|one|I)\s(?:get|have|find|arrive|land|are|end\sup|come|reach)(?:\s(?:at|on|to))?|ist|war|ergibt|führt\szum?|=|→|是|为|等于)`
const is = lean(
  new RegExp(
    String.raw`^\s?,?\s?${ADVERB}${BE}\s?${ADVERB}(?:(?:on|at)\s)?(?:an?\s|ein\s|the\s|den\s|dem\s|der\s|to\s)?$`,
    'iu',
  ),
)
const LASTS = String.raw`(?:is|are|was|were|lasts?|takes?|spans|(?:that|which)\s(?:is|are|makes)|there\s(?:are|is)|we\scount|we\shave|it\sis|it['’]s|sind(?:\ses)?|gibt\ses|vergehen|equals?|makes|是|为|等于)`
const lasts = lean(new RegExp(String.raw`^,?\s?(?:inclusive,?\s)?(?:${LASTS}\s?|[=:]\s?)${ADVERB}$`, 'iu'))
/** "From 3 to 17 March the number of days is 14". */
const isDays = lean(new RegExp(String.raw`^[^.!?\n\d+*/]{0,40}?(?:\s${LASTS}|[=:,])\s?${ADVERB}$`, 'iu'))
const after =
  /^\s(after|(?:on\s|on,\s|forwards?\s|ahead\s|back(?:wards?)?\s|counted\s)?from|before|later\sthan|earlier\sthan|past|following|nach|vor|ab|to)\s(?:(?:an?|the|that|last|next|dem|einem)\s)?$/i
/** "05:40 + 35 min = 05:75, which is 06:15": sixty minutes make an hour. */
const carried = /^\s?=\s?\d{1,2}:[6-9]\d,?\s(?:which\sis|i\.e\.|that\sis|=)\s$/i
const plus = /^\s?(?:[+−–-]|plus|minus)\s?$/i
const to = /^\s(?:to|until|till|and|through|bis(?:\szum?)?|und|[-–])\s(?:the\s|den\s|dem\s)?$/i
const from = lean(/(?:^|[^\p{L}])(?:from|between|von|vom|zwischen)\s(?:the\s|dem\s)?$/iu)
const minus = /^\s?(?:[-−–]|minus|减去?)\s?$/i
const back = (gap = '') => /before|earlier|\bback|\bvor\b|minus|[−–-]/i.test(gap)

const rules: readonly Rule[] = [
  { kinds: 'LMM', gaps: [after, is], check: ({ moments: [a, b], lasting: [by] }, [way]) => move(a, by, back(way), b) },
  { kinds: 'MLM', gaps: [plus, carried], check: ({ moments: [a, b], lasting: [by] }) => move(a, by, false, b) },
  { kinds: 'MLM', gaps: [plus, is], check: ({ moments: [a, b], lasting: [by] }, [way]) => move(a, by, back(way), b) },
  {
    kinds: 'MLM',
    gaps: [/^(?:之后|以后|往后|后|再过)$/, /^(?:是|就是|为)$/],
    check: ({ moments: [a, b], lasting: [by] }) => move(a, by, false, b),
  },
  {
    kinds: 'MLM',
    gaps: [
      /^(?:\stoday)?,?\s(?:(?:then|so|and)\s)?in\s$/i,
      /^,?\s(?:it|that|the\stime)\s(?:is|will\sbe|falls\son)\s(?:an?\s)?$/i,
    ],
    lead: /\b(?:today|it|now|time)\s(?:is|was)\s(?:now\s)?(?:an?\s)?$/i,
    check: ({ moments: [a, b], lasting: [by] }) => move(a, by, false, b),
  },
  {
    kinds: 'MLM',
    gaps: [
      /^(?:\stoday)?,?\s(?:(?:then|so|and)\s)?$/i,
      /^\s(?:later|from\snow|on|further(?:\son)?|after\sthat),?\s(?:(?:it|that)(?:\s(?:is|will\sbe|falls\son)|['’]s)|is|comes)\s(?:an?\s)?$/i,
    ],
    check: ({ moments: [a, b], lasting: [by] }) => move(a, by, false, b),
  },
  {
    kinds: 'MLM',
    gaps: [/^\s(?:forwards?|on|ahead)\sby\s$/i, is],
    check: ({ moments: [a, b], lasting: [by] }) => move(a, by, false, b),
  },
  {
    kinds: 'MLM',
    gaps: [
      /^\sand\s(?:lasts|takes|runs)\s(?:for\s)?$/i,
      /^,?\s(?:it\s|and\s|so\sit\s)?(?:ends|finishes|is\sover)\sat\s$/i,
    ],
    lead: /\b(?:start(?:s|ing|ed)|begin(?:s|ning)|began)\sat\s$/i,
    check: ({ moments: [a, b], lasting: [by] }) => move(a, by, false, b),
  },
  {
    kinds: 'LMM',
    gaps: [
      /^\s\p{L}+\s(?:(?:that|which)\s)?(?:start(?:s|ing|ed)|begin(?:s|ning)|began)\sat\s$/iu,
      /^\s(?:ends|ended|finishes|is\sover)\sat\s$/i,
    ],
    check: ({ moments: [a, b], lasting: [by] }) => move(a, by, false, b),
  },
  {
    kinds: 'MML',
    gaps: [minus, is],
    // "5 pm – 6 pm is one hour": the dash means to, or minus.
    check: ({ moments: [a, b], lasting: [said] }, [gap = '']) => {
      const forth = /\p{L}/u.test(gap) ? null : between(a, b, said)
      return forth?.ok ? forth : between(b, a, said)
    },
  },
  { kinds: 'MML', gaps: [to, lasts], check: ({ moments: [a, b], lasting: [said] }) => between(a, b, said) },
  {
    kinds: 'MML',
    lead: from,
    gaps: [to, isDays],
    check: ({ moments: [a, b], lasting: [said] }) => (a?.kind === 'date' ? between(a, b, said) : null),
  },
  {
    kinds: 'LMM',
    gaps: [/^\s(?:from|between)\s(?:the\s)?$/i, to],
    // "20 days between the two" may count neither; "8 hours from 9 to 5" may have a break.
    check: ({ moments: [a, b], lasting: [said] }) => (a?.kind === 'date' ? between(a, b, said, true) : null),
  },
]

const sums: readonly Rule[] = [
  {
    kinds: 'LLL',
    gaps: [
      /^\s?(?:\+|plus|and)\s?$/i,
      /^(?::\s|,\s|\s(?:is|are|makes?|gives?|adds?\sup\sto)\s)(?:together\s|in\stotal\s)?(?:is\s|makes\s|gives\s)?$/i,
    ],
    check: ({ lasting: [a, b, said] }) => (a && b && said ? added(a, b, said) : null),
  },
]

const move = (from: Moment | undefined, by: Lasting | undefined, before: boolean, to: Moment | undefined) =>
  from === undefined || by === undefined || to === undefined ? null : shifted(from, by, before, to)
const between = (from: Moment | undefined, to: Moment | undefined, said: Lasting | undefined, isInner = false) =>
  from === undefined || to === undefined || said === undefined ? null : apart(from, to, said, isInner)

/** What may not stand before the first term, since it is part of more then. */
const partOfMore =
  /(?:[+*×·/−–-]\s?|\d\s?|\b(?:back|backwards?|minus|subtract(?:ing)?|less|another|further|more|or|nor)\s)$/i
/** And behind the last. */
const goesOn = lean(
  new RegExp(
    String.raw`^(?:\s?[+−–*/×-]\s?\d|\s(?:or|oder|later|earlier|before|after|ago|more|less|past|until|till|später|früher|nach|vor)(?!\p{L})|\s(?:to|plus|without|with|excluding|including|of\s(?:work|sleep|\p{L}+ing))\s|\sand\s\d|\s(?:left\s)?in\s${MONTH}(?!\p{L}))`,
    'iu',
  ),
)

const kindsOf = (terms: readonly Term[]) => terms.map(({ kind }) => (kind === 'lasting' ? 'L' : 'M')).join('')

/** Statements about moments and times, in the order of their terms. */
export const related = (text: string, terms: readonly Term[]) => follow(rules, text, terms)
/** Times that are added up. */
export const summed = (text: string, terms: readonly Term[]) => follow(sums, text, terms)

function follow(all: readonly Rule[], text: string, terms: readonly Term[]): Finding[] {
  const found: Finding[] = []
  for (let i = 0; i + 2 < terms.length; i++) {
    const three = terms.slice(i, i + 3)
    const [first, , last] = three
    if (first === undefined || last === undefined) break
    const before = text.slice(Math.max(0, first.from - 40), first.from)
    if (partOfMore.test(before) || goesOn.test(text.slice(last.to, last.to + 20))) continue
    const kinds = kindsOf(three)
    const gaps = three.slice(1).map((term, k) => text.slice(three[k]?.to, term.from))
    const moments = three.filter((term): term is Moment => term.kind !== 'lasting')
    if (moments.some(({ kind }) => kind !== moments[0]?.kind)) continue
    const lasting = three.filter((term): term is Lasting => term.kind === 'lasting')
    for (const rule of all) {
      if (rule.kinds !== kinds || !rule.gaps.every((gap, k) => gap.test(gaps[k] ?? ''))) continue
      if (rule.lead !== undefined && !rule.lead.test(before)) continue
      const checked = rule.check({ moments, lasting }, gaps)
      if (checked === null) continue
      found.push(...told(unsupposed(text, first.from), [first.from, last.to], checked))
      i++
      break
    }
  }
  return found
}

/** "If today is Monday, in 10 days it is Thursday" tells what is given. */
function unsupposed(text: string, from: number): string {
  const lead =
    /\b(?:if|when|since)\s(?:(?:today|it)\s(?:is|was)\s(?:an?\s)?|(?:we|you|one|I)\s(?:go|count|add|move|step)\s)$/i.exec(
      text.slice(Math.max(0, from - 40), from),
    )?.[0]
  if (lead === undefined) return text
  return text.slice(0, from - lead.length) + ' '.repeat(lead.length) + text.slice(from)
}

/** What says that a time lies between two. */
const says =
  /\b(?:so|is|are|was|were|it took|takes?|took|lasts?|lasted|which is|that is|makes?|pass(?:es|ed)?|elapsed?|lie|lies|vergehen|vergingen|liegen|dauert|dauerte|sind|ist|also|equals)\b|[=:]|经过|历时|相差|共|一共|是|为|用了|有/i
/** Words under which another time is meant, or a part of it. */
const other =
  /\b(?:breaks?|stops?|rests?|pauses?|minus|less|without|except|each|every|within|at least|at most|under|over|than|more|still|only|remaining|left|every|Pausen?|ohne|jede\w*|abzüglich|UTC|ahead|behind|zone|extra|further|another|enough|spare|margin|buffer|of which|if|would|then|plus|wait\w*|speed|until)\b|休息|每|时差|再/i
/** "It should have landed at 21:35" doubts nothing. */
const doubted = /\b(?:suppose|assume|not|wrong|instead|claim\w*|nicht|falsch|never)\b|\?|不|错/i

/**
 * A sentence with two times of day and one time that is said to lie between them, in whatever words: "von 22:47 Uhr bis 6:11 Uhr vergehen 7 Stunden und
 * 24 Minuten". Accused is only what is wrong both ways and on a clock of twelve hours too.
 */
export function loosely(text: string, terms: readonly Term[]): Finding[] {
  return terms.flatMap((from, i) => {
    const [to, said] = [terms[i + 1], terms[i + 2]]
    if (from.kind !== 'clock' || to?.kind !== 'clock' || said?.kind !== 'lasting' || said.days + said.months > 0)
      return []
    const sentence = sentenceAround(text, [from.from, said.to])
    const words = text.slice(to.to, said.from)
    if (words.length > 60 || !says.test(words) || /\d|[.!?]\s/.test(words) || other.test(sentence)) return []
    if (/[+*×·]|[.!?]\s/.test(text.slice(from.to, to.from)) || said.seconds % 60 !== 0) return []
    const others = terms.filter((term) => term.kind === 'lasting' || term.kind === 'clock')
    const [start, end] = [text.indexOf(sentence), text.indexOf(sentence) + sentence.length]
    if (others.filter((term) => term.from >= start && term.to <= end).length !== 3) return []
    const two = [apart(from, to, said), apart(to, from, said)]
    const [checked] = two
    if (checked === null || checked === undefined) return []
    const ok = two.some((each) => each?.ok)
    const span = [from.from, said.to] as const
    return !ok && doubted.test(sentence)
      ? []
      : [finding('dates', span, checked.claimed, checked.computed, ok, checked.message)]
  })
}
