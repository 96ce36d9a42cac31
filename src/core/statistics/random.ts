import { sha256 } from '@noble/hashes/sha2'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A repeatable source of random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Uniform integer in [0, below). */
  int(below: number): number
  /** Standard normal. */
  normal(): number
  /** One element. Throws RangeError on an empty array. */
  pick<T>(items: readonly T[]): T
  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[]
}

/** The same seed gives the same numbers everywhere. Strings are hashed, so that a record's id can be a seed. */
export function seededRandom(seed: number | string): Random {
  // Not Node's hash, which a browser lacks; the bytes are the same.
  const digest = sha256(new TextEncoder().encode(String(seed)))
  const generator = xoroshiro128plus(new DataView(digest.buffer, digest.byteOffset).getInt32(0, true))
  const uniform = () => uniformFloat64(generator)
  const int = (below: number) => uniformInt(generator, 0, below - 1)
  return {
    uniform,
    int,
    // Box-Muller; 1 - u keeps the logarithm's argument above zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick(items) {
      if (items.length === 0) throw new RangeError('pick() needs at least one item')
      return items[int(items.length)] as (typeof items)[number]
    },
    shuffle(items) {
      const copy = [...items]
      for (let i = copy.length - 1; i > 0; i--) {
        const j = int(i + 1)
        const held = copy[i] as (typeof copy)[number]
        copy[i] = copy[j] as (typeof copy)[number]
        copy[j] = held
      }
      return copy
    },
  }
}
