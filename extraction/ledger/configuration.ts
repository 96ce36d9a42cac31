import { join } from 'node:path'
import { RationaleError } from '../../src/core/errors.js'
import { readJsonFile } from '../../src/core/files/json-file.js'
import { writeWhole } from '../../src/core/files/whole-file.js'

export type Configuration = Readonly<Record<string, unknown>>

const CONFIGURATION_FILE = 'job.json'

/** Of the job in the folder. @throws RationaleError `io` where there is none, `input` where it is damaged. */
export function readConfiguration(folder: string): Configuration {
  const path = join(folder, CONFIGURATION_FILE)
  const found = readJsonFile(path)
  if (isObject(found)) return found
  throw new RationaleError('input', `${path} is no configuration of a job`, { found: typeof found })
}

/**
 * The first run in a folder writes its configuration down; a later one must have the same, unless nothing is decided yet (`mayReplace`).
 *
 * @throws RationaleError `configuration` with every difference.
 */
export function holdConfiguration(
  folder: string,
  configuration: Configuration,
  { mayReplace }: { mayReplace: boolean },
): void {
  const path = join(folder, CONFIGURATION_FILE)
  const wanted = JSON.parse(JSON.stringify(configuration)) as Record<string, unknown>
  if (mayReplace) {
    writeWhole(path, `${JSON.stringify(wanted, null, 2)}\n`)
    return
  }
  const before = readConfiguration(folder)
  const changes = differences(before, wanted)
  if (changes.length === 0) return
  throw new RationaleError(
    'configuration',
    `${folder} holds a job with another configuration:\n  ${changes.join('\n  ')}`,
    {
      remedy:
        'use the same options to resume, or another --output for another job (its requests.ndjson can be copied over, so that no answered call is made again)',
    },
  )
}

export function differences(before: unknown, now: unknown, path = ''): string[] {
  if (isObject(before) && isObject(now)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
    return keys.flatMap((key) => differences(before[key], now[key], path === '' ? key : `${path}.${key}`))
  }
  const [was, is] = [JSON.stringify(before) ?? 'unset', JSON.stringify(now) ?? 'unset']
  return was === is ? [] : [`${path}: was ${was}, now ${is}`]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
