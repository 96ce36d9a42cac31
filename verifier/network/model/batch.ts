import { at } from '../../../src/core/absence.js'
import { floats, type HostTensor, integers } from '../runtime/runtime.js'
import { shareRows } from './rows.js'

/**
 * What one pass of a network sees: [batch, seq] token positions, and the places that have a target.
 * Sequences never see each other: packing puts several into one row and says so through `reach` and `positions`.
 */
export interface Batch {
  batch: number
  seq: number
  /** [batch * seq] each. */
  tokens: Int32Array
  positions: Int32Array
  /** Token j of a row is seen by the row's tokens i with j <= i < reach[j]; 0 for padding. */
  reach: Int32Array
  /** Places with a target, as indices into batch * seq; the token expected after each; its weight in the loss. */
  rows: Int32Array
  expected: Int32Array
  weights: Float32Array
  /** The sequence of each target, as an index into what was packed. */
  sources: Int32Array
  /** Texts in pairs, one preferred: see `Loss`. */
  preference?: Preference
}

/** [targets]: the pair of each target, and 1 where its text is preferred, -1 where the other one is; [pairs]: margins of the reference, weights. */
export interface Preference {
  pairs: Int32Array
  signs: Float32Array
  reference: Float32Array
  weights: Float32Array
}

/** One sequence and which of its tokens are predicted: `targets[t]` says whether token t is (the first never is). */
export interface Sequence {
  tokens: readonly number[]
  /** Weight of token t in the loss; 0: not a target. One number for all of them but the first. */
  weights: readonly number[] | number
  /** Tokens asked for at a place beside, or instead of, the one that stands there (`at` > 0), each with weight 1 or its own. */
  asks?: readonly { at: number; token: number; weight?: number | undefined }[]
}

/**
 * Packs sequences into rows of `seq` tokens, as many to a row as fit. The weights are divided by their sum: the loss is the weighted mean.
 * `paddingToken` fills the rest. Sequences longer than `seq` must have been cut before.
 */
export function packBatch(sequences: readonly Sequence[], seq: number, paddingToken = 0): Batch {
  const rows = shareRows(
    sequences.map(({ tokens }) => tokens.length),
    seq,
  )
  const size = rows.length * seq
  const batch: Batch = {
    batch: rows.length,
    seq,
    tokens: new Int32Array(size).fill(paddingToken),
    positions: new Int32Array(size),
    reach: new Int32Array(size),
    rows: new Int32Array(0),
    expected: new Int32Array(0),
    weights: new Float32Array(0),
    sources: new Int32Array(0),
  }
  const targets: [row: number, expected: number, weight: number, source: number][] = []
  rows.forEach((members, row) => {
    let start = 0
    for (const i of members) {
      const { tokens, weights, asks = [] } = at(sequences, i)
      for (const ask of asks) targets.push([row * seq + start + ask.at - 1, ask.token, ask.weight ?? 1, i])
      tokens.forEach((token, t) => {
        const place = row * seq + start + t
        batch.tokens[place] = token
        batch.positions[place] = t
        batch.reach[place] = start + tokens.length
        const weight = typeof weights === 'number' ? weights : (weights[t] ?? 0)
        if (t > 0 && weight !== 0) targets.push([place - 1, token, weight, i])
      })
      start += tokens.length
    }
  })
  const total = targets.reduce((sum, [, , weight]) => sum + weight, 0)
  batch.rows = Int32Array.from(targets, ([row]) => row)
  batch.expected = Int32Array.from(targets, ([, expected]) => expected)
  batch.weights = Float32Array.from(targets, ([, , weight]) => weight / total)
  batch.sources = Int32Array.from(targets, ([, , , source]) => source)
  return batch
}

/** The inputs by which a graph knows a batch. */
export function batchFeeds({ batch, seq, tokens, positions, reach, rows, expected, weights }: Batch) {
  const grid = [batch, seq]
  return {
    tokens: integers(tokens, grid),
    positions: integers(positions, grid),
    reach: integers(reach, grid),
    rows: integers(rows, [rows.length]),
    expected: integers(expected, [expected.length]),
    weights: floats(weights, [weights.length]),
  } satisfies Record<string, HostTensor>
}
