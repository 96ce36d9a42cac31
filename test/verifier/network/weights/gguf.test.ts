import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { FAMILIES } from '../../../../verifier/network/weights/families.js'
import { openForReading } from '../../../../verifier/network/weights/files.js'
import { openGguf } from '../../../../verifier/network/weights/gguf.js'
import { readGgufHeader } from '../../../../verifier/network/weights/gguf-header.js'
import {
  fromGgufName,
  permuteRows,
  toGgufName,
  unpermuteRows,
} from '../../../../verifier/network/weights/gguf-names.js'
import { type GgufField, writeGguf } from '../../../../verifier/network/weights/gguf-write.js'
import { temporaryFolder } from '../../../helpers/folder.js'

let folder: string
let good: Buffer
beforeAll(async () => {
  folder = temporaryFolder('gguf')
  const path = join(folder, 'good.gguf')
  const u32 = (value: number): GgufField => ({ type: 'u32', value })
  await writeGguf(
    path,
    new Map<string, GgufField>([
      ['general.architecture', { type: 'string', value: 'llama' }],
      ['llama.block_count', u32(1)],
      ['llama.context_length', u32(64)],
      ['llama.embedding_length', u32(32)],
      ['llama.feed_forward_length', u32(64)],
      ['llama.attention.head_count', u32(2)],
      ['llama.attention.head_count_kv', u32(1)],
      ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-5 }],
    ]),
    [
      { name: 'token_embd.weight', shape: [10, 32], type: 'Q8_0', data: () => new Float32Array(320).fill(1) },
      {
        name: 'blk.0.attn_q.weight',
        shape: [32, 32],
        type: 'F32',
        data: () => Float32Array.from({ length: 1024 }, (_, i) => Math.floor(i / 32)),
      },
      { name: 'rope_freqs.weight', shape: [8], type: 'F32', data: () => new Float32Array(8).fill(2) },
    ],
  )
  good = readFileSync(path)
})

/** The message of the refusal of an edited file. */
function refusal(edit: (bytes: Buffer) => Buffer | undefined): string {
  const copy = Buffer.from(good)
  const path = join(folder, 'edited.gguf')
  writeFileSync(path, edit(copy) ?? copy)
  const file = openForReading(path)
  try {
    readGgufHeader(file)
  } catch (error) {
    expect(error).toMatchObject({ name: 'RationaleError' })
    return (error as Error).message
  } finally {
    file.close()
  }
  throw new Error('the file was taken')
}

const at = (text: string) => good.indexOf(text) + text.length
const u64 = (value: bigint, position: number) => (bytes: Buffer) => {
  bytes.writeBigUInt64LE(value, position)
  return bytes
}

describe('GGUF', () => {
  it('undoes the row permutation, reads scaling factors and configuration', async () => {
    const model = openGguf(join(folder, 'good.gguf'))
    expect(model.config).toMatchObject({
      head_dim: 16,
      vocab_size: 10,
      tie_word_embeddings: true,
      rms_norm_eps: Math.fround(1e-5),
    })
    expect(model.config.rope_scaling).toEqual({ rope_type: 'factors', factors: new Array(8).fill(2) })
    const q = await model.floats('model.layers.0.self_attn.q_proj.weight')
    // In the file, rows 0, 1, 2, 3 of a head are (pair 0, first half), (pair 0, second half), (pair 1, first), …
    const firstHead = Array.from({ length: 16 }, (_, row) => q[row * 32])
    expect(firstHead).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15])
    const embeddings = await model.floats('model.embed_tokens.weight') // Q8_0: within half a step of 1 / 127
    expect(embeddings.every((value) => Math.abs(value - 1) < 1e-3)).toBe(true)
    const stored = new Float32Array((await model.bytes('model.layers.0.self_attn.q_proj.weight')).buffer)
    expect(stored).toEqual(q)
    await model.close()
  })

  it('permutation and its undoing are inverse, names map both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.nat({ max: 1000 }), (pairs, row) => {
        expect(permuteRows(2 * pairs)(unpermuteRows(2 * pairs)(row))).toBe(row)
      }),
    )
    for (const name of ['token_embd.weight', 'output.weight', 'blk.7.ffn_down.weight', 'blk.0.attn_k.bias']) {
      expect(toGgufName(fromGgufName(name, FAMILIES.llama) as string, FAMILIES.llama)).toBe(name)
    }
    expect(fromGgufName('blk.0.constructor.weight', FAMILIES.llama)).toBeUndefined()
    expect(fromGgufName('__proto__', FAMILIES.llama)).toBeUndefined()
  })

  it('holds every claim against the file', () => {
    expect(refusal((bytes) => bytes.fill(0, 0, 4))).toMatch(/magic/)
    expect(refusal((bytes) => bytes.fill(9, 4, 5))).toMatch(/version/)
    expect(refusal(u64(2n ** 63n, 8))).toMatch(/tensor count/)
    expect(refusal(u64(1_000_000n, 8))).toMatch(/tensor count/)
    expect(refusal(u64(2n ** 40n, 16))).toMatch(/metadata count/)
    expect(refusal(u64(2n ** 50n, 24))).toMatch(/length of a string/)
    expect(refusal((bytes) => bytes.fill(99, at('general.architecture'), at('general.architecture') + 1))).toMatch(
      /unknown type/,
    )
    const dimensions = at('token_embd.weight') + 4
    expect(refusal(u64(2n ** 60n, dimensions))).toMatch(/past 2\^53/)
    expect(refusal(u64(33n, dimensions))).toMatch(/impossible/)
    expect(refusal(u64(0n, dimensions))).toMatch(/impossible/)
    expect(refusal(u64(2n ** 40n, dimensions + 8))).toMatch(/past the end/)
    expect(refusal((bytes) => bytes.fill(200, dimensions + 16, dimensions + 17))).toMatch(/element type 200/)
    expect(refusal(u64(32n, at('blk.0.attn_q.weight') + 4 + 16 + 4))).toMatch(/overlaps/)
    expect(refusal(u64(33n, at('blk.0.attn_q.weight') + 4 + 16 + 4))).toMatch(/not aligned/)
    expect(refusal((bytes) => bytes.subarray(0, bytes.length - 64))).toMatch(/past the end/)
    expect(refusal((bytes) => bytes.subarray(0, 100))).toMatch(/metadata count|past the end/)
    expect(
      refusal((bytes) =>
        Buffer.from(bytes.toString('latin1').replace('llama.context_length', 'general.architecture'), 'latin1'),
      ),
    ).toMatch(/twice/)
  })

  it('refuses impossible shapes on writing', async () => {
    const tensor = { name: 'x', shape: [2, 31], type: 'Q4_0' as const, data: () => new Float32Array(62) }
    await expect(writeGguf(join(folder, 'no.gguf'), new Map(), [tensor])).rejects.toMatchObject({ code: 'unsupported' })
  })
})
