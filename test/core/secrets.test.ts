import { describe, expect, it } from 'vitest'
import { RationaleError } from '../../src/core/errors.js'
import { keepSecret, keepSecretsOfAddresses, redact } from '../../src/core/secrets.js'

const key = 'sk-a.b*c$d/e+f=0123456789"\\x'
keepSecret(key)

describe('a key', () => {
  it.each([
    ['as it is', `Bearer ${key}!`],
    ['twice', `${key} ${key}`],
    ['in JSON', JSON.stringify({ headers: { authorization: key } })],
    ['percent-encoded', `https://host/?key=${encodeURIComponent(key)}&x`],
    ['percent-encoded in small letters', encodeURIComponent(key).toLowerCase().replace('sk-', 'sk-')],
    ['in hexadecimal', Buffer.from(key).toString('hex')],
    ...['', 'u', 'us', 'use:'].map((before) => [
      `in Base64 behind ${before.length} characters`,
      Buffer.from(`${before}${key} and more`).toString('base64'),
    ]),
    ['in the Base64 of addresses', Buffer.from(`a:${key}`).toString('base64url')],
    ['a long piece of it', `you sent ${key.slice(0, 15)}`],
    ...[8, 9, 10, 11].map((length) => [`cut off behind ${length} characters`, `you sent ${key.slice(0, length)}`]),
  ])('is not shown: %s', (_name, text) => {
    const shown = redact(text ?? '')
    expect(shown).toContain('[key]')
    for (let at = 0; at + 8 <= key.length; at++) expect(shown).not.toContain(key.slice(at, at + 8))
    expect(shown.length).toBeLessThan((text ?? '').length)
  })

  it('leaves the rest of a text as it was', () => {
    // Seven characters at the end, or eight before something else, are of no key.
    for (const text of [`you sent ${key.slice(0, 7)}`, `you sent ${key.slice(0, 8)}, or so`])
      expect(redact(text)).toBe(text)
    expect(redact(`a ${key} b`)).toBe('a [key] b')
    expect(redact('nothing here')).toBe('nothing here')
  })

  it('does not stand in an error, nor in its parts', () => {
    const error = new RationaleError('network', `no answer to ${key}`, { found: `echo ${key}` })
    expect(`${error.message}${error.found}`).not.toContain(key.slice(0, 8))
  })

  it('of an address is kept, its user is not', () => {
    keepSecretsOfAddresses('redis://user:p%40ssw0rd@host:6379/0')
    expect(redact('user p%40ssw0rd p@ssw0rd host')).toBe('user [key] [key] host')
  })

  it('of every address in a text is kept: behind another scheme, in a list', () => {
    keepSecretsOfAddresses('rss:http://bob:hunter2pass@127.0.0.1/feed,judge:http://al:0penSesame@[::1/v1#org/m@main')
    expect(redact('bob hunter2pass al 0penSesame org/m@main')).toBe('bob [key] al [key] org/m@main')
  })
})
