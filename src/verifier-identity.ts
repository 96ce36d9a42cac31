import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { defined } from './core/absence.js'
import { fingerprint } from './core/files/fingerprint.js'
import { readSmallFile } from './core/files/small-file.js'
import { pretrainedOf } from './core/pretrained.js'
import { type ModelUri, onThisMachine, parseModelUri } from './models/resolve.js'
import { JUDGE_PARAMETERS, takeParameters } from './verifier-uri.js'

/**
 * Which verifier it is, whatever its path is called: the kind, the model by its weights or by its name on a server, its adapter, probe, layout, and how a
 * judge is asked. A calibration holds for the verifier that it was fitted for and for no other.
 */
export type VerifierIdentity = Readonly<Record<string, string>>

/** @throws RationaleError `configuration` for a URI that is no verifier. */
async function identityOf(uri: string): Promise<VerifierIdentity> {
  if (uri === 'evidence:') return { kind: 'evidence' }
  if (uri === 'embedded:') {
    const { EMBEDDED_FOLDER } = await import('../verifier/embedded/index.js')
    const of = (part: string) => fingerprint(`${EMBEDDED_FOLDER}/${part}`)
    return { kind: 'embedded', ...defined({ weights: of('base.gguf'), adapter: of('process') }) }
  }
  const pretrained = pretrainedOf(uri)
  if (pretrained !== undefined) {
    // The probe tells its base exactly, and is refused on any other.
    const { PRETRAINED } = await import('../verifier/embedded/pretrained.js')
    const of = (part: string) => fingerprint(`${PRETRAINED[pretrained.name].folder}/${part}`)
    return { kind: pretrained.name, ...defined({ adapter: of('adapter_model.safetensors'), probe: of('probe.json') }) }
  }
  if (uri.startsWith('pooling+')) {
    const { parsePoolingUri } = await import('../verifier/network/prm/pooling.js')
    const { model, prm = 'qwen-prm' } = parsePoolingUri(uri)
    return { kind: 'pooling', model, layout: await layoutDigest(prm) }
  }
  if (uri.startsWith('judge:')) {
    const { uri: model, parameters } = takeParameters(uri.slice('judge:'.length), JUDGE_PARAMETERS)
    const { samples = '1', format = 'steps', prompt } = parameters
    const asked = {
      samples,
      format,
      ...defined({ prompt: prompt !== undefined && existsSync(prompt) ? digest(readSmallFile(prompt)) : undefined }),
    }
    return { ...(await modelIdentity(parseModelUri(model))), kind: 'judge', ...asked }
  }
  return modelIdentity(parseModelUri(uri))
}

/** All that tells what a verifier says from what another says of the same chain: which it is, and all that it is asked with. */
export async function askedOf(uri: string): Promise<VerifierIdentity> {
  const identity = await identityOf(uri)
  if (!uri.startsWith('judge:')) return identity
  const { seed = '0', maxTokens = '2048' } = takeParameters(uri.slice('judge:'.length), JUDGE_PARAMETERS).parameters
  return { ...identity, seed, maxTokens }
}

export const identitiesOf = (uris: readonly string[]) => Promise.all(uris.map(identityOf))

async function modelIdentity(named: ModelUri): Promise<VerifierIdentity> {
  const parsed = await onThisMachine(named)
  switch (parsed.kind) {
    case 'own': {
      const { path, adapter, probe } = parsed
      const { hasLayout, layoutOf } = await import('../verifier/network/prm/open.js')
      const layout = probe === undefined && hasLayout(parsed) ? digest(JSON.stringify(layoutOf(parsed))) : undefined
      return { kind: 'model', ...defined({ ...weights(path, adapter), probe: probe && fingerprint(probe), layout }) }
    }
    case 'gguf':
      return { kind: 'model', ...weights(parsed.file, parsed.lora) }
    case 'onnx':
      return { kind: 'model', ...weights(parsed.folder), ...defined({ precision: parsed.precision }) }
    case 'hf':
      return { kind: 'model', model: parsed.repository, ...defined({ precision: parsed.precision }) }
    case 'http':
      return { kind: 'model', model: parsed.model }
    case 'langchain':
      return { kind: 'model', model: `${parsed.provider}:${parsed.model}` }
    case 'embedded':
      return { kind: 'model', model: `embedded:${parsed.adapter}` }
  }
}

const weights = (path: string, adapter?: string) =>
  defined({ weights: fingerprint(path), adapter: adapter === undefined ? undefined : fingerprint(adapter) })

async function layoutDigest(prm: string): Promise<string> {
  const { readLayout } = await import('../verifier/network/prm/layout.js')
  return digest(JSON.stringify(readLayout(prm)))
}

const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 12)

/** Why a calibration is of no use for verifiers, in words; undefined where it was fitted for them. */
export async function whyOfOthers(
  fitted: readonly VerifierIdentity[] | undefined,
  uris: readonly string[],
): Promise<string | undefined> {
  if (fitted === undefined) return 'it does not say which verifier it was fitted for'
  if (fitted.length !== uris.length)
    return `it was fitted for ${fitted.length} verifiers together, these are ${uris.length}`
  const used = await identitiesOf(uris)
  const differing = fitted.flatMap((identity, i) =>
    differences(identity, used[i] ?? {}).map((each) => (uris.length > 1 ? `verifier ${i + 1}, ${each}` : each)),
  )
  return differing.length === 0 ? undefined : differing.join('; ')
}

function differences(fitted: VerifierIdentity, used: VerifierIdentity): string[] {
  // Those of another kind have nothing in common that could be compared.
  const all = fitted.kind === used.kind ? [...new Set([...Object.keys(fitted), ...Object.keys(used)])] : ['kind']
  const names = all.filter((name) => fitted[name] !== used[name])
  return names.map((name) => `fitted for ${name} ${fitted[name] ?? '(none)'}, this has ${used[name] ?? 'none'}`)
}
