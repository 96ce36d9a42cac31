import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { Tensors } from '../model/adapters/adapter.js'
import { layoutSchema } from '../prm/layout.js'
import { sequenceOf } from '../prm/sequence.js'
import type { ModelConfig } from '../weights/model-config.js'
import type { Example, LabelledSteps } from './example.js'

/*
 * A head for steps (`--objective head`): two numbers, wrong and right, in place of the vocabulary, read where each step ends. What is left behind is a process
 * reward model: an adapter that brings `score`, and prm.json, which says how it is asked.
 */

/** Outputs of the head. */
export const HEAD_CLASSES = { wrong: 0, right: 1 } as const

/** TRL's way, with a line between question and steps. */
export const HEAD_LAYOUT = layoutSchema.parse({
  turns: 'text',
  questionEnd: '\n\n',
  mark: '\n',
  tokens: 'apart',
  read: { kind: 'head', at: 'mark', positive: HEAD_CLASSES.right, negative: HEAD_CLASSES.wrong, activation: 'softmax' },
})

/** At each step's end both classes are asked for, each as much as the label says; a class that it gives nothing is left out. */
export function headExample(
  { labels, ...chain }: LabelledSteps,
  tokenizer: TextTokenizer,
  maxLength: number,
): Omit<Example, 'group'> | string {
  const sequence = sequenceOf(HEAD_LAYOUT, tokenizer, chain)
  if (typeof sequence === 'string') return sequence
  const example = {
    ids: [...sequence.tokens],
    targets: [] as number[],
    expected: [] as number[],
    weights: [] as number[],
  }
  for (const [i, label] of labels.entries()) {
    const place = at(sequence.places, i)
    if (place >= maxLength) break
    for (const [token, weight] of [
      [HEAD_CLASSES.right, label],
      [HEAD_CLASSES.wrong, 1 - label],
    ] as const) {
      if (weight === 0) continue
      // A target is predicted at the place before it: what stands at a step's end is asked for one further.
      example.targets.push(place + 1)
      example.expected.push(token)
      example.weights.push(weight)
    }
  }
  if (example.targets.length === 0) return `the first step ends past ${maxLength} tokens`
  if (example.ids.length <= maxLength) return example
  return { ...example, ids: example.ids.slice(0, maxLength), shortened: true }
}

/** Fresh layers: linear, or two with ReLU between them; uniform within 1 / sqrt(in), biases 0. */
export function newHead(
  { hidden_size: hidden }: ModelConfig,
  kind: 'linear' | 'two-layer',
  random: () => number,
): Tensors {
  const limit = 1 / Math.sqrt(hidden)
  const dense = (name: string, out: number): [string, { shape: number[]; data: Float32Array }][] => [
    [
      `${name}.weight`,
      { shape: [out, hidden], data: Float32Array.from({ length: out * hidden }, () => (2 * random() - 1) * limit) },
    ],
    [`${name}.bias`, { shape: [out], data: new Float32Array(out) }],
  ]
  return new Map(kind === 'linear' ? dense('score', 2) : [...dense('score.0', hidden), ...dense('score.2', 2)])
}

/**
 * Classes weigh as asked (`WRONG,RIGHT`), or the same in total (`balanced`). What does not count is left out: a batch of nothing else would have no mean.
 *
 * @throws RationaleError `input` where a class never occurs.
 */
export function weighClasses(examples: readonly Example[], asked: string): Example[] {
  const totals = [0, 0]
  for (const { expected = [], weights = [] } of examples)
    for (const [i, token] of expected.entries()) totals[token] = at(totals, token) + at(weights, i)
  const [wrong, right] = totals as [number, number]
  if (asked === 'balanced' && (wrong === 0 || right === 0))
    throw new RationaleError('input', 'classes cannot be balanced: all steps are of one kind', {
      found: `${right} right, ${wrong} wrong`,
    })
  const factors =
    asked === 'balanced' ? [(wrong + right) / (2 * wrong), (wrong + right) / (2 * right)] : asked.split(',').map(Number)
  const counting = examples.flatMap(({ expected = [], weights = [], ...example }): Example[] => {
    const kept = [...expected.keys()].filter((i) => at(factors, at(expected, i)) > 0)
    if (kept.length === 0) return []
    return [
      {
        ...example,
        targets: kept.map((i) => at(example.targets, i)),
        expected: kept.map((i) => at(expected, i)),
        weights: kept.map((i) => at(weights, i) * at(factors, at(expected, i))),
      },
    ]
  })
  if (counting.length === 0)
    throw new RationaleError('input', 'no step is of the class that counts', {
      found: `${right} right, ${wrong} wrong`,
    })
  return counting
}
