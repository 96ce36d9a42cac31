import { join } from 'node:path'
import { RationaleError } from '../../../src/core/errors.js'
import { makeFolder } from '../../../src/core/files/folder.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { readCalibration } from '../../calibration/file.js'
import type { Judge } from '../../judge/judge.js'
import { prepare } from '../../judge/prepare.js'
import { type Graph, printOnnx } from '../../network/graph/index.js'
import { readAdapter } from '../../network/model/adapters/files.js'
import { networkFor } from '../../network/model/adapters/fit.js'
import type { Adapter } from '../../network/model/adapters/methods.js'
import { cachedScoringGraph } from '../../network/model/graphs.js'
import { loadNetwork, type Network } from '../../network/model/parameters.js'
import { Placement } from '../../network/model/placement.js'
import { stateGraph } from '../../network/model/states.js'
import { loadProbed } from '../../network/probe/judge.js'
import { loadTokenizer } from '../../network/tokenizer/load.js'
import { openModel } from '../../network/weights/model.js'
import { contextLength } from '../../network/weights/model-config.js'
import { EMBEDDED_FOLDER, networkJudge, openEmbeddedModel } from '../index.js'
import { openPretrained, PRETRAINED, pretrainedBase } from '../pretrained.js'
import { type WebVerifier, webFiles } from './format.js'

const SMOLLM2 = 'smollm2:'

/** Those that judge in Node alone. */
const pretrainedNames = ['qwen-0.5b', 'qwen-1.5b'] as const

/** Told of it in Node, asked for in the browser. */
const PROOF = {
  question: 'A shop sells pens at 3 dollars and books at 4 dollars. What do 2 pens and a book cost?',
  steps: ['Two pens cost 2 * 3 = 6 dollars.', 'With the book that is 6 + 4 = 10 dollars.', 'The answer is 12.'],
}

/**
 * Writes a shipped verifier as a folder for `openWebVerifier`: `embedded:`, or `smollm2:PATH`. Layers stay in the bits that their file has them in. Returns
 * the names of the files.
 *
 * @throws RationaleError `configuration` for another verifier; what reading its files throws.
 */
export async function writeWebVerifier(folder: string, uri: string): Promise<string[]> {
  const { graph, tokenizer, judge, close, ...about } = await read(uri)
  try {
    // WebGPU has no kernel for LogSoftmax; written with others it runs everywhere.
    const { model } = printOnnx(graph, { constants: 'inline', without: new Set(['LogSoftmax']) })
    const { steps } = await judge(prepare({ id: 'proof', ...PROOF }))
    const features = steps.map(({ features: { process = Number.NaN, value = Number.NaN } = {} }) => ({
      process,
      value,
    }))
    const verifier: WebVerifier = {
      ...{ format: 'rationale-web-verifier', version: 1, ...about, bytes: model.byteLength },
      proof: { ...PROOF, features },
    }
    const { chat_template: _unused, ...config } = tokenizer.files.config
    makeFolder(folder)
    const write = (name: string, bytes: Uint8Array) => produceWhole(join(folder, name), (to) => to(bytes))
    await write(webFiles.network, model)
    await write(webFiles.tokenizer, encode({ tokenizer: tokenizer.files.tokenizer, config }))
    await write(webFiles.verifier, encode(verifier))
    return Object.values(webFiles)
  } finally {
    await close()
  }
}

const encode = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value)}\n`)

interface Source extends Pick<WebVerifier, 'id' | 'window' | 'network' | 'calibration'> {
  graph: Graph
  tokenizer: TextTokenizer
  /** The network's judge in Node, for the proof. */
  judge: Judge
  close(): Promise<void>
}

function read(uri: string): Promise<Source> {
  if (uri === 'embedded:') return readEmbedded()
  if (uri.startsWith(SMOLLM2)) return readSmolLm2(uri.slice(SMOLLM2.length))
  const large = pretrainedNames.find((name) => uri.startsWith(`${name}:`))
  throw new RationaleError('configuration', `the page cannot judge with ${uri}`, {
    expected: 'embedded: (what ships), smollm2:PATH, or evidence: (the checks alone)',
    ...(large === undefined
      ? {}
      : {
          found: `a network of ${PRETRAINED[large].megabytes} MB in K-quants (Q4_K_M): these are not written for browsers, and every visitor would load all of it`,
          remedy: `a server judges with it: rationale serve --verifier ${uri}, which has the same page`,
        }),
  })
}

async function readEmbedded(): Promise<Source> {
  const path = join(EMBEDDED_FOLDER, 'base.gguf')
  const files = openModel(path)
  try {
    const adapter = await readAdapter(join(EMBEDDED_FOLDER, 'process'))
    const network = networkFor(await loadNetwork(files, files.config, { format: 'stored' }), adapter)
    const { num_hidden_layers, num_key_value_heads, head_dim } = network.config
    const model = await openEmbeddedModel()
    return {
      id: 'embedded:',
      window: contextLength(network.config),
      network: { kind: 'marks', cache: { num_hidden_layers, num_key_value_heads, head_dim } },
      calibration: readCalibration(join(EMBEDDED_FOLDER, 'calibration.json')),
      graph: cachedScoringGraph(network, constants(network, adapter)),
      tokenizer: await loadTokenizer(path),
      judge: networkJudge(model),
      close: () => model.close(),
    }
  } finally {
    await files.close()
  }
}

/** What a browser gets holds its weights. */
const constants = (network: Network, adapter: Adapter | undefined) =>
  new Placement(network, { frozen: 'constant', adapter })

async function readSmolLm2(named: string): Promise<Source> {
  const path = pretrainedBase('smollm2', named)
  const { folder } = PRETRAINED.smollm2
  const { probe, layers, network, adapter, tokenizer } = await loadProbed({
    path,
    adapter: folder,
    probe: folder,
  })
  const { judge, close } = await openPretrained('smollm2', path)
  return {
    id: SMOLLM2,
    window: contextLength(network.config),
    network: { kind: 'probe', probe, layers },
    calibration: readCalibration(join(folder, 'calibration.json')),
    graph: stateGraph(network, layers, constants(network, adapter)),
    tokenizer,
    judge,
    close,
  }
}
