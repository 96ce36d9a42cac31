/*
 * Where tokens lie in the text. The tokenizer library gives none, so the tokens' own bytes are laid along the text's.
 */

export interface TextBytes {
  bytes: Uint8Array
  /** UTF-16 offset of the character that holds each byte, and of that character's end. */
  starts: Uint32Array
  ends: Uint32Array
}

const encoder = new TextEncoder()

/** UTF-8 of a text, each byte with its character's place. `normalize` is applied to one character (with its combining marks) at a time. */
export function textBytes(text: string, normalize?: (text: string) => string): TextBytes {
  const normalized = normalize ? normalize(text) : text
  if (normalized === text) return placeBytes(characters(text))
  const pieces: [string, number][] = []
  for (const match of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu))
    pieces.push([normalize?.(match[0]) ?? match[0], match[0].length])
  // Normalisation that reaches across characters (Hangul jamo): the whole text is then one place.
  const whole = pieces.map(([piece]) => piece).join('') === normalized
  return placeBytes(whole ? pieces : [[normalized, text.length]])
}

function* characters(text: string): Generator<[string, number]> {
  for (const character of text) yield [character, character.length]
}

function placeBytes(pieces: Iterable<[piece: string, length: number]>): TextBytes {
  let capacity = 1024
  let bytes = new Uint8Array(capacity)
  let starts = new Uint32Array(capacity)
  let ends = new Uint32Array(capacity)
  let count = 0
  let offset = 0
  for (const [piece, length] of pieces) {
    const needed = count + 3 * piece.length
    if (needed > capacity) {
      capacity = 2 * needed
      bytes = grown(bytes, new Uint8Array(capacity))
      starts = grown(starts, new Uint32Array(capacity))
      ends = grown(ends, new Uint32Array(capacity))
    }
    const { written } = encoder.encodeInto(piece, bytes.subarray(count))
    starts.fill(offset, count, count + written)
    ends.fill(offset + length, count, count + written)
    count += written
    offset += length
  }
  return { bytes: bytes.subarray(0, count), starts: starts.subarray(0, count), ends: ends.subarray(0, count) }
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** A token's bytes, null for one that stands for something unknown. */
export type Surface = Uint8Array | null

/**
 * Start and end (UTF-16 offsets) of each token. A token may carry a space that the tokenizer put before the text, and characters that the
 * tokenizer dropped are passed over; undefined where tokens and text do not fit together.
 */
export function alignTokens(
  surfaces: readonly Surface[],
  text: TextBytes,
): { starts: number[]; ends: number[] } | undefined {
  const { bytes } = text
  const starts: number[] = []
  const ends: number[] = []
  const textEnd = text.ends.at(-1) ?? 0
  const startOf = (at: number) => (at < bytes.length ? (text.starts[at] as number) : textEnd)
  const endOf = (at: number) => (at === 0 ? 0 : (text.ends[at - 1] as number))
  let at = 0
  let unknownFrom: number | undefined
  for (const surface of surfaces) {
    if (surface === null) {
      unknownFrom ??= starts.length
      starts.push(startOf(at))
      ends.push(textEnd)
      continue
    }
    let length = surface.length
    let from = at
    if (!matches(bytes, at, surface, 0)) {
      if (unknownFrom === undefined && surface[0] === 0x20 && matches(bytes, at, surface, 1)) {
        length -= 1
      } else {
        from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(surface, at)
        if (from === -1) return undefined
      }
    }
    if (unknownFrom !== undefined) {
      for (let i = unknownFrom; i < ends.length; i++) ends[i] = startOf(from)
      unknownFrom = undefined
    }
    starts.push(startOf(from))
    ends.push(length === 0 ? startOf(from) : endOf(from + length))
    at = from + length
  }
  return { starts, ends }
}

function matches(bytes: Uint8Array, at: number, surface: Uint8Array, from: number): boolean {
  if (at + surface.length - from > bytes.length) return false
  for (let i = from; i < surface.length; i++) if (bytes[at + i - from] !== surface[i]) return false
  return true
}
