import fc from 'fast-check'

/** What breaks readers: ends of strings and lines, nesting, numbers at the edge, marks of the formats that are read. */
// biome-ignore format: a list
const tokens = [
  '"', '\\', '\\u0000', '\\ud800', '\u0000', '\ufeff', '\ufffd', '\u202e', '\u009b', '\r\n', '\n\n', '\r', ',', ':', '=', '-', '%', '$', '^', '!', '|',
  '{', '}', '[', ']', '(', ')', '[[[[[[[[', '((((((((', '{{{{{{{{', '0', '1e999', '-0', '9007199254740993', '0.1e-400', '00001', '1,000', '½', '٣', '٬',
  '**', '__', '```', '<think>', '</think>', '\\boxed{', '\\frac{', '\\sqrt{', '\\left(', '\\text{', '$$', '\\[', 'Step 1:', 'The answer is ', ' = ', ' and ',
  'null', 'true', 'NaN', '__proto__', 'constructor', 'data: ', '[DONE]', 'GGUF', '\u001f\u008b',
].map((token) => Buffer.from(token))

type Mutation = (bytes: Buffer) => Buffer

const place = fc.double({ min: 0, max: 1, noNaN: true })
const byte = fc.integer({ min: 0, max: 255 })
const at = (bytes: Buffer, part: number) => Math.floor(part * bytes.length)

const flip = fc.tuple(place, byte).map(
  ([part, value]): Mutation =>
    (bytes) => {
      const changed = Buffer.from(bytes)
      if (changed.length > 0) changed[Math.min(at(bytes, part), changed.length - 1)] = value
      return changed
    },
)
const insert = fc.tuple(place, fc.constantFrom(...tokens), fc.integer({ min: 1, max: 3 })).map(
  ([part, token, times]): Mutation =>
    (bytes) => {
      const where = at(bytes, part)
      return Buffer.concat([bytes.subarray(0, where), ...Array(times).fill(token), bytes.subarray(where)])
    },
)
const cut = fc.tuple(place, place).map(
  ([from, to]): Mutation =>
    (bytes) =>
      Buffer.concat([bytes.subarray(0, at(bytes, Math.min(from, to))), bytes.subarray(at(bytes, Math.max(from, to)))]),
)
const repeat = fc.tuple(place, place, fc.integer({ min: 2, max: 200 })).map(
  ([from, to, times]): Mutation =>
    (bytes) => {
      const [start, end] = [at(bytes, Math.min(from, to)), at(bytes, Math.max(from, to))]
      const piece = bytes.subarray(start, Math.min(end, start + 64))
      return Buffer.concat([bytes.subarray(0, end), ...Array(times).fill(piece), bytes.subarray(end)])
    },
)
const raw = fc.tuple(place, fc.uint8Array({ maxLength: 12 })).map(
  ([part, more]): Mutation =>
    (bytes) =>
      Buffer.concat([bytes.subarray(0, at(bytes, part)), more, bytes.subarray(at(bytes, part))]),
)

/** A seed and what was done to it; fast-check makes both smaller until the fault is gone. */
export function mutated(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const mutations = fc.array(fc.oneof(flip, insert, insert, cut, repeat, raw), { maxLength: 10 })
  return fc
    .tuple(fc.constantFrom(...seeds), mutations)
    .map(([seed, all]) => all.reduce((bytes, each) => each(bytes), seed))
}
