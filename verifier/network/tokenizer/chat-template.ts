import { messageOf, RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { TimeLimit } from '../weights/time-limit.js'

/** The longest published templates have about 20,000 characters. */
const LONGEST_TEMPLATE = 200_000
const TIME_LIMIT_MS = 1000
const LONGEST_RANGE = 10_000

export type RenderChat = TextTokenizer['renderChat']

/**
 * A model's chat template (Jinja, interpreted in JavaScript, nothing evaluated).
 *
 * @throws RationaleError `model-file` where the template is malformed, raises, or takes too long.
 */
export async function chatRenderer(
  template: string | undefined,
  tokens: { bos: string | undefined; eos: string | undefined },
  withinTime: TimeLimit,
): Promise<RenderChat> {
  if (template === undefined) {
    return (messages, { complete = false } = {}) =>
      messages.map(({ role, content }) => `${role}: ${content}\n`).join('') + (complete ? '' : 'assistant:')
  }
  const fail = (error: unknown): never => {
    throw new RationaleError('model-file', 'the chat template of this model cannot be rendered', {
      found: messageOf(error).slice(0, 500),
      remedy: 'pass a plain prompt instead of messages',
      cause: error,
    })
  }
  if (template.length > LONGEST_TEMPLATE) return fail(`template of ${template.length} characters`)
  const { Environment, Interpreter, parse, tokenize } = await import('@huggingface/jinja')
  let program: ReturnType<typeof parse> | undefined
  return (messages, { complete = false } = {}) => {
    try {
      return withinTime(TIME_LIMIT_MS, () => {
        program ??= parse(tokenize(template, { lstrip_blocks: true, trim_blocks: true }))
        // The library's own set of globals, but for a range with an end and no clock: the same messages give the same prompt every day.
        const environment = new Environment()
        const globals = {
          ...{ true: true, false: false, none: null, True: true, False: false, None: null },
          raise_exception: (message: unknown) => {
            throw new Error(String(message))
          },
          range: boundedRange,
          messages: messages.map(({ role, content }) => ({ role, content })),
          add_generation_prompt: !complete,
          bos_token: tokens.bos ?? '',
          eos_token: tokens.eos ?? '',
        }
        for (const [name, value] of Object.entries(globals)) environment.set(name, value)
        return String(new Interpreter(environment).run(program).value)
      })
    } catch (error) {
      return fail(error)
    }
  }
}

/** Jinja's range; the library's own would fill memory with a billion numbers before the time is up. */
function boundedRange(first: number, second?: number, step = 1): number[] {
  const [from, to] = second === undefined ? [0, first] : [first, second]
  const length = Math.max(0, Math.ceil((to - from) / step))
  if (!(length <= LONGEST_RANGE)) throw new RangeError(`range of ${length}`)
  return Array.from({ length }, (_, i) => from + i * step)
}
