/* Wrong ways in questions of choosing, arranging, fence posts and meeting again. Each topic has its rule and its slips. */
import { sides } from '../polygons.js'
import { choose, ordered, product, sum, type Topic, way } from './topic.js'

const factorial = (n: number) => ordered(n, n)
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))
/** What may be chosen, and not what a basket holds. */
const whatMany =
  /ways|combinations?|different|distinct|possible|committees|teams|groups|subsets|choices|selections|panels|juries|delegations|Kombination|Möglichkeit|verschiedene|auf wie viele|种|几种|选法/i
const howMany = /how many|in how many|wie viele|auf wie viele|多少|几种|number of/i

/** Choices, arrangements, fence posts, meeting again. */
export const countingTopics: readonly Topic[] = [
  {
    rule: 'a choice in which the order does not matter is counted once: n over k',
    about: [
      howMany,
      whatMany,
      /committee|team|group|subset|choos|select|pick|delegation|Ausschuss|Komitee|auswähl|选出|选派|选择|挑|combination|panel|jury|toppings/i,
    ],
    unless:
      /president|captain|chair|secretary|treasurer|first place|order|arrang|rank|medal|password|code|at least|must|cannot|refuse|women|girls|boys|men\b|Reihenfolge|repetition|replacement|exactly|vowel|probab|with at most|digit|letters|adjacent|subsets\s+(?:of\s+[^\d\s]|does|has|have|are)|divided\sinto|split\sinto|partition|non-?empty/i,
    compare(asked) {
      const [a = 0, b = 0] = asked.of('bare')
      if (asked.all.length !== 2) return null
      const [n, k] = [Math.max(a, b), Math.min(a, b)]
      if (n > 60 || k < 2 || n === k || !Number.isInteger(n + k)) return null
      return {
        right: [choose(n, k)],
        slips: [way(ordered(n, k)), way(n ** k), way(n * k), way(choose(n, k - 1)), way(factorial(n) / factorial(k))],
      }
    },
  },
  {
    rule: 'a choice for one of several places: the places differ, so the order counts',
    about: [
      howMany,
      /president[^.?]{0,60}(?:secretary|vice|treasurer)|captain[^.?]{0,40}(?:vice|deputy|goal)|gold|first,? second|podium|1st|medals|Vorsitzende[^.?]{0,60}Stellvertret/i,
    ],
    unless: /at least|must|cannot|refuse|women|girls|probab/i,
    compare(asked) {
      const [n = 0] = asked.of('bare').filter((each) => each > 3)
      const roles = (
        asked.text.match(
          /\b(?:vice[- ]?)?president\b|secretary|treasurer|(?:vice[- ]?)?captain|deputy|gold|silver|bronze|chair\w*/gi,
        ) ?? []
      ).filter((each, i, list) => list.findIndex((other) => other.toLowerCase() === each.toLowerCase()) === i).length
      const k = asked.of('bare').find((each) => each === 2 || each === 3) ?? roles
      if (n === 0 || k < 2 || k > 4 || n > 100) return null
      return { right: [ordered(n, k)], slips: [way(choose(n, k)), way(n ** k)] }
    },
  },
  {
    rule: 'a committee is chosen without order, its chair afterwards',
    about: [howMany, /committee|team|group|panel|Ausschuss|Komitee/i, /chair|leader|captain|head\b|Vorsitz/i],
    unless: /produc|hour|at least|cannot|refuse|women|girls|probab|vice|secretary|deputy|one as|Stellvert/i,
    compare(asked) {
      const numbers = [...new Set(asked.of('bare'))]
      const [a = 0, b = 0] = [Math.max(...numbers), ...numbers.filter((each) => each !== Math.max(...numbers))]
      if (numbers.length !== 2 || a > 60 || b < 2) return null
      return { right: [choose(a, b)], way: [choose(a, b) * b], slips: [way(ordered(a, b)), way(ordered(a, b) * b)] }
    },
  },
  {
    rule: 'every pair counts once: n (n - 1) / 2',
    about: [
      /handshake|shakes? hands|every (?:pair|two)|each (?:team|player|person) (?:plays|meets|greets)|plays? (?:against )?(?:each|every) (?:other|of the)|round[- ]robin|Händ\w*|jeder gegen jeden|stoßen|握手|单循环|clink|toast|once against/i,
    ],
    unless:
      /twice|home and away|except|couple|spouse|refus|Hin- und Rück|双循环|did not|own|and then|clink[^?]*shak|shak[^?]*clink/i,
    compare(asked) {
      const [n = 0] = asked.only(1, 'bare') ?? []
      if (asked.all.length !== 1 || n < 3 || n > 1000) return null
      return {
        right: [choose(n, 2)],
        slips: [
          way(n * (n - 1)),
          way(n * n),
          way((n * n) / 2),
          way((n * (n + 1)) / 2),
          way((n - 1) * (n - 1)),
          way(n * (n - 2)),
        ],
      }
    },
  },
  {
    rule: 'an n-gon has n (n - 3) / 2 diagonals',
    about: [
      /diagonals?|Diagonalen|对角线/i,
      howMany,
      /polygon|octagon|hexagon|decagon|heptagon|pentagon|dodecagon|nonagon|-gon|eck|边形|sides|vertices/i,
    ],
    compare(asked) {
      const n = sides(asked.text)
      if (n === null || n < 4) return null
      return {
        right: [(n * (n - 3)) / 2],
        slips: [way(n * (n - 3)), way(choose(n, 2)), way((n * (n - 2)) / 2), way(n - 3), way(n * (n - 1))],
      }
    },
  },
  {
    rule: 'round a table only the relative places count: (n - 1)!',
    about: [
      /round table|around a (?:circular )?table|circular table|in a circle|runde[nr]? Tisch|圆桌|围成/i,
      /ways|arrange|seat|Möglichkeiten|种|arrangements/i,
    ],
    unless: /together|next to|apart|alternat|adjacent|nebeneinander|necklace|bracelet|bead|numbered/i,
    compare(asked) {
      const [n = 0] = asked.only(1, 'bare') ?? []
      if (n < 3 || n > 12) return null
      return { right: [factorial(n - 1)], slips: [way(factorial(n)), way(factorial(n - 1) / 2), way(n * n)] }
    },
  },
  {
    rule: 'an arrangement in which letters repeat is divided by their permutations',
    about: [/arrange|anagram|permutation|rearrang|anordnen|排列|words/i, /letters|word|Buchstaben|字母/i],
    unless: /together|vowels|begin|start|adjacent|next to|end with|no two|first/i,
    compare(asked) {
      const word = /\b(?:word |letters (?:of|in) (?:the word )?|Wort(?:es)? )?["“'„‘]?([A-Z]{4,12})\b/.exec(
        asked.text,
      )?.[1]
      if (word === undefined) return null
      const counts = [...new Set(word)].map((letter) => word.split(letter).length - 1)
      const repeated = counts.filter((each) => each > 1)
      if (repeated.length === 0) return null
      const all = factorial(word.length)
      return {
        right: [all / product(counts.map(factorial))],
        slips: [
          way(all),
          ...repeated.map((each) => way(all / factorial(each))),
          way(all / sum(repeated)),
          way(all / product(repeated)),
          way(factorial(counts.length)),
        ].filter(({ values }) => values[0] !== all / product(counts.map(factorial))),
      }
    },
  },
  {
    rule: 'from one to the other both ends count: one more than there are gaps',
    about: [
      /posts?\b|trees?|lamps?|poles?|street ?lights?|flags?|plants?|Pfosten|Bäume|Laternen|Pfähle|树|路灯|电线杆|stakes|columns|chairs|markers|pegs|benches/i,
      /every|apart|spac|interval|distance|gap|alle|Abstand|each|每隔|间隔|相距/i,
    ],
    unless:
      /loading|garden bed|rectang|square|how (?:far|long)|\bnone\b|\bno (?:tree|post|lamp|pole)|neither|not at|without|(?<!from )one end|other (?:end )?(?:does|has) not|keine|ohne|nicht an|closed|geschlossen|两端(?:都)?不|一端|missing|fell(?:ed)?\b|broken|removed|stolen|dead|wall|fehl(?:t|en)|kaputt|Mauer|Wand/i,
    compare(asked) {
      const lengths = asked.of('length')
      const [a = 0, b = 0] = [Math.max(...lengths), Math.min(...lengths)]
      if (lengths.length !== 2 || asked.of('area').length > 0) return null
      const scale = asked.all.filter(({ kind }) => kind === 'length').map(({ unit }) => unit)
      const factor =
        scale.some((each) => /^(?:km|公里|千米|kilo)/i.test(each)) && scale.some((each) => /^(?:m|met|米)/i.test(each))
          ? 1000
          : 1
      const gaps = a > b && factor === 1 ? a / b : (Math.min(a, b) * factor) / Math.max(a, b)
      if (!Number.isInteger(gaps) || gaps < 2) return null
      const closed = /circular|circle|around (?:a|the)|pond|lake|closed|loop|rund um|kreis|环形|圆形|池塘/i.test(
        asked.text,
      )
      const sidesBoth = /both sides|each side|either side|beiden Seiten|两边|两侧|两旁/i.test(asked.text) ? 2 : 1
      const inner = /between|not at (?:the|either) ends?|ends? (?:are|have) (?:no|not)|两端(?:都)?不/i.test(asked.text)
      const right = closed ? gaps : inner ? gaps - 1 : gaps + 1
      const others = [gaps - 1, gaps, gaps + 1].filter((each) => each !== right)
      if (inner && !/no|not|不/i.test(asked.text)) return null
      return {
        right: [right * sidesBoth],
        way: [gaps, ...(sidesBoth === 2 ? [right] : [])],
        slips: [
          ...others.map((each) => ({ values: [each * sidesBoth], says: counted(each) })),
          ...(sidesBoth === 2 ? [way(gaps * 2 + 1), way(right)] : []),
        ],
      }
    },
  },
  {
    rule: 'n pieces need n - 1 cuts',
    about: [
      /(?<!\p{L})(?:cut(?:s|ting)?(?!\p{L})|saw(?:s|n|ing|ed)?(?!\p{L})|säg|zersäg|schneid|zerschneid)|锯/iu,
      /pieces?|parts?|logs?|Stücke|Teile|段/i,
      /minutes?|seconds?|Minuten|分钟|秒/i,
    ],
    // Cuts that are counted, rings and rounds, several logs, and what is done to each piece afterwards.
    unless:
      /\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten) cuts\b|\d+ Schnitte|\bring\b|Ring\b|circ|round|cake|loaf|middle|\d+ (?:logs|planks|boards|ropes)|pieces each|(?:each|every|per|a) piece\b|for each piece|pack|load|sand|knot|burn|paint|jede[sn]? Stück|Verladen|每段/i,
    compare(asked) {
      const counts = asked.of('bare').filter((each) => Number.isInteger(each) && each >= 2)
      const times = [...asked.of('minutes'), ...asked.of('seconds')]
      const [t = 0] = times
      if (times.length !== 1) return null
      const [n = 0, m] = counts
      if (m === undefined) return counts.length === 1 ? { right: [(n - 1) * t], slips: [way(n * t)] } : null
      if (counts.length !== 2) return null
      const each = t / (n - 1)
      return { right: [(m - 1) * each], way: [each], slips: [way(t / n, (m * t) / n), way((m * t) / n), way(m * each)] }
    },
  },
  {
    rule: 'they come together again after the least common multiple',
    about: [
      /again|next (?:time|meet|together)|simultaneous|at the same time|together|same moment|同时|再次|wieder|gleichzeitig|zusammen/i,
      /every|alle|每隔?|laps?|blink|interval|takes?/i,
      /when|how (?:long|many|soon)|after|what time|wann|wie (?:lange|viele)|多少|几|至少/i,
    ],
    unless: /alone|fill|paint|km\/h|speed|towards|work|job|mow|greatest|tiles|largest|cut/i,
    compare(asked) {
      const times = [asked.of('minutes'), asked.of('days'), asked.of('seconds'), asked.of('hours')].find(
        (each) => each.length >= 2 && each.length <= 3 && each.every(Number.isInteger),
      )
      if (times === undefined) return null
      const lcm = times.reduce((a, b) => (a * b) / gcd(a, b))
      const [start] = asked.of('clock')
      if (product(times) === lcm) {
        return start === undefined || !/minutes|Minuten|分/i.test(asked.text)
          ? { right: [lcm], slips: [way(sum(times)), way(lcm / 2)] }
          : null
      }
      const clockOf = (by: number) => (start === undefined ? [] : [way(by, (start + by) % 1440)])
      return {
        right: start === undefined ? [lcm] : [lcm, (start + lcm) % 1440],
        slips: [
          ...clockOf(product(times)),
          way(product(times)),
          ...clockOf(sum(times)),
          way(sum(times)),
          way(times.reduce(gcd)),
        ],
      }
    },
  },
  {
    rule: 'those in both groups are counted once: |A or B| = |A| + |B| - |A and B|',
    about: [
      /both|beide|sowohl|都|两(?:种|样|门)都/i,
      /neither|none|at least one|either|weder|keine|都不|至少|how many (?:\w+ ){0,4}(?:only|exactly one)|nur|只/i,
    ],
    unless: /\d+ (?:\w+ ){0,4}neither|probab|%|percent|three (?:clubs|subjects|languages)|dice|Wahrscheinl|概率/i,
    compare(asked) {
      const counts = asked.of('bare').filter((each) => each > 1)
      const [whole, a, b, both] = counts
      if (
        counts.length === 4 &&
        whole !== undefined &&
        a !== undefined &&
        b !== undefined &&
        both !== undefined &&
        whole === Math.max(...counts) &&
        both <= Math.min(a, b)
      ) {
        const either = a + b - both
        return {
          right: /only|exactly one|nur|只/i.test(asked.asks)
            ? [either - both, a - both, b - both, whole - either]
            : [whole - either, either],
          way: [either],
          slips: [
            way(a + b, Math.abs(whole - a - b)),
            way(whole - a - b - both),
            way(a + b + both),
            way(a + b),
            way(whole - either + both),
            way(either + both),
          ],
        }
      }
      return null
    },
  },
  {
    rule: 'a slow climber is out on the day it reaches the top, and slides no more',
    about: [
      /snail|frog|climb|worm|Schnecke|蜗牛|青蛙/i,
      /slip|slide|fall|slides|rutscht|滑|下降/i,
      /day|night|Tag|天/i,
    ],
    compare(asked) {
      const [depth = 0, up = 0, down = 0] = asked.of('length')
      if (asked.of('length').length !== 3 || up <= down || depth <= up) return null
      const days = Math.ceil((depth - up) / (up - down)) + 1
      return {
        right: [days],
        slips: [way(Math.ceil(depth / (up - down))), way(depth / (up - down)), way(days + 1), way(days - 1)].filter(
          ({ values }) => values[0] !== days,
        ),
      }
    },
  },
  {
    rule: 'from a to b inclusive there are b - a + 1',
    about: [
      /from (?:page |number |house |seat |row |day )?(\d+) (?:to|through|until) (?:page |number |house |seat |row |day )?(\d+)|von (?:Seite )?\d+ bis (?:Seite )?\d+|从第? ?\d+[^\d]{0,4}到第? ?\d+/i,
      /inclusive|including|both|how many|wie viele|einschließlich|多少|几/i,
    ],
    unless:
      /not count|exclud|without|ohne|nicht mit|不算|不含|%|sum of|prime|divisible|multiple|km|speed|even|odd|exclusive|price|degrees|digit|rises|falls|°/i,
    compare(asked) {
      const match =
        /(?:from|von|从第?) ?(?:page |number |house |seat |row |day |Seite )?(\d+)[^\d.;]{1,10}?(?:page |number |house |seat |row |day |Seite )?(\d+)/i.exec(
          asked.text,
        )
      const [a, b] = [Number(match?.[1]), Number(match?.[2])]
      if (!(b > a) || !/pages?|seats?|houses?|numbers|integers|Seiten|页|days|rows|tickets|rooms|号/i.test(asked.text))
        return null
      const extra = asked.of('minutes', 'seconds', 'money')
      const [each] = extra
      if (asked.all.length > 3) return null
      const [right, wrong] = [b - a + 1, b - a]
      return each === undefined
        ? { right: [right], slips: [way(wrong)] }
        : { right: [right, right * each], slips: [way(wrong, wrong * each)] }
    },
  },
  {
    rule: 'every factor of 25, 125, … brings one more zero',
    about: [
      /(?:trailing|end(?:ing)?|final) zero|zeros? (?:does|at the end)|Nullen|末尾|尾(?:部)?/i,
      /(\d+) ?!|factorial|Fakultät|阶乘/i,
    ],
    compare(asked) {
      const n = Number(/(\d+) ?!/.exec(asked.text)?.[1] ?? /factorial of (\d+)/i.exec(asked.text)?.[1])
      if (!(n >= 25)) return null
      let zeros = 0
      for (let power = 5; power <= n; power *= 5) zeros += Math.floor(n / power)
      return {
        right: [zeros],
        slips: [way(Math.floor(n / 5)), way(Math.floor(n / 10)), way(Math.floor(n / 5) + Math.floor(n / 10))],
      }
    },
  },
]

/** "12 trees": a number of gaps that is said to be that of the things. */
const counted = (count: number) =>
  new RegExp(
    String.raw`(?<![\d.,])${count} (?:posts|trees|lamps|poles|lights|flags|plants|stakes|columns|chairs|markers|pegs|Pfosten|Bäume|Laternen)`,
    'i',
  )
