/* Wrong ways in questions of business: break-even points, ratios of a statement, elasticity, currencies. Each topic has its rule and its slips. */

import { lean } from '../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../src/core/triggers.js'
import { type Topic, way } from './topic.js'

/** "1 pound = 20 shillings" */
const rateOf = lean(
  /(?<![\p{L}\d.])(?:1|one|an?|each)\s\p{L}{3,}(?:\s\p{L}+)?\s(?:=|is|was|equals|has|had|makes|contains)\s(?:worth\s)?[$€£]?\d/giu,
)

/** Break-even, ratios of a statement, elasticity, currencies. */
export const businessTopics: readonly Topic[] = [
  {
    rule: 'break-even units are fixed costs over price less variable cost',
    about: [/break[- ]?even|Gewinnschwelle|盈亏平衡|保本/i],
    compare(asked) {
      const fixed = asked.labelled(
        'fixed (?:\\w+ )?(?:costs?|expenses?)(?: (?:of|are|is|per month|per year))?|Fixkosten|固定成本|rent',
      )
      const variable = asked.labelled(
        'variable (?:unit )?(?:costs?|expenses?)(?: per \\w+| of)?|variable Kosten|变动成本|costs? \\$?|materials?',
      )
      const price = asked.labelled(
        'sells? (?:\\w+ )?(?:for|at)|selling price(?: of| is)?|price(?: of| is)?|sold (?:for|at)|Verkaufspreis|Preis|售价',
      )
      if (
        fixed === undefined ||
        variable === undefined ||
        price === undefined ||
        price <= variable ||
        new Set([fixed, variable, price]).size < 3
      )
        return null
      const units = fixed / (price - variable)
      return {
        right: [units, Math.ceil(units)],
        slips: [
          way(fixed / price),
          way(Math.ceil(fixed / price)),
          way(fixed / variable),
          way(fixed / (price + variable)),
          way(Math.floor(units)),
        ].filter(({ values }) => values[0] !== Math.ceil(units)),
      }
    },
  },
  {
    rule: 'the quick ratio leaves inventory out',
    about: [/quick ratio|acid[- ]test|liquidity of the second/i],
    compare(asked) {
      const [assets, inventory, debts] = [
        asked.labelled('(?:total )?current assets'),
        asked.labelled('inventor(?:y|ies)'),
        asked.labelled('(?:total )?current liabilities'),
      ]
      if (assets === undefined || inventory === undefined || debts === undefined) return null
      return {
        right: [(assets - inventory) / debts],
        slips: [way(assets / debts), way(inventory / debts), way((assets + inventory) / debts)],
      }
    },
  },
  {
    rule: 'debt to equity divides liabilities by equity',
    about: [/debt[- ]to[- ]equity/i],
    compare(asked) {
      const [debt, equity, assets] = [
        asked.labelled('(?:total )?(?:debts?|liabilities)'),
        asked.labelled("(?:shareholders'? |total |owners'? )?equity"),
        asked.labelled('(?:total )?assets'),
      ]
      const [d, e] = [
        debt ?? (assets ?? Number.NaN) - (equity ?? Number.NaN),
        equity ?? (assets ?? Number.NaN) - (debt ?? Number.NaN),
      ]
      if (!Number.isFinite(d) || !Number.isFinite(e) || e <= 0) return null
      return {
        right: [d / e],
        slips: [way(d / (d + e)), way(e / d), ...(assets === undefined ? [] : [way(d / assets)])],
      }
    },
  },
  {
    rule: 'earnings per share: net income less preferred dividends, over the shares',
    about: [/earnings per share|EPS/i, /preferred/i],
    compare(asked) {
      const [income, preferred, shares] = [
        asked.labelled('net (?:income|profit|earnings)'),
        asked.labelled('preferred (?:dividends?|stock dividends?)'),
        asked.all.find(({ span }) => /^[\s\w]{0,20}shares/i.test(asked.text.slice(span[1], span[1] + 30)))?.value,
      ]
      if (income === undefined || preferred === undefined || shares === undefined) return null
      return {
        right: [(income - preferred) / shares],
        slips: [way(income / shares), way((income + preferred) / shares)],
      }
    },
  },
  {
    rule: 'turnover of inventory is cost of goods sold over the average inventory',
    about: [/inventory turnover|turnover of (?:the )?inventory|days (?:sales )?(?:in|of) inventory/i],
    compare(asked) {
      const cogs = asked.labelled('cost of (?:goods sold|sales)|COGS')
      const begin = asked.labelled('(?:beginning|opening) (?:inventory|stock)')
      const end = asked.labelled('(?:ending|closing) (?:inventory|stock)')
      const sales = asked.labelled('(?:revenue|(?:net )?sales|turnover)')
      if (cogs === undefined || begin === undefined || end === undefined) return null
      const mean = (begin + end) / 2
      return {
        right: [cogs / mean, (365 * mean) / cogs, (360 * mean) / cogs],
        slips: [
          way(cogs / end),
          way(cogs / begin),
          way(cogs / (begin + end)),
          ...(sales === undefined ? [] : [way(sales / mean)]),
        ],
      }
    },
  },
  {
    rule: 'the midpoint method takes changes of the mean of both values',
    about: [/elasticity/i, /midpoint|arc elasticity/i],
    compare(asked) {
      const pairs = [...asked.text.matchAll(/from \$?([\d,.]*\d)(?: \w+)? to \$?([\d,.]*\d)/gi)].map(
        ([, a = '', b = '']) => [a, b].map((each) => Number(each.replace(/,/g, ''))),
      )
      const [[p = 0, q = 0] = [], [r = 0, s = 0] = []] = pairs
      if (pairs.length !== 2) return null
      const mid = (a: number, b: number) => (b - a) / ((a + b) / 2)
      const priceFirst = asked.text.search(/price/i) < asked.text.search(/quantity|sales|sold|demand/i)
      const [price, quantity] = priceFirst
        ? [
            [p, q],
            [r, s],
          ]
        : [
            [r, s],
            [p, q],
          ]
      const [a = 0, b = 0, c = 0, d = 0] = [...(price ?? []), ...(quantity ?? [])]
      const plain = (d - c) / c / ((b - a) / a)
      return {
        right: [mid(c, d) / mid(a, b)],
        slips: [{ values: [(d - c) / c, plain] }, way(mid(a, b) / mid(c, d)), way(1 / plain)],
      }
    },
  },
  {
    rule: 'elasticity is the change of the quantity in per cent over that of the price',
    about: [/elasticity|Elastizität|弹性/i],
    unless: /midpoint|arc|cross|income elasticity/i,
    compare(asked) {
      const percents = asked.only(2, 'percent')
      if (percents === null) return null
      const [a = 0, b = 0] = percents
      const priceFirst =
        asked.text.search(/price|Preis|价/i) < asked.text.search(/quantity|demand|sales|sold|Menge|Nachfrage|需求|销/i)
      const [p, q] = priceFirst ? [a, b] : [b, a]
      return { right: [q / p], slips: [way(p / q)] }
    },
  },
  {
    rule: 'at the rate that the question gives, the amount in the other currency is',
    about: [
      /(?:1|one|each|per|a) (?:euro|€|dollar|\$|pound|£|USD|EUR|GBP|CHF|franc)|exchange rate|Wechselkurs|汇率/i,
      /convert|how (?:many|much)|exchange|worth|wie viel|多少/i,
    ],
    unless: /fee|commission|%|Gebühr/i,
    compare(asked) {
      const quoted =
        /(?:1|one|a|each) (euro|€|dollar|pound|USD|EUR|GBP|CHF|Swiss franc|franc|yuan|yen)s? (?:is worth|is|=|equals|costs?|buys|gets|entspricht|kostet) (?:about )?[$€£]?(\d+\.?\d*) ?(\p{L}+|€|\$)?/iu.exec(
          asked.text,
        )
      // With two rates, or coins of one currency, more than one step leads to the other.
      if (quoted === null || matchesOf(rateOf, asked.text).length > 1) return null
      const rate = Number(quoted[2])
      const base = (quoted[1] ?? '').toLowerCase()
      const amounts = asked.all.filter(
        ({ value, span }) => value !== rate && value !== 1 && span[0] > quoted.index + quoted[0].length - 1,
      )
      const [amount] = amounts
      if (amounts.length !== 1 || amount === undefined || rate <= 0) return null
      const around = asked.text.slice(amount.span[0] - 2, amount.span[1] + 16).toLowerCase()
      const inBase =
        around.includes(base) ||
        (base === 'euro' && /€|eur/.test(around)) ||
        (base === 'dollar' && /\$|usd/.test(around)) ||
        (base === 'pound' && /£|gbp/.test(around))
      const [right, wrong] = inBase
        ? [amount.value * rate, amount.value / rate]
        : [amount.value / rate, amount.value * rate]
      return { right: [right], slips: [way(wrong)] }
    },
  },
]
