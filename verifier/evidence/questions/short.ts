/* Short questions as people type them: two or three numbers in any order, a word that says what they are, and one that says what is asked. */
import { fractionOf, ordinalOf } from '../../../src/core/quantities/words.js'
import { unitSize } from '../claims/amounts/measure.js'
import { type Asked, form, ofParts, type QuestionReader, type Solved, share } from './form.js'

const RADIUS = `(?:\\br ?= ?|radius (?:of |is |= ?|: ?)?)#`
const HEIGHT = `(?:\\bh ?= ?|height (?:of |is |= ?|: ?)?)#|# ?(?:cm|m|mm|dm)? (?:high|tall)\\b`
const sides: Readonly<Record<string, number>> = {
  ...{ triangle: 3, quadrilateral: 4, pentagon: 5, hexagon: 6, heptagon: 7, octagon: 8 },
  ...{ nonagon: 9, decagon: 10, dodecagon: 12 },
}
const LENGTH_UNIT = '(mm|cm|dm|m)\\b'
const POLYGON = `(${Object.keys(sides).join('|')})`
const PART = '(half|an? (?:half|third|quarter|\\w{3,7}th)|\\d (?:thirds|quarters|\\w{3,7}ths))'
const partOf = (text: string | undefined) => (text === 'half' ? 0.5 : (fractionOf(text ?? '')?.valueOf() ?? Number.NaN))
const stem = (word = '') => word.toLowerCase().replace(/(?:e?s|i?es)$/, '')
const same = (one: string | undefined, other: string | undefined) => stem(one) !== '' && stem(one) === stem(other)

const body = (
  name: string,
  unless: RegExp,
  volume: (r: number, h: number) => number,
  way: (r: number, h: number) => number[],
) =>
  ofParts(
    `the volume of the ${name}`,
    { about: new RegExp(`\\b${name}\\b`, 'i'), asks: /\bvolume\b/i, unless, parts: { radius: RADIUS, height: HEIGHT } },
    ({ radius, height }) => ({ values: [[volume(radius, height)]], way: way(radius, height) }),
  )

/** The members of a ratio by their names. */
const ofRatio = (
  total: number,
  [a, b]: readonly [number, number],
  [one, other, asked]: readonly (string | undefined)[],
) => {
  const part = same(one, asked) ? a : same(other, asked) ? b : Number.NaN
  return { values: [[(total * part) / (a + b)]], way: [a + b, total / (a + b)] }
}

const forms: readonly QuestionReader[] = [
  body(
    'cone',
    /slant|frustum|truncated|cylinder|diameter|water|half|surface/i,
    (r, h) => (Math.PI * r * r * h) / 3,
    (r, h) => [r * r, r * r * h, Math.PI * r * r, Math.PI * r * r * h],
  ),
  body(
    'cylinder',
    /cone|hollow|pipe|diameter|water|half|surface|wall|cost/i,
    (r, h) => Math.PI * r * r * h,
    (r, h) => [r * r, r * r * h, Math.PI * r * r],
  ),
  form(
    'the share of the total',
    String.raw`(?:^|[.:] ?)(?:the )?(?:ratio of )?(\w+) (?:to|and) (\w+) (?:is|are)(?: in (?:a|the) ratio(?: of)?)? #(?: ?: ?| to )# in an? \w+ of #\. how many (\w+)(?: are there| are in it| does it have)?\?`,
    ([a = 0, b = 0, total = 0], match) => ofRatio(total, [a, b], [match[1], match[2], match[6]]),
  ),
  form(
    'the share of the total',
    String.raw`ratio of (\w+) to (\w+) in an? \w+ of #(?: \w+)? is #(?: ?: ?| to )#\. how many (\w+)(?: are there| are in it| does it have)?\?`,
    ([total = 0, a = 0, b = 0], match) => ofRatio(total, [a, b], [match[1], match[2], match[6]]),
  ),
  form(
    'the number of handshakes',
    String.raw`\b# ?(?:people|guests|persons|friends|players|colleagues|delegates)?[,:]? (?:at a party )?(?:meet(?: and)?,? )?(?:and )?(?:every(?:one|body)|each(?: of them| person| guest)?|all(?: of them)?) shakes? hands? (?:exactly )?(?:once )?with (?:every(?:one|body)(?: else)?|each other|every other(?: person| guest)?|all (?:the )?others)(?: (?:exactly )?once)?[.,:]? ?how many handshakes(?: are there| is that| take place)?`,
    ([n = 0]) => ({ values: [[(n * (n - 1)) / 2]], way: [n - 1, n * (n - 1)] }),
  ),
  form(
    'the next value',
    String.raw`(?:mean|average) of # (?:[\w ]{1,24}) is #\. what (?:must|does|should|has)(?: the| my| her| his)? (?:next|\w+th)(?: \w+)?(?: have to| to)? be (?:for|to (?:get|have|reach|make)|so that)[^?\d]{0,30}(?:mean|average)[^?\d]{0,12}#\?`,
    ([n = 0, mean = 0, wanted = 0]) => ({ values: [[(n + 1) * wanted - n * mean]], way: [n * mean, (n + 1) * wanted] }),
  ),
  ofParts(
    'the price before the percentage',
    {
      about: /\badds? #?[^.]*(?:service|tip|VAT|tax)|(?:with|plus|including|incl\.?) [^.]*(?:service|tip|VAT|tax)/i,
      asks: /\b(?:alone|without|before|net)\b/i,
      unless: /discount|each|per person|split|already/i,
      parts: {
        rate: `#% (?:for )?(?:service|tip|VAT|value[- ]added tax|sales tax|tax)`,
        total: `(?:comes? to|total(?:s|led)?(?: is| of)?|bill (?:is|was|of)|paid|pays?|costs?|invoice (?:is|was|of)|amounts? to) #(?!\\s?%)`,
      },
    },
    ({ rate, total }) => ({ values: [[total / (1 + rate / 100)]], way: [1 + rate / 100, 100 + rate] }),
  ),
  form(
    'the sum of the angles',
    String.raw`sum of the (?:interior|inner|inside) angles (?:of|in) an? (?:\w+ )?${POLYGON}\b`,
    (_, match) => {
      const n = sides[(match[1] ?? '').toLowerCase()] ?? Number.NaN
      return { values: [[(n - 2) * 180]], way: [n - 2] }
    },
  ),
  form(
    'the angle',
    String.raw`(?:how (?:big|large) is (?:each|an|every) (?:interior|inner) angle|(?:size|measure) of (?:each|an|every|one) (?:interior|inner) angle) (?:of|in) a regular ${POLYGON}\b`,
    (_, match) => {
      const n = sides[(match[1] ?? '').toLowerCase()] ?? Number.NaN
      return { values: [[((n - 2) * 180) / n]], way: [n - 2, (n - 2) * 180] }
    },
  ),
  form(
    'the term',
    String.raw`(?:what is|find|give|compute|determine) the (?:#(?:st|nd|rd|th)|([a-z]+)) term of (?:the (?:\w+ )?(?:sequence|progression) )?#, ?#, ?#(?:, ?#)?(?:, ?#)?,? ?(?:…|\.\.\.|and so on)?\s?[?.]`,
    (numbers, match) => {
      const word = match.slice(1).find((each) => each !== undefined && /^[a-z]/i.test(each))
      const n = word === undefined ? (numbers[0] ?? 0) : (ordinalOf(word) ?? Number.NaN)
      const terms = word === undefined ? numbers.slice(1) : numbers
      const [a = 0, b = 0] = terms
      const isArithmetic = terms.every((each, i) => i === 0 || Math.abs(each - (terms[i - 1] ?? 0) - (b - a)) < 1e-9)
      const isGeometric =
        a !== 0 && terms.every((each, i) => i === 0 || Math.abs(each / (terms[i - 1] ?? 1) - b / a) < 1e-9)
      if (isArithmetic === isGeometric || !(n > terms.length && n <= 200)) return null
      return isArithmetic
        ? { values: [[a + (n - 1) * (b - a)]], way: [b - a, n - 1, (n - 1) * (b - a)] }
        : { values: [[a * (b / a) ** (n - 1)]], way: [b / a, n - 1, (b / a) ** (n - 1)] }
    },
  ),
  ofParts(
    'the value',
    {
      about:
        /declining[- ]balance|\b(?:loses?|depreciates?|drops?|falls?)\b[^.?]*(?:each|every|per|a) year|reducing[- ]balance/i,
      asks: /\b(?:worth|book value|value|left)\b/i,
      unless:
        /straight|linear|salvage|residual|month|half|first|then|sold|initial|original|purchase|cost price|list price|\bnew\b|same amount/i,
      parts: {
        rate: `#%`,
        years: `(?:after|in|at the end of) # years`,
        price: `(?:of|for|costs?|costing|at|worth|price(?: of| is)?) #(?! ?(?:%|years))`,
      },
    },
    ({ rate, years, price }) => ({
      values: [[price * (1 - rate / 100) ** years]],
      way: Array.from({ length: years }, (_, i) => [
        price * (1 - rate / 100) ** i,
        price * (1 - rate / 100) ** i * (rate / 100),
      ]).flat(),
    }),
  ),
  ofParts(
    'the value with compound interest',
    {
      about: /compounded (?:annually|yearly|once a year)|annual compounding/i,
      asks: /\b(?:final|worth|value|amount|balance|become|becomes|have|grow|grown|end up)\b/i,
      unless:
        /month|quarter|semi|half|daily|continu|interest (?:is )?earned|how much interest|withdraw|adds?\b|each year|present/i,
      parts: {
        principal: `#(?: (?:is|are|was|were))? (?:invested|deposited|put|placed|lent|saved)|(?:invests?|deposits?|puts?|places?|lends?|saves?|have|has) #(?!\\s?%)`,
        rate: `#%`,
        years: `(?:for|after|in|over) # years`,
      },
    },
    ({ principal, rate, years }) => ({
      values: [[principal * (1 + rate / 100) ** years]],
      way: Array.from({ length: years }, (_, i) => [
        principal * (1 + rate / 100) ** i,
        principal * (1 + rate / 100) ** i * (rate / 100),
      ]).flat(),
    }),
  ),
  form(
    'the number of integers',
    String.raw`how many (?:integers|whole numbers) (?:lie|are(?: there)?|belong) (?:in|to) (?:the interval )?([(\[\]])\s?#\s?[,;]\s?#\s?([)\]\[])`,
    ([a = 0, b = 0], match) => {
      const [open, close] = [match[1], match[4]]
      const from = open === '[' ? Math.ceil(a) : Math.floor(a) + 1
      const to = close === ']' ? Math.floor(b) : Math.ceil(b) - 1
      return Math.max(0, to - from + 1)
    },
  ),
  form(
    'the change in per cent',
    String.raw`\b(doubled|trebled|tripled|quadrupled|halved)\b[^?.]{0,30}[.?:] ?(?:by )?(?:what|how many) (?:percentage|percent|%|per cent) (?:(?:increase|decrease|rise|change|fall)(?: is (?:that|this))?|is (?:that|this))\?`,
    (_, match) =>
      ({ doubled: 100, trebled: 200, tripled: 200, quadrupled: 300, halved: 50 })[(match[1] ?? '').toLowerCase()] ??
      null,
  ),
  form(
    'the rise in per cent',
    String.raw`\b(?:lost|loses|fell by|dropped by|fallen by|lost) ${PART}(?: of (?:its|the|their) (?:\w+ )?(?:value|price))?\.[^?]{0,10}\bby (?:what|how many) (?:percentage|percent|%|per cent)[^?]{0,30}\b(?:rise|gain|grow|increase|climb|go up)[^?]{0,40}\b(?:back|recover|original|old|again)[^?]{0,30}\?`,
    (_, match) => {
      const part = partOf(match[1])
      return { ...share(part / (1 - part)), way: [1 - part] }
    },
  ),
  form(
    'what is left of the whole',
    String.raw`\bfilled to ${PART},? (?:and )?then ${PART} of (?:its|the) (?:capacity|volume)? ?(?:are|is) added\. what (?:fraction|part|share)(?: of it| of the \w+)? is (?:still )?(?:empty|free)\b`,
    (_, match) => ({ ...share(1 - partOf(match[1]) - partOf(match[2])), way: [partOf(match[1]) + partOf(match[2])] }),
  ),
  form(
    'the price of one',
    String.raw`\b# (\w+) at #(?: each)? and # (\w+)(?: together| in all)? cost #(?: in all| together| altogether)?\. (?:how much is|what does|how much does|what is the price of) (?:1|one|a|each|single) (\w+)(?: cost)?\?`,
    ([n = 0, price = 0, m = 1, total = 0], match) =>
      same(match[5], match[7]) ? { values: [[(total - n * price) / m]], way: [n * price, total - n * price] } : null,
  ),
  form(
    'the volume in litres',
    String.raw`\b(?:tank|aquarium|box|tub|container|pool|trough|basin|crate)\b[^?\d]{0,30}# ?${LENGTH_UNIT}(?: long)?(?:,| by| ×| x|\*) ?(?:and )?# ?${LENGTH_UNIT}(?: wide| broad)?(?:,| by| ×| x|\*)?(?: and)? ?# ?${LENGTH_UNIT}(?: high| deep| tall)?\. how many (?:litres|liters) (?:does it|does the \w+|can it|will it|fit|go)(?: hold| contain| take)?(?: into it| in it)?\?`,
    (numbers, match) => {
      const units = match.slice(1).filter((each) => each !== undefined && /^[a-z]/i.test(each))
      const meters = units.map((unit) => unitSize(unit ?? '')?.size ?? Number.NaN)
      const [a = 0, b = 0, c = 0] = numbers.map((each, i) => each * (meters[i] ?? Number.NaN))
      return { values: [[a * b * c * 1000]], way: [a * b, a * b * c, a * b * c * 1e6, a * b * 1e4, ...numbers] }
    },
  ),
  form(
    'the number of them',
    String.raw`\bdoubles (?:in number )?every # (minutes|hours|days|years)\. (?:it|there|we|the \w+) (?:starts? with|starts? at|are|is) #(?: \w+)?(?: at (?:first|the start))?\. how many(?: \w+)? are there after # (minutes|hours|days|years)\?`,
    ([every = 1, start = 0, after = 0], match) => {
      const minutes: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1440, years: 525_600 }
      const times =
        (after * (minutes[match[5] ?? ''] ?? Number.NaN)) / (every * (minutes[match[2] ?? ''] ?? Number.NaN))
      return Number.isInteger(times) && times <= 60
        ? { values: [[start * 2 ** times]], way: [times, 2 ** times] }
        : null
    },
  ),
  form(
    'the braking distance',
    String.raw`\b(?:brakes|slows down|stops) from # ?km\/h to (?:rest|a stop|a standstill|0) in # ?(?:s|seconds)\b(?: with constant deceleration| evenly| uniformly)?\. how far does (?:it|he|she|the \w+) (?:travel|go|move)(?: while braking| in that time| meanwhile)?\?`,
    ([speed = 0, time = 0]) => ({
      values: [[(speed / 3.6) * (time / 2)]],
      way: [speed / 3.6, speed / 3.6 / 2, speed / 3.6 / time],
    }),
  ),
  form(
    'the number of digits',
    String.raw`how many (?:decimal )?digits does (?:the number )?#\^\{?#\}? have\?`,
    ([base = 0, power = 0]) =>
      Number.isInteger(base) && Number.isInteger(power) && base > 1 && power > 0 && power < 2000
        ? (BigInt(base) ** BigInt(power)).toString().length
        : null,
  ),
]

/** Only what is wrong is told: what else such a text says stands in steps that nobody may have read. */
export const shortForms: readonly QuestionReader[] = forms.map((reader) =>
  Object.assign(
    (asked: Asked): Solved | null => {
      const solved = reader(asked)
      if (solved === null) return null
      return { ...solved, fits: () => false, ...(/price|value/.test(solved.what) ? { inOwnUnit: true } : {}) }
    },
    { source: reader.source ?? '' },
  ),
)
