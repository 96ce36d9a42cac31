import { at, defined } from '../../../src/core/absence.js'
import { emptyTally } from '../../../src/core/tally.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { aggregate } from '../../judge/aggregate.js'
import type { Judge, Judgement, PreparedChain, StepJudgement } from '../../judge/judge.js'
import type { StateReader } from '../model/states.js'
import { probedWindows } from './layout.js'
import { logit, normalisedState, type Probe, sigmoid, withinHalf } from './probe.js'

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
  /** The longest text that the base reads, in tokens. Chains that are longer, or longer than WINDOW, are read in windows. */
  maxTokens: number
}): JudgeOfMany {
  const judgeAll = async (chains: readonly PreparedChain[], signal?: AbortSignal) => {
    const windows = chains.map((chain) => probedWindows(chain, tokenizer, Math.min(maxTokens, WINDOW)))
    const tokens = emptyTally()
    const read = await reader.read(windows.flat(), { ...defined({ signal }), tally: tokens })
    let next = 0
    const judgements = chains.map((chain, i) => {
      const states: (Float32Array | undefined)[] = chain.steps.map(() => undefined)
      for (const { steps } of at(windows, i)) {
        const found = at(read, next++)
        const size = found.length / steps.length
        for (const [j, step] of steps.entries()) states[step] = found.subarray(j * size, (j + 1) * size)
      }
      return judgementOf(probe, reader, chain, states)
    })
    return { judgements, tokens }
  }
  const judge = async (chain: PreparedChain, signal?: AbortSignal, onStep?: (step: StepJudgement) => void) => {
    const { judgements, tokens } = await judgeAll([chain], signal)
    const judgement = at(judgements, 0)
    for (const step of judgement.steps) onStep?.(step)
    return { ...judgement, tokens }
  }
  return Object.assign(judge, { many: judgeAll })
}

/** Tokens read at once: attention compares each with each, so that memory grows with the square. */
const WINDOW = 4096

/** States of a chain's steps, each float32 [layers * width], undefined for what was not read -> what the heads say of it. */
export function judgementOf(
  probe: Probe,
  { layers, width }: Pick<StateReader, 'layers' | 'width'>,
  chain: PreparedChain,
  states: readonly (Float32Array | undefined)[],
): Judgement {
  const stateOf = (read: Float32Array, layer: number) => {
    const start = layers.indexOf(layer) * width
    const state = read.subarray(start, start + width)
    return probe.normalised ? normalisedState(state) : withinHalf(state)
  }
  const sum = new Float32Array(width)
  let seen = 0
  const steps = chain.steps.map((_, step): StepJudgement => {
    const read = states[step]
    if (read === undefined)
      return { reward: null, reason: 'the step, or the question, is longer than what the model can read' }
    seen++
    const features: Record<string, number> = {}
    if (probe.step) features.process = sigmoid(logit(probe.step, stateOf(read, probe.step.layer)))
    if (probe.outcome) {
      const state = stateOf(read, probe.outcome.layer)
      for (const [i, value] of state.entries()) sum[i] = (sum[i] as number) + value
      features.value = sigmoid(
        logit(
          probe.outcome,
          state,
          sum.map((value) => value / seen),
        ),
      )
    }
    const { process, value } = features
    const broken = Object.values(features).find((each) => !Number.isFinite(each))
    if (broken !== undefined) return { reward: null, reason: `step ${step + 1}: the score is ${broken}` }
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
