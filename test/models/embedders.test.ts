import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveEmbedder } from '../../src/models/resolve.js'
import type { Embedder } from '../../src/models/types.js'
import { exportAdapter } from '../../verifier/network/export/export.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'
import { stubServer } from './stub-server.js'

const folder = temporaryFolder('embedders')
const onnx = join(folder, 'tiny')
beforeAll(() => exportAdapter({ adapter: tinyLlama, format: 'onnx', output: onnx, precisions: ['fp32'] }))

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
const texts = ['Tom has 3 apples.', 'A cow', 'Tom has 4 apples.', '', 'The rate of interest rises when prices rise.']

/** What every embedder behind the seam must do. */
function describeEmbedder(name: string, make: () => Promise<Embedder>) {
  describe(`${name} behind the seam`, () => {
    it('gives one unit vector a text, the same alone and together, in the order asked', async () => {
      const embedder = await make()
      const together = await embedder.embed(texts)
      expect(together).toHaveLength(texts.length)
      for (const [i, text] of texts.entries()) {
        const [alone] = (await embedder.embed([text])) as [Float32Array]
        expect(cosine(alone, alone)).toBeCloseTo(1, 5)
        expect(cosine(alone, together[i] as Float32Array)).toBeCloseTo(1, 4)
      }
      expect(cosine(together[0] as Float32Array, together[4] as Float32Array)).toBeLessThan(0.999)
      expect(await embedder.embed([])).toEqual([])
      await embedder.close()
    })

    it('rejects an aborted call with code "aborted"', async () => {
      const embedder = await make()
      await expect(embedder.embed(texts, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' })
      await embedder.close()
    })
  })
}

describeEmbedder('hash:', () => resolveEmbedder('hash:'))
describeEmbedder('onnx: (random weights)', () => resolveEmbedder(`onnx:${onnx}`))

describe('hash:', () => {
  it('finds like wording likelier than other wording', async () => {
    const embedder = await resolveEmbedder('hash:')
    const [a, , b, , other] = (await embedder.embed(texts)) as Float32Array[]
    expect(a?.length).toBe(2048)
    expect(cosine(a as Float32Array, b as Float32Array)).toBeGreaterThan(0.6)
    expect(Math.abs(cosine(a as Float32Array, other as Float32Array))).toBeLessThan(0.2)
  })

  it('gives the same vectors everywhere', async () => {
    const [vector] = await (await resolveEmbedder('hash:16')).embed(['one two'])
    expect([...(vector as Float32Array)].map((value) => Number(value.toFixed(3)))).toMatchInlineSnapshot(`
      [
        0.667,
        0,
        0,
        -0.333,
        0,
        0,
        -0.333,
        -0.333,
        0,
        -0.333,
        0,
        0,
        0.333,
        0,
        0,
        0,
      ]
    `)
  })

  it.each(['hash:7', 'hash:x', 'hash:3000000', 'word2vec:x', 'gguf:x'])('%s is refused', async (uri) => {
    await expect(resolveEmbedder(uri)).rejects.toMatchObject({ code: 'configuration' })
  })
})

describe('HTTP embeddings', () => {
  const answering = async (answer: (input: string[]) => unknown) => {
    const server = await stubServer('vllm')
    for (let i = 0; i < 3; i++)
      server.next.push((_request, response) => {
        const input = server.requests.at(-1)?.body.input as string[]
        response.end(JSON.stringify(answer(input)))
      })
    return { server, embedder: await resolveEmbedder(`${server.url}#m`, { http: { retries: 0 }, environment: {} }) }
  }

  it('come in the order asked, in batches, at unit length', async () => {
    const { server, embedder } = await answering((input) => ({
      data: input.map((text, index) => ({ index, embedding: [text.length, 1, 0] })).reverse(),
    }))
    const many = Array.from({ length: 70 }, (_, i) => 'x'.repeat(i))
    const vectors = await embedder.embed(many)
    expect(server.requests.map(({ path, body }) => [path, (body.input as string[]).length])).toEqual([
      ['/v1/embeddings', 64],
      ['/v1/embeddings', 6],
    ])
    vectors.forEach((vector, i) => {
      expect((vector[0] as number) / (vector[1] as number)).toBeCloseTo(i, 3)
    })
    await server.close()
  })

  it.each<[string, (input: string[]) => unknown]>([
    ['leaves a text out', () => ({ data: [{ index: 0, embedding: [1, 2] }] })],
    [
      'changes the length',
      (input) => ({ data: input.map((_, index) => ({ index, embedding: new Array(index + 1).fill(1) })) }),
    ],
    ['sends zeros', (input) => ({ data: input.map((_, index) => ({ index, embedding: [0, 0] })) })],
    ['sends something else', () => ({ vectors: [] })],
  ])('are refused where a server %s', async (_name, answer) => {
    const { server, embedder } = await answering(answer)
    await expect(embedder.embed(['a', 'b'])).rejects.toMatchObject({ code: 'model' })
    await server.close()
  })
})

describe('sentence encoders', () => {
  it('name what they cannot open', async () => {
    const broken = join(folder, 'broken')
    cpSync(onnx, broken, { recursive: true })
    rmSync(join(broken, 'tokenizer.json'))
    await expect(resolveEmbedder(`onnx:${broken}`)).rejects.toMatchObject({ code: 'model-file' })
    await expect(resolveEmbedder(`onnx:${folder}/absent`)).rejects.toMatchObject({ code: 'model-file' })
  })
})
