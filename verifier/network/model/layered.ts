import { at, defined } from '../../../src/core/absence.js'
import {
  add,
  type Dim,
  defineGraph,
  differentiate,
  type Graph,
  gather,
  input,
  multiplyDims,
  type Tensor,
  type TypedArray,
} from '../graph/index.js'
import type { HostTensor, Program, Runtime, Value } from '../runtime/runtime.js'
import { isWindowed, turnOf } from '../weights/model-config.js'
import type { Adapter } from './adapters/methods.js'
import { batchFeeds } from './batch.js'
import { decoderLayer, embed, head } from './decoder.js'
import { type GradientSource, scalarOf, type Wanted } from './gradient-source.js'
import { passOf } from './graphs.js'
import { type Loss, lossFeeds, lossOf } from './loss.js'
import type { Network } from './parameters.js'
import { Placement } from './placement.js'

/*
 * Gradients with activations recomputed (Chen et al. 2016): forward through the layers keeping each layer's input alone, then
 * backward, each layer computed again on the way. Inside one graph a runtime would find the second computation equal to the first
 * and merge them; here they are different runs. The weights are inputs, so one pair of programs serves all equal layers.
 *
 *     forward:   h0 = embed, h1 = layer(h0), …   keep h0 … hM
 *     top:       loss, dhM
 *     backward:  layer by layer  dh(l), gradients(l) = backward(h(l), dh(l+1))
 *
 * The top is the head, and the layers above M: what they keep is there for a moment only, so as many are left to it as memory allows.
 */

interface LayerPrograms {
  forward: Program
  backward: Program
}

const tokenGrid: readonly Dim[] = ['batch', 'seq']
const n = multiplyDims('batch', 'seq')
/** `model.layers.12.mlp…` is `layer.mlp…` in the graph that serves all layers. */
const inLayer = (name: string) => name.replace(/^model\.layers\.\d+\./, 'layer.')

export async function openLayeredGradients(
  runtime: Runtime,
  network: Network,
  adapter: Adapter | undefined,
  {
    names,
    loss,
    pieces,
    layers: below,
  }: Wanted & {
    /** How many layers, from the first one on, are computed again. */
    layers: number
  },
): Promise<GradientSource> {
  const { config } = network
  const frozenWeights = uploader(runtime)
  const dropout = (adapter?.options.dropout ?? 0) > 0
  const placement = (rename = inLayer) =>
    new Placement(network, { adapter, trained: names, frozen: 'input', dropout, rename })

  // Layers of the same make share a pair of programs.
  const shared = new Map<string, LayerPrograms>()
  const layers: { programs: LayerPrograms; frozen: Record<string, Value>; trained: string[] }[] = []
  for (let layer = 0; layer < below; layer++) {
    const weights = placement()
    const graphs = layerGraphs(network, weights, layer, pieces)
    const trained = [...weights.trained.keys()]
    const make = JSON.stringify([
      isWindowed(config, layer),
      turnOf(config, layer),
      weights.entry.make?.(layer),
      graphs.backward.inputs,
    ])
    let programs = shared.get(make)
    if (programs === undefined) {
      const keep = Object.keys(graphs.backward.outputs)
      programs = {
        forward: await runtime.compile(graphs.forward, { keep: ['h.next'] }),
        backward: await runtime.compile(graphs.backward, { keep }),
      }
      shared.set(make, programs)
    }
    layers.push({ programs, frozen: await frozenWeights.place(weights.feeds), trained })
  }

  const first = placement()
  const embedding = await runtime.compile(defineGraph({ h: embedded(network, first) }), { keep: ['h'] })
  const firstFrozen = await frozenWeights.place(first.feeds)
  const last = placement((name) => name)
  const top = topGraph(network, last, { loss, from: below, pieces })
  const topProgram = await runtime.compile(top, {
    keep: Object.keys(top.outputs).filter((name) => name !== 'loss'),
  })
  const lastFrozen = await frozenWeights.place(last.feeds)
  const tail = first.trained.size > 0 ? embeddingGradients(network, first, last) : undefined
  const tailProgram = tail && (await runtime.compile(tail, { keep: Object.keys(tail.outputs) }))
  const trained = [
    ...new Set([...layers.flatMap((layer) => layer.trained), ...last.trained.keys(), ...first.trained.keys()]),
  ]

  /** The trained values among `wanted`, under the names that a layer's graph gives them. */
  const fed = (values: Readonly<Record<string, Value>>, wanted: readonly string[]) =>
    Object.fromEntries(wanted.map((name) => [inLayer(name), at(values, name)]))

  return {
    trained,
    async run(values, batch, random, into) {
      for (const spare of Object.values(into)) spare.dispose()
      const { tokens, positions, reach, rows: places, expected } = batchFeeds(batch)
      const place = { positions, reach, ...random }

      const states: Value[] = []
      const text = { tokens, positions }
      const start = await embedding.run({ ...text, ...firstFrozen, ...fed(values, [...first.trained.keys()]) })
      states.push(start.h as Value)
      for (const { programs, frozen, trained: own } of layers) {
        const result = await programs.forward.run({
          h: at(states, states.length - 1),
          ...place,
          ...frozen,
          ...fed(values, own),
        })
        states.push(at(result, 'h.next'))
      }

      const end = states.pop() as Value
      const { loss, dh, ...topGradients } = await topProgram.run({
        h: end,
        ...place,
        rows: places,
        expected,
        ...lossFeeds(batch),
        ...lastFrozen,
        ...values,
      })
      end.dispose()
      const gradients: Record<string, Value> = {}
      for (const name of last.trained.keys()) gradients[name] = at(topGradients, `${name}.gradient`)

      let dhBelow = dh as Value
      for (const { programs, frozen, trained: own } of layers.toReversed()) {
        const h = states.pop() as Value
        const found = await programs.backward.run({ h, dh: dhBelow, ...place, ...frozen, ...fed(values, own) })
        for (const name of own) gradients[name] = at(found, `${inLayer(name)}.gradient`)
        h.dispose()
        dhBelow.dispose()
        dhBelow = at(found, 'dh.next')
      }
      if (tailProgram !== undefined) {
        const tied = gradients[TABLE]
        const found = await tailProgram.run({ ...text, dh: dhBelow, ...defined({ before: tied }) })
        tied?.dispose()
        for (const name of first.trained.keys()) gradients[name] = at(found, `${name}.gradient`)
      }
      dhBelow.dispose()
      return { loss: await scalarOf(loss as Value), gradients }
    },
    async dispose() {
      for (const { forward, backward } of shared.values()) {
        await forward.dispose()
        await backward.dispose()
      }
      for (const program of [embedding, topProgram, tailProgram]) await program?.dispose()
      frozenWeights.dispose()
    },
  }
}

/** Puts frozen weights on the device, each once, however many graphs read it (tied embeddings are read by two). */
function uploader(runtime: Runtime) {
  const placed = new Map<TypedArray, Value>()
  return {
    async place(feeds: Readonly<Record<string, HostTensor>>): Promise<Record<string, Value>> {
      const values: Record<string, Value> = {}
      for (const [name, tensor] of Object.entries(feeds)) {
        const value = placed.get(tensor.data) ?? (await runtime.upload(tensor))
        placed.set(tensor.data, value)
        values[name] = value
      }
      return values
    },
    dispose() {
      for (const value of placed.values()) value.dispose()
    },
  }
}

/** h -> h.next; and h, dh -> dh.next and the gradients of the layer's trained parameters. */
export function layerGraphs(
  network: Network,
  weights: Placement,
  layer: number,
  pieces: number,
): { forward: Graph; backward: Graph } {
  const { config } = network
  const h = input('h', [n, config.hidden_size])
  const next = decoderLayer(config, weights, layer, h, passOf(config, weights, pieces).pass).h
  const trained = [...weights.trained]
  const dh = input('dh', [n, config.hidden_size])
  const [below, ...gradients] = differentiate(next, [h, ...trained.map(([, tensor]) => tensor)], dh)
  const outputs = trained.map(([name], i) => [`${inLayer(name)}.gradient`, at(gradients, i)])
  return {
    forward: defineGraph({ 'h.next': next }),
    backward: defineGraph({ 'dh.next': below as Tensor, ...Object.fromEntries(outputs) }),
  }
}

const TABLE = 'model.embed_tokens.weight'

function embedded({ config }: Network, weights: Placement): Tensor {
  return embed(config, weights, input('tokens', tokenGrid, 'int32'), passOf(config, weights).pass)
}

/** h -> loss, dh and the gradients of what is trained from layer `from` on, final norm and head among them. */
export function topGraph(
  network: Network,
  weights: Placement,
  { loss: objective, from, pieces }: { loss: Loss; from: number; pieces: number },
): Graph {
  const { config } = network
  const h = input('h', [n, config.hidden_size])
  const { pass } = passOf(config, weights, pieces)
  let state = h
  for (let layer = from; layer < config.num_hidden_layers; layer++)
    state = decoderLayer(config, weights, layer, state, pass).h
  const loss = lossOf(objective, head(config, weights, gather(state, input('rows', ['targets'], 'int32'))))
  const trained = [...weights.trained]
  const [dh, ...gradients] = differentiate(loss, [h, ...trained.map(([, tensor]) => tensor)])
  const outputs = trained.map(([name], i) => [`${name}.gradient`, at(gradients, i)])
  return defineGraph({ loss, dh: dh as Tensor, ...Object.fromEntries(outputs) })
}

/** dh -> the gradients of embeddings (and learned positions) as tables; added to what the tied head has found. */
function embeddingGradients(network: Network, first: Placement, last: Placement): Graph {
  const { hidden_size: hidden, vocab_size: vocabulary } = network.config
  const h = embedded(network, first)
  const trained = [...first.trained]
  const found = differentiate(
    h,
    trained.map(([, tensor]) => tensor),
    input('dh', [n, hidden]),
  )
  const outputs = trained.map(([name], i) => {
    const gradient = at(found, i)
    const isTied = name === TABLE && last.trained.has(TABLE)
    return [`${name}.gradient`, isTied ? add(input('before', [vocabulary, hidden]), gradient) : gradient]
  })
  return defineGraph(Object.fromEntries(outputs))
}
