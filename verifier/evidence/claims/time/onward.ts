/* Times that lead on: "Another 15 minutes takes us to 22:15". From a time of day that the chain has come by. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { showClock, told } from './checked.js'
import { shifted } from './reckoned.js'
import type { Clock, Term } from './terms.js'

/** Before a time that is added to what was said last. */
const more = lean(
  /(?:^|[^\p{L}])(?:another|(?:a\s)?further|adding|add|plus|after|with|and)\s(?:the\s|an?\s|another\s|a\sfurther\s|these\s)?$/iu,
)
/** Between the time and the moment that it leads to. */
const leads =
  /^(?:\s(?:more|later))?(?:\s(?:ride|drive|walk|break|trip|way|journey|flight|stop|wait))?,?\s(?:(?:(?:takes|brings|gets|leads)\s(?:us|me|you|him|her|them)\s(?:home\s)?(?:to|at))|gives|makes(?:\sit)?|(?:it|that)\s(?:is|will\sbe)|it['’]s|we\s(?:get|are\sat|arrive\sat|reach)|(?:I['’]m|I\sam|you['’]re|we['’]re|he['’]s|she['’]s|he\sis|she\sis|they\sare)\s(?:home|there|back|done|at\shome)\sat|(?:ends|is\sover|finishes|arrives)\sat|is)\s$/iu
const later = /^\s(?:later|after\sthat|after\sthis),?\s(?:it\s(?:is|will\sbe)|it['’]s|we\sare\sat|is|that\sis)\s$/iu

/** Times of day that a chain has come by, and whether the last of them, in a step, has had no time added to it since. */
export interface Known {
  clocks: Clock[]
  isLast: boolean
}

/**
 * "Another 15 minutes takes us to 22:15", where the step before came to 21:50. What is reckoned from is not said: a time is false where no time of day that was mentioned leads to it,
 * and the last one was mentioned just before.
 */
export function onward(text: string, terms: readonly Term[], known: Known): Finding[] {
  return terms.flatMap((by, i) => {
    const to = terms[i + 1]
    if (by.kind !== 'lasting' || to?.kind !== 'clock' || by.days + by.months > 0) return []
    const [before, gap] = [text.slice(Math.max(0, by.from - 30), by.from), text.slice(by.to, to.from)]
    if (!(more.test(before) && leads.test(gap)) && !later.test(gap)) return []
    const here = terms.slice(0, i)
    if (here.length === 0 ? !known.isLast : here.at(-1)?.kind !== 'clock') return []
    const bases = [...known.clocks, ...clocksOf(here)]
    const last = bases.at(-1)
    const all = bases.map((from) => shifted(from, by, false, to))
    const checked = all.at(-1)
    if (last === undefined || checked === null || checked === undefined) return []
    const message = `${last.text.trim()} and ${by.text} make ${showClock(last.minutes + by.seconds / 60)}`
    return told(text, [by.from, to.to], { ...checked, message, ok: all.some((each) => each?.ok) })
  })
}

export const clocksOf = (terms: readonly Term[]) => terms.filter((term): term is Clock => term.kind === 'clock')
