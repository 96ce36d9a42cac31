import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import type { TokenTally } from '../../../src/core/records/types.js'
import { defineGraph, type Graph, gather, input, type Tensor } from '../graph/index.js'
import { integers, type Program, type Runtime } from '../runtime/runtime.js'
import type { Adapter } from './adapters/methods.js'
import { decoderLayer, embed } from './decoder.js'
import { passOf } from './graphs.js'
import type { Network } from './parameters.js'
import { Placement } from './placement.js'
import { prefixTree } from './prefix-tree.js'

/*
 * What a network makes of a text, layer by layer: the residual stream after layer k at places that are asked for. Layers above the highest one asked for are
 * not run.
 */

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

/** The outputs of `read` are the states after `layers`. */
export interface StateReader extends PlaceReader {
  readonly layers: readonly number[]
  readonly width: number
}

/** Nodes of one pass. Attention compares each with each, so a longer row costs more than it saves. */
const ROW_NODES = 768

/** @throws RationaleError `configuration` for a layer that the network does not have (1 to its number of layers). */
export async function openStates(
  runtime: Runtime,
  network: Network,
  { layers, adapter }: { layers: readonly number[]; adapter?: Adapter | undefined },
): Promise<StateReader> {
  const { num_hidden_layers: depth, hidden_size: width } = network.config
  const wrong = layers.find((layer) => !Number.isInteger(layer) || layer < 1 || layer > depth)
  if (layers.length === 0 || wrong !== undefined)
    throw new RationaleError('configuration', 'the network has no such layer', {
      expected: `1 to ${depth}`,
      found: String(wrong ?? 'none'),
    })
  const names = layers.map((layer) => `layer.${layer}`)
  return { layers, width, ...(await openPlaces(runtime, stateGraph(network, layers, adapter), names, width)) }
}

/** Reads the outputs `names` of a graph, each [targets, width], at places of sequences. */
export async function openPlaces(
  runtime: Runtime,
  graph: Graph,
  names: readonly string[],
  width: number,
): Promise<PlaceReader> {
  const program = await runtime.compile(graph)
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

/** Outputs `layer.K` [targets, hidden]: the states after K layers at the places `rows`. */
function stateGraph(network: Network, layers: readonly number[], adapter?: Adapter): Graph {
  const { config } = network
  const weights = new Placement(network, { frozen: 'constant', adapter })
  const { pass } = passOf(config, weights)
  const rows = input('rows', ['targets'], 'int32')
  const outputs: Record<string, Tensor> = {}
  let h = embed(config, weights, input('tokens', ['batch', 'seq'], 'int32'), pass)
  for (let layer = 0; layer < Math.max(...layers); layer++) {
    h = decoderLayer(config, weights, layer, h, pass).h
    if (layers.includes(layer + 1)) outputs[`layer.${layer + 1}`] = gather(h, rows)
  }
  return defineGraph(outputs)
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
    tally.calls += 1
    tally.evaluated += seq
    tally.unique += seq
    tally.naive = (tally.naive ?? 0) + sequences.reduce((total, { tokens }) => total + tokens.length, 0)
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
