import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { RationaleError } from '../../../../src/core/errors.js'

export type Fields = Readonly<Record<string, unknown>>

/** A file of JSON objects, an array of them or one a line, gzip'd or not. These files are small enough to be held. */
export function readObjects(path: string): Fields[] {
  const text = readText(path)
  const values: unknown[] = text.trimStart().startsWith('[')
    ? (JSON.parse(text) as unknown[])
    : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]))
  return values.filter((value): value is Fields => typeof value === 'object' && value !== null)
}

/** @throws RationaleError `io` */
export function readText(path: string): string {
  try {
    const bytes = readFileSync(path)
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  } catch (error) {
    throw new RationaleError('io', `cannot read ${path}`, {
      expected:
        'the development data that benchmarks/studies/embedded/recipe/sources.ts lists, in the folder given with --data',
      cause: error,
    })
  }
}
