import { areaUnderCurve } from '../../src/core/statistics.js'
import type { Trainer } from '../model/trainer.js'
import type { TextTokenizer } from '../tokenizer/types.js'
import { batchesByLength, packExamples } from './batches.js'
import type { Example } from './examples.js'
import { PROCESS_MARKS } from './texts.js'

export interface Evaluation {
  /** Mean negative log-probability of a target token. */
  loss: number
  /** exp(loss) */
  perplexity: number
  tokens: number
  /** Task `process`: how well P(right) of the marks tells right steps from wrong ones; absent where all are of one kind. */
  auc?: number
}

/** Evaluates what is being trained, dropout off. `marks`: the tokens of right and wrong where steps are judged. */
export async function evaluate(
  trainer: Trainer,
  examples: readonly Example[],
  batchSize: number,
  marks?: { right: number; wrong: number },
): Promise<Evaluation> {
  let sum = 0
  let tokens = 0
  const margins: number[] = []
  const isRight: boolean[] = []
  for (const group of batchesByLength(examples, batchSize)) {
    const batch = packExamples(group)
    const logs = await trainer.logProbabilities(batch)
    tokens += logs.length
    sum += logs.reduce((total, log) => total - log, 0)
    if (!marks) continue
    // log P(right) - log P(wrong): what was expected is known already, the other mark is asked for.
    const others = batch.expected.map((token) => (token === marks.right ? marks.wrong : marks.right))
    const otherLogs = await trainer.logProbabilities({ ...batch, expected: others })
    for (const [i, token] of batch.expected.entries()) {
      const margin = (logs[i] as number) - (otherLogs[i] as number)
      margins.push(token === marks.right ? margin : -margin)
      isRight.push(token === marks.right)
    }
  }
  const loss = sum / tokens
  const auc = areaUnderCurve(margins, isRight)
  return { loss, perplexity: Math.exp(loss), tokens, ...(Number.isNaN(auc) ? {} : { auc }) }
}

/** The mark tokens, undefined where this tokenizer makes no single token of each: then only the loss is reported. */
export function markTokens(tokenizer: TextTokenizer): { right: number; wrong: number } | undefined {
  const [right, ...moreRight] = tokenizer.encode(PROCESS_MARKS.right, { addSpecial: false })
  const [wrong, ...moreWrong] = tokenizer.encode(PROCESS_MARKS.wrong, { addSpecial: false })
  if (right === undefined || wrong === undefined || moreRight.length > 0 || moreWrong.length > 0) return undefined
  return { right, wrong }
}
