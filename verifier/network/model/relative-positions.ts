import {
  add,
  constant,
  type Dim,
  dimension,
  gather,
  iota,
  less,
  reshape,
  sub,
  type Tensor,
  transpose,
  where,
} from '../graph/index.js'
import type { ModelConfig } from '../weights/model-config.js'
import type { Placement } from './placement.js'

/*
 * Positions as T5 has them (Raffel et al. 2020, 2.1): each head adds to a score a learned number for how far the key lies from the query. Near distances
 * have a class each, farther ones share classes that widen with the logarithm. One table [buckets, heads] serves all layers of a stack.
 */

/**
 * The class of a distance (key - query). In both directions half of the classes are for what lies ahead; else what lies ahead is in class 0.
 * In float32, where transformers computes it: it decides at which distance a class ends.
 */
export function bucketOf(
  distance: number,
  { buckets, most, both }: { buckets: number; most: number; both: boolean },
): number {
  const count = both ? buckets / 2 : buckets
  const ahead = both && distance > 0 ? count : 0
  const far = both ? Math.abs(distance) : Math.max(-distance, 0)
  const exact = count / 2
  if (far < exact) return ahead + far
  const { fround } = Math
  const part = fround(fround(Math.log(fround(far / exact))) / fround(Math.log(most / exact)))
  return ahead + Math.min(exact + Math.floor(fround(part * (count - exact))), count - 1)
}

/**
 * What a stack adds to its scores: [1, heads, seq, past + seq]. The queries are the last `seq` places, the keys all of them; places of one text
 * lie as far from each other as its tokens do, whatever else stands in the row.
 */
export function relativeBias(
  config: ModelConfig,
  weights: Placement,
  stack: 'encoder' | 'model',
  { seq, total = seq, past = 0 }: { seq: Dim; total?: Dim; past?: Dim },
): Tensor {
  const { num_attention_heads: heads } = config
  const table = weights.vector(`${stack}.relative_bias.weight`)
  const buckets = table.shape[0] as number
  const most = config.relative_attention_max_distance as number // every family with such positions has a default
  // From the farthest behind to the farthest ahead; beyond both nothing changes.
  const classes = Int32Array.from({ length: 2 * most + 1 }, (_, i) =>
    bucketOf(i - most, { buckets, most, both: stack === 'encoder' }),
  )
  const byDistance = gather(table, constant(classes, [classes.length], 'int32')) // [2 most + 1, heads]
  const place = past === 0 ? iota(seq) : add(iota(seq), dimension(past))
  const distance = sub(reshape(iota(total), [1, total]), reshape(place, [seq, 1]))
  const near = where(less(distance, -most), -most, where(less(most, distance), most, distance))
  const bias = gather(byDistance, add(near, most)) // [seq, total, heads]
  return reshape(transpose(bias, [2, 0, 1]), [1, heads, seq, total])
}
