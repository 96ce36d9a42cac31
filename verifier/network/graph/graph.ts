import type { Shape } from './shape.js'
import { dimensionError } from './shape.js'
import { type DType, isOperator, type Tensor } from './tensor.js'

/** A network ready to run or to print: its inputs by name, its outputs by name, and the nodes between, inputs first. */
export interface Graph {
  readonly inputs: readonly { name: string; dtype: DType; shape: Shape }[]
  readonly outputs: Readonly<Record<string, Tensor>>
  /** Every node that an output needs, each after what it needs. */
  readonly nodes: readonly Tensor[]
}

/** The nodes that `outputs` need, each after its inputs. What is not needed is not there. Iterative: networks are deep. */
export function topological(
  outputs: readonly Tensor[],
  inputsOf: (tensor: Tensor) => readonly Tensor[] = (tensor) => tensor.inputs,
): Tensor[] {
  const seen = new Set<Tensor>()
  const stack = [...outputs]
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
    if (seen.has(tensor)) continue
    seen.add(tensor)
    stack.push(...inputsOf(tensor))
  }
  // Ids grow from inputs to outputs, so sorting by id is a topological order, and a stable one.
  return [...seen].sort((a, b) => a.id - b.id)
}

/** Closes a network over its named outputs. */
export function defineGraph(outputs: Readonly<Record<string, Tensor>>): Graph {
  const nodes = topological(Object.values(outputs))
  const inputs = new Map<string, { tensor: Tensor; name: string; dtype: DType; shape: Shape }>()
  for (const tensor of nodes) {
    if (!isOperator(tensor, 'input')) continue
    const { name } = tensor.attributes
    const known = inputs.get(name)
    if (known !== undefined && known.tensor !== tensor)
      throw dimensionError('two different inputs of a graph share a name', 'one input a name', name)
    inputs.set(name, { tensor, name, dtype: tensor.dtype, shape: tensor.shape })
  }
  const clash = Object.keys(outputs).find((name) => inputs.has(name))
  if (clash !== undefined)
    throw dimensionError('an input and an output of a graph share a name', 'different names', clash)
  return { inputs: [...inputs.values()].map(({ name, dtype, shape }) => ({ name, dtype, shape })), outputs, nodes }
}
