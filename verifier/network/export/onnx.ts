import { join } from 'node:path'
import { RationaleError } from '../../../src/core/errors.js'
import { makeFolder } from '../../../src/core/files/folder.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import { printOnnx } from '../graph/index.js'
import { generationGraph } from '../model/graphs.js'
import { loadNetwork, weightBytes } from '../model/parameters.js'
import { Placement } from '../model/placement.js'
import type { ModelFiles } from '../weights/model.js'
import { encoderOf } from '../weights/model-config.js'

const FORMATS = { fp32: 'float32', int8: 'int8', q4: 'q4_0' } as const
/** transformers.js's names of the precisions. */
const NAMES = { fp32: 'model', int8: 'model_quantized', q4: 'model_q4' } as const
/** A protobuf holds less than 2 GB. */
const INLINE_LIMIT = 1_800_000_000

/**
 * The generation graph (with a cache of keys and values) in transformers.js's layout. Weights of more than `inlineLimit` bytes lie in a file
 * beside the graph. Returns the names of the files.
 */
export async function writeOnnx(
  folder: string,
  model: ModelFiles,
  precisions: readonly (keyof typeof FORMATS)[],
  inlineLimit = INLINE_LIMIT,
): Promise<string[]> {
  if (encoderOf(model.config) !== undefined)
    throw new RationaleError('unsupported', `ONNX files of a model of type ${model.config.model_type}`, {
      remedy: 'export --format safetensors; Hugging Face Optimum makes ONNX files of encoder-decoders',
    })
  makeFolder(folder)
  const files: string[] = []
  for (const precision of precisions) {
    const network = await loadNetwork(model, model.config, { format: FORMATS[precision] })
    const graph = generationGraph(network, new Placement(network, { frozen: 'constant' }))
    const name = `${NAMES[precision]}.onnx`
    const bytes = [...network.weights.values()].reduce((total, weight) => total + weightBytes(weight), 0)
    const printed = printOnnx(graph, { constants: bytes < inlineLimit ? 'inline' : { file: `${name}_data` } })
    await produceWhole(join(folder, name), (write) => write(printed.model))
    files.push(name)
    if (printed.external.length > 0) {
      await produceWhole(join(folder, `${name}_data`), async (write) => {
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

/** What config.json must say of files beside the graphs: in a browser, or from the Hub, transformers.js fetches no others. */
export function externalDataConfig(files: readonly string[]): Record<string, unknown> {
  const graphs = files
    .filter((file) => file.endsWith('_data'))
    .map((file) => [file.slice(0, -'_data'.length), 1] as const)
  return graphs.length === 0
    ? {}
    : { 'transformers.js_config': { use_external_data_format: Object.fromEntries(graphs) } }
}
