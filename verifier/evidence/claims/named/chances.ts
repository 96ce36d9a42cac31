/*
 * Chances with dice, coins and cards that are named in the sentence: all outcomes are counted.
 */
import { type Expected, isNumber, type Named } from './named.js'

const DIE = String.raw`(?:(?:on|with|of|from|when\srolling|in\sone\sroll\sof)\s(?:an?|one|1)\s(?:(?:fair|standard|ordinary|regular|6-sided|six-sided)\s)*(?:die|dice))`
const DICE = String.raw`(?:(?:on|with|of|from|when\srolling|for)\s(?:2|a\spair\sof)\s(?:(?:fair|standard|ordinary|regular|6-sided)\s)*dice)`
const DECK = String.raw`(?:(?:from|in|out\sof)\s(?:an?|the|one)\s(?:(?:standard|full|well-shuffled|shuffled|ordinary|regular|52-card)\s)*(?:deck|pack)(?:\sof\s(?:52\s)?(?:playing\s)?cards)?)`
const FLIPS = String.raw`(?:in|with|of|from|out\sof|on|when\s(?:flipping|tossing))\s(\d)\s(?:fair\s)?(?:coins?|coin\s(?:flips|tosses)|flips|tosses|throws)(?:\sof\sa\s(?:fair\s)?coin)?`
const GET = String.raw`(?:(?:rolling|getting|throwing|drawing|picking|pulling|obtaining|tossing|flipping|seeing|choosing)\s)?(?:an?\s)?`

const dice = [1, 2, 3, 4, 5, 6]
const pairs = dice.flatMap((a) => dice.map((b) => a + b))
const share = (all: readonly number[], test: (value: number) => boolean) => all.filter(test).length / all.length

const faces: readonly (readonly [RegExp, (n: number) => (value: number) => boolean])[] = [
  [/^even(?:\snumber)?$/, () => (value) => value % 2 === 0],
  [/^odd(?:\snumber)?$/, () => (value) => value % 2 === 1],
  [/^prime(?:\snumber)?$/, () => (value) => [2, 3, 5].includes(value)],
  [/^(\d)$/, (n) => (value) => value === n],
  [/^(?:number\s)?(?:greater|more|higher|larger)\sthan\s(\d)$/, (n) => (value) => value > n],
  [/^(?:number\s)?(?:less|smaller|lower)\sthan\s(\d)$/, (n) => (value) => value < n],
  [/^(?:number\s(?:of\s)?)?at\sleast\s(\d)$/, (n) => (value) => value >= n],
  [/^multiple\sof\s(\d)$/, (n) => (value) => value % n === 0],
]
const cards: Readonly<Record<string, number>> = {
  ...{ ace: 4, king: 4, queen: 4, jack: 4, heart: 13, spade: 13, diamond: 13, club: 13 },
  ...{
    'red card': 26,
    'black card': 26,
    'face card': 12,
    'court card': 12,
    'red ace': 2,
    'black king': 2,
    'red king': 2,
    'black ace': 2,
    'ace of spades': 1,
  },
}

const forms: readonly (readonly [RegExp, (match: RegExpExecArray) => number | null])[] = [
  [
    new RegExp(`^${GET}(.{1,30}?)\\s${DIE}$`),
    ([, what = '']) => {
      for (const [pattern, test] of faces) {
        const match = pattern.exec(what)
        if (match !== null) return share(dice, test(Number(match[1])))
      }
      return null
    },
  ],
  [
    new RegExp(`^${GET}(?:sum|total)\\sof\\s(\\d{1,2})\\s${DICE}$`),
    ([, n]) => share(pairs, (sum) => sum === Number(n)),
  ],
  [new RegExp(`^${GET}double(?:s|\\s(?:6|six))\\s${DICE}$`), ([all]) => (all.includes('doubles') ? 1 / 6 : 1 / 36)],
  [
    new RegExp(`^${GET}([a-z ]{3,14}?)\\s${DECK}$`),
    ([, what = '']) => (what in cards ? (cards[what] ?? 0) / 52 : null),
  ],
  [
    new RegExp(`^${GET}(exactly\\s|at\\sleast\\s|at\\smost\\s)?(\\d|one|no)\\s(?:heads?|tails?)\\s${FLIPS}$`),
    ([, how = 'exactly ', k = '', n = '']) => {
      const wanted = k === 'no' ? 0 : k === 'one' ? 1 : Number(k)
      const count = Number(n)
      let [ways, choose] = [0, 1]
      for (let i = 0; i <= count; i++) {
        if (how.startsWith('exactly') ? i === wanted : how.includes('least') ? i >= wanted : i <= wanted) ways += choose
        choose = (choose * (count - i)) / (i + 1)
      }
      return ways / 2 ** count
    },
  ],
  [
    new RegExp(
      `^${GET}(?:(\\d)\\s(?:heads|tails)|(?:heads|tails)\\s(twice|\\d\\stimes))\\sin\\sa\\srow(?:\\swith\\sa\\sfair\\scoin)?$`,
    ),
    ([, n, times]) => 0.5 ** (n === undefined ? (times === 'twice' ? 2 : Number.parseInt(times ?? '', 10)) : Number(n)),
  ],
  [
    new RegExp(
      `^${GET}at\\sleast\\s(?:one|1)\\s(?:six|6)\\s(?:in|with|on)\\s(\\d)\\s(?:rolls|throws|dice)(?:\\sof\\sa\\s(?:fair\\s)?die)?$`,
    ),
    ([, n]) => 1 - (5 / 6) ** Number(n),
  ],
]

function chance(source: string): Expected | null {
  const text = source.trim().toLowerCase()
  for (const [pattern, of] of forms) {
    const match = pattern.exec(text)
    const value = match === null ? null : of(match)
    if (value !== null) return isNumber(value)
  }
  return null
}

/** "The probability of drawing a heart from a standard deck is 1/13". */
export const chances: readonly Named[] = [
  {
    kind: 'probabilities',
    name: 'probability|chance|likelihood',
    link: '(?:of|for)',
    notBehind: /conditional\s$/i,
    of: chance,
  },
  {
    kind: 'probabilities',
    name: 'expected\\svalue|mean',
    link: '(?:of|for|when\\srolling)',
    of: (text) =>
      /^(?:(?:rolling|the\sroll\sof|one\sroll\sof)\s)?(?:an?|one)\s(?:(?:fair|standard|6-sided)\s)*(?:die|dice(?:\sroll)?|die\sroll)$/.test(
        text,
      )
        ? isNumber(3.5)
        : null,
  },
]
