import { printableJson } from '../printable.js'

/*
 * Whatever is written can be read by `readRecords`: it takes no lone surrogate and no NUL. Both can only stand in a line as escapes, where text came
 * from a model or a table; they are written as U+FFFD.
 */

const refused = /\\u(?:d[89a-f]|0000)/i

/** A record as one line of NDJSON, with its line end. */
export function encodeRecord(record: unknown): string {
  return `${readableJson(JSON.stringify(record))}\n`
}

/** JSON that our own reader takes and that may be shown on a terminal as it is; the same value but for what cannot be read. */
export function readableJson(json: string): string {
  return printableJson(refused.test(json) ? JSON.stringify(JSON.parse(json, readable)) : json)
}

function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return readableText(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return entries.every(([key]) => key === readableText(key))
    ? value
    : Object.fromEntries(entries.map(([key, member]) => [readableText(key), member]))
}

/** Text without lone surrogates and NUL. */
export function readableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
