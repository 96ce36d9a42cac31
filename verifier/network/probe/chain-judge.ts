import { at, defined } from '../../../src/core/absence.js'
import { emptyTally } from '../../../src/core/tally.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { aggregate } from '../../judge/aggregate.js'
import type { Judge, Judgement, PreparedChain, StepJudgement } from '../../judge/judge.js'
import type { StateReader } from '../model/states.js'
import { probedSequence } from './layout.js'
import { logit, normalisedState, type Probe, sigmoid } from './probe.js'

export type JudgeOfMany = Judge & Required<Pick<Judge, 'many'>>

/** A probe over a reader of its base's states, as a judge. Nothing here is Node's. */
export function probeJudge({
  probe,
  reader,
  tokenizer,
  maxTokens,
}: {
  probe: Probe
  reader: StateReader
  tokenizer: TextTokenizer
  /** The longest text that the base reads, in tokens. */
  maxTokens: number
}): JudgeOfMany {
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
  return Object.assign(judge, { many: judgeAll })
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
