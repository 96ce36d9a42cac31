import * as z from 'zod'
import { defined } from '../core/absence.js'
import { textOf } from '../core/records/chat.js'
import type { ChatMessage, GenerateRequest } from '../models/types.js'
import { badRequest, refuseBody } from './failures.js'
import { strategySchema } from './schemas.js'

/** Most candidates of one request. */
const MOST_CANDIDATES = 64

const count = z.int().min(1).max(MOST_CANDIDATES)
const part = z.looseObject({ type: z.string(), text: z.string().optional() })

/** `POST /v1/chat/completions`: what is understood of it. */
export const chatRequestSchema = z.looseObject({
  model: z.string(),
  messages: z
    .array(z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(part), z.null()]).optional() }))
    .min(1),
  n: count.nullish().meta({ description: 'how many answers to give, best first (default 1)' }),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  seed: z.int().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  x_rationale: z
    .strictObject({
      candidates: count.optional().meta({ description: 'how many answers the model is asked for' }),
      strategy: strategySchema.optional(),
    })
    .nullish(),
})

/** Fields that change nothing of the answer. */
const harmless = new Set(['user', 'metadata', 'store', 'service_tier', 'safety_identifier', 'prompt_cache_key'])
/** Fields whose usual values ask for nothing. */
const usual: Readonly<Record<string, readonly unknown[]>> = {
  frequency_penalty: [0],
  presence_penalty: [0],
  logprobs: [false],
  top_logprobs: [0],
  logit_bias: [{}],
  tools: [[]],
  tool_choice: ['none', 'auto'],
  parallel_tool_calls: [true, false],
  response_format: [{ type: 'text' }],
  modalities: [['text']],
}

export interface ChatRequest {
  model: string
  messages: ChatMessage[]
  /** How many answers go back, and how many are asked for. */
  answers: number
  candidates: number
  strategy: z.infer<typeof strategySchema>
  sampling: Omit<GenerateRequest, 'prompt' | 'n'>
  stream: boolean
  includeUsage: boolean
}

/** @throws Refusal 400 for what is malformed, and for everything that would be asked in vain. */
export function readChatRequest(body: unknown, usualCandidates: number): ChatRequest {
  const parsed = chatRequestSchema.safeParse(body, { reportInput: true })
  if (!parsed.success) throw refuseBody(parsed.error, 'a request as for OpenAI’s chat completions')
  const { model, messages, n, temperature, top_p, stop, seed, stream, stream_options, x_rationale, ...rest } =
    parsed.data
  const { max_tokens, max_completion_tokens, ...others } = rest
  refuseInVain(others)
  const answers = n ?? 1
  const wanted = x_rationale?.candidates ?? Math.max(usualCandidates, answers)
  if (wanted < answers)
    throw badRequest(`x_rationale.candidates is ${wanted}, fewer than the n = ${answers} answers to give`)
  if (temperature === 0 && (x_rationale?.candidates ?? 1) > answers)
    throw badRequest(
      `x_rationale.candidates is ${x_rationale?.candidates}, but at temperature 0 all candidates are the same\n  to do:    raise temperature, or leave x_rationale.candidates out`,
    )
  // At temperature 0 all candidates would be the same.
  const candidates = temperature === 0 ? answers : wanted
  return {
    model,
    messages: messages.map(readMessage),
    answers,
    candidates,
    strategy: x_rationale?.strategy ?? 'weighted',
    sampling: {
      temperature: temperature ?? (candidates > 1 ? 0.7 : 0),
      ...defined({
        topP: top_p ?? undefined,
        stop: stop === undefined || stop === null ? undefined : [stop].flat(),
        maxTokens: max_completion_tokens ?? max_tokens ?? undefined,
        seed: seed ?? undefined,
      }),
    },
    stream: stream ?? false,
    includeUsage: stream_options?.include_usage ?? false,
  }
}

function refuseInVain(others: Readonly<Record<string, unknown>>): void {
  const refused = Object.entries(others).filter(
    ([name, value]) =>
      value !== null &&
      value !== undefined &&
      !harmless.has(name) &&
      !usual[name]?.some((each) => JSON.stringify(each) === JSON.stringify(value)),
  )
  if (refused.length === 0) return
  throw badRequest(
    `this gateway does nothing with ${refused.map(([name]) => name).join(', ')}\n  to do:    leave it out, or ask the model itself`,
    'unsupported_parameter',
  )
}

const roles: Readonly<Record<string, ChatMessage['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
}

function readMessage(
  { role, content }: z.infer<typeof chatRequestSchema>['messages'][number],
  index: number,
): ChatMessage {
  const known = Object.hasOwn(roles, role) ? roles[role] : undefined
  const foreign = Array.isArray(content) ? content.find(({ type }) => type !== 'text') : undefined
  if (known === undefined || foreign !== undefined) {
    throw badRequest(
      `messages.${index}: ${known === undefined ? `the role ${JSON.stringify(role)}` : `a part of the type ${JSON.stringify(foreign?.type)}`} is not understood\n  expected: text of system, user or assistant`,
      'unsupported_parameter',
    )
  }
  return { role: known, content: textOf(content) }
}
