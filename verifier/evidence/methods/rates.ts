/* Wrong ways in questions of speed, shared work and inverse proportion. Each topic has its rule and its slips. */
import type { Topic } from './topic.js'
import { way } from './topic.js'

/** Distance, speed and time; work that is shared; things in inverse proportion. */
export const rateTopics: readonly Topic[] = [
  {
    rule: 'more machines need less time, more work needs more',
    about: [
      /machines?|workers?|people|printers|pumps|men\b|cats|hens|bakers?|Maschinen|Arbeiter|Drucker|机器|工人|台|人/i,
      /how long|how many (?:hours|days|minutes)|wie lange|wie viele (?:Stunden|Tage)|多少(?:小时|天|分钟)|几(?:小时|天)/i,
    ],
    unless: /alone|speed|%|each (?:make|produce)s?|per hour|efficien/i,
    compare(asked) {
      const times = [asked.of('hours'), asked.of('days'), asked.of('minutes')].find((each) => each.length === 1)
      const counts = asked.all.filter(({ kind }) => kind !== 'hours' && kind !== 'days' && kind !== 'minutes')
      const [t = 0] = times ?? []
      if (times === undefined || counts.length !== 4 || asked.all.length !== 5) return null
      // Those who work are the smaller numbers of each pair, told first or second.
      const is = counts.map(({ span }) =>
        /^\s?(?:\p{L}+ ){0,2}?(?:identical |equal |such |of these |same |gleiche |solche )?(?:machines?|workers?|people|printers|pumps|men|cats|hens|bakers?|Maschinen|Arbeiter|Drucker|台|工人|人)/iu.test(
          asked.text.slice(span[1], span[1] + 40),
        ),
      )
      const [workers, work] = [counts.filter((_, i) => is[i]), counts.filter((_, i) => !is[i])].map((list) =>
        list.map(({ value }) => value),
      )
      const [n, m] = workers ?? []
      const [w, v] = work ?? []
      if (n === undefined || m === undefined || w === undefined || v === undefined) return null
      const right = (t * n * v) / (m * w)
      return {
        right: [right],
        way: [(t * n) / m, (t * v) / w],
        slips: [
          way((t * n * w) / (m * v)),
          way((t * m * v) / (n * w)),
          way((t * m * w) / (n * v)),
          way((t * m) / n, (t * m * v) / (n * w)),
        ].filter(({ values }) => values.at(-1) !== right),
      }
    },
  },
  {
    rule: 'a number of one unit is multiplied or divided as the rate says',
    about: [
      /\(?\s?1 (?:mile|US gallon|gallon|inch|pound|ounce|foot|yard|nautical mile|acre|kWh|cal|kcal|oz|lb|Meile|Zoll)s? ?(?:=|is|≈|equals|are)|(?:mile|gallon|inch|pound|ounce|foot|yard|acre) (?:=|is|≈|equals) (?:about )?\d/i,
    ],
    compare(asked) {
      const quoted =
        /1 (mile|US gallon|gallon|inch|pound|ounce|foot|yard|nautical mile|acre|kcal|cal|oz|lb|Meile|Zoll)s? ?(?:=|is|≈|equals) ?(?:about )?(\d+(?:\.\d+)?)/i.exec(
          asked.text,
        )
      const rate = Number(quoted?.[2])
      const unit = (quoted?.[1] ?? '').toLowerCase().replace('us ', '').slice(0, 4)
      const amounts = asked.all.filter(
        ({ value, span }) =>
          value !== 1 &&
          value !== rate &&
          new RegExp(String.raw`^[\s-]?${unit}`, 'i').test(asked.text.slice(span[1], span[1] + 14)),
      )
      const [amount] = amounts
      if (quoted === null || !(rate > 0) || amounts.length !== 1 || amount === undefined) return null
      return { right: [amount.value * rate], slips: [way(amount.value / rate)] }
    },
  },
  {
    rule: 'the zones differ by the difference of their offsets from UTC',
    about: [/UTC\s?[+−–-]\s?\d[\s\S]*UTC\s?[+−–-]\s?\d/],
    compare(asked) {
      const offsets = [...asked.text.matchAll(/UTC\s?([+−–-])\s?(\d{1,2})(?::(\d\d))?/g)].map(
        ([, sign, hours, minutes]) => (sign === '+' ? 1 : -1) * (60 * Number(hours) + Number(minutes ?? 0)),
      )
      const clocks = asked.only(1, 'clock')
      const lasts =
        /(?:takes?|lasts?|dauert|flight (?:time )?(?:of|is)|duration(?: of| is)?)\s(?:about )?(\d+) ?(?:h(?:ours?)?|hrs?|Stunden)(?:,? ?(?:and |und )?(\d+) ?(?:min\w*|m))?/i.exec(
          asked.text,
        )
      const [from = 0, to = 0] = offsets
      if (offsets.length !== 2 || clocks === null || lasts === null) return null
      const arrive = (clocks[0] ?? 0) + 60 * Number(lasts[1]) + Number(lasts[2] ?? 0)
      const turn = (minutes: number) => ((minutes % 1440) + 1440) % 1440
      const right = turn(arrive + to - from)
      const summed = (Math.abs(from) + Math.abs(to)) / 60
      return {
        right: [right],
        slips: [
          { values: [turn(arrive - (to - from))] },
          {
            values: [turn(arrive - Math.sign(from - to) * 60 * summed)],
            says: new RegExp(String.raw`(?<![\d.])${summed}\s?(?:hours|h\b|Stunden)`),
          },
          { values: [turn(arrive + Math.sign(from - to) * 60 * summed)] },
          { values: [turn(arrive - (Math.sign(from - to) * 60 * Math.abs(Math.abs(from) - Math.abs(to))) / 60)] },
          { values: [turn(arrive)] },
        ].filter(({ values }) => values[0] !== right),
      }
    },
  },
  {
    rule: 'minutes are sixtieths of an hour',
    about: [/km\/h|mph|kilomet|miles|speed/i, /catch|meet|overtak|how far|behind|later|after/i],
    compare(asked) {
      const clocks = asked.only(2, 'clock')
      if (clocks === null) return null
      const gap = Math.abs((clocks[1] ?? 0) - (clocks[0] ?? 0))
      if (gap % 60 === 0 || gap > 600) return null
      const wrong = Math.floor(gap / 60) + (gap % 60) / 100
      return { right: [gap / 60], slips: [{ values: [wrong] }] }
    },
  },
  {
    rule: 'the average speed is the whole distance over the whole time',
    about: [
      /average speed|mean speed|overall speed|average velocity|Durchschnittsgeschwindigkeit|durchschnittliche Geschwindigkeit|平均速度|平均速率|平均时速/i,
    ],
    unless:
      /\bje (?:eine|\d)|hours? each|each (?:for )?(?:an|one|\d+) hours?|same (?:amount of )?time|equal times?|half (?:of )?the (?:total )?time|时间相同|一半时间|\b(?:an|one|half an|eine|eine halbe) (?:hour|Stunde)\b|speeds? up|slows? down|accelerat|brak|beschleunig|brems/i,
    compare(asked) {
      const speeds = asked.of('speed')
      const [a = 0, b = 0] = speeds
      if (speeds.length !== 2 || a === b) return null
      const mean = (a + b) / 2
      const slips = [
        {
          values: [mean],
          says: /(?:average|mean) of the (?:two |both )?speeds|Mittelwert der (?:beiden )?Geschwindigkeiten/i,
        },
      ]
      const times = [asked.of('hours'), asked.of('minutes'), asked.of('seconds')].find((each) => each.length === 2)
      const lengths = asked.of('length')
      // One time alone may be that of each way, or of both.
      if ([asked.of('hours'), asked.of('minutes'), asked.of('seconds')].some((each) => each.length === 1)) return null
      const [t, u] = times ?? []
      const [d = 1, e = d] = lengths
      const right =
        t !== undefined && u !== undefined
          ? [(a * t + b * u) / (t + u)]
          : lengths.length <= 2
            ? [(d + e) / (d / a + e / b)]
            : []
      return { right, slips }
    },
  },
  {
    rule: 'the average speed is the whole distance over the whole time',
    about: [/average speed|mean speed|overall speed|Durchschnittsgeschwindigkeit|平均速度|平均速率/i],
    compare(asked) {
      const speeds = asked.of('speed')
      const lengths = asked.only(2, 'length')
      const times = asked.only(2, 'hours') ?? asked.only(2, 'minutes')
      if (speeds.length > 0 || lengths === null || times === null) return null
      const [d = 0, e = 0, t = 0, u = 0] = [...lengths, ...times]
      const scale = asked.of('hours').length === 2 ? 1 : 60
      return { right: [((d + e) / (t + u)) * scale], slips: [way(((d / t + e / u) / 2) * scale)] }
    },
  },
  {
    rule: 'those who work together do a share of 1/a + 1/b in each unit of time',
    about: [
      /together|both|at the same time|simultaneously|zusammen|gemeinsam|beide|合作|一起|同时|共同/i,
      /how long|how many (?:hours|minutes|days)|wie lange|wie viele (?:Stunden|Minuten|Tage)|多少(?:小时|分钟|天)|几(?:小时|天)|多久|time/i,
    ],
    unless: /km|miles|speed|apart|towards|parallel|resist/i,
    compare(asked) {
      // So many pages each, or so many at work: no one job.
      if (asked.of('bare').some((each) => each > 3)) return null
      const times = [asked.of('hours'), asked.of('minutes'), asked.of('days')].find((each) => each.length === 2)
      if (
        times === undefined ||
        !/alone|paint|fill|job|finish|build|mow|clean|pump|pipe|tank|hose|tap|print|task|work|pool|dig|type|plow|plough|streich|füll|Rohr|Becken|Arbeit|单独|水管|工程|完成|注满/i.test(
          asked.text,
        )
      )
        return null
      const [a = 0, b = 0] = times
      if (a === b) return null
      const [joint, against] = [(a * b) / (a + b), Math.abs((a * b) / (a - b))]
      const drains = /drain|leak|empt(?:y|ies)|outlet|abfließ|leert|排水|漏|放/i.test(asked.text)
      return {
        right: [drains ? against : joint],
        slips: [
          { values: [(a + b) / 2, (a + b) / 4], says: /on average one/i },
          way((a + b) / 2),
          way(a + b),
          way(Math.abs(a - b) / 2),
          ...(drains ? [way(joint), way(Math.abs(a - b))] : [way(against), way(Math.abs(a - b))]),
        ],
      }
    },
  },
  {
    rule: 'three that work together do 1/a + 1/b + 1/c in each unit of time',
    about: [
      /together|all three|at the same time|zusammen|gemeinsam|合作|一起|同时/i,
      /alone|paint|fill|job|finish|mow|pump|pipe|tank|task|work|单独|完成|注满/i,
    ],
    unless: /km|miles|speed|apart|towards|resist/i,
    compare(asked) {
      const times = [asked.of('hours'), asked.of('minutes'), asked.of('days')].find((each) => each.length === 3)
      if (times === undefined) return null
      const [a = 0, b = 0, c = 0] = times
      const drains = /drain|leak|empt(?:y|ies)|outlet|排水|漏/i.test(asked.text)
      const rate = drains ? 1 / a + 1 / b - 1 / c : 1 / a + 1 / b + 1 / c
      return {
        right: [1 / rate],
        slips: [way((a + b + c) / 3), way((a + b + c) / 9), way(1 / (1 / a + 1 / b + 1 / c))],
      }
    },
  },
  {
    rule: 'more workers need less time: the product of number and time stays',
    about: [
      /how long|how many (?:days|hours|minutes)|wie lange|wie viele (?:Tage|Stunden)|多少(?:天|小时|分钟)|几天|多久/i,
      /workers?|machines?|pumps?|painters?|people|men\b|bakers?|taps|pipes|printers|robots|gardeners?|Pumpen|Arbeiter|Maler|Maschinen|Personen|工人|机器|个人|人|台|cows|horses|Kühe|Pferde|supplies|food|Vorrat/i,
    ],
    // Machines need another time than people.
    unless:
      /alone|speed|each (?:produce|make)|square|pieces|parts|widgets|shirts|items|units|pages|(?:workers?|people|men|painters?)\b[^?]{0,160}\b(?:machines?|pumps?|printers?|robots)|(?:machines?|pumps?|printers?|robots)\b[^?]{0,160}\b(?:workers?|people|men|painters?)/i,
    compare(asked) {
      const times = [asked.of('hours'), asked.of('days'), asked.of('minutes')].filter((each) => each.length > 0)
      const counts = asked.only(2, 'bare')
      const [time] = times
      if (times.length !== 1 || time?.length !== 1 || counts === null) return null
      const [n = 0, m = 0, t = 0] = [...counts, ...time]
      if (n === m || asked.all.length !== 3) return null
      // "A machine fills 150 cans in 8 minutes; how long for 675 cans?" counts what is made.
      const [one, other] = asked.all.flatMap(({ kind, span }) =>
        kind === 'bare' ? [/^\s(\p{L}+)/u.exec(asked.text.slice(span[1]))?.[1] ?? ''] : [],
      )
      if (
        one === other &&
        /^(?!workers|machines|pumps|painters|people|persons|men|women|bakers|taps|pipes|printers|robots|gardeners|Pumpen|Arbeiter|Maler|Maschinen|Personen|cows|horses|Kühe|Pferde)\p{L}{3}/iu.test(
          one ?? '',
        )
      )
        return null
      return { right: [(n * t) / m], way: [n * t], slips: [way(t / n, (t * m) / n), way((t * m) / n), way(t / m)] }
    },
  },
  {
    rule: 'towards each other the speeds add',
    about: [
      /towards? each other|opposite directions?|aufeinander zu|entgegen|相向|相对|meet/i,
      /when|how long|how many|wann|wie lange|几|多/i,
    ],
    unless: /same direction|after .{0,20} catch|back and forth|later|head start|earlier|current|stream|river|wind\b/i,
    compare(asked) {
      const [speeds, lengths] = [asked.only(2, 'speed'), asked.only(1, 'length')]
      if (speeds === null || lengths === null) return null
      const [a = 0, b = 0, d = 0] = [...speeds, ...lengths]
      const t = d / (a + b)
      return {
        right: [t, a * t, b * t],
        way: [a + b],
        slips: [
          way(Math.abs(a - b), d / Math.abs(a - b)),
          way((a + b) / 2, (2 * d) / (a + b)),
          way(d / (2 * (a + b))),
          way(d / a + d / b),
        ],
      }
    },
  },
  {
    rule: 'in the same direction the gap closes with the difference of the speeds',
    about: [/catch(?:es)? up|catch(?:es)?\b|overtake|einhol|überhol|追上|追及/i],
    // Who waits there has arrived.
    unless: /\bwait/i,
    compare(asked) {
      const speeds = asked.only(2, 'speed')
      const [head, gap] = [[...asked.of('hours'), ...asked.of('minutes').map((each) => each / 60)], asked.of('length')]
      if (speeds === null || head.length + gap.length !== 1) return null
      const [a = 0, b = 0] = [Math.min(...speeds), Math.max(...speeds)]
      const lead = gap[0] ?? a * (head[0] ?? 0)
      const t = lead / (b - a)
      return {
        right: [t, t + (head[0] ?? 0), b * t],
        way: [b - a, lead],
        slips: [way(a + b, lead / (a + b)), way(lead / (a + b)), way(lead / b)],
      }
    },
  },
  {
    rule: 'a stream adds to the speed one way and takes from it the other way',
    about: [/upstream|downstream|against the (?:current|stream|wind)|headwind|stromaufwärts|逆流|顺流|逆水|顺水/i],
    compare(asked) {
      const speeds = asked.only(2, 'speed')
      const lengths = asked.only(1, 'length')
      if (speeds === null || lengths === null) return null
      const [a = 0, b = 0, d = 0] = [Math.max(...speeds), Math.min(...speeds), ...lengths]
      const [up, down] = [d / (a - b), d / (a + b)]
      const round = /round trip|and back|there and back|return|往返|hin und zurück|total/i.test(asked.text)
      if (round)
        return { right: [up + down, (2 * d) / (up + down)], way: [up, down], slips: [way((2 * d) / a), way(a)] }
      const against =
        /upstream|against|headwind|stromaufwärts|逆/i.test(asked.asks) || !/downstream|顺/i.test(asked.text)
      return { right: [against ? up : down], slips: [way(against ? a + b : a - b, against ? down : up), way(d / a)] }
    },
  },
  {
    rule: '1 m/s is 3.6 km/h',
    about: [
      /km\/h|kilomet(?:er|re)s per hour|公里\/小时|千米\/小?时/i,
      /m\/s|met(?:er|re)s per second|米\/秒|米每秒|how (?:many met|far)|wie weit|distance|多少米/i,
    ],
    compare(asked) {
      const speeds = asked.only(1, 'speed')
      const [v = 0] = speeds ?? []
      const typed = asked.all.find(({ kind }) => kind === 'speed')
      if (speeds === null || typed === undefined || !/h|时/.test(typed.unit)) return null
      // Where minutes are told, what is made of it in a minute is on the way.
      const aMinute = /\bmin(?:ut|\b)|分/i.test(asked.text) ? [] : [way((v * 1000) / 60), way(v / 60)]
      return { right: [v / 3.6], slips: [way(v * 3.6), ...aMinute, way((v * 100) / 3600)] }
    },
  },
  {
    rule: 'litres per 100 km times the distance in hundreds of kilometres',
    about: [
      /(?:lit(?:re|er)s?|l|Liter|升)(?: of \w+)? (?:per|\/|auf|for every|every|pro) ?100 ?(?:km|kilomet)|l\/100 ?km|每(?:百|100)公里/i,
    ],
    compare(asked) {
      const use = asked.of('volume')[0]
      const distances = asked.of('length').filter((each) => each !== 100)
      const [d] = distances
      if (use === undefined || d === undefined || distances.length !== 1) return null
      const price = asked.of('money')[0] ?? 1
      return {
        right: [(d * use) / 100, ((d * use) / 100) * price],
        slips: [way(d / use, (d / use) * price), way(d * use), way((d / (100 * use)) * price)],
      }
    },
  },
  {
    rule: 'litres are kilometres over kilometres per litre',
    about: [
      /km (?:per|on one|on a|with one) lit(?:re|er)|km\/l\b|kilomet(?:re|er)s (?:per|on a) lit(?:re|er)|miles per gallon|mpg\b/i,
      /how (?:many lit|many gal|much)|litres per 100/i,
    ],
    // So many ways of one length.
    unless: /each way|there and back|round trip|a week|every day|days a/i,
    compare(asked) {
      const lengths = asked.of('length').filter((each) => each !== 100)
      if (/per 100/.test(asked.asks) && lengths.length === 1) {
        const [c = 0] = lengths
        return { right: [100 / c], slips: [way(c / 100), way(c * 100)] }
      }
      const [c = 0, d = 0] = [Math.min(...lengths), Math.max(...lengths)]
      if (lengths.length !== 2) return null
      return { right: [d / c], slips: [way(d * c), way((d * c) / 100)] }
    },
  },
]
