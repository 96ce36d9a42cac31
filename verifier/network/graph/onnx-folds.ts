import type { Graph } from './graph.js'
import { sameShape } from './shape.js'
import type { Tensor } from './tensor.js'

/**
 * Which additions take a matrix product in (ONNX's Gemm is x w + c): by addition, the product that nobody else needs.
 * The other operand has the product's shape, or is one row of it.
 */
export function planFolds(graph: Graph): Map<Tensor, Tensor<'matmul'>> {
  const uses = new Map<Tensor, number>()
  for (const tensor of [...graph.nodes.flatMap(({ inputs }) => inputs), ...Object.values(graph.outputs)])
    uses.set(tensor, (uses.get(tensor) ?? 0) + 1)
  const folds = new Map<Tensor, Tensor<'matmul'>>()
  for (const sum of graph.nodes) {
    if (sum.operator !== 'add' || sum.shape.length !== 2) continue
    const products = sum.inputs.filter(
      (x) => x.operator === 'matmul' && uses.get(x) === 1 && sameShape(x.shape, sum.shape),
    )
    // Of two products the later: the other is ready by then.
    const product = products.sort((a, b) => b.id - a.id)[0] as Tensor<'matmul'> | undefined
    if (product !== undefined) folds.set(sum, product)
  }
  return folds
}
