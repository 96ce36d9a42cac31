import type { TokenTally } from '../../../src/core/records/types.js'
import { floats, type HostTensor, integers, type Program, type Value } from '../runtime/runtime.js'
import type { ModelConfig } from '../weights/model-config.js'
import { prefixTree } from './prefix-tree.js'

/* Scoring with a program that is there already, wherever it came from: nothing here is Node's. */

/** A sequence and the index of its first token whose log-probability is asked for (at least 1). */
export interface ScoredSequence {
  tokens: readonly number[]
  firstTarget: number
}

/** Scores many sequences; each node of their prefix tree goes through the network once. */
export interface Scorer {
  /** For each sequence log p of the tokens from `firstTarget` on, each given all before it. */
  score(
    sequences: readonly ScoredSequence[],
    options?: { tally?: TokenTally; signal?: AbortSignal },
  ): Promise<Float32Array[]>
  dispose(): Promise<void>
}

/** What a cache of keys and values is made of. */
export type CacheShape = Pick<ModelConfig, 'num_hidden_layers' | 'num_key_value_heads' | 'head_dim'>

/** Nodes in one pass: enough to keep a device busy, few enough that scores [heads, nodes, nodes] stay small. */
const chunkNodes = 256

/**
 * `program` is a compiled `cachedScoringGraph`. The tree is walked in depth-first order, `chunkNodes` at a time. What a chunk needs of earlier ones are the keys and values
 * of the path from the root to its first node: every other ancestor of its nodes lies in the chunk itself. So nothing is
 * evaluated twice, however large the tree is.
 */
export function treeScorer(program: Program, shape: CacheShape): Scorer {
  let last: Promise<unknown> = Promise.resolve()
  return {
    score(sequences, options = {}) {
      const next = last.then(() => scoreTree(program, shape, sequences, options))
      last = next.catch(() => {})
      return next
    },
    async dispose() {
      await last
      await program.dispose()
    },
  }
}

async function scoreTree(
  program: Program,
  shape: CacheShape,
  sequences: readonly ScoredSequence[],
  { tally, signal }: { tally?: TokenTally; signal?: AbortSignal },
): Promise<Float32Array[]> {
  // The last token of a sequence is predicted but predicts nothing, so it need not be evaluated.
  const tree = prefixTree(sequences.map(({ tokens }) => tokens.slice(0, -1)))
  const count = tree.tokens.length

  // Each (node, next token) that somebody asks for, once, in the order of the nodes.
  const edges = new Map<string, { node: number; expected: number; log: number }>()
  const keyOf = (node: number, token: number) => `${node} ${token}`
  sequences.forEach(({ tokens, firstTarget }, s) => {
    for (let t = Math.max(1, firstTarget); t < tokens.length; t++) {
      const node = tree.paths[s]?.[t - 1] as number
      const expected = tokens[t] as number
      edges.set(keyOf(node, expected), { node, expected, log: Number.NaN })
    }
  })
  const ordered = [...edges.values()].sort((a, b) => a.node - b.node)

  let cache = emptyCache(shape)
  let path: number[] = []
  let nextEdge = 0
  for (let start = 0; start < count; start += chunkNodes) {
    signal?.throwIfAborted()
    const end = Math.min(count, start + chunkNodes)
    const wanted = ordered.slice(nextEdge).filter(({ node }) => node < end)
    nextEdge += wanted.length
    const above = pathTo(tree.parents, start)
    cache = keepRows(cache, path, above, shape)
    path = above

    // Places of the path and the chunk: 0 … total - 1. Reach, counted in nodes, becomes reach in places.
    const total = path.length + end - start
    const place = (reach: number) => Math.max(0, Math.min(end, reach) - start) + path.length
    const nodes = [...path, ...Array.from({ length: end - start }, (_, i) => start + i)]
    const results = await program.run({
      ...cache,
      tokens: integers(tree.tokens.slice(start, end), [1, end - start]),
      positions: integers(tree.depths.slice(start, end), [1, end - start]),
      reach: integers(
        nodes.map((node) => place(tree.reach[node] as number)),
        [1, total],
      ),
      keyPositions: integers(
        nodes.map((node) => tree.depths[node] as number),
        [1, total],
      ),
      rows: integers(
        wanted.map(({ node }) => node - start),
        [wanted.length],
      ),
      expected: integers(
        wanted.map(({ expected }) => expected),
        [wanted.length],
      ),
    })
    const logs = (await results.logProbability?.read()) as Float32Array
    wanted.forEach((edge, i) => {
      edge.log = logs[i] as number
    })
    cache = await takeCache(results)
    path = nodes
    if (tally !== undefined) {
      tally.calls += 1
      tally.evaluated += end - start
    }
  }
  if (tally !== undefined) tally.unique += count
  return sequences.map(({ tokens, firstTarget }, s) => {
    const first = Math.max(1, firstTarget)
    return Float32Array.from(
      { length: Math.max(0, tokens.length - first) },
      (_, i) =>
        edges.get(keyOf(tree.paths[s]?.[first + i - 1] as number, tokens[first + i] as number))?.log ?? Number.NaN,
    )
  })
}

/** The nodes above `node`, from the root down. */
function pathTo(parents: Int32Array, node: number): number[] {
  const path: number[] = []
  for (let at = parents[node] as number; at >= 0; at = parents[at] as number) path.push(at)
  return path.reverse()
}

type Cache = Record<string, HostTensor>

function emptyCache({ num_hidden_layers: layers, num_key_value_heads: kvHeads, head_dim: d }: CacheShape): Cache {
  const empty = () => floats(new Float32Array(0), [1, kvHeads, 0, d])
  const cache: Cache = {}
  for (let layer = 0; layer < layers; layer++)
    for (const what of ['key', 'value']) cache[`past_key_values.${layer}.${what}`] = empty()
  return cache
}

/** Of keys and values [1, kvHeads, places, d] for the nodes `held`, those of the nodes `wanted`, which are among them. */
function keepRows(
  cache: Cache,
  held: readonly number[],
  wanted: readonly number[],
  { num_key_value_heads: kvHeads, head_dim: d }: CacheShape,
): Cache {
  const place = new Map(held.map((node, i) => [node, i]))
  const kept: Cache = {}
  for (const [name, { data }] of Object.entries(cache)) {
    const rows = new Float32Array(kvHeads * wanted.length * d)
    for (let h = 0; h < kvHeads; h++)
      wanted.forEach((node, i) => {
        const from = (h * held.length + (place.get(node) as number)) * d
        rows.set((data as Float32Array).subarray(from, from + d), (h * wanted.length + i) * d)
      })
    kept[name] = floats(rows, [1, kvHeads, wanted.length, d])
  }
  return kept
}

/** `present.N.key` of one run is `past_key_values.N.key` of the next. */
async function takeCache(results: Readonly<Record<string, Value>>): Promise<Cache> {
  const cache: Cache = {}
  for (const [name, value] of Object.entries(results)) {
    if (name.startsWith('present.'))
      cache[name.replace('present', 'past_key_values')] = floats((await value.read()) as Float32Array, value.shape)
    value.dispose()
  }
  return cache
}
