import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { cachedFile, type DownloadOptions } from './download.js'
import { type HubFile, hubFiles } from './hub.js'
import { readRows } from './rows.js'
import { readRow, type Sample, type Task } from './task.js'

export interface LoadOptions extends Partial<DownloadOptions> {
  /**
   * Where the samples come from: `sample` (the built-in records, the default), `home` (downloaded into the cache), a file,
   * or a folder that is searched for the task's files.
   */
  from?: string
  limit?: number | undefined
  /** For tasks whose records are made here. */
  seed?: number
  /** A row that no layout of the task reads. */
  onReject?: (note: { file: string; position: string; reason: string }) => void
  /** For tests: another hub. */
  hubUrl?: string
}

/** `RATIONALE_CACHE`, or the platform's usual place. */
function defaultCacheDir(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment.RATIONALE_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rationale')
  return join(base, 'benchmarks')
}

/**
 * Samples of a task, in the order of its files. Ids are unique: a repeated one gets `~2`, `~3`, ….
 *
 * @throws RationaleError `input` where a file holds none, `network` where it cannot be fetched, `io` where it cannot be read.
 */
export async function loadTask(task: Task, options: LoadOptions = {}): Promise<Sample[]> {
  const { from = 'sample', limit = Number.POSITIVE_INFINITY } = options
  const seen = new Map<string, number>()
  const samples: Sample[] = []
  const add = (sample: Sample) => {
    const times = (seen.get(sample.id) ?? 0) + 1
    seen.set(sample.id, times)
    samples.push(times === 1 ? sample : { ...sample, id: `${sample.id}~${times}` })
  }
  if (from === 'sample' && task.generate !== undefined) return task.generate(options.seed ?? 0).slice(0, limit)
  if (from === 'sample') {
    for (const [index, row] of task.samples.entries())
      for (const sample of readRow(task, row, `sample-${index}`)) add(sample)
    return samples.slice(0, limit)
  }
  const files = from === 'home' ? await homeFiles(task, options) : await localFiles(task, from)
  let rows = 0
  for (const [index, file] of files.entries()) {
    const onReject = (position: string, reason: string) => options.onReject?.({ file, position, reason })
    for (const { value, position } of await readRows(file, task.parseText, onReject)) {
      rows++
      try {
        // The file's number keeps positions of several files apart; its name would be data.
        for (const sample of readRow(task, value, files.length === 1 ? position : `${index}-${position}`)) add(sample)
      } catch (error) {
        if (!(error instanceof RationaleError)) throw error
        onReject(position, error.message)
      }
      if (samples.length >= limit) return samples.slice(0, limit)
    }
  }
  if (samples.length === 0) {
    throw new RationaleError('input', `no ${task.title} sample in ${from}`, {
      found: `${rows} rows in ${files.length} files, none in a layout of this task`,
      remedy: `see ${task.home.page} for the published format`,
    })
  }
  return samples
}

async function homeFiles(task: Task, options: LoadOptions): Promise<string[]> {
  const { page, hub, urls = [], manual } = task.home
  if (manual !== undefined) {
    throw new RationaleError('unsupported', `${task.title} cannot be downloaded by itself: ${manual}`, { remedy: page })
  }
  const download = { ...options, cacheDir: options.cacheDir ?? defaultCacheDir() }
  const wanted: HubFile[] = [
    ...urls.map((url) => ({ url })),
    ...(hub === undefined ? [] : await hubFiles(hub, download)),
  ]
  const paths: string[] = []
  for (const { url, checksum } of wanted) paths.push(await cachedFile(url, checksum, download))
  return paths
}

async function localFiles(task: Task, from: string): Promise<string[]> {
  const found = await stat(from).catch((error: unknown) => {
    throw new RationaleError('io', `cannot read ${from}`, {
      found: messageOf(error),
    })
  })
  if (!found.isDirectory()) return [from]
  const files = await filesOf(task, from)
  if (files.length > 0) return files
  throw new RationaleError('input', `no file of ${task.title} in ${from}`, {
    expected: `a path that matches ${task.files}`,
    remedy: `download it from ${task.home.page}, or leave out --data to use the built-in samples`,
  })
}

/** Files below a folder that look like this task's, sorted. */
export async function filesOf(task: Task, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => task.files.test(relative(folder, path)))
    .sort()
}
