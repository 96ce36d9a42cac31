import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './cli.js'

/** A LLaMA of random weights with a trained tokenizer: a folder. */
export const tinyLlama = join(root, 'test/verifier/network/weights/fixtures/tiny-llama')

/** Puts it into `folder` with a longer context window, which the conformance suite needs. */
export function copyTinyLlama(folder: string): void {
  cpSync(tinyLlama, folder, { recursive: true })
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: 500 }))
}
