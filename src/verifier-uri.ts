import { existsSync } from 'node:fs'
import { defined } from './core/absence.js'
import { RationaleError } from './core/errors.js'
import { nearestName } from './core/nearest-name.js'
import { PRETRAINED_NAMES } from './core/pretrained.js'
import { decoded, refuseWrongParameters } from './core/uri-parameters.js'
import { MODEL_PARAMETERS } from './models/resolve.js'

/** Where one URI of a list ends and the next begins; a comma inside a path is none, and behind these two no path stands. */
const SEPARATOR =
  /\s*,\s*(?=(?:embedded|smollm2|qwen-[\d.]+b|evidence|own|gguf|onnx|hf|(?:pooling\+)?https?|judge|langchain):)|(?<=\b(?:evidence|embedded):),\s*/

/**
 * A verifier URI, several separated by commas, or a list of them -> the verifiers in order, and the calibration of all.
 *
 * @throws RationaleError `configuration` where one is no verifier or named twice, they name different calibrations, or a parameter is not known.
 */
export function parseVerifiers(given: string | readonly string[]): { uris: string[]; calibration?: string } {
  const parsed = texts(given)
    .flatMap((each) => each.split(SEPARATOR))
    .map((each) => {
      refuseNoVerifier(each)
      refuseWrongParameters(each, parametersFor(each))
      return takeParameters(each, ['calibration'])
    })
  const twice = parsed.find(({ uri }, i) => parsed.findIndex((other) => other.uri === uri) < i)
  if (twice)
    throw new RationaleError('configuration', `the verifier ${twice.uri} is named twice`, {
      remedy: 'name each once: a judge does not gain a vote by being asked again',
    })
  const files = [...new Set(parsed.flatMap(({ parameters }) => parameters.calibration ?? []))]
  if (files.length > 1)
    throw new RationaleError('configuration', 'the verifiers name different calibrations', {
      expected: 'one calibration, fitted for all of them together',
      found: files.join(', '),
    })
  const [calibration] = files
  return { uris: parsed.map(({ uri }) => uri), ...defined({ calibration }) }
}

/** From JavaScript anything may come. */
function texts(given: unknown): string[] {
  const list: unknown[] = [given].flat()
  if (list.length > 0 && list.every((each) => typeof each === 'string')) return list
  throw new RationaleError('configuration', 'a verifier is named by its URI', {
    expected: 'a text such as "embedded:", or a list of at least one',
    found: list.length === 0 ? 'an empty list' : String(list.find((each) => typeof each !== 'string')),
  })
}

/** What may stand before the colon. */
const KINDS: readonly string[] = [
  'embedded',
  ...PRETRAINED_NAMES,
  'evidence',
  'judge',
  'own',
  'gguf',
  'onnx',
  'hf',
  'http',
  'https',
  'pooling+http',
  'pooling+https',
]

function refuseNoVerifier(uri: string): void {
  if (uri.trim() === '' || uri.endsWith(','))
    throw new RationaleError('configuration', 'a name is missing in the list of verifiers', {
      expected: 'verifier URIs with one comma between them: evidence:,own:DIR',
      found: uri === '' ? 'nothing' : JSON.stringify(uri),
      remedy: 'take the comma that has nothing behind it or before it away, or name a verifier there',
    })
  const kind = /^([a-z\d+.-]+):/.exec(uri)?.[1] ?? ''
  if (KINDS.includes(kind)) return
  const near = nearestName(kind, KINDS)
  throw new RationaleError('configuration', `${JSON.stringify(uri)} is no verifier`, {
    expected:
      'embedded:, smollm2:PATH, qwen-0.5b:PATH, qwen-1.5b:PATH, evidence:, judge:MODEL for a model that generates, a served process reward model (pooling+http(s)://HOST#MODEL), or the URI of a model that scores: own:DIR[?prm=NAME], gguf:FILE, onnx:DIR, hf:ORG/NAME, http(s)://HOST/v1#MODEL',
    ...defined({ remedy: near === undefined ? remedyFor(uri, kind) : `did you mean ${near}:?` }),
  })
}

/** What somebody meant who gave a path, or the name of a model: neither says who runs it. */
function remedyFor(given: string, kind: string): string | undefined {
  if (existsSync(given))
    return `a model is named own:${given}, a probe own:BASE?probe=${given}, an adapter own:BASE?adapter=${given}`
  if (kind === 'langchain') return `a model that only writes is a judge: judge:${given}`
  if (given.includes(':') || /\.(?:gguf|safetensors|onnx|json|bin|pt)$/i.test(given)) return undefined
  return /^[\w.-]+\/[\w.-]+$/.test(given)
    ? `a model of the Hugging Face Hub is named own:hub:${given}`
    : `a model of a server that writes is named judge:https://HOST/v1#${given}`
}

/** Of a judge that writes. */
export const JUDGE_PARAMETERS = ['samples', 'format', 'prompt', 'seed', 'maxTokens'] as const

/** All that may stand behind the `?` of a verifier, its model's parameters among them. */
function parametersFor(verifier: string): string[] {
  const writes = verifier.startsWith('judge:')
  const model = writes ? verifier.slice('judge:'.length) : verifier
  const kind = /^([a-z][a-z\d.-]*)(?:\+https?)?:/.exec(model)?.[1] ?? ''
  const own: Readonly<Record<string, readonly string[]>> = { ...MODEL_PARAMETERS, pooling: ['prm'] }
  return [...(writes ? JUDGE_PARAMETERS : []), ...(own[kind] ?? []), 'calibration']
}

/** Takes parameters out of the query of a URI, which may stand before or after the `#MODEL` of an address. */
export function takeParameters<Name extends string>(
  uri: string,
  names: readonly Name[],
): { uri: string; parameters: Partial<Record<Name, string>> } {
  const parameters: Partial<Record<Name, string>> = {}
  const isOwn = (name: string): name is Name => names.some((each) => each === name)
  const rest = uri.replace(/\?([^#?]*)/g, (_, query: string) => {
    const kept = query.split('&').filter((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      if (isOwn(name)) parameters[name] = decoded(name, value)
      return !isOwn(name)
    })
    return kept.length === 0 ? '' : `?${kept.join('&')}`
  })
  return { uri: rest, parameters }
}
