import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'

/**
 * A dimension: a number, or a name that is bound when the graph runs (ONNX `dim_param`). Products and sums of names are
 * written canonically, `2*batch*seq` and `past+seq`, so that equal dimensions are equal strings; so are pieces of a name, `seq@0..1/4`.
 */
export type Dim = number | string
/** Static rank, dimensions known or named. A scalar has shape []. */
export type Shape = readonly Dim[]
/** What the names stand for in one run. */
export type Bindings = Readonly<Record<string, number>>

function factorsOf(dim: Dim): { coefficient: number; names: string[] } {
  if (typeof dim === 'number') return { coefficient: dim, names: [] }
  let coefficient = 1
  const names: string[] = []
  for (const part of dim.split('*')) {
    if (/^\d+$/.test(part)) coefficient *= Number(part)
    else names.push(part)
  }
  return { coefficient, names }
}

function product(coefficient: number, names: string[]): Dim {
  if (names.length === 0 || coefficient === 0) return coefficient
  const sorted = names.sort().map((name) => (name.includes('+') && !name.startsWith('(') ? `(${name})` : name))
  return (coefficient === 1 ? sorted : [String(coefficient), ...sorted]).join('*')
}

/** The product of dimensions: `multiplyDims('batch', 'seq', 4)` is `4*batch*seq`. */
export function multiplyDims(...dims: Dim[]): Dim {
  let coefficient = 1
  const names: string[] = []
  for (const dim of dims) {
    const factors = factorsOf(dim)
    coefficient *= factors.coefficient
    names.push(...factors.names)
  }
  return product(coefficient, names)
}

/** The quotient of dimensions, which must come out even: `divideDims('4*batch', 2)` is `2*batch`. */
export function divideDims(dividend: Dim, divisor: Dim): Dim {
  const a = factorsOf(dividend)
  const b = factorsOf(divisor)
  const names = [...a.names]
  for (const name of b.names) {
    const at = names.indexOf(name)
    if (at < 0) throw dimensionError('cannot divide dimensions', `a multiple of ${divisor}`, String(dividend))
    names.splice(at, 1)
  }
  if (a.coefficient % b.coefficient !== 0)
    throw dimensionError('cannot divide dimensions', `a multiple of ${divisor}`, String(dividend))
  return product(a.coefficient / b.coefficient, names)
}

/** The sum of dimensions, as joining along an axis makes it: `past+seq`. */
export function addDims(...dims: Dim[]): Dim {
  const known = dims.filter((dim) => typeof dim === 'number').reduce((total, dim) => total + dim, 0)
  const named = joinPieces(dims.filter((dim) => typeof dim === 'string')).sort()
  if (named.length === 0) return known
  if (named.length === 1 && known === 0) return at(named, 0)
  return [...named, ...(known === 0 ? [] : [String(known)])].join('+')
}

/** What lies between two cuts of a dimension into `of` parts, each cut rounded down: of 10, `seq@1..3/4` is 2 to 7. */
const PIECE = /^(\w+)@(\d+)\.\.(\d+)\/(\d+)$/

interface Piece {
  whole: string
  from: number
  to: number
  of: number
}

/** @returns undefined for a dimension that is no piece of another. */
export function pieceFrom(dim: Dim): Piece | undefined {
  const [, whole, from, to, of] = PIECE.exec(String(dim)) ?? []
  return whole === undefined ? undefined : { whole, from: Number(from), to: Number(to), of: Number(of) }
}

/** A piece of a dimension: `pieceOf('seq', 1, 3, 4)` is `seq@1..3/4`. */
export function pieceOf(whole: Dim, from: number, to: number, of: number): Dim {
  if (from === 0 && to === of) return whole
  if (typeof whole === 'number') return Math.floor((to * whole) / of) - Math.floor((from * whole) / of)
  if (!/^\w+$/.test(whole)) throw dimensionError('only a plain dimension is cut into pieces', 'a name', whole)
  return `${whole}@${from}..${to}/${of}`
}

/** Pieces that lie beside one another as the one that they make. */
function joinPieces(dims: readonly string[]): string[] {
  for (const [i, dim] of dims.entries()) {
    const left = pieceFrom(dim)
    const next = dims.findIndex((other) => {
      const right = pieceFrom(other)
      return right !== undefined && right.whole === left?.whole && right.of === left.of && right.from === left.to
    })
    if (left === undefined || next < 0) continue
    const joined = pieceOf(left.whole, left.from, pieceFrom(dims[next] as string)?.to as number, left.of) as string
    return joinPieces([...dims.filter((_, k) => k !== i && k !== next), joined])
  }
  return [...dims]
}

/** How many elements a shape holds. */
export const sizeOf = (shape: Shape): Dim => multiplyDims(...shape)

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((dim, i) => dim === b[i])

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

/** NumPy's broadcasting: align at the end; equal, or one of them is 1. A name is taken to differ from 1. */
export function broadcastShapes(a: Shape, b: Shape, what: string): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i): Dim => {
    const x = a[i - rank + a.length] ?? 1
    const y = b[i - rank + b.length] ?? 1
    if (x === y || y === 1) return x
    if (x === 1) return y
    throw dimensionError(`${what}: shapes do not broadcast`, showShape(a), showShape(b))
  })
}

/** The value of a dimension. */
export function bindDim(dim: Dim, bindings: Bindings): number {
  if (typeof dim === 'number') return dim
  if (dim in bindings) return bindings[dim] as number
  const piece = pieceFrom(dim)
  if (piece !== undefined) return pieceOf(bindDim(piece.whole, bindings), piece.from, piece.to, piece.of) as number
  if (dim.includes('*'))
    return dim.split('*').reduce((total, factor) => total * bindDim(parseFactor(factor), bindings), 1)
  if (dim.includes('+')) return dim.split('+').reduce((total, term) => total + bindDim(parseFactor(term), bindings), 0)
  throw dimensionError('a dimension has no value', `one of ${Object.keys(bindings).join(', ') || '(none)'}`, dim)
}

const parseFactor = (text: string): Dim => {
  if (/^\d+$/.test(text)) return Number(text)
  return text.startsWith('(') ? text.slice(1, -1) : text
}

/** Whether a dimension's value can be told from these names. */
export const isBound = (dim: Dim, bindings: Bindings): boolean =>
  dim in bindings || namesIn(dim).every((name) => name in bindings)

export const bindShape = (shape: Shape, bindings: Bindings): number[] => shape.map((dim) => bindDim(dim, bindings))

/** The simple names in a dimension: those of `2*batch*(past+seq)` are batch, past and seq; that of a piece is its whole's. */
export const namesIn = (dim: Dim): string[] =>
  typeof dim === 'number'
    ? []
    : dim
        .split(/[*+()]/)
        .filter((part) => part !== '' && !/^\d+$/.test(part))
        .map((part) => pieceFrom(part)?.whole ?? part)

/** Reads the names' values off the shapes of what was fed, and refuses what does not fit. */
export function solveBindings(
  declared: readonly { name: string; shape: Shape }[],
  actual: Readonly<Record<string, readonly number[]>>,
): Bindings {
  const bindings: Record<string, number> = {}
  for (const { name, shape } of declared) {
    const given = actual[name]
    if (given === undefined)
      throw dimensionError('an input of the graph was not fed', name, Object.keys(actual).join(', '))
    if (given.length !== shape.length)
      throw dimensionError(`input ${name} has the wrong rank`, showShape(shape), showShape(given))
    shape.forEach((dim, i) => {
      if (typeof dim === 'string' && !/[*+]/.test(dim)) bindings[dim] ??= given[i] as number
    })
  }
  for (const { name, shape } of declared) {
    const given = at(actual, name)
    // A product or sum whose names are on no input stands for itself.
    shape.forEach((dim, i) => {
      if (typeof dim === 'string' && !namesIn(dim).every((part) => part in bindings))
        bindings[dim] ??= given[i] as number
    })
    if (!shape.every((dim, i) => bindDim(dim, bindings) === given[i]))
      throw dimensionError(
        `input ${name} has the wrong shape`,
        `${showShape(shape)} where ${JSON.stringify(bindings)}`,
        showShape(given),
      )
  }
  return bindings
}

export const dimensionError = (message: string, expected: string, found: string): RationaleError =>
  new RationaleError('configuration', message, { expected, found })
