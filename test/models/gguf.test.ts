import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyTally } from '../../src/core/tally.js'
import { resolveModel } from '../../src/models/resolve.js'
import type { LanguageModel } from '../../src/models/types.js'
import { exportAdapter } from '../../verifier/network/export/export.js'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama, tinyLlama } from '../helpers/tiny-llama.js'
import { describeLanguageModel } from './conformance.js'

const adapter = join(import.meta.dirname, '../verifier/network/train/fixtures/peft-end')
const folder = temporaryFolder('gguf-model')
const base = join(folder, 'base')
const file = join(folder, 'tiny.gguf')
const lora = join(folder, 'lora.gguf')

beforeAll(async () => {
  copyTinyLlama(base)
  await exportAdapter({ adapter: base, format: 'gguf', type: 'F32', output: file })
  await exportAdapter({ adapter, base: tinyLlama, format: 'gguf-lora', output: lora })
})

describeLanguageModel('gguf: (random weights, trained tokenizer)', () => resolveModel(`gguf:${file}`), {
  generate: true,
  score: true,
  language: false,
  tooLong: { context: 'word '.repeat(200), continuation: 'end' },
  samplesOverhead: 1.1,
})

const pairs = [
  { context: 'Tom has 3 apples and', continuation: ' buys 4 more.' },
  { context: 'Tom has 3 apples and', continuation: ' eats one of them.' },
  { context: 'Tom', continuation: ' has 3' },
]

async function logProbabilities(open: Promise<LanguageModel>): Promise<number[]> {
  const model = await open
  try {
    const scored = await model.score({ pairs })
    return scored.flatMap(({ tokens }) => tokens.map(({ logProbability }) => logProbability))
  } finally {
    await model.close()
  }
}

describe('gguf:', () => {
  it('takes element types that only llama.cpp reads; own: says that gguf: does', async () => {
    // IQ4_NL has Q4_0's blocks with other levels: the same bytes under its number are a sound file.
    const iq4 = join(folder, 'iq4.gguf')
    await exportAdapter({ adapter: base, format: 'gguf', type: 'Q4_0', output: iq4 })
    const bytes = readFileSync(iq4)
    let changed = 0
    for (const name of ['ffn_gate.weight', 'ffn_up.weight', 'attn_q.weight']) {
      // After the name: u32 dimensions, a u64 each, u32 type.
      const at = bytes.indexOf(`blk.0.${name}`) + `blk.0.${name}`.length
      const type = at + 4 + 8 * bytes.readUInt32LE(at)
      if (bytes.readUInt32LE(type) === 2) changed += bytes.writeUInt32LE(20, type) && 1
    }
    expect(changed).toBe(3)
    writeFileSync(iq4, bytes)
    const found = await logProbabilities(resolveModel(`gguf:${iq4}`))
    expect(found.length).toBeGreaterThan(8)
    expect(found.every(Number.isFinite)).toBe(true)
    await expect(resolveModel(`own:${iq4}`)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('IQ4_NL'),
      remedy: expect.stringContaining('gguf:'),
    })
  })

  it('scores as our own network does on the same weights, with and without a LoRA', async () => {
    const plain = await logProbabilities(resolveModel(`gguf:${file}`))
    const adapted = await logProbabilities(resolveModel(`gguf:${file}?lora=${lora}`))
    for (const [found, own] of [
      [plain, await logProbabilities(resolveModel(`own:${base}`))],
      [adapted, await logProbabilities(resolveModel(`own:${base}?adapter=${adapter}`))],
    ] as const) {
      expect(found.length).toBeGreaterThan(8)
      expect(found.length).toBe(own.length)
      found.forEach((value, i) => {
        expect(Math.abs(value - (own[i] as number))).toBeLessThan(1e-3)
      })
    }
    expect(Math.max(...plain.map((value, i) => Math.abs(value - (adapted[i] as number))))).toBeGreaterThan(0.01)
  })

  it('answers calls that overlap as it answers them alone', async () => {
    const model = await resolveModel(`gguf:${file}`)
    const alone = [await model.score({ pairs }), await model.generate({ prompt: 'Tom', maxTokens: 5 })]
    const together = await Promise.all([model.score({ pairs }), model.generate({ prompt: 'Tom', maxTokens: 5 })])
    expect(together[1]).toEqual(alone[1])
    expect(together[0]).toEqual(alone[0])
    await model.close()
  })

  it('draws greedy samples side by side as it draws one alone, whatever it still holds of earlier prompts', async () => {
    const model = await resolveModel(`gguf:${file}`)
    const alone = async (prompt: string) => {
      const fresh = await resolveModel(`gguf:${file}`)
      const [completion] = await fresh.generate({ prompt, maxTokens: 5 })
      await fresh.close()
      return completion
    }
    const start = `${'word '.repeat(30)}Tom has`
    for (const prompt of [start, `${start} 3 apples`, 'Another one', `${start} 3 apples and buys`, 'x'.repeat(450)]) {
      const samples = await model.generate({ prompt, n: 10, maxTokens: 5 })
      expect(samples).toHaveLength(10)
      const one = await alone(prompt)
      for (const sample of samples) expect(sample).toEqual(one)
    }
    await model.close()
  })

  it('needs no unpublished part of node-llama-cpp: without it every sequence reads the prompt itself', async () => {
    const { LlamaContextSequence } = await import('node-llama-cpp')
    const prototype = LlamaContextSequence.prototype as { _copyStateFromOtherSequence?: unknown }
    const copy = prototype._copyStateFromOtherSequence
    const sample = async () => {
      const model = await resolveModel(`gguf:${file}`)
      const tally = emptyTally()
      const found = await model.generate({ prompt: 'word '.repeat(20), n: 3, maxTokens: 5, tally })
      await model.close()
      return { found, tally }
    }
    const copied = await sample()
    prototype._copyStateFromOtherSequence = undefined
    try {
      const alone = await sample()
      expect(alone.found).toEqual(copied.found)
      expect(alone.tally.evaluated).toBeGreaterThan(2.5 * copied.tally.evaluated)
      expect(alone.tally.unique).toBe(copied.tally.unique)
    } finally {
      prototype._copyStateFromOtherSequence = copy
    }
  })

  it('evaluates only what a turn of a search adds, beside prompts of another kind', async () => {
    const model = await resolveModel(`gguf:${file}`)
    const start = 'word '.repeat(60)
    const spent = async (prompt: string, n: number) => {
      const tally = emptyTally()
      await model.generate({ prompt, n, temperature: 1, seed: 1, maxTokens: 4, tally })
      return tally.evaluated
    }
    const whole = await spent(start, 3)
    const other = await spent(`Rationale: ${start}`, 1)
    expect(await spent(`${start} and more`, 3)).toBeLessThan(whole / 4)
    expect(await spent(`Rationale: ${start} and more`, 1)).toBeLessThan(other / 4)
    await model.close()
  })

  it('scores what a turn adds as it scores it alone, and evaluates only that', async () => {
    const model = await resolveModel(`gguf:${file}`)
    const start = 'word '.repeat(60)
    for (const [added, most] of [
      ['', 400],
      ['and one more', 12],
      ['and one more step', 12],
      ['Tom', 12],
      ['', 12],
    ] as const) {
      const asked = ['red', 'green'].map((continuation) => ({ context: `${start}${added} `, continuation }))
      const tally = emptyTally()
      const found = await model.score({ pairs: asked, tally })
      expect(tally.evaluated).toBeLessThanOrEqual(most)
      const fresh = await resolveModel(`gguf:${file}`)
      const alone = await fresh.score({ pairs: asked })
      await fresh.close()
      for (const [i, { tokens }] of found.entries())
        for (const [t, { logProbability }] of tokens.entries())
          expect(Math.abs(logProbability - (alone[i]?.tokens[t]?.logProbability ?? Number.NaN))).toBeLessThan(1e-4)
    }
    await model.close()
  })

  it('ends soon after an abort, and serves the next call', async () => {
    const model = await resolveModel(`gguf:${file}`)
    // Samples enough that none ends the call early by drawing the end of the text.
    const controller = new AbortController()
    const running = model.generate({
      prompt: 'Tom',
      n: 1000,
      maxTokens: 400,
      temperature: 1,
      signal: controller.signal,
    })
    setTimeout(() => controller.abort(), 20)
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    expect(await model.generate({ prompt: 'Tom', maxTokens: 2 })).toHaveLength(1)
    await model.close()
  })

  // llama.cpp answers these with an assertion that ends the process: without the check this test run dies.
  it.each<[string, string, (bytes: Buffer) => void]>([
    [
      'a size of zero',
      'llama.feed_forward_length is 0',
      (bytes) => {
        const key = 'llama.feed_forward_length'
        bytes.writeUInt32LE(0, bytes.indexOf(key) + key.length + 4)
      },
    ],
    [
      'a size without its key',
      'llama.feed_forward_length is 0 or missing',
      (bytes) => {
        bytes[bytes.indexOf('llama.feed_forward_length')] = 76
      },
    ],
    [
      'a token that a NUL makes another',
      'holds a token twice',
      (bytes) => {
        // "An" becomes "A\0", which is "A" where strings end at a NUL.
        bytes[bytes.indexOf(Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 65, 110])) + 9] = 0
      },
    ],
    [
      'a token twice',
      'holds a token twice',
      (bytes) => {
        const [more, gets] = ['\u0120more', '\u0120gets'].map((token) => bytes.indexOf(token)) as [number, number]
        bytes.copy(bytes, more, gets, gets + 6)
      },
    ],
  ])('refuses %s before llama.cpp sees it', async (_name, problem, damage) => {
    const bytes = readFileSync(file)
    damage(bytes)
    expect(bytes.equals(readFileSync(file))).toBe(false)
    const damaged = join(folder, 'damaged.gguf')
    writeFileSync(damaged, bytes)
    const opening = resolveModel(`gguf:${damaged}`)
    await expect(opening).rejects.toMatchObject({ code: 'model-file' })
    await expect(opening).rejects.toThrow(problem)
  })

  it('tells what was likely at each place, as it scores it, whatever the temperature', async () => {
    const model = await resolveModel(`gguf:${file}`)
    const prompt = 'Tom has 3 apples and'
    const request = { prompt, maxTokens: 4, alternatives: 5 }
    const [plain] = await model.generate({ prompt, maxTokens: 4 })
    const [told] = await model.generate(request)
    const [drawn] = await model.generate({ ...request, temperature: 0.7, seed: 3 })
    const [again] = await model.generate({ ...request, temperature: 0.7, seed: 3 })
    expect(told?.text).toBe(plain?.text)
    expect(told?.tokens?.map(({ text }) => text).join('')).toBe(told?.text)
    expect(plain?.tokens).toBeUndefined()
    expect(again).toEqual(drawn)
    const first = (completion: typeof told) => completion?.tokens?.[0]?.alternatives ?? []
    const likeliest = first(told).map(({ logProbability }) => logProbability)
    expect(likeliest).toHaveLength(5)
    expect(likeliest).toEqual(likeliest.toSorted((a, b) => b - a))
    for (const [i, { logProbability }] of first(drawn).slice(0, 5).entries())
      expect(logProbability).toBeCloseTo(likeliest[i] ?? Number.NaN, 4)
    const [best] = first(told)
    const [scored] = await model.score({ pairs: [{ context: prompt, continuation: best?.text ?? '' }] })
    expect(scored?.tokens[0]?.logProbability).toBeCloseTo(best?.logProbability ?? Number.NaN, 4)
    // Without a seed several samples are several.
    const samples = await model.generate({ ...request, maxTokens: 8, temperature: 2, n: 4 })
    expect(new Set(samples.map(({ text }) => text)).size).toBeGreaterThan(1)
    await model.close()
  })

  it('names what it cannot open', async () => {
    const broken = join(folder, 'broken.gguf')
    writeFileSync(broken, readFileSync(file).subarray(0, 5000))
    await expect(resolveModel(`gguf:${broken}`)).rejects.toMatchObject({ code: 'model-file' })
    await expect(resolveModel(`gguf:${file}?lora=${file}`)).rejects.toMatchObject({ code: 'model-file' })
    await expect(resolveModel(`gguf:${folder}/absent.gguf`)).rejects.toMatchObject({ code: 'configuration' })
  })
})
