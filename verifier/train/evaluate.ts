import type { Trainer } from '../model/trainer.js'
import { batchesByLength, packExamples } from './batches.js'
import type { Example } from './examples.js'

/** Mean negative log-probability of a target token. Perplexity is its exponential. */
export async function evaluate(
  trainer: Trainer,
  examples: readonly Example[],
  batchSize: number,
): Promise<{ loss: number; tokens: number }> {
  let sum = 0
  let tokens = 0
  for (const batch of batchesByLength(examples, batchSize)) {
    const packed = packExamples(batch)
    sum += (await trainer.evaluate(packed)) * packed.rows.length
    tokens += packed.rows.length
  }
  return { loss: sum / tokens, tokens }
}
