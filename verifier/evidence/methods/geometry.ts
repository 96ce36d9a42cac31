/* Wrong ways in questions of lengths, areas, volumes, angles and scales. Each topic has its rule and its slips. */
import { sides } from '../polygons.js'
import { sum, type Topic, way } from './topic.js'

const { PI, sqrt } = Math

/** Lengths, areas and volumes, angles, scales. */
export const geometryTopics: readonly Topic[] = [
  {
    rule: 'the side of a cone unrolls to π r s with the slant height s = √(r² + h²)',
    about: [/cone\b|Kegel|圆锥/i, /surface|lateral|Oberfläche|Mantel|表面积|侧面积/i],
    unless: /frustum|slant height (?:is|of|=)[^.?]{0,8}\d|truncated|Mantellinie/i,
    compare(asked) {
      const radius = asked.labelled('radius(?: of| is)?|Radius(?: von)?|半径(?:为|是)?')
      const height = asked.labelled('height(?: of| is)?|Höhe(?: von)?|高(?:为|是)?')
      if (radius === undefined || height === undefined || asked.of('length').length !== 2) return null
      const s = sqrt(radius ** 2 + height ** 2)
      const side = radius * s
      const [wrong, whole] = [radius * height, radius * (radius + s)]
      return {
        right: [whole, side].flatMap((each) => [each * PI, each * 3.14, each]),
        slips: [way(wrong, wrong + radius ** 2), way(wrong * PI), way((wrong + radius ** 2) * PI), way(wrong)],
      }
    },
  },
  {
    rule: 'the square over the longest side of a right triangle is the sum of the two others',
    about: [
      /diagonal|hypotenuse|ladder|right[- ]angled|right triangle|Hypotenuse|Diagonale|rechtwinklig|Leiter|对角线|斜边|直角三角形|梯子|(?:north|east|south|west)\b[^.]{0,60}(?:north|east|south|west)\b/i,
    ],
    unless:
      /walk|drive|drove|driven|\btimes\b|travel(?:led|ed)? in all|in total|altogether|streets?|path|sum of|square of the|zurückgelegt|insgesamt|gelaufen|一共|共走|cube|cuboid|box|angle of|similar|trapez|rhombus|kite|isosceles|polygon|gon\b|sides? of (?:length )?\w+ and an? (?:area|perimeter)/i,
    compare(asked) {
      const lengths = asked.only(2, 'length') ?? (asked.all.length === 2 ? asked.only(2, 'bare') : null)
      if (lengths === null) return null
      const [a = 0, b = 0] = lengths
      const leg =
        /ladder|Leiter|梯子|hypotenuse (?:of|is|=|measures|has)[^.?]{0,12}\d|diagonal (?:of|is|=|measures)[^.?]{0,24}\d|Hypotenuse (?:ist|von|misst)|斜边(?:长)?(?:为|是)?\d/i.test(
          asked.text,
        )
      const [joint, rest] = [sqrt(a * a + b * b), sqrt(Math.abs(a * a - b * b))]
      // "Hypotenuse 13, one leg 5": which side is given is said in too many ways to be sure of it.
      if (/hypotenuse|\blegs?\b|Kathete|斜边|直角边/i.test(asked.text) && !/ladder|Leiter|梯子/i.test(asked.text))
        return { right: [joint, rest], slips: [way(a * a + b * b), way(Math.abs(a * a - b * b)), way((a + b) / 2)] }
      return leg
        ? { right: [rest], slips: [way(joint), way(Math.abs(a - b)), way(Math.abs(a * a - b * b))] }
        : { right: [joint], slips: [way(a + b), way(rest), way(a * a + b * b), way(sqrt(a + b)), way((a + b) / 2)] }
    },
  },
  {
    rule: 'the area of a circle is π r², its circumference 2 π r, and r is half of the diameter',
    about: [
      /circle|circular|round|disc|disk|pizza|wheel|pond|Kreis|runde|Rad\b|圆/i,
      /area|circumference|around|Fläche|Umfang|面积|周长|revolutions|turns|how far|fence/i,
    ],
    unless:
      /cylinder|cone|sphere|cylind|ring|annul|sector|arc|segment|semicirc|half|quarter|path|inscribed|square|pizzas|price|Zylinder|圆柱|圆锥|track|per (?:cm|m)/i,
    compare(asked) {
      const [size = 0] = asked.only(1, 'length') ?? []
      if (size === 0) return null
      const d = /diameter|Durchmesser|直径/i.test(asked.text)
      if (d === /radius|Radius|半径/i.test(asked.text)) return null
      const r = d ? size / 2 : size
      const all = (value: number, ...more: number[]) => [value, ...more].flatMap((each) => [each * PI, each])
      const area = /area|Fläche|面积/i.test(asked.text)
      const around = /circumference|around|Umfang|周长|fence|revolution|turn/i.test(asked.text)
      if (area && around)
        return {
          right: [r * r * PI, r * r * 3.14],
          slips: [way(size * size * PI), ...(d ? [] : [way(4 * r * r * PI)])].filter(
            ({ values }) => values[0] !== r * r * PI,
          ),
        }
      const rounds = asked.of('bare').find((each) => each > 12) ?? 1
      const right = area ? r * r : 2 * r * rounds
      const wrong = area ? [(2 * r) ** 2, 2 * r, r] : [r, 4 * r, r * r].map((each) => each * rounds)
      return {
        right: [...all(right), right * 3.14, (right * 22) / 7],
        slips: wrong.filter((each) => each !== right).flatMap((each) => [way(each * PI), way(each * 3.14)]),
      }
    },
  },
  {
    rule: 'a cylinder holds π r² h, a cone a third of it, a sphere 4/3 π r³',
    about: [
      /cylind|cone\b|conical|sphere|spherical|ball\b|Zylinder|Kegel|Kugel|圆柱|圆锥|球/i,
      /volume|hold|capacity|how much|Volumen|fasst|体积|容积/i,
    ],
    unless:
      /surface|melted|recast|half|hemisphere|lateral|frustum|hollow|pipe|falls|rolls|dropped|inscribed|drawn|表面|probab|draw/i,
    compare(asked) {
      const lengths = asked.of('length')
      const sphere = /sphere|spherical|ball\b|Kugel|球/i.test(asked.text)
      const cone = /cone\b|conical|Kegel|圆锥/i.test(asked.text)
      const d = /diameter|Durchmesser|直径/i.test(asked.text)
      if (d === /radius|Radius|半径/i.test(asked.text)) return null
      const many = (values: number[]) => values.flatMap((each) => [each * PI, each * 3.14])
      if (sphere) {
        const [size = 0] = asked.only(1, 'length') ?? []
        const r = d ? size / 2 : size
        if (size === 0) return null
        const right = (4 / 3) * r ** 3
        return {
          right: many([right]),
          slips: many([4 * r ** 2, (4 / 3) * (2 * r) ** 3, r ** 3, (3 / 4) * r ** 3, (4 / 3) * r ** 2, 4 * r ** 3]).map(
            (each) => way(each),
          ),
        }
      }
      const round = asked.labelled(
        'radius(?: of| is)?|diameter(?: of| is)?|Radius(?: von)?|Durchmesser(?: von)?|半径(?:为|是)?|直径(?:为|是)?',
      )
      const height = lengths.find((each) => each !== round)
      if (round === undefined || height === undefined || lengths.length !== 2) return null
      const r = d ? round / 2 : round
      const base = r * r * height
      const right = cone ? base / 3 : base
      return {
        right: many([right]),
        slips: many(
          [
            cone ? base : base / 3,
            (cone ? 1 / 3 : 1) * 4 * base,
            2 * r * height,
            2 * base,
            base / 2,
            r * height * height,
          ].filter((each) => each !== right),
        ).map((each) => way(each)),
      }
    },
  },
  {
    rule: 'the area of a triangle is half of base times height',
    about: [/triang|Dreieck|三角/i, /area|Fläche|面积/i],
    unless: /sides? (?:of|are|with)|equilateral|isosceles|perimeter|similar|coordinates|vertices|cost|prism|pyramid/i,
    compare(asked) {
      const lengths = asked.only(2, 'length')
      if (lengths === null || !/base|height|legs?|Grundseite|Höhe|Kathete|底|高|直角|right/i.test(asked.text))
        return null
      const [a = 0, b = 0] = lengths
      if (/hypotenuse/i.test(asked.text)) return null
      return { right: [(a * b) / 2], slips: [way(a * b), way((a + b) / 2), way(a + b)] }
    },
  },
  {
    rule: 'the area of a trapezoid is the mean of the parallel sides times the height',
    about: [/trapez|梯形/i, /area|Fläche|面积/i],
    compare(asked) {
      const lengths = asked.only(3, 'length') ?? asked.only(3, 'bare')
      const height = asked.labelled('height(?: of| is)?|apart|distance|Höhe(?: von| ist)?|高(?:为|是)?|hoch')
      if (lengths === null || height === undefined) return null
      const [a = 0, b = 0] = lengths.filter((each) => each !== height)
      if (lengths.filter((each) => each !== height).length !== 2) return null
      return {
        right: [((a + b) * height) / 2],
        slips: [
          way((a + b) * height),
          way(a * height),
          way(b * height),
          way(a * b * height),
          way((a * b * height) / 2),
        ],
      }
    },
  },
  {
    rule: 'the angles of an n-gon add up to (n - 2) 180°',
    about: [
      /angle|Winkel|角/i,
      /quadrilateral|pentagon|hexagon|heptagon|octagon|nonagon|decagon|dodecagon|polygon|-gon|Viereck|Fünfeck|Sechseck|eck\b|边形|triangle|Dreieck|三角形/i,
    ],
    unless: /cyclic|inscribed|isosceles|right[- ]|exterior|Außen|bisect|clock/i,
    compare(asked) {
      const german: Record<string, number> = { dreieck: 3, viereck: 4, fünfeck: 5, sechseck: 6, achteck: 8 }
      const n =
        sides(asked.text) ??
        german[/(?:Drei|Vier|Fünf|Sechs|Acht)eck/i.exec(asked.text)?.[0].toLowerCase() ?? ''] ??
        null
      if (n === null) return null
      const total = (n - 2) * 180
      const parts = ratioIn(asked.text)
      if (parts !== null && parts.length === n) {
        const [right, wrong] = [total, n === 3 ? 360 : 180]
        const share = (whole: number, part: number) => (whole * part) / sum(parts)
        const asksMost = /largest|biggest|greatest|größte|最大/i.test(asked.text)
        const part = asksMost
          ? Math.max(...parts)
          : /smallest|least|kleinste|最小/i.test(asked.text)
            ? Math.min(...parts)
            : Number.NaN
        const wanted = Number.isNaN(part) ? parts : [part]
        return {
          right: wanted.map((each) => share(right, each)),
          slips: [wrong, n * 180, (n - 1) * 180].flatMap((whole) =>
            wanted.map((each) => ({
              values: [whole / sum(parts), share(whole, each)],
              says: new RegExp(String.raw`(?<![\d.])${whole} ?(?:°|degrees|Grad|度)`),
            })),
          ),
        }
      }
      if (!/sum|interior|Innenwinkel|内角|regular|regelmäßig|正/i.test(asked.text) || parts !== null) return null
      if (/sum|Summe|和/i.test(asked.asks) && !/each/i.test(asked.asks))
        return { right: [total], slips: [way(n * 180), way((n - 1) * 180)] }
      if (!/regular|equiangular|regelmäßig|正/i.test(asked.text)) return null
      return {
        right: [total / n],
        slips: [way((n - 1) * 180, ((n - 1) * 180) / n), way(360 / n), way(total / (n - 2))],
      }
    },
  },
  {
    rule: 'areas grow with the square of a scale, volumes with its cube',
    about: [
      /scale|similar|model|enlarg|Maßstab|ähnlich|vergrößer|相似|比例|original|doubled|tripled|twice as|three times as|verdoppel/i,
      /area|volume|weigh|mass|Fläche|Volumen|面积|体积|paint|capacity|surface/i,
    ],
    // An area or one length that is itself doubled.
    unless:
      /speed|price|rate|kinetic|force|map|Karte|地图|km|(?:area|volume|Fläche|Volumen|面积|体积)[^.?!]{0,40} (?:is|was|wird|ist|gets|has been) (?:then )?(?:doubled|tripled|verdoppelt|verdreifacht|enlarged|increased)|(?:twice|three times|doppelt|dreimal) (?:as|so) (?:large|big|long|high|tall|wide|groß|lang|hoch|breit)|\bonly\b|just as|\bnur\b|(?:height|depth|Höhe)[^.?!]{0,12} (?:is|was|wird) (?:doubled|tripled|verdoppelt)/i,
    compare(asked) {
      const solid = /volume|weigh|mass|Volumen|体积|capacity/i.test(asked.asks)
      const k = ratioOf(asked.text)
      const values = asked.of('area', 'volume', 'mass')
      if (k === null) return null
      const power = solid ? 3 : 2
      const [x] = values
      if (values.length !== 1 || x === undefined)
        return {
          right: [k ** power, k ** -power],
          slips: [way(k), ...(solid ? [way(k ** 2)] : [way(k ** 3)])].filter(() => values.length === 0 && k > 1),
        }
      return {
        right: [x * k ** power, x / k ** power],
        slips: [
          way(x * k),
          way(x / k),
          ...(solid ? [way(x * k ** 2), way(x / k ** 2)] : [way(x * k ** 3), way(x * 2 * k)]),
        ],
      }
    },
  },
  {
    rule: 'on a map areas scale with the square of the scale',
    about: [/map|Karte|地图|plan\b/i, /1 ?: ?[\d,]+/, /area|Fläche|面积/i],
    compare(asked) {
      const scale = Number(/1 ?: ?([\d,]+)/.exec(asked.text)?.[1]?.replace(/,/g, ''))
      const [a] = asked.of('area')
      if (a === undefined || !(scale > 1)) return null
      const m2 = (a * scale ** 2) / 1e4
      return {
        right: [m2, m2 / 1e6, m2 / 1e4],
        slips: [way((a * scale) / 1e4), way((a * scale) / 1e2), way((a * scale) / 1e5), way((a * scale) / 1e10)],
      }
    },
  },
  {
    rule: 'a border of width w adds 2 w to each side',
    about: [
      /path|border|frame|walkway|margin|Weg|Rand|Rahmen|小路|边框|strip/i,
      /around|surround|all sides|rund|um|四周|outside|wide/i,
      /area|Fläche|面积|tiles|paint/i,
    ],
    compare(asked) {
      const lengths = asked.only(3, 'length')
      if (lengths === null) return null
      const w =
        asked.labelled('wide|width of(?: the)? (?:path|border|frame)|uniform width(?: of)?') ?? Math.min(...lengths)
      const [a = 0, b = 0] = lengths.filter((each) => each !== w)
      if (lengths.filter((each) => each !== w).length !== 2 || w >= Math.min(a, b)) return null
      const outside = !/inside|inner|within|innen/i.test(asked.text)
      const [p, q] = outside ? [a + 2 * w, b + 2 * w] : [a - 2 * w, b - 2 * w]
      const [u, v] = outside ? [a + w, b + w] : [a - w, b - w]
      return {
        right: [Math.abs(p * q - a * b), p * q],
        way: [p, q],
        slips: [way(u * v, Math.abs(u * v - a * b)), way(2 * w * (a + b)), way(u * v), way(4 * w * w)],
      }
    },
  },
  {
    rule: 'a box has six faces in three pairs: 2 (ab + bc + ca)',
    about: [/surface|Oberfläche|表面积/i, /cuboid|box|cube|rectangular|Quader|Würfel|长方体|正方体|block/i],
    unless: /open|lid|without a? ?top|painted|small cubes|ohne Deckel|无盖/i,
    compare(asked) {
      const lengths = asked.of('length')
      const [a = 0, b = 0, c = 0] = lengths
      if (lengths.length === 3) {
        const half = a * b + b * c + c * a
        return { right: [2 * half], slips: [way(half), way(a * b * c), way(4 * (a + b + c)), way(6 * a * b)] }
      }
      return lengths.length === 1 && /cube|Würfel|正方体/i.test(asked.text)
        ? { right: [6 * a * a], slips: [way(4 * a * a), way(a ** 3), way(12 * a), way(6 * a)] }
        : null
    },
  },
  {
    rule: 'without a lid one face is missing',
    about: [
      /open|without a? ?(?:top|lid)|no lid|ohne Deckel|无盖/i,
      /surface|material|glass|sheet|cardboard|paint|Oberfläche|表面积|面积/i,
      /box|tank|aquarium|cuboid|container|Quader|长方体|鱼缸/i,
    ],
    compare(asked) {
      const lengths = asked.of('length')
      const [a = 0, b = 0, c = 0] = lengths
      if (lengths.length !== 3) return null
      const sidesOnly = 2 * (a + b) * c
      return {
        right: [sidesOnly + a * b, 2 * (a * b + c * b) + a * c, 2 * (a * b + a * c) + b * c].slice(0, 1),
        slips: [way(2 * (a * b + b * c + c * a)), way(sidesOnly), way(sidesOnly - a * b)],
      }
    },
  },
  {
    rule: 'the distance of two points is the root of the sum of the squared differences',
    about: [
      /distance between|Abstand|距离|length of the segment/i,
      /\(\s?-?\d+\s?[,;|]\s?-?\d+\s?\)[\s\S]*\(\s?-?\d+\s?[,;|]\s?-?\d+\s?\)/,
    ],
    compare({ text }) {
      const points = [...text.matchAll(/\(\s?([-−]?\d+(?:\.\d+)?)\s?[,;|]\s?([-−]?\d+(?:\.\d+)?)\s?\)/g)].map(
        ([, x = '', y = '']) => [x, y].map((each) => Number(each.replace('−', '-'))),
      )
      const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = points
      if (points.length !== 2) return null
      const [x, y] = [Math.abs(a - c), Math.abs(b - d)]
      return {
        right: [Math.hypot(x, y)],
        slips: [
          way(x + y),
          way(x * x + y * y),
          way(Math.hypot(a + c, b + d)),
          way(sqrt(x + y)),
          way(sqrt(Math.abs(x * x - y * y))),
        ],
      }
    },
  },
  {
    rule: 'the determinant of (a b; c d) is ad - bc',
    about: [/determinant|Determinante|行列式/i],
    compare({ text }) {
      const rows =
        /\(?\[?\s?\[?\(?\s?([-−]?\d+)\s?[,;&\s]\s?([-−]?\d+)\s?[)\]]?\s?(?:[,;]|and|und|\\\\|和)\s?[([]?\s?([-−]?\d+)\s?[,;&\s]\s?([-−]?\d+)/.exec(
          text,
        )
      if (rows === null || text.match(/\d+/g)?.length !== 4) return null
      const [a = 0, b = 0, c = 0, d = 0] = rows.slice(1).map((each) => Number(each.replace('−', '-')))
      return {
        right: [a * d - b * c],
        slips: [way(a * d + b * c), way(b * c - a * d), way(a * b - c * d), way(a * c - b * d)].filter(
          ({ values }) => values[0] !== a * d - b * c,
        ),
      }
    },
  },
]

/** "2 : 3 : 4 : 6" */
function ratioIn(text: string): number[] | null {
  const match = /\d+(?:\s?:\s?\d+){2,6}/.exec(text)
  return match === null ? null : match[0].split(':').map(Number)
}

function ratioOf(text: string): number | null {
  const [, a, b] = /(?<![\d:.])(\d{1,3})\s?:\s?(\d{1,5})(?![\d:])/.exec(text) ?? []
  if (a !== undefined && b !== undefined) return Math.max(Number(a), Number(b)) / Math.min(Number(a), Number(b))
  if (/doubled|twice as (?:long|wide|tall|high|large)|verdoppel|扩大(?:到原来的)?[2二两]倍/i.test(text)) return 2
  if (/tripled|three times as (?:long|wide|tall|high|large)|verdreifach/i.test(text)) return 3
  return null
}
