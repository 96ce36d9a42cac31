import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { RationaleError } from '../../src/core/errors.js'
import { type Checksum, download, hashFile } from '../../src/core/files/download.js'

export interface DownloadOptions {
  cacheDir: string
  /** Never open a connection. */
  offline?: boolean
  signal?: AbortSignal | undefined
  onEvent?: (event: { type: 'download'; url: string; bytes: number }) => void
  /** For tests. */
  retries?: number
}

/** Kept beside a cached file. */
interface Receipt {
  url: string
  sha256: string
  bytes: number
}

/**
 * A file of the web as a local path: from the cache where its bytes still have the hash they came with, else downloaded; a download
 * that broke off goes on where it stopped, if the server still has the same file.
 *
 * @throws RationaleError `network`: offline, or the server failed; `input`: the bytes are not those that were announced.
 */
export async function cachedFile(
  url: string,
  checksum: Checksum | undefined,
  options: DownloadOptions,
): Promise<string> {
  const path = cachePath(url, options.cacheDir)
  if (await isIntact(path, url)) return path
  if (options.offline) {
    throw new RationaleError('network', `${url} is not in the cache, and downloads are off`, {
      expected: path,
      remedy: 'run once without --offline, or download the file elsewhere and give its path',
    })
  }
  const { sha256, bytes } = await download(url, path, checksum, options)
  await writeFile(receiptPath(path), JSON.stringify({ url, sha256, bytes } satisfies Receipt))
  return path
}

/** Two files of one name at different addresses stay apart. */
export function cachePath(url: string, cacheDir: string): string {
  const name = basename(new URL(url).pathname).replace(/[^\w.-]/g, '_')
  return join(cacheDir, `${createHash('sha256').update(url).digest('hex').slice(0, 16)}-${name}`)
}

const receiptPath = (path: string) => `${path}.receipt.json`

async function isIntact(path: string, url: string): Promise<boolean> {
  let receipt: Receipt
  try {
    receipt = JSON.parse(await readFile(receiptPath(path), 'utf8'))
    await stat(path)
  } catch {
    return false
  }
  return receipt.url === url && (await hashFile(path, 'sha256')) === receipt.sha256
}
