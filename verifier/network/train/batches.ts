import { at } from '../../../src/core/absence.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { type Batch, packBatch, type Sequence } from '../model/batch.js'
import { rowLength, shareParts } from '../model/rows.js'
import { type Example, exampleLength } from './example.js'

/**
 * A batch in parts of like length, which a step adds up: the same loss and gradient with less padding, narrower attention and less memory
 * (`shareParts`). Pairs of texts stay together.
 *
 * @param width of the network.
 */
export function inParts(examples: readonly Example[], width?: number): Example[][] {
  const lengths = examples.map(({ ids, source = ids, against }) => [
    source.length,
    ...(against ? [against.ids.length] : []),
  ])
  return shareParts(lengths, width).map((part) => part.map((i) => at(examples, i)))
}

/** How much an example counts in a loss that is a mean. */
export const countOf = ({ targets, weights }: Example): number => weights?.reduce((a, b) => a + b, 0) ?? targets.length

/**
 * Packs the batches of one step, each into rows of the length that makes least work. Their
 * weights sum to 1 over the whole step, so that the loss is the mean over all its targets however they are spread over batches.
 */
export function packStep(batches: readonly (readonly Example[])[], rows?: RowOptions): Batch[] {
  const targets = batches.map((examples) => examples.reduce((total, example) => total + countOf(example), 0))
  const all = targets.reduce((a, b) => a + b, 0)
  return batches.map((examples, i) => {
    const batch = packExamples(examples, rows)
    const part = (targets[i] as number) / all
    return { ...batch, weights: batch.weights.map((weight) => weight * part) }
  })
}

/** One batch whose loss is the mean over its targets. */
export function packExamples(examples: readonly Example[], rows?: RowOptions): Batch {
  return packRows(
    examples.map(({ ids, targets, source, expected, weights: counts }) => {
      if (expected !== undefined) {
        return {
          tokens: ids,
          weights: 0,
          asks: targets.map((at, i) => ({ at, token: expected[i] as number, weight: counts?.[i] })),
        }
      }
      const weights = new Array<number>(ids.length).fill(0)
      for (const target of targets) weights[target] = 1
      return { tokens: ids, weights, source }
    }),
    rows,
  )
}

export interface RowOptions {
  /** Of the network (`rowLength`). */
  width?: number | undefined
  /** Whether examples share rows, which changes no loss (default), or each has a row of its own, as long as the longest one needs. */
  packing?: boolean | undefined
}

/** Sequences in rows of the length that makes least work, or one a row. */
export function packRows(sequences: readonly Sequence[], { width, packing = true }: RowOptions = {}): Batch {
  const lengths = sequences.map(({ tokens, source = tokens }) => source.length)
  return packing
    ? packBatch(sequences, rowLength(lengths, width))
    : packBatch(sequences, Math.max(...lengths), { apart: true })
}

export interface Plan {
  steps: number
  stepsPerEpoch: number
  /** The examples of a step (from 0), by batch. A function of the seed and the step alone: a resumed run goes on where it was. */
  batchesOf(step: number): Example[][]
}

export interface PlanOptions {
  batchSize: number
  accumulation: number
  epochs: number
  maxSteps?: number | undefined
  seed: number
}

/** Every example once an epoch, in an order of that epoch's own; a last, smaller step takes what is left. */
export function planSteps(examples: readonly Example[], options: PlanOptions): Plan {
  const { batchSize, accumulation, epochs, maxSteps = Number.POSITIVE_INFINITY, seed } = options
  const perStep = batchSize * accumulation
  const stepsPerEpoch = Math.ceil(examples.length / perStep)
  let shuffled: { epoch: number; order: Example[] } | undefined
  return {
    steps: Math.min(Math.ceil(stepsPerEpoch * epochs), maxSteps),
    stepsPerEpoch,
    batchesOf(step) {
      const epoch = Math.floor(step / stepsPerEpoch)
      if (shuffled?.epoch !== epoch)
        shuffled = { epoch, order: seededRandom(`${seed} epoch ${epoch}`).shuffle(examples) }
      const from = (step % stepsPerEpoch) * perStep
      return inGroups(shuffled.order.slice(from, from + perStep), batchSize)
    },
  }
}

/** Those of like length together: for evaluation, where order means nothing. */
export function batchesByLength(examples: readonly Example[], batchSize: number): Example[][] {
  return inGroups(
    [...examples].sort((a, b) => exampleLength(a) - exampleLength(b)),
    batchSize,
  )
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = []
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size))
  return groups
}
