import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { type Checksum, download, type TransferOptions } from '../core/files/download.js'
import { writeWhole } from '../core/files/whole-file.js'
import { missingPackage } from '../core/missing-package.js'
import { keepSecret } from '../core/secrets.js'

/*
 * Models of the Hugging Face Hub as folders on this machine, in the layout of the hub's own libraries, so that what one of them has fetched is used by all:
 *
 *     models--OWNER--NAME/refs/main                     the commit that a revision stood for when it was last asked for
 *     models--OWNER--NAME/blobs/HASH                    bytes, named by the hash that the hub announces
 *     models--OWNER--NAME/snapshots/COMMIT/config.json  links to them
 */

export interface HubOptions extends TransferOptions {
  /** Default `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else `~/.cache/huggingface/hub`. */
  cacheDir?: string | undefined
  /** Never open a connection (default: where `HF_HUB_OFFLINE` says so). */
  offline?: boolean | undefined
  /** Default `HF_ENDPOINT`, else https://huggingface.co. */
  hubUrl?: string | undefined
  environment?: Readonly<Record<string, string | undefined>>
  /** What the repository has to hold (default a model). */
  holds?: 'model' | 'adapter' | undefined
}

/** OWNER/NAME[@REVISION] behind `hub:`. */
const NAMED = /^([\w][\w.-]*\/[\w][\w.-]*?)(?:@([\w][\w./-]*))?$/
const COMMIT = /^[0-9a-f]{40}$/
/** What a model folder needs; weights in safetensors alone. */
const NEEDED =
  /^(?:config|generation_config|tokenizer|tokenizer_config|prm|adapter_config|model\.safetensors\.index)\.json$|^chat_template\.jinja$|^[\w.-]+\.safetensors$/

/** An adapter in PEFT's layout; what else lies in its repository (often the tokenizer of its base) is the base's. */
const ADAPTER = ['adapter_config.json', 'adapter_model.safetensors']

export const isHubUri = (uri: string): boolean => uri.startsWith('hub:')

/**
 * The folder of `hub:OWNER/NAME[@REVISION]`, fetched where it is not here yet. Every file has the hash that the hub announces; a download that broke off goes
 * on where it stopped. Where the hub cannot be reached, the commit that was fetched last.
 *
 * @throws RationaleError `configuration` for a wrong name, `network` (offline: with what to do), `input` for bytes that are not those announced or a
 * repository without safetensors, `missing-package`.
 */
export async function hubModel(uri: string, options: HubOptions = {}): Promise<{ folder: string; repository: string }> {
  const { environment = process.env, holds = 'model' } = options
  const [, repository, revision = 'main'] = NAMED.exec(uri.replace(/^hub:/, '')) ?? []
  if (repository === undefined || uri.includes('..'))
    throw new RationaleError('configuration', `${JSON.stringify(uri)} names no ${holds} of the hub`, {
      expected: 'hub:OWNER/NAME or hub:OWNER/NAME@REVISION',
    })
  const place = join(options.cacheDir ?? cacheOf(environment), `models--${repository.replace('/', '--')}`)
  const offline = options.offline ?? /^(?:1|true|yes|on)$/i.test(environment.HF_HUB_OFFLINE ?? '')
  const here = cached(place, revision, holds)
  if (offline) {
    if (here !== undefined) return { folder: here, repository }
    throw notHere(uri, { repository, place, holds }, 'downloads are off (HF_HUB_OFFLINE)')
  }
  const hub = { ...options, environment, hubUrl: options.hubUrl ?? environment.HF_ENDPOINT ?? 'https://huggingface.co' }
  const listed = await list(repository, revision, hub).catch((error: unknown) => {
    if (error instanceof RationaleError && error.code !== 'network') throw error
    options.signal?.throwIfAborted()
    if (here !== undefined) return undefined
    const found = error instanceof Error ? String(error.cause ?? error.message) : String(error)
    throw notHere(uri, { repository, place, holds }, found)
  })
  if (listed === undefined) return { folder: here as string, repository }
  const folder = join(place, 'snapshots', listed.commit)
  await mkdir(folder, { recursive: true })
  for (const file of listed.files) await fetchFile(repository, listed.commit, file, { place, folder, hub })
  await mkdir(join(place, 'refs', ...revision.split('/').slice(0, -1)), { recursive: true })
  writeWhole(join(place, 'refs', revision), listed.commit)
  return { folder, repository }
}

const folders = new Map<string, Promise<string>>()

/** The same for a model or an adapter that is used: the hub is asked once in a process. @throws as `hubModel`. */
export function hubFolder(uri: string, holds: 'model' | 'adapter' = 'model'): Promise<string> {
  const key = `${holds} ${uri}`
  const asked =
    folders.get(key) ??
    hubModel(uri, { holds })
      .then(({ folder }) => folder)
      .catch((error: unknown) => {
        folders.delete(key)
        throw error
      })
  folders.set(key, asked)
  return asked
}

/** The folder of a model that was fetched before, undefined where none was. */
export function cachedHubModel(
  repository: string,
  environment: HubOptions['environment'] = process.env,
): string | undefined {
  if (!NAMED.test(repository) || repository.includes('..')) return undefined
  return cached(join(cacheOf(environment), `models--${repository.replace('/', '--')}`), 'main', 'model')
}

function cacheOf(environment: Readonly<Record<string, string | undefined>>): string {
  const home = environment.HF_HOME ?? join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'huggingface')
  return environment.HF_HUB_CACHE ?? join(home, 'hub')
}

/** The snapshot of a revision, where it is whole. */
function cached(place: string, revision: string, holds: 'model' | 'adapter'): string | undefined {
  const ref = join(place, 'refs', revision)
  const commit = COMMIT.test(revision) ? revision : existsSync(ref) ? readFileSync(ref, 'utf8').trim() : ''
  const folder = join(place, 'snapshots', commit)
  if (!COMMIT.test(commit)) return undefined
  const isHere = (name: string) => existsSync(join(folder, name))
  const whole = holds === 'adapter' ? ADAPTER : ['config.json', 'tokenizer.json', ...weightsOf(folder)]
  return whole.every(isHere) ? folder : undefined
}

/** The files of weights that a folder names. Beside a whole file an index is of shards that were not fetched. */
function weightsOf(folder: string): string[] {
  const index = join(folder, 'model.safetensors.index.json')
  if (existsSync(join(folder, 'model.safetensors')) || !existsSync(index)) return ['model.safetensors']
  try {
    const { weight_map: map } = JSON.parse(readFileSync(index, 'utf8')) as { weight_map?: Record<string, string> }
    return [...new Set(Object.values(map ?? {}))]
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // An index that was cut off names no shards: neither it nor a whole file is there.
    return ['model.safetensors']
  }
}

function notHere(
  uri: string,
  { repository, place, holds }: { repository: string; place: string; holds: 'model' | 'adapter' },
  found: string,
): RationaleError {
  return new RationaleError('network', `${uri} is not on this machine and cannot be fetched`, {
    expected: `the ${holds} in ${place}`,
    found,
    remedy: `where there is a connection, run the same command or \`hf download ${repository}\`, and copy ${place} here; or name a folder that holds the ${holds}`,
  })
}

interface HubFile {
  path: string
  size: number
  checksum: Checksum
}

type Asked = HubOptions & { hubUrl: string; environment: Readonly<Record<string, string | undefined>> }

/** The commit that a revision stands for, and its files that make a model folder. */
async function list(repository: string, revision: string, { hubUrl, environment, signal, holds }: Asked) {
  const { listFiles, modelInfo } = await import('@huggingface/hub').catch(
    missingPackage('@huggingface/hub', 'a model of the hub'),
  )
  const asked = {
    hubUrl,
    revision,
    fetch: (input: Parameters<typeof fetch>[0], init?: RequestInit) =>
      fetch(input, { ...init, ...defined({ signal }) }),
    ...defined({ accessToken: tokenOf(environment) }),
  }
  const { sha: commit } = await modelInfo({ ...asked, name: repository, additionalFields: ['sha'] })
  if (!COMMIT.test(commit)) throw new RationaleError('network', `${hubUrl} names no commit of ${repository}`)
  const files: HubFile[] = []
  const others: string[] = []
  for await (const { type, path, size, oid, lfs } of listFiles({
    ...asked,
    revision: commit,
    repo: { type: 'model', name: repository },
  })) {
    if (type !== 'file') continue
    const checksum: Checksum = lfs ? { kind: 'sha256', value: lfs.oid } : { kind: 'git', value: oid ?? '' }
    if (NEEDED.test(path) && /^[0-9a-f]{40,64}$/.test(checksum.value)) files.push({ path, size, checksum })
    else others.push(path)
  }
  const names = files.map(({ path }) => path)
  if (holds === 'adapter') {
    if (ADAPTER.every((name) => names.includes(name)))
      return { commit, files: files.filter(({ path }) => ADAPTER.includes(path) || path === 'prm.json') }
    throw new RationaleError('input', `${repository} holds no adapter in safetensors`, {
      expected: ADAPTER.join(' and '),
      found: [...names, ...others].join(', ').slice(0, 400),
      remedy: "take a repository with an adapter in PEFT's layout; pickles (.bin) can run code and are not opened",
    })
  }
  const model = wanted(files)
  if (model.some(({ path }) => path.endsWith('.safetensors')) && names.includes('config.json'))
    return { commit, files: model }
  throw new RationaleError('input', `${repository} holds no model in safetensors`, {
    expected: 'config.json and model.safetensors (or its shards)',
    found: [...names, ...others].join(', ').slice(0, 400),
    remedy: names.includes('adapter_config.json')
      ? `it holds an adapter: use it beside its base, own:BASE?adapter=hub:${repository}`
      : others.some((name) => name.endsWith('.gguf'))
        ? 'fetch its GGUF file and give the path'
        : 'take a repository with safetensors; pickles (.bin) can run code and are not opened',
  })
}

/** One file of weights, or shards with their index: what else a repository holds (consolidated copies, adapters) stays there. */
function wanted(files: readonly HubFile[]): HubFile[] {
  const whole = files.some(({ path }) => path === 'model.safetensors')
  const isWeights = whole ? /^model\.safetensors$/ : /^model-\d+-of-\d+\.safetensors$/
  return files.filter(({ path }) => !path.endsWith('.safetensors') || isWeights.test(path))
}

async function fetchFile(
  repository: string,
  commit: string,
  { path, size, checksum }: HubFile,
  { place, folder, hub }: { place: string; folder: string; hub: Asked },
): Promise<void> {
  const blob = join(place, 'blobs', checksum.value)
  if (!existsSync(blob) || statSync(blob).size !== size) {
    const token = tokenOf(hub.environment)
    await download(`${hub.hubUrl}/${repository}/resolve/${commit}/${path}`, blob, checksum, {
      ...hub,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    })
  }
  const link = join(folder, path)
  if (existsSync(link)) return
  rmSync(link, { force: true }) // a link that leads nowhere
  try {
    symlinkSync(relative(folder, blob), link)
  } catch {
    // Windows links for administrators alone.
    await copyFile(blob, link)
  }
}

/** For models behind a licence; it goes to the hub alone. */
function tokenOf({ HF_TOKEN: token }: Readonly<Record<string, string | undefined>>): string | undefined {
  keepSecret(token)
  return token || undefined
}
