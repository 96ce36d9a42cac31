import { createHash } from 'node:crypto'
import { at } from '../../../../src/core/absence.js'
import { concat, dropout, dropoutPrime, matmul, slice, type Tensor } from '../../graph/index.js'
import type { Place } from './adapter.js'

/*
 * x A^T of the adapters beside layers that read one input, in one product:
 *
 *     x [n, in]   dropped once
 *        |
 *     A of q, k and v below one another [3 rank, in]
 *        |
 *     [n, 3 rank], cut into what each of the three goes on with
 *
 * A product with few rows costs as much to start as to do; and going back, the gradient of x is one product in place of three and their sum.
 */

/** Layers that read one input, by the ends of their names. */
const TOGETHER = [
  ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
  ['cross_attn.k_proj', 'cross_attn.v_proj'],
  ['mlp.gate_proj', 'mlp.up_proj'],
]

interface Narrow {
  rank: number
  /** [rank, in] */
  a: Tensor
}

/**
 * Gives x A^T [n, rank] of a layer by its path.
 *
 * @param narrow A of a layer, undefined where it has no adapter of this kind.
 * @param rate of dropout before A; layers that read one input share what falls out.
 */
export function narrowProducts(narrow: (path: string) => Narrow | undefined, rate: number, place: Place) {
  const made = new WeakMap<Tensor, Map<string, Tensor>>()
  return (path: string, x: Tensor): Tensor => {
    const products = made.get(x) ?? new Map<string, Tensor>()
    made.set(x, products)
    const known = products.get(path)
    if (known !== undefined) return known
    const found = new Map<string, Narrow>()
    for (const each of companions(path)) {
      const one = narrow(each)
      if (one !== undefined) found.set(each, one)
    }
    const [first] = found.keys()
    const seen = dropoutOf(first as string, x, rate, place) // the path itself is among them
    const factors = [...found.values()].map(({ a }) => a)
    const all = matmul(seen, concat(factors, 0), { transposeB: true })
    let start = 0
    for (const [each, { rank }] of found) {
      products.set(each, found.size === 1 ? all : slice(all, 1, start, start + rank))
      start += rank
    }
    return products.get(path) as Tensor
  }
}

/** The layers that read what this one reads, itself among them. */
function companions(path: string): string[] {
  const group = TOGETHER.find((ends) => ends.some((end) => path.endsWith(`.${end}`)))
  if (group === undefined) return [path]
  const own = at(
    group.filter((end) => path.endsWith(`.${end}`)),
    0,
  )
  return group.map((end) => `${path.slice(0, -own.length)}${end}`)
}

/** x with dropout where there is any: in training. */
export function dropoutOf(path: string, x: Tensor, rate: number, { dropoutRows: rows, value }: Place): Tensor {
  if (rows === undefined || rate === 0) return x
  const width = x.shape.at(-1) as number
  const columns = value(`${path}.dropout`, { shape: [2, width], data: dropoutColumns(path, width) })
  return dropout(x, rows(at(x.shape, 0)), columns, rate)
}

/** The fixed half of the dropout hash: whole numbers below the field's prime that depend on the layer's path alone. */
function dropoutColumns(path: string, width: number): Float32Array {
  const columns = new Float32Array(2 * width)
  for (let i = 0; i < columns.length; i += 16) {
    const digest = createHash('sha256').update(`${path} ${i}`).digest()
    for (let j = 0; j < 16 && i + j < columns.length; j++) columns[i + j] = digest.readUInt16LE(2 * j) % dropoutPrime
  }
  return columns
}
