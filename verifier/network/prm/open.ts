import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { at, defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { readSmallTextFile } from '../../../src/core/files/small-file.js'
import { emptyTally } from '../../../src/core/tally.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { Judge, Judgement, PreparedChain } from '../../judge/judge.js'
import { readAdapter } from '../model/adapters/files.js'
import { networkFor } from '../model/adapters/fit.js'
import { type Adapter, withParts } from '../model/adapters/methods.js'
import { loadNetwork, type Network } from '../model/parameters.js'
import type { ObservedSequence, PlaceReader } from '../model/place-reader.js'
import { type Head, headOfTokens, loadHead, openRewards } from '../model/reward.js'
import { openRuntime } from '../runtime/open.js'
import type { Backend } from '../runtime/runtime.js'
import { loadTokenizer } from '../tokenizer/load.js'
import { headOf } from '../weights/head.js'
import { type ModelFiles, openDecoder, openModel, openRewardModel } from '../weights/model.js'
import { contextLength } from '../weights/model-config.js'
import { outputsOf, type PrmLayout, readLayout } from './layout.js'
import { judgementOf, unjudged } from './reading.js'
import { promptOf, sequenceOf, singleToken } from './sequence.js'

export interface PrmOptions {
  /** A folder with config.json, safetensors and tokenizer.json, or a .gguf file (layouts of kind `tokens`). */
  path: string
  /** A folder with a PEFT adapter; the head may be in it (`modules_to_save`). */
  adapter?: string
  /** A preset's name or a file (default: `prm.json` beside the adapter or the model, else what the model's class says). */
  prm?: string
  /** Default `onnx-cpu`. */
  backend?: Backend | 'auto'
}

/** A process reward model, ready to judge. */
export interface Prm {
  readonly layout: PrmLayout
  /** Rewards of each step as `process`, and `process:min`, `:mean`, `:last` of the chain. */
  readonly judge: Judge & Required<Pick<Judge, 'many'>>
  close(): Promise<void>
}

/**
 * Opens a process reward model on this package's network, by its layout.
 *
 * @throws RationaleError `configuration` for an unknown layout; `unsupported` where model, head or tokenizer and layout do not fit; `model-file`, `io`.
 */
export async function openPrm(options: PrmOptions): Promise<Prm> {
  const { path, adapter: adapterPath, backend = 'onnx-cpu' } = options
  const layout = layoutOf(options)
  const adapter = adapterPath === undefined ? undefined : await readAdapter(adapterPath)
  const brought = adapter && headInAdapter(adapter, adapterPath ?? '')
  const { files, headFor } = sourceOf(layout, path, brought?.head)
  try {
    const base = await loadNetwork(files, files.config, { format: 'stored' })
    const plain = brought?.adapter ?? adapter
    const network = plain ? networkFor(base, plain) : base
    const tokenizer = await loadTokenizer(path)
    const head = await headFor(network, tokenizer, plain)
    checkOutputs(layout, head, adapterPath ?? path)
    const runtime = await openRuntime(backend)
    const reader = await openRewards(runtime, network, head, plain)
    const longest = contextLength(network.config)
    const layOut = (chain: PreparedChain) => {
      const sequence = sequenceOf(layout, tokenizer, chain)
      if (typeof sequence === 'string' || sequence.tokens.length <= longest) return sequence
      return `the chain has ${sequence.tokens.length} tokens, the model takes ${longest}`
    }
    return {
      layout,
      judge: prmJudge(layout, head.outputs, layOut, reader),
      async close() {
        await reader.dispose()
        await runtime.dispose()
      },
    }
  } finally {
    await files.close()
  }
}

/** Whether a model is to be read as a process reward model of a layout: it is named, lies beside it, or follows from the model's class. */
export const hasLayout = (options: PrmOptions): boolean => layoutNameOf(options) !== undefined

/** The layout that a model is read by: named, beside it, of its class, or ours. */
export const layoutOf = (options: PrmOptions): PrmLayout => readLayout(layoutNameOf(options) ?? 'rationale')

/** Named; else beside the adapter or the model; else what the model's class is known to be asked with. */
function layoutNameOf({ path, adapter, prm }: PrmOptions): string | undefined {
  if (prm !== undefined) return prm
  const beside = [adapter, path]
    .flatMap((folder) => (folder ? [join(folder, 'prm.json')] : []))
    .find((file) => existsSync(file))
  return beside ?? presetFor(path)
}

/** The preset of a model's class. A classifier of whole sequences may be asked in any way: it must say so. */
function presetFor(path: string): string | undefined {
  const file = join(path, 'config.json')
  if (!existsSync(file)) return undefined
  let name = ''
  try {
    name = String((JSON.parse(readSmallTextFile(file)) as { architectures?: unknown[] }).architectures?.[0] ?? '')
  } catch {
    return undefined // opening the model says what is wrong with the file
  }
  if (name.endsWith('ForProcessRewardModel')) return 'qwen-prm'
  if (name.endsWith('ForPrmModel')) return 'skywork'
  if (name.endsWith('ForTokenClassification')) return 'trl'
  if (!/For(?:SequenceClassification|RewardModel)$/.test(name)) return undefined
  throw new RationaleError('configuration', `${path} is a ${name}: how it is asked about steps is not known`, {
    remedy: 'name a layout (?prm=NAME or FILE), or write prm.json beside the model',
  })
}

/** A head that an adapter brings, and the adapter without it. */
function headInAdapter(adapter: Adapter, path: string): { head: Head; adapter: Adapter } | undefined {
  const infos = new Map(
    [...adapter.saved].map(([name, { shape, data }]) => [
      name,
      { name, shape, type: 'F32' as const, bytes: data.byteLength },
    ]),
  )
  const hidden = [...adapter.saved].find(([name]) => /^(?:score|v_head)/.test(name) && name.endsWith('weight'))?.[1]
    .shape[1]
  const found = hidden === undefined ? undefined : headOf(infos, hidden, 'a head in an adapter', path)
  if (found === undefined) return undefined
  const names = new Set(found.layers.flatMap(({ weight, bias }) => [weight, bias]))
  const saved = new Map([...adapter.saved].filter(([name]) => !names.has(name)))
  const modulesToSave = adapter.options.modulesToSave.filter((module) => saved.has(`${module}.weight`))
  const layers = found.layers.map(({ weight, bias, shape }) => ({
    weight: at(Object.fromEntries(adapter.saved), weight).data,
    shape,
    ...defined({ bias: bias === undefined ? undefined : adapter.saved.get(bias)?.data }),
  }))
  return {
    head: { layers, outputs: found.outputs },
    adapter: withParts(adapter, { saved, modulesToSave }),
  }
}

interface Source {
  files: ModelFiles
  headFor(network: Network, tokenizer: TextTokenizer, adapter: Adapter | undefined): Head | Promise<Head>
}

/** Where decoder and head come from: the vocabulary's own rows, a head in the adapter, or one in the model. */
function sourceOf({ read }: PrmLayout, path: string, brought: Head | undefined): Source {
  if (brought && read.kind === 'head') return { files: openDecoder(path), headFor: () => brought }
  if (brought) {
    throw new RationaleError('configuration', 'the adapter brings a head, and the layout reads tokens', {
      remedy: 'name a layout that reads a head (?prm=trl or a file), as it was trained',
    })
  }
  if (read.kind === 'head') {
    const files = openRewardModel(path)
    return { files, headFor: () => loadHead(files, files.head) }
  }
  const { positive, negative } = read
  return {
    files: openModel(path),
    headFor: (network, tokenizer, adapter) =>
      headOfTokens(
        network,
        adapter,
        [positive, negative].map((text) => singleToken(tokenizer, text)),
      ),
  }
}

/** A head with more outputs than are read has other labels: which of them speak for a step is not known. */
function checkOutputs(layout: PrmLayout, { outputs }: Head, where: string): void {
  const wanted = outputsOf(layout)
  if (layout.read.kind === 'tokens' || outputs === wanted) return
  const more =
    outputs < wanted
      ? 'the layout reads more outputs than the head has'
      : 'the head has more outputs than the layout knows'
  throw new RationaleError('unsupported', more, {
    expected: `${wanted} ${wanted === 1 ? 'output' : 'outputs'}`,
    found: `${outputs} in ${where}`,
    remedy:
      'name the layout that the model was trained with (?prm=…), or a file that says which outputs speak for a step and against it, and how many there are (read.outputs)',
  })
}

/** One pass for all chains: candidates of one question share its tokens, and each is still judged by itself. */
function prmJudge(
  layout: PrmLayout,
  outputs: number,
  layOut: (chain: PreparedChain) => ObservedSequence | string,
  reader: PlaceReader,
): Prm['judge'] {
  const many = async (chains: readonly PreparedChain[], signal?: AbortSignal) => {
    const laid = chains.map(layOut)
    const sequences = laid.filter((sequence) => typeof sequence !== 'string')
    const tokens = emptyTally()
    const found = await reader.read(sequences, { signal, tally: tokens })
    let next = 0
    const judgements = laid.map((sequence, i): Judgement => {
      const { steps } = at(chains, i)
      if (typeof sequence === 'string') return unjudged(steps, sequence)
      return judgementOf(layout, at(found, next++), outputs, steps)
    })
    return { judgements, tokens }
  }
  const judge = async (chain: PreparedChain, signal?: AbortSignal) => {
    const { judgements, tokens } = await many([chain], signal)
    return { ...at(judgements, 0), tokens }
  }
  return Object.assign(judge, { many, prompts: (chain: PreparedChain) => [promptOf(layout, chain)] })
}
