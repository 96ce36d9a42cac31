import { malformed } from './files.js'
import type { TensorInfo, TensorSource } from './types.js'

/*
 * A low-rank model is stored as its factors, `NAME.low_rank_A.weight` [rank, in] and `NAME.low_rank_B.weight` [out, rank]. Whoever reads it sees
 * NAME.weight = B A as well, so that everything that takes a dense model takes it.
 */

const FACTOR = /\.low_rank_A\.weight$/
/** Whether a model is stored so. */
export const hasFactors = ({ tensors }: Pick<TensorSource, 'tensors'>) =>
  [...tensors.keys()].some((name) => FACTOR.test(name))
export const factorNames = (weight: string) => ({
  a: weight.replace(/weight$/, 'low_rank_A.weight'),
  b: weight.replace(/weight$/, 'low_rank_B.weight'),
})

/** @throws RationaleError `model-file` where factors do not fit each other. */
export function withProducts<T extends TensorSource>(source: T, path: string): T {
  const products = new Map<string, TensorInfo & { rank: number }>()
  for (const [key, a] of source.tensors) {
    if (!FACTOR.test(key)) continue
    const name = key.replace(FACTOR, '.weight')
    const b = source.tensors.get(factorNames(name).b)
    const [rank, input] = a.shape
    const [out, rankOfB] = b?.shape ?? []
    if (a.shape.length !== 2 || b?.shape.length !== 2 || rank !== rankOfB || !rank || !input || !out) {
      throw malformed(path, `the factors of ${JSON.stringify(name)} do not fit each other`)
    }
    if (out * input > 2 ** 31) throw malformed(path, `${JSON.stringify(name)} would be too large`)
    products.set(name, { name, shape: [out, input], type: 'F32', bytes: 4 * out * input, rank })
  }
  if (products.size === 0) return source
  const floats = async (name: string) => {
    const product = products.get(name)
    if (!product) return source.floats(name)
    const names = factorNames(name)
    const [a, b] = [await source.floats(names.a), await source.floats(names.b)]
    const [out, input] = product.shape as [number, number]
    return multiply(b, a, out, product.rank, input)
  }
  return {
    ...source,
    tensors: new Map([
      ...source.tensors,
      ...[...products].map(([name, { rank: _, ...info }]) => [name, info] as const),
    ]),
    floats,
    async bytes(name: string) {
      if (!products.has(name)) return source.bytes(name)
      return new Uint8Array((await floats(name)).buffer)
    },
  }
}

/** [m, k] x [k, n] -> [m, n]. */
export function multiply(a: Float32Array, b: Float32Array, m: number, k: number, n: number): Float32Array {
  const c = new Float32Array(m * n)
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++) {
      const x = a[i * k + l] as number
      if (x !== 0) for (let j = 0; j < n; j++) c[i * n + j] = (c[i * n + j] as number) + x * (b[l * n + j] as number)
    }
  return c
}
