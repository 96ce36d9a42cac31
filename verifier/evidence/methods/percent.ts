/* Wrong ways in questions of percentages: the wrong base, shares added that multiply, the way back. Each topic has its rule and its slips. */
import { rare } from '../../../src/core/triggers.js'
import { product, sum, type Topic, way } from './topic.js'

const before =
  /original|before|without (?:the )?(?:tax|vat|discount)|net (?:price|amount)|excluding|initial|pre-?tax|regular price|list price|used to cost|vorher|ursprünglich|zuvor|netto|ohne Mehrwertsteuer|原价|原来|原先|调价前|税前/i
const grows = rare(
  /rises?|rose|increas|gr[eo]w|\bgain|rais|erhöh|steig|stieg|涨|增|提价|VAT|tax|Mehrwertsteuer|税|tip|markup|marked up|surcharge/i,
)
const falls = rare(
  /fall|fell|decreas|drop|reduc|discount|\boff\b|lower|\blos(?:t|es?|ing)\b|markdown|marked down|Rabatt|senk|gesenkt|reduziert|Skonto|降|减|打折|折扣|sale/i,
)

/** What is asked is the discount itself, and not what it leaves. */
const part =
  /\b(?:sav(?:e[ds]?|ings?)|discount|reduction|mark[- ]?down|rebate|price cut|decrease|difference|cheaper|less|lower|off|Rabatt|Nachlass|Ermäßigung|Ersparnis|billiger|günstiger|spar\w*)\b|by how much|um wie ?viel|省|便宜|优惠了/i
const whole =
  /\b(?:after|with the|including|final|sale price|new price|selling price|discounted|pays?|paid|spend|nach|zahlt|bezahlt|Endpreis|costs? now|now cost)\b|现价|实付/i

const prices = rare(/\bprices?\b|Preis|价格/i)
const quantities = rare(/\b(?:quantit|demand|sales volume|units sold|consum|purchases)|Menge|Nachfrage|销量|需求/i)
const inAll = rare(/revenue|turnover|takings|spend|expenditure|total (?:cost|sales|value)|Umsatz|Erlös|收入|销售额/i)

const cashFlows =
  /\b(?:cash ?flows?|dividends?|present values?|NPV|net present|annuit\w+|bonds?|payments?|instal+ments?|compounded|annually|per year|a year|years?)\b/i

/** Percentages: their base, one after the other, and back to what was before. */
export const percentTopics: readonly Topic[] = [
  {
    rule: 'a price that includes p % of tax holds the net price 1 + p/100 times',
    about: [
      /(?:includ|inkl|einschließlich|with|gross|brutto|含)/i,
      /VAT|sales tax|Mehrwertsteuer|MwSt|USt|增值税|tax of/i,
    ],
    unless: /excluding (?:VAT|tax)|before tax|zuzüglich|plus VAT/i,
    compare(asked) {
      const match =
        /(?:includ\w*|inkl\w*\.?|einschließlich|with) (?:of )?(?:the )?(\d+(?:\.\d+)?)\s?(?:%|percent|Prozent)/i.exec(
          asked.text,
        )
      const rate = Number(match?.[1])
      const amounts = asked.of('money')
      const [price] = amounts
      if (!(rate > 0) || price === undefined || amounts.length !== 1) return null
      const net = price / (1 + rate / 100)
      return { right: [net, price - net], slips: [way(price * (1 - rate / 100)), way((price * rate) / 100)] }
    },
  },
  {
    rule: 'changes in per cent one after the other multiply',
    about: [/%|percent|per cent|Prozent/i],
    unless:
      /simple interest|einfache\w* Zins|单利|both|sum of|\badd\b|list price|(?:of|on) (?:the|its|their|his|her) (?:list|original|initial|first|\d{4})|ursprünglich|beide|原价|percentage points?|probab|of the (?:remain|rest)|%[^.]{0,12}(?:margin|yield|coupon)|elastic|weight|respectively of|length[^.]{0,40}width|VAT on|salt|solution|alcohol|discount rate|required (?:rate|return)|cost of (?:capital|equity)|WACC|perpetuit|dividend|present value|is (?:that|it|this)[^?.]{0,24}\d ?%/i,
    compare(asked) {
      // What will be paid is discounted at a rate a year; a coat is at one of its price.
      if (/\bdiscounted at\b/i.test(asked.text) && cashFlows.test(asked.text)) return null
      // A price and a quantity do not follow one another; they are multiplied for what is paid in all.
      if (prices.test(asked.text) && quantities.test(asked.text) && !inAll.test(asked.text)) return null
      // "50% off $12 … 10% off $10"
      if (/\d ?% off [$€£]?\d.*\d ?% off [$€£]?\d/s.test(asked.text)) return null
      // Two prices or two ways, each with a change of its own.
      if (asked.of('length').length > 1) return null
      if (asked.of('money').filter((each) => each > 12).length > 1) return null
      const changes = asked.all.filter(({ kind }) => kind === 'percent')
      const signs = changes.map((each) => asked.direction(each))
      const first = signs[0] ?? 0
      // "falls by 10 % and then by 20 %": the second word is left out.
      const signed = changes.map(({ value }, i) => (signs[i] || (i > 0 ? signs[i - 1] : 0) || 0) * value)
      if (changes.length < 2 || changes.length > 4 || first === 0 || signed.includes(0)) return null
      const factor = product(signed.map((each) => 1 + each / 100))
      const added = sum(signed)
      const amounts = asked.of('money', 'bare').filter((each) => each > 12)
      const [amount] =
        amounts.length === 1 || amounts.length === 2 ? [amounts.length === 2 ? product(amounts) : amounts[0]] : []
      const overall = (factor - 1) * 100
      return {
        right: [
          ...(amount === undefined ? [] : [amount * factor, amount * (1 - factor), amount / factor]),
          overall,
          factor,
          100 * factor,
        ],
        slips: [
          ...(amount === undefined ? [] : [way(added, amount * (1 + added / 100)), way(amount * (1 + added / 100))]),
          way(added),
          ...(added === 0 ? [] : [way(100 + added)]),
        ].filter(({ values }) => values.every((value) => value !== 0)),
      }
    },
  },
  {
    rule: 'what it was before is the new value divided by 1 plus or minus the percentage',
    about: [
      /%|percent|per cent|Prozent/i,
      before,
      /after|includ|now|inkl|nach|nun|jetzt|heute|现|后|含|sale price|for sale|paid|pays|brutto|gross/i,
    ],
    unless:
      /(?:original|old|list|regular) (?:price|value|cost)s?(?: (?:is|was|of|are|were|for|on) |:? ?(?=[$€£]))[^.?%]{0,20}?[$€£]?\d|compound|probab|margin of|salt|solution|interest|per year|a year|annual|折|比原价/i,
    compare(asked) {
      const [percents, amounts] = [asked.only(1, 'percent'), asked.of('money', 'bare').filter((each) => each > 2)]
      const [p = 0] = percents ?? []
      const [x = 0] = amounts
      if (
        percents === null ||
        amounts.length !== 1 ||
        !(before.test(asked.asks) || /how much (?:VAT|tax)|wie viel Mehrwertsteuer/i.test(asked.asks))
      )
        return null
      const [up, down] = [grows.test(asked.text), falls.test(asked.text)]
      if (up === down) return null
      const factor = up ? 1 + p / 100 : 1 - p / 100
      const wrong = up ? 1 - p / 100 : 1 + p / 100
      return {
        right: [x / factor],
        slips: [way((x * p) / 100, x * wrong), way(x * factor), way((x * p) / 100)],
      }
    },
  },
  {
    rule: 'a change in per cent is taken of the old value',
    about: [
      /percent|per cent|%|Prozent|百分/i,
      /change|increas|decreas|growth|grow|rise|rose|fall|fell|drop|reduc|lower|higher|\bgain|loss|gestiegen|gesunken|Veränderung|zugenommen|abgenommen|gewachsen|增长|下降|增加|减少|涨|降/i,
      /(?:how many|what|which|by)\b[^.?]{0,20}(?:percent|per cent|%)|wie viel(?:e)? Prozent|百分之(?:几|多少)|(?:percentage|percent) (?:change|increase|decrease|growth|drop|rise)|增长率/i,
    ],
    unless:
      /\bagain\b|\bback\b|\breturn\b|wieder|zurück|was the old|than the new|margin|yield|probab|of the total|annual|per year|average growth|CAGR|points|(?:per ?cent(?:age)?|%|relative|compared|in relation|based|measured)\s(?:of|to|with|on|against) (?:the|its|his|her|their) (?:new|reduced|lower|higher|final|present|current|later|last|increased|raised|sale)\b/i,
    compare(asked) {
      if (asked.of('percent').length > 0) return null
      const match =
        /(?:from|von|从)\s?\D{0,6}([\d,.]+)[^\d]{0,24}?(?:to|auf|until|到|至|down to)\s?\D{0,14}([\d,.]*\d)/iu.exec(
          asked.text,
        )
      const amounts = asked.all.filter(
        ({ kind, value }) =>
          kind !== 'years' &&
          kind !== 'clock' &&
          kind !== 'days' &&
          !(kind === 'bare' && value >= 1900 && value <= 2100),
      )
      const read =
        match === null
          ? amounts.length === 2
            ? amounts.map(({ value }) => value)
            : []
          : [match[1], match[2]].map((each) => Number(each?.replace(/,/g, '')))
      const [a = 0, b = 0] = read
      if (a <= 0 || b <= 0 || a === b || read.length !== 2) return null
      // "From 10 to 8 litres a trip: by how much does the distance on one litre increase?" asks for what moves the other way.
      const [up, down] = [grows.test(asked.asks), falls.test(asked.asks)]
      if (up !== down && up !== b > a) return null
      return {
        right: [(100 * Math.abs(b - a)) / a, (100 * (b - a)) / a],
        slips: [way((100 * Math.abs(b - a)) / b), way(Math.abs(b - a) / b), way((200 * Math.abs(b - a)) / (a + b))],
      }
    },
  },
  {
    rule: 'what is taken of the rest is not taken of the whole',
    about: [
      /of (?:the|what) (?:rest|remain\w*|is left|was left|balance)|of (?:his|her|their|its) remaining|vom (?:verbleibenden )?Rest|des Rests?|剩下的|余下的|剩余的/i,
    ],
    // Each share is said to be of the whole.
    unless:
      /of (?:the|his|her|its|their) total\b[^.?]*of (?:the|his|her|its|their) total\b|of (?:the|his|her|its|their) total\b[^?]{0,60}\balso\b/i,
    compare(asked) {
      const shares = asked.all
        .filter(({ kind, value, per }) => kind === 'percent' || (!per && value > 0 && value < 1))
        .map(({ kind, value }) => (kind === 'percent' ? value / 100 : value))
      const amounts = asked.of('money', 'bare', 'length', 'mass', 'volume').filter((each) => each >= 2)
      const [p = 0, q = 0] = shares
      if (shares.length !== 2 || amounts.length > 1) return null
      const whole = amounts[0] ?? 1
      const backwards =
        /(?:left|remain\w*|rest)[^?]{0,60}\d[^?]*(?:how (?:many|much)|what)[^?]*(?:at first|originally|begin|start|had|total|altogether|whole)/i.test(
          asked.text,
        )
      if (backwards)
        return {
          right: [whole / ((1 - p) * (1 - q))],
          slips: [way(whole / (1 - p - q)), way(p + q, whole / (1 - p - q))],
        }
      return {
        right: [
          whole * (1 - p) * (1 - q),
          (1 - p) * (1 - q),
          100 * (1 - p) * (1 - q),
          whole * (1 - (1 - p) * (1 - q)),
          whole * (1 - p) * q,
          (1 - p) * q,
        ],
        way: [whole * p, whole * (1 - p)],
        slips: [
          way(whole * q, whole * (1 - p - q)),
          way(p + q, whole * (1 - p - q)),
          way(whole * (1 - p - q)),
          way(whole * (p + q)),
          way(100 * (1 - p - q)),
        ],
      }
    },
  },
  {
    rule: 'a discount leaves 100 % less its percentage',
    about: [/discount|\boff\b|reduced by|Rabatt|Nachlass|reduziert|打.{1,3}折|[一二三四五六七八九\d.]折/i],
    unless:
      /before|original|原价多少|原价是多少|vorher|%[^?]*%|compound|满|再|加价|提价|成本|进价|标价|cost|markup|marked up|further|additional|coupon|loyalty|second|buy \w+ get|tax|VAT|profit|each/i,
    compare(asked) {
      const fold = /([一二三四五六七八九]|\d(?:\.\d)?)(?:([一二三四五六七八九]))?折/.exec(asked.text)
      const amounts = asked.of('money', 'bare').filter((each) => each > 12)
      const [price] = amounts
      const tens = '零一二三四五六七八九'
      const off =
        fold === null
          ? asked.only(1, 'percent')?.[0]
          : 100 -
            10 * (tens.indexOf(fold[1] ?? '') > 0 ? tens.indexOf(fold[1] ?? '') : Number(fold[1])) -
            (fold[2] === undefined ? 0 : tens.indexOf(fold[2]))
      if (
        price === undefined ||
        off === undefined ||
        amounts.length !== 1 ||
        (part.test(asked.asks) && !whole.test(asked.asks))
      )
        return null
      const left = price * (1 - off / 100)
      return {
        right: [left],
        slips: [
          { values: [(price * off) / 100, (price * off) / 100], says: /折就是(?:便宜|降价|减少)/ },
          way(price * (1 + off / 100)),
        ],
      }
    },
  },
  {
    rule: '打 n 折 is n tenths of the price',
    about: [/折/],
    unless: /再|加价|提价|涨价|成本|进价|标价|满|件|每/,
    compare(asked) {
      const fold = /([一二三四五六七八九]|\d(?:\.\d)?)折/.exec(asked.text)
      const price = asked.of('money').find((each) => each > 12)
      if (fold === null || price === undefined || /原价(?:是)?多少/.test(asked.text)) return null
      const n =
        '零一二三四五六七八九'.indexOf(fold[1] ?? '') > 0
          ? '零一二三四五六七八九'.indexOf(fold[1] ?? '')
          : Number(fold[1])
      return {
        right: [(price * n) / 10],
        slips: [{ values: [price * (1 - n / 10)], says: /折就是(?:便宜|降价|减少|减)/ }],
      }
    },
  },
  {
    rule: 'the margin is the profit over the price, the markup over the cost',
    about: [/margin|markup|mark-up|Handelsspanne|Marge|Aufschlag|毛利率|利润率/i],
    compare(asked) {
      const percents = asked.of('percent')
      const amounts = asked.of('money', 'bare').filter((each) => each > 2)
      // A base that is named goes before the word.
      if (/(?:of|on)\s(?:the\s|its\s)?(?:selling|sales?|retail|cost)/i.test(asked.text)) return null
      const margin = /margin|Marge|Handelsspanne|毛利率/i.test(asked.text)
      if (margin === /mark-?up|Aufschlag|利润率/i.test(asked.text)) return null
      if (percents.length === 1 && amounts.length === 1) {
        const [p = 0, cost = 0] = [...percents, ...amounts]
        if (!/cost|buys?|bought|purchase|Einkauf|成本|进价/i.test(asked.text)) return null
        const [ofPrice, ofCost] = [cost / (1 - p / 100), cost * (1 + p / 100)]
        const [right, wrong] = margin ? [ofPrice, ofCost] : [ofCost, ofPrice]
        return { right: [right], slips: [way((cost * p) / 100, wrong), way(wrong)] }
      }
      if (percents.length === 0 && amounts.length === 2) {
        const [cost = 0, price = 0] = [Math.min(...amounts), Math.max(...amounts)]
        if (!/cost|buys?|bought|purchase/i.test(asked.text)) return null
        const [ofPrice, ofCost] = [(100 * (price - cost)) / price, (100 * (price - cost)) / cost]
        return {
          right: [margin ? ofPrice : ofCost],
          slips: [way(margin ? ofCost : ofPrice), way((margin ? ofCost : ofPrice) / 100)],
        }
      }
      return null
    },
  },
  {
    rule: 'each part of the income is taxed at the rate of its own bracket',
    about: [
      /tax|Steuer|税|tariff|commission/i,
      /income|profit|earn|salary|above|over|up to|exceed|Einkommen|收入/i,
      /first|above|over|beyond|up to|bis|超过|rest|part|next/i,
    ],
    unless: /deduct|expenses|credit|depreciat/i,
    compare(asked) {
      const rates = asked.of('percent').filter((each) => each > 0)
      const free = /(?:free of tax|tax[- ]free|no tax|untaxed|0 ?%|not taxed|steuerfrei|免税|exempt|allowance)/i.test(
        asked.text,
      )
      const amounts = [...new Set(asked.of('money', 'bare').filter((each) => each >= 100))]
      const income = amounts.reduce((most, each) => Math.max(most, each), 0)
      const limits = amounts.filter((each) => each < income).sort((a, b) => a - b)
      if (rates.length < 1 || rates.length > 4 || income === 0) return null
      const all = free ? [0, ...rates] : rates
      if (limits.length !== all.length - 1 || limits.length === 0) return null
      let tax = 0
      const edges = [0, ...limits, income]
      const parts: number[] = []
      for (let i = 0; i < all.length; i++) {
        const part = (((edges[i + 1] ?? 0) - (edges[i] ?? 0)) * (all[i] ?? 0)) / 100
        parts.push(part)
        tax += part
      }
      const top = all.at(-1) ?? 0
      const [limit = 0] = limits
      return {
        right: [tax],
        way: parts,
        slips: [
          way((income * top) / 100),
          way(((income - limit) * top) / 100),
          way((income * (all[0] ?? 0)) / 100),
          way((income * sum(all)) / all.length / 100),
          way(tax - (parts[1] ?? 0) + ((limits[1] ?? 0) * (all[1] ?? 0)) / 100),
        ],
      }
    },
  },
]
