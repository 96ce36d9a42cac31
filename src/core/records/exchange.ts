import * as z from 'zod'
import { type Message, messageSchema, onlyChoice, responseIn, textOf } from './chat.js'
import { geminiMessages } from './chat-exports.js'

/*
 * What was sent to a model and what came back, in two fields of one record, as proxies log it and data sets keep it: {request, response}, {messages, response},
 * TRL's {prompt, completion} of messages.
 */

const messagesSchema = z.array(messageSchema).min(1)

/** The fields of a record that hold what was sent. */
const sentFields = ['messages', 'contents', 'prompt', 'input']
/** The fields that hold either side, none of which is one of a chain. */
export const exchangeFields = ['request', ...sentFields, 'completion', 'output', 'response', 'result']

/**
 * The conversation of a record whose two sides stand apart; undefined where it has not both.
 *
 * @param severalRemedy what takes a response with several choices.
 * @throws RationaleError `input` where the response holds no text, or several.
 */
export function exchangeIn(
  record: Readonly<Record<string, unknown>>,
  severalRemedy: string,
): readonly Message[] | undefined {
  const sent = sentIn(record)
  if (sent === undefined || sent.at(-1)?.role === 'assistant') return undefined
  const said = saidIn(record, severalRemedy)
  return said === undefined ? undefined : [...sent, { role: 'assistant', content: said }]
}

/** The messages that a record sends: its own, or those of its `request`, which a batch wraps in `body`. A text in a request is one too. */
export function sentIn(record: Readonly<Record<string, unknown>>): readonly Message[] | undefined {
  const request = fieldsOf(record.request)
  const body = fieldsOf(request?.body) ?? request
  for (const name of sentFields) {
    const value = record[name] ?? body?.[name]
    const messages = geminiMessages(value) ?? messagesSchema.safeParse(value).data
    if (messages !== undefined) return messages
    if (typeof body?.[name] === 'string') return [{ role: 'user', content: body[name] }]
  }
  return undefined
}

function saidIn(record: Readonly<Record<string, unknown>>, severalRemedy: string): string | undefined {
  for (const name of ['completion', 'response', 'output']) {
    const value = record[name]
    if (typeof value === 'string') return value
    const messages = messagesSchema.safeParse(value).data
    if (messages !== undefined) return textOf(messages.findLast(({ role }) => role === 'assistant')?.content)
  }
  const response = responseIn(record)
  return response === undefined || Array.isArray(response) ? undefined : onlyChoice(response, severalRemedy).text
}

const fieldsOf = (value: unknown): Record<string, unknown> | undefined => fieldsSchema.safeParse(value).data
const fieldsSchema = z.record(z.string(), z.unknown())
