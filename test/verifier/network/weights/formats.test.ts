import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { halfTable, toHalf } from '../../../../verifier/network/weights/formats/half.js'
import { TENSOR_FORMATS } from '../../../../verifier/network/weights/formats/tensor-types.js'
import { DEFAULT_BLOCK, dequantize, NF4_LEVELS, quantize } from '../../../../verifier/network/weights/quantize.js'
import { fromStored } from '../../../../verifier/network/weights/stored.js'
import type { TensorType } from '../../../../verifier/network/weights/types.js'

/** Made with gguf-py (the reference implementation in Python) from random bytes. */
const golden = JSON.parse(readFileSync(new URL('fixtures/gguf-formats.json', import.meta.url), 'utf8')) as Record<
  string,
  { bytes: string; values: string }
> & { source: string; encoded: Record<string, string> }

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
const floatsOf = (base64: string) => new Float32Array(bytesOf(base64).buffer)

describe('block formats against gguf-py', () => {
  for (const type of ['Q4_0', 'Q4_1', 'Q5_0', 'Q5_1', 'Q8_0', 'Q4_K', 'Q5_K', 'Q6_K'] as const) {
    it(`decodes ${type}`, () => {
      const expected = floatsOf(golden[type]?.values as string)
      const out = new Float32Array(expected.length)
      TENSOR_FORMATS[type].decode?.(bytesOf(golden[type]?.bytes as string), out)
      for (let i = 0; i < out.length; i++) {
        expect(Math.abs((out[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(
          2e-6 * Math.max(1, Math.abs(expected[i] as number)),
        )
      }
    })
  }

  for (const type of ['Q8_0', 'Q4_0', 'Q4_1', 'F16', 'BF16'] as const) {
    it(`encodes ${type} to the same bytes`, () => {
      const source = floatsOf(golden.source)
      const { blockBytes, blockSize, encode } = TENSOR_FORMATS[type]
      const out = new Uint8Array((source.length / blockSize) * blockBytes)
      encode?.(source, out)
      expect(Buffer.from(out).toString('base64')).toBe(golden.encoded[type])
    })
  }
})

describe('half precision', () => {
  it('reads back every bit pattern', () => {
    const table = halfTable()
    for (let bits = 0; bits < 65_536; bits++) {
      const value = table[bits] as number
      if (!Number.isNaN(value)) expect(toHalf(value)).toBe(bits)
      else expect(toHalf(value) & 0x7c00).toBe(0x7c00)
    }
  })

  it('rounds to the nearest, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ min: -65_504, max: 65_504, noNaN: true }), (value) => {
        const bits = toHalf(value)
        const table = halfTable()
        const error = Math.abs((table[bits] as number) - value)
        for (const neighbour of [bits - 1, bits + 1]) {
          if (neighbour < 0 || (neighbour & 0x7fff) >= 0x7c00) continue
          const other = Math.abs((table[neighbour] as number) - value)
          expect(other > error || (other === error && bits % 2 === 0)).toBe(true)
        }
      }),
    )
  })
})

describe('quantized matrices', () => {
  const matrix = (rows: number, columns: number) =>
    Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i * 12.9898) * (1 + (i % 7)))

  it('int8, q4_0, q4_1 and nf4 stay within half a step of the weight', () => {
    const weights = matrix(6, 128)
    for (const format of ['int8', 'q4_0', 'q4_1', 'nf4'] as const) {
      const quantized = quantize(weights, 6, 128, format)
      const back = dequantize(quantized)
      for (let i = 0; i < weights.length; i++) {
        const block = Math.floor(i / quantized.blockSize)
        const scale = Math.abs(quantized.scales[block] as number)
        // Q4_0's range is lopsided (-8..7), so the far end may lose a whole step; NF4's widest gap is 0.304 scales.
        const step = { int8: 0.5, q4_0: 1, q4_1: 0.51, nf4: 0.153 }[format] * scale
        expect(Math.abs((back[i] as number) - (weights[i] as number))).toBeLessThanOrEqual(step * 1.01 + 1e-6)
      }
    }
  })

  it('gives every NF4 level back exactly', () => {
    const levels = Float32Array.from({ length: 64 }, (_, i) => NF4_LEVELS[i % 16] as number)
    expect(dequantize(quantize(levels, 1, 64, 'nf4'))).toEqual(levels)
  })

  it('takes an all-zero block', () => {
    for (const format of ['int8', 'q4_0', 'q4_1', 'nf4'] as const) {
      expect(dequantize(quantize(new Float32Array(64), 1, 64, format)).every((value) => value === 0)).toBe(true)
    }
  })

  it('takes over stored blocks code for code', () => {
    for (const type of ['Q8_0', 'Q6_K', 'Q5_0', 'Q4_K', 'Q4_0', 'Q4_1'] as const satisfies TensorType[]) {
      const bytes = bytesOf(golden[type]?.bytes as string)
      const { blockBytes, blockSize } = TENSOR_FORMATS[type]
      const columns = ((bytes.length / blockBytes) * blockSize) / 2
      const stored = fromStored({ name: 'w', shape: [2, columns], type, bytes: bytes.length }, bytes)
      const expected = new Float32Array(2 * columns)
      TENSOR_FORMATS[type].decode?.(bytes, expected)
      // + 0: the two loops may differ in the sign of a zero.
      expect(stored && dequantize(stored).map((value) => value + 0)).toEqual(expected.map((value) => value + 0))
    }
  })

  it('a matrix quantized here is what the file format holds', () => {
    const weights = matrix(4, 64)
    for (const [format, type] of [
      ['q4_0', 'Q4_0'],
      ['q4_1', 'Q4_1'],
    ] as const) {
      const { blockBytes, encode } = TENSOR_FORMATS[type]
      const bytes = new Uint8Array((weights.length / DEFAULT_BLOCK[format]) * blockBytes)
      encode?.(weights, bytes)
      const stored = fromStored({ name: 'w', shape: [4, 64], type, bytes: bytes.length }, bytes)
      expect(quantize(weights, 4, 64, format)).toEqual(stored)
    }
  })
})
