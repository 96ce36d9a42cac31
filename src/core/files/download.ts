import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pRetry, { AbortError } from 'p-retry'
import { defined } from '../absence.js'
import { RationaleError } from '../errors.js'
import { makeFolder } from './folder.js'
import { takeLock } from './lock.js'

export interface TransferOptions {
  signal?: AbortSignal | undefined
  onEvent?: ((event: { type: 'download'; url: string; bytes: number }) => void) | undefined
  /** Of the request; a redirect to another host does not get an authorization. */
  headers?: Readonly<Record<string, string>> | undefined
  /** For tests. */
  retries?: number | undefined
}

/** What the server publishes of a file's bytes: SHA-256, or git's blob hash (SHA-1 of `blob LENGTH\0` and the bytes). */
export interface Checksum {
  kind: 'sha256' | 'git'
  value: string
}

const MAX_BYTES = 64 * 1024 ** 3

/**
 * Fetches a file of the web to `path`, which is there only once its bytes are whole and have the hash that was announced. What broke off goes on where it
 * stopped, in this call or a later one, if the server still has the same file. One process at a time fetches to `path`.
 *
 * @throws RationaleError `network` where the server failed; `input` where the bytes are not those that were announced; `configuration` where another
 * process fetches it.
 */
export async function download(
  url: string,
  path: string,
  checksum: Checksum | undefined,
  options: TransferOptions = {},
): Promise<{ sha256: string; bytes: number }> {
  makeFolder(dirname(path))
  using _lock = takeLock(`${path}.lock`, path)
  const partial = `${path}.partial`
  await pRetry(() => fetchInto(partial, url, checksum, options), {
    retries: options.retries ?? 3,
    minTimeout: 500,
    ...defined({ signal: options.signal }),
  })
  const bytes = (await stat(partial)).size
  const sha256 = await hashFile(partial, 'sha256')
  const found = checksum?.kind === 'git' ? await checksumOf(partial, 'git') : sha256
  if (checksum !== undefined && found !== checksum.value) {
    await rm(partial, { force: true })
    throw new RationaleError('input', `the download of ${url} is damaged`, {
      expected: `${checksum.kind} ${checksum.value}`,
      found,
      remedy: 'try again; if it stays, the file was changed at its source',
    })
  }
  await rename(partial, path)
  await rm(`${partial}.etag`, { force: true })
  return { sha256, bytes }
}

async function checksumOf(path: string, kind: Checksum['kind']): Promise<string> {
  return kind === 'sha256' ? hashFile(path, 'sha256') : hashFile(path, 'sha1', `blob ${(await stat(path)).size}\0`)
}

async function fetchInto(
  partial: string,
  url: string,
  checksum: Checksum | undefined,
  options: TransferOptions,
): Promise<void> {
  const { signal, onEvent, headers } = options
  const have = await stat(partial).then(
    (found) => found.size,
    () => 0,
  )
  const etag = await readFile(`${partial}.etag`, 'utf8').catch(() => '')
  // Without the tag of what is there, going on could join two different files.
  const resume = have > 0 && etag !== ''
  const response = await fetch(url, {
    headers: { ...headers, ...(resume ? { range: `bytes=${have}-`, 'if-range': etag } : {}) },
    ...defined({ signal }),
  }).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw failure(url, error instanceof Error ? String(error.cause ?? error.message) : String(error))
  })
  if (resume && response.status === 416) {
    // There is nothing behind what is there: a run was killed when all had come, or these are bytes of another file.
    await response.body?.cancel()
    if (checksum !== undefined && (await checksumOf(partial, checksum.kind)) === checksum.value) return
    await dropPartial(partial)
    return fetchInto(partial, url, checksum, options)
  }
  if (!response.ok || response.body === null) {
    const error = failure(url, `HTTP ${response.status} ${response.statusText}`)
    // 404 and 403 do not pass by waiting.
    throw response.status < 500 && response.status !== 429 ? new AbortError(error) : error
  }
  const part = response.status === 206 ? partOf(response) : undefined
  if (response.status === 206 && !(part?.from === have && (!resume || part.etag === etag))) {
    await response.body.cancel()
    // A part that nobody asked for, the server sends whatever it is asked.
    if (!resume)
      throw new AbortError(failure(url, `a part of the file came (${part?.said ?? 'which one was not said'})`))
    // Another part than was asked for, or of another file: what is kept would never fit to what this server sends.
    await dropPartial(partial)
    return fetchInto(partial, url, checksum, options)
  }
  const append = part !== undefined && have > 0
  // Never the tag of one file beside bytes of another.
  if (!append) await rm(partial, { force: true })
  await writeFile(`${partial}.etag`, response.headers.get('etag') ?? '')
  let bytes = append ? have : 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      onEvent?.({ type: 'download', url, bytes })
      done(bytes > MAX_BYTES ? failure(url, `more than ${MAX_BYTES} bytes`) : null, chunk)
    },
  })
  const announced = Number(response.headers.get('content-length') ?? Number.NaN)
  await pipeline(
    Readable.fromWeb(response.body as never),
    counted,
    createWriteStream(partial, { flags: append ? 'a' : 'w' }),
    ...(signal === undefined ? [] : [{ signal }]),
  ).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw error instanceof RationaleError ? error : failure(url, `broke off after ${bytes} bytes: ${error}`)
  })
  // A coded body (gzip) counts its bytes otherwise; fetch has undone it.
  if (!Number.isNaN(announced) && response.headers.get('content-encoding') === null) {
    const expected = announced + (append ? have : 0)
    if (bytes !== expected) throw failure(url, `${bytes} of ${expected} bytes came`)
  }
  // A server may hand out less at a time than it was asked for; the next attempt goes on from here.
  if (part?.total !== undefined && bytes !== part.total) throw failure(url, `${bytes} of ${part.total} bytes came`)
}

/** Which bytes of which file an answer with status 206 holds; undefined where it does not say so. */
function partOf({ headers }: Response): { from: number; total?: number; etag: string; said: string } | undefined {
  const said = headers.get('content-range')
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(said?.trim() ?? '') ?? []
  if (said === null || from === undefined) return undefined
  const etag = headers.get('etag') ?? ''
  return { from: Number(from), ...(total !== '*' && { total: Number(total) }), etag, said }
}

async function dropPartial(partial: string): Promise<void> {
  await rm(partial, { force: true })
  await rm(`${partial}.etag`, { force: true })
}

function failure(url: string, found: string): RationaleError {
  return new RationaleError('network', `cannot download ${url}`, {
    found,
    remedy:
      'check the connection (a download goes on where it stopped), or download the file elsewhere and give its path',
  })
}

/** The hash of a file's bytes, behind `prefix`, in hexadecimal digits. */
export async function hashFile(path: string, algorithm: string, prefix = ''): Promise<string> {
  const hash = createHash(algorithm).update(prefix)
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk)
  return hash.digest('hex')
}
