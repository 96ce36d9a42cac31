import { at } from '../core/absence.js'
/*
 * What many token sequences share, for engines that keep one path of keys and values at a time: the sequences as a tree whose
 * unbranched stretches are edges, in depth-first order. An engine that cuts its cache back to an edge's `start` and evaluates
 * the edge's tokens evaluates every shared token once.
 */

export interface PrefixNode {
  token: number
  children: Map<number, PrefixNode>
  /** Its log-probability is asked for. */
  isTarget: boolean
  /** log p(token | everything above it); NaN until it is known. */
  logProbability: number
}

export interface PrefixEdge {
  /** How many tokens stand above it. */
  start: number
  nodes: PrefixNode[]
}

export interface PrefixEdges {
  edges: PrefixEdge[]
  /** For each sequence, the node of each of its tokens. */
  paths: PrefixNode[][]
}

/** The last token of a sequence is predicted but predicts nothing: it is a node, but on no edge. `first` is the first target's index. */
export function prefixEdges(sequences: readonly { ids: readonly number[]; first: number }[]): PrefixEdges {
  const root = newNode(-1)
  const paths = sequences.map(({ ids, first }) => {
    let at = root
    return ids.map((token, index) => {
      const child = at.children.get(token) ?? newNode(token)
      at.children.set(token, child)
      child.isTarget ||= index >= first
      at = child
      return child
    })
  })

  const inner = (node: PrefixNode) => [...node.children.values()].filter(({ children }) => children.size > 0)
  const edges: PrefixEdge[] = []
  const waiting = inner(root)
    .reverse()
    .map((node) => ({ start: 0, node }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const nodes = [next.node]
    let below = inner(next.node)
    while (below.length === 1) {
      nodes.push(at(below, 0))
      below = inner(at(below, 0))
    }
    edges.push({ start: next.start, nodes })
    for (const node of below.reverse()) waiting.push({ start: next.start + nodes.length, node })
  }
  return { edges, paths }
}

/** The tokens after a node whose log-probabilities are asked for. */
export function targetsAfter(node: PrefixNode): PrefixNode[] {
  return [...node.children.values()].filter(({ isTarget }) => isTarget)
}

function newNode(token: number): PrefixNode {
  return { token, children: new Map(), isTarget: false, logProbability: Number.NaN }
}
