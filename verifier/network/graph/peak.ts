import type { Graph } from './graph.js'
import { type Bindings, bindShape } from './shape.js'
import { byteLength, isOperator, type OperatorName, type Tensor } from './tensor.js'

/** The same numbers in the same place, under another shape. */
const VIEWS: ReadonlySet<OperatorName> = new Set(['reshape'])
/** Element by element: written where an input of the same size lay that nobody needs any more. */
const IN_PLACE: ReadonlySet<OperatorName> = new Set([
  ...(['add', 'sub', 'mul', 'div', 'where', 'exp', 'sqrt', 'sin', 'cos', 'sigmoid', 'floor'] as const),
  ...(['softmax', 'logSoftmax'] as const),
])

/**
 * The most bytes of values that are alive at once when the nodes of a graph run one after another, each value let go after its last use. Inputs and
 * constants are not counted: they are there before and after. An estimate of what a runtime needs, which may order the nodes otherwise.
 */
export function peakBytes({ nodes, outputs }: Graph, bindings: Bindings): number {
  // A hand-written gradient makes a second node of the same work: runtimes find that they are one.
  const sameWork = new Map<readonly Tensor[], Tensor>()
  const sourceOf = new Map<Tensor, Tensor>()
  const placeOf = (tensor: Tensor) => sourceOf.get(tensor) ?? tensor
  for (const tensor of nodes) {
    const twin = sameWork.get(tensor.inputs)
    if (VIEWS.has(tensor.operator)) sourceOf.set(tensor, placeOf(tensor.inputs[0] as Tensor))
    else if (twin !== undefined && twin.operator === tensor.operator) sourceOf.set(tensor, placeOf(twin))
    else if (tensor.inputs.length > 0) sameWork.set(tensor.inputs, tensor)
  }
  const lastUse = new Map<Tensor, number>()
  for (const [i, tensor] of nodes.entries()) for (const input of tensor.inputs) lastUse.set(placeOf(input), i)
  for (const output of Object.values(outputs)) lastUse.set(placeOf(output), nodes.length)

  const isStored = (tensor: Tensor) => !isOperator(tensor, 'input') && !isOperator(tensor, 'constant')
  const sizeOf = (tensor: Tensor) =>
    byteLength(
      tensor.dtype,
      bindShape(tensor.shape, bindings).reduce((a, b) => a * b, 1),
    )
  const sizes = new Map<Tensor, number>()
  let [alive, peak] = [0, 0]
  for (const [i, tensor] of nodes.entries()) {
    const own = placeOf(tensor) === tensor && isStored(tensor)
    const size = own ? sizeOf(tensor) : 0
    const ending = new Set(tensor.inputs.map(placeOf).filter((input) => lastUse.get(input) === i))
    let reused = 0
    for (const input of ending) {
      const bytes = sizes.get(input) ?? 0
      if (reused === 0 && IN_PLACE.has(tensor.operator) && bytes === size) reused = bytes
    }
    if (own) {
      sizes.set(tensor, size)
      alive += size
      peak = Math.max(peak, alive - reused)
    }
    for (const input of ending) {
      alive -= sizes.get(input) ?? 0
      sizes.delete(input)
    }
  }
  return peak
}
