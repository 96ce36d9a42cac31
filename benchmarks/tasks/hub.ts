import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import type { Checksum } from '../../src/core/files/download.js'
import { missingPackage } from '../../src/core/missing-package.js'
import type { DownloadOptions } from './download.js'
import type { Home } from './task.js'

type Hub = NonNullable<Home['hub']>
export interface HubFile {
  url: string
  checksum?: Checksum | undefined
}

/**
 * The files of a data set on the hub, each with the hash that the hub names for it: SHA-256 where it is stored as a large file, git's blob hash otherwise.
 * A name with `*` stands for all that fit: published names carry hashes ("test-00000-of-00001-cf9eaceb716e8f40.parquet"). Offline, what an
 * earlier run fetched.
 *
 * @throws RationaleError `network` where the hub cannot be asked, `input` where it has no such file.
 */
export async function hubFiles(hub: Hub, options: DownloadOptions & { hubUrl?: string }): Promise<HubFile[]> {
  const { hubUrl = 'https://huggingface.co', offline, cacheDir, signal } = options
  const folder = `${hubUrl}/datasets/${hub.name}/resolve/${hub.revision ?? 'main'}/`
  if (offline) {
    const cached = await cachedUrls(cacheDir)
    return hub.files.flatMap((name) => {
      const found = cached.filter((url) => url.startsWith(folder) && fits(name, url.slice(folder.length)))
      // One that is missing is named by who reads it.
      return found.length > 0 ? found.map((url) => ({ url })) : [{ url: `${folder}${name}` }]
    })
  }
  const listed = await list(hub, hubUrl, signal)
  return hub.files.flatMap((name) => {
    const found = listed.filter(({ path }) => fits(name, path))
    if (found.length > 0) return found.map(({ path, checksum }) => ({ url: `${folder}${path}`, checksum }))
    throw new RationaleError('input', `${hub.name} has no file ${name}`, {
      expected: name,
      found: listed
        .map(({ path }) => path)
        .join(', ')
        .slice(0, 400),
      remedy: 'download the files by hand and give their folder',
    })
  })
}

/** `*` stands for anything within one folder. */
function fits(name: string, path: string): boolean {
  const [start = '', ...rest] = name.split('*')
  if (rest.length === 0) return name === path
  const end = rest.at(-1) as string
  const between = path.slice(start.length, path.length - end.length)
  return rest.length === 1 && path.startsWith(start) && path.endsWith(end) && !between.includes('/')
}

async function list(hub: Hub, hubUrl: string, signal: AbortSignal | undefined) {
  const { listFiles } = await import('@huggingface/hub').catch(
    missingPackage('@huggingface/hub', 'a list of a dataset’s files'),
  )
  const found: { path: string; checksum: Checksum | undefined }[] = []
  try {
    const files = listFiles({
      repo: { type: 'dataset', name: hub.name },
      recursive: true,
      revision: hub.revision ?? 'main',
      hubUrl,
      fetch: (input, init) => fetch(input, { ...init, ...defined({ signal }) }),
    })
    for await (const { type, path, oid, lfs } of files) {
      if (type !== 'file') continue
      const git: Checksum | undefined = oid === undefined ? undefined : { kind: 'git', value: oid }
      found.push({ path, checksum: lfs ? { kind: 'sha256', value: lfs.oid } : git })
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw new RationaleError('network', `cannot ask ${hubUrl} about ${hub.name}`, {
      found: error instanceof Error ? String(error.cause ?? error.message) : String(error),
      remedy: 'check the connection, or download the files elsewhere and give their path',
    })
  }
  return found
}

/** Where the files in the cache came from. */
async function cachedUrls(cacheDir: string): Promise<string[]> {
  const names = await readdir(cacheDir).catch(() => [])
  const receipts = names.filter((name) => name.endsWith('.receipt.json')).sort()
  const urls: string[] = []
  for (const name of receipts) {
    try {
      const { url } = JSON.parse(await readFile(join(cacheDir, name), 'utf8'))
      if (typeof url === 'string') urls.push(url)
    } catch {
      // A receipt that cannot be read vouches for nothing.
    }
  }
  return urls
}
