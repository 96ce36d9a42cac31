import { join } from 'node:path'
import { printOnnx } from '../graph/index.js'
import { generationGraph } from '../model/graphs.js'
import { loadNetwork } from '../model/parameters.js'
import { makeFolder, writeAtomically } from './files.js'
import type { ModelFiles } from './model.js'

const FORMATS = { fp32: 'float32', int8: 'int8', q4: 'q4_0' } as const
/** transformers.js's names of the precisions. */
const NAMES = { fp32: 'model', int8: 'model_quantized', q4: 'model_q4' } as const
/** A protobuf holds less than 2 GB. */
const INLINE_LIMIT = 1_800_000_000

/** The generation graph (with a cache of keys and values) in transformers.js's layout. Returns the names of the files. */
export async function writeOnnx(
  folder: string,
  model: ModelFiles,
  precisions: readonly (keyof typeof FORMATS)[],
): Promise<string[]> {
  makeFolder(folder)
  const files: string[] = []
  for (const precision of precisions) {
    const network = await loadNetwork(model, model.config, { format: FORMATS[precision] })
    const graph = generationGraph(network)
    const name = `${NAMES[precision]}.onnx`
    const dense = [...network.weights.values()].reduce(
      (total, weight) => total + (weight.kind === 'dense' ? weight.data.byteLength : 0),
      0,
    )
    const printed = printOnnx(graph, { constants: dense < INLINE_LIMIT ? 'inline' : { file: `${name}_data` } })
    await writeAtomically(join(folder, name), (write) => write(printed.model))
    files.push(name)
    if (printed.external.length > 0) {
      await writeAtomically(join(folder, `${name}_data`), async (write) => {
        let at = 0
        for (const { offset, data } of printed.external) {
          await write(new Uint8Array(offset - at))
          await write(data)
          at = offset + data.byteLength
        }
      })
      files.push(`${name}_data`)
    }
  }
  return files
}
