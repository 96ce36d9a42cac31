import { defined } from '../absence.js'
import { messageOf, RationaleError } from '../errors.js'
import { isNestedDeeper } from '../records/json.js'
import { readSmallTextFile } from './small-file.js'

/** Deeper than anything that we write, and far less deep than the stack. */
const DEEPEST = 200

/**
 * A file that is one JSON value: what we have written ourselves may have been torn, replaced or made to harm since.
 *
 * @param largest bytes.
 * @throws RationaleError `io` where it cannot be read or is too large, `input` where it is not JSON or nested too deep.
 */
export function readJsonFile(path: string, { remedy, largest }: { remedy?: string; largest?: number } = {}): unknown {
  const toDo = defined({ remedy })
  let text: string
  try {
    text = readSmallTextFile(path, largest)
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('io', `cannot read ${path}`, { found: messageOf(error), ...toDo, cause: error })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new RationaleError('input', `${path} is not JSON`, { found: messageOf(error), ...toDo })
  }
  if (isNestedDeeper(value, DEEPEST))
    throw new RationaleError('input', `${path} is nested more than ${DEEPEST} deep`, toDo)
  return value
}
