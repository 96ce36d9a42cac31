import { type Range, readings } from './spellings.js'

/*
 * Keys and passwords of this process, by value. Whoever takes one from the environment, an option or an address says so here; every message passes
 * through `redact` before anything is cut off it.
 */

/** Shorter values are found in ordinary text. */
const SHORTEST = 4
/** So much of a key, from any place in it, is as good as the key. A shorter value counts as a whole only. */
const PIECE = 12
/** So much of the beginning of a key at the very end of a text is taken for one that somebody else cut off. */
const CUT_OFF = 8

/** Values that are never shown. */
export class Secrets {
  readonly #known = new Set<string>()
  /** Short secrets as they are. */
  readonly #short = new Set<string>()
  /** Of the others, in small letters: every piece, and the beginnings that a text may end with. */
  readonly #pieces = new Set<string>()
  readonly #beginnings = new Set<string>()
  /** Which pieces there may be, by a few of their characters: most of a text is passed over without a look at the pieces. */
  readonly #filter = new Uint8Array(1 << 16)
  #shortestRun = 16

  /** No shorter text holds a secret, nor what is as good as one. */
  #shortest = Number.POSITIVE_INFINITY

  get any(): boolean {
    return this.#known.size > 0
  }

  /** From now on `redact` replaces this value. */
  keep(value: string | undefined): void {
    if (value === undefined || value.length < SHORTEST || this.#known.has(value)) return
    this.#known.add(value)
    // Bytes are read as characters of their own.
    for (const form of new Set([value, Buffer.from(value).toString('latin1')])) {
      for (const { text } of readings(form)) this.#keepReading(text)
    }
  }

  #keepReading(text: string): void {
    if (text.length >= SHORTEST) this.#shortest = Math.min(this.#shortest, CUT_OFF, text.length)
    if (text.length < PIECE) {
      if (text.length >= SHORTEST) this.#short.add(text)
      this.#shortestRun = 8
      return
    }
    const small = inSmallLetters(text)
    for (let length = CUT_OFF; length < PIECE; length++) this.#beginnings.add(small.slice(0, length))
    for (let at = 0; at + PIECE <= small.length; at++) {
      this.#pieces.add(small.slice(at, at + PIECE))
      this.#filter[mark(small, at)] = 1
    }
  }

  /** `text` without the secrets, whole or in pieces, however they are spelled (see `readings`). What is taken out is shown as `[key]`. */
  redact(text: string): string {
    if (text.length < this.#shortest) return text
    const found: Range[] = []
    for (const { text: read, place } of readings(text, this.#shortestRun)) {
      for (const part of this.#foundIn(read)) found.push(place(part))
      const beginning = this.#beginningAtEnd(read)
      const end = beginning && place(beginning)
      if (end?.[1] === text.length) found.push(end)
    }
    let shown = ''
    let read = 0
    for (const [start, end] of joined(found.sort(([a], [b]) => a - b))) {
      shown += `${text.slice(read, start)}[key]`
      read = end
    }
    return shown + text.slice(read)
  }

  *#foundIn(text: string): Generator<Range> {
    for (const secret of this.#short)
      for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length))
        yield [at, at + secret.length]
    yield* joined(this.#piecesIn(inSmallLetters(text)))
  }

  #beginningAtEnd(text: string): Range | undefined {
    const small = inSmallLetters(text.slice(-PIECE))
    for (let length = PIECE - 1; length >= CUT_OFF; length--)
      if (this.#beginnings.has(small.slice(-length))) return [text.length - length, text.length]
    return undefined
  }

  *#piecesIn(small: string): Generator<Range> {
    for (let at = 0; at + PIECE <= small.length; at++) {
      if (this.#filter[mark(small, at)] === 1 && this.#pieces.has(small.slice(at, at + PIECE))) yield [at, at + PIECE]
    }
  }
}

/** Ranges that overlap, given in order, as one. */
function* joined(ranges: Iterable<Range>): Generator<Range> {
  let open: Range | undefined
  for (const [start, end] of ranges) {
    if (open !== undefined && start < open[1]) open = [open[0], Math.max(open[1], end)]
    else {
      if (open !== undefined) yield open
      open = [start, end]
    }
  }
  if (open !== undefined) yield open
}

/** Of this process. */
const secrets = new Secrets()

/** From now on `redact` replaces this value. */
export const keepSecret = (value: string | undefined): void => secrets.keep(value)

/** `text` without the secrets of this process. */
export const redact = (text: string): string => secrets.redact(text)

/** The same for every string of a value that was JSON. Keys of objects are names, and stay. */
export function withoutSecrets(value: unknown): unknown {
  if (!secrets.any) return value
  try {
    return JSON.parse(JSON.stringify(value), (_, part: unknown) => (typeof part === 'string' ? redact(part) : part))
  } catch {
    return value // nested deeper than the stack: whoever reads it refuses it
  }
}

/** User names stay, passwords of the addresses in a text (`rss:http://user:password@host`) are kept secret. */
export function keepSecretsOfAddresses(text: string): void {
  for (const [, password = ''] of text.matchAll(/:\/\/[^/?#@\s]*?:([^/?#\s]+)@/g)) {
    keepSecret(password)
    try {
      keepSecret(decodeURIComponent(password))
    } catch {
      // Not encoded: the value as it stands is all there is.
    }
  }
}

/** The beginning of a text that may be long, without secrets. So much more is read than is shown that no piece of a key stands at its cut. */
export function redactedStart(text: string, length: number): string {
  return redact(text.slice(0, length + 100_000)).slice(0, length)
}

/** As long as the text: a few letters become two. */
function inSmallLetters(text: string): string {
  const small = text.toLowerCase()
  return small.length === text.length ? small : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

const mark = (text: string, at: number) =>
  (text.charCodeAt(at) ^
    (text.charCodeAt(at + 4) << 3) ^
    (text.charCodeAt(at + 7) << 6) ^
    (text.charCodeAt(at + 11) << 9)) &
  0xffff
