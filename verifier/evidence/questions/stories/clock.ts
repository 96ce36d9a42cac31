/* Stories of beginnings, ends and how long: "A film begins at 19:45 and lasts 2 h 10 min". Matched whole. */
import { statesSpan } from '../moments.js'
import { namesSpan, namesTime, timesIn } from './durations.js'
import { type Story, storyReaders, type Told } from './whole.js'

const CLOCK = String.raw`(?:\d{1,2}(?::\d\d)?(?: ?[ap]\.? ?m\.?| o'clock)?|noon|midnight)`
const from = (name: string) => `(?<t_${name}>${CLOCK})`
const HOURS =
  '(?:(?<n_h>\\d+(?:\\.\\d+)?|an?)[ -]?(?:hours?|h|hrs?)\\b)?(?:(?:,? ?and | ?))(?:(?<n_m>\\d+)[ -]?(?:minutes?|mins?|min)\\b)?'
const STARTS = '(?:starts?|started|begins?|began|leaves?|left|departs?|departed|sets off|set off)'
const ENDS = '(?:ends?|ended|finish(?:es|ed)?|arrives?|arrived|is over|stops?|stopped|reaches home|gets home)'
const IT = '(?:it|he|she|they|the [a-z]+|[a-z]+)'

/** A time of day as it is told; null where it is not one, or where nobody says which half of the day is meant and that matters. */
function at(told: Told, name: string): { at: number; half: boolean } | null {
  const word = told.word(name)
  const [time, more] = timesIn(/^\d{1,2}$/.test(word) ? `${word}:00` : word)
  return time === undefined || more !== undefined ? null : time
}

function minutes(told: Told): number {
  const h = told.has('h') ? (/^an?$/.test(told.raw('h')) ? 1 : told.number('h')) : 0
  return 60 * h + (told.has('m') ? told.number('m') : 0)
}

const clock: readonly Story[] = [
  {
    what: 'the end',
    templates: [
      `~w1 ${STARTS}( at)? ${from('a')} and (lasts?|lasted|takes?|took|goes on|runs)( for)? ${HOURS}[.;,] (when|at what time|what time) (does|did|will) ${IT} (end|finish|arrive|be over|stop){end}`,
      `~w1 ${STARTS}( at)? ${from('a')}[.;,] (it|the [a-z]+) (lasts?|lasted|takes?|took|goes on|runs)( for)? ${HOURS}[.;,] (when|at what time|what time) (does|did|will) ${IT} (end|finish|arrive|be over|stop){end}`,
      `(what time is it|what time will it be|what is the time) ${HOURS} (after|past|later than) ${from('a')}{end}`,
      `it is ${from('a')}( now)?[.;,] what time will it be in ${HOURS}{end}`,
    ],
    solve: (told) => {
      const start = at(told, 'a')
      const lasts = minutes(told)
      if (start === null || !(lasts > 0 && lasts < 1440)) return null
      const end = (start.at + lasts) % 1440
      // "7:45" is in the morning or the evening: the answer may be told either way.
      return {
        values: [],
        answer: clockOf(end),
        reads: (answer) => (start.half ? eitherHalf(answer, end) : namesTime(answer, end)),
      }
    },
  },
  {
    what: 'how long it is',
    templates: [
      `~w1 (${STARTS}|is open|opens|works|slept|sleeps|lasts|lasted|is|runs|ran)( from| at)? ${from('a')}( and| to| until| till|,)( ${ENDS}| closes)?( at)? ?${from('b')}[.;,] how (long|many hours|many minutes) (is|does|did|was|do|has) (it|he|she|they|the (journey|trip|ride|school day|lesson|film|movie|meeting|flight|class|party|show|concert|game|drive|walk|match)|~w2)( open| last| take| work| sleep| run| lasted| worked| slept)?{end}`,
      `how (long|many minutes|many hours) (is it|are there|is|passes|pass|lie) (from|between) ${from('a')} (to|and|until) ${from('b')}{end}`,
    ],
    solve: (told) => {
      const [start, end] = [at(told, 'a'), at(told, 'b')]
      if (start === null || end === null || start.half !== end.half) return null
      const apart = end.at - start.at
      // "from 9:15 to 11:00" passes no noon.
      if (apart <= 0) return null
      const unit = /many minutes/.test(told.text) ? 1 : /many hours/.test(told.text) ? 60 : undefined
      return {
        values: [],
        answer: apart % 60 === 0 ? `${apart / 60} h` : `${Math.floor(apart / 60)} h ${apart % 60} min`,
        reads: (answer) => namesSpan(answer, apart, unit),
        statedBy: statesSpan,
      }
    },
  },
]

const clockOf = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

function eitherHalf(answer: string, end: number): boolean | null {
  const named = timesIn(answer)
  // "8:75" is no time.
  if (named.length === 0) return /\d:\d\d/.test(answer) ? false : null
  return named.every((each) => (each.at - end) % 720 === 0)
}

export const clockStories = storyReaders(clock, 'when|what time|how long|how many|what is the time')
