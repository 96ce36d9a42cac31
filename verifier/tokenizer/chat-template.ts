import { RationaleError } from '../../src/core/errors.js'
import type { ChatMessage } from '../../src/models/types.js'
import { withinTime } from './time-limit.js'

/** The longest published templates have about 20,000 characters. */
const LONGEST_TEMPLATE = 200_000
const TIME_LIMIT_MS = 2000

export type RenderChat = (messages: readonly ChatMessage[]) => string

/**
 * A model's chat template (Jinja, interpreted in JavaScript, nothing evaluated), ending where the assistant's answer begins.
 *
 * @throws RationaleError `model-file` where the template is malformed, raises, or takes too long.
 */
export async function chatRenderer(
  template: string | undefined,
  tokens: { bos: string | undefined; eos: string | undefined },
): Promise<RenderChat> {
  if (template === undefined) {
    return (messages) => `${messages.map(({ role, content }) => `${role}: ${content}\n`).join('')}assistant:`
  }
  const fail = (error: unknown): never => {
    throw new RationaleError('model-file', 'the chat template of this model cannot be rendered', {
      found: (error instanceof Error ? error.message : String(error)).slice(0, 500),
      remedy: 'pass a plain prompt instead of messages',
      cause: error,
    })
  }
  if (template.length > LONGEST_TEMPLATE) return fail(`template of ${template.length} characters`)
  const { Template } = await import('@huggingface/jinja')
  let compiled: InstanceType<typeof Template> | undefined
  return (messages) => {
    try {
      return withinTime(TIME_LIMIT_MS, () => {
        compiled ??= new Template(template)
        return compiled.render({
          messages: messages.map(({ role, content }) => ({ role, content })),
          add_generation_prompt: true,
          bos_token: tokens.bos ?? '',
          eos_token: tokens.eos ?? '',
        })
      })
    } catch (error) {
      return fail(error)
    }
  }
}
