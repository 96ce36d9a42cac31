import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { FAMILIES, languageClass, type ModelType } from './families.js'
import type { TensorInfo } from './types.js'

/*
 * What stands on top of a decoder: a vocabulary, or a small head that answers with a few numbers a token (a classifier, a reward).
 */

/** One linear layer of a head, by its tensors' names. */
export interface HeadLayer {
  weight: string
  bias?: string
  shape: readonly [out: number, input: number]
}

/** Linear layers, ReLU between them, from the normed state of a token to the head's outputs. */
export interface RewardHead {
  /** Hugging Face's class, as config.json names it. */
  architecture: string
  layers: readonly HeadLayer[]
  outputs: number
}

/** Endings of Hugging Face's class names whose models carry such a head. */
const REWARD_CLASSES = [
  'ForSequenceClassification',
  'ForTokenClassification',
  'ForProcessRewardModel',
  'ForRewardModel',
  'ForPrmModel',
]
/** Where heads lie in a file: `score` (one layer), `score.0` and `score.2` (ReLU between), TRL's and Skywork's value heads. */
const HEAD_TENSOR = /^(?:score|v_head(?:\.summary)?)(?:\.(\d+))?\.(weight|bias)$/

export type Architecture = { kind: 'language' } | { kind: 'reward'; name: string }

/**
 * What config.json's `architectures` says of a model of this family.
 *
 * @throws RationaleError `unsupported` for a class that is neither a language model nor one with a head that we run.
 */
export function architectureOf(architectures: unknown, type: ModelType, file: string): Architecture {
  const { classes } = FAMILIES[type]
  const language = languageClass(FAMILIES[type])
  const [name] = Array.isArray(architectures) ? architectures : []
  if (name === undefined || name === null || name === language) return { kind: 'language' }
  if (REWARD_CLASSES.some((ending) => name === `${classes}${ending}`)) return { kind: 'reward', name }
  throw new RationaleError('unsupported', `${file}: architecture ${JSON.stringify(String(name).slice(0, 80))}`, {
    expected: `${language}, or with a head: ${REWARD_CLASSES.map((ending) => classes + ending).join(', ')}`,
    remedy:
      name === `${classes}Model`
        ? 'this is a decoder without a head (an embedding model): take the language model, or a reward model, made from it'
        : 'use a model of these classes, or gguf:, which runs other architectures',
  })
}

/**
 * The head among a file's tensors, undefined where there is none.
 *
 * @throws RationaleError `unsupported` where its layers do not follow one another.
 */
export function headOf(
  tensors: ReadonlyMap<string, TensorInfo>,
  hidden: number,
  architecture: string,
  path: string,
): RewardHead | undefined {
  const found = [...tensors.keys()].filter((name) => HEAD_TENSOR.test(name))
  if (found.length === 0) return undefined
  const layers: HeadLayer[] = []
  const order = (name: string) => Number(HEAD_TENSOR.exec(name)?.[1] ?? 0)
  for (const weight of found.filter((name) => name.endsWith('.weight')).sort((a, b) => order(a) - order(b))) {
    const bias = weight.replace(/weight$/, 'bias')
    const shape = tensors.get(weight)?.shape ?? []
    const input = layers.at(-1)?.shape[0] ?? hidden
    const biasFits = !tensors.has(bias) || tensors.get(bias)?.shape.join() === `${shape[0]}`
    if (shape.length !== 2 || shape[1] !== input || !biasFits) {
      throw new RationaleError('unsupported', `${path}: the head's ${weight} does not follow what is below it`, {
        expected: `[n, ${input}]${tensors.has(bias) ? ' and a bias [n]' : ''}`,
        found: `[${shape.join(', ')}]`,
        remedy: 'heads that are run here: one linear layer, or linear layers with ReLU between them',
      })
    }
    layers.push({ weight, ...(tensors.has(bias) ? { bias } : {}), shape: [at(shape, 0), input] })
  }
  const names = layers.flatMap(({ weight, bias }) => [weight, bias])
  const stray = found.find((name) => !names.includes(name))
  if (stray !== undefined || layers.length === 0)
    throw new RationaleError('unsupported', `${path}: tensor ${JSON.stringify(stray)} belongs to no layer of a head`)
  return { architecture, layers, outputs: at(layers, layers.length - 1).shape[0] }
}
