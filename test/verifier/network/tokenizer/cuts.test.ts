import { Tokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { cutterOf, Remembered } from '../../../../verifier/network/tokenizer/cuts.js'
import { loadTokenizer } from '../../../../verifier/network/tokenizer/load.js'
import { GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN } from '../../../../verifier/network/tokenizer/patterns.js'
import { createTokenizer } from '../../../../verifier/network/tokenizer/tokenizer.js'
import type { TokenizerJson } from '../../../../verifier/network/tokenizer/tokenizer-json.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

const tiny = await loadTokenizer(tinyLlama)
const json = tiny.files.tokenizer as unknown as TokenizerJson
const byteLevel = (useRegex: boolean) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: useRegex,
})
const split = (Regex: string) => ({
  type: 'Sequence',
  pretokenizers: [{ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false }, byteLevel(false)],
})
const preTokenizers = {
  'GPT-2': byteLevel(true),
  'GPT-2 as a pattern': split(GPT2_PATTERN),
  SmolLM: { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel(true)] },
  'LLaMA 3': split(LLAMA3_PATTERN),
  'Qwen 2': split(QWEN2_PATTERN),
}

/** Texts of everything that the patterns look at, longer than a section. */
const texts = fc
  .array(
    fc.constantFrom(
      ...[
        'apples',
        'has',
        'don’t',
        "it's",
        '12',
        '3.5',
        '$',
        '.',
        '?!',
        '(',
        ' ',
        '  ',
        '\n',
        ' \n',
        '\n\n',
        '\t',
        '\r\n',
      ],
      ...[' +', ' -', '\u00a0', 'é', 'e\u0301', '你好', '😀', '\ud800', '<|endoftext|>', ' \n '],
    ),
    { minLength: 60, maxLength: 200 },
  )
  .map((parts) => parts.join(''))

describe.each(Object.entries(preTokenizers))('a text tokenized in sections: %s', (_name, pre_tokenizer) => {
  const own = { ...json, pre_tokenizer, added_tokens: [] }

  it('has the tokens of the whole', async () => {
    const tokenizer = await createTokenizer({ tokenizer: own })
    const library = new Tokenizer(own, {})
    let cuts = 0
    fc.assert(
      fc.property(texts, (text) => {
        cuts += cutterOf(own)(text).length - 1
        const { ids } = library.encode(text, { add_special_tokens: false })
        expect(tokenizer.encode(text)).toEqual(ids)
        expect(tokenizer.encodeWithOffsets(text).ids).toEqual(ids)
        // And again, now that sections are remembered; as part of another text too.
        expect(tokenizer.encodeJoint(text, ' more').ids).toEqual(
          library.encode(`${text} more`, { add_special_tokens: false }).ids,
        )
      }),
      { numRuns: 150 },
    )
    expect(cuts).toBeGreaterThan(100)
  })
})

describe('sections', () => {
  it('put together are the text, and texts with a common beginning share them', () => {
    const cut = cutterOf(json)
    const text = 'Tom has 3 apples and buys 4 more. '.repeat(30)
    const sections = cut(text)
    expect(sections.join('')).toBe(text)
    expect(sections.length).toBeGreaterThan(4)
    expect(cut(`${text}Then he eats one.`).slice(0, sections.length - 1)).toEqual(sections.slice(0, -1))
  })

  it('are one where it is not known how the tokenizer cuts', () => {
    const text = 'Tom has 3 apples. '.repeat(30)
    const whole = (change: object) => cutterOf({ ...json, ...change } as TokenizerJson)(text)
    expect(whole({})).not.toHaveLength(1)
    expect(whole({ pre_tokenizer: null })).toHaveLength(1)
    expect(whole({ pre_tokenizer: { ...byteLevel(true), add_prefix_space: true } })).toHaveLength(1)
    expect(whole({ pre_tokenizer: split('\\w+ \\w+') })).toHaveLength(1)
    expect(whole({ normalizer: { type: 'Lowercase' } })).toHaveLength(1)
    expect(whole({ model: { ...json.model, type: 'Unigram' } })).toHaveLength(1)
    expect(whole({ added_tokens: [{ id: 1, content: 'has 3' }] })).toHaveLength(1)
  })

  it('remembered are bounded', () => {
    const remembered = new Remembered<number>(10)
    let made = 0
    const get = (text: string) => remembered.get(text, () => ++made)
    expect([get('aaaaa'), get('bbbbb'), get('aaaaa')]).toEqual([1, 2, 1])
    expect([get('ccccc'), get('bbbbb'), get('aaaaa')]).toEqual([3, 2, 4])
  })
})

it('of the contexts of a long chain, only what is new is tokenized', () => {
  const step = '2 + 2 = 4 apples and then some more of them.'
  const context = (count: number) => `How many?\n\n${new Array(count).fill(step).join(' + \n')}`
  let characters = 0
  const plain = Tokenizer.prototype.encode
  const encode = vi.spyOn(Tokenizer.prototype, 'encode').mockImplementation(function (
    this: Tokenizer,
    ...given: Parameters<Tokenizer['encode']>
  ) {
    characters += String(given[0]).length
    return plain.apply(this, given)
  })
  try {
    for (let count = 1; count <= 300; count++) tiny.encodeJoint(context(count), ' +')
    // All contexts together are 2.2 million characters; the last is 14,000, and of each the end is a section of its own.
    expect(characters).toBeLessThan(6 * context(300).length)
  } finally {
    encode.mockRestore()
  }
})
