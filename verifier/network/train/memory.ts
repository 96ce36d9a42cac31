import { RationaleError } from '../../../src/core/errors.js'
import { isOperator, peakBytes } from '../graph/index.js'
import type { Adapter } from '../model/adapters/methods.js'
import type { Batch } from '../model/batch.js'
import { piecesOn } from '../model/gradient-source.js'
import { trainingGraph } from '../model/graphs.js'
import { layerGraphs, topGraph } from '../model/layered.js'
import type { Loss } from '../model/loss.js'
import type { Network } from '../model/parameters.js'
import { Placement } from '../model/placement.js'
import { crossesLayers, trainedParameters } from '../model/trainer.js'

/*
 * How many layers are computed again in the backward pass, by how much memory there is: as few as will do. What a run takes is estimated,
 *
 *     what the process holds already, weights and records
 *     + what is alive at once in the graphs, a quarter more for a runtime that orders otherwise and leaves holes
 *     + gradients and moments of what is trained, and their copies on the way
 *     + the logits once more and again, which ONNX Runtime does not overwrite
 *     + quantized weights once more, where the whole network is one graph
 *
 * mostly on the safe side: measured, a step took between 0.61 and 1.01 of what is said here (`npm run study memory`).
 */

const HOLES = 1.25
/** Gradients that come layer by layer lie in memory of their own. */
const TRAINED_COPIES = { whole: 5, layered: 6 }
/** Moments are two of these copies; in 8 bits they take a quarter, and pieces of them are taken back one at a time. */
const EIGHT_BIT_SAVES = 1.5
const LOGIT_COPIES = 2
const SLACK = 256 * 2 ** 20

export interface Demand {
  network: Network
  adapter: Adapter | undefined
  loss: Loss
  /** What AdamW's moments are kept in (default float32). */
  moments?: 'float32' | '8bit'
  /** The largest batch of the run. */
  batch: Batch
}

/** Bytes that a run takes beside what the process holds before it, with so many layers, from the first one on, computed again. */
export function demandOf({ network, adapter, loss, moments, batch }: Demand, recomputed: number): number {
  const { config } = network
  const bindings = { batch: batch.batch, seq: batch.seq, targets: batch.rows.length, allPairs: batch.rows.length }
  const initial = trainedParameters(network, adapter)
  const trained = new Set(initial.keys())
  const pieces = piecesOn({ backend: 'onnx-cpu' })
  const bytesOf = (values: Iterable<{ data: { byteLength: number } }>) =>
    [...values].reduce((total, { data }) => total + data.byteLength, 0)
  const copies = TRAINED_COPIES[recomputed === 0 ? 'whole' : 'layered'] - (moments === '8bit' ? EIGHT_BIT_SAVES : 0)
  const fixed = copies * bytesOf(initial.values()) + LOGIT_COPIES * 4 * batch.rows.length * config.vocab_size + SLACK
  if (recomputed === 0) {
    const { graph } = trainingGraph(network, { adapter, trained, loss, pieces, frozen: 'lent' })
    const constants = graph.nodes.filter((tensor) => isOperator(tensor, 'constant'))
    return fixed + bytesOf(constants.map(({ attributes }) => attributes)) + HOLES * peakBytes(graph, bindings)
  }
  const placement = () => new Placement(network, { adapter, trained, frozen: 'input' })
  const top = peakBytes(topGraph(network, placement(), { loss, from: recomputed, pieces }), bindings)
  const layer = peakBytes(layerGraphs(network, placement(), 0, pieces).backward, bindings)
  const states = recomputed * batch.batch * batch.seq * config.hidden_size * 4
  return fixed + HOLES * (states + Math.max(top, layer))
}

/**
 * The fewest layers to compute again so that a run stays within `budget` bytes, and what it is expected to take.
 *
 * @param held bytes of the process as it is.
 * @throws RationaleError `configuration` where no choice does.
 */
export function fitMemory(demand: Demand, budget: number, held: number): { layers: number; bytes: number } {
  const layers =
    demand.adapter !== undefined && crossesLayers(demand.adapter) ? 0 : demand.network.config.num_hidden_layers
  const bytesWith = (recomputed: number) => held + demandOf(demand, recomputed)
  const least = bytesWith(layers)
  if (least > budget)
    throw new RationaleError('configuration', `this run does not fit into ${sizeOf(budget)}`, {
      expected: `about ${sizeOf(least)}, with ${layers > 0 ? 'all layers computed again' : 'everything kept, as virtual tokens need it'}`,
      remedy: 'a smaller --batch-size with more --accumulation, a smaller --max-length, or --method qlora',
    })
  // What a run takes falls with every layer that is computed again.
  let [low, high] = [0, layers]
  while (low < high) {
    const middle = (low + high) >> 1
    if (bytesWith(middle) <= budget) high = middle
    else low = middle + 1
  }
  return { layers: low, bytes: bytesWith(low) }
}

const sizeOf = (bytes: number) => (bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`)

/** `6GB`, `500MB`, `4GiB` in bytes; undefined for another text. */
export function bytesFrom(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(MB|GB|MiB|GiB)$/i.exec(text)
  if (match === null) return undefined
  const unit = { mb: 1e6, gb: 1e9, mib: 2 ** 20, gib: 2 ** 30 }[(match[2] as string).toLowerCase()]
  return Number(match[1]) * (unit ?? 1)
}
