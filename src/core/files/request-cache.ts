import { at } from '../absence.js'
import { sha256 } from '../records/sha256.js'
import type { TokenTally } from '../records/types.js'
import { emptyTally } from '../tally.js'
import { openAppendFile, wholeLines } from './append-file.js'
import { type Lock, takeLock } from './lock.js'
import { inTheWay, startOf } from './others-files.js'
import { targetOf } from './whole-file.js'

/**
 * Answers of models, keyed by the payload of the request, so that no answered call is ever made again: not after kill -9, not in a second run with
 * other filters. An answer is in the file before it is used. Only answers are kept: an error may pass.
 */
export interface RequestCache {
  get(key: string): unknown
  /** Resolves when the answer is in the file: answers that arrive together are written together. Rejects where they could not be. */
  put(key: string, value: unknown, tally: TokenTally): Promise<void>
  /** Work of every call in the file, so that budgets span interrupted runs. */
  readonly used: TokenTally
  sync(): void
  close(): void
}

/** Of all parts of a request, in order; lengths keep them apart. */
export function requestKey(...parts: readonly string[]): string {
  const lengths = parts.map(({ length }) => length).join(',')
  return sha256(`${lengths}\0${parts.join('')}`).slice(0, 32)
}

/** Whose answers a file holds. */
export interface CacheForm {
  /** The name of a line's key, with which it begins: no file of another kind is taken for this one (default `k`). */
  name: string
  /** What the file holds, for a person. */
  holds: string
  /** How a person names another file. */
  option: string
  /** An answer of this run is found again however many come after it; it costs up to 64 bytes of memory (default: the last ones alone). */
  findsAll?: boolean
}

const OF_A_RUN: CacheForm = { name: 'k', holds: 'the answers that a run has kept', option: '--output' }

/** At least so many of this run's last answers can still be found. A batch is committed long before this many more are asked for. */
const RECENT = 2048

/**
 * What stands behind the last line end was torn by a kill, and is cut off. A line that cannot be read (a disk lost it) is passed over: those after it count.
 * One at a time has the file open: each writes where it believes the end to be.
 *
 * @throws RationaleError `configuration` where the file is somebody else's, or another process has it open; `io` naming the path.
 */
export function openRequestCache(path: string, form: CacheForm = OF_A_RUN): RequestCache {
  const lock = takeLock(`${targetOf(path)}.lock`, path)
  try {
    return openLocked(path, form, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

function openLocked(path: string, { name, holds, option, findsAll = false }: CacheForm, lock: Lock): RequestCache {
  const begin = `{"${name}":"`
  const start = startOf(path).slice(0, begin.length)
  if (!begin.startsWith(start)) throw inTheWay(path, `no file of that name, or ${holds}`, option)
  const file = openAppendFile(path)
  const used = emptyTally()
  const earlier = new OffsetTable()
  try {
    let good = 0
    for (const { line, offset, end } of wholeLines(file)) {
      good = end
      const entry = parse(line)
      if (entry === undefined) continue
      earlier.set(hashOf(entry.k), offset)
      add(used, entry.t)
    }
    file.cutBack(good)
  } catch (error) {
    file.close()
    throw error
  }
  // Two generations: dropping the older one whole costs nothing, taking the oldest entry out of a map does.
  let recent = new Map<string, unknown>()
  let older = recent
  let arrived: Arrived[] = []
  let due: NodeJS.Immediate | undefined

  /** Whoever put an entry hears whether it is in the file. */
  function write(): void {
    clearImmediate(due)
    due = undefined
    const put = arrived
    arrived = []
    if (put.length === 0) return
    try {
      append(put.map(({ entry }) => entry))
    } catch (error) {
      for (const { reject } of put) reject(error)
      throw error
    }
    for (const { resolve } of put) resolve()
  }

  function writeNow(): void {
    try {
      write()
    } catch {
      // Told to everybody whose entry it is.
    }
  }

  function append(entries: readonly Entry[]): void {
    const lines = entries.map(({ k, v, t }) => Buffer.from(`${JSON.stringify({ [name]: k, v, t })}\n`))
    let offset = file.append(Buffer.concat(lines))
    for (const [i, line] of lines.entries()) {
      if (findsAll) earlier.set(hashOf(at(entries, i).k), offset)
      offset += line.length
    }
    if (recent.size >= RECENT) {
      older = recent
      recent = new Map()
    }
    for (const { k, v } of entries) recent.set(k, v)
  }

  return {
    used,
    get(key) {
      const known = recent.get(key) ?? older.get(key)
      if (known !== undefined) return known
      const offset = earlier.get(hashOf(key))
      if (offset === undefined) return undefined
      const entry = parse(readLine(offset))
      return entry?.k === key ? entry.v : undefined
    },
    put(key, value, { calls, evaluated, unique, generated }) {
      const t = [calls, evaluated, unique, generated]
      add(used, t)
      due ??= setImmediate(writeNow)
      return new Promise<void>((resolve, reject) => arrived.push({ entry: { k: key, v: value, t }, resolve, reject }))
    },
    sync() {
      write()
      file.sync()
    },
    close() {
      try {
        write()
      } finally {
        file.close()
        lock.release()
      }
    },
  }

  function parse(line: string): Entry | undefined {
    try {
      const entry = JSON.parse(line)
      const k: unknown = entry?.[name]
      return typeof k === 'string' && Array.isArray(entry.t) ? { k, v: entry.v, t: entry.t } : undefined
    } catch {
      return undefined
    }
  }

  function readLine(offset: number): string {
    for (let length = 4096; ; length *= 4) {
      const bytes = file.read(offset, length)
      const end = bytes.indexOf(10)
      if (end !== -1) return bytes.toString('utf8', 0, end)
      if (bytes.length < length) return ''
    }
  }
}

interface Entry {
  k: string
  v: unknown
  t: number[]
}

interface Arrived {
  entry: Entry
  resolve(): void
  reject(error: unknown): void
}

function add(used: TokenTally, [calls = 0, evaluated = 0, unique = 0, generated = 0]: number[]): void {
  used.calls += calls
  used.evaluated += evaluated
  used.unique += unique
  used.generated += generated
}

/** 52 bits: what a double holds exactly. */
const hashOf = (key: string) => Number.parseInt(key.slice(0, 13), 16) || 1

/** Hashes of keys -> file offsets in two flat arrays: 16 bytes a slot, at most half of them full. The whole key is checked in the file. */
class OffsetTable {
  #keys = new Float64Array(1024)
  #offsets = new Float64Array(1024)
  #size = 0

  get(key: number): number | undefined {
    const slot = this.#slot(this.#keys, key)
    return this.#keys[slot] === key ? (this.#offsets[slot] as number) : undefined
  }

  set(key: number, offset: number): void {
    if (2 * (this.#size + 1) > this.#keys.length) this.#grow()
    const slot = this.#slot(this.#keys, key)
    if (this.#keys[slot] === 0) this.#size++
    this.#keys[slot] = key
    this.#offsets[slot] = offset
  }

  #slot(keys: Float64Array, key: number): number {
    const mask = keys.length - 1
    let slot = key & mask // of its low 32 bits
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length)
    const offsets = new Float64Array(keys.length)
    for (let i = 0; i < this.#keys.length; i++) {
      const key = this.#keys[i] as number
      if (key === 0) continue
      const slot = this.#slot(keys, key)
      keys[slot] = key
      offsets[slot] = this.#offsets[i] as number
    }
    this.#keys = keys
    this.#offsets = offsets
  }
}
