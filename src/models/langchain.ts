import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { AIMessage, BaseMessage, UsageMetadata } from '@langchain/core/messages'
import pRetry from 'p-retry'
import * as z from 'zod'
import { untilAborted } from '../core/abort.js'
import { defined } from '../core/absence.js'
import { checkArguments } from '../core/arguments.js'
import { messageOf, RationaleError } from '../core/errors.js'
import { missingPackage, refuseVersion } from '../core/missing-package.js'
import { mayPass, Passing, statusOf } from '../core/passing.js'
import { isCutOff } from '../core/records/chat.js'
import { joinParts } from '../core/records/text-parts.js'
import { redactedStart } from '../core/secrets.js'
import { addTally } from '../core/tally.js'
import type { TransportOptions } from './http/transport.js'
import { refusal } from './refusal.js'
import { partThought, refuseNoAnswer } from './thoughts.js'
import type { Capabilities, Completion, GeneratedToken, GenerateRequest, LanguageModel } from './types.js'
import { retryAfterIn, TOTAL_TIMEOUT_MS, waitAsAsked } from './waiting.js'

interface Sampling {
  temperature: number
  topP?: number
  maxTokens?: number
  /** As OpenAI's chat models name them; others pass over what they do not know. */
  logprobs?: true
  topLogprobs?: number
}

/** The part of a chat model that is used, so that `initChatModel`'s configurable model fits too. */
type ChatModel = Pick<BaseChatModel, 'invoke'>

/** Of the options of a transport, those that a chat model of LangChain's can keep. */
export type ChatLimits = Pick<TransportOptions, 'retries' | 'attemptTimeoutMs' | 'totalTimeoutMs'>

/**
 * `langchain:PROVIDER:MODEL` through LangChain's `initChatModel`; generates, cannot score. Plain-text prompts go as one user message.
 *
 * @throws RationaleError `missing-package` naming the provider's npm package.
 */
export async function langchainModel(provider: string, model: string, limits: ChatLimits = {}): Promise<LanguageModel> {
  const { initChatModel } = await import('langchain').catch(
    missingPackage('langchain', `langchain:${provider}:${model}`),
  )
  refuseVersion('langchain', `langchain:${provider}:${model}`, typeof initChatModel === 'function')
  const open = async (sampling: Sampling): Promise<ChatModel> => {
    try {
      // LangChain retries six times by itself: retries are bounded here, in one place.
      return await initChatModel(model, { modelProvider: provider, maxRetries: 0, ...sampling })
    } catch (error) {
      throw explainOpening(error, provider, model)
    }
  }
  await open({ temperature: 0 }) // a missing package or key shows now, not in the middle of a job
  return chatModel(`langchain:${provider}:${model}`, open, [], limits)
}

/** Any LangChain chat model as a LanguageModel. Its own temperature and length limit are used: they cannot be set from outside. */
export function fromLangChain(model: BaseChatModel): LanguageModel {
  checkArguments('fromLangChain', { model: [model, 'chat model'] })
  const note = 'temperature, topP, maxTokens and seed are those of the chat model that was passed in'
  return chatModel(`langchain:${model._llmType()}`, async () => model, [note])
}

function chatModel(
  id: string,
  open: (sampling: Sampling) => Promise<ChatModel>,
  notes: string[],
  limits: ChatLimits = {},
): LanguageModel {
  const capabilities: Capabilities = {
    generate: true,
    score: false,
    notes: [
      ...notes,
      'LangChain chat models give no log-probabilities of given text: score with gguf:, own: or a vLLM server',
    ],
  }
  let tells = true
  return {
    id,
    capabilities: async () => capabilities,

    async generate(request) {
      const { temperature = 0, topP, maxTokens, n = 1, alternatives } = request
      const openFor = (isTold: boolean) =>
        open({
          temperature,
          ...defined({ topP, maxTokens }),
          ...(isTold && alternatives !== undefined && { logprobs: true, topLogprobs: alternatives }),
        })
      const samples: Completion[] = []
      const draw = async () => {
        const model = await openFor(tells)
        while (samples.length < n) samples.push(await sample(id, model, request, limits))
      }
      await draw().catch((error: unknown) => {
        // What a server refuses is remembered, and it is asked without.
        if (!tells || alternatives === undefined || !/logprobs/i.test(messageOf(error))) throw error
        tells = false
        return draw()
      })
      refuseNoAnswer(samples, request, id)
      return samples
    },

    score: async () => {
      throw new RationaleError('unsupported', `${id} cannot score`, { remedy: capabilities.notes.at(-1) as string })
    },

    async close() {},
  }
}

async function sample(
  id: string,
  model: ChatModel,
  { prompt, stop = [], signal, tally }: GenerateRequest,
  { retries = 4, attemptTimeoutMs, totalTimeoutMs = TOTAL_TIMEOUT_MS }: ChatLimits,
): Promise<Completion> {
  const asked = { host: id, address: id, key: 'the environment variable of its provider (OPENAI_API_KEY and the like)' }
  const messages = typeof prompt === 'string' ? prompt : prompt.map(({ role, content }) => ({ role, content }))
  const started = performance.now()
  const call = () => {
    const limit = attemptTimeoutMs === undefined ? undefined : AbortSignal.timeout(attemptTimeoutMs)
    const ended = limit && signal ? AbortSignal.any([limit, signal]) : (limit ?? signal)
    const callOptions = defined({ signal: ended, stop: stop.length > 0 ? [...stop] : undefined })
    // Not every provider listens to the signal.
    return untilAborted(() => model.invoke(messages, callOptions), ended).catch((error: unknown) => {
      if (limit?.aborted && !signal?.aborted) throw new Passing(`timed out after ${attemptTimeoutMs} ms`)
      const status = statusOf(error)
      if (status !== undefined) throw refusal(asked, status, redactedStart(messageOf(error), 500), retryAfterIn(error))
      throw mayPass(error) ? new Passing(messageOf(error)) : error
    })
  }
  let message: AIMessage
  try {
    message = await pRetry(call, {
      retries,
      minTimeout: 500,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof Passing,
      async onFailedAttempt({ error, retriesLeft }) {
        if (!(error instanceof Passing) || retriesLeft === 0) return
        const left = totalTimeoutMs - (performance.now() - started)
        if (left <= 0) throw error
        await waitAsAsked(error, left, signal)
      },
      ...defined({ signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw new RationaleError('aborted', `call to ${id} was aborted`, { cause: signal.reason })
    if (error instanceof RationaleError) throw error
    const code = error instanceof Passing ? 'network' : 'model'
    throw new RationaleError(code, `${id} failed`, { found: messageOf(error), cause: error })
  }
  const { response_metadata: metadata } = message
  const usage = message.usage_metadata as UsageMetadata | undefined // the generic message type says never
  if (tally) {
    const read = usage?.input_tokens ?? 0
    addTally(tally, { calls: 1, evaluated: read, unique: read, generated: usage?.output_tokens ?? 0 })
  }
  const { text, thought } = contentOf(message)
  const declined = message.additional_kwargs?.refusal
  const refused =
    text.trim() === '' && typeof declined === 'string' && declined !== '' ? redactedStart(declined, 500) : undefined
  const ends = stop.map((each) => text.indexOf(each)).filter((at) => at !== -1)
  const reason = metadata?.finish_reason ?? metadata?.stop_reason ?? metadata?.finishReason
  const cut = ends.length > 0
  return {
    text: cut ? text.slice(0, Math.min(...ends)) : text,
    ...defined({ thought, refused, tokens: tokensOf(metadata?.logprobs) }),
    finish: !cut && isCutOff(reason) ? 'length' : 'stop',
  }
}

const likelySchema = z.object({ token: z.string(), logprob: z.number() })
const logprobsSchema = z.object({
  content: z.array(likelySchema.extend({ top_logprobs: z.array(likelySchema).default([]) })),
})

/** What was written token by token, as OpenAI's chat completions tell it. */
function tokensOf(told: unknown): GeneratedToken[] | undefined {
  const { content } = logprobsSchema.safeParse(told).data ?? {}
  return content?.map(({ token, top_logprobs: likely }) => ({
    text: token,
    alternatives: likely.map((each) => ({ text: each.token, logProbability: each.logprob })),
  }))
}

/** The text of a message of LangChain's; its own `text` runs the texts of several blocks into one another. */
export const textOfMessage = ({ content }: Pick<BaseMessage, 'content'>): string =>
  typeof content === 'string'
    ? content
    : joinParts(
        content.map((block) => ({
          type: block.type,
          text: 'text' in block && typeof block.text === 'string' ? block.text : undefined,
        })),
      )

/** Thoughts stand in the text, in content blocks (`thinking`, `reasoning`) or, as with DeepSeek, in a field beside it. */
function contentOf({ content, additional_kwargs: more }: AIMessage): { text: string; thought?: string } {
  const blocks = typeof content === 'string' ? [] : content
  const fromBlocks = blocks
    .map((block) => ('thinking' in block ? block.thinking : 'reasoning' in block ? block.reasoning : undefined))
    .filter((thought) => typeof thought === 'string')
    .join('')
  const beside = typeof more?.reasoning_content === 'string' ? more.reasoning_content : undefined
  const parted = partThought(textOfMessage({ content }))
  return { text: parted.text, ...defined({ thought: parted.thought ?? (fromBlocks || beside || undefined) }) }
}

function explainOpening(error: unknown, provider: string, model: string): RationaleError {
  const found = messageOf(error)
  const missing = /Unable to import (\S+?)\.? /.exec(found)?.[1]
  if (missing !== undefined) {
    return new RationaleError('missing-package', `langchain:${provider}:${model} needs ${missing}`, {
      remedy: `npm install ${missing}`,
    })
  }
  return new RationaleError('configuration', `langchain:${provider}:${model} cannot be opened`, { found })
}
