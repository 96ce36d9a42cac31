import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding } from './claim.js'

const clock = rare(/(?<![\d:.,])([01]?\d|2[0-4])[:.]([0-5]\d)(?![\d:]|\.\d)(?:\s?([ap])\.?m\b\.?|\s?Uhr)?/gi)
const duration = rare(
  /(?<![\d:.,])(?:(\d{1,3})\s?(?:hours?|hrs?|h|Stunden?|个?小时)(?!\p{Script=Latin})(?:,?\s?(?:and\s|und\s)?(\d{1,2})\s?(?:minutes?|mins?|min|Minuten?|分钟?)(?!\p{Script=Latin}))?|(\d{1,4})\s?(?:minutes?|mins?|min|Minuten?|分钟)(?!\p{Script=Latin}))/giu,
)
/** What says that the duration is the time between the two. */
const between = rare(
  /\b(?:so|is|are|was|were|it took|takes?|took|lasts?|lasted|which is|that is|makes?|pass(?:es|ed)?|elapsed?|lie|lies|vergehen|vergingen|liegen|dauert|dauerte|sind|ist|also|equals)\b|[=:]|经过|历时|相差|共|一共|是|为|用了|有/i,
)
/** Words under which another time is meant, or a part of it. */
const other =
  /\b(?:breaks?|stops?|rests?|pauses?|minus|less|without|except|each|every|within|at least|at most|under|over|than|more|still|only|remaining|left|every|Pausen?|ohne|jede\w*|abzüglich|UTC|ahead|behind|zone|extra|further|another|of which|if|would|then|plus|wait\w*|speed|until)\b|休息|每|时差|再/i
/** "It should have landed at 21:35" doubts nothing. */
const doubted = rare(/\b(?:suppose|assume|not|wrong|instead|claim\w*|nicht|falsch|never)\b|\?|不|错/i)
const DAY = 1440
const mod = (value: number, by: number) => ((value % by) + by) % by

/**
 * A sentence with two times of day and one duration that is said to lie between them, in whatever words: "von 22:47 Uhr bis 6:11 Uhr vergehen 7 Stunden und
 * 24 Minuten". Accused is only what is wrong both ways and on a clock of twelve hours too.
 */
export function readClockTimes({ plain }: ClaimText): Finding[] {
  if (!/\d[:.]\d\d/.test(plain)) return []
  return sentences(plain.slice(0, 6000)).flatMap(({ start, text }) => {
    const times = [...clock.matchAll(text)].filter(([all]) => all.includes(':') || /Uhr/.test(all))
    const [first, second] = times
    if (first === undefined || second === undefined || times.length !== 2) return []
    const behind = second.index + second[0].length
    const stated = [...duration.matchAll(text)].filter(({ index }) => index >= behind)
    const [said] = stated
    if (said === undefined || [...duration.matchAll(text)].length !== stated.length) return []
    const words = text.slice(behind, said.index)
    // "16:40 + 2:00 = 18 min 40 s": minutes and seconds that are added.
    if (/[+*×·]/.test(text.slice(first.index, second.index)) || /\d\s?(?:s|sec|seconds?|Sekunden?)\b/.test(text))
      return []
    if (words.length > 60 || !between.test(words) || other.test(text) || /\d/.test(words)) return []
    const passed = said[3] === undefined ? 60 * Number(said[1]) + Number(said[2] ?? 0) : Number(said[3])
    const [from, to] = [minutesOf(first), minutesOf(second)]
    const halves = first[3] === undefined && second[3] === undefined && Math.max(from, to) < 780
    const period = halves ? DAY / 2 : DAY
    const right = mod(to - from, DAY)
    const ok = mod(passed - right, period) === 0 || mod(passed + right, period) === 0
    const span = [start + first.index, start + said.index + said[0].length] as const
    if (!ok && doubted.test(text)) return []
    const computed = `${Math.floor(right / 60)} h ${right % 60} min`
    return [
      finding('dates', span, said[0], computed, ok, `from ${first[0].trim()} to ${second[0].trim()} are ${computed}`),
    ]
  })
}

function minutesOf([, hours, minutes, half]: RegExpMatchArray): number {
  const late = half?.toLowerCase() === 'p' ? 720 : 0
  return (half === undefined ? Number(hours) : Number(hours) % 12) * 60 + late + Number(minutes)
}

function sentences(text: string): { start: number; text: string }[] {
  const ends = [...text.matchAll(/[.!?;](?=\s)|\n|[。！？；]/g)].map(({ index }) => index + 1)
  return [...ends, text.length].map((end, i) => ({ start: ends[i - 1] ?? 0, text: text.slice(ends[i - 1] ?? 0, end) }))
}
