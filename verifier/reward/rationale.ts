import { untilAborted } from '../../src/core/abort.js'
import { defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import type { LanguageModel } from '../../src/models/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { plainText, rationaleOpening } from '../judge/layout.js'
import type { Work } from './scoring.js'

/**
 * The rationale of a chain: what a reader infers from it that bears on the next step. Greedy, one line, as RATIONALYST asks at inference.
 *
 * @throws RationaleError `model` where the model wrote nothing, `unsupported` where it cannot write.
 */
export async function writeRationale(
  model: LanguageModel,
  chain: PreparedChain,
  { maxTokens = 64, signal, tally }: Work & { maxTokens?: number } = {},
): Promise<string> {
  const request = {
    prompt: rationaleOpening(plainText(chain)),
    temperature: 0,
    maxTokens,
    stop: ['\n'],
    ...defined({ signal, tally }),
  }
  const [completion] = await untilAborted(() => model.generate(request), signal)
  const text = completion?.text.trim() ?? ''
  if (text === '') throw new RationaleError('model', `${model.id} wrote no rationale`)
  return text
}
