import type { Runtime } from '../runtime/runtime.js'
import type { Adapter } from './adapters/methods.js'
import { cachedScoringGraph } from './graphs.js'
import type { Network } from './parameters.js'
import { type Scorer, treeScorer } from './tree-scorer.js'

/** A network as a scorer of sequences. */
export async function openScorer(runtime: Runtime, network: Network, adapter?: Adapter): Promise<Scorer> {
  return treeScorer(await runtime.compile(cachedScoringGraph(network, { adapter })), network.config)
}
