import { at } from '../../../src/core/absence.js'
import type { TokenTally } from '../../../src/core/records/types.js'
import { addTally } from '../../../src/core/tally.js'
import { integers, type Program } from '../runtime/runtime.js'
import { prefixTree } from './prefix-tree.js'

/* Reading with a program that is there already, wherever it came from: nothing here is Node's. */

/** A sequence and the indices of the tokens whose states are asked for. */
export interface ObservedSequence {
  tokens: readonly number[]
  places: readonly number[]
}

export interface ReadOptions {
  signal?: AbortSignal | undefined
  /** Work done is added to it. */
  tally?: TokenTally | undefined
}

/** Reads what a graph gives for each of the rows `rows`. */
export interface PlaceReader {
  /**
   * For each sequence and each of its places the graph's outputs, one after another: float32 [places * outputs * width]. Sequences that begin
   * alike share the work of their beginning.
   */
  read(sequences: readonly ObservedSequence[], options?: ReadOptions): Promise<Float32Array[]>
  dispose(): Promise<void>
}

/** The outputs of a graph of states (`stateGraph`), in order. */
export const stateNames = (layers: readonly number[]) => layers.map((layer) => `layer.${layer}`)

/** Nodes of one pass. Attention compares each with each, so a longer row costs more than it saves. */
const ROW_NODES = 768

/** Reads the outputs `names` of a program, each [targets, width], at places of sequences. */
export function placeReader(program: Program, names: readonly string[], width: number): PlaceReader {
  let last: Promise<unknown> = Promise.resolve()
  return {
    read(sequences, { signal, tally } = {}) {
      const next = last.then(async () => {
        const found: Float32Array[] = []
        for (const row of rowsOf(sequences)) {
          signal?.throwIfAborted()
          found.push(...(await readRow(program, row, { names, width, tally })))
        }
        return found
      })
      last = next.catch(() => {})
      return next
    },
    async dispose() {
      await last
      await program.dispose()
    },
  }
}

/** Neighbouring sequences as long as their tree stays within a row; a sequence that is longer has a row of its own. */
function rowsOf(sequences: readonly ObservedSequence[]): ObservedSequence[][] {
  const rows: ObservedSequence[][] = []
  let nodes = 0
  let previous: readonly number[] = []
  for (const sequence of sequences) {
    const { tokens } = sequence
    const shared = tokens.findIndex((token, i) => token !== previous[i])
    const added = tokens.length - (shared === -1 ? tokens.length : shared)
    const row = rows.at(-1)
    if (row !== undefined && nodes + added <= ROW_NODES) {
      row.push(sequence)
      nodes += added
    } else {
      rows.push([sequence])
      nodes = tokens.length
    }
    previous = tokens
  }
  return rows
}

async function readRow(
  program: Program,
  sequences: readonly ObservedSequence[],
  { names, width, tally }: { names: readonly string[]; width: number; tally: TokenTally | undefined },
): Promise<Float32Array[]> {
  const tree = prefixTree(sequences.map(({ tokens }) => tokens))
  const seq = tree.tokens.length
  const places = sequences.flatMap((sequence, s) => sequence.places.map((place) => at(at(tree.paths, s), place)))
  if (tally !== undefined) {
    const naive = sequences.reduce((total, { tokens }) => total + tokens.length, 0)
    addTally(tally, { calls: 1, evaluated: seq, unique: seq, generated: 0, naive })
  }
  if (places.length === 0) return sequences.map(() => new Float32Array(0))
  const results = await program.run({
    tokens: integers(tree.tokens, [1, seq]),
    positions: integers(tree.depths, [1, seq]),
    reach: integers(tree.reach, [1, seq]),
    rows: integers(places, [places.length]),
  })
  const states = await Promise.all(
    names.map(async (name) => (await at(results, name).read()) as Float32Array), // the graph's outputs are float32
  )
  let next = 0
  return sequences.map((sequence) => {
    const own = new Float32Array(sequence.places.length * names.length * width)
    for (const place of sequence.places.keys()) {
      for (const [l, state] of states.entries())
        own.set(state.subarray(next * width, (next + 1) * width), (place * names.length + l) * width)
      next++
    }
    return own
  })
}
