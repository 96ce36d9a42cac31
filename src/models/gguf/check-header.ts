/** Sizes that a file with such a tensor cannot leave out (a network without attention has neither). */
const SIZES = [
  ['embedding_length', 'token_embd.weight'],
  ['feed_forward_length', 'blk.0.ffn_down.weight'],
  ['attention.head_count', 'blk.0.attn_q.weight'],
] as const

/**
 * llama.cpp asserts some of a file's promises, and an assertion there ends the whole process: those are checked here first.
 *
 * @throws RationaleError `model-file`, `io`, `unsupported` for a version or element type that is not known.
 */
export async function checkGgufHeader(path: string): Promise<void> {
  const { malformed, openForReading } = await import('../../../verifier/network/weights/files.js')
  const { readGgufHeader } = await import('../../../verifier/network/weights/gguf-header.js')
  const file = openForReading(path)
  try {
    const { metadata, tensors } = readGgufHeader(file)
    const vocabulary = metadata.get('tokenizer.ggml.tokens')
    // GGML_ASSERT(id_to_token.size() == token_to_id.size()), over C strings; empty ones get names of their own.
    const tokens = Array.isArray(vocabulary) ? vocabulary.map((token) => String(token).split('\0', 1)[0]) : []
    const named = tokens.filter((token) => token !== '')
    if (new Set(named).size < named.length) throw malformed(path, 'the vocabulary holds a token twice')
    // GGML_ASSERT(t_meta.ne[dim] >= 1)
    const architecture = String(metadata.get('general.architecture'))
    for (const [size, tensor] of SIZES) {
      const key = `${architecture}.${size}`
      // A size that is not there counts as 0.
      if (tensors.has(tensor) && (metadata.get(key) ?? 0) === 0) throw malformed(path, `${key} is 0 or missing`)
    }
  } finally {
    file.close()
  }
}
