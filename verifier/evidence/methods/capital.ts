/* Wrong ways in questions of growth, interest, depreciation and present values. Each topic has its rule and its slips. */
import { rare } from '../../../src/core/triggers.js'
import { type Topic, way } from './topic.js'

const compounds =
  /compound|Zinseszins|复利|reinvest|per year|a year|each year|every year|annual|yearly|jährlich|pro Jahr|每年|年利率|年增长/i
const grows = rare(/grow|increas|rise|interest|Zins|wächst|steigt|增|利|invest|deposit|anleg|inflation/i)
const shrinks = rare(/depreciat|los(?:es|ing)|decreas|declin|shrink|fall|drops?\b|verliert|sinkt|贬|减少|下降/i)

/** How often a year something is added. */
const periods = [
  [4, /quarterly|(?:every|each|per) quarter|every three months|vierteljähr|jedes Quartal|每季/i],
  [2, /semi-?annual|half-?yearly|(?:every|each) (?:half|six months|6 months)|halbjähr|jedes halbe Jahr|每半年/i],
  [12, /monthly|(?:every|each) month|monatlich|jeden Monat|每月/i],
] as const

const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-9

/** Growth, interest, depreciation, present values. */
export const capitalTopics: readonly Topic[] = [
  {
    rule: 'compound growth multiplies by the factor of each period',
    about: [/%|percent|per cent|Prozent/i, compounds],
    unless:
      /simple interest|not compounded|(?:purchase|buying|list|new) (?:price|value|cost)|(?:price|value|cost) (?:when|as) new|of (?:what it cost|its cost)|(?:never|no|without) interest on|paid to|of today|today's (?:number|value)|paid out|withdraw\w*|cheque|check each|sent to me|(?:an)?other account|(?:initial|original|first|starting) (?:\w+ )?(?:value|price|rent|amount|salary|year)|of the first|second year|整存整取|ohne Zinseszins|without compound|^(?!.*复利).*利息|einfache\w* (?:Zins|Verzins)|单利|bond|coupon|margin|present value|perpetu|loan|instal|mortgage|annuit|each year (?:he|she|they) (?:deposit|add)|(?:and|then|plus) [$€£]?\d+ (?:more )?(?:dollars |euros )?(?:each|every) (?:year|month)|deposits?\s[$€£]?\d[\d,]*[^.?,]{0,16}\s(?:each|every)\s|straight|monthly payment|tax/i,
    compare(asked) {
      const months = [...asked.text.matchAll(/(?<![\d.])(\d{1,3}) (?:months|Monaten?)(?!\p{L})|(\d{1,3})个月/gu)].map(
        (match) => Number(match[1] ?? match[2]),
      )
      const rates = asked.only(1, 'percent')
      const years = [...asked.of('years').filter((each) => each > 1), ...months.map((each) => each / 12)]
      const amounts = asked.of('money', 'bare', 'mass').filter((each) => each > 12 && !months.includes(each))
      const [r = 0] = rates ?? []
      const [t = 0] = years
      const [principal = 0] = amounts
      if (rates === null || years.length !== 1 || amounts.length !== 1 || t > 100) return null
      const down = shrinks.test(asked.text) && !/interest|Zins|利息/i.test(asked.text)
      if (!down && !grows.test(asked.text)) return null
      const rate = ((down ? -1 : 1) * r) / 100
      const n = periods.find(([, word]) => word.test(asked.text))?.[0] ?? 1
      if (!isWhole(n * t)) return null
      const end = principal * (1 + rate / n) ** (n * t)
      const simple = principal * (1 + rate * t)
      return {
        right: [end, Math.abs(end - principal)],
        way: [principal * (1 + rate), principal * Math.abs(rate)],
        slips: [
          way(principal * Math.abs(rate) * t, simple),
          way(simple),
          way(principal * Math.abs(rate) * t),
          ...(n > 1
            ? [
                way(principal * (1 + rate) ** t),
                way(principal * (1 + rate / n) ** t),
                way(principal * (1 + rate) ** (n * t)),
              ]
            : [
                way(principal * (1 + rate) ** (t + 1)),
                way(principal * (1 + rate) ** (t - 1)),
                way(principal * Math.abs(rate) ** t),
              ]),
          ...(down ? [way(principal * (1 - rate) ** t)] : []),
        ],
      }
    },
  },
  {
    rule: 'simple interest is principal times rate times years',
    about: [/simple interest|einfache\w* (?:Zins|Verzins)|单利/i],
    unless:
      /compound|(?:a|per|each|every) (?:month|week|day|quarter)|monthly|weekly|daily|quarterly|monatlich|每月|月利/i,
    compare(asked) {
      const [rates, years] = [asked.only(1, 'percent'), asked.of('years')]
      const months = /(\d+) months|(\d+) Monate|(\d+) ?个月/i.exec(asked.text)
      const amounts = asked.of('money', 'bare').filter((each) => each > 12)
      const [r = 0, principal = 0] = [...(rates ?? []), ...amounts]
      const count = months === null ? years[0] : Number(months[1] ?? months[2] ?? months[3]) / 12
      if (rates === null || count === undefined || amounts.length !== 1) return null
      const interest = (principal * r * count) / 100
      return {
        right: [interest, principal + interest],
        slips: [
          way(principal * (1 + r / 100) ** count),
          way(principal * ((1 + r / 100) ** count - 1)),
          way((principal * r * count * 12) / 100),
          way((principal * r) / 100),
        ],
      }
    },
  },
  {
    rule: 'the average yearly growth is the root of the whole growth, over the periods between the years',
    about: [
      /CAGR|compound annual growth|average annual growth|average yearly growth|年均增长率|年平均增长率|average growth rate/i,
    ],
    compare(asked) {
      const yearly = /(?:in|from|by|of|end of|year) ((?:19|20)\d\d)\b/g
      const named = [...asked.text.matchAll(yearly)].map((match) => Number(match[1]))
      const values = asked.of('money', 'bare', 'mass').filter((each) => !(each >= 1900 && each <= 2100))
      const spans = asked.of('years').filter((each) => each < 100)
      const [a = 0, b = 0] = values
      const n = spans[0] ?? (named.length === 2 ? Math.abs((named[1] ?? 0) - (named[0] ?? 0)) : 0)
      if (values.length !== 2 || n <= 1) return null
      const rate = (periods: number) => 100 * ((b / a) ** (1 / periods) - 1)
      return {
        right: [rate(n)],
        slips: [way((100 * (b / a - 1)) / n), way(rate(n + 1)), way(rate(n - 1)), way(rate(n) / 100 + 1, rate(n + 1))],
      }
    },
  },
  {
    rule: 'the double-declining rate is taken of the book value, from which no salvage value is subtracted',
    about: [/double[- ]declining|doubly declining/i, /salvage|residual|scrap/i],
    compare(asked) {
      const salvage = asked.labelled('salvage(?: value)?|residual(?: value)?|scrap(?: value)?')
      const amounts = asked.of('money', 'bare').filter((each) => each > 100 && each !== salvage)
      const [cost = 0] = amounts
      const [life = 0] = asked.of('years')
      if (salvage === undefined || cost <= salvage || life < 2) return null
      const rate = 2 / life
      return {
        right: [cost * (1 - rate), cost * (1 - rate) ** 2],
        slips: [way((cost - salvage) * rate)],
      }
    },
  },
  {
    rule: 'straight-line depreciation spreads the cost less the residual value over the life',
    about: [
      /straight[- ]line|linear(?:e|en)? (?:Abschreibung|abgeschrieben)|linear depreciat|depreciat|直线/i,
      /residual|salvage|scrap|Restwert|残值|resale|trade-in/i,
    ],
    unless: /double[- ]declining|declining|units of production|sum of/i,
    compare(asked) {
      const salvage = asked.labelled(
        'residual(?: value)?|salvage(?: value)?|scrap(?: value)?|Restwert|残值|resale(?: value)?|trade-in',
      )
      const amounts = asked.of('money', 'bare').filter((each) => each > 100 && each !== salvage)
      const years = asked.of('years')
      const [cost = 0] = amounts
      const [life = 0, after] = years
      if (salvage === undefined || amounts.length !== 1 || years.length < 1 || years.length > 2 || life < 2) return null
      const yearly = (cost - salvage) / life
      if (after === undefined) return { right: [yearly], slips: [way(cost / life), way((cost + salvage) / life)] }
      if (after > life) return null
      return {
        right: [cost - yearly * after],
        way: [yearly, yearly * after, cost - salvage],
        slips: [
          way(cost / life, cost - (cost / life) * after),
          way(cost / life, cost - salvage - (cost / life) * after),
          way(cost - salvage - yearly * after),
          way(cost - yearly * (after + 1)),
          way(cost - yearly * (after - 1)),
          way(yearly * after + salvage),
        ],
      }
    },
  },
  {
    rule: 'a payment in n years is discounted n times',
    about: [
      /bond|Anleihe|债券/i,
      /coupon|Kupon|票息|interest/i,
      /price|worth|value|Kurs|Wert|价格/i,
      /yield|market rate|discount|required|Rendite|收益率|rate/i,
    ],
    unless: /current yield|semi-?annual|duration|accrued/i,
    compare(asked) {
      const years = asked.of('years').filter((each) => each < 60)
      const percents = asked.of('percent')
      const faces = asked.of('money', 'bare').filter((each) => each >= 100)
      const [n = 0] = years
      const [face = 0] = faces
      const [c = 0, y = 0] = percents
      if (years.length !== 1 || percents.length !== 2 || faces.length !== 1) return null
      const q = 1 + y / 100
      const coupon = (face * c) / 100
      let price = face / q ** n
      for (let i = 1; i <= n; i++) price += coupon / q ** i
      const once = (coupon * (n - 1) + coupon + face) / q
      return {
        right: [price],
        way: [coupon, coupon / q, face + coupon],
        slips: [
          way((coupon + face) / q, coupon / q + (coupon + face) / q),
          way((coupon + face) / q, once),
          way(once),
          way((coupon * n + face) / q ** n),
          way(face / q ** n),
          way(price - face / q ** n),
          way(coupon * n + face / q ** n),
        ],
      }
    },
  },
  {
    rule: 'a present value divides by the factor of each year',
    about: [/present value|today'?s value|worth today|Barwert|现值/i],
    unless: /bond|annuit|perpetu|each year|every year|net present|NPV|payments/i,
    compare(asked) {
      const [rates, years, amounts] = [
        asked.only(1, 'percent'),
        asked.only(1, 'years'),
        asked.of('money', 'bare').filter((each) => each > 12),
      ]
      const [r = 0, t = 0, amount = 0] = [...(rates ?? []), ...(years ?? []), ...amounts]
      if (rates === null || years === null || amounts.length !== 1) return null
      const q = 1 + r / 100
      return {
        right: [amount / q ** t],
        slips: [
          way(amount / (1 + (r * t) / 100)),
          way(amount * (1 - (r * t) / 100)),
          way(amount * q ** t),
          way(amount / q),
          way(amount * (1 - r / 100) ** t),
        ],
      }
    },
  },
  {
    rule: 'net present value: each cash flow discounted by its own year, less the outlay',
    about: [
      /net present value|NPV|Kapitalwert|净现值/i,
      /\byears? ?\d|\b(?:first|second|one|each|every|per|a) year|\b(?:year|annual)ly|\bannual|year[- ]end|end of (?:the|each|every) year|jährlich|Jahr|每年|年/i,
    ],
    unless:
      /beginning|start of|in advance|up ?front|immediately|year 0|month|quarter|half[- ]year|semi|mid-?year|Anfang|年初|working capital|salvage|residual|scrap|resale|sold for|\btax|depreciat|inflation|\breal\b|grow|perpetu|forever|maintenance|operating cost|running cost|overhaul|clean-?up|dismantl|restor|opportunity|sunk|deferred|Umlaufvermögen|Restwert|Steuer|残值|营运资金|税/i,
    compare(asked) {
      const rate = asked.only(1, 'percent')?.[0]
      const amounts = asked.of('money', 'bare').filter((each) => each >= 50)
      if (rate === undefined || amounts.length < 2 || amounts.length > 6) return null
      const [outlay = 0, ...flows] = amounts
      const q = 1 + rate / 100
      const years = asked.of('years')[0]
      // Flows of year 1 and year 3: the rule knows only years that follow each other.
      const named = [...asked.text.matchAll(/\byears? ?(\d{1,2}(?:(?:,? and |, | to |[-–])\d{1,2})*)\b/gi)].flatMap(
        ([, years = '']) => (years.match(/\d+/g) ?? []).map(Number),
      )
      if (flows.length > 1 && named.length > 0 && Math.max(...named) !== flows.length) return null
      const each =
        flows.length === 1 && years !== undefined && years > 1
          ? Array.from({ length: years }, () => flows[0] ?? 0)
          : flows
      const value = (power: (i: number) => number) => each.reduce((total, flow, i) => total + flow / q ** power(i), 0)
      const pv = value((i) => i + 1)
      const total = each.reduce((a, b) => a + b, 0)
      return {
        right: [pv - outlay],
        way: [pv],
        slips: [
          way(total - outlay),
          way(value((i) => i) - outlay),
          way(value(() => 1) - outlay),
          way(total / q ** each.length - outlay),
          way(pv + outlay),
        ],
      }
    },
  },
]
