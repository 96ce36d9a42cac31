import { describe, expect, it } from 'vitest'
import type { TextTokenizer } from '../../../../src/models/tokenizer.js'
import { fingerprint } from '../../../../verifier/network/probe/probe-file.js'
import type { ModelFiles } from '../../../../verifier/network/weights/model.js'

const BYTES = 200_000
const tokens = ['0', '3', '7']

/** A base of one layer that counts and one that does not, as `fingerprint` sees it. */
function basedOn({ changed, at = BYTES - 1 }: { changed?: string; at?: number } = {}): ModelFiles {
  const names = ['model.embed_tokens.weight', 'model.layers.0.mlp.up_proj.weight', 'model.layers.1.mlp.up_proj.weight']
  const tensors = new Map(names.map((name) => [name, { name, type: 'F32', shape: [1, BYTES / 4], bytes: BYTES }]))
  const bytes = async (name: string) => {
    const data = new Uint8Array(BYTES)
    if (name === changed) data[at] = 1
    return data
  }
  return { config: {}, tensors, bytes } as unknown as ModelFiles // no more of it is asked for
}

function spelling(words: readonly string[]): TextTokenizer {
  const tokenBytes = (id: number) => new TextEncoder().encode(words[id])
  return { vocabularySize: words.length, tokenBytes } as unknown as TextTokenizer // no more of it is asked for
}

const told = (base: Parameters<typeof basedOn>[0], words: readonly string[] = tokens) =>
  fingerprint(basedOn(base), 1, spelling(words))

describe('the fingerprint of a base', () => {
  it('changes with any byte that is read, also far behind the beginning of a tensor', async () => {
    const whole = await told({})
    expect(await told({})).toBe(whole)
    expect(await told({ changed: 'model.embed_tokens.weight' })).not.toBe(whole)
    expect(await told({ changed: 'model.layers.0.mlp.up_proj.weight' })).not.toBe(whole)
    expect(await told({ changed: 'model.layers.0.mlp.up_proj.weight', at: 0 })).not.toBe(whole)
  })

  it('leaves out the layers above', async () => {
    expect(await told({ changed: 'model.layers.1.mlp.up_proj.weight' })).toBe(await told({}))
  })

  it('changes where two tokens change places', async () => {
    expect(await told({}, ['0', '7', '3'])).not.toBe(await told({}))
  })
})
