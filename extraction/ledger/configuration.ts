import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { messageOf, RationaleError } from '../../src/core/errors.js'

export type Configuration = Readonly<Record<string, unknown>>

const CONFIGURATION_FILE = 'job.json'

/** Of the job in the folder. @throws RationaleError `io` where there is none. */
export function readConfiguration(folder: string): Configuration {
  const path = join(folder, CONFIGURATION_FILE)
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Configuration
  } catch (error) {
    throw unreadable(path, error)
  }
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

/** One process a folder. A lock of a process that no longer runs is taken over; gives the function that lets go. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock')
  const mine = JSON.stringify({ pid: process.pid, host: hostname() })
  try {
    writeFileSync(path, mine, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(path, error)
    const owner = readOwner(path)
    if (owner !== undefined && (owner.host !== hostname() || (owner.pid !== process.pid && isRunning(owner.pid)))) {
      throw new RationaleError('configuration', `another process is at work in ${folder}`, {
        found: `process ${owner.pid} on ${owner.host}`,
        remedy: `wait for it or stop it; where it runs no more, delete ${path}`,
      })
    }
    writeWhole(path, mine)
  }
  return () => {
    if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true })
  }
}

function readOwner(path: string): { pid: number; host: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Under its name only when it is whole. */
export function writeWhole(path: string, contents: string): void {
  try {
    writeFileSync(`${path}.partial`, contents)
    renameSync(`${path}.partial`, path)
  } catch (error) {
    throw unwritable(path, error)
  }
}

const unwritable = (path: string, error: unknown) =>
  new RationaleError('io', `cannot write ${path}`, {
    found: messageOf(error),
    remedy: 'check that the folder exists, can be written, and has room',
    cause: error,
  })

const unreadable = (path: string, error: unknown) =>
  new RationaleError('io', `cannot read ${path}`, {
    found: messageOf(error),
    cause: error,
  })
