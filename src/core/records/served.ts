import * as z from 'zod'

/*
 * What servers return that do not speak OpenAI's chat completions, in that form: text completions (vLLM's and llama.cpp's /v1/completions), Ollama's chats and generations, Cohere's
 * chats, Bedrock's Converse.
 */

/** Bedrock's parts have no type; those without text (thoughts, tool calls) are passed over. */
const part = z.looseObject({ type: z.string().optional(), text: z.string().optional() })
const message = z.looseObject({ role: z.literal('assistant'), content: z.union([z.string(), z.array(part)]) })

const textCompletion = z
  .looseObject({
    id: z.string().optional(),
    choices: z.array(z.looseObject({ text: z.string(), finish_reason: z.unknown().optional() })).min(1),
  })
  .transform(({ id, choices }) => ({ id, said: choices.map(({ text, finish_reason }) => [text, finish_reason]) }))
const chat = z
  .looseObject({
    id: z.string().optional(),
    message,
    done_reason: z.unknown().optional(),
    finish_reason: z.unknown().optional(),
  })
  .transform(({ id, message, done_reason, finish_reason }) => ({
    id,
    said: [[contentOf(message), done_reason ?? finish_reason]],
  }))
const generation = z
  .looseObject({ response: z.string(), done: z.boolean(), done_reason: z.unknown().optional() })
  .transform(({ response, done_reason }) => ({ id: undefined, said: [[response, done_reason]] }))
const converse = z
  .looseObject({ output: z.looseObject({ message }), stopReason: z.unknown().optional() })
  .transform(({ output, stopReason }) => ({ id: undefined, said: [[contentOf(output.message), stopReason]] }))

const contentOf = ({ content }: z.infer<typeof message>) =>
  typeof content === 'string'
    ? content
    : content.flatMap(({ type = 'text', text }) => (type === 'text' && text !== undefined ? { type, text } : []))

const forms = z.union([textCompletion, chat, generation, converse])

/** A response of one of these forms as a chat completion; anything else as it is. */
export function asCompletion(response: unknown): unknown {
  const { data } = forms.safeParse(response)
  if (data === undefined) return response
  const choices = data.said.map(([content, finish_reason]) => ({ message: { content }, finish_reason }))
  return { ...(data.id === undefined ? {} : { id: data.id }), choices }
}
