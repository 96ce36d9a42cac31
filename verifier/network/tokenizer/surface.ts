import { at } from '../../../src/core/absence.js'
/*
 * What a token stands for in the text, as bytes. Byte-level vocabularies write each byte as a printable character (GPT-2's table);
 * SentencePiece ones write a space as "▁" and a lone byte as "<0x0A>".
 */

export type SurfaceKind = 'byte-level' | 'sentencepiece'

/** GPT-2's table: printable Latin-1 stands for itself, the other 68 bytes for the characters from U+0100 on. */
export const BYTE_CHARACTERS: readonly string[] = (() => {
  const characters: string[] = []
  let next = 0x100
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff)
    characters.push(String.fromCharCode(printable ? byte : next++))
  }
  return characters
})()

const BYTE_OF = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]))
const encoder = new TextEncoder()

export function surfaceBytes(token: string, kind: SurfaceKind): Uint8Array {
  if (kind === 'sentencepiece') {
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)
    return byte ? Uint8Array.of(Number.parseInt(at(byte, 1), 16)) : encoder.encode(token.replaceAll('▁', ' '))
  }
  const bytes: number[] = []
  for (const character of token) {
    const byte = BYTE_OF.get(character)
    if (byte === undefined) bytes.push(...encoder.encode(character))
    else bytes.push(byte)
  }
  return Uint8Array.from(bytes)
}
