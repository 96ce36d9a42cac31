/* Figures and bodies by their measures: "a circle of radius 5 has an area of 10π". Computed by formula. */
import { corners } from '../../polygons.js'
import { type Expected, isNumber, type Named } from './named.js'
import { readNumber, UNIT } from './things.js'

/** A figure as it is described: "a right triangle with legs 6 cm and 8 cm". */
interface Figure {
  shape: string
  /** Its measures by name, in the order told. */
  measures: ReadonlyMap<string, readonly number[]>
  unit: string
}

const SHAPES = `circle|disk|disc|semicircle|square|rectangle|parallelogram|rhombus|kite|trapezoid|trapezium|cube|cuboid|box|rectangular\\sprism|cylinder|cone|sphere|ball|hemisphere|pyramid|polygon|\\d{1,2}-gon|${Object.keys(corners).join('|')}`
const head = new RegExp(
  String.raw`^(?:(?:an?|the|this|that|any|every|each|our|of|for|in)\s)*((?:(?:right|right-angled|right-angle|equilateral|isosceles|scalene|regular|convex|circular|closed|rectangular|square|solid|simple)\s)*)(?:(?:interior|garden|flower|wooden|metal|plane|flat)\s)?(${SHAPES})\b(.*)$`,
  'iu',
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
const amount = new RegExp(String.raw`^(${NUMBER})\s?(${UNIT})?`, 'iu')
const filler =
  /^(?:and|with|of|has|having|whose|that|which|is|are|its|a|an|the|measuring|measures?|measured|equal|to|both|each|in|lengths?\sof|about|by|×|x|respectively|,|:|=|[a-z]\s?=|perpendicular|adjacent|non-parallel|given|if|when|corresponding|vertical|other|one|two|three|2|3(?=\sangles|\ssides))(?=[\s,:=\d]|$)\s?/i

function figureIn(source: string): Figure | null {
  const match = head.exec(source.trim())
  if (match === null) return null
  const [, adjective = '', noun = '', rest = ''] = match
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

/** What a quantity of a figure comes to: by its shape, the measures that it is told by and a formula. */
type Formula = readonly [shapes: string, measures: string, formula: (...of: number[]) => number]

const { PI, sqrt, hypot } = Math
const heron = (a: number, b: number, c: number) => {
  const s = (a + b + c) / 2
  return sqrt(s * (s - a) * (s - b) * (s - c))
}
/** The other leg. */
const leg = (a: number, c: number) => (c > a ? sqrt(c * c - a * a) : Number.NaN)

const quantities: readonly { name: string; dimension: number; notBehind?: RegExp; formulas: readonly Formula[] }[] = [
  {
    name: 'area',
    dimension: 2,
    notBehind: /(?:surface|lateral|base|shaded|total|side|curved|cross-sectional)\s$/i,
    formulas: [
      ['circle', 'radius', (r) => PI * r * r],
      ['semicircle', 'radius', (r) => (PI * r * r) / 2],
      ['square', 'side', (a) => a * a],
      ['square', 'diagonal', (d) => (d * d) / 2],
      ['square', 'perimeter', (p) => (p / 4) ** 2],
      ['rectangle', 'length width', (a, b) => a * b],
      ['triangle|isosceles triangle|right triangle', 'base height', (a, h) => (a * h) / 2],
      ['triangle|isosceles triangle', 'side side side', heron],
      ['right triangle', 'leg leg', (a, b) => (a * b) / 2],
      ['right triangle', 'leg hypotenuse', (a, c) => (a * leg(a, c)) / 2],
      ['equilateral triangle', 'side', (a) => (a * a * sqrt(3)) / 4],
      ['parallelogram', 'base height', (a, h) => a * h],
      ['rhombus|kite', 'diagonal diagonal', (d, e) => (d * e) / 2],
      ['trapezoid', 'parallel parallel height', (a, b, h) => ((a + b) / 2) * h],
      ['regular polygon', 'corners side', (n, a) => (n * a * a) / (4 * Math.tan(PI / n))],
    ],
  },
  {
    name: 'perimeter|circumference',
    dimension: 1,
    formulas: [
      ['circle', 'radius', (r) => 2 * PI * r],
      ['semicircle', 'radius', (r) => (PI + 2) * r],
      ['square|rhombus', 'side', (a) => 4 * a],
      ['square', 'area', (a) => 4 * sqrt(a)],
      ['rectangle|parallelogram', 'length width', (a, b) => 2 * (a + b)],
      ['triangle|isosceles triangle|right triangle', 'side side side', (a, b, c) => a + b + c],
      ['right triangle', 'leg leg', (a, b) => a + b + hypot(a, b)],
      ['right triangle', 'leg hypotenuse', (a, c) => a + c + leg(a, c)],
      ['equilateral triangle', 'side', (a) => 3 * a],
      ['regular polygon', 'corners side', (n, a) => n * a],
    ],
  },
  { name: 'diameter', dimension: 1, formulas: [['circle|sphere', 'radius', (r) => 2 * r]] },
  {
    name: 'radius',
    dimension: 1,
    formulas: [
      ['circle|sphere', 'diameter', (d) => d / 2],
      ['circle', 'circumference', (c) => c / (2 * PI)],
      ['circle', 'area', (a) => sqrt(a / PI)],
    ],
  },
  {
    name: 'hypotenuse(?:\\slength)?',
    dimension: 1,
    formulas: [['right triangle|triangle', 'leg leg', (a, b) => hypot(a, b)]],
  },
  {
    name: '(?:other|missing|2th|remaining|third|unknown)\\sleg',
    dimension: 1,
    formulas: [['right triangle', 'leg hypotenuse', leg]],
  },
  {
    name: '(?:space\\s)?diagonals?',
    dimension: 1,
    formulas: [
      ['square', 'side', (a) => a * sqrt(2)],
      ['rectangle', 'length width', (a, b) => hypot(a, b)],
      ['cube', 'edge', (a) => a * sqrt(3)],
      ['box', 'length width height', (a, b, c) => hypot(a, b, c)],
    ],
  },
  {
    name: 'volume',
    dimension: 3,
    formulas: [
      ['cube', 'edge', (a) => a ** 3],
      ['box', 'length width height', (a, b, c) => a * b * c],
      ['cylinder', 'radius height', (r, h) => PI * r * r * h],
      ['cone', 'radius height', (r, h) => (PI * r * r * h) / 3],
      ['cone', 'radius slant', (r, s) => (PI * r * r * leg(r, s)) / 3],
      ['sphere', 'radius', (r) => (4 / 3) * PI * r ** 3],
      ['hemisphere', 'radius', (r) => (2 / 3) * PI * r ** 3],
      ['pyramid', 'basearea height', (a, h) => (a * h) / 3],
    ],
  },
  {
    name: '(?:total\\s)?surface\\sarea|surface',
    dimension: 2,
    notBehind: /lateral\s$|curved\s$/i,
    formulas: [
      ['cube', 'edge', (a) => 6 * a * a],
      ['box', 'length width height', (a, b, c) => 2 * (a * b + b * c + a * c)],
      ['sphere', 'radius', (r) => 4 * PI * r * r],
      ['cylinder', 'radius height', (r, h) => 2 * PI * r * (r + h)],
      ['cone', 'radius slant', (r, s) => PI * r * (r + s)],
    ],
  },
  {
    name: '(?:lateral|curved)\\s(?:surface\\s)?area',
    dimension: 2,
    formulas: [
      ['cylinder', 'radius height', (r, h) => 2 * PI * r * h],
      ['cone', 'radius slant', (r, s) => PI * r * s],
    ],
  },
  { name: 'slant\\sheight', dimension: 1, formulas: [['cone', 'radius height', (r, h) => hypot(r, h)]] },
  {
    name: 'height|altitude',
    dimension: 1,
    notBehind: /slant\s$/i,
    formulas: [['equilateral triangle', 'side', (a) => (a * sqrt(3)) / 2]],
  },
  {
    name: '(?:third|3th|other|remaining|missing|last)\\s(?:interior\\s)?angle',
    dimension: 0,
    formulas: [['triangle|isosceles triangle', 'angle angle', (a, b) => 180 - a - b]],
  },
]

/** Measures that are told under another name, or follow from one. */
function measuresOf({ shape, measures }: Figure): Map<string, readonly number[]> {
  const all = new Map(measures)
  const bare = all.get('measure') ?? []
  const take = (from: string, to: string) => {
    const known = all.get(from)
    if (known !== undefined && !all.has(to)) {
      all.delete(from)
      all.set(to, known)
    }
  }
  const plain = shape.replace(/^(?:right|equilateral|isosceles|regular) /, '')
  if (plain === 'rectangle' || plain === 'box') {
    for (const each of ['side', 'measure', 'length', 'edge']) {
      const found = all.get(each) ?? []
      if (found.length === (plain === 'box' ? 3 : 2)) {
        all.delete(each)
        for (const [i, name] of ['length', 'width', 'height'].slice(0, found.length).entries())
          all.set(name, [found[i] ?? 0])
      }
    }
    take('base', 'length')
    if (plain === 'rectangle') take('height', 'width')
    take('depth', all.has('height') ? 'width' : 'height')
  }
  if (plain === 'parallelogram' && all.get('side')?.length === 2) {
    const [a = 0, b = 0] = all.get('side') ?? []
    all.delete('side')
    all.set('length', [a]).set('width', [b])
  }
  if (/^(?:square|rhombus|polygon)$/.test(plain) || shape.startsWith('equilateral')) {
    take('length', 'side')
    take('edge', 'side')
    if (bare.length === 1) take('measure', 'side')
  }
  if (plain === 'cube') {
    take('side', 'edge')
    take('length', 'edge')
  }
  if (plain === 'triangle' && !shape.startsWith('equilateral')) {
    if (bare.length === 3) take('measure', 'side')
    if (shape.startsWith('right') && all.get('side')?.length === 2 && !all.has('leg')) take('side', 'leg')
  }
  const diameter = all.get('diameter')
  if (diameter !== undefined && !all.has('radius') && /circle|sphere|cylinder|cone/.test(plain)) {
    all.delete('diameter')
    all.set(
      'radius',
      diameter.map((each) => each / 2),
    )
  }
  return all
}

/** The formula for just these measures, no more and no fewer. */
function quantityOf(figure: Figure, formulas: readonly Formula[]): number | null {
  for (const [shapes, needs, formula] of formulas) {
    if (!shapes.split('|').includes(figure.shape)) continue
    for (const measures of [measuresOf(figure), figure.measures]) {
      const wanted = needs.split(' ')
      const taken = new Map<string, number>()
      const values = wanted.map((name) => {
        const i = taken.get(name) ?? 0
        taken.set(name, i + 1)
        return measures.get(name)?.[i] ?? Number.NaN
      })
      const told = [...measures]
        .filter(([name]) => name !== 'corners' || wanted.includes('corners'))
        .flatMap(([, each]) => each)
      if (values.some(Number.isNaN) || told.length !== wanted.length) continue
      const value = formula(...values)
      if (Number.isFinite(value) && value > 0) return value
    }
  }
  return null
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
