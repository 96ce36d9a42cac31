/*
 * Many sequences that share beginnings, as one tree: every shared token is one node. In depth-first order the nodes below
 * node j are j+1 … reach[j]-1, so "node i sees node j" is j <= i < reach[j]: the network's mask in one vector.
 */

export interface PrefixTree {
  /** Per node, in depth-first order. */
  tokens: Int32Array
  /** How many nodes are above it: its position. */
  depths: Int32Array
  /** One past its last descendant. */
  reach: Int32Array
  /** -1 for a root. */
  parents: Int32Array
  /** For each sequence, the node of each of its tokens. */
  paths: Int32Array[]
}

interface Node {
  token: number
  children: Map<number, Node>
  index: number
}

/** Builds the tree. Iterative, since a chain is as deep as it is long. */
export function prefixTree(sequences: readonly (readonly number[])[]): PrefixTree {
  const root: Node = { token: -1, children: new Map(), index: -1 }
  let count = 0
  const ends = sequences.map((tokens) => {
    const path: Node[] = []
    let at = root
    for (const token of tokens) {
      let next = at.children.get(token)
      if (next === undefined) {
        next = { token, children: new Map(), index: -1 }
        at.children.set(token, next)
        count += 1
      }
      path.push(next)
      at = next
    }
    return path
  })

  const tree: PrefixTree = {
    tokens: new Int32Array(count),
    depths: new Int32Array(count),
    reach: new Int32Array(count),
    parents: new Int32Array(count).fill(-1),
    paths: [],
  }
  let next = 0
  const stack: { node: Node; rest: Iterator<Node>; depth: number }[] = [
    { node: root, rest: root.children.values(), depth: 0 },
  ]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.rest.next()
    if (child.done) {
      if (top.node.index >= 0) tree.reach[top.node.index] = next
      stack.pop()
      continue
    }
    const node = child.value
    node.index = next
    tree.tokens[next] = node.token
    tree.depths[next] = top.depth
    tree.parents[next] = top.node.index
    next += 1
    stack.push({ node, rest: node.children.values(), depth: top.depth + 1 })
  }
  tree.paths = ends.map((path) => Int32Array.from(path, (node) => node.index))
  return tree
}
