/* Interest, prices, margins, depreciation in a sentence or two: "What is the balance after …?", by formula. */
import { rare } from '../../../src/core/triggers.js'
import { form, type QuestionReader } from './form.js'

const perYear: Readonly<Record<string, number>> = {
  yearly: 1,
  annually: 1,
  'once a year': 1,
  'semi-annually': 2,
  semiannually: 2,
  'half-yearly': 2,
  quarterly: 4,
  monthly: 12,
}
const PERIOD = `(${Object.keys(perYear).join('|')})`
const rise = (percent = 0) => 1 + percent / 100
const fall = (percent = 0) => 1 - percent / 100

/** What is asked is another of the four quantities, or more is paid in. */
const otherwise = rare(
  /\b(?:principal|present value|continuous\w*|effective|each (?:year|month|quarter)|every (?:year|month|quarter)|annuity|payments?|instal\w+|withdr\w+)\b|how (?:long|much (?:must|should|needs?|does .{1,20} need))|(?:what|at which) (?:annual |interest |nominal )*rate|amount to/i,
)

/** The balance, and what it is put together from. */
function compound(principal: number, percent: number, years: number, period: string, question: string) {
  if (otherwise.test(question) || years > 200) return null
  const n = perYear[period.toLowerCase()] ?? 1
  const balance = (at: number) => principal * rise(percent / n) ** (at * n)
  const yearly = Array.from({ length: Math.min(50, years) }, (_, i) => balance(i + 1))
  const interest = [principal, ...yearly].map((each) => (each * percent) / n / 100)
  const end = balance(years)
  const asksInterest = /interest (?:is|was|does|will|do)\b[^?]*\?|how much interest/i.test(question)
  return {
    values: [asksInterest ? [end - principal, end] : [end]],
    way: [...yearly, ...interest, rise(percent / n), rise(percent / n) ** (years * n), end - principal],
  }
}

/** Interest, prices, margins, depreciation: one question in a sentence or two. */
export const moneyForms: readonly QuestionReader[] = [
  form(
    'the change altogether, in per cent',
    String.raw`(?:price|value|salary|wage|share|stock|rent|population|number)\b…\b(?:rises?|rose|increases?|increased|raised|goes up|went up|grows?|grew)\b…(?:by )?#%…\b(?:falls?|fell|decreases?|decreased|drops?|dropped|reduced|goes down|went down|lowered|cut|shrinks?|shrank)\b…(?:by )?#%…\b(?:chang|altogether|overall|compared|in total|original|net)`,
    ([a, b]) => ({ values: [[Math.abs(100 * (rise(a) * fall(b) - 1)), 100 * (rise(a) * fall(b) - 1)]] }),
  ),
  form(
    'the change altogether, in per cent',
    String.raw`(?:price|value|salary|wage|share|stock|rent|population|number)\b…\b(?:falls?|fell|decreases?|decreased|drops?|dropped|reduced|goes down|went down|lowered|cut|shrinks?|shrank)\b…(?:by )?#%…\b(?:rises?|rose|increases?|increased|raised|goes up|went up|grows?|grew)\b…(?:by )?#%…\b(?:chang|altogether|overall|compared|in total|original|net)`,
    ([a, b]) => ({ values: [[Math.abs(100 * (fall(a) * rise(b) - 1)), 100 * (fall(a) * rise(b) - 1)]] }),
  ),
  form(
    'the change against the original price, in per cent',
    String.raw`\b(?:cost|costs|priced at|price of)\b[^?]{0,20}?#…\brais\w+ the price by #%…\btakes? #% off the raised price…\bhow many % is the sale price below the original`,
    ([price = 0, a = 0, b = 0]) => {
      const [high, low] = [price * rise(a), price * rise(a) * fall(b)]
      return {
        values: [[(100 * (price - low)) / price]],
        way: [high, high - price, low, high - low, price - low, low / price],
      }
    },
  ),
  form(
    'the price before the increase',
    String.raw`(?:nach (?:einer )?(?:Preis)?erhöhung (?:um|von) #%…(?:jetzt|nun|heute) #…(?:vorher|zuvor|ursprünglich)|(?:after|with) an? (?:price )?(?:increase|rise) of #%…\b(?:now )?(?:costs?|is|sells for)(?: now)? #…\b(?:before|original))`,
    ([p, now]) => (now ?? 0) / rise(p),
  ),
  form(
    'the price before the discount',
    String.raw`after an? #% (?:discount|reduction|price cut|markdown)…\b(?:costs?|is|sells for|paid|pays)\b[^?\d]{0,20}#…\b(?:before|original|regular|list)`,
    ([p, now]) => (now ?? 0) / fall(p),
  ),
  form(
    'the price after both reductions',
    String.raw`(?:kostet #…senkt den Preis um #%…(?:noch|weitere|zusätzlich) #% (?:Skonto|Rabatt)…(?:wie viel|was) zahlt|costs? #…\b(?:reduced|marked down|lowered) by #%…\b(?:further|another|additional|extra) #%…\b(?:final|price|pay|cost))`,
    ([price = 0, a = 0, b = 0]) => ({
      values: [[price * fall(a) * fall(b)]],
      way: [price / 100, price * fall(a), (price * a) / 100, (price * fall(a) * b) / 100],
    }),
  ),
  form(
    '原价',
    '先?(?:提价|涨价)了?#%, ?再打#折, ?现价(?:是|为)?#…原价',
    ([p, d = 0, now = 0]) => now / (rise(p) * (d / 10)),
  ),
  form('原价', '先打#折, ?再…减#…付了?#…原价', ([d = 0, off = 0, paid = 0]) => ({
    values: [[(paid + off) / (d / 10)]],
    way: [paid + off],
  })),
  form('利润', '进价为?#…加价#%…标价, ?再打#折出售, ?(?:每件|一件)?的?利润是多少', ([cost = 0, p, d = 0]) => ({
    values: [[cost * rise(p) * (d / 10) - cost]],
    way: [cost * rise(p), cost * rise(p) * (d / 10)],
  })),
  form(
    'the value with compound interest',
    String.raw`#…\b(?:invested|deposited|put|placed|saved|grows?|borrowed)\b…#%[^?]{0,40}?\bcompounded ${PERIOD}…\b(?:after|for|over|in) # years`,
    ([p = 0, r = 0, t = 0], match) => compound(p, r, t, match[3] ?? '', match.input),
  ),
  form(
    'the value with compound interest',
    String.raw`#…\b(?:invested|deposited|put|placed|saved|borrowed)\b…\bfor # years…#%[^?]{0,40}?\bcompounded ${PERIOD}`,
    ([p = 0, t = 0, r = 0], match) => compound(p, r, t, match[4] ?? '', match.input),
  ),
  form(
    'the present value',
    String.raw`present value of #…\bin # years…\b(?:at|rate of|rate is) #%`,
    ([amount = 0, years = 0, r]) => amount / rise(r) ** years,
  ),
  form(
    'the book value',
    String.raw`\b(?:costs?|bought for|purchased for|price of)\b[^?\d]{0,12}#…\b(?:salvage|residual|scrap)\b(?: value)?(?: of)? #…\blife of # years…\bbook value after # years of straight(?:-line depreciation)?`,
    ([cost = 0, salvage = 0, life = 1, years = 0]) => {
      const yearly = (cost - salvage) / life
      return { values: [[cost - yearly * years]], way: [cost - salvage, yearly, yearly * years] }
    },
  ),
  form(
    'the selling price',
    String.raw`\b(?:buys?|purchases?|costs?|acquires?)\b[^?\d]{0,30}#…\bmargin of #% of the (?:selling|sales|sale) price\.…\b(?:selling|sales|sale) price`,
    ([cost = 0, margin]) => cost / fall(margin),
  ),
  form(
    'the current yield',
    String.raw`face value of #…#% coupon…\b(?:costs?|price of|trades at|quoted at|sells for|bought for) #…current yield`,
    ([face = 0, coupon = 0, price = 1]) => ({ values: [[(face * coupon) / price]], way: [(face * coupon) / 100] }),
  ),
  form(
    'the value of the share',
    String.raw`dividend of # next year\b…\b(?:growing|grows?|growth)\b[^?\d]{0,20}#%…#%\.…\b(?:share )?(?:worth|price|value)(?: by the gordon model)?`,
    ([dividend = 0, g = 0, r = 0]) => dividend / (r / 100 - g / 100),
  ),
  form(
    'the break-even quantity',
    String.raw`fixed costs? (?:are|of|is)\b[^?\d]{0,12}#…\b(?:sells? for|sold (?:for|at)|price (?:of|is)|sells at) #…\b(?:costs?|variable costs? (?:of|are|is)) #…\bbreak[- ]?even`,
    ([fixed = 0, price = 0, cost = 0]) => ({ values: [[fixed / (price - cost)]], way: [price - cost] }),
  ),
  form(
    'the cost of goods sold under FIFO',
    String.raw`# units at #…\b(?:buys|bought|purchases|purchased) # units at #[^?\d]{0,20}# units at #…\bsells # units…(?:cost of goods sold under )?[^?]{0,10}\bFIFO\b`,
    (numbers) => ({
      values: [[fifo(numbers)]],
      way: [
        ...fifoWay(numbers),
        numbers
          .filter((_, i) => i % 2 === 0)
          .slice(0, -1)
          .reduce((a, b) => a + b, 0),
      ],
    }),
  ),
  form(
    'the wage',
    String.raw`earns # an hour and time and a half for every hour over # [^?\d]{0,20}works # hours…\b(?:earn|pay|paid|wage)`,
    ([rate = 0, regular = 0, hours = 0]) => ({
      values: [[rate * regular + rate * 1.5 * (hours - regular)]],
      way: [rate * regular, rate * 1.5, 1.5, hours - regular, rate * 1.5 * (hours - regular)],
    }),
  ),
  form(
    'the water to be added',
    String.raw`(?:water)…\badded to # (?:ml|l|litres?|g|kg) of an? #%…\b(?:to make it|to get|to obtain|to bring it to|to reduce it to|so that it becomes) (?:an? )?#%`,
    ([volume = 0, before = 0, after = 1]) => ({
      values: [[(volume * before) / after - volume]],
      way: [(volume * before) / 100, (volume * before) / after],
    }),
  ),
]

/** What `sold` units cost, the earliest lots first; the numbers are units and prices in turn, then the units sold. */
function fifo(numbers: readonly number[]): number {
  return fifoWay(numbers).at(-1) ?? Number.NaN
}

function fifoWay(numbers: readonly number[]): number[] {
  let left = numbers.at(-1) ?? 0
  let total = 0
  const way: number[] = []
  for (let i = 0; i + 1 < numbers.length - 1 && left > 0; i += 2) {
    const taken = Math.min(left, numbers[i] ?? 0)
    left -= taken
    total += taken * (numbers[i + 1] ?? 0)
    way.push(taken, taken * (numbers[i + 1] ?? 0), left, total)
  }
  return left > 0 ? [] : way
}
