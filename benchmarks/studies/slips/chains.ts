import { basename } from 'node:path'
import { at, defined } from '../../../src/core/absence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { type LabelledChain, labelledChainSchema } from '../../../src/core/records/types.js'
import { weighedEvidence } from '../../../verifier/evidence/weighed.js'
import { prepare } from '../../../verifier/judge/prepare.js'
import { accuses } from '../../../verifier/judge/steps.js'
import { readAdapter } from '../../../verifier/network/model/adapters/files.js'
import { networkFor } from '../../../verifier/network/model/adapters/fit.js'
import { loadNetwork } from '../../../verifier/network/model/parameters.js'
import type { ObservedSequence } from '../../../verifier/network/model/place-reader.js'
import { openStates } from '../../../verifier/network/model/states.js'
import { LAYOUT_VERSION, probedSequence } from '../../../verifier/network/probe/layout.js'
import { normalisedState } from '../../../verifier/network/probe/probe.js'
import { fingerprint } from '../../../verifier/network/probe/probe-file.js'
import { openRuntime } from '../../../verifier/network/runtime/open.js'
import { loadTokenizer } from '../../../verifier/network/tokenizer/load.js'
import { featureKey, fillFeatures, openFeatures } from '../../../verifier/network/train/probe/features.js'
import { openModel } from '../../../verifier/network/weights/model.js'

/** A fresh chain: who wrote it, where its slip is, and what the checks say of it. */
export interface FreshChain {
  /** The file that it comes from, which is its hand. */
  hand: string
  question: string
  /** 0-based, -1 for none. */
  firstError: number
  sequence: ObservedSequence
  /** The first step that the checks disprove, -1 for none. */
  disproved: number
  /** That the chain is right, by the checks alone; one half where they say nothing. */
  checked: number
}

/** The states in which the steps of a chain end, each divided by its root mean square. */
export type StatesOf = (chain: FreshChain, layer: number) => Float32Array[]

export async function readFresh(files: readonly string[], base: string): Promise<FreshChain[]> {
  const tokenizer = await loadTokenizer(base)
  const chains: FreshChain[] = []
  for (const file of files)
    for await (const { record } of readRecords<LabelledChain>(file, labelledChainSchema)) {
      const chain = prepare(record)
      const { steps, features } = await weighedEvidence(chain)
      chains.push({
        hand: basename(file).replace(/\..*$/, ''),
        question: chain.question,
        firstError: record.firstError,
        sequence: probedSequence(chain, tokenizer, Number.POSITIVE_INFINITY),
        disproved: steps.findIndex(accuses),
        checked: features.evidence ?? 0.5,
      })
    }
  return chains
}

/** Computes the states that `folder` does not hold yet. */
export async function readStates(
  chains: readonly FreshChain[],
  {
    base,
    adapter: adapterPath,
    folder,
    layers,
  }: { base: string; adapter?: string | undefined; folder: string; layers: readonly number[] },
): Promise<{ statesOf: StatesOf; close(): void }> {
  const files = openModel(base)
  const adapter = adapterPath === undefined ? undefined : await readAdapter(adapterPath)
  const top = Math.max(...layers)
  const { hidden_size: width } = files.config
  const identity = {
    base: await fingerprint(files, top, await loadTokenizer(base), adapter),
    layout: LAYOUT_VERSION,
    layers,
    width,
  }
  const store = openFeatures(folder, identity)
  const sequences = chains.map(({ sequence }) => sequence)
  if (sequences.some((each) => !store.has(featureKey(each)))) {
    const runtime = await openRuntime('onnx-cpu')
    const frozen = await loadNetwork(
      files,
      { ...files.config, num_hidden_layers: top },
      { format: 'stored', headless: true },
    )
    const network = adapter === undefined ? frozen : networkFor(frozen, adapter)
    const reader = await openStates(runtime, network, { layers, ...defined({ adapter }) })
    let done = 0
    await fillFeatures(store, reader, sequences, {
      onProgress(more) {
        done += more
        console.error(`states of ${done} chains read now`)
      },
    })
    await reader.dispose()
    await runtime.dispose()
  }
  await files.close()
  return {
    statesOf({ sequence }, layer) {
      const states = store.read(featureKey(sequence), layer)
      if (states === undefined) throw new RangeError('the states of a chain were not computed')
      return sequence.places.map((_, step) => normalisedState(states.subarray(step * width, (step + 1) * width)))
    },
    close: () => store.close(),
  }
}

/** Steps up to the first wrong one: what comes after it may be either. */
export const judgedSteps = ({ firstError, sequence: { places } }: FreshChain): { step: number; right: boolean }[] =>
  places
    .slice(0, firstError === -1 ? places.length : firstError + 1)
    .map((_, step) => ({ step, right: step !== firstError }))

export const isRight = ({ firstError }: FreshChain): boolean => firstError === -1

/** The right and the wrong chain of a question that follow each other. */
export function pairsOf(chains: readonly FreshChain[]): { right: FreshChain; wrong: FreshChain }[] {
  return chains.slice(1).flatMap((second, i) => {
    const first = at(chains, i)
    if (first.question !== second.question || isRight(first) === isRight(second)) return []
    return [isRight(first) ? { right: first, wrong: second } : { right: second, wrong: first }]
  })
}
