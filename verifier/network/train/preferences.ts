import { at } from '../../../src/core/absence.js'
import type { Batch, Sequence } from '../model/batch.js'
import type { Trainer } from '../model/trainer.js'
import { packRows, type RowOptions } from './batches.js'
import type { Evaluation } from './events.js'
import type { Against, Example } from './example.js'

/*
 * Pairs of texts, one preferred over the other (`--objective dpo`). The reference is the model as the run begins: it scores every pair once, before the first step.
 */

const againstOf = ({ against }: Example): Against => {
  if (against === undefined) throw new RangeError('an example without another text is no pair')
  return against
}

/** Preferred and other texts, one after the other; the weights of the pairs sum to 1 over the whole step. */
export function packPairStep(batches: readonly (readonly Example[])[], rows?: RowOptions): Batch[] {
  const total = batches.flat().reduce((sum, example) => sum + againstOf(example).weight, 0)
  return batches.map((examples) => packPairs(examples, total, rows))
}

function packPairs(examples: readonly Example[], totalWeight: number, rows?: RowOptions): Batch {
  const texts = examples.flatMap((example) => [example, againstOf(example)])
  const sequences = texts.map(({ ids, targets }): Sequence => {
    const weights = new Array<number>(ids.length).fill(0)
    for (const target of targets) weights[target] = 1
    return { tokens: ids, weights }
  })
  const batch = packRows(sequences, rows)
  return {
    ...batch,
    preference: {
      pairs: batch.sources.map((source) => source >> 1),
      signs: Float32Array.from(batch.sources, (source) => (source % 2 === 0 ? 1 : -1)),
      reference: Float32Array.from(examples, (example) => againstOf(example).reference ?? 0),
      weights: Float32Array.from(examples, (example) => againstOf(example).weight / totalWeight),
    },
  }
}

/** sum log p(preferred) - sum log p(other) of each pair, by what is being trained as it is now. */
async function margins(trainer: Trainer, examples: readonly Example[]): Promise<number[]> {
  const batch = packPairs(examples, 1)
  const logs = await trainer.logProbabilities(batch)
  const sums = examples.map(() => 0)
  for (const [i, log] of logs.entries()) {
    const source = at(batch.sources, i)
    sums[source >> 1] = at(sums, source >> 1) + (source % 2 === 0 ? log : -log)
  }
  return sums
}

/** Has the model as it is now say what the reference says. */
export async function scoreReference(trainer: Trainer, examples: readonly Example[], batchSize: number): Promise<void> {
  for (let start = 0; start < examples.length; start += batchSize) {
    const some = examples.slice(start, start + batchSize)
    const found = await margins(trainer, some)
    for (const [i, example] of some.entries()) againstOf(example).reference = at(found, i)
  }
}

/** The loss, and how often what is preferred gained on the other text. */
export async function evaluatePairs(
  trainer: Trainer,
  examples: readonly Example[],
  { batchSize, beta }: { batchSize: number; beta: number },
): Promise<Evaluation> {
  let [loss, weights, right, tokens] = [0, 0, 0, 0]
  for (let start = 0; start < examples.length; start += batchSize) {
    const some = examples.slice(start, start + batchSize)
    for (const [i, margin] of (await margins(trainer, some)).entries()) {
      const example = at(some, i)
      const { reference = 0, weight, targets } = againstOf(example)
      const gained = beta * (margin - reference)
      loss += weight * Math.log1p(Math.exp(-Math.abs(gained))) + weight * Math.max(0, -gained)
      weights += weight
      right += gained > 0 ? 1 : 0
      tokens += targets.length + example.targets.length
    }
  }
  return { loss: loss / weights, tokens, preferred: right / examples.length }
}
