import type { Graph } from './graph.js'
import { onnxOperators } from './onnx-operators.js'
import { type OnnxModel, OnnxPrinter, type PrintOptions } from './onnx-printer.js'
import { isOperator, type Tensor } from './tensor.js'

/** Prints a graph as an ONNX model (IR 10, opset 21). */
export function printOnnx(graph: Graph, options: PrintOptions = {}): OnnxModel {
  const printer = new OnnxPrinter(graph, options)
  const outputs = Object.entries(graph.outputs)
  for (const tensor of graph.nodes) {
    // Written when it is first named: some are only read in another form.
    if (isOperator(tensor, 'constant')) continue
    const into = printer.name(tensor)
    ;(onnxOperators[tensor.operator] as (y: Tensor, printer: OnnxPrinter, into: string) => void)(tensor, printer, into)
  }
  // A value that is an input, a constant, or an output under two names is passed on.
  for (const [name, tensor] of outputs)
    if (printer.name(tensor) !== name) printer.emit('Identity', [printer.name(tensor)], {}, name)
  return printer.finish()
}
