/*
 * Keys and passwords of this process, by value. Whoever takes one from the environment, an option or an address says so here; every message passes
 * through `redact` before anything is cut off it, so that no part of a key is left.
 */

const patterns = new Map<string, RegExp[]>()

/** Shorter values are found in ordinary text. */
const SHORTEST = 4
/** So much of a key at the very end of a text is taken for a key that somebody else cut off. */
const CUT_OFF = 8

/** From now on `redact` replaces this value. */
export function keepSecret(value: string | undefined): void {
  if (value === undefined || value.length < SHORTEST || patterns.has(value)) return
  patterns.set(value, patternsOf(value))
}

/** User names stay, passwords of an address (`redis://user:password@host`) are kept secret. */
export function keepSecretsOfAddress(address: string): void {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@]*?:([^/?#]+)@/i.exec(address)?.[1]
  if (password === undefined) return
  keepSecret(password)
  try {
    keepSecret(decodeURIComponent(password))
  } catch {
    // Not encoded: the value as it stands is all there is.
  }
}

/** `text` without the secrets: as they are, inside JSON, percent-encoded, in hexadecimal, or within Base64. */
export function redact(text: string): string {
  let shown = text
  for (const [secret, each] of patterns) {
    for (const pattern of each) shown = shown.replace(pattern, '[key]')
    shown = withoutCutOff(shown, secret)
  }
  return shown
}

function patternsOf(value: string): RegExp[] {
  const bytes = Buffer.from(value)
  const exact = [value, JSON.stringify(value).slice(1, -1), ...within64(bytes)]
  const anyCase = [encodeURIComponent(value), bytes.toString('hex')]
  const pattern = (forms: string[], flags: string) =>
    new RegExp(
      [...new Set(forms)]
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join('|'),
      flags,
    )
  return [pattern(exact, 'g'), pattern(anyCase, 'gi')]
}

/** What stands for these bytes in the Base64 of a longer text, at each of the three places they may begin at. */
function within64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
    // Characters that also hold bits of the neighbours are left out.
    const whole = padded.toString('base64').replace(/=+$/, '')
    const from = Math.ceil((offset * 4) / 3)
    const form = whole.slice(from, Math.floor((padded.length * 8) / 6))
    return form.length < CUT_OFF ? [] : [form, form.replace(/\+/g, '-').replace(/\//g, '_')]
  })
}

function withoutCutOff(text: string, secret: string): string {
  for (let length = Math.min(secret.length - 1, text.length); length >= CUT_OFF; length--) {
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}[key]`
  }
  return text
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
