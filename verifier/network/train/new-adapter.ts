import { RationaleError } from '../../../src/core/errors.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { type Adapter, methodName } from '../model/adapters/methods.js'
import { newBottleneck, newIa3, newLora, newPrefix, newPrompt, newPTuning } from '../model/adapters/new.js'
import { targetsFrom, usualTargets } from '../model/adapters/targets.js'
import type { Network } from '../model/parameters.js'
import { USUAL_RANK } from './effective.js'
import type { TrainSettings } from './options.js'

/** The adapter that a run begins with. @throws RationaleError `configuration`. */
export function newAdapter(network: Network, settings: TrainSettings, tokenizer: TextTokenizer): Adapter {
  const random = seededRandom(`${settings.seed} adapter`).uniform
  const { virtualTokens: length, encoderWidth: width, modulesToSave } = settings
  const usual = usualTargets(network.config, settings.method === 'ia3' ? 'ia3' : 'lora')
  const targetModules = settings.targetModules === undefined ? usual : targetsFrom(settings.targetModules)
  switch (settings.method) {
    case 'ia3':
      return newIa3(network, { targetModules, modulesToSave })
    case 'prefix':
      return newPrefix(network, { length, width }, random)
    case 'prompt':
      return newPrompt(network, { length, tokens: tokensOf(settings.promptText, tokenizer) }, random)
    case 'p-tuning':
      return newPTuning(network, { length, width }, random)
    case 'adapter':
      return newBottleneck(network, settings, random)
    default: {
      const { rank = USUAL_RANK, alpha, dropout, rsLora } = settings
      const dora = settings.method === 'dora'
      return newLora(network, { rank, alpha, dropout, targetModules, rsLora, dora, modulesToSave }, random)
    }
  }
}

function tokensOf(text: string | undefined, tokenizer: TextTokenizer): number[] | undefined {
  if (text === undefined) return undefined
  const tokens = tokenizer.encode(text)
  if (tokens.length > 0) return tokens
  throw new RationaleError('configuration', 'the text to begin the prompt with has no tokens')
}

/** The method that an adapter to go on from is of. @throws RationaleError `configuration` where the run is of another. */
export function checkMethod(adapter: Adapter, { method }: TrainSettings): void {
  const found = methodName(adapter)
  const asked = method === 'qlora' ? 'lora' : method
  if (found === asked) return
  throw new RationaleError('configuration', `the adapter to go on from is of the method ${found}`, {
    expected: method,
    remedy: `train with --method ${found}`,
  })
}
