import { messageOf, RationaleError } from '../core/errors.js'
import { readSmallFile } from '../core/files/small-file.js'
import { NOT_UTF8 } from '../core/records/ndjson.js'

/** @throws RationaleError `configuration` where the file cannot be read, `input` where it is no UTF-8. */
export function readText(file: string): string {
  let bytes: Buffer
  try {
    bytes = readSmallFile(file)
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('configuration', `cannot read ${file}`, { found: messageOf(error) })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new RationaleError('input', `cannot read ${file}`, { found: NOT_UTF8, cause })
  }
}
