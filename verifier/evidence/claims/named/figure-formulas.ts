/* What the quantities of figures and bodies come to, by formula: area, perimeter, volume, diagonal. */

/** A figure as it is described: "a right triangle with legs 6 cm and 8 cm". */
export interface Figure {
  shape: string
  /** Its measures by name, in the order told. */
  measures: ReadonlyMap<string, readonly number[]>
  unit: string
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

export const quantities: readonly {
  name: string
  dimension: number
  notBehind?: RegExp
  formulas: readonly Formula[]
}[] = [
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
export function quantityOf(figure: Figure, formulas: readonly Formula[]): number | null {
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
