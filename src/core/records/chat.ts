import * as z from 'zod'
import { defined } from '../absence.js'
import { checkArguments, refuseUnknownOptions } from '../arguments.js'
import { RationaleError } from '../errors.js'
import { asCompletion } from './served.js'
import { joinParts } from './text-parts.js'
import type { Candidate, CandidateSet, Chain } from './types.js'

/*
 * What model servers and their SDKs return, as chains: chat messages, OpenAI chat completions and responses, Anthropic messages, Gemini's content, other
 * servers' forms (served.ts), and lines of their batches. Thoughts that a server hands out beside the answer are not part of the solution and are left out.
 */

/** Parts of a message; kinds that hold no text (images, tool calls) are passed over. */
const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() })
const contentSchema = z.union([z.string(), z.array(z.union([z.string(), partSchema])), z.null()]).optional()
export const messageSchema = z.looseObject({ role: z.string(), content: contentSchema })
export const chatSchema = z.looseObject({ messages: z.array(messageSchema).min(1) })
export type Message = z.infer<typeof messageSchema>

/** OpenAI chat completions, and what speaks their form. */
const completionSchema = z.looseObject({
  id: z.string().optional(),
  choices: z
    .array(z.looseObject({ message: z.looseObject({ content: contentSchema }), finish_reason: z.unknown().optional() }))
    .min(1),
})
/** OpenAI responses: the output is a list of items, of which those of the type `message` were said. */
const responsesSchema = z.looseObject({
  id: z.string().optional(),
  status: z.unknown().optional(),
  output: z.array(z.looseObject({ type: z.string(), content: contentSchema })).min(1),
})
/** Anthropic messages. */
const anthropicSchema = z.looseObject({
  id: z.string().optional(),
  role: z.literal('assistant'),
  content: z.union([z.string(), z.array(partSchema)]),
  stop_reason: z.unknown().optional(),
})

/**
 * Gemini's generateContent; a part that is a thought was not said. Its Python SDK writes the same fields in its own spelling. A candidate that was blocked,
 * or cut off in its thoughts, has no content or none with parts.
 */
const geminiSchema = z.looseObject({
  responseId: z.string().nullish(),
  response_id: z.string().nullish(),
  candidates: z
    .array(
      z
        .looseObject({
          content: z
            .looseObject({
              parts: z.array(z.looseObject({ text: z.string().nullish(), thought: z.boolean().nullish() })).nullish(),
            })
            .nullish(),
          finishReason: z.unknown().optional(),
          finish_reason: z.unknown().optional(),
        })
        // Candidate solutions are a list of that name too.
        .refine(({ content, finishReason, finish_reason }) => (content ?? finishReason ?? finish_reason) != null),
    )
    .min(1),
})
/** What a line of OpenAI's batches holds as `response`: {status_code, body}. */
const batchedSchema = z.looseObject({ body: z.looseObject({}) })

/** What the response answers; it does not say so itself. */
export interface Asked {
  question: string
  id?: string
  context?: string
  options?: string[]
}

/** @throws RationaleError `configuration` where it asks no question, or holds what is not known. */
export function checkAsked(name: string, asked: Asked): void {
  checkArguments(name, { asked: [asked, 'question'] })
  refuseUnknownOptions(`${name}: asked`, asked, { question: true, id: true, context: true, options: true })
}

/**
 * A chat as a chain: the last assistant message is the solution, the user message before it the question, and what was said before that its context.
 *
 * @throws RationaleError `input` where there is no assistant message with text after a user message.
 */
export function fromChat(messages: readonly Message[], options: { id?: string } = {}): Chain {
  checkArguments('fromChat', { messages: [messages, 'list of objects'], options: [options, 'options'] })
  refuseUnknownOptions('fromChat', options, { id: true })
  const { id = 'chat' } = options
  const last = messages.findLastIndex(({ role, content }) => role === 'assistant' && textOf(content) !== '')
  const asked = askedIn(messages.slice(0, Math.max(0, last)))
  if (asked === undefined) {
    throw new RationaleError('input', 'this chat holds no solution', {
      expected: 'a user message with text, and an assistant message with text after it',
      found: messages.map(({ role }) => role).join(', ') || 'no messages',
    })
  }
  return { id, ...asked, text: textOf(messages[last]?.content) }
}

/** What a conversation asks: the last user message with text, and what was said before it as the context. Undefined where nobody asks. */
export function askedIn(
  messages: readonly { role: string; content?: Message['content'] }[],
): { question: string; context?: string } | undefined {
  const asked = messages.findLastIndex(({ role, content }) => role === 'user' && textOf(content) !== '')
  if (asked === -1) return undefined
  const before = messages.slice(0, asked).map(({ content }) => textOf(content))
  const context = before.filter((text) => text !== '').join('\n\n')
  return { question: textOf(messages[asked]?.content), ...defined({ context: context === '' ? undefined : context }) }
}

/**
 * A response of a model as a chain.
 *
 * @throws RationaleError `input` where its form is none of those above, it holds no text (a refusal, tool calls alone), or several choices
 * (`candidatesFrom` takes all).
 */
export function fromResponse(response: unknown, asked: Asked): Chain {
  checkAsked('fromResponse', asked)
  const { text, id } = onlyChoice(
    response,
    'candidatesFrom(response, asked) takes all of them, and verifier.rerank chooses',
  )
  return { ...asked, id: asked.id ?? id ?? 'response', text }
}

/**
 * One choice is verified: nobody is told of a verdict on one of several that it is of the first alone.
 *
 * @param remedy what takes several.
 */
export function onlyChoice(response: unknown, remedy: string): { text: string; id: string | undefined } {
  const { id, texts } = readResponse(response)
  const [text, ...more] = texts.filter((each) => each !== '')
  if (text === undefined) throw noText()
  if (more.length === 0) return { text, id }
  throw new RationaleError('input', 'this response holds several solutions', {
    expected: 'one choice with text',
    found: `${1 + more.length} choices`,
    remedy,
  })
}

/**
 * The answers in a text that is the body of a response, alone or in a record that holds it: one of each choice. Undefined where the text is anything else.
 * Somebody hands over what `curl` wrote, and does not mean its braces.
 *
 * @throws RationaleError `input` where it holds no text.
 */
export function answersInBody(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof body !== 'object' || body === null) return undefined
  const response = isResponse(body) ? body : responseIn({ ...body })
  if (!isResponse(response)) return undefined
  const texts = readResponse(response).texts.filter((each) => each !== '')
  if (texts.length === 0) throw noText()
  return texts
}

/** All choices of one response, or several responses to one question, as candidates. */
export function candidatesFrom(response: unknown, asked: Asked): CandidateSet {
  checkAsked('candidatesFrom', asked)
  const read = (Array.isArray(response) ? response : [response]).map(readResponse)
  const candidates: Candidate[] = read.flatMap(({ texts }) =>
    texts.filter((text) => text !== '').map((text) => ({ text })),
  )
  if (candidates.length === 0) throw noText()
  return { ...asked, id: asked.id ?? read[0]?.id ?? 'response', candidates }
}

/** What a server sent, whole or as a line of its batches holds it. */
export const isResponse = (value: unknown): boolean => readKnown(bodyOf(value)) !== undefined

const bodyOf = (given: unknown) => batchedSchema.safeParse(given).data?.body ?? given

interface Said {
  id: string | undefined
  texts: string[]
}

function readResponse(given: unknown): Said {
  const response = bodyOf(given)
  const read = readKnown(response)
  if (read !== undefined) return read
  throw new RationaleError('input', 'this is no response of a known form', {
    expected:
      'an OpenAI completion (choices), an OpenAI response (output), an Anthropic message (role, content), what Gemini generated (candidates), or what Ollama, Cohere or Bedrock sent',
    found:
      typeof response === 'object' && response !== null
        ? `fields ${Object.keys(response).join(', ')}`
        : typeof response,
    remedy: 'give the parsed JSON body, or make a chain {id, question, text} yourself',
  })
}

function readKnown(response: unknown): Said | undefined {
  const completion = completionSchema.safeParse(asCompletion(response)).data
  if (completion) {
    const texts = completion.choices.map(({ message, finish_reason }) =>
      whole(textOf(message.content), isCutOff(finish_reason)),
    )
    return { id: completion.id, texts }
  }
  const responses = responsesSchema.safeParse(response).data
  if (responses) {
    const said = responses.output.filter(({ type }) => type === 'message').map(({ content }) => textOf(content))
    const text = said.filter((each) => each !== '').join('\n')
    return { id: responses.id, texts: [whole(text, responses.status === 'incomplete')] }
  }
  const message = anthropicSchema.safeParse(response).data
  if (message) return { id: message.id, texts: [whole(textOf(message.content), isCutOff(message.stop_reason))] }
  const gemini = geminiSchema.safeParse(response).data
  if (gemini) {
    const texts = gemini.candidates.map(({ content, finishReason, finish_reason }) => {
      const parts = (content?.parts ?? []).map(({ text, thought }) => ({
        type: text == null || thought === true ? 'other' : 'text',
        text,
      }))
      return whole(joinParts(parts).trim(), isCutOff(finishReason ?? finish_reason))
    })
    return { id: gemini.responseId ?? gemini.response_id ?? undefined, texts }
  }
  return undefined
}

const noText = () =>
  new RationaleError('input', 'this response holds no text to verify', {
    expected: 'an assistant text',
    found: 'a refusal, tool calls, or thoughts alone',
  })

/**
 * The response that a record holds beside its question: in `response`, Anthropic's batches in `result`, or the record itself is what Gemini generated.
 * Undefined where it holds none.
 */
export function responseIn(record: Readonly<Record<string, unknown>>): object | undefined {
  const { response, result } = record
  if (typeof response === 'object' && response !== null) return response
  if (typeof result === 'object' && result !== null && 'message' in result && typeof result.message === 'object')
    return result.message ?? undefined
  return geminiSchema.safeParse(record).success ? record : undefined
}

/** The fields that hold it, and what of a batch's line is no field of a chain. */
export const responseFields = ['response', 'result', 'candidates']

/**
 * Whether an answer ended because it was as long as it may be, in the words of any server: OpenAI's, Mistral's, Anthropic's, Gemini's and of what its older SDK
 * for Python writes.
 */
export const isCutOff = (reason: unknown): boolean =>
  typeof reason === 'string'
    ? /^(?:length|model_length|max_(?:output_)?tokens|model_context_window_exceeded|(?:FinishReason\.)?MAX_TOKENS)$/.test(
        reason,
      )
    : reason === 2

/**
 * What can be judged of an answer: where it was cut off at its longest, its last word or number is a part of one ("12 * 12 = 14" of 144) and is left out.
 */
export function whole(text: string, isCut: boolean): string {
  const rest = isCut ? text.replace(/[\p{L}\p{N}.,]+$/u, '') : text
  return rest.trim() === '' ? text : rest
}

/** Kinds of parts that were said; `thinking`, `reasoning_text` and the rest were not. */
const saidKinds = ['text', 'output_text', 'input_text']

/** The text of a message's content; parts that were not said are passed over. */
export function textOf(content: z.infer<typeof contentSchema>): string {
  if (content === undefined || content === null) return ''
  if (typeof content === 'string') return content.trim()
  return joinParts(
    content.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
    saidKinds,
  ).trim()
}
