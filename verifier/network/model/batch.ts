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
  /** What an encoder reads, a row for each row of tokens (source.ts). */
  source?: {
    seq: number
    /** [batch * seq] each: token, and the place in its row where its text begins. */
    tokens: Int32Array
    starts: Int32Array
    /** [batch * seq of the decoder]: where in the source's row the text begins that a token belongs to. */
    readBy: Int32Array
  }
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
  /** What an encoder reads before: of all sequences of a batch, or of none. */
  source?: readonly number[] | undefined
  /** Weight of token t in the loss; 0: not a target. One number for all of them but the first. */
  weights: readonly number[] | number
  /** Tokens asked for at a place beside, or instead of, the one that stands there (`at` > 0), each with weight 1 or its own. */
  asks?: readonly { at: number; token: number; weight?: number | undefined }[]
}

/** Attention is cut into so many pieces at most, and none may be empty: rows are at least so long. */
export const SHORTEST_ROW = 4

/**
 * Packs sequences into rows of `longest` tokens (at least `SHORTEST_ROW`), as many to a row as fit, or each into a row of its own (`apart`); with an encoder those are the rows of what it reads. The weights are divided by their sum: the loss is the weighted mean.
 * `paddingToken` fills the rest. Sequences longer than `seq` must have been cut before.
 */
export function packBatch(
  sequences: readonly Sequence[],
  longest: number,
  { paddingToken = 0, apart = false }: { paddingToken?: number; apart?: boolean } = {},
): Batch {
  const shared = shareRows(sequences.map(rowTokens), longest)
  const rows = apart ? sequences.map((_, i) => [i]) : shared
  const hasSource = sequences.some(({ source }) => source !== undefined)
  const lengthOf = (members: readonly number[]) =>
    members.reduce((total, i) => total + at(sequences, i).tokens.length, 0)
  const seq = Math.max(SHORTEST_ROW, hasSource ? Math.max(...rows.map(lengthOf)) : longest)
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
  return hasSource ? { ...batch, source: packSources(sequences, rows, { longest, seq }, paddingToken) } : batch
}

/** Where no text begins: padding of the source sees no text, that of the decoder sees nothing. */
const PADDING = { token: -1, source: -2 } as const

/** The tokens by which a sequence takes room in its row: what the encoder reads, where there is one. */
const rowTokens = ({ tokens, source = tokens }: Sequence): number => source.length

function packSources(
  sequences: readonly Sequence[],
  rows: readonly (readonly number[])[],
  { longest, seq }: { longest: number; seq: number },
  paddingToken: number,
): NonNullable<Batch['source']> {
  const size = rows.length * longest
  const packed = {
    seq: longest,
    tokens: new Int32Array(size).fill(paddingToken),
    starts: new Int32Array(size).fill(PADDING.source),
    readBy: new Int32Array(rows.length * seq).fill(PADDING.token),
  }
  rows.forEach((members, row) => {
    let [start, own] = [0, 0]
    for (const i of members) {
      const { tokens, source = [] } = at(sequences, i)
      packed.tokens.set(source, row * longest + start)
      packed.starts.fill(start, row * longest + start, row * longest + start + source.length)
      packed.readBy.fill(start, row * seq + own, row * seq + own + tokens.length)
      start += source.length
      own += tokens.length
    }
  })
  return packed
}

/** The inputs by which a graph knows a batch. */
export function batchFeeds({ batch, seq, tokens, positions, reach, rows, expected, weights, source }: Batch) {
  const grid = [batch, seq]
  return {
    tokens: integers(tokens, grid),
    positions: integers(positions, grid),
    reach: integers(reach, grid),
    rows: integers(rows, [rows.length]),
    expected: integers(expected, [expected.length]),
    weights: floats(weights, [weights.length]),
    ...(source && {
      sourceTokens: integers(source.tokens, [batch, source.seq]),
      sourceStarts: integers(source.starts, [batch, source.seq]),
      starts: integers(source.readBy, grid),
    }),
  } satisfies Record<string, HostTensor>
}
