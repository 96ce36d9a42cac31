import { at, defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { emptyTally } from '../../../src/core/tally.js'
import { aggregate } from '../../judge/aggregate.js'
import type { Judge, Judgement, PreparedChain, StepJudgement } from '../../judge/judge.js'
import { readAdapter } from '../model/adapters/files.js'
import { networkFor } from '../model/adapters/fit.js'
import type { Adapter } from '../model/adapters/methods.js'
import { loadNetwork } from '../model/parameters.js'
import { openStates, type StateReader } from '../model/states.js'
import { openRuntime } from '../runtime/open.js'
import type { Backend } from '../runtime/runtime.js'
import { loadTokenizer } from '../tokenizer/load.js'
import { openModel } from '../weights/model.js'
import { contextLength, type ModelConfig } from '../weights/model-config.js'
import { probedSequence } from './layout.js'
import { fingerprint, layersOf, logit, normalisedState, type Probe, readProbe, sigmoid } from './probe.js'

export interface ProbeJudge {
  judge: Judge & Required<Pick<Judge, 'many'>>
  close(): Promise<void>
}

/**
 * A base and the probe that was trained on it, as a judge: `process` (is the step right) and `value` (will the answer be right) of every step, in the
 * names that a model's own rewards have. The layers above the probe's are not run.
 *
 * @throws RationaleError `configuration` where the probe was trained on another base; what opening model and probe throws.
 */
export async function openProbeJudge(options: {
  path: string
  /** A folder with the PEFT adapter that the states were read with. */
  adapter?: string | undefined
  probe: string
  backend?: Backend | 'auto'
}): Promise<ProbeJudge> {
  const { path, adapter: adapterPath, probe: folder, backend = 'onnx-cpu' } = options
  const probe = readProbe(folder)
  const layers = layersOf(probe)
  const files = openModel(path)
  try {
    const adapter = adapterPath === undefined ? undefined : await readAdapter(adapterPath)
    const found = await fingerprint(files, Math.max(...layers), adapter)
    if (found !== probe.base)
      throw new RationaleError('configuration', `the probe ${folder} was not trained on ${path}`, {
        expected: `a base with ${probe.base}`,
        found,
        remedy: 'name the base (and the adapter) that it was trained on, or train a probe on this one',
      })
    const cut = { ...files.config, num_hidden_layers: depthOf(files.config, layers, adapter) }
    const base = await loadNetwork(files, cut, { format: 'stored' })
    const network = adapter === undefined ? base : networkFor(base, adapter)
    const tokenizer = await loadTokenizer(path)
    const runtime = await openRuntime(backend)
    const reader = await openStates(runtime, network, { layers, adapter })
    const maxTokens = contextLength(network.config)
    const judgeAll = async (chains: readonly PreparedChain[], signal?: AbortSignal) => {
      const sequences = chains.map((chain) => probedSequence(chain, tokenizer, maxTokens))
      const tokens = emptyTally()
      const states = await reader.read(sequences, { ...defined({ signal }), tally: tokens })
      return { judgements: chains.map((chain, i) => judgementOf(probe, reader, chain, at(states, i))), tokens }
    }
    const judge = async (chain: PreparedChain, signal?: AbortSignal, onStep?: (step: StepJudgement) => void) => {
      const { judgements, tokens } = await judgeAll([chain], signal)
      const judgement = at(judgements, 0)
      for (const step of judgement.steps) onStep?.(step)
      return { ...judgement, tokens }
    }
    return {
      judge: Object.assign(judge, { many: judgeAll }),
      async close() {
        await reader.dispose()
        await runtime.dispose()
      },
    }
  } finally {
    await files.close()
  }
}

/** Layers that are loaded: those that are run, and those that the adapter changes, since all of it has to fit. */
function depthOf({ num_hidden_layers: depth }: ModelConfig, layers: readonly number[], adapter?: Adapter): number {
  if (adapter === undefined) return Math.max(...layers)
  if (adapter.method !== 'lora' || adapter.saved.size > 0) return depth
  const changed = [...adapter.pairs.keys()].map((path) => Number(/\blayers\.(\d+)\./.exec(path)?.[1] ?? -1) + 1)
  return Math.min(depth, Math.max(...layers, ...changed))
}

/** States of a chain's steps -> what the heads say of it. `states` is float32 [steps * layers * width]. */
export function judgementOf(
  probe: Probe,
  { layers, width }: Pick<StateReader, 'layers' | 'width'>,
  chain: PreparedChain,
  states: Float32Array,
): Judgement {
  const judged = states.length / (layers.length * width)
  const stateOf = (step: number, layer: number) => {
    const start = (step * layers.length + layers.indexOf(layer)) * width
    const state = states.subarray(start, start + width)
    return probe.normalised ? normalisedState(state) : state
  }
  const sum = new Float32Array(width)
  const steps = chain.steps.map((_, step): StepJudgement => {
    if (step >= judged) return { reward: null, reason: 'the chain is longer than what the model can read' }
    const features: Record<string, number> = {}
    if (probe.step) features.process = sigmoid(logit(probe.step, stateOf(step, probe.step.layer)))
    if (probe.outcome) {
      const state = stateOf(step, probe.outcome.layer)
      for (const [i, value] of state.entries()) sum[i] = (sum[i] as number) + value
      features.value = sigmoid(
        logit(
          probe.outcome,
          state,
          sum.map((value) => value / (step + 1)),
        ),
      )
    }
    const { process, value } = features
    return { reward: process ?? value ?? null, checked: Object.keys(features), features, ...defined({ process }) }
  })
  const features: Record<string, number> = {}
  for (const name of ['process', 'value'] as const)
    for (const how of ['min', 'mean', 'last'] as const) {
      const value = aggregate(
        steps.map((step) => step.features?.[name] ?? null),
        how,
      )
      if (value !== null) features[`${name}:${how}`] = value
    }
  const reason = steps.find((step) => step.reason !== undefined)?.reason
  return { steps, features, ...defined({ reason }) }
}
