import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LoadOptions, loadNetwork, type Network } from '../../verifier/network/model/parameters.js'
import { openModel } from '../../verifier/network/weights/model.js'
import { root } from './cli.js'

/** A LLaMA of random weights with a trained tokenizer: a folder. */
export const tinyLlama = join(root, 'test/verifier/network/weights/fixtures/tiny-llama')

/** It as a network, its weights read. */
export async function tinyNetwork(options: LoadOptions = {}): Promise<Network> {
  const files = openModel(tinyLlama)
  const network = await loadNetwork(files, files.config, options)
  await files.close()
  return network
}

/** Puts it into `folder` with a longer context window, which the conformance suite needs. */
export function copyTinyLlama(folder: string, { window = 500 } = {}): void {
  cpSync(tinyLlama, folder, { recursive: true })
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: window }))
}
