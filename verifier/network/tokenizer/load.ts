import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { openForReading } from '../weights/files.js'
import { readGgufHeader } from '../weights/gguf-header.js'
import { readSmallText } from '../weights/safetensors.js'
import { tokenizerFromGguf } from './from-gguf.js'
import { createTokenizer } from './tokenizer.js'

const LARGEST_TOKENIZER = 64 << 20
const LARGEST_CONFIG = 16 << 20

/**
 * The tokenizer of a model: from `tokenizer.json` (and what lies beside it) in a folder, or from a GGUF file's own vocabulary. A GGUF with a
 * `tokenizer.json` beside it uses that.
 *
 * @throws RationaleError `model-file`, `unsupported`, `io`.
 */
export async function loadTokenizer(path: string): Promise<TextTokenizer> {
  if (!path.endsWith('.gguf')) return fromFolder(path)
  const file = openForReading(path)
  try {
    return await createTokenizer(tokenizerFromGguf(readGgufHeader(file).metadata))
  } finally {
    file.close()
  }
}

/** What is said of a tokenizer that belongs to a larger network. */
export const moreTokens = (path: string, { vocabularySize }: TextTokenizer, most: number) =>
  new RationaleError('model-file', `${path}: the tokenizer has more tokens than the network`, {
    expected: `at most ${most}`,
    found: String(vocabularySize),
    remedy: 'use the tokenizer that the model came with',
  })

async function fromFolder(folder: string): Promise<TextTokenizer> {
  const tokenizerPath = join(folder, 'tokenizer.json')
  if (!existsSync(tokenizerPath) || !statSync(tokenizerPath).isFile()) {
    throw new RationaleError('model-file', `no tokenizer.json in ${folder}`, {
      remedy:
        'point to a model folder; tokenizer.model alone can be converted with Hugging Face transformers (save_pretrained)',
    })
  }
  const tokenizer = parseJson(tokenizerPath, LARGEST_TOKENIZER)
  const optional = (name: string) => {
    const path = join(folder, name)
    return existsSync(path) ? (parseJson(path, LARGEST_CONFIG) as Record<string, unknown>) : {}
  }
  const config = { ...optional('tokenizer_config.json') }
  const template = join(folder, 'chat_template.jinja')
  if (existsSync(template)) config.chat_template = readSmallText(template, 1 << 20)
  const eosIds = [optional('generation_config.json').eos_token_id, optional('config.json').eos_token_id]
    .flat()
    .filter((id): id is number => typeof id === 'number' && Number.isInteger(id) && id >= 0)
  return createTokenizer({ tokenizer, config, eosIds })
}

function parseJson(path: string, largest: number): unknown {
  const text = readSmallText(path, largest)
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // said below
  }
  throw new RationaleError('model-file', `${path} is not a JSON object`, { remedy: 'fetch it again' })
}
