import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { readSmallTextFile } from '../../../src/core/files/small-file.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { hubModel, isHubUri } from '../../../src/models/hub.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { SavedTensor } from '../model/adapters/adapter.js'
import { readAdapter } from '../model/adapters/files.js'
import { networkFor, untiedFor } from '../model/adapters/fit.js'
import { type Adapter, withParts } from '../model/adapters/methods.js'
import { moduleOf } from '../model/adapters/names.js'
import { lowRankNetwork } from '../model/low-rank.js'
import { type LoadOptions, loadNetwork, type Network, newNetwork, numbersIn } from '../model/parameters.js'
import { trainedParameters } from '../model/trainer.js'
import { loadTokenizer, moreTokens } from '../tokenizer/load.js'
import { type ModelFiles, openModel, refuseAdapter } from '../weights/model.js'
import { parseModelConfig } from '../weights/model-config.js'
import { isInLayer, linearPaths } from '../weights/shapes.js'
import { storedFormat } from '../weights/stored.js'
import { type BaseFormat, USUAL_COMPRESSION } from './effective.js'
import { newHead } from './head.js'
import { checkMethod, newAdapter } from './new-adapter.js'
import type { TrainSettings } from './options.js'
import { isAdapted } from './takes.js'

export interface Base {
  network: Network
  tokenizer: TextTokenizer
  found: FoundBase
  /** What its frozen matrices are kept in by default, where that has one name. */
  format?: TrainSettings['baseFormat']
  /** Formats in which they are the very numbers that they are by default. */
  alike: readonly BaseFormat[]
}

/** Where a base lies, and what adapters call it: the repository of a model of the hub, else its path. */
export interface FoundBase {
  path: string
  name: string
}

/**
 * Finds a base: `hub:OWNER/NAME` (fetched where it is not here yet), `own:DIR`, `gguf:FILE`, or a plain path.
 *
 * @throws RationaleError `configuration` for a model that is not here; what `hubModel` throws.
 */
export async function findBase(uri: string, watched: FindOptions = {}): Promise<FoundBase> {
  if (isHubUri(uri)) return fromHub(uri, watched)
  const path = uri.replace(/^(own|gguf|file):(?:\/\/)?/, '')
  if (existsSync(path)) {
    if (!existsSync(join(path, 'config.json'))) refuseAdapter(path)
    return { path, name: path }
  }
  const expected = 'a model folder or a .gguf file on this machine, as a path, own:DIR or gguf:FILE; or hub:OWNER/NAME'
  if (/^[a-z]{2,}:/.test(path))
    throw new RationaleError('configuration', `${JSON.stringify(uri)} cannot be trained from`, { expected })
  throw new RationaleError('configuration', `there is no ${path}`, {
    expected,
    ...defined({ remedy: /^[\w.-]+\/[\w.-]+$/.test(path) ? `for a model of the hub: hub:${path}` : undefined }),
  })
}

export interface FindOptions {
  signal?: AbortSignal | undefined
  /** Told once of each file that is fetched. */
  onEvent?: ((event: { type: 'download'; url: string }) => void) | undefined
}

async function fromHub(uri: string, { signal, onEvent }: FindOptions): Promise<FoundBase> {
  const told = new Set<string>()
  const { folder, repository } = await hubModel(uri, {
    signal,
    onEvent({ url }) {
      if (!told.has(url)) onEvent?.({ type: 'download', url })
      told.add(url)
    },
  })
  return { path: folder, name: repository }
}

/**
 * The network to start from and its tokenizer. A folder with config.json and tokenizer.json but no weights starts a new network (pretraining
 * all weights only: adapters of a random network would learn nothing).
 *
 * @throws RationaleError `configuration`, `model-file`, `unsupported`, `io`.
 */
export async function loadBase(settings: TrainSettings, watched: FindOptions = {}): Promise<Base> {
  const found = await findBase(settings.base, watched)
  const { path } = found
  const tokenizer = await loadTokenizer(path)
  const {
    network: dense,
    format,
    alike,
  } = isBlank(path)
    ? { network: startNetwork(path, settings), format: undefined, alike: [] }
    : await readNetwork(path, settings)
  const network = settings.method === 'low-rank' ? factored(dense, settings) : dense
  if (tokenizer.vocabularySize > network.config.vocab_size) {
    throw moreTokens(path, tokenizer, network.config.vocab_size)
  }
  return { network, tokenizer, found, alike, ...defined({ format }) }
}

const isBlank = (path: string) =>
  existsSync(join(path, 'config.json')) &&
  !['model.safetensors', 'model.safetensors.index.json', 'pytorch_model.bin'].some((name) =>
    existsSync(join(path, name)),
  )

function startNetwork(path: string, settings: TrainSettings): Network {
  if (isAdapted(settings.method)) {
    throw new RationaleError('configuration', `${path} holds no weights`, {
      expected: 'a trained model, to which an adapter can be added',
      remedy: 'use method full or low-rank to train a new network',
    })
  }
  const config = parseModelConfig(JSON.parse(readSmallTextFile(join(path, 'config.json'))), join(path, 'config.json'))
  return newNetwork(config, seededRandom(`${settings.seed} weights`).uniform)
}

/**
 * Every linear layer as a product of two narrow ones that comes nearest to it. A new network starts so too: from the best approximation of its random matrices
 * it learns faster than from random factors (benchmarks/LOG.md, low-rank pretraining).
 */
function factored(network: Network, { rank, compression, seed }: TrainSettings): Network {
  if (rank !== undefined) refuseLarger(network, rank)
  const size = rank === undefined ? { compression: compression ?? USUAL_COMPRESSION } : { rank }
  return lowRankNetwork(network, { ...size, start: 'svd', random: seededRandom(`${seed} factors`).uniform })
}

/** Two factors of a rank hold fewer numbers than their matrix, or nothing is gained. @throws RationaleError `configuration`. */
function refuseLarger({ config }: Network, rank: number): void {
  const [path, most] = [...linearPaths(config)]
    .map(([path, [out, input]]) => [path, Math.ceil((out * input) / (out + input)) - 1] as const)
    .reduce((least, other) => (other[1] < least[1] ? other : least))
  if (rank <= most) return
  throw new RationaleError(
    'configuration',
    `low-rank layers of rank ${rank} would be larger than the layers themselves`,
    {
      found: `${path} is smaller up to rank ${most}`,
      remedy: 'take a lower --rank, or --compression, which gives every layer a rank of its own',
    },
  )
}

async function readNetwork(
  path: string,
  { method, baseFormat }: TrainSettings,
): Promise<Pick<Base, 'network' | 'format' | 'alike'>> {
  const model = openToTrain(path)
  try {
    const network = await loadNetwork(model, model.config, keptIn(model, { method, baseFormat }))
    return { network, alike: alikeFormats(model, method), ...defined({ format: usualFormat(model, method) }) }
  } finally {
    await model.close()
  }
}

/** What the weights are held in. Frozen ones that the file has in 16 bits stay so: to widen them changes no number and takes twice the memory. */
function keptIn(model: ModelFiles, { method, baseFormat }: Pick<TrainSettings, 'method' | 'baseFormat'>): LoadOptions {
  if (!isAdapted(method) || baseFormat === 'float32') return { format: 'float32' }
  if (baseFormat === 'bf16') return { format: 'float32', halves: 'all' }
  return { format: baseFormat ?? (method === 'qlora' ? fourBits(model) : 'float32'), halves: 'stored' }
}

/** Engines that run other models do not train them. */
function openToTrain(path: string): ModelFiles {
  try {
    return openModel(path, { encoder: true })
  } catch (error) {
    if (!(error instanceof RationaleError) || !/gguf: or onnx:/.test(error.remedy ?? '')) throw error
    const { code, message, expected, found } = error
    throw new RationaleError(code, message.split('\n')[0] ?? message, {
      ...defined({ expected, found }),
      remedy: 'train a model of one of these families; gguf: and onnx: run others, and train none',
      cause: error,
    })
  }
}

/** Where a file holds several types, no one name says what its matrices are kept in. */
function usualFormat(model: ModelFiles, method: TrainSettings['method']): TrainSettings['baseFormat'] {
  if (method === 'qlora') return fourBits(model)
  const isPlain = isAdapted(method) && [...model.tensors.values()].every(({ type }) => type === 'F32')
  return isPlain ? 'float32' : undefined
}

/** Adapters see a file's own numbers by default, and so they do in a format that rounds none of its matrices. */
function alikeFormats({ tensors, config }: ModelFiles, method: TrainSettings['method']): BaseFormat[] {
  if (!isAdapted(method) || method === 'qlora') return []
  const held = [...tensors.values()].filter(
    ({ name, shape }) =>
      shape.length === 2 && (isInLayer(name) || (name === EMBEDDINGS && !config.tie_word_embeddings)),
  )
  const isStored = held.some(({ type }) => storedFormat(type) !== undefined)
  const isHalves = held.every(({ type }) => type === 'F16' || type === 'BF16')
  return ['float32', ...(isStored ? [] : ['stored' as const]), ...(isHalves ? ['bf16' as const] : [])]
}

const EMBEDDINGS = 'model.embed_tokens.weight'

/** A file that is in 4 or 8 bits already stays as it is: quantizing it again would only lose more. */
function fourBits({ tensors }: ModelFiles): 'stored' | 'nf4' {
  const type = tensors.get('model.layers.0.mlp.up_proj.weight')?.type ?? 'F32'
  return ['Q4_0', 'Q4_1', 'Q8_0'].includes(type) ? 'stored' : 'nf4'
}

/**
 * The adapter to train, a new one or the one to go on from, and the network as it finds it. No adapter where the weights themselves are trained.
 *
 * @throws RationaleError `configuration`, `model-file` where the adapter to go on from is of another base, `unsupported`, `io`.
 */
export async function startAdapter(
  { network: given, tokenizer }: Pick<Base, 'network' | 'tokenizer'>,
  settings: TrainSettings,
): Promise<{ network: Network; adapter?: Adapter }> {
  if (!isAdapted(settings.method)) return { network: given }
  if (settings.adapter !== undefined) {
    const read = await readAdapter(settings.adapter)
    checkMethod(read, settings)
    const adapter = read.method === 'lora' ? withParts(read, { dropout: settings.dropout }) : read
    return withHead(given, adapter, settings)
  }
  const network = untiedFor(given, settings.modulesToSave)
  const adapter = newAdapter(network, settings, tokenizer)
  return withHead(network, adapter, settings)
}

/**
 * The adapter with its head, a new one where it has none, and the network as it finds it; only the objective `head` has one.
 *
 * @throws RationaleError `configuration` where a head is asked for beside one that is there.
 */
function withHead(given: Network, adapter: Adapter, { objective, head, seed }: TrainSettings) {
  const [brought, others] = [new Map<string, SavedTensor>(), new Map<string, SavedTensor>()]
  for (const [name, tensor] of adapter.saved)
    (objective === 'head' && /^score\b/.test(name) ? brought : others).set(name, tensor)
  const plain = withParts(adapter, { saved: others, modulesToSave: [...new Set([...others.keys()].map(moduleOf))] })
  const network = networkFor(given, plain)
  if (objective !== 'head') return { network, adapter }
  if (brought.size > 0 && head !== undefined)
    throw new RationaleError('configuration', 'head: the adapter to go on from has its own: leave it out', {
      found: [...brought.keys()].join(', '),
    })
  const fresh = () => newHead(network.config, head ?? 'linear', seededRandom(`${seed} head`).uniform)
  const layers = brought.size > 0 ? brought : fresh()
  return { network, adapter: withParts(plain, { saved: new Map([...others, ...layers]) }) }
}

/** Numbers that the network holds: low-rank layers hold fewer than the configuration says. */
export function weightCount({ weights }: Network): number {
  return [...weights.values()].reduce((count, weight) => count + numbersIn(weight), 0)
}

export function trainedCount(network: Network, adapter: Adapter | undefined): number {
  let count = 0
  for (const { data } of trainedParameters(network, adapter).values()) count += data.length
  return count
}
