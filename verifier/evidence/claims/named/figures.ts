/* Figures and bodies by their measures: "a circle of radius 5 has an area of 10π". Computed by formula. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { corners } from '../../polygons.js'
import { type Figure, quantities, quantityOf } from './figure-formulas.js'
import { type Expected, isNumber, type Named } from './named.js'
import { readNumber, UNIT } from './things.js'

const SHAPES = `circle|disk|disc|semicircle|square|rectangle|parallelogram|rhombus|kite|trapezoid|trapezium|cube|cuboid|box|rectangular\\sprism|cylinder|cone|sphere|ball|hemisphere|pyramid|polygon|\\d{1,2}-gon|${Object.keys(corners).join('|')}`
const head = lean(
  new RegExp(
    String.raw`^(?:(?:an?|the|this|that|any|every|each|our|of|for|in)\s)*((?:(?:right|right-angled|right-angle|equilateral|isosceles|scalene|regular|convex|circular|closed|rectangular|square|solid|simple)\s)*)(?:(?:interior|garden|flower|wooden|metal|plane|flat)\s)?(${SHAPES})\b(.*)$`,
    'iu',
  ),
)

/** Names of measures, each in one spelling. */
const names: readonly (readonly [string, string])[] = [
  ['slant', 'slant\\s(?:height|length)'],
  ['edge', 'edges?(?:\\slengths?)?|side\\sedges?'],
  ['parallel', 'parallel\\ssides|bases(?:\\sof)?'],
  ['side', '(?:equal\\s)?sides?(?:\\slengths?)?|lengths?\\sof\\s(?:the\\s)?sides?'],
  ['leg', 'legs?|catheti'],
  ['hypotenuse', 'hypotenuse'],
  ['diagonal', 'diagonals?'],
  ['radius', '(?:base\\s)?radius'],
  ['diameter', '(?:base\\s)?diameter'],
  ['circumference', 'circumference'],
  ['height', 'heights?|altitude'],
  ['basearea', 'base\\sarea'],
  ['base', 'base(?:\\slength)?'],
  ['width', 'width|breadth'],
  ['length', 'length|dimensions'],
  ['depth', 'depth'],
  ['angle', '(?:interior\\s|base\\s)?angles?'],
  ['perimeter', 'perimeter'],
  ['area', 'area'],
]
const adjectives: Readonly<Record<string, string>> = {
  long: 'length',
  wide: 'width',
  high: 'height',
  tall: 'height',
  deep: 'depth',
  across: 'diameter',
  broad: 'width',
}

const NUMBER = String.raw`[-−]?(?:\\?(?:sqrt|frac)(?:\{[^{}]*\})+|√\d+|√\([^()]*\)|\d[\d.,]*(?:\/\d+)?(?:\s?√\d+|\\sqrt\{\d+\})?)(?<!,)`
const amount = lean(new RegExp(String.raw`^(${NUMBER})\s?(${UNIT})?`, 'iu'))
const filler =
  /^(?:and|with|of|has|having|whose|that|which|is|are|its|a|an|the|measuring|measures?|measured|equal|to|both|each|in|lengths?\sof|about|by|×|x|respectively|,|:|=|[a-z]\s?=|perpendicular|adjacent|non-parallel|given|if|when|corresponding|vertical|other|one|two|three|2|3(?=\sangles|\ssides))(?=[\s,:=\d]|$)\s?/i

function figureIn(source: string): Figure | null {
  const match = head.exec(source.trim())
  if (match === null) return null
  const [, adjective = '', noun = '', rest = ''] = match
  // "Area of the triangle is ½ × 2 × 2" reckons it.
  if (/^triangle$/i.test(noun) && /[×·*]/.test(rest)) return null
  const measures = new Map<string, number[]>()
  const units = new Set<string>()
  let text = rest.trim()
  let name: string | null = null
  const put = (key: string, value: number) => measures.set(key, [...(measures.get(key) ?? []), value])
  for (let turn = 0; text !== '' && turn < 40; turn++) {
    const measure = names.find(([, words]) => new RegExp(`^(?:${words})(?![\\p{L}])`, 'iu').test(text))
    const number = amount.exec(text)
    if (number !== null && !/^\d-(?:sided|gon)/.test(text)) {
      const value = readNumber(number[1] ?? '')?.value
      if (value === undefined || value <= 0) return null
      if (number[2] !== undefined && number[2] !== '') units.add(readNumber(`1 ${number[2]}`)?.unit ?? '?')
      text = text.slice(number[0].length).trim()
      const behind = /^(long|wide|high|tall|deep|across|broad)(?!\p{L})/iu.exec(text)?.[1]
      const sides = /^sides(?!\p{L})/iu.test(text) && name === null
      if (sides) {
        put('count', value)
        text = text.slice(5).trim()
      } else put(behind === undefined ? (name ?? 'measure') : (adjectives[behind.toLowerCase()] ?? ''), value)
      if (behind !== undefined) text = text.slice(behind.length).trim()
      continue
    }
    if (measure !== undefined) {
      name = measure[0]
      text = text.replace(new RegExp(`^(?:${measure[1]})`, 'iu'), '').trim()
      continue
    }
    const skipped = filler.exec(text)
    if (skipped === null) return null
    text = text.slice(skipped[0].length).trim()
  }
  const angle = [...units].filter((unit) => unit === '°')
  const lengths = [...units].filter((unit) => unit !== '°')
  if (text !== '' || lengths.length > 1 || (angle.length > 0 && !measures.has('angle'))) return null
  return { shape: shapeOf(adjective, noun, measures), measures, unit: lengths[0] ?? '' }
}

function shapeOf(adjective: string, noun: string, measures: Map<string, number[]>): string {
  const plain = noun
    .toLowerCase()
    .replace(/^(?:disk|disc)$/, 'circle')
    .replace('ball', 'sphere')
    .replace('trapezium', 'trapezoid')
    .replace(/cuboid|rectangular\sprism/, 'box')
  const n = corners[plain] ?? (/^\d+/.test(plain) ? Number.parseInt(plain, 10) : measures.get('count')?.[0])
  if (n !== undefined && plain !== 'triangle' && plain !== 'quadrilateral') measures.set('corners', [n])
  else if (n !== undefined) measures.set('corners', [n])
  const kind =
    /right/i.test(adjective) && plain === 'triangle'
      ? 'right '
      : /equilateral/i.test(adjective)
        ? 'equilateral '
        : /isosceles/i.test(adjective)
          ? 'isosceles '
          : /regular/i.test(adjective)
            ? 'regular '
            : ''
  return `${kind}${n !== undefined && plain !== 'triangle' && plain !== 'quadrilateral' ? 'polygon' : plain}`
}

const cornersOf = (text: string): number | null => {
  const figure = figureIn(text)
  const n =
    figure?.measures.get('corners')?.[0] ??
    (figure?.shape === 'square' || figure?.shape === 'rectangle' ? 4 : undefined)
  const others = [...(figure?.measures.keys() ?? [])].filter((name) => name !== 'corners' && name !== 'count')
  return n === undefined || others.length > 0 ? null : n
}

const angle =
  (of: (n: number) => number) =>
  (text: string): Expected | null => {
    const n = cornersOf(text)
    return n === null || n < 3 ? null : isNumber(of(n))
  }

/** Figures and bodies that are described by their measures. */
export const figures: readonly Named[] = [
  ...quantities.map(
    ({ name, dimension, notBehind, formulas }): Named => ({
      kind: 'statistics',
      name,
      alone: true,
      link: '(?:of|for|in)',
      ...(notBehind === undefined ? {} : { notBehind }),
      of(text) {
        const figure = figureIn(text)
        const value = figure === null ? null : quantityOf(figure, formulas)
        return figure === null || value === null ? null : isNumber(value, dimension, figure.unit)
      },
    }),
  ),
  {
    kind: 'statistics',
    name: '(?:sum\\sof\\s(?:all\\s|the\\s|its\\s)*(?:interior\\s|internal\\s|inner\\s)?angles|(?:interior\\s)?angle\\ssum)',
    link: '(?:of|in)',
    notBehind: /exterior\s$/i,
    verb: '(?:all\\s)?(?:add\\sup|sum\\sup|sum|add)\\sto',
    of: (text) =>
      angle((n) => (n - 2) * 180)(text.replace(/^(?:the\s)?(?:interior|internal|inner)\sangles\s(?:of|in)\s/i, '')),
  },
  {
    kind: 'statistics',
    name: '(?:each\\s|every\\s|one\\s|an\\s)?(?:interior|internal|inner)\\sangle',
    notBehind: /sum\sof\s(?:the\s)?$/i,
    link: '(?:of|in)',
    of: (text) => (/regular|square/i.test(text) ? angle((n) => ((n - 2) * 180) / n)(text) : null),
  },
  {
    kind: 'statistics',
    name: '(?:each\\s|every\\s|an\\s)?(?:exterior|external)\\sangle',
    link: '(?:of|in)',
    of: (text) => (/regular|square/i.test(text) ? angle((n) => 360 / n)(text) : null),
  },
  { kind: 'statistics', name: 'number\\sof\\sdiagonals', link: '(?:of|in)', of: angle((n) => (n * (n - 3)) / 2) },
  { kind: 'statistics', name: 'complement', link: '(?:of|to)', of: (text) => angleOf(text, 90) },
  { kind: 'statistics', name: 'supplement', link: '(?:of|to)', of: (text) => angleOf(text, 180) },
]

function angleOf(text: string, whole: number): Expected | null {
  const match = /^(?:an?\s|the\s)?(?:angle\s(?:of\s|measuring\s)?)?([\d.]+)\s?°(?:\sangle)?$/.exec(text)
  const value = Number(match?.[1])
  return match === null || value >= whole ? null : isNumber(whole - value)
}
