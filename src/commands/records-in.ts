import { readFileSync, statSync } from 'node:fs'
import type { InputForm } from './input-form.js'

/** A larger file is not read twice for a number. */
const MOST_BYTES = 64 * 1024 * 1024

/** How many records a file holds, for a bar that says how far it is; undefined where that is not told by its lines. */
export function recordsIn(
  file: string,
  { form, limit = Number.POSITIVE_INFINITY }: { form?: InputForm | undefined; limit?: number | undefined },
): number | undefined {
  if (form?.kind !== 'lines' || file === '-' || file.endsWith('.gz')) return undefined
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size > MOST_BYTES) return undefined
  const bytes = readFileSync(file)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return undefined
  let lines = 0
  let isBlank = true
  for (const byte of bytes) {
    if (byte === 0x0a) isBlank = true
    else if (isBlank && byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) {
      lines++
      isBlank = false
    }
  }
  return Math.min(lines, limit)
}
