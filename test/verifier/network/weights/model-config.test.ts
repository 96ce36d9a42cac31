import { describe, expect, it } from 'vitest'
import { modelMetadata } from '../../../../verifier/network/export/gguf-metadata.js'
import { rotaryFrequencies } from '../../../../verifier/network/model/rotary.js'
import { parseModelConfig, toConfigJson } from '../../../../verifier/network/weights/model-config.js'

const plain = {
  model_type: 'llama',
  hidden_size: 32,
  intermediate_size: 64,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  vocab_size: 10,
  max_position_embeddings: 64,
}

describe('rotary scaling', () => {
  // transformers' dynamic rule: base * (factor * length / trained - (factor - 1)) ^ (d / (d - 2)), with length at least trained: there it is base.
  it('dynamic leaves every frequency as it is within the window that was trained, and goes back as it came', () => {
    const scaled = parseModelConfig({ ...plain, rope_scaling: { type: 'dynamic', factor: 4 } })
    expect(rotaryFrequencies(scaled)).toEqual(rotaryFrequencies(parseModelConfig(plain)))
    expect(toConfigJson(scaled)).toMatchObject({
      rope_scaling: { rope_type: 'dynamic', factor: 4 },
      max_position_embeddings: 64,
    })
    // llama.cpp knows no such rule: the file promises the trained window alone.
    const metadata = modelMetadata(scaled, 'x', 'F16')
    expect(metadata.get('llama.context_length')).toEqual({ type: 'u32', value: 64 })
    expect([...metadata.keys()].filter((key) => key.includes('rope.scaling'))).toEqual([])
  })

  it('names a rule that it does not know, and who does', () => {
    const long = { ...plain, rope_scaling: { rope_type: 'proportional', factor: 4 } }
    expect(() => parseModelConfig(long)).toThrow(/rotary scaling "proportional"/)
    try {
      parseModelConfig(long)
    } catch (error) {
      expect(error).toMatchObject({ code: 'unsupported', remedy: expect.stringContaining('gguf:') })
    }
  })

  it('asks for what a rule needs', () => {
    expect(() => parseModelConfig({ ...plain, rope_scaling: { type: 'dynamic' } })).toThrow(/cannot|does not describe/)
  })
})
