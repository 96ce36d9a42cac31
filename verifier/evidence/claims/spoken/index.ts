/*
 * Two amounts, shares or changes that are said to be the same: "three quarters of an hour is 40 minutes", "15 is 20% of 60". Both sides are read whole
 * and compared.
 */
import { at as placeOf } from '../../../../src/core/absence.js'
import { labelWords } from '../../../../src/core/arithmetic/vocabulary.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, fractionOf, timesOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { hasOwnTime } from '../amounts/units.js'
import { type ClaimText, NUMBER, type Stated, stated } from '../claim.js'
import { sentencesOf } from '../text/sentences.js'
import { inDigits, squeezed } from '../text/squeezed.js'
import { type Amount, literalAt, readingsOf } from './amounts.js'
import { mayBegin } from './begins.js'
import { isCount, judged, type Statement, sameKind } from './compared.js'
import { Cursor } from './cursor.js'
import { factorAt, phraseAt } from './phrases.js'

/**
 * Statements in words that two amounts are the same: "three quarters of an hour is 40 minutes", "$80 with 20% off is $62", "18 of the 24 students, or 80%", "a rise of 20% followed by
 * a fall of 20% leaves the price unchanged". Both sides are read whole, from where a clause begins to where it ends, and compared.
 */
export function readSpoken({ plain, question }: ClaimText): Finding[] {
  if (!mayState.test(plain)) return []
  const around = `${question}\n${plain}`
  const found = spokenIn(plain).filter(({ ok, span }) => ok || !hasOwnTime(around, plain.slice(...span)))
  // Where the question has measures of its own, they hold.
  return found.every(({ ok }) => ok) || spokenIn(question, anywhere).some(({ ok }) => !ok)
    ? found.filter(({ ok }) => ok)
    : found
}

const mayState = rare(
  /%|\b(?:per\s?cent|half|halves|halving|doubling|thirds?|quarters?|fifths?|tenth|hundredth|thousandth|twice|thrice|double|triple|is|are|equals?|makes?|gives?|corresponds|contains?|holds?|has|have|comes|amounts|means|leaves|there)\b/i,
)

const MAX_SENTENCE = 300
const MAX_SENTENCES = 80

function spokenIn(text: string, starts = begins): Finding[] {
  return sentencesOf(text)
    .slice(0, MAX_SENTENCES)
    .flatMap((sentence) => {
      if (sentence.text.length > MAX_SENTENCE || !mayState.test(sentence.text)) return []
      const { line, places } = squeezed(inDigits(sentence.text, percentWord), sentence.from)
      return statementsIn(line, starts).flatMap(({ from, to, ...statement }) =>
        judged(text, [placeOf(places, from), placeOf(places, to - 1) + 1], statement),
      )
    })
}

/** "Ten per cent" */
const percentWord = lean(new RegExp(String.raw`(?<!\p{L})(?:${COUNT})(?=\s(?:percent|per\scent)(?!\p{L}))`, 'giu'))

/** A sentence with one blank where it has several, and where each of its characters stands. */
export const collapsed = (written: string, offset: number) => squeezed(inDigits(written, percentWord), offset)

/** Where a clause may begin: at the beginning, behind a sign, behind words that lead on. */
const begins = lean(
  /(?:^\s?(?:(?:so|thus|hence|therefore|because|since|but|and|as|then|now|where|while|whereas|actually|obviously|clearly|accordingly|consequently|here|again|also|indeed|likewise|recall|remember|note|that)\s(?:that\s)?)?|,\s|(?<=\p{L}|\p{L}\s\d{1,3}|\)):\s|\(|(?<!\p{L})(?:so|that|thus|hence|therefore|because|since|but|as|means|know|knows|note|recall|remember|now|where|while|whereas|actually|obviously|clearly|accordingly|consequently|step \d+[.:)]?|- )\s)\s?/giu,
)
/** Shares are read in the middle of a clause too ("in relative terms 6 out of 40 is 15%"), where nothing reckons before them. */
const amid = lean(
  /(?:(?<=\b(?:rank|score|total|result)\sof\s)|(?<!(?:[\d.,$€£%+*/×^=(-]|(?<!\p{L})(?:of|on|for|from|and|plus|minus|times|by|to|than|over|or|per|von|und))\s?))(?<![\p{L}_])(?=[$€£]?\d)/giu,
)
const shares = rare(
  /\sof\s(?:the\s)?\d|(?:%|percent|per\scent)\s(?:of|\p{L}+\sthan)\s|(?:half|thirds?|quarters?|\p{L}ths?|times|twice|double|triple)\s(?:of\s|as\s\p{L}+\sas\s)?[$€£]?\d/iu,
)
/** A question may say it behind other words: "On Zog an hour is 100 minutes". */
const anywhere = lean(/(?<![\p{L}\p{N}])(?=[\p{L}\p{N}$€£])/gu)
const relation = lean(
  /,?\s?(?:(?:which|that|this|it)\s)?(?:(?:is|are|was|were|makes?|gives?)\s(?:equal\sto|the\ssame\sas|equivalent\sto|worth|just|now|therefore|thus|then|simply|precisely|consequently|accordingly|hence|once\smore|again|only|in\sturn|of\scourse|likewise)(?:\s(?:exactly|about))?\s|(?:is|are|was|were|equals?|makes?|gives?|yields?|leaves?|becomes?|costs?|contains?|holds?|has|have|means?|represents?|(?:comes?|amounts?|works?\sout|corresponds?|adds\sup|converts?|translates?|goes|brings?\s(?:it|us|the\s\p{L}+))\s(?:to|at|back\sto|up\sto|down\sto)|consists?\sof|lasts?)\s|[=≈]\s?)/iuy,
)
const rank = /the\stop\s|a\sshare\sof\s/iy
const apposition = /(?:,?\s(?:or|i\.e\.,?|that\sis,?|which\s(?:is|means|equals)|meaning)\s|,\s|\s\((?:i\.e\.\s|or\s)?)/y
const roughly =
  /(?:(?:about|approximately|approx\.?|roughly|around|nearly|almost|some|close\sto|just\s(?:over|under)|a\slittle\s(?:over|under)|more\sthan|less\sthan|at\sleast|at\smost)\s|[≈~]\s?)/y
/** Where a statement may end. */
const ends = lean(
  /\s?(?:$|[,:)"”]|[.](?!\d)|(?:so|and|which|because|since|but|not|as|in\stotal|altogether|each|respectively|exactly|long|in\sthe\s\p{L}+\ssystem|of\s(?:data|time|water|storage)|overall|again)(?![\p{L}])(?!\s(?:\d|a\s(?:half|quarter)|half|one\s)))/uy,
)

function statementsIn(line: string, starts: RegExp): (Statement & { from: number; to: number })[] {
  const found: (Statement & { from: number; to: number })[] = []
  // "Leaves the price unchanged": of a price in any words.
  const isUnchanged = /unchanged/i.test(line)
  const read = (pattern: RegExp, by: readonly ((cursor: Cursor) => Read | null)[]) => {
    for (const match of matchesOf(pattern, line)) {
      const from = match.index + match[0].length
      if ((!isUnchanged && !mayBegin(line, from)) || asLongAs.test(line.slice(0, from))) continue
      if (found.some((each) => each.from <= from && from < each.to)) continue
      const statement = by.map((each) => each(new Cursor(line, from))).find((each) => each !== null)
      if (statement) found.push({ ...statement, from })
    }
  }
  read(starts, readers)
  if (shares.test(line)) read(amid, [shareAt, partOfAt, outOfAt])
  return [...found, ...changesIn(line)]
}

/** "Twice as long as 16 minutes" */
const asLongAs = /\bas\s\p{L}+\sas\s$/iu

type Read = Statement & { to: number }

/** Two phrases and what stands between them. */
function statementAt(cursor: Cursor): Read | null {
  const from = cursor.at
  const left = factorAt(cursor) ?? ratioAt(cursor) ?? phraseAt(cursor)
  if (left === null) return null
  const leftEnd = cursor.at
  const isNamed = left.kind === 'factor' || left.isShare === true
  const sign = cursor.take(relation)?.[0] ?? (isNamed ? cursor.take(apposition)?.[0] : undefined)
  if (sign === undefined) return null
  const isRough = cursor.take(roughly)?.[0]
  // "More than" is no equality.
  if (isRough !== undefined && /than|least|most|over|under/.test(isRough)) return null
  // "A rank of 14 out of 150 corresponds to the top 10.7%."
  if (left.kind === 'ratio') cursor.take(rank)
  const rightFrom = cursor.at
  const right =
    left.kind === 'factor' ? (factorAt(cursor) ?? changeOf(left, cursor)) : (ratioAt(cursor) ?? phraseAt(cursor))
  if (right === null || cursor.peek(ends) === null) return null
  // "8 boxes hold 96", "15 is 16": numbers of things alone are not the same.
  if (left.literal !== undefined && isCount(left.kind) && right.kind !== 'percent') return null
  // "Each day has 2 hours" of a timetable.
  if (/^(?:each|every)\s/i.test(cursor.text.slice(from, leftEnd)) && /\s(?:has|have)\s/.test(sign)) return null
  // "Multiplying this by 12 gives 18%": a share that is reckoned with, and no change.
  if (left.kind === 'factor' && /^multipl\p{L}*\s(?:this|that|it|these|by)/iu.test(cursor.text.slice(from, leftEnd)))
    return null
  const about = isRough !== undefined || sign.includes('≈')
  return {
    left,
    right,
    about,
    said: cursor.text.slice(from, leftEnd).trim(),
    claimed: cursor.text.slice(rightFrom, cursor.at).trim(),
    to: cursor.at,
  }
}

const outOfAt = (cursor: Cursor) => (cursor.peek(numberOutOf) === null ? null : statementAt(cursor))

/** "Two increases of 10% make 20%": by how much, or to how much. */
function changeOf(left: Amount, cursor: Cursor): Amount | null {
  const share = literalAt(cursor)
  if (share?.kind !== 'percent') return null
  const by = (share.readings[0] ?? 0) / 100
  const sign = (left.readings[0] ?? 1) < 1 ? -1 : 1
  const factor = (value: number): Amount => ({ readings: readingsOf(value), kind: 'factor' })
  return { ...factor(1 + sign * by), or: factor(by) }
}

const thereAre = lean(/there\s(?:are|is)\s(?:only\s|exactly\s|about\s|just\s)?/iuy)
const inside = lean(/\s(?:in|to|per|make\sup|make|go\sinto|fit\sinto?)\s/iuy)

/** "There are 82 hours in 3 days", "24 hours make up a day": the whole, and what is said to be in it. */
function contentAt(cursor: Cursor): Read | null {
  const isThere = cursor.take(thereAre)?.[0]
  const from = cursor.at
  const content = phraseAt(cursor)
  const contentEnd = cursor.at
  const link = content === null ? undefined : cursor.take(inside)?.[0]
  if (content === null || link === undefined || (isThere === undefined && !/make|into/.test(link))) return null
  const wholeFrom = cursor.at
  const whole = phraseAt(cursor)
  if (whole === null || cursor.peek(ends) === null) return null
  // "The two make 50 together": things have no size.
  if (whole.literal !== undefined && whole.kind.startsWith('thing')) return null
  return {
    left: whole,
    right: content,
    about: isThere?.includes('about') === true,
    said: cursor.text.slice(wholeFrom, cursor.at),
    claimed: cursor.text.slice(from, contentEnd),
    to: cursor.at,
  }
}

const outOf = lean(
  new RegExp(
    String.raw`(${NUMBER})(?:\s\p{L}+)?\s(?:out\sof|of\sthe|of\sthese|of\s(?=\d))\s?(?:the\s|all\s|all\sthe\s)?(${NUMBER})(?![\d%]|[.,]\d|\s?(?:%|percent|per\scent|/))(?:\s(?!is\b|are\b|was\b|were\b)\p{L}{3,16})?(?=,?\s(?:is|are|was|were|or|makes?|gives?|means|equals|represents?|corresponds|i\.e\.|that\sis|=)|\s?[=≈]|\s?\()`,
    'iuy',
  ),
)

/** "18 of the 24 students": a share. */
function ratioAt(cursor: Cursor): Amount | null {
  const [, part, whole] = cursor.take(outOf) ?? []
  if (part === undefined || whole === undefined) return null
  const value = stated(part).value / stated(whole).value
  return Number.isFinite(value) ? { readings: readingsOf(value), kind: 'ratio', isShare: true } : null
}

const numberOutOf = lean(new RegExp(String.raw`(?:${NUMBER})(?:\s\p{L}+)?\s(?:out\sof|of\sthe|of(?=\s\d))\s`, 'iuy'))

const whole = lean(new RegExp(String.raw`of\s(?:the\s|these\s|all\s)?(${NUMBER})\s(\p{L}{3,16}),?\s(?=\d)`, 'iuy'))
const shareIs = lean(
  new RegExp(
    String.raw`(${NUMBER})\s?(?:%|percent|per\scent)\s(?:is|are|equals?|makes?)\s(?:only\s|exactly\s)?(${NUMBER})(?![\d%]|[.,]\d)(?:\s(\p{L}{3,16}))?`,
    'iuy',
  ),
)

/** "Of 80 students, 25% are 25." */
function ofWhole(cursor: Cursor): Read | null {
  const [, amount, thing] = cursor.take(whole) ?? []
  if (amount === undefined) return null
  const rightFrom = cursor.at
  const [, share, claimed, other] = cursor.take(shareIs) ?? []
  if (share === undefined || claimed === undefined || (other !== undefined && other !== thing)) return null
  if (cursor.peek(ends) === null) return null
  const number = stated(claimed)
  return {
    left: { readings: readingsOf((stated(share).value / 100) * stated(amount).value), kind: '' },
    right: {
      readings: readingsOf(number.value),
      kind: '',
      literal: { stated: number, unit: '', sizes: readingsOf(1) },
    },
    about: false,
    said: `${share}% of ${amount}`,
    claimed: cursor.text.slice(rightFrom, cursor.at).replace(/^.*\s(?=\d)/, ''),
    to: cursor.at,
  }
}

const shareSaid = lean(
  new RegExp(
    String.raw`(${NUMBER})\s?(?:%|percent\b|per\scent\b)\s(?:of\s|(?:(more|greater|higher|larger)|less|smaller|lower|cheaper)\sthan\s)`,
    'iuy',
  ),
)

const partSaid = lean(
  /(?:(half|an?\s\p{L}{3,10}|(?:one|two|three|four|five)[\s-](?:thirds?|quarters?|\p{L}{3,6}ths?))\sof\s|(twice|double|thrice|triple|(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\stimes)\s)(?=[$€£]?\d)/iuy,
)

/** "30 is a third of 60", "12 is twice 5" */
function partOfAt(cursor: Cursor): Read | null {
  const from = cursor.at
  if (isLabel(cursor.text, from)) return null
  const left = literalAt(cursor)
  const leftEnd = cursor.at
  const sign = left === null || left.kind === 'percent' ? undefined : cursor.take(relation)?.[0]
  const about = sign === undefined ? undefined : cursor.take(roughly)?.[0]
  if (left?.literal === undefined || sign === undefined || /than|least|most|over|under/.test(about ?? '')) return null
  const rightFrom = cursor.at
  const [, part, times] = cursor.take(partSaid) ?? []
  const by =
    part !== undefined
      ? (fractionOf(part)?.valueOf() ?? null)
      : times === undefined
        ? null
        : ({ twice: 2, double: 2, thrice: 3, triple: 3 }[times.toLowerCase()] ?? timesOf(times))
  const whole = by === null ? null : phraseAt(cursor)
  if (by === null || whole === null || cursor.peek(ends) === null || !sameKind(left, whole)) return null
  return {
    left: { readings: whole.readings.map((each) => each * by), kind: whole.kind },
    right: left,
    about: about !== undefined || sign.includes('≈'),
    said: cursor.text.slice(rightFrom, cursor.at).trim(),
    claimed: cursor.text.slice(from, leftEnd).trim(),
    to: cursor.at,
  }
}

/** "Interest in month 1 is 0.5% of 18,000": a number that is a name. */
const isLabel = (line: string, from: number): boolean => {
  const word = /(\p{L}+)\s$/u.exec(line.slice(Math.max(0, from - 24), from))?.[1]
  return word !== undefined && labelWords.has(word.toLowerCase())
}

/** "15 is 20% of 60", "50 is 25% more than 40": a share, and what it is said to be. */
function shareAt(cursor: Cursor): Read | null {
  const from = cursor.at
  if (isLabel(cursor.text, from)) return null
  const part = literalAt(cursor)
  const partEnd = cursor.at
  const sign = part === null || part.kind === 'percent' ? undefined : cursor.take(relation)?.[0]
  const isRough = sign === undefined ? undefined : cursor.take(roughly)?.[0]
  if (part === null || sign === undefined || /than|least|most|over|under/.test(isRough ?? '')) return null
  const [said, share, more] = cursor.take(shareSaid) ?? []
  const wholeFrom = cursor.at
  const whole = said === undefined || share === undefined ? null : phraseAt(cursor)
  if (said === undefined || share === undefined || whole === null || cursor.peek(ends) === null) return null
  if (!sameKind(part, whole)) return null
  const ratio = (part.readings[0] ?? 0) / (whole.readings[0] ?? 0)
  if (!Number.isFinite(ratio)) return null
  const number = stated(share)
  const [partSaid, wholeSaid] = [cursor.text.slice(from, partEnd), cursor.text.slice(wholeFrom, cursor.at)]
  const read = { about: isRough !== undefined || sign.includes('≈'), to: cursor.at }
  if (said.endsWith('of '))
    return {
      ...read,
      left: { readings: readingsOf(ratio), kind: 'ratio', isShare: true },
      right: percentOf(number),
      said: `${partSaid} of ${wholeSaid}`,
      claimed: `${share}%`,
    }
  return {
    ...read,
    left: { readings: readingsOf(ratio), kind: 'factor' },
    right: { readings: readingsOf(1 + (more === undefined ? -1 : 1) * (number.value / 100)), kind: 'factor' },
    said: `from ${wholeSaid} to ${partSaid}`,
    claimed: said.replace(/\sthan\s$/, ''),
  }
}

const percentOf = (number: Stated): Amount => ({
  readings: readingsOf(number.value),
  kind: 'percent',
  literal: { stated: number, unit: '', sizes: readingsOf(1) },
})

const changesBy = lean(
  new RegExp(
    String.raw`\s(?:(rises?|rose|grows?|grew|increases?d?|climbs?|goes\sup|went\sup|gains?)|falls?|fell|drops?|dropped|decreases?d?|shrinks?|shrank|goes\sdown|went\sdown)\sby\s(${NUMBER})\s?(?:%|percent|per\scent),?\s(?:to|and\s(?:is|becomes|reaches|gives|makes)|which\s(?:is|makes|gives)|giving|making)\s(?:about\s)?(?=[$€£]?\d)`,
    'iuy',
  ),
)

/** "80 rises by 20 % to 96" */
function changeTo(cursor: Cursor): Read | null {
  const from = cursor.at
  const left = literalAt(cursor)
  const [link, up, share] = (left === null ? null : cursor.take(changesBy)) ?? []
  if (left === null || left.kind === 'percent' || link === undefined || share === undefined) return null
  const rightFrom = cursor.at
  const right = phraseAt(cursor)
  if (right?.literal === undefined || cursor.peek(ends) === null || !sameKind(left, right)) return null
  const by = 1 + (up === undefined ? -1 : 1) * (stated(share).value / 100)
  return {
    left: { readings: left.readings.map((each) => each * by), kind: left.kind },
    right,
    about: link.includes('about'),
    said: `${cursor.text.slice(from, rightFrom).replace(/,?\s(?:to|and|which|giving|making)(?:\s\w+){0,2}\s$/, '')}`,
    claimed: cursor.text.slice(rightFrom, cursor.at).trim(),
    to: cursor.at,
  }
}

const readers = [changeTo, shareAt, partOfAt, statementAt, contentAt, ofWhole] as const

const fromTo = rare(
  /(?<!\p{L})from\s(?=[$€£¥]?\d)|(?:^|,\s|:\s|(?<!\p{L})(?:going|so|that|and)\s)(?=[$€£¥]?\d[\d.,]*\s?[€%]?\sto\s[$€£¥]?\d[\d.,]*\s?[€%]?\s(?:is|means|was|makes)\s(?:an?|only\san?)\s)/giu,
)
const to = lean(/\sto\s/iuy)
const between = lean(
  /,?\s?(?:\(|(?:which\s|that\s|this\s)?(?:is|was|means|represents|equals|corresponds\sto|amounts\sto|gives|makes)\s|or\s|i\.e\.,?\s|so\s|=\s?)?(?:about\s|approximately\s|roughly\s)?/iuy,
)

/** "Going from 40 to 50 is a 20% increase": the change, and what it is said to be. */
function changesIn(line: string): (Statement & { from: number; to: number })[] {
  return fromTo.matchAll(line).flatMap((match) => {
    const cursor = new Cursor(line, match.index + match[0].length)
    const first = phraseAt(cursor)
    const second = first === null || cursor.take(to) === null ? null : phraseAt(cursor)
    if (first === null || second === null || !sameKind(first, second)) return []
    const end = cursor.at
    const link = cursor.take(between)
    if (link === null || link[0] === '') return []
    const rightFrom = cursor.at
    const change = factorAt(cursor)
    const [a, b] = [first.readings[0] ?? 0, second.readings[0] ?? 0]
    if (change === null || cursor.peek(ends) === null || !(a > 0) || !(b > 0)) return []
    // "From 4% to 6%, a rise of 2%" means points, as most people say it.
    const share = Math.round(1e6 * Math.abs((change.readings[0] ?? 1) - 1)) / 1e4
    if (first.kind === 'percent' && Math.abs(share - Math.abs(b - a)) < 0.06) return []
    return [
      {
        left: { readings: readingsOf(b / a), kind: 'factor' },
        right: change,
        about: /about|approx|rough/.test(link[0]),
        said: line.slice(match.index, end),
        claimed: line.slice(rightFrom, cursor.at),
        from: match.index,
        to: cursor.at,
      },
    ]
  })
}
