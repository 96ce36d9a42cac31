import { gradients } from './gradients.js'
import { topological } from './graph.js'
import { add, expand } from './operators.js'
import { dimensionError, showShape } from './shape.js'
import { scalar, type Tensor } from './tensor.js'

/** What a node's gradient flows to: the inputs named by a hand-written gradient, or the operator's own. */
const upstream = (y: Tensor): readonly Tensor[] => y.gradient?.inputs ?? y.inputs

const contributions = (y: Tensor, g: Tensor): readonly (Tensor | undefined)[] =>
  y.gradient === undefined
    ? (gradients[y.operator] as (y: Tensor, g: Tensor) => readonly (Tensor | undefined)[])(y, g)
    : y.gradient.backward(g)

/**
 * Reverse-mode differentiation: d output / d each of `wrt`, as further values of the same graph.
 *
 * Walks from the output back, and only along nodes that depend on one of `wrt`: what is frozen costs nothing.
 * `seed` is d loss / d output where the output is in the middle of a network; without it the output must hold one
 * element. A value of `wrt` that the output does not depend on is refused.
 */
export function differentiate(output: Tensor, wrt: readonly Tensor[], seed?: Tensor): Tensor[] {
  if (seed === undefined && output.shape.some((dim) => dim !== 1))
    throw dimensionError('differentiate: the loss must hold one number', '[]', showShape(output.shape))
  const order = topological([output], upstream)
  const wanted = new Set(wrt)
  const depends = new Set<Tensor>()
  for (const y of order) if (wanted.has(y) || upstream(y).some((x) => depends.has(x))) depends.add(y)

  const gradientOf = new Map<Tensor, Tensor>([[output, seed ?? expand(scalar(1), output.shape)]])
  for (const y of order.reverse()) {
    const g = gradientOf.get(y)
    if (g === undefined || !depends.has(y)) continue
    const inputs = upstream(y)
    if (!inputs.some((x) => depends.has(x))) continue
    contributions(y, g).forEach((contribution, i) => {
      const x = inputs[i]
      if (contribution === undefined || x === undefined || !depends.has(x)) return
      const sofar = gradientOf.get(x)
      gradientOf.set(x, sofar === undefined ? contribution : add(sofar, contribution))
    })
  }
  return wrt.map((x) => {
    const g = gradientOf.get(x)
    if (g === undefined)
      throw dimensionError('differentiate: the output does not depend on this value', 'a path', x.operator)
    return g
  })
}
