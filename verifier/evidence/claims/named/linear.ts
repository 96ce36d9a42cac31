/* Vectors and matrices by name: "the determinant of [[1, 2], [3, 4]] is 2", "the length of (3, 4) is 7". Computed. */
import { shown } from '../claim.js'
import { areNumbers, type Expected, isNumber, type Named } from './named.js'
import { readMatrix, readPair, readVector } from './things.js'

export type Matrix = readonly (readonly number[])[]
export type Vector = readonly number[]

const dot = (a: Vector, b: Vector) => a.reduce((sum, each, i) => sum + each * (b[i] ?? Number.NaN), 0)

export { cross, determinant, dot, inverse, times, transposed }

function cross(a: Vector, b: Vector): number[] | null {
  const [x = 0, y = 0, z = 0] = a
  const [u = 0, v = 0, w = 0] = b
  return a.length === 3 && b.length === 3 ? [y * w - z * v, z * u - x * w, x * v - y * u] : null
}

function determinant(m: Matrix): number | null {
  if (m.some((row) => row.length !== m.length)) return null
  if (m.length === 1) return m[0]?.[0] ?? null
  let sum = 0
  for (const [i, factor] of (m[0] ?? []).entries()) {
    const minor = determinant(m.slice(1).map((row) => row.filter((_, k) => k !== i)))
    if (minor === null) return null
    sum += (i % 2 === 0 ? factor : -factor) * minor
  }
  return sum
}

const transposed = (m: Matrix): number[][] => (m[0] ?? []).map((_, i) => m.map((row) => row[i] ?? Number.NaN))

function times(a: Matrix, b: Matrix): number[][] | null {
  if (a[0]?.length !== b.length) return null
  const columns = transposed(b)
  return a.map((row) => columns.map((column) => dot(row, column)))
}

function inverse(m: Matrix): number[][] | null {
  const det = determinant(m)
  if (det === null || det === 0) return null
  if (m.length === 1) return [[1 / det]]
  return m.map((_, i) =>
    m.map((_, k) => {
      const minor = determinant(m.filter((_, r) => r !== k).map((row) => row.filter((_, c) => c !== i))) ?? Number.NaN
      return ((i + k) % 2 === 0 ? minor : -minor) / det
    }),
  )
}

const near = (a: number, b: number) =>
  Math.abs(a - b) <=
  0.006 * Math.max(Math.abs(a), Math.abs(b)) * (Number.isInteger(a) && Number.isInteger(b) ? 0 : 1) + 1e-9

export const showVector = (v: Vector) => `(${v.map(shown).join(', ')})`
export const showMatrix = (m: Matrix) => `[${m.map((row) => `[${row.map(shown).join(', ')}]`).join(', ')}]`
export const sameVector = (a: Vector, b: Vector) =>
  a.length === b.length && a.every((each, i) => near(each, b[i] ?? Number.NaN))
export const sameMatrix = (a: Matrix, b: Matrix) =>
  a.length === b.length && a.every((row, i) => sameVector(row, b[i] ?? []))

const lastSide = (said: string) => said.split(/(?<![<>])=/).at(-1) ?? ''

export const isVector = (exact: Vector): Expected => ({
  computed: showVector(exact),
  holds(said) {
    const vector = readVector(lastSide(said))
    return vector === null || vector.length !== exact.length ? null : sameVector(vector, exact)
  },
})
const isMatrix = (exact: Matrix): Expected => ({
  computed: showMatrix(exact),
  holds(said) {
    const scaled =
      /^\s?\(?(?:\\frac\{([-\d]+)\}\{([-\d]+)\}|([-\d]+)\s?\/\s?([-\d]+)|([-\d]+))\)?\s?[·*×]?\s?(?=\[)/.exec(
        lastSide(said),
      )
    const [over = 1, under = 1] =
      scaled === null
        ? []
        : scaled
            .slice(1)
            .filter((each) => each !== undefined)
            .map(Number)
    const matrix = readMatrix(lastSide(said).slice(scaled?.[0].length ?? 0))
    if (matrix === null) return null
    return sameMatrix(
      matrix.map((row) => row.map((each) => (each * over) / under)),
      exact,
    )
  },
})

const ofMatrix =
  (of: (m: Matrix) => Expected | null) =>
  (text: string): Expected | null => {
    const matrix = readMatrix(text)
    return matrix === null ? null : of(matrix)
  }
const ofVectors =
  (of: (a: Vector, b: Vector) => Expected | null) =>
  (text: string): Expected | null => {
    const pair = readPair(text)
    const [a, b] = pair?.map(readVector) ?? []
    return a == null || b == null || a.length !== b.length ? null : of(a, b)
  }
const ofVector =
  (of: (a: Vector) => Expected | null) =>
  (text: string): Expected | null => {
    const a = readVector(text)
    return a === null ? null : of(a)
  }

const BETWEEN = '(?:of|between|from|joining|connecting|through|with|for)'

/** What is said of vectors, points and matrices that are written out. */
export const linear: readonly Named[] = [
  {
    kind: 'statistics',
    alone: true,
    name: 'determinant|Determinante|det',
    call: 'det',
    of: ofMatrix((m) => numberOr(determinant(m))),
  },
  {
    kind: 'statistics',
    alone: true,
    name: 'trace|Spur|tr',
    call: 'tr|trace',
    of: ofMatrix((m) =>
      m.length === m[0]?.length ? isNumber(m.reduce((sum, row, i) => sum + (row[i] ?? 0), 0)) : null,
    ),
  },
  { kind: 'statistics', name: 'transpose|transposed\\smatrix', of: ofMatrix((m) => isMatrix(transposed(m))) },
  {
    kind: 'statistics',
    name: 'inverse(?:\\smatrix)?|Inverse',
    of: ofMatrix((m) => (inverse(m) === null ? null : isMatrix(inverse(m) ?? []))),
  },
  {
    kind: 'statistics',
    alone: true,
    name: 'eigenvalues?|Eigenwerte?',
    of: ofMatrix((m) =>
      m.length === m[0]?.length
        ? areNumbers(({ value, decimals }) => {
            const shifted = m.map((row, i) => row.map((each, k) => (i === k ? each - value : each)))
            const size = Math.max(1, ...m.flat().map(Math.abs)) ** m.length
            return Math.abs(determinant(shifted) ?? 1) <= (decimals !== null && decimals > 0 ? 0.02 : 1e-6) * size
          }, 'another')
        : null,
    ),
  },
  {
    kind: 'statistics',
    alone: true,
    name: '(?:dot|scalar|inner)\\sproduct|Skalarprodukt',
    link: BETWEEN,
    of: ofVectors((a, b) => isNumber(dot(a, b))),
  },
  {
    kind: 'statistics',
    alone: true,
    name: '(?:cross|vector)\\sproduct|Kreuzprodukt',
    link: BETWEEN,
    of: ofVectors((a, b) => (cross(a, b) === null ? null : isVector(cross(a, b) ?? []))),
  },
  {
    kind: 'statistics',
    alone: true,
    name: '(?:Euclidean\\s)?(?:length|magnitude|norm|modulus)|Betrag|Länge',
    link: '(?:of|von)(?:\\sthe)?(?:\\svector)?',
    of: ofVector((a) => isNumber(Math.hypot(...a))),
  },
  {
    kind: 'statistics',
    alone: true,
    name: '(?:Euclidean\\s)?distance|Abstand',
    link: BETWEEN,
    of: ofVectors((a, b) => isNumber(Math.hypot(...a.map((each, i) => each - (b[i] ?? 0))), 1)),
  },
  {
    kind: 'statistics',
    alone: true,
    name: 'midpoint|Mittelpunkt|mid-point',
    link: `${BETWEEN}(?:\\s(?:the\\s)?(?:line\\s)?segment\\s(?:from|joining|between|connecting))?`,
    of: ofVectors((a, b) => isVector(a.map((each, i) => (each + (b[i] ?? 0)) / 2))),
  },
  {
    kind: 'statistics',
    alone: true,
    name: 'slope|gradient|Steigung',
    link: '(?:of|between|from|through)(?:\\s(?:the\\s)?(?:straight\\s)?(?:line|segment)\\s(?:through|joining|passing\\sthrough|from|between|connecting))?(?:\\sthe\\spoints)?',
    of: ofVectors((a, b) => {
      const [x = 0, y = 0] = a
      const [u = 0, v = 0] = b
      return a.length === 2 && x !== u ? isNumber((v - y) / (u - x)) : null
    }),
  },
  {
    kind: 'statistics',
    name: 'angle',
    link: 'between(?:\\sthe)?(?:\\svectors)?',
    of: ofVectors((a, b) => {
      const angle = Math.acos(dot(a, b) / Math.hypot(...a) / Math.hypot(...b))
      return Number.isNaN(angle) ? null : isNumber([(angle * 180) / Math.PI, angle])
    }),
  },
]

const numberOr = (value: number | null) => (value === null ? null : isNumber(value))
