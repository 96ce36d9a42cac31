import { at } from '../../../src/core/absence.js'
import type { HostTensor, Runtime, Value } from '../runtime/runtime.js'
import type { Adapter } from './adapters/methods.js'
import { type Batch, batchFeeds, SHORTEST_ROW } from './batch.js'
import { trainingGraph } from './graphs.js'
import { type Loss, lossFeeds } from './loss.js'
import type { Network } from './parameters.js'
import { frozenOn } from './placement.js'

/** Gradients of the loss of a batch. */
export interface GradientSource {
  readonly trained: readonly string[]
  /** The gradients come as values that the caller disposes; `random`: what `dropoutFeeds` makes; `into`: values given up. */
  run(
    values: Readonly<Record<string, Value>>,
    batch: Batch,
    random: Readonly<Record<string, HostTensor>>,
    into: Readonly<Record<string, Value>>,
  ): Promise<{ loss: number; gradients: Record<string, Value> }>
  dispose(): Promise<void>
}

/** What gradients are made of. */
export interface Wanted {
  /** The trained parameters. */
  names: ReadonlySet<string>
  loss: Loss
  /** Of attention: see `Pass`. */
  pieces: number
}

/**
 * On a CPU four pieces take a twentieth off a step of chains of some hundred tokens, an eighth at 1,024, and cost nothing at 24. A device that waits for
 * each launch has more of them to wait for.
 */
export const piecesOn = ({ backend }: Pick<Runtime, 'backend'>): number => (backend === 'onnx-cpu' ? SHORTEST_ROW : 1)

/** Forward and backward pass of the whole network as one program. */
export async function openWholeGradients(
  runtime: Runtime,
  network: Network,
  adapter: Adapter | undefined,
  { names, loss, pieces }: Wanted,
): Promise<GradientSource> {
  const dropout = (adapter?.options.dropout ?? 0) > 0
  const frozen = frozenOn(runtime)
  const { graph, trained, lent } = trainingGraph(network, { adapter, trained: names, dropout, loss, pieces, frozen })
  // Lean: repacked copies of the frozen weights would cost more memory than they save time at training's batch sizes.
  const keep = trained.map((name) => `${name}.gradient`)
  const program = await runtime.compile(graph, { keep, lean: true })
  return {
    trained,
    async run(values, batch, random, into) {
      const spare = Object.fromEntries(Object.entries(into).map(([name, value]) => [`${name}.gradient`, value]))
      const { weights: _, ...pass } = batchFeeds(batch)
      const feeds = { ...pass, ...lossFeeds(batch), ...lent, ...values, ...random }
      const { loss, ...found } = await program.run(feeds, { into: spare })
      const gradients = Object.fromEntries(trained.map((name) => [name, at(found, `${name}.gradient`)]))
      return { loss: await scalarOf(loss as Value), gradients }
    },
    dispose: () => program.dispose(),
  }
}

export async function scalarOf(value: Value): Promise<number> {
  const number = (await value.read())[0] as number
  value.dispose()
  return number
}
