/* Wrong ways in questions of recipes, clocks, begun hours, data and tiles. Each topic has its rule and its slips. */
import { type Topic, way } from './topic.js'

const day = 1440
const wrapped = (minutes: number) => ((minutes % day) + day) % day

/** Recipes, clocks and zones, begun hours, data, tiles. */
export const everydayTopics: readonly Topic[] = [
  {
    rule: 'a recipe scales with the ratio of the numbers of people',
    about: [
      /recipe|serves|servings|portions|for \d+ (?:people|persons|guests|servings)|Rezept|Personen|Portionen|食谱|人份/i,
      /flour|sugar|milk|rice|butter|eggs?|g of|ml of|needed|Mehl|Zucker|Milch|面粉|糖/i,
    ],
    compare(asked) {
      const counts = asked.all
        .filter(
          ({ span, kind }) =>
            kind === 'bare' &&
            /^\s?(?:people|persons?|guests?|servings?|portions?|pancakes|muffins|cookies|cupcakes|biscuits|Personen|Portionen|人|children)/i.test(
              asked.text.slice(span[1], span[1] + 20),
            ),
        )
        .map(({ value }) => value)
      const amounts = asked.of('mass', 'volume')
      const [n = 0, m = 0] = counts
      if (counts.length !== 2 || amounts.length < 1 || amounts.length > 3 || n === m) return null
      const [a = 0] = amounts
      return {
        right: [(a * m) / n],
        slips: [
          {
            values: [a * Math.floor(m / n)],
            says: /(?:about|roughly|nearly|almost) (?:twice|double|three times|half)|(?:so|everything is|all is) doubled/i,
          },
          way(a * Math.ceil(m / n)),
          way((a * n) / m),
          way(a + (m - n)),
          way(a * (m - n)),
          way(a + (a * (m - n)) / m),
        ].filter(({ values }) => values[0] !== (a * m) / n),
      }
    },
  },
  {
    rule: 'where the clocks are behind, it is earlier there; ahead, later',
    about: [
      /behind|ahead|earlier than|later than|time (?:zone|difference)|UTC|Zeitverschiebung|zurück|voraus|时差|早|晚/i,
      /hours?|h\b|Stunden?|小时/i,
    ],
    unless: /train was|late by|project|schedule|slow|fast/i,
    compare(asked) {
      const clocks = asked.of('clock')
      const [start] = clocks
      if (clocks.length !== 1 || start === undefined) return null
      const zone =
        /(\d+(?:\.\d+)?|one|two|three|five|six|seven|eight|nine)[\s-](?:hours?|h|Stunden?|个?小时) (?:behind|ahead|earlier|later|hinter|vor|zurück|voraus)|(?:早|晚) ?(\d+) ?(?:个)?小时/i.exec(
          asked.text,
        )
      if (zone === null) return null
      const words: Record<string, number> = { one: 1, two: 2, three: 3, five: 5, six: 6, seven: 7, eight: 8, nine: 9 }
      const offset = 60 * (words[zone[1] ?? ''] ?? Number(zone[1] ?? zone[2]))
      const lasts =
        /(?:takes?|lasts?|flight (?:time )?(?:of|is)|dauert|travels? for|journey of|flies for|needs?|duration (?:of|is)|飞行|历时) ?(?:about )?(\d+) ?(?:h(?:ours?)?|hrs?|Stunden|(?:个)?小时)(?:,? ?(?:and |und )?(\d+) ?(?:min\w*|m|分))?/i.exec(
          asked.text,
        )
      const behind = /behind|earlier|hinter|zurück|晚/i.test(zone[0])
      const sign = behind ? -1 : 1
      const duration = lasts === null ? null : 60 * Number(lasts[1]) + Number(lasts[2] ?? 0)
      if (duration === null) return null
      const [right, wrong] = [wrapped(start + duration + sign * offset), wrapped(start + duration - sign * offset)]
      return {
        right: [right],
        slips: [
          {
            values: [wrong],
            says: behind ? /(?:hours?|Stunden) (?:later|später)/i : /(?:hours?|Stunden) (?:earlier|früher)/i,
          },
          way(wrapped(start + duration)),
        ].filter(({ values }) => values[0] !== right),
      }
    },
  },
  {
    rule: 'a begun hour counts as a whole one',
    about: [
      /begun|started|part(?:ial)? (?:of an )?hour|or part thereof|each (?:further|additional|following) hour|angefangene|rounded up|不足/i,
      /hour|Stunde|小时/i,
      /park|rent|hire|charge|cost|fee|Park|Miet|停车|费/i,
    ],
    compare(asked) {
      const clocks = asked.of('clock')
      const fees = asked.of('money')
      const [first = 0, further = first] = fees
      const [from = 0, to = 0] = clocks
      const minutes = clocks.length === 2 ? wrapped(to - from) : Number.NaN
      if (!(minutes > 0) || fees.length < 1 || fees.length > 3) return null
      const hours = minutes / 60
      if (Number.isInteger(hours)) return null
      const separate = /first|erste|第一/i.test(asked.text) && fees.length >= 2
      const cap = fees[2] ?? (separate ? Number.POSITIVE_INFINITY : (fees[1] ?? Number.POSITIVE_INFINITY))
      const cost = (n: number) => Math.min(cap, separate ? first + further * (n - 1) : first * n)
      return {
        right: [cost(Math.ceil(hours))],
        slips: [
          { values: [cost(Math.floor(hours))] },
          way(separate ? first + further * Math.ceil(hours) : first * (Math.ceil(hours) + 1)),
          way(separate ? further * Math.ceil(hours) : first * hours),
          way(separate ? first + further * (hours - 1) : first * hours),
        ].filter(({ values }) => values[0] !== cost(Math.ceil(hours))),
      }
    },
  },
  {
    rule: 'a byte has 8 bits',
    about: [
      /[MG]B\b|megabytes?|gigabytes?/i,
      /[Mk]bit|Mbps|Mb\/s|megabits?|Gbps|Gbit/i,
      /how long|download|upload|transfer|time|wie lange|多久|多长时间|多少秒/i,
    ],
    compare(asked) {
      const size = asked.all.find(({ unit }) => /^[KMGT]B$|byte/i.test(unit) && !/b$/.test(unit))
      const speed = asked.all.find(({ unit }) => /bit|bps/i.test(unit))
      if (size === undefined || speed === undefined || asked.all.length > 3) return null
      const scale = (unit: string) => (/^k/i.test(unit) ? 1e3 : /^g/i.test(unit) ? 1e9 : /^t/i.test(unit) ? 1e12 : 1e6)
      const [bytes, rate] = [size.value * scale(size.unit), speed.value * scale(speed.unit)]
      const seconds = (8 * bytes) / rate
      return {
        right: [seconds, seconds / 60, seconds * 1.024, seconds * 1.048576],
        slips: [way(seconds / 8), way(seconds / 480), way(seconds / 64)],
      }
    },
  },
  {
    rule: 'from the first to the last of n there are n - 1 spans of time',
    about: [
      /\b(?:first|erste\w*)\b|第一/i,
      /\bevery \d|\balle \d|每隔?\d/i,
      /\b(?:last|letzte\w*)\b|最后/i,
      /tablets?|pills?|doses?|bus(?:es)?|trains?|bell|Tablette\w*|Dosen|Dosis|片|次/i,
    ],
    unless: /half an hour|twice|two tablets|between the/i,
    compare(asked) {
      const spans = asked.only(1, 'hours') ?? asked.only(1, 'minutes')
      const counts = asked.all
        .filter(
          ({ kind, span: [, end] }) => kind === 'bare' && !/^\s?(?:[ap]\.?m\b|Uhr|点)/.test(asked.text.slice(end)),
        )
        .flatMap(({ value }) => (value > 2 ? value : []))
      const [span = 0] = spans ?? []
      const [n = 0] = counts
      if (spans === null || counts.length !== 1 || !Number.isInteger(n)) return null
      return { right: [span * (n - 1)], slips: [way(span * n)] }
    },
  },
  {
    rule: 'things that happen at once take together as long as one of them',
    about: [
      /how (?:long|many (?:minutes|hours|days))|wie lange|wie viele (?:Minuten|Stunden|Tage)|多久|多长时间|多少(?:分钟|小时|天)/i,
      /\b(?:together|at once|all at the same time|simultaneously|side by side|zusammen|gleichzeitig|nebeneinander)\b|一起|同时|并排/i,
      /\b(?:boil|cook|bak|dr(?:y|ies)|hard-boil|steam|freez|charg|ripen|koch|back|trockn|lad)\w*|煮|蒸|烤|晒干|晾干|充电/i,
      /\b(?:one|a single|each|every|an?|ein\w*|jede\w*)\b|[一每]/i,
    ],
    unless:
      /one after (?:the other|another)|nacheinander|at a time|oven holds|fits? only|room for|依次|一次|rate|per hour|both (?:sides|pumps|pipes)|fill|work/i,
    compare(asked) {
      const times = [asked.of('minutes'), asked.of('hours'), asked.of('days')].filter((each) => each.length > 0)
      const [time = 0] = times[0] ?? []
      const counts = asked.of('bare').filter((each) => each > 1)
      const [count = 0] = counts
      if (times.flat().length !== 1 || counts.length !== 1 || !Number.isInteger(count)) return null
      return { right: [time], slips: [way(time * count)] }
    },
  },
  {
    rule: 'what doubles every day covers half one day before the whole',
    about: [/doubles?|verdoppelt|翻倍|一倍/i, /half|Hälfte|一半/i, /cover|full|pond|lake|bedeckt|池|fills?/i],
    compare(asked) {
      const days = [asked.of('days'), asked.of('minutes'), asked.of('hours')].find((each) => each.length === 1)
      const [n = 0] = days ?? []
      if (n < 4) return null
      return { right: [n - 1], slips: [way(n / 2)] }
    },
  },
  {
    rule: 'two things together: the dearer one is the difference plus the other',
    about: [
      /(?:cost|together|total|zusammen|共|一共)/i,
      /(\d+(?:\.\d+)?) ?(?:\$|€|dollars?|euros?|cents?)? more than|(?:\$|€) ?(\d+(?:\.\d+)?) more than|mehr als|多/i,
    ],
    unless: /times|%|each|every|three|half|per/i,
    compare(asked) {
      const amounts = asked.of('money')
      const [total = 0, more = 0] = [Math.max(...amounts), Math.min(...amounts)]
      if (
        amounts.length !== 2 ||
        asked.all.length !== 2 ||
        !/\bbat\b|together|in total|zusammen|一共|共/i.test(asked.text)
      )
        return null
      const less = (total - more) / 2
      return { right: [less, less + more], slips: [way(total - more)] }
    },
  },
]
