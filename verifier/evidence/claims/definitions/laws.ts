/*
 * Definitions of quantities in words. A quantity is a product of powers of others, or a sum; "the power is voltage divided by current" names the right ones and puts them
 * together wrongly. The same table says what doubling one of them does.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'

/** Quantity = factor^power …; several words for one are parted by bars. */
const products = `
speed|velocity|average speed = distance time^-1
distance = speed time
density = mass volume^-1
pressure = force area^-1
force|net force = mass acceleration
momentum = mass speed
work|work done = force distance
electric power|power = voltage current
current|electric current = voltage resistance^-1
voltage = current resistance
resistance = voltage current^-1
kinetic energy = mass speed^2 constant
potential energy|gravitational potential energy = mass height constant
charge|electric charge = current time
wave speed = frequency wavelength
wavelength = wave speed frequency^-1
molarity|concentration = moles volume^-1
number of moles|amount of substance = mass molar mass^-1
acceleration = change in velocity time^-1
gross margin|gross profit margin = gross profit revenue^-1
operating margin|operating profit margin = operating profit revenue^-1
net margin|net profit margin|profit margin = net income revenue^-1
current ratio = current assets current liabilities^-1
debt-to-equity ratio|debt to equity ratio = debt equity^-1
debt ratio = debt assets^-1
earnings per share = net income shares^-1
price-earnings ratio|price-to-earnings ratio|p/e ratio = price earnings per share^-1
return on equity = net income equity^-1
return on assets = net income assets^-1
asset turnover = revenue assets^-1
inventory turnover = cost of goods sold inventory^-1
dividend yield = dividend price^-1
payout ratio = dividend net income^-1
interest coverage|interest coverage ratio = operating profit interest^-1
gross domestic product per capita|gdp per capita = gdp population^-1
area of a rectangle = length width
area of a circle = radius^2 constant
area of a square = side^2
volume of a sphere = radius^3 constant
volume of a cube = edge^3
circumference of a circle = radius constant
`
const sums = `
gross profit = revenue cost of goods sold^-1
operating profit|operating income|ebit = gross profit operating expenses^-1
net income|net profit = revenue expenses^-1
working capital|net working capital = current assets current liabilities^-1
equity|owners' equity|shareholders' equity = assets liabilities^-1
assets|total assets = liabilities equity
liabilities|total liabilities = assets equity^-1
book value = cost accumulated depreciation^-1
ebitda = operating profit depreciation
profit = revenue cost^-1
contribution margin = price variable cost^-1
`
/** Other words for the same quantity. */
const alike: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sales: 'revenue',
    'net sales': 'revenue',
    turnover: 'revenue',
    'total revenue': 'revenue',
    'cost of sales': 'cost of goods sold',
    cogs: 'cost of goods sold',
    'net profit': 'net income',
    earnings: 'net income',
    'total debt': 'debt',
    'total equity': 'equity',
    "shareholders' equity": 'equity',
    'total assets': 'assets',
    'total liabilities': 'liabilities',
    'total cost': 'cost',
    costs: 'cost',
    'total costs': 'cost',
    'total expenses': 'expenses',
    ebit: 'operating profit',
    'operating income': 'operating profit',
    'operating earnings': 'operating profit',
    velocity: 'speed',
    'potential difference': 'voltage',
    'share price': 'price',
    'price per share': 'price',
    'number of shares': 'shares',
    'shares outstanding': 'shares',
    'elapsed time': 'time',
    'time taken': 'time',
    'distance travelled': 'distance',
    'distance traveled': 'distance',
    'side length': 'side',
    'edge length': 'edge',
    eps: 'earnings per share',
  }),
)

interface Law {
  isSum: boolean
  /** Quantity -> its power, or its sign in a sum. */
  powers: ReadonlyMap<string, number>
  hasConstant: boolean
}

function lawsIn(table: string, isSum: boolean): [string, Law][] {
  return table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [names = '', list = ''] = line.split(' = ')
      const powers = partsOf(list)
      const hasConstant = powers.delete('constant')
      return names.split('|').map((name) => [name, { isSum, powers, hasConstant }] as [string, Law])
    })
}

/** Names of several words stand in the list as they are: the longest known one first. */
function partsOf(list: string): Map<string, number> {
  const long = [
    ...'operating expenses|cost of goods sold|current assets|current liabilities|gross profit|operating profit|net income|earnings per share|molar mass|change in velocity|wave speed|accumulated depreciation|variable cost'.split(
      '|',
    ),
  ]
  const powers = new Map<string, number>()
  for (let rest = list; rest !== ''; ) {
    const name = long.find((each) => rest.startsWith(each)) ?? /^[a-z]+/.exec(rest)?.[0] ?? rest
    rest = rest.slice(name.length)
    const power = /^\^(-?\d)/.exec(rest)
    powers.set(name, Number(power?.[1] ?? 1))
    rest = rest.slice(power?.[0].length ?? 0).trim()
  }
  return powers
}

const laws: ReadonlyMap<string, readonly Law[]> = [...lawsIn(products, false), ...lawsIn(sums, true)].reduce(
  (all, [name, law]) => all.set(name, [...(all.get(name) ?? []), law]),
  new Map<string, Law[]>(),
)

const NAME = String.raw`(?:the\s)?([\p{L}][\p{L}'’/-]*(?:\s[\p{L}'’/-]+){0,4}?)`
const OPERATION = String.raw`\s(?:(times|multiplied\sby)|(divided\sby|over)|(plus)|(minus|less))\s`
const defines = rare(
  new RegExp(
    String.raw`(?<!\p{L})${NAME},?\s(?:is|equals|is\sequal\sto|is\s(?:calculated|computed|found|given|defined)\s(?:as|by)|means|=)\s${NAME}${OPERATION}${NAME}(?=\s?(?:[.,;:)=]|$|\b(?:so|which|and|here|that\sis)\b))`,
    'giu',
  ),
)

const plain = (name: string) => {
  const said = name.toLowerCase().replaceAll('’', "'").trim()
  return alike.get(said) ?? said
}

/** The law whose quantity ends a phrase: "turned into heat" before it, or "of the resistor" behind, belong to the sentence. */
function lawsOf(phrase: string): readonly Law[] {
  const words = phrase.toLowerCase().replaceAll('’', "'").split(/\s/)
  for (let from = 0; from < words.length; from++) {
    const name = words.slice(from).join(' ')
    const found = laws.get(name) ?? laws.get(alike.get(name) ?? '')
    if (found !== undefined) return found
  }
  return laws.get(words[0] ?? '') ?? []
}

function definitions(text: string): Finding[] {
  return defines.matchAll(text).flatMap((match) => {
    const [all, quantity = '', first = '', , over, plus, minus, second = ''] = match
    const known = lawsOf(quantity)
    const [a, b] = [plain(first), plain(second)]
    const isSum = plus !== undefined || minus !== undefined
    // Both are what it depends on, and nothing else is.
    const meant = known.filter(
      ({ powers, hasConstant }) => !hasConstant && powers.size === 2 && powers.has(a) && powers.has(b),
    )
    if (meant.length === 0 || a === b) return []
    const power = over !== undefined || minus !== undefined ? -1 : 1
    const ok = meant.some((law) => law.isSum === isSum && law.powers.get(a) === 1 && law.powers.get(b) === power)
    const span = [match.index, match.index + all.length] as const
    if (!ok && hedged(text, span)) return []
    const right = meant[0]
    const truth = right === undefined ? '' : inWords(right)
    return [finding('definitions', span, all, truth, ok, `${plain(quantity)} is ${truth}`)]
  })
}

function inWords({ powers, isSum }: Law): string {
  const sorted = [...powers].sort((a, b) => b[1] - a[1])
  const [sign, inverse] = isSum ? [' plus ', ' minus '] : [' times ', ' divided by ']
  return sorted
    .map(
      ([name, power], i) =>
        `${i === 0 ? '' : power < 0 ? inverse : sign}${name}${Math.abs(power) === 1 ? '' : `^${Math.abs(power)}`}`,
    )
    .join('')
}

const multiples: Readonly<Record<string, number>> = {
  ...{ doubling: 2, doubles: 2, tripling: 3, triples: 3, halving: 0.5, halves: 0.5, quadrupling: 4, quadruples: 4 },
  ...{ double: 2, twice: 2, triple: 3, 'three times': 3, half: 0.5, 'four times': 4, 'a quarter of': 0.25 },
}
const doubling = rare(
  new RegExp(
    String.raw`(?<!\p{L})(doubling|tripling|halving|quadrupling)\s${NAME}(?:\salso|\stherefore|\ssimply)?\s(doubles|triples|halves|quadruples)\s${NAME}(?=\s?(?:[.,;:)]|$|\b(?:so|which|and|too|as)\b))`,
    'giu',
  ),
)
const atHalf = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:at|with|for)\s(twice|half|double|triple|three\stimes|four\stimes)\s(?:of\s)?${NAME},?\s[^.,;:=\d]{0,40}?\b(twice|half|double|triple|three\stimes|four\stimes|a\squarter\sof)\s(?:of\s)?${NAME}(?=\s?(?:[.,;:)]|$|\b(?:so|which|and|too|as)\b))`,
    'giu',
  ),
)

/** What else a law is about stays as it was: "doubling the speed doubles the kinetic energy" of one car. */
const others = lean(/\b(?:both|all|each|every\sother|same\stime)\b/iu)

function proportions(text: string, question: string): Finding[] {
  return [...doubling.matchAll(text), ...atHalf.matchAll(text)].flatMap((match) => {
    const [all, change = '', base = '', result = '', quantity = ''] = match
    const [by, to] = [change, result].map((word) => multiples[word.toLowerCase().replace(/\s/g, ' ')] ?? Number.NaN)
    if (by === undefined || to === undefined || others.test(all)) return []
    const name = plain(base)
    const named = lawsOf(quantity)
    const isEnergy = quantity.toLowerCase() === 'energy' && /kinetic/i.test(`${text}\n${question}`)
    const law = (isEnergy ? (laws.get('kinetic energy') ?? []) : named).find(
      ({ powers, isSum }) => !isSum && powers.has(name),
    )
    const power = law?.powers.get(name)
    if (law === undefined || power === undefined || Math.abs(power) === 1) return []
    const exact = by ** power
    const span = [match.index, match.index + all.length] as const
    const ok = Math.abs(exact - to) < 1e-9
    if (!ok && hedged(text, span)) return []
    return [
      finding(
        'definitions',
        span,
        result,
        `${exact} times`,
        ok,
        `${plain(quantity)} goes with the power ${power} of ${name}: it becomes ${exact} times as much`,
      ),
    ]
  })
}

/** "The power is voltage divided by current", "doubling the speed doubles the kinetic energy": what a quantity is made of, stated wrongly. */
export function readLaws({ plain: text, question }: ClaimText): Finding[] {
  return [...definitions(text), ...proportions(text, question)]
}
