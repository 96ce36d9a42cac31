import { fstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { RationaleError } from '../errors.js'
import { targetOf } from './whole-file.js'

/**
 * An output never replaces what the command reads: by name, through a link, or as the file behind standard input (an input `-`) or standard output
 * (an output `-`, as of `>> FILE`).
 *
 * @throws RationaleError `configuration`.
 */
export function refuseSameFile(input: string, outputs: readonly string[]): void {
  const read = input === '-' ? standard(0) : stat(input)
  // As the writer finds it: it takes `missing/../file` for `file`, where the system sees no file.
  const same =
    read?.isFile() && outputs.find((output) => isFile(read, output === '-' ? standard(1) : stat(targetOf(output))))
  if (same) throw overwrites(input, same)
}

/** The same for a folder that is written into: it must not be the input, nor lie in the folder that is read. */
export function refuseInside(input: string, output: string): void {
  if (!stat(input)?.isDirectory()) return
  const path = relative(realpathSync(input), targetOf(output))
  if (path !== '..' && !path.startsWith(`..${sep}`)) throw overwrites(input, output)
}

/** The same for a file that lies right in the folder that is written into: what is written there has names of its own. */
export function refuseWithin(input: string, folder: string): void {
  const [read, target] = [stat(input), stat(targetOf(folder))]
  if (read?.isFile() && target?.isDirectory() && isFile(target, stat(dirname(realpathSync(input)))))
    throw overwrites(input, folder)
}

/** The same for an output among the records and weights of a folder that is read. */
export function refuseAmong(folder: string, output: string): void {
  const target = targetOf(output)
  if (/\.(?:json|ndjson|safetensors)$/i.test(target) && stat(target)?.isFile() && stat(folder)?.isDirectory())
    if (realpathSync(folder) === dirname(target)) throw overwrites(folder, output)
}

const isFile = (a: Stats, b: Stats | undefined) => b !== undefined && a.dev === b.dev && a.ino === b.ino

const stat = (path: string) => known(() => statSync(path))
const standard = (stream: 0 | 1) => known(() => fstatSync(stream))

/** Undefined for what is not there or may not be seen: whoever opens it says so. */
function known(look: () => Stats): Stats | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

const overwrites = (input: string, output: string) =>
  new RationaleError('configuration', 'the output would be written over the input, or into it', {
    found: `input ${input === '-' ? 'standard input' : input}, output ${output === '-' ? 'standard output' : output}`,
    remedy: 'give another --output',
  })
