import { z } from 'zod'
import { trainOptionsSchema } from '../../verifier/train/options.js'
import { train } from '../../verifier/train/train.js'
import * as command from './command.js'
import type { Progress } from './progress.js'

export const trainCommand = command.defineCommand({
  name: 'train',
  summary:
    'Train a verifier (LoRA, QLoRA, low-rank or full) on rationales, labelled chains, instructions or plain text.',
  options: z.object({ ...trainOptionsSchema.shape, json: command.jsonOption }),
  async run({ json, ...options }, terminal) {
    let progress: Progress | undefined
    const result = await train({
      ...options,
      signal: terminal.signal,
      onEvent(event) {
        if (event.type === 'start') {
          terminal.say(
            `${event.examples} examples, ${event.steps} steps; ${event.trainedParameters} of ${event.parameters} parameters are trained on ${event.backend} (${event.device})`,
          )
          if (event.resumedFrom > 0) terminal.say(`going on from step ${event.resumedFrom}`)
          progress = terminal.progress('training', event.steps)
          progress.advance(event.resumedFrom)
        } else if (event.type === 'step') {
          progress?.advance(1, { loss: event.loss.toFixed(4), 'tokens/s': Math.round(event.tokensPerSecond) })
        } else if (event.type === 'evaluation') {
          terminal.say(
            `step ${event.step}: evaluation loss ${event.loss.toFixed(4)}, perplexity ${event.perplexity.toFixed(2)}`,
          )
        } else if (event.type === 'set-aside') {
          terminal.say(`line ${event.line}: set aside: ${event.reason}`)
        }
      },
    }).finally(() => progress?.stop())
    if (!json) {
      const { output, loss, evaluation, steps, seconds, stopped } = result
      const judged =
        evaluation === undefined ? '' : `, evaluation loss ${evaluation.loss.toFixed(4)} at step ${evaluation.step}`
      terminal.out.write(
        `${output}: ${steps} steps in ${seconds.toFixed(0)} s (${stopped}), loss ${loss.toFixed(4)}${judged}\n`,
      )
    }
    return { exit: result.setAside > 0 ? command.EXIT.partly : command.EXIT.done, json: result }
  },
})
