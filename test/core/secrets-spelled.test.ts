import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secrets } from '../../src/core/secrets.js'
import { readings } from '../../src/core/spellings.js'

type Spelling = (text: string) => string

const each =
  (spell: (code: string, char: string) => string): Spelling =>
  (text) =>
    [...text].map((char) => spell(char.codePointAt(0)?.toString(16) ?? '', char)).join('')
const ofBytes =
  (spell: (hex: string, byte: number) => string, between = ''): Spelling =>
  (text) =>
    [...Buffer.from(text)].map((byte) => spell(byte.toString(16).padStart(2, '0'), byte)).join(between)

function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('')
}

const spellings: Readonly<Record<string, Spelling>> = {
  'as it is': (text) => text,
  'entities of HTML': each((code) => `&#x${code};`),
  'decimal entities of HTML': each((code) => `&#${Number.parseInt(code, 16)};`),
  'escapes of JSON': (text) =>
    text
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  'escapes of a programme': ofBytes((hex) => `\\x${hex}`),
  'escapes with brackets': each((code) => `\\u{${code}}`),
  'octal escapes': ofBytes((_, byte) => `\\${byte.toString(8).padStart(3, '0')}`),
  'a string of JSON': (text) => JSON.stringify(text),
  'percent signs': ofBytes((hex) => `%${hex.toUpperCase()}`),
  'an address': encodeURIComponent,
  Base64: (text) => Buffer.from(text).toString('base64'),
  'the Base64 of addresses': (text) => Buffer.from(text).toString('base64url'),
  'Base64 behind a user': (text) => Buffer.from(`user:${text}!`).toString('base64'),
  'Base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  Base32: base32,
  'small Base32': (text) => base32(text).toLowerCase(),
  'hexadecimal digits': (text) => Buffer.from(text).toString('hex'),
  'hexadecimal pairs': ofBytes((hex) => hex, ' '),
  'escapes of mail': ofBytes((hex) => `=${hex.toUpperCase()}`),
  'escapes of a style sheet': each((code) => `\\${code} `),
  'code points': each((code) => `U+${code.padStart(4, '0')} `),
  'a list of bytes': ofBytes((_, byte) => String(byte), ','),
}

const breaks = [
  '\n',
  '\r\n    ',
  '\u200b',
  '\u00ad',
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u009b1m',
  '<wbr>',
  '\u2060\ufeff',
  '\u3164',
  '\u{e0020}',
  '\u2800\u115f\uffa0\u180b',
  '**',
  '`',
  '" + "',
]

/** Only between these breaks stands the whole key, since mail's sign may also belong to it. */
const mailBreaks = ['=\n', '=\r\n']

const word = (least: number, most: number) =>
  fc
    .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+/=~$é'), {
      minLength: least,
      maxLength: most,
    })
    .map((letters) => letters.join(''))

/** In any reading: the key, or a piece of it that is as good. */
function isThere(key: string, text: string): boolean {
  for (const { text: read } of readings(text, 16))
    for (const form of [key, Buffer.from(key).toString('latin1')])
      for (let at = 0; at + 12 <= form.length; at++) if (read.includes(form.slice(at, at + 12))) return true
  return false
}

describe('a key is not shown', () => {
  const key = 'sk-Proj_4f.Zq+81/Tb=Xw7'
  const secrets = new Secrets()
  secrets.keep(key)
  const redact = (text: string) => secrets.redact(text)

  it.each(Object.entries(spellings))('in %s, whole or cut at both ends', (_name, spell) => {
    for (const part of [key, key.slice(0, 12), key.slice(-12), key.slice(5, 19)]) {
      for (const twice of [spell(part), encodeURIComponent(encodeURIComponent(spell(part)))]) {
        const shown = redact(`the key ${twice} is wrong`)
        expect(shown).toMatch(/^the key \S{0,8}\[key\]\S{0,12} is wrong$/)
      }
    }
  })

  it.each([...breaks, ...mailBreaks].map((each) => [JSON.stringify(each), each]))('broken by %s', (_name, broken) => {
    const text = `a ${key.split('').join(broken)} b`
    expect(redact(text)).toBe('a [key] b')
    const json = JSON.stringify(text)
    const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    for (const each of [json, ascii, JSON.stringify(json)]) expect(redact(each)).toMatch(/^[\\"]*a \[key\] b[\\"]*$/)
  })

  it('in tag characters, which nobody sees, as they are or in JSON', () => {
    const tags = [...key].map((char) => String.fromCodePoint(0xe0000 + (char.codePointAt(0) ?? 0))).join('')
    const ascii = tags.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
    for (const each of [tags, ascii, ascii.replaceAll('\\', '\\\\')]) expect(redact(`a ${each} b`)).toBe('a [key] b')
  })

  it('however spellings, cuts and breaks are put together', () => {
    fc.assert(
      fc.property(
        word(16, 48),
        fc.nat(),
        fc.nat(),
        fc.array(fc.constantFrom(...Object.keys(spellings)), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', ...breaks),
        fc.nat(),
        (secret, from, length, names, broken, place) => {
          const secrets = new Secrets()
          secrets.keep(secret)
          const start = from % (secret.length - 12)
          const part = secret.slice(start, start + 12 + (length % (secret.length - start - 11)))
          const spelled = names.reduce((text, name) => spellings[name]?.(text) ?? text, part)
          const at = 1 + (place % (spelled.length - 1))
          const text = `before ${spelled.slice(0, at)}${broken}${spelled.slice(at)} after`
          const shown = secrets.redact(text)
          expect(shown).toContain('[key]')
          expect(isThere(secret, shown)).toBe(false)
          expect(shown.startsWith('before ') && shown.endsWith(' after')).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('what is no key', () => {
  const secrets = new Secrets()
  secrets.keep('sk-Proj_4f.Zq+81/Tb=Xw7')
  secrets.keep('p@ss')

  it('stays as it was, whatever it holds', () => {
    const pieces = fc.constantFrom(
      ...breaks,
      ...'aZ4+=/ ',
      '%25',
      '\\',
      '\\u0041',
      '&amp;',
      '&#x',
      '61 ',
      'sk-Proj_4f!',
      'QUFB',
      '\ud800',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (words) => {
        const text = `${words.join('')} `
        expect(secrets.redact(text)).toBe(text)
      }),
    )
  })

  it('is read in a time that grows with its length, whatever it holds', () => {
    const lengthOfReadings = (text: string) => {
      let total = 0
      for (const reading of readings(text, 8)) total += reading.text.length
      return total
    }
    const whole = [...'VAa4 %&=<', '\\', '\u001b']
    for (const piece of [...whole, '%25', '&amp;', '\u001b]', '\u001b[', '<b', '4a ', '65,', '\\u005c']) {
      const [once, twice] = [1000, 2000].map((times) => lengthOfReadings(piece.repeat(times)))
      expect(once).toBeLessThan(60 * 1000 * piece.length)
      expect(twice).toBeLessThan(2.1 * (once ?? 0) + 1)
    }
  })
})
