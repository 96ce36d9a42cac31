import { homedir } from 'node:os'
import { join } from 'node:path'
import { defined } from '../../src/core/absence.js'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { missingPackage } from '../../src/core/missing-package.js'
import { fileDocuments } from './files.js'
import type { Sourced, SourceFields } from './source.js'

const readable = /\.(ndjson|jsonl|csv|tsv|txt|md|parquet)(\.gz)?$/i

/**
 * Documents of a dataset on the Hugging Face Hub: `hf://datasets/ORG/NAME[@REVISION][/FILE or FOLDER]`. Files are downloaded one by one into the
 * Hub's own cache folder; one that is there already is not fetched again, so a job that stopped goes on where it was.
 *
 * @throws RationaleError `network` where the Hub cannot be reached, `configuration` for an address that is none.
 */
export async function* hubDocuments(address: string, fields: SourceFields): AsyncGenerator<Sourced> {
  const match = /^hf:\/\/datasets\/([\w.-]+\/[\w.-]+)(?:@([\w./-]+?))?(?:\/(.*))?$/.exec(address)
  if (match === null) {
    throw new RationaleError('configuration', `not an address of a dataset: ${address}`, {
      expected: 'hf://datasets/ORG/NAME, hf://datasets/ORG/NAME/FILE or …/NAME@REVISION/FILE',
    })
  }
  const [, name = '', revision = 'main', under = ''] = match
  const { listFiles, downloadFileToCacheDir } = await import('@huggingface/hub').catch(
    missingPackage('@huggingface/hub', address),
  )
  const repo = { type: 'dataset' as const, name }
  // A token is read by name from the environment and goes to the Hub alone.
  const accessToken = process.env.HF_TOKEN
  const access = { repo, revision, ...defined({ accessToken: accessToken || undefined }) }
  const cacheDir =
    process.env.HF_HUB_CACHE ?? join(process.env.HF_HOME ?? join(homedir(), '.cache', 'huggingface'), 'hub')
  const reach = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    } catch (error) {
      throw new RationaleError('network', `cannot read ${address} from the Hugging Face Hub`, {
        found:
          error instanceof Error && error.cause !== undefined
            ? `${error.message} (${messageOf(error.cause)})`
            : messageOf(error),
        remedy:
          'check the name and the network (HF_TOKEN for gated datasets), or download the files and give their folder as --input',
        cause: error,
      })
    }
  }
  const paths = await reach(async () => {
    if (readable.test(under)) return [under]
    const found: string[] = []
    for await (const entry of listFiles({ ...access, recursive: true, ...defined({ path: under || undefined }) })) {
      if (entry.type === 'file' && readable.test(entry.path)) found.push(entry.path)
    }
    return found.sort()
  })
  if (paths.length === 0)
    throw new RationaleError('input', `${address} holds no readable file`, { expected: 'NDJSON, CSV, Parquet or text' })
  for (const path of paths) {
    const local = await reach(() => downloadFileToCacheDir({ ...access, path, cacheDir }))
    for await (const sourced of fileDocuments(local, { ...fields, sourceName: fields.sourceName ?? name }))
      yield within(sourced, path)
  }
}

/** Ids hold within their file only. */
function within(sourced: Sourced, path: string): Sourced {
  if ('rejected' in sourced) return { rejected: { ...sourced.rejected, id: `${path}:${sourced.rejected.id}` } }
  return { ...sourced, document: { ...sourced.document, id: `${path}:${sourced.document.id}` } }
}
