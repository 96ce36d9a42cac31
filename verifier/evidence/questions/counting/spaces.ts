/* What may come out: throws of dice, draws of cards, numbers of a range. Written out in full. */
import { readExpression } from '../../claims/equations/formulas.js'
import { numbersIn } from '../form.js'

/** All that may come out, each as likely as the others, and the words that say so; `way`: chances that a right solution may state on its way. */
type Space =
  /** `ends`: outcomes that the words may mean to leave out ("between 1 and 100"). */
  | { kind: 'integers'; outcomes: readonly number[]; words: string; ends?: readonly number[] }
  | { kind: 'values'; outcomes: readonly (readonly number[])[]; words: string }
  | {
      kind: 'colours'
      outcomes: readonly (readonly string[])[]
      words: string
      colours: readonly string[]
      way?: readonly number[]
    }

const MAX_OUTCOMES = 30_000
const MAX_RANGE = 20_000

/** The one space that a question in small letters speaks of; null where it is none that can be written out. */
export function readSpace(text: string): Space | null {
  for (const read of spaces) {
    const space = read(text)
    if (space !== null) return space.outcomes.length > 0 ? space : null
  }
  return null
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

/** Ordered choices of `count` places among `of`, with or without coming back to one. */
function choices(of: number, count: number, back: boolean): number[][] | null {
  const size = back ? of ** count : Array.from({ length: count }, (_, i) => of - i).reduce((a, b) => a * b, 1)
  if (count < 1 || size > MAX_OUTCOMES) return null
  let found: number[][] = [[]]
  for (let i = 0; i < count; i++)
    found = found.flatMap((taken) =>
      range(0, of - 1).flatMap((next) => (back || !taken.includes(next) ? [[...taken, next]] : [])),
    )
  return found
}

const times = (word: string | undefined): number =>
  word === undefined ? 1 : /^twice/.test(word.trim()) ? 2 : Number(numbersIn(word)[0] ?? 1)

const THROWN = String.raw`(?:are|is) (?:rolled|thrown|tossed|flipped|cast)(?: (?:together|simultaneously|independently|at the same time|once))?( twice| \d+ times)?`

const spaces: readonly ((text: string) => Space | null)[] = [
  (text) => {
    const match = new RegExp(
      String.raw`\b(\d|an?|one) (?:(?:fair|ordinary|standard|normal|regular|usual|six-sided|6-sided) )*(dice|die) ${THROWN}`,
    ).exec(text)
    if (match === null) return null
    const count = (Number(match[1]) || 1) * times(match[3])
    const outcomes = choices(6, count, true)?.map((faces) => faces.map((each) => each + 1))
    return outcomes === undefined ? null : { kind: 'values', outcomes, words: match[0] }
  },
  (text) => {
    const match = new RegExp(String.raw`\b(\d+|an?|one) (?:fair )?(coins?) ${THROWN}`).exec(text)
    if (match === null) return null
    const count = (Number(match[1]) || 1) * times(match[3])
    const colours = ['head', 'tail']
    const outcomes = count > 14 ? null : choices(2, count, true)
    return outcomes === null
      ? null
      : {
          kind: 'colours',
          outcomes: outcomes.map((sides) => sides.map((each) => colours[each] ?? '')),
          words: match[0],
          colours,
        }
  },
  (text) => {
    const match =
      /\b(\d) (?:people|persons|children|friends|students|players) (?:each )?(?:independently )?(?:each )?(?:picks?|chooses?|selects?|writes? down) an? (?:whole |natural )?(?:number|integer|digit) (?:from|between) (\d+) (?:to|and|through) (\d+)(?:,? inclusive)?(?: independently)?(?: at random)?/.exec(
        text,
      )
    if (match === null) return null
    const [from, to] = [Number(match[2]), Number(match[3])]
    const outcomes = choices(to - from + 1, Number(match[1]), true)
    return outcomes === null
      ? null
      : { kind: 'values', outcomes: outcomes.map((list) => list.map((each) => each + from)), words: match[0] }
  },
  numbered,
  urn,
  deck,
  integers,
]

/** "Two cards are drawn together from five cards numbered 1 to 5." */
function numbered(text: string): Space | null {
  const drawn = String.raw`(\d) (?:different |distinct )?(?:cards|balls|tickets|slips|chips|numbers|integers|tokens|discs) (?:are|is) (?:drawn|chosen|picked|selected|taken)`
  const list = String.raw`(?:(?:cards|balls|tickets|slips|chips|tokens|discs)(?: \w+)? (?:numbered|labell?ed|marked)(?: from)?|(?:set|numbers|integers)(?: from)?) \{?1(?: to |,? ?(?:2, ?)?(?:3, ?)?(?:\.\.\.|…),? ?| through )(\d+)\}?`
  const match =
    new RegExp(String.raw`${drawn}([^.?\d]*?)from [^.?]{0,40}?${list}`).exec(text) ??
    new RegExp(String.raw`${list}[^?]*?\b()${drawn}`).exec(text)
  if (match === null) return null
  const [count, of] = /^\d (?:\w+ )*(?:cards|balls|tickets|slips|chips|numbers|integers|tokens|discs) (?:are|is)/.test(
    match[0],
  )
    ? [Number(match[1]), Number(match[3])]
    : [Number(match[3]), Number(match[1])]
  const back = comesBack(text)
  const together = /together|at once|at the same time|simultaneously|different|distinct/.test(text)
  if (back === null && !together) return null
  const outcomes = choices(of, count, back === true)
  if (outcomes === null) return null
  return { kind: 'values', outcomes: outcomes.map((values) => values.map((each) => each + 1)), words: match[0] }
}

/** Whether what was drawn goes back; null where nothing says so. */
function comesBack(text: string): boolean | null {
  if (/without (?:replacement|replacing|putting|being)|not (?:put back|replaced|returned)/.test(text)) return false
  return /with replacement|(?:put|putting|placed|returned|replaced)\b[^.?]{0,20}\b(?:back|before|after)|is replaced|replacing/.test(
    text,
  )
    ? true
    : null
}

const COLOURS =
  'red|blue|green|white|black|yellow|orange|purple|brown|pink|grey|gray|defective|good|broken|working|faulty|intact|boy|girl|man|woman'
const THINGS =
  'marbles?|balls?|cards?|chips?|beads?|socks?|sweets|candies|bulbs?|tokens?|counters?|discs?|pens?|items?|ones|parts|fuses|people|persons|students|members|children'

function urn(text: string): Space | null {
  const inside = new RegExp(
    String.raw`\b\d+ (?:${COLOURS})(?: (?:${THINGS}))?(?:(?:,| and|, and) \d+ (?:${COLOURS})(?: (?:${THINGS}))?)+`,
  ).exec(text)
  if (inside === null) return null
  const kinds = [...inside[0].matchAll(new RegExp(String.raw`(\d+) (${COLOURS})`, 'g'))].map(([, count, colour]) => ({
    count: Number(count),
    colour: colour ?? '',
  }))
  const colours = kinds.map(({ colour }) => colour)
  const drawn = new RegExp(
    String.raw`\b(\d) (?:of them |(?:${THINGS}) )?(?:are|is) (?:then )?(?:drawn|picked|taken|chosen|selected)(?: out)?(?: at random| randomly)?|(?:draws?|picks?|takes?|chooses?|selects?) (\d) (?:of them|${THINGS})?|(?:committee|team|group) of (\d)\b`,
  ).exec(text.replace(inside[0], (all) => ' '.repeat(all.length)))
  if (drawn === null || new Set(colours).size !== colours.length) return null
  const count = Number(drawn[1] ?? drawn[2] ?? drawn[3])
  const back = comesBack(text)
  const together = /together|at once|at the same time|simultaneously|committee|team|people|persons|students/.test(text)
  if (count > 1 && back === null && !together) return null
  const all = kinds.flatMap((kind) => Array.from({ length: kind.count }, () => kind.colour))
  const outcomes = choices(all.length, count, back === true)
  return outcomes === null
    ? null
    : {
        kind: 'colours',
        outcomes: outcomes.map((taken) => taken.map((each) => all[each] ?? '')),
        words: `${inside[0]}\n${drawn[0]}`,
        colours,
        way: kinds.map((kind) => kind.count / all.length),
      }
}

const suits = ['heart red', 'diamond red', 'club black', 'spade black']
const ranks = 'ace king queen jack 10 9 8 7 6 5 4 3 2'.split(' ')

/** Cards of a deck of 52, each with its rank, suit and colour. */
function deck(text: string): Space | null {
  const match =
    /\b(\d|an?|one) cards? (?:are|is) (?:drawn|dealt|chosen|picked|selected)(?: at random)?(?: without replacement)? from an? (?:well-shuffled |shuffled |standard |ordinary |regular )*(?:52-card deck|deck of (?:52 )?(?:playing )?cards|deck)(?: of 52(?: cards)?)?/.exec(
      text,
    )
  const count = Number(match?.[1]) || 1
  if (match === null || count > 3 || (count > 1 && comesBack(text) === true)) return null
  const cards = ranks.flatMap((rank) => suits.map((suit) => `${rank} ${suit}`))
  const outcomes = choices(cards.length, count, false)
  return outcomes === null
    ? null
    : {
        kind: 'colours',
        outcomes: outcomes.map((taken) => taken.map((each) => cards[each] ?? '')),
        words: match[0],
        colours: ['heart', 'diamond', 'club', 'spade', 'red', 'black', 'ace', 'king', 'queen', 'jack'],
      }
}

const sizes: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4 }

/** "the four-digit numbers", "the integers from 1 to 600", "the positive divisors of 2^5 · 3^4". */
function integers(text: string): Space | null {
  const long = /\b(\d|two|three|four)-digit\b(?: positive)?/.exec(text)
  if (long !== null) {
    const length = Number(long[1]) || (sizes[long[1] ?? ''] ?? 9)
    if (length > 4) return null
    return { kind: 'integers', outcomes: range(10 ** (length - 1), 10 ** length - 1), words: long[0] }
  }
  const divisors =
    /\b(?:positive |natural |integer |different )*(?:divisors|factors) (?:of|does|has) (\d[\d^*·× {}]*?)(?= (?:are|is|that|which|have)\b| ?[?.,])/.exec(
      text,
    )
  if (divisors !== null) {
    const n = readExpression(divisors[1] ?? '')?.at(new Map()) ?? Number.NaN
    if (!Number.isSafeInteger(n) || n < 1 || n > 1e12) return null
    const small: number[] = []
    for (let i = 1; i * i <= n; i++) if (n % i === 0) small.push(i)
    const outcomes = [...new Set(small.flatMap((each) => [each, n / each]))]
    return { kind: 'integers', outcomes, words: divisors[0] }
  }
  const limits =
    /\b(?:positive |natural |whole )?(?:integers?|numbers?)(?: n)? (from|between) (\d+) (?:to|and|through|up to) (\d+)(?:,? inclusive)?/.exec(
      text,
    )
  const inequality =
    /\b(?:positive )?integers ([a-z]) (?:with|such that) (\d+) ?(?:<=|≤|\\leq?) ?\1 ?(?:<=|≤|\\leq?) ?(\d+)/.exec(text)
  if (inequality !== null) {
    const [from, to] = [Number(inequality[2]), Number(inequality[3])]
    return to - from > MAX_RANGE ? null : { kind: 'integers', outcomes: range(from, to), words: inequality[0] }
  }
  if (limits !== null) {
    const [from, to] = [Number(limits[2]), Number(limits[3])]
    if (to - from > MAX_RANGE) return null
    const ends = limits[1] === 'between' && !/inclusive/.test(limits[0]) ? [from, to] : []
    return { kind: 'integers', outcomes: range(from, to), words: limits[0], ends }
  }
  const below =
    /\b(?:positive|natural) (?:integers?|numbers?) (less than or equal to|not exceeding|up to|not greater than|at most|less than|below|smaller than) (\d+)/.exec(
      text,
    )
  if (below === null) return null
  const to = Number(below[2]) - (/^(?:less than|below|smaller than)$/.test(below[1] ?? '') ? 1 : 0)
  return to > MAX_RANGE ? null : { kind: 'integers', outcomes: range(1, to), words: below[0] }
}
