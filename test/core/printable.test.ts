import { describe, expect, it } from 'vitest'
import { escapeHtml, printable, printableJson } from '../../src/core/printable.js'

const obeyed = [
  '\u001b[31m',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u061c',
  '\r',
  '\0',
  '\u007f',
  '\u0085',
  '\u2028',
  '\ud800',
]

describe('what is shown', () => {
  it.each(obeyed.map((text) => [JSON.stringify(text), text]))('holds no %s', (_name, text) => {
    const first = text.charAt(0)
    expect(printable(`a${text}b`)).toBe(`a\ufffd${text.slice(1)}b`)
    expect(escapeHtml(`<a${first}`)).toBe('&lt;a\ufffd')
    const json = JSON.stringify({ [`k${text}`]: text })
    expect(printableJson(json)).toMatch(/^[\x20-\x7e]*$/)
    expect(JSON.parse(printableJson(json))).toEqual(JSON.parse(json))
  })

  it('keeps everything else: lines, tabs, accents, scripts from right to left, emoji', () => {
    const text = 'a\tb\nÄ é שלום 👩‍👩‍👧 ∑'
    expect(printable(text)).toBe(text)
    expect(printableJson(JSON.stringify(text))).toBe(JSON.stringify(text))
  })
})
