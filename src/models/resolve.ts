import { existsSync, statSync } from 'node:fs'
import { defined } from '../core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../core/arguments.js'
import { RationaleError } from '../core/errors.js'
import { keepSecretsOfAddresses } from '../core/secrets.js'
import { decoded, parametersOf, refuseWrongParameters } from '../core/uri-parameters.js'
import type { TransportOptions } from './http/transport.js'
import type { Embedder, LanguageModel } from './types.js'

/** A model URI, taken apart. */
export type ModelUri =
  | { kind: 'own'; path: string; adapter?: string; prm?: string; probe?: string }
  | { kind: 'embedded'; adapter: 'process' | 'rationale' }
  | { kind: 'gguf'; file: string; lora?: string }
  | { kind: 'onnx'; folder: string; precision?: string }
  | { kind: 'hf'; repository: string; precision?: string }
  | { kind: 'http'; baseUrl: string; model: string }
  | { kind: 'langchain'; provider: string; model: string }

const FORMS = [
  'embedded:process|rationale     the small network that ships with this package, with one of its adapters',
  'own:DIR[?adapter=DIR]          weights in safetensors or GGUF, on this package’s own network',
  'own:hub:OWNER/NAME[?adapter=…] the same, fetched from the Hugging Face Hub; adapter=hub:OWNER/NAME too',
  'gguf:FILE[?lora=FILE]          llama.cpp (needs node-llama-cpp)',
  'onnx:DIR[?dtype=q8]            a folder in transformers.js’s layout',
  'hf:ORG/NAME[?dtype=q8]         the same, fetched from the Hugging Face Hub',
  'http(s)://HOST/v1#MODEL        an OpenAI-compatible server',
  'langchain:PROVIDER:MODEL       a LangChain chat model (generates, cannot score)',
]

/** What may stand behind the `?` of each kind of model; of an address, nothing. */
export const MODEL_PARAMETERS = {
  own: ['adapter', 'prm', 'probe'],
  embedded: [],
  gguf: ['lora'],
  onnx: ['dtype'],
  hf: ['dtype'],
  http: [],
  https: [],
  langchain: [],
} as const satisfies Record<string, readonly string[]>

export interface ResolveOptions {
  /** Where keys are read from (default process.env): RATIONALE_API_KEY, then OPENAI_API_KEY. */
  environment?: Readonly<Record<string, string | undefined>>
  /** Retries and time limits of HTTP models. */
  http?: Omit<TransportOptions, 'baseUrl' | 'apiKey'>
}

/** @throws RationaleError `configuration` for what has no effect on servers, and for values that no time limit or number of tries can have. */
export function checkHttp(name: string, http: ResolveOptions['http']): void {
  checkArguments(name, { http: [http, 'options'] })
  refuseUnknownOptions(`${name}: http`, http, {
    attemptTimeoutMs: true,
    totalTimeoutMs: true,
    retries: true,
    probeRetries: true,
    backoffMs: true,
    maxResponseBytes: true,
  })
  checkArguments(`${name}: http`, {
    attemptTimeoutMs: [http?.attemptTimeoutMs, 'milliseconds'],
    totalTimeoutMs: [http?.totalTimeoutMs, 'milliseconds'],
    backoffMs: [http?.backoffMs, 'count from 0'],
    retries: [http?.retries, 'count from 0'],
    probeRetries: [http?.probeRetries, 'count from 0'],
    maxResponseBytes: [http?.maxResponseBytes, 'count'],
  })
}

function checkResolveOptions(name: string, options: ResolveOptions): void {
  refuseUnknownOptions(name, options, { environment: true, http: true })
  checkHttp(name, options.http)
}

/** The key for servers, where there is one. */
export const keyOf = (environment: Readonly<Record<string, string | undefined>> = process.env): string | undefined =>
  environment.RATIONALE_API_KEY ?? environment.OPENAI_API_KEY

/** @throws RationaleError `configuration` that lists the accepted forms. */
export function parseModelUri(uri: string): ModelUri {
  checkArguments('parseModelUri', { uri: [uri, 'text'] })
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(uri) ?? []
  const [path = ''] = splitOnce(rest, '?')
  const wrong = (problem: string) =>
    new RationaleError('configuration', `${problem}: ${JSON.stringify(uri)}`, {
      expected: `one of\n    ${FORMS.join('\n    ')}`,
    })
  if (Object.hasOwn(MODEL_PARAMETERS, scheme))
    refuseWrongParameters(uri, MODEL_PARAMETERS[scheme as keyof typeof MODEL_PARAMETERS]) // hasOwn has looked
  const parameters = new Map(parametersOf(uri))
  const needPath = () => {
    if (path === '') throw wrong('a model URI without a path')
  }
  switch (scheme) {
    case 'own': {
      needPath()
      const given = (name: string) => parameters.get(name)
      return { kind: 'own', path, ...defined({ adapter: given('adapter'), prm: given('prm'), probe: given('probe') }) }
    }
    case 'embedded': {
      if (rest !== 'process' && rest !== 'rationale') throw wrong('not embedded:process or embedded:rationale')
      return { kind: 'embedded', adapter: rest }
    }
    case 'gguf': {
      needPath()
      return { kind: 'gguf', file: path, ...defined({ lora: parameters.get('lora') }) }
    }
    case 'onnx':
    case 'hf': {
      needPath()
      const precision = defined({ precision: parameters.get('dtype') })
      if (scheme === 'onnx') return { kind: 'onnx', folder: path, ...precision }
      if (!/^\w[\w.-]*\/\w[\w.-]*$/.test(path)) throw wrong('not hf:ORG/NAME')
      return { kind: 'hf', repository: path, ...precision }
    }
    case 'http':
    case 'https': {
      keepSecretsOfAddresses(uri)
      const [baseUrl = '', model = ''] = splitOnce(uri, '#')
      if (!URL.canParse(baseUrl)) throw wrong('not an address')
      if (model === '') throw wrong('an address without #MODEL')
      const { username, password } = new URL(baseUrl)
      if (username || password) {
        // The address is not repeated: it holds a secret.
        throw new RationaleError('configuration', 'a model address carries a user name or password', {
          remedy: 'put the key into RATIONALE_API_KEY',
        })
      }
      return { kind: 'http', baseUrl: baseUrl.replace(/\/+$/, ''), model: decoded('#MODEL', model) }
    }
    case 'langchain': {
      const [provider = '', model = ''] = splitOnce(rest, ':')
      if (provider === '' || model === '') throw wrong('not langchain:PROVIDER:MODEL')
      return { kind: 'langchain', provider, model }
    }
    default:
      throw wrong('unknown kind of model')
  }
}

/** Of `own:hub:OWNER/NAME?adapter=hub:OWNER/NAME` the folders that they are fetched to; all else as it is. @throws what `hubModel` throws. */
export async function onThisMachine(parsed: ModelUri): Promise<ModelUri> {
  if (parsed.kind !== 'own') return parsed
  const { hubFolder, isHubUri } = await import('./hub.js')
  const { path, adapter } = parsed
  return {
    ...parsed,
    ...(isHubUri(path) ? { path: await hubFolder(path) } : {}),
    ...(adapter !== undefined && isHubUri(adapter) ? { adapter: await hubFolder(adapter, 'adapter') } : {}),
  }
}

/**
 * A URI that names what is not there, a folder where a file is meant or a file where a folder is, is a wrong URI, whatever would have opened it.
 *
 * @throws RationaleError `configuration` that names the path.
 */
export function refuseWrongPaths(parsed: ModelUri): void {
  for (const { what, path, form } of pathsOf(parsed))
    if (path !== undefined) refuseWrongPath(path, form, `${what}, as the ${parsed.kind}: URI names it`)
}

type PathForm = 'file' | 'folder' | 'folder or .gguf'

/** @throws RationaleError `configuration` that names the path and what is `expected`. */
export function refuseWrongPath(path: string, form: PathForm, expected: string): void {
  const fault = faultOf(path, form)
  if (fault !== undefined) throw new RationaleError('configuration', fault, { expected, remedy: 'check the path' })
}

function faultOf(path: string, form: PathForm): string | undefined {
  if (!existsSync(path)) return `there is no ${path}`
  const isFolder = statSync(path).isDirectory()
  if (form === 'file') return isFolder ? `${path} is a folder` : undefined
  if (isFolder || (form === 'folder or .gguf' && path.endsWith('.gguf'))) return undefined
  return `${path} is ${form === 'folder' ? 'no folder' : 'neither a folder nor a .gguf file'}`
}

function pathsOf(parsed: ModelUri): { what: string; path: string | undefined; form: PathForm }[] {
  switch (parsed.kind) {
    case 'own':
      return [
        { what: 'a model folder or a .gguf file', path: parsed.path, form: 'folder or .gguf' },
        { what: 'the folder of an adapter', path: parsed.adapter, form: 'folder' },
        { what: 'the folder of a probe', path: parsed.probe, form: 'folder' },
      ]
    case 'gguf':
      return [
        { what: 'a .gguf file', path: parsed.file, form: 'file' },
        { what: 'a LoRA in GGUF', path: parsed.lora, form: 'file' },
      ]
    case 'onnx':
      return [{ what: 'a folder with an ONNX model', path: parsed.folder, form: 'folder' }]
    default:
      return []
  }
}

/** Warns where the adapter of `own:BASE?adapter=DIR` was trained beside another model than BASE. `parsed`: as it lies on this machine. */
export async function tellOtherBase(uri: string, parsed: ModelUri): Promise<void> {
  if (parsed.kind !== 'own' || parsed.adapter === undefined) return
  const { warnOfOtherBase } = await import('../../verifier/network/model/adapters/other-base.js')
  const [, name = parsed.path] = /^own:([^?]+)/.exec(uri) ?? []
  await warnOfOtherBase(parsed.adapter, { name, path: parsed.path })
}

/**
 * A model URI -> a model. Every provider is loaded only here and only when it is asked for. That an adapter was trained beside another model than its URI
 * names is a warning of the process (`RationaleWarning`), once for each pair.
 */
export async function resolveModel(uri: string, options: ResolveOptions = {}): Promise<LanguageModel> {
  checkArguments('resolveModel', { uri: [uri, 'text'], options: [options, 'options'] })
  checkResolveOptions('resolveModel', options)
  const { environment = process.env, http = {} } = options
  const parsed = await onThisMachine(parseModelUri(uri))
  refuseWrongPaths(parsed)
  switch (parsed.kind) {
    case 'gguf': {
      const { openGgufModel } = await import('./gguf/gguf-model.js')
      return openGgufModel(parsed)
    }
    case 'onnx':
    case 'hf': {
      const { openOnnxModel } = await import('./onnx/onnx-model.js')
      return openOnnxModel(parsed, parsed.precision)
    }
    case 'http': {
      const { httpModel } = await import('./http/http-model.js')
      return httpModel({ ...http, ...parsed, apiKey: keyOf(environment) })
    }
    case 'embedded': {
      const { openEmbeddedModel } = await import('../../verifier/embedded/index.js')
      return openEmbeddedModel({ adapter: parsed.adapter })
    }
    case 'own': {
      const { probe, prm } = parsed
      if (probe !== undefined || prm !== undefined) {
        const [what, name] = probe === undefined ? ['a process reward model', 'prm'] : ['a probe', 'probe']
        throw new RationaleError('configuration', `${what} judges, it is no model: ${JSON.stringify(uri)}`, {
          remedy: `give it as a verifier (--verifier), or leave ?${name}= out`,
        })
      }
      await tellOtherBase(uri, parsed)
      const { openOwnModel } = await import('../../verifier/network/model/own.js')
      return openOwnModel({ ...parsed, ...(/^own:hub:|[?&]adapter=hub:/.test(uri) ? { id: uri } : {}) })
    }
    case 'langchain': {
      const { langchainModel } = await import('./langchain.js')
      return langchainModel(parsed.provider, parsed.model, http)
    }
  }
}

const EMBEDDER_FORMS = [
  'hash:[DIMENSION]               likeness of wording, without a model',
  'onnx:DIR[?dtype=q8]            a sentence encoder in transformers.js’s layout',
  'hf:ORG/NAME[?dtype=q8]         the same, fetched from the Hugging Face Hub',
  'http(s)://HOST/v1#MODEL        the embeddings of an OpenAI-compatible server',
]

/** An embedder URI -> an embedder. @throws RationaleError `configuration` that lists the accepted forms. */
export async function resolveEmbedder(uri: string, options: ResolveOptions = {}): Promise<Embedder> {
  checkArguments('resolveEmbedder', { uri: [uri, 'text'], options: [options, 'options'] })
  checkResolveOptions('resolveEmbedder', options)
  const { environment = process.env, http = {} } = options
  if (uri.startsWith('hash:')) {
    const { hashEmbedder } = await import('./embedders/hash.js')
    return hashEmbedder(uri === 'hash:' ? undefined : Number(uri.slice('hash:'.length)))
  }
  if (!/^(onnx|hf|https?):/.test(uri))
    throw new RationaleError('configuration', `unknown kind of embedder: ${JSON.stringify(uri)}`, {
      expected: `one of\n    ${EMBEDDER_FORMS.join('\n    ')}`,
    })
  const parsed = parseModelUri(uri)
  if (parsed.kind === 'http') {
    const { httpEmbedder } = await import('./embedders/http.js')
    return httpEmbedder({ ...http, ...parsed, apiKey: keyOf(environment) })
  }
  const { openSentenceEmbedder } = await import('./embedders/sentence.js')
  const source = parsed as Extract<ModelUri, { kind: 'onnx' | 'hf' }>
  return openSentenceEmbedder(source, source.precision)
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
