import { describe, expect, it } from 'vitest'
import { usualOf } from '../../../../verifier/network/train/effective.js'
import { parseTrainOptions, type TrainOptions, type TrainSettings } from '../../../../verifier/network/train/options.js'
import { tinyNetwork } from '../model/tiny.js'

/* Which run takes which setting: each is given a value that asks for something, in every kind of run. */

const asked: { [K in keyof TrainSettings]-?: TrainSettings[K] } = {
  data: 'data.ndjson',
  base: 'base',
  output: 'out',
  task: 'instruct',
  mix: ['more.ndjson'],
  mixTemperature: 2,
  objective: 'lm',
  beta: 0.3,
  head: 'two-layer',
  classWeights: 'balanced',
  bestBy: 'auc',
  method: 'lora',
  layers: [1],
  adapter: 'adapter',
  rank: 2,
  compression: 3,
  alpha: 7,
  dropout: 0.2,
  targetModules: 'all-linear',
  rsLora: true,
  modulesToSave: ['lm_head'],
  virtualTokens: 4,
  promptText: 'text',
  encoderWidth: 8,
  layout: 'houlsby',
  reduction: 4,
  baseFormat: 'int8',
  epochs: 2,
  maxSteps: 9,
  batchSize: 4,
  accumulation: 2,
  packing: false,
  maxLength: 99,
  learningRate: 1,
  schedule: 'linear',
  warmup: 0.5,
  optimizer: 'adamw8bit',
  weightDecay: 0.1,
  maxNorm: 2,
  beta1: 0.5,
  beta2: 0.5,
  epsilon: 1e-3,
  evaluationData: 'other.ndjson',
  evaluationPart: 0.2,
  evaluateEvery: 5,
  patience: 3,
  checkpointEvery: 7,
  keep: 2,
  tensorboard: true,
  resume: true,
  recompute: true,
  memory: '6GB',
  limit: 50,
  seed: 3,
  backend: 'onnx-cpu',
}
const names = Object.keys(asked) as (keyof TrainSettings)[]
/** What some settings need beside them. */
const beside: Partial<Record<keyof TrainSettings, Partial<TrainOptions>>> = {
  mixTemperature: { mix: ['more.ndjson'] },
  bestBy: { evaluateEvery: 5 },
  patience: { evaluateEvery: 5 },
}

type Run = Pick<TrainOptions, 'method' | 'objective' | 'task'>

/** What is said of a setting in a run, undefined where it is taken. */
function refusal(name: keyof TrainSettings, run: Run, value: unknown = asked[name]): string | undefined {
  // Asked for by a person: whatever type it has.
  const options = { data: 'd', base: 'b', output: 'o', ...beside[name], ...run, [name]: value } as TrainOptions
  try {
    parseTrainOptions(options)
    return undefined
  } catch (error) {
    const said = String((error as Error).message)
    return said.match(new RegExp(`\\b${name}: [^;\\n]+`))?.[0]
  }
}
const takenIn = (run: Run) => names.filter((name) => !(name in run) && refusal(name, run) === undefined)

const always = ['data', 'base', 'output', 'maxLength', 'evaluationData', 'resume', 'limit', 'seed', 'backend']
const steps = [
  ...[
    'mix',
    'mixTemperature',
    'epochs',
    'maxSteps',
    'batchSize',
    'accumulation',
    'packing',
    'learningRate',
    'schedule',
  ],
  ...['warmup', 'optimizer', 'weightDecay', 'maxNorm', 'beta1', 'beta2', 'epsilon', 'evaluationPart', 'evaluateEvery'],
  ...['patience', 'checkpointEvery', 'keep', 'tensorboard', 'recompute', 'memory'],
]
const lora = ['adapter', 'rank', 'alpha', 'dropout', 'rsLora', 'targetModules', 'modulesToSave', 'baseFormat']
const inOrder = (list: readonly string[]) => names.filter((name) => list.includes(name))

describe('a run takes what it uses and refuses the rest', () => {
  it.each([
    ['probe', { method: 'probe' }, [...always, 'objective', 'adapter', 'layers']],
    ['lora', { method: 'lora' }, [...always, ...steps, ...lora, 'objective', 'task']],
    [
      'ia3',
      { method: 'ia3' },
      [...always, ...steps, 'objective', 'task', 'adapter', 'targetModules', 'modulesToSave', 'baseFormat'],
    ],
    [
      'p-tuning',
      { method: 'p-tuning' },
      [...always, ...steps, 'objective', 'task', 'adapter', 'virtualTokens', 'encoderWidth', 'baseFormat'],
    ],
    [
      'adapter',
      { method: 'adapter' },
      [...always, ...steps, 'objective', 'task', 'adapter', 'layout', 'reduction', 'baseFormat'],
    ],
    ['low-rank', { method: 'low-rank' }, [...always, ...steps, 'objective', 'task', 'rank', 'compression']],
    ['full', { method: 'full' }, [...always, ...steps, 'objective', 'task']],
    ['lora on steps', { method: 'lora', task: 'process' }, [...always, ...steps, ...lora, 'objective', 'bestBy']],
    ['a head', { method: 'lora', objective: 'head' }, [...always, ...steps, ...lora, 'head', 'classWeights', 'bestBy']],
    ['pairs', { method: 'lora', objective: 'dpo' }, [...always, ...steps, ...lora, 'beta']],
  ] as const satisfies readonly (readonly [string, Run, readonly string[]])[])('%s', (_, run, expected) => {
    expect(takenIn(run)).toEqual(inOrder(expected).filter((name) => !(name in run)))
  })

  it('who takes it is said', () => {
    expect(refusal('epochs', { method: 'probe' })).toBe(
      'epochs: is for every method but the probe, which is fitted at once',
    )
    expect(refusal('task', { objective: 'dpo' })).toBe('task: is for the objective lm, not for dpo')
    expect(refusal('bestBy', { task: 'instruct' })).toBe('bestBy: is for the task process, not for instruct')
  })

  it('a probe keeps a part aside whatever is asked: no part is refused too', () => {
    expect(refusal('evaluationPart', { method: 'probe' }, 0)).toContain('but the probe')
    expect(refusal('warmup', { method: 'probe' }, 0)).toBeUndefined()
  })

  it('labelled steps may be named where they are read anyway', () => {
    expect(refusal('task', { method: 'probe' }, 'process')).toBeUndefined()
    expect(refusal('task', { objective: 'head' }, 'process')).toBeUndefined()
    expect(refusal('task', { objective: 'dpo' }, 'process')).toBe('task: is for the objective lm, not for dpo')
  })
})

describe('evaluations', () => {
  it.each([
    [{ patience: 2 }, 'patience: stopping early needs evaluateEvery'],
    [{ bestBy: 'auc', task: 'process' }, 'bestBy: choosing the best state needs evaluateEvery'],
    [{ evaluateEvery: 5, evaluationPart: 0 }, 'evaluateEvery: needs records to evaluate on'],
    [{ evaluationData: 'x', evaluationPart: 0.2 }, 'evaluationPart: evaluationData has the records to evaluate on'],
  ] as const)('%o', (more, said) => {
    expect(() => parseTrainOptions({ data: 'd', base: 'b', output: 'o', ...more })).toThrow(said)
  })
})

it('a 4-bit base is what its file makes of it, and an adapter to go on from has its own rank', () => {
  const about = { config: tinyNetwork().config, format: 'nf4' as const }
  expect(usualOf({ method: 'qlora' }, about)).toMatchObject({ baseFormat: 'nf4', rank: 8 })
  const further = usualOf({ method: 'qlora', adapter: 'dir', baseFormat: 'q4_0' }, about)
  expect(Object.keys(further)).toEqual(expect.not.arrayContaining(['rank', 'targetModules', 'baseFormat']))
})
