/*
 * What steps say of the matrices, vectors and points of the question: the size of a product ("AB is a 3 × 3 matrix"), where a matrix sends a vector, eigenvectors, multiples, lengths, midpoints,
 * and whether two vectors are perpendicular or independent.
 */

import { evaluateExpression } from '../../../../src/core/arithmetic/index.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import {
  determinant,
  dot,
  type Matrix,
  sameVector,
  showVector,
  times,
  transposed,
  type Vector,
} from '../named/linear.js'
import { normalOf } from '../named/normal.js'
import { readMatrix } from '../named/things.js'

type Size = readonly [number, number]

interface Known {
  sizes: ReadonlyMap<string, Size>
  /** The one matrix. */
  matrix: Matrix | null
  vectors: readonly Vector[]
  named: ReadonlyMap<string, Vector>
}

const ENTRY = String.raw`[-−]?\d+(?:\.\d+)?`
const TUPLE = String.raw`\(\s?${ENTRY}(?:\s?[,;|]\s?${ENTRY}){1,3}\s?\)`
const tuples = new RegExp(TUPLE, 'g')
const vectorOf = (text: string): Vector =>
  (text.match(new RegExp(ENTRY, 'g')) ?? []).map((each) => Number(each.replace('−', '-')))
const SIZE = String.raw`(\d{1,3})\s?(?:×|x|\\times|by)\s?(\d{1,3})(?![\d.]*\d|\s?[×x=])`
const ofLetter = lean(
  new RegExp(
    String.raw`(?<![\p{L}\d])([A-Z])\s?(?:is|be|has|=|:|of\ssize|,)?\s?(?:an?\s|the\s|\()?(?:size\s|shape\s|dimensions?\s)?(?:${SIZE}|(\d{1,2})\srows?\sand\s(\d{1,2})\scolumns?)`,
    'gu',
  ),
)
const MATRICES = /\[\s?\[[^\]]{1,80}\](?:,\s?\[[^\]]{1,80}\]){0,4}\s?\]/g
const ofRows = new RegExp(String.raw`rows\s(${TUPLE}(?:(?:,\s|\sand\s|,\sand\s)${TUPLE})+)`, 'g')
const letters = lean(new RegExp(String.raw`(?<![\p{L}\d])([A-Za-z])\s?=?\s?(${TUPLE})`, 'gu'))

function knownIn(question: string): Known {
  const { text } = normalOf(question)
  const sizes = new Map<string, Size>()
  for (const [, letter = '', a, b, rows, columns] of matchesOf(ofLetter, text))
    sizes.set(letter, [Number(a ?? rows), Number(b ?? columns)])
  const written = [
    ...matchesOf(MATRICES, text).map(([all]) => readMatrix(all)),
    ...matchesOf(ofRows, text).map(([, rows = '']) => (rows.match(tuples) ?? []).map(vectorOf)),
  ]
  const [matrix = null, other] = written.filter((each) => each !== null)
  const rest = text.replace(MATRICES, ' ').replace(ofRows, ' ')
  const named = new Map(matchesOf(letters, rest).map(([, letter = '', tuple = '']) => [letter, vectorOf(tuple)]))
  return {
    sizes,
    matrix: other === undefined ? matrix : null,
    vectors: (rest.match(tuples) ?? []).map(vectorOf),
    named,
  }
}

/** What was found: where, what was said, what it is. */
interface Told {
  from: number
  to: number
  said: string
  exact: string
  ok: boolean
}
type Reader = (sentence: string, known: Known) => Told[]

const told = ({ index, 0: all }: RegExpExecArray, said: string, exact: string, ok: boolean): Told => ({
  from: index,
  to: index + all.length,
  said,
  exact,
  ok,
})

const PRODUCT = String.raw`[A-Z]\^?[TtᵀT]?['′]?(?:\s?·?\s?[A-Z]\^?[TᵀT]?['′]?){0,2}`
const ADVERBS = String.raw`(?:\s(?:then|therefore|thus|hence|also|now|so|itself|exists\sand))*`
const ofSize = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(?:(?:the\s)?product\s)?(${PRODUCT})${ADVERBS}\s(?:(?:is|has|gives|becomes|will\sbe)\s)?(?:of\s)?(?:an?\s|the\s)?(?:size\s|shape\s|dimensions?\s)?(?:${SIZE}|(\d{1,2})\srows?\sand\s(\d{1,2})\scolumns?)`,
    'gu',
  ),
)
const ofTranspose = rare(
  new RegExp(
    String.raw`(?<!\p{L})(its|the)\stranspose(?:\sof\s([A-Z]{1,2}))?${ADVERBS}\s(?:is|has)\s(?:an?\s)?(?:size\s|shape\s)?(?:${SIZE}|(\d{1,2})\srows?\sand\s(\d{1,2})\scolumns?)`,
    'giu',
  ),
)
const ofEntries = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(${PRODUCT})${ADVERBS}\shas\s(?:exactly\s)?(\d{1,4})\s(?:entries|elements)`,
    'gu',
  ),
)
const isDefined = rare(/(?<![\p{L}\d])([A-Z]{2})\s(?:is\s(?:also\s)?(?:well[\s-])?defined|exists)(?!\p{L})/gu)

/** The size of a product of letters; null where it has none, undefined where it is not known. */
function sizeOf(product: string, sizes: ReadonlyMap<string, Size>): Size | null | undefined {
  const factors = [...product.matchAll(/([A-Z])(\^?[TᵀT](?![a-z])|['′])?/g)].filter(([all]) => all !== 'T')
  let size: Size | undefined
  for (const [, letter = '', turn] of factors) {
    const own = sizes.get(letter)
    if (own === undefined) return undefined
    const next: Size = turn === undefined ? own : [own[1], own[0]]
    if (size !== undefined && size[1] !== next[0]) return null
    size = size === undefined ? next : [size[0], next[1]]
  }
  return size
}

const showSize = ([a, b]: Size) => `${a} × ${b}`

function shapes(sentence: string, { sizes }: Known): Told[] {
  if (sizes.size === 0) return []
  const judge = (
    match: RegExpExecArray,
    size: Size | null | undefined,
    [a, b, c, d]: readonly (string | undefined)[],
  ) => {
    if (size == null) return []
    const said: Size = [Number(a ?? c), Number(b ?? d)]
    return [told(match, showSize(said), showSize(size), said[0] === size[0] && said[1] === size[1])]
  }
  const [first, second] = [...sizes.keys()]
  const product =
    first !== undefined && second !== undefined && sizes.size === 2 ? sizeOf(first + second, sizes) : undefined
  return [
    ...ofSize.matchAll(sentence).flatMap((match) => judge(match, sizeOf(match[1] ?? '', sizes), match.slice(2))),
    ...ofTranspose.matchAll(sentence).flatMap((match) => {
      const of =
        match[2] === undefined ? (sizes.size === 1 ? sizes.get(first ?? '') : product) : sizeOf(match[2], sizes)
      return of == null ? [] : judge(match, [of[1], of[0]], match.slice(3))
    }),
    ...ofEntries.matchAll(sentence).flatMap((match) => {
      const size = sizeOf(match[1] ?? '', sizes)
      if (size == null) return []
      const count = size[0] * size[1]
      return [told(match, match[2] ?? '', `${count} (${showSize(size)})`, Number(match[2]) === count)]
    }),
    ...isDefined.matchAll(sentence).flatMap((match) => {
      const size = sizeOf(match[1] ?? '', sizes)
      return size === undefined
        ? []
        : [told(match, 'defined', size === null ? 'not defined' : 'defined', size !== null)]
    }),
  ]
}

const maps = rare(
  new RegExp(
    String.raw`(?:(?:(?<![\p{L}\d])[A-Z]\s|(?:the\s)?matrix\s|it\s)?(?:maps|sends|takes|turns|carries)\s(${TUPLE})\s(?:to|into|onto)|(?:the\s)?image(?:\sof\s(${TUPLE}))?\s(?:is|equals|=))\s(?:the\s(?:point|vector)\s)?(${TUPLE})`,
    'giu',
  ),
)
const eigen = rare(
  new RegExp(
    String.raw`(${TUPLE})(?:\^T|ᵀ)?\s(?:is\s(?:also\s)?an\seigenvector\s(?:for|with|of|to|belonging\sto)|belongs\sto|is\sthe\seigenvector\s(?:for|of))\s(?:the\s|M\s)?(?:eigenvalue\s)?(?:λ\s?=\s?|\\lambda\s?=\s?|of\s)?(${ENTRY})(?![\d.]*\d)`,
    'gu',
  ),
)
const determinantIs = rare(
  new RegExp(
    String.raw`(?<!\p{L})determinant\s(?:is|equals|comes\sto|=)\s(?:[^.;:\d]{0,50}:\s|therefore\s|then\s)?(${ENTRY})(?![\d.]*\d|\s?[-+·×*/])`,
    'giu',
  ),
)

const images: Reader = (sentence, { matrix, vectors }) => {
  if (matrix === null) return []
  const size = matrix[0]?.length ?? 0
  const imageOf = (v: Vector) => times(matrix, transposed([v]))?.map((row) => row[0] ?? Number.NaN)
  const [only, another] = vectors
  const det = determinant(matrix)
  return [
    ...maps.matchAll(sentence).flatMap((match) => {
      const written = match[1] ?? match[2]
      const from = written === undefined ? (another === undefined ? only : undefined) : vectorOf(written)
      const [said, exact] = [vectorOf(match[3] ?? ''), from?.length === size ? imageOf(from) : undefined]
      return exact === undefined || said.length !== exact.length
        ? []
        : [told(match, showVector(said), showVector(exact), sameVector(said, exact))]
    }),
    ...eigen.matchAll(sentence).flatMap((match) => {
      const [v, by] = [vectorOf(match[1] ?? ''), Number((match[2] ?? '').replace('−', '-'))]
      const exact = v.length === size ? imageOf(v) : undefined
      if (exact === undefined || v.every((each) => each === 0)) return []
      return [
        told(
          match,
          `eigenvalue ${by}`,
          `sent to ${showVector(exact)}`,
          exact.every((each, i) => Math.abs(each - by * (v[i] ?? 0)) < 1e-6),
        ),
      ]
    }),
    ...(det === null || /swap|exchang|after|inverse|transpos|new|if|λ|lambda/i.test(sentence)
      ? []
      : determinantIs.matchAll(sentence)
    ).flatMap((match) => {
      const said = Number((match[1] ?? '').replace('−', '-'))
      return [told(match, shown(said), shown(det ?? 0), said === det)]
    }),
  ]
}

const FACTOR = String.raw`(?:(minus\s|-)?(\d{1,3}(?:\.\d+)?|half|twice|double)(?:\stimes|\s(?=${'\\('}))?)`
const multiple = rare(
  new RegExp(
    String.raw`(${TUPLE})\s(?:is|equals|=)\s(?:just\s|exactly\s|simply\s)?${FACTOR}\s(?:of\s|the\svector\s)?(${TUPLE})`,
    'giu',
  ),
)
const lengthOf = rare(
  new RegExp(
    String.raw`(?:[|‖]{1,2}([a-z])[|‖]{1,2}\s?(?:=|is)|(?<!\p{L})(?:([a-z])|[Ee]ach(?:\sof\sthe(?:\s\d)?\svectors)?|(?:[Bb]oth|[Tt]he(?:\s\d)?)\svectors?)\s(?:has|have|is\sof)\s(?:the\s)?(?:same\s)?(?:length|magnitude|norm))\s(?:of\s)?(√\s?\(?\d+\)?|\\sqrt\s?\{?\d+\}?|${ENTRY})(?!\.?\d|\s?[+*·×/-]\s?\d)`,
    'gu',
  ),
)
const midpoint = rare(
  new RegExp(
    String.raw`(?:midpoint(?:\s[A-Z](?![A-Z]))?(?:\sof\s[A-Z]{2})?|(?<![\p{L}])M)\s?(?:is|=|lies\sat|at)?\s(?:the\spoint\s|at\s)?(${TUPLE})`,
    'gu',
  ),
)
const arrow = rare(new RegExp(String.raw`(?<![\p{L}\d])([A-Z])([A-Z])\s?=\s?(${TUPLE})`, 'gu'))
const related = rare(
  /(?<!\p{L})(?:they|(?:the|these|both)\s(?:2\s)?vectors|the\s2)\s(?:are|is|stand)\s(?:therefore\s|thus\s|indeed\s|hence\s|then\s|really\s)?(?:(perpendicular|orthogonal|at\sright\sangles)|linearly\s(in)?dependent|(parallel|collinear))(?!\p{L})/giu,
)

const arrows: Reader = (sentence, { vectors, named }) => {
  const [a, b, c] = vectors
  const isPair = a !== undefined && b !== undefined && c === undefined && a.length === b.length
  const multiples = multiple.matchAll(sentence).flatMap((match) => {
    const [v, w] = [vectorOf(match[1] ?? ''), vectorOf(match[4] ?? '')]
    const word = (match[3] ?? '').toLowerCase()
    const factor =
      (match[2] === undefined ? 1 : -1) * (word === 'half' ? 0.5 : /^(?:twice|double)$/.test(word) ? 2 : Number(word))
    if (v.length !== w.length) return []
    const exact = w.map((each) => factor * each)
    return [told(match, `${showVector(v)}`, showVector(exact), sameVector(v, exact))]
  })
  const lengths = lengthOf.matchAll(sentence).flatMap((match) => {
    const letter = match[1] ?? match[2]
    const of = letter === undefined ? vectors : [named.get(letter) ?? []]
    const [number] = [
      (match[3] ?? '')
        .replace(/√\s?\(?|\\sqrt\s?\{?/, 'sqrt(')
        .replace(/[)}]?$/, (end) => (match[3]?.match(/√|sqrt/) ? ')' : end)),
    ]
    const root = /^sqrt\((\d+)\)?/.exec(number)?.[1]
    const said = root === undefined ? evaluateExpression(number)?.valueOf() : Math.sqrt(Number(root))
    if (said === undefined || of.length === 0 || of.some((v) => v.length < 2)) return []
    const right = of.map((v) => Math.hypot(...v))
    const digits = /\.(\d+)/.exec(number)?.[1]?.length
    const near = digits === undefined ? 1e-9 : 10 ** -digits
    return [
      told(
        match,
        match[3] ?? '',
        right.map((each) => `√${shown(each * each)}`).join(' and '),
        right.every((each) => Math.abs(each - said) <= near),
      ),
    ]
  })
  const middles = !isPair
    ? []
    : midpoint.matchAll(sentence).flatMap((match) => {
        const [said, exact] = [vectorOf(match[1] ?? ''), a.map((each, i) => (each + (b[i] ?? 0)) / 2)]
        return said.length !== exact.length
          ? []
          : [told(match, showVector(said), showVector(exact), sameVector(said, exact))]
      })
  const between = arrow.matchAll(sentence).flatMap((match) => {
    const [p, q] = [named.get(match[1] ?? ''), named.get(match[2] ?? '')]
    const said = vectorOf(match[3] ?? '')
    if (p === undefined || q === undefined || p.length !== q.length || said.length !== p.length) return []
    const exact = q.map((each, i) => each - (p[i] ?? 0))
    return [told(match, showVector(said), showVector(exact), sameVector(said, exact))]
  })
  const relations =
    !isPair || /\b(?:if|when|whenever|iff|not|only)\b/i.test(sentence)
      ? []
      : related.matchAll(sentence).flatMap((match) => {
          const isZero = Math.abs(dot(a, b)) < 1e-9
          const isParallel = Math.abs(dot(a, b) ** 2 - dot(a, a) * dot(b, b)) < 1e-9
          const ok =
            match[1] !== undefined
              ? isZero
              : match[3] !== undefined || match[2] === undefined
                ? isParallel
                : !isParallel
          const exact = isZero
            ? 'perpendicular'
            : isParallel
              ? 'multiples of each other'
              : `neither perpendicular (the dot product is ${shown(dot(a, b))}) nor multiples of each other`
          return [told(match, match[0], exact, ok)]
        })
  return [...multiples, ...lengths, ...middles, ...between, ...relations]
}

const mayTell = rare(/[×x(|‖]|rows|vectors|entries|determinant|defined|exists|they|by/i)

/** What steps say of them. */
export function matrixReader(question: string): (claim: ClaimText) => Finding[] {
  let known: Known | undefined
  const isAbout = /matri|\[\[|\(\s?[-−]?\d[\d.]*\s?[,;|]|rows? and|\d\s?[×x]\s?\d/i.test(question)
  return ({ text }) => {
    if (!isAbout || !mayTell.test(text)) return []
    known ??= knownIn(question)
    const normal = normalOf(text)
    const found: Finding[] = []
    for (const match of normal.text.matchAll(/(?:[^.;!?\n]|\.(?=\d))+/g)) {
      const sentence = match[0]
      for (const read of [shapes, images, arrows])
        for (const { from, to, said, exact, ok } of read(sentence, known)) {
          const span = normal.written(match.index + from, match.index + to)
          if (!ok && hedged(text, span)) continue
          found.push(finding('statistics', span, said, exact, ok, `this is ${exact}, not ${said}`))
        }
    }
    return found
  }
}
