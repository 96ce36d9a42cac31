import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { resolveModel } from '../../../../src/models/resolve.js'
import { exportAdapter } from '../../../../verifier/network/export/export.js'
import { externalDataConfig, writeOnnx } from '../../../../verifier/network/export/onnx.js'
import { loadNetwork, weightBytes } from '../../../../verifier/network/model/parameters.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

const base = tinyLlama
const adapter = join(import.meta.dirname, '../train/fixtures/peft-end')
const trace = JSON.parse(readFileSync(join(adapter, '../peft-trace.json'), 'utf8')) as {
  probe: number[]
  adaptedLogits: number[]
}

let folder: string
beforeAll(() => {
  folder = temporaryFolder('onnx')
})

it('transformers.js loads the export in every precision and computes what PEFT computes', async () => {
  const output = join(folder, 'tiny')
  const { files } = await exportAdapter({ adapter, base, format: 'onnx', output, precisions: ['fp32', 'int8', 'q4'] })
  expect(files).toEqual(
    expect.arrayContaining([
      'onnx/model.onnx',
      'onnx/model_quantized.onnx',
      'onnx/model_q4.onnx',
      'config.json',
      'tokenizer.json',
    ]),
  )
  const { AutoModelForCausalLM, AutoTokenizer, env, Tensor } = await import('@xenova/transformers')
  env.allowRemoteModels = false
  env.localModelPath = folder
  const tokenizer = await AutoTokenizer.from_pretrained('tiny')
  const text = 'Ann has 12 apples.'
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
  const errors: number[] = []
  for (const dtype of ['fp32', 'q8', 'q4'] as const) {
    const model = await AutoModelForCausalLM.from_pretrained('tiny', { dtype, device: 'cpu' })
    const ids = BigInt64Array.from(trace.probe, BigInt)
    const shape = [1, ids.length]
    const feeds = {
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor(
        'int64',
        ids.map(() => 1n),
        shape,
      ),
    }
    const { logits } = (await model(feeds)) as { logits: { data: Float32Array } }
    const last = logits.data.slice(-320)
    errors.push(Math.max(...trace.adaptedLogits.map((value, i) => Math.abs(value - (last[i] as number)))))
    if (dtype === 'fp32') {
      // Asked for the last positions only, it computes those and no others.
      const few = (await model({
        ...feeds,
        num_logits_to_keep: new Tensor('int64', [2n], []),
      })) as { logits: { dims: number[]; data: Float32Array } }
      expect(few.logits.dims).toEqual([1, 2, 320])
      expect(few.logits.data).toEqual(logits.data.slice(-640))
      // Generation uses the cache of keys and values; greedy continuation must be the argmax of the logits.
      const generated = (await model.generate({
        inputs: new Tensor('int64', ids, shape),
        max_new_tokens: 3,
        do_sample: false,
      })) as unknown as { data: BigInt64Array }
      expect(Number(generated.data[ids.length])).toBe(last.indexOf(Math.max(...last)))
    }
    await model.dispose()
  }
  const [fp32, int8, q4] = errors as [number, number, number]
  expect(fp32).toBeLessThan(1e-3)
  expect(int8).toBeLessThan(2)
  expect(fp32 < int8 && int8 < q4).toBe(true)
})

it('4-bit files hold every weight once', async () => {
  const output = join(folder, 'once')
  await exportAdapter({ adapter: base, format: 'onnx', output, precisions: ['q4'] })
  const model = openModel(base)
  const { weights } = await loadNetwork(model, model.config, { format: 'q4_0' })
  await model.close()
  const bytes = [...weights.values()].reduce((sum, weight) => sum + weightBytes(weight), 0)
  // The rest is the graph itself.
  expect(statSync(join(output, 'onnx/model_q4.onnx')).size - bytes).toBeLessThan(25_000)
})

it('weights too large for one protobuf, quantized ones too, lie beside the graph, and transformers.js finds them there', async () => {
  const output = join(folder, 'large')
  await exportAdapter({ adapter: base, format: 'onnx', output, precisions: ['fp32', 'q4'] })
  const score = async (dtype: string) => {
    const model = await resolveModel(`onnx:${output}?dtype=${dtype}`)
    const scored = await model.score({ pairs: [{ context: 'Ann', continuation: ' has 12 apples.' }] })
    await model.close()
    return scored[0]?.tokens.map(({ logProbability }) => logProbability)
  }
  const inline = [await score('fp32'), await score('q4')]
  expect(inline[0]?.length).toBeGreaterThan(4)
  const model = openModel(base)
  // What the fixture takes in q4 is more than this only because its codes count, not the dense embeddings alone (82 kB).
  const files = await writeOnnx(join(output, 'onnx'), model, ['fp32', 'q4'], 90_000)
  await model.close()
  expect(files).toEqual(['model.onnx', 'model.onnx_data', 'model_q4.onnx', 'model_q4.onnx_data'])
  expect(statSync(join(output, 'onnx/model.onnx')).size).toBeLessThan(
    statSync(join(output, 'onnx/model.onnx_data')).size,
  )
  expect([await score('fp32'), await score('q4')]).toEqual(inline)
  expect(externalDataConfig(files)).toEqual({
    'transformers.js_config': { use_external_data_format: { 'model.onnx': 1, 'model_q4.onnx': 1 } },
  })
  expect(externalDataConfig(['model.onnx'])).toEqual({})
})
