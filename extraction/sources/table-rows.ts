import { isUtf8 } from 'node:buffer'
import { NOT_UTF8 } from '../../src/core/records/ndjson.js'

const LF = 10
const CR = 13
const QUOTE = 34

/** A longer row is passed over without being held, as a line of NDJSON is. */
const MAX_ROW_BYTES = 16 * 1024 * 1024
/** Cells of a row: each costs far more than the comma it is made of. */
const MAX_CELLS = 100_000

/** The bytes of a row, which end with the line end of the table (but perhaps the last one's), or what is wrong with it. */
export type Row = { bytes: Buffer; lineEnd: string } | { flaw: string }

/**
 * Cuts a table into rows where csv-parse would, so that a row which cannot be taken costs itself alone. The first line end (LF, CRLF or CR) is the
 * line end of the whole table; empty rows are passed over. In constant memory.
 */
export async function* tableRows(
  input: AsyncIterable<Buffer>,
  delimiter: string,
  quotes: boolean,
): AsyncGenerator<Row> {
  const cutter = new Cutter(delimiter.charCodeAt(0), quotes)
  let parts: Buffer[] = []
  let length = 0
  let row = 1

  const isHeld = () => length <= MAX_ROW_BYTES && cutter.cells <= MAX_CELLS
  const take = (bytes: Buffer) => {
    length += bytes.length
    if (isHeld()) parts.push(bytes)
    else parts = []
  }
  const end = (): Row | undefined => {
    const isEmpty = length === 0 || (length <= 2 && cutter.isAtStart)
    const flaw = isHeld() ? undefined : tooLong()
    const bytes = Buffer.concat(parts)
    parts = []
    length = 0
    cutter.begin()
    if (isEmpty) return undefined
    row++
    if (flaw !== undefined) return { flaw }
    if (!isUtf8(bytes)) return { flaw: NOT_UTF8 }
    return { bytes, lineEnd: cutter.lineEnd ?? '\n' }
  }
  const tooLong = () => {
    if (cutter.isQuoted) return `a quote that opens in row ${row} is never closed: nothing behind it was read`
    if (cutter.cells > MAX_CELLS) return `row of more than ${MAX_CELLS} cells`
    return `row of ${length} bytes is longer than ${MAX_ROW_BYTES}`
  }

  for await (const chunk of input) {
    let from = 0
    for (;;) {
      // A file may be nothing but line ends.
      if (length === 0 && cutter.lineEnd === '\n') while (chunk[from] === LF) from++
      const next = cutter.find(chunk, from)
      if (next === -1) break
      take(chunk.subarray(from, next))
      from = next
      const ended = end()
      if (ended) yield ended
    }
    take(chunk.subarray(from))
  }
  const ended = end()
  if (ended) yield ended
}

/** Before a cell's first byte; in a cell without quotes; inside quotes; behind a quote that closes them, or doubles the next one. */
type State = 'start' | 'plain' | 'quoted' | 'quote'

/** Where rows end, chunk by chunk: a quote opens at the beginning of a cell, is doubled inside, and closes. */
class Cutter {
  lineEnd: '\n' | '\r\n' | '\r' | undefined
  /** Of the row at hand. */
  cells = 1
  readonly #separator: number
  readonly #quotes: boolean
  #state: State = 'start'
  #afterCarriageReturn = false

  constructor(separator: number, quotes: boolean) {
    this.#separator = separator
    this.#quotes = quotes
  }

  get isQuoted(): boolean {
    return this.#state === 'quoted'
  }

  get isAtStart(): boolean {
    return this.#state === 'start' && this.cells === 1
  }

  begin(): void {
    this.cells = 1
    this.#state = 'start'
  }

  /** The offset behind the next row end, or -1. */
  find(chunk: Buffer, from: number): number {
    const [separator, quotes] = [this.#separator, this.#quotes]
    let state = this.#state
    let cells = this.cells
    const found = (offset: number) => {
      this.#state = state
      this.cells = cells
      return offset
    }
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i]
      if (this.#afterCarriageReturn) {
        this.#afterCarriageReturn = false
        this.lineEnd ??= byte === LF ? '\r\n' : '\r'
        if (this.lineEnd === '\r') return found(i)
        if (byte === LF) return found(i + 1)
        state = 'plain'
      }
      if (state === 'quoted') {
        if (byte === QUOTE) state = 'quote'
      } else if (byte === QUOTE && quotes) {
        if (state !== 'plain') state = 'quoted'
      } else if (byte === separator) {
        cells++
        state = 'start'
      } else if (byte === LF && (this.lineEnd === undefined || this.lineEnd === '\n')) {
        this.lineEnd = '\n'
        return found(i + 1)
      } else if (byte === CR && this.lineEnd !== '\n') {
        this.#afterCarriageReturn = true
      } else {
        state = 'plain'
      }
    }
    return found(-1)
  }
}
