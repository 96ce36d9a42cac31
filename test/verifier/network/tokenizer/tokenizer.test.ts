import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TextTokenizer } from '../../../../src/models/tokenizer.js'
import { modelMetadata, tokenizerMetadata } from '../../../../verifier/network/export/gguf-metadata.js'
import { trainBpe } from '../../../../verifier/network/tokenizer/bpe-trainer.js'
import { loadTokenizer } from '../../../../verifier/network/tokenizer/load.js'
import { BYTE_CHARACTERS } from '../../../../verifier/network/tokenizer/surface.js'
import { createTokenizer } from '../../../../verifier/network/tokenizer/tokenizer.js'
import { byteLevel } from '../../../../verifier/network/tokenizer/tokenizer-json.js'
import { writeGguf } from '../../../../verifier/network/weights/gguf-write.js'
import { parseModelConfig } from '../../../../verifier/network/weights/model-config.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

/** Made with Python's tokenizers (fixtures/make-golden.py). */
const golden = JSON.parse(readFileSync(new URL('fixtures/golden.json', import.meta.url), 'utf8')) as {
  cases: { text: string; ids: number[]; offsets: [number, number][]; decoded: string }[]
  corpus: string[]
  vocab: Record<string, number>
  merges: [string, string][]
}
let tokenizer: TextTokenizer
let folder: string
beforeAll(async () => {
  tokenizer = await loadTokenizer(tinyLlama)
  folder = temporaryFolder('tokenizer')
})

describe('byte-level BPE', () => {
  it('gives Python’s ids and offsets', () => {
    for (const { text, ids, offsets, decoded } of golden.cases) {
      const encoding = tokenizer.encodeWithOffsets(text)
      expect(encoding.ids).toEqual(ids)
      expect(tokenizer.encode(text)).toEqual(ids)
      expect(encoding.starts.map((start, i) => [start, encoding.ends[i]])).toEqual(offsets)
      expect(tokenizer.decode(ids)).toBe(decoded)
    }
  })

  it('loses nothing: any text decodes to itself, tokens cover it, their bytes are its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { ids, starts, ends } = tokenizer.encodeWithOffsets(text)
        expect(tokenizer.decode(ids)).toBe(text)
        expect(Buffer.concat(ids.map((id) => tokenizer.tokenBytes(id))).toString()).toBe(text)
        let covered = 0
        for (const [i, start] of starts.entries()) {
          expect(start).toBeLessThanOrEqual(covered)
          covered = Math.max(covered, ends[i] as number)
        }
        expect(covered).toBe(text.length)
      }),
    )
  })

  it('finds the first target of a continuation, merged across the boundary or not', () => {
    const joint = tokenizer.encodeJoint('Ann has 12 app', 'les.')
    const whole = tokenizer.encode('Ann has 12 apples.')
    expect(joint.ids).toEqual(whole)
    const straddling = joint.firstTarget
    expect(joint.starts[straddling] as number).toBeLessThanOrEqual(14)
    expect(joint.ends[straddling] as number).toBeGreaterThan(14)
    expect(tokenizer.encodeJoint('Ann', '').firstTarget).toBe(tokenizer.encode('Ann').length)
    expect(tokenizer.encodeJoint('', 'Ann').firstTarget).toBe(0)
  })

  it('keeps special tokens out of data unless asked', () => {
    const text = 'a <|endoftext|> b'
    const special = tokenizer.tokenId('<|endoftext|>') as number
    expect(tokenizer.encode(text)).not.toContain(special)
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
    expect(tokenizer.encode(text, { parseSpecial: true })).toContain(special)
    expect(tokenizer.decode([special, ...tokenizer.encode('x')])).toBe('x')
    expect(tokenizer.decode([special], { keepSpecial: true })).toBe('<|endoftext|>')
    expect(tokenizer.isSpecial(special)).toBe(true)
  })

  it('renders a chat', async () => {
    const { tokenizer: json } = tokenizer.files
    const chat_template =
      '{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}{% if add_generation_prompt %}<go>{% endif %}'
    const templated = await createTokenizer({ tokenizer: json, config: { chat_template } })
    expect(templated.renderChat([{ role: 'user', content: 'Hi {{ 1 }}' }])).toBe('<user>Hi {{ 1 }}<go>')
    expect(tokenizer.renderChat([{ role: 'user', content: 'Hi' }])).toBe('user: Hi\nassistant:')
  })
})

describe('digits and words are cut where Python’s tokenizers cuts them', () => {
  // Its tokens of these texts (0.23), for GPT-2's words alone, behind digits each by itself (SmolLM2), and behind digits together.
  const words = byteLevel(true)
  const behind = (individual_digits: boolean) => ({
    type: 'Sequence',
    pretokenizers: [{ type: 'Digits', individual_digits }, words],
  })
  const pairs = ['Ġ Ġ', "' s", 'Ġ Â', 'ĠÂ ½', 'Â ²', 'Â² Â²']
  const vocab = [...BYTE_CHARACTERS, ...pairs.map((pair) => pair.replace(' ', ''))]
  const model = { type: 'BPE', vocab: Object.fromEntries(vocab.map((token, id) => [token, id])), merges: pairs }
  it.each<[string, unknown, Record<string, string>]>([
    [
      'GPT-2',
      words,
      {
        'x ½': 'x ĠÂ½',
        'x  ½': 'x Ġ ĠÂ½',
        'x²²': 'x Â²Â²',
        "\ufeff's": "ï » ¿ ' s",
        'a\u0085\u0085b': 'a Â ħ Â ħ b',
        '12 ½²': '1 2 ĠÂ½ Â²',
      },
    ],
    ['SmolLM2', behind(true), { 'x ½': 'x Ġ Â ½', 'x  ½': 'x ĠĠ Â ½', 'x²²': 'x Â² Â²', '12 ½²': '1 2 Ġ Â ½ Â²' }],
    ['digits together', behind(false), { 'x ½': 'x Ġ Â ½', 'x²²': 'x Â²Â²', '12 ½²': '1 2 Ġ Â ½ Â²' }],
  ])('%s', async (_name, pre_tokenizer, texts) => {
    const made = await createTokenizer({ tokenizer: { model, pre_tokenizer, decoder: byteLevel(true) } })
    for (const [text, tokens] of Object.entries(texts)) {
      expect(made.encode(text).map((id) => vocab[id])).toEqual(tokens.split(' '))
      expect(made.encodeWithOffsets(text).ends.at(-1)).toBe(text.length)
      expect(made.decode(made.encode(text))).toBe(text)
    }
  })
})

it('places the tokens of a text that holds SentencePiece’s own mark of a space', async () => {
  const vocab = { '<unk>': 0, '▁': 1, a: 2, '▁a': 3 }
  const made = await createTokenizer({
    tokenizer: {
      model: { type: 'BPE', vocab, merges: ['▁ a'], unk_token: '<unk>', byte_fallback: true, fuse_unk: true },
      normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    },
  })
  expect(made.encodeWithOffsets('a▁a a')).toEqual({ ids: [2, 3, 3], starts: [0, 1, 3], ends: [1, 3, 5] })
})

describe('normalizers that make a text longer and longer', () => {
  const normalized = (normalizer: unknown, added_tokens: unknown[] = []) =>
    createTokenizer({ tokenizer: { ...(tokenizer.files.tokenizer as object), normalizer, added_tokens } })
  const doubles = (times: number) => ({
    type: 'Sequence',
    normalizers: Array.from({ length: times }, () => ({
      type: 'Sequence',
      normalizers: [{ type: 'Replace', pattern: { String: '☃' }, content: '☃☃' }],
    })),
  })

  it('are refused, whether they do it to a text or to an added token', async () => {
    const refused = { found: expect.stringContaining('make the text too long') }
    const doubling = await normalized(doubles(24))
    expect(() => doubling.encode('☃'.repeat(100))).toThrow(expect.objectContaining(refused))
    await expect(normalized(doubles(40), [{ id: 0, content: '☃', normalized: true }])).rejects.toMatchObject(refused)
    const long = { type: 'Replace', pattern: { String: '' }, content: 'a'.repeat(100_000) }
    await expect(normalized(long)).rejects.toMatchObject(refused)
  })

  it('may do so as far as Unicode does', async () => {
    const folding = await normalized({ type: 'NFKC' })
    expect(folding.encode('\ufdfa'.repeat(200))).toEqual(folding.encode('\ufdfa'.repeat(200).normalize('NFKC')))
    expect((await normalized(doubles(2))).encode('☃b')).toEqual(tokenizer.encode('☃☃☃☃b'))
  })
})

describe('the BPE trainer', () => {
  it('learns the vocabulary that Hugging Face’s trainer learns', async () => {
    const { tokenizer: json } = await trainBpe(golden.corpus, { vocabularySize: 340 })
    const { model } = json as { model: { vocab: Record<string, number>; merges: [string, string][] } }
    expect(model.merges).toEqual(golden.merges)
    expect(model.vocab).toEqual(golden.vocab)
  })

  it('ends where nothing is left to merge, and bounds a word without an end', async () => {
    const { tokenizer: json } = await trainBpe(['x'.repeat(200_000)], { vocabularySize: 1000 })
    const { model } = json as { model: { vocab: Record<string, number> } }
    expect(Object.keys(model.vocab).length).toBeLessThan(300)
    await expect(trainBpe([], { vocabularySize: 400 })).rejects.toMatchObject({ code: 'input' })
    await expect(trainBpe(['x'], { vocabularySize: 100 })).rejects.toMatchObject({ code: 'configuration' })
  })
})

describe('a GGUF’s own vocabulary', () => {
  const config = parseModelConfig(JSON.parse(readFileSync(join(tinyLlama, 'config.json'), 'utf8')))
  const texts = ['Hello world', ' two  spaces', 'naïve 你好 \n x', 'hello, hello!', 'abc<s>def']

  async function throughLlama(path: string): Promise<number[][]> {
    const { getLlama, LlamaLogLevel } = await import('node-llama-cpp')
    const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled })
    try {
      const model = await llama.loadModel({ modelPath: path, vocabOnly: true })
      return texts.map((text) => [...model.tokenize(text, false)].map(Number))
    } finally {
      await llama.dispose()
    }
  }

  async function vocabularyFile(name: string, from: TextTokenizer): Promise<string> {
    const path = join(folder, name)
    const sized = { ...config, vocab_size: from.vocabularySize }
    await writeGguf(path, new Map([...modelMetadata(sized, name, 'F32'), ...tokenizerMetadata(from, sized)]), [])
    return path
  }

  it('SentencePiece: llama.cpp, tokenizer.json and the vocabulary rebuilt from the GGUF agree', async () => {
    const pieces = [
      '▁',
      'h',
      'e',
      'l',
      'o',
      'w',
      'r',
      'd',
      'll',
      'he',
      'hell',
      'hello',
      '▁w',
      'or',
      '▁wor',
      'ld',
      '▁world',
      '▁hello',
      '▁h',
    ]
    const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)
    const vocab = Object.fromEntries(['<unk>', '<s>', '</s>', ...bytes, ...pieces].map((token, id) => [token, id]))
    const merges = ['l l', 'h e', 'he ll', 'hell o', '▁ w', 'o r', '▁w or', 'l d', '▁wor ld', '▁ hello', '▁ h']
    const special = (id: number, content: string) => ({ id, content, special: true, normalized: false })
    const original = await createTokenizer({
      tokenizer: {
        added_tokens: [special(0, '<unk>'), special(1, '<s>'), special(2, '</s>')],
        normalizer: {
          type: 'Sequence',
          normalizers: [
            { type: 'Prepend', prepend: '▁' },
            { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
          ],
        },
        pre_tokenizer: null,
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
          pair: [],
          special_tokens: {},
        },
        decoder: {
          type: 'Sequence',
          decoders: [
            { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
            { type: 'ByteFallback' },
            { type: 'Fuse' },
            { type: 'Strip', content: ' ', start: 1, stop: 0 },
          ],
        },
        model: { type: 'BPE', unk_token: '<unk>', fuse_unk: true, byte_fallback: true, vocab, merges },
      },
      config: { bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>' },
    })
    const path = await vocabularyFile('spm.gguf', original)
    const rebuilt = await loadTokenizer(path)
    const llama = await throughLlama(path)
    for (const [i, text] of texts.entries()) {
      expect(rebuilt.encode(text)).toEqual(original.encode(text))
      expect(rebuilt.encode(text)[0]).toBe(1)
      expect(rebuilt.decode(rebuilt.encode(text))).toBe(text === 'abc<s>def' ? 'abc< s>def' : text)
      // llama.cpp takes special tokens in text as text too, but without a seam.
      if (!text.includes('<s>')) expect(llama[i]).toEqual(rebuilt.encode(text, { addSpecial: false }))
      const { ends } = rebuilt.encodeWithOffsets(text)
      expect(ends.at(-1)).toBe(text.length)
    }
  })

  it('byte-level: llama.cpp gives the same ids', async () => {
    const path = await vocabularyFile('bpe.gguf', tokenizer)
    expect(await throughLlama(path)).toEqual(texts.map((text) => tokenizer.encode(text)))
  })
})

describe('bounds', () => {
  const withPattern = (Regex: string) => ({
    ...tokenizer.files.tokenizer,
    pre_tokenizer: { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false },
  })

  it('a pattern that back-tracks without end is stopped', async () => {
    const bomb = await createTokenizer({ tokenizer: withPattern('(a+)+$') })
    // Without the stop, a million years.
    expect(() => bomb.encode(`${'a'.repeat(40)}!`)).toThrow(/stopped after/)
  })

  it('a chat template without end is stopped', async () => {
    for (const chat_template of [
      '{% for i in range(9999) %}{% for j in range(9999) %}{% for k in range(9999) %}{% endfor %}{% endfor %}{% endfor %}',
      '{% for i in range(1000000000) %}{% endfor %}',
    ]) {
      const bomb = await createTokenizer({ tokenizer: tokenizer.files.tokenizer, config: { chat_template } })
      expect(() => bomb.renderChat([])).toThrow(/chat template/)
    }
  })

  it('refuses what is no tokenizer', async () => {
    const json = tokenizer.files.tokenizer as { model: object }
    for (const broken of [
      null,
      [],
      {},
      { ...json, model: { ...json.model, vocab: { a: 1e12 } } },
      { ...json, model: { ...json.model, vocab: { a: 1, b: 1 } } },
      { ...json, model: { ...json.model, merges: [['a']] } },
      { ...json, added_tokens: [{ id: -1, content: 'x' }] },
      { ...json, pre_tokenizer: { type: 'Nonsense' } },
      { ...json, decoder: { type: 'Sequence', decoders: 5 } },
    ]) {
      await expect(createTokenizer({ tokenizer: broken })).rejects.toMatchObject({ code: 'model-file' })
    }
    await expect(
      createTokenizer({ tokenizer: { ...json, model: { type: 'WordPiece', vocab: {} } } }),
    ).rejects.toMatchObject({ code: 'unsupported' })
  })
})
