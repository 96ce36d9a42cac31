import { fedWith, type Runtime } from '../runtime/runtime.js'
import type { Adapter } from './adapters/methods.js'
import { cachedScoringGraph } from './graphs.js'
import type { Network } from './parameters.js'
import { askedOn, Placement } from './placement.js'
import { type Scorer, treeScorer } from './tree-scorer.js'

/** A network as a scorer of sequences. */
export async function openScorer(runtime: Runtime, network: Network, adapter?: Adapter): Promise<Scorer> {
  const weights = new Placement(network, { adapter, frozen: askedOn(runtime, network) })
  const program = await runtime.compile(cachedScoringGraph(network, weights))
  return treeScorer(fedWith(program, weights.feeds), network.config)
}
