import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveModel } from '../../../../src/models/resolve.js'
import { exportAdapter } from '../../../../verifier/network/export/export.js'
import { readAdapter, writeAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { loraOf } from '../../../../verifier/network/model/adapters/methods.js'
import { train } from '../../../../verifier/network/train/train.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { writeSafetensors } from '../../../../verifier/network/weights/safetensors.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

/* Adapters with whole modules. The base's head is tied to its embeddings; PEFT, held against this by `npm run study handover`, parts them. */

const base = tinyLlama
const [EMBEDDINGS, HEAD] = ['model.embed_tokens.weight', 'lm_head.weight']
let folder: string
beforeAll(() => {
  folder = temporaryFolder('whole')
  const texts = ['Ann has 12 apples.', 'Ben gets 3 more and gives 2.', 'So Ann has 7 pens.']
  writeFileSync(join(folder, 'texts.ndjson'), texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))
})

async function trained(module: string, more: object = {}): Promise<string> {
  const output = join(folder, `${module}${Object.keys(more)}`)
  const data = join(folder, 'texts.ndjson')
  const options = { task: 'pretrain', maxSteps: 3, warmup: 0, learningRate: 2e-2, backend: 'onnx-cpu' } as const
  await train({ data, base, output, modulesToSave: [module], ...options, ...more })
  return output
}

async function logProbabilities(uri: string): Promise<number[]> {
  const model = await resolveModel(uri)
  const scored = await model.score({ pairs: [{ context: 'Ann', continuation: ' has 12 pens and gets 3 more.' }] })
  await model.close()
  return scored.flatMap(({ tokens }) => tokens.map(({ logProbability }) => logProbability))
}

function furthest(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length)
  expect(a.length).toBeGreaterThan(10)
  return Math.max(...a.map((x, i) => Math.abs(x - (b[i] as number))))
}

/** The base with embeddings and head apart, each as given or as it was. */
async function parted(name: string, given: Readonly<Record<string, Float32Array>>): Promise<string> {
  const path = join(folder, name)
  cpSync(base, path, { recursive: true })
  const config = JSON.parse(readFileSync(join(base, 'config.json'), 'utf8')) as object
  writeFileSync(join(path, 'config.json'), JSON.stringify({ ...config, tie_word_embeddings: false }))
  const model = openModel(base)
  const tensors = [...model.tensors.values(), { name: HEAD, shape: [320, 64] }].map(({ name, shape }) => ({
    name,
    shape,
    type: 'F32' as const,
    data: async () => given[name] ?? (await model.floats(name === HEAD ? EMBEDDINGS : name)),
  }))
  await writeSafetensors(join(path, 'model.safetensors'), tensors)
  await model.close()
  return path
}

describe('modules trained whole, over a tied head', () => {
  it.each([
    ['embed_tokens', EMBEDDINGS, {}],
    ['lm_head', HEAD, {}],
    ['embed_tokens', EMBEDDINGS, { recompute: true }],
  ] as const)(
    '%s moves alone; the merged model and the copied adapter are what was trained',
    async (module, name, more) => {
      const adapter = await trained(module, more)
      const { saved, pairs } = loraOf(await readAdapter(adapter))
      expect([...saved.keys()]).toEqual([name])

      const adapted = await logProbabilities(`own:${base}?adapter=${adapter}`)
      // By hand: the base with this one matrix replaced, the factors beside it.
      const apart = await parted(`apart-${adapter.split('/').at(-1)}`, {
        [name]: saved.get(name)?.data as Float32Array,
      })
      const factors = join(folder, 'factors')
      await writeAdapter(factors, { ...loraOf(await readAdapter(adapter)), pairs, saved: new Map() })
      expect(furthest(adapted, await logProbabilities(`own:${apart}?adapter=${factors}`))).toBeLessThan(1e-5)
      expect(furthest(adapted, await logProbabilities(`own:${base}?adapter=${factors}`))).toBeGreaterThan(1e-2)

      const [merged, gguf, copy] = ['merged', 'merged.gguf', 'copy'].map((file) => join(folder, file)) as [
        string,
        string,
        string,
      ]
      await exportAdapter({ adapter, format: 'safetensors', type: 'F32', output: merged })
      await exportAdapter({ adapter, format: 'gguf', type: 'F32', output: gguf })
      await exportAdapter({ adapter, format: 'peft', output: copy })
      for (const uri of [`own:${merged}`, `own:${gguf}`, `gguf:${gguf}`, `own:${base}?adapter=${copy}`])
        expect(furthest(adapted, await logProbabilities(uri)), uri).toBeLessThan(1e-3)
    },
    60_000,
  )
})

describe('an adapter of another model', () => {
  it('is refused, with what does not fit, wherever it meets a base', async () => {
    const adapter = join(folder, 'foreign')
    const own = loraOf(await readAdapter(join(import.meta.dirname, '../train/fixtures/peft-end')))
    const pair = own.pairs.get('model.layers.1.self_attn.q_proj')
    if (pair) own.pairs.set('model.layers.7.self_attn.q_proj', pair)
    await writeAdapter(adapter, own, { base })
    const refused = {
      code: 'model-file',
      found: expect.stringContaining('model.layers.7.self_attn.q_proj.weight: the adapter is for [64, 64]'),
    }
    await expect(resolveModel(`own:${base}?adapter=${adapter}`)).rejects.toMatchObject(refused)
    await expect(exportAdapter({ adapter, format: 'safetensors', output: join(folder, 'no') })).rejects.toMatchObject(
      refused,
    )
    await expect(
      train({
        data: join(folder, 'texts.ndjson'),
        base,
        adapter,
        task: 'pretrain',
        output: join(folder, 'no'),
        backend: 'onnx-cpu',
      }),
    ).rejects.toMatchObject(refused)
  })
})
