import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import { openGguf } from './gguf.js'
import { withProducts } from './low-rank-source.js'
import { type ModelConfig, parseModelConfig } from './model-config.js'
import { openSafetensors, readSmallText } from './safetensors.js'
import { parameterShapes } from './shapes.js'
import type { TensorSource } from './types.js'

export interface ModelFiles extends TensorSource {
  /** What was opened: a folder or a .gguf file. */
  readonly path: string
  readonly config: ModelConfig
}

/**
 * Opens a model by folder (config.json and safetensors, sharded or not) or by .gguf file. Only headers are read; every tensor that the
 * configuration calls for is there with its shape.
 *
 * @throws RationaleError `model-file`, `unsupported`, `io`.
 */
export function openModel(path: string): ModelFiles {
  const opened = path.endsWith('.gguf') ? openGguf(path) : openFolder(path)
  const problems: string[] = []
  for (const [name, shape] of parameterShapes(opened.config)) {
    const found = opened.tensors.get(name)
    if (!found) problems.push(`${name} is missing`)
    else if (found.shape.join() !== shape.join()) {
      problems.push(`${name} is [${found.shape.join(', ')}], not [${shape.join(', ')}]`)
    }
    if (problems.length > 5) break
  }
  if (problems.length > 0) {
    void opened.close()
    throw new RationaleError('model-file', `${path}: weights and configuration do not fit together`, {
      found: problems.join('; '),
      remedy: 'fetch the model again, with all its files',
    })
  }
  return { path, ...opened }
}

function openFolder(folder: string): TensorSource & { config: ModelConfig } {
  const configPath = join(folder, 'config.json')
  const names = ['model.safetensors', 'model.safetensors.index.json']
  const weights = names.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (weights === undefined) {
    const pickled = existsSync(join(folder, 'pytorch_model.bin'))
    throw new RationaleError(pickled ? 'unsupported' : 'io', `no safetensors in ${folder}`, {
      expected: names.join(' or '),
      ...defined({ found: pickled ? 'pytorch_model.bin, a pickle: opening one can run code' : undefined }),
      remedy: 'save the model as safetensors (save_pretrained of Hugging Face transformers does)',
    })
  }
  let raw: unknown
  try {
    raw = JSON.parse(readSmallText(configPath, 1 << 20))
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('model-file', `${configPath} is not JSON`, {
      found: messageOf(error),
      remedy: 'fetch it again',
    })
  }
  const config = parseModelConfig(raw, configPath)
  return { ...withProducts(openSafetensors(weights), weights), config }
}
