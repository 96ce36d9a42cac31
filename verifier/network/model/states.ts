import { RationaleError } from '../../../src/core/errors.js'
import { defineGraph, type Graph, gather, input, type Tensor } from '../graph/index.js'
import { fedWith, type Runtime } from '../runtime/runtime.js'
import type { Adapter } from './adapters/methods.js'
import { decoderLayer, embed } from './decoder.js'
import { passOf } from './graphs.js'
import type { Network } from './parameters.js'
import { type PlaceReader, placeReader, stateNames } from './place-reader.js'
import { askedOn, Placement } from './placement.js'

/*
 * What a network makes of a text, layer by layer: the residual stream after layer k at places that are asked for. Layers above the highest one asked for are
 * not run.
 */

/** The outputs of `read` are the states after `layers`. */
export interface StateReader extends PlaceReader {
  readonly layers: readonly number[]
  readonly width: number
}

/** @throws RationaleError `configuration` for a layer that the network does not have (1 to its number of layers). */
export async function openStates(
  runtime: Runtime,
  network: Network,
  { layers, adapter }: { layers: readonly number[]; adapter?: Adapter | undefined },
): Promise<StateReader> {
  const { num_hidden_layers: depth, hidden_size: width } = network.config
  checkLayers(layers, depth)
  const weights = new Placement(network, { adapter, frozen: askedOn(runtime, network) })
  const program = fedWith(await runtime.compile(stateGraph(network, layers, weights)), weights.feeds)
  return { layers, width, ...placeReader(program, stateNames(layers), width) }
}

/** @throws RationaleError `configuration` for a layer that a network of this depth does not have. */
export function checkLayers(layers: readonly number[], depth: number): void {
  const wrong = layers.find((layer) => !Number.isInteger(layer) || layer < 1 || layer > depth)
  if (layers.length > 0 && wrong === undefined) return
  throw new RationaleError('configuration', 'the network has no such layer', {
    expected: `1 to ${depth}`,
    found: String(wrong ?? 'none'),
  })
}

/** Outputs `layer.K` [targets, hidden]: the states after K layers at the places `rows`. */
export function stateGraph({ config }: Network, layers: readonly number[], weights: Placement): Graph {
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
