import { at, defined } from '../../../src/core/absence.js'
import { areaUnderCurve } from '../../../src/core/statistics/statistics.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { MARKS, VALUE_MARKS } from '../../judge/layout.js'
import type { Batch } from '../model/batch.js'
import type { Trainer } from '../model/trainer.js'
import { markToken } from '../tokenizer/mark-token.js'
import { batchesByLength, countOf, packExamples } from './batches.js'
import type { Evaluation } from './events.js'
import type { Example } from './example.js'

/** Two tokens that answer one question. */
interface Contrast {
  right: number
  wrong: number
}

export interface Marks {
  process: Contrast
  /** Absent where the tokenizer has no single tokens for it. */
  value?: Contrast
}

/** Outputs of at most so many tokens are labels or short answers: whether they are met whole says something. */
const SHORT_OUTPUT = 16

/**
 * Evaluates what is being trained, dropout off.
 *
 * @param marks the tokens of right and wrong, where steps are judged.
 * @param isText whether the loss is that of a text, which has a perplexity; a head's is not.
 * @param outputs whether examples are prompts with an output: short ones get an accuracy, the part whose every token is the likeliest after those before it.
 */
export async function evaluate(
  trainer: Trainer,
  examples: readonly Example[],
  batchSize: number,
  { marks, outputs = false, isText = true }: { marks?: Marks | undefined; outputs?: boolean; isText?: boolean } = {},
): Promise<Evaluation> {
  let sum = 0
  let tokens = 0
  const isShort = outputs && examples.every(({ targets }) => targets.length <= SHORT_OUTPUT)
  let met = 0
  const judged = { process: newMargins(), value: newMargins() }
  for (const group of batchesByLength(examples, batchSize)) {
    const batch = packExamples(group)
    if (isShort) met += metWhole(batch, await trainer.likeliest(batch))
    const logs = await trainer.logProbabilities(batch)
    // The batch's weights sum to 1. A soft label is two targets of one step, which together count as one.
    const counted = group.reduce((total, example) => total + countOf(example), 0)
    tokens += counted
    sum -= counted * logs.reduce((total, log, i) => total + log * at(batch.weights, i), 0)
    if (!marks) continue
    // log P(right) - log P(wrong): what was expected is known already, the other mark is asked for.
    const others = batch.expected.map((token) => otherOf(marks, token))
    const otherLogs = await trainer.logProbabilities({ ...batch, expected: others })
    for (const [i, token] of batch.expected.entries()) {
      // A step is of the kind that its label says more; one half says neither.
      if (at(batch.weights, i) * counted < MORE_THAN_HALF) continue
      const margin = (logs[i] as number) - (otherLogs[i] as number)
      for (const kind of ['process', 'value'] as const) {
        const { right, wrong } = marks[kind] ?? {}
        if (token !== right && token !== wrong) continue
        judged[kind].margins.push(token === right ? margin : -margin)
        judged[kind].isRight.push(token === right)
      }
    }
  }
  const loss = sum / tokens
  const { margins, isRight } = judged.process
  const auc = areaUnderCurve(margins, isRight)
  const valueAuc = areaUnderCurve(judged.value.margins, judged.value.isRight)
  return {
    loss,
    ...(isText ? { perplexity: Math.exp(loss) } : {}),
    tokens,
    ...(isShort ? { accuracy: met / examples.length } : {}),
    ...defined({ auc: known(auc), valueAuc: known(valueAuc), f1: marks && f1OfWrong(margins, isRight) }),
  }
}

const MORE_THAN_HALF = 0.501

/** How many examples of a batch have the likeliest token at every target. */
function metWhole({ expected, sources }: Batch, likeliest: Int32Array): number {
  const all = new Set(sources)
  const missed = new Set(sources.filter((_, i) => expected[i] !== likeliest[i]))
  return all.size - missed.size
}

/** Of wrong steps, called so below even odds; undefined where none is wrong. */
function f1OfWrong(margins: readonly number[], isRight: readonly boolean[]): number | undefined {
  const wrong = isRight.filter((right) => !right).length
  const called = margins.filter((margin) => margin < 0).length
  const hits = margins.filter((margin, i) => margin < 0 && isRight[i] === false).length
  return wrong === 0 ? undefined : (2 * hits) / (wrong + called)
}

const known = (value: number) => (Number.isNaN(value) ? undefined : value)
const newMargins = () => ({ margins: [] as number[], isRight: [] as boolean[] })

function otherOf({ process, value }: Marks, token: number): number {
  const { right, wrong } = value && (token === value.right || token === value.wrong) ? value : process
  return token === right ? wrong : right
}

/** The mark tokens, undefined where this tokenizer makes no single token of `+` and `-`: then only the loss is reported. */
export function markTokens(tokenizer: TextTokenizer): Marks | undefined {
  const contrast = ({ right, wrong }: { right: string; wrong: string }) => {
    const [yes, no] = [markToken(tokenizer, right), markToken(tokenizer, wrong)]
    return yes === undefined || no === undefined ? undefined : { right: yes, wrong: no }
  }
  const [process, value] = [contrast(MARKS), contrast(VALUE_MARKS)]
  return process && { process, ...(value && { value }) }
}
