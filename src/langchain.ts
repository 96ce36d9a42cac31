import type { BaseLanguageModelInput } from '@langchain/core/language_models/base'
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { AIMessage, BaseMessage, UsageMetadata } from '@langchain/core/messages'
import type { RunnableLambda } from '@langchain/core/runnables'
import type { DynamicStructuredTool } from '@langchain/core/tools'
import { choose } from '../verifier/judge/choose.js'
import { at, defined } from './core/absence.js'
import { checkArguments, refuseUnknownOptions } from './core/arguments.js'
import { RationaleError } from './core/errors.js'
import { missingPackage } from './core/missing-package.js'
import { askedIn, isCutOff, type Message, whole } from './core/records/chat.js'
import { describe, reasoningSchema } from './core/records/reasoning.js'
import type { ChainInput, RankingStrategy, Verdict, Verifier } from './core/records/types.js'
import { textOfMessage } from './models/langchain.js'

export { describe, type Reasoning, reasoningSchema } from './core/records/reasoning.js'
export { fromLangChain } from './models/langchain.js'

/** The verifier as a Runnable: Chain (its id may be missing) -> Verdict. `signal` of the call's configuration aborts it; `batch` and pipes work as ever. */
export async function verifierRunnable(verifier: Verifier): Promise<RunnableLambda<ChainInput, Verdict>> {
  checkArguments('verifierRunnable', { verifier: [verifier, 'verifier'] })
  const { RunnableLambda } = await import('@langchain/core/runnables').catch(
    missingPackage('@langchain/core', 'verifierRunnable'),
  )
  return RunnableLambda.from((chain: ChainInput, { signal } = {}) => verifier.verify(chain, { signal }))
}

/**
 * The verifier as a tool: an agent hands over its steps and reads where they break. The answer is text for the model; the full Verdict is the
 * message's artifact.
 */
export async function verifierTool(verifier: Verifier, name = 'check_reasoning'): Promise<DynamicStructuredTool> {
  checkArguments('verifierTool', { verifier: [verifier, 'verifier'], name: [name, 'text'] })
  const { tool } = await import('@langchain/core/tools').catch(missingPackage('@langchain/core', 'verifierTool'))
  const check = async (given: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<[string, Verdict]> => {
    const reasoning = reasoningSchema.parse(given)
    const verdict = await verifier.verify({ id: name, ...defined(reasoning) }, { signal })
    return [describe(verdict), verdict]
  }
  return tool(check, {
    name,
    description:
      'Checks a chain of reasoning step by step: arithmetic, where numbers come from, contradictions, and whether the answer follows. Tells which step is wrong first, if any.',
    schema: reasoningSchema,
    responseFormat: 'content_and_artifact',
  })
}

export interface VerifiedModelOptions {
  verifier: Verifier
  /** Answers that the model is asked for, of which the best one comes back (default 1: the one answer is verified). Its temperature must be above 0. */
  candidates?: number
  strategy?: RankingStrategy
}

/**
 * A chat model behind a verifier, as a Runnable. The verdict stands in the answer's `response_metadata.rationale.verdict`, the ranking beside it. An
 * answer without text (tool calls alone) has none. `usage_metadata` counts all candidates.
 *
 * @throws RationaleError `configuration` for several candidates of a model of temperature 0: all would be the same.
 */
export async function verifiedModel(
  model: BaseChatModel,
  options: VerifiedModelOptions,
): Promise<RunnableLambda<BaseLanguageModelInput, AIMessage>> {
  checkArguments('verifiedModel', {
    model: [model, 'chat model'],
    options: [options, 'object'],
    verifier: [options?.verifier, 'verifier'],
    candidates: [options?.candidates, 'count'],
  })
  refuseUnknownOptions('verifiedModel', options, { verifier: true, candidates: true, strategy: true })
  const { verifier, candidates = 1, strategy } = options
  if (candidates > 1 && 'temperature' in model && model.temperature === 0)
    throw new RationaleError('configuration', 'verifiedModel: at temperature 0 all candidates are the same', {
      found: `candidates: ${candidates}, and a model of temperature 0`,
      remedy: 'raise the temperature, or leave candidates out',
    })
  const missing = missingPackage('@langchain/core', 'verifiedModel')
  const { RunnableLambda } = await import('@langchain/core/runnables').catch(missing)
  const { coerceMessageLikeToMessage, mergeUsageMetadata } = await import('@langchain/core/messages').catch(missing)
  const messagesOf = (input: BaseLanguageModelInput): BaseMessage[] =>
    typeof input === 'string'
      ? [coerceMessageLikeToMessage(input)]
      : Array.isArray(input)
        ? input.map(coerceMessageLikeToMessage)
        : input.toChatMessages()

  return RunnableLambda.from(async (input: BaseLanguageModelInput, config = {}): Promise<AIMessage> => {
    const { signal } = config
    const messages = messagesOf(input)
    const answers: AIMessage[] = await Promise.all(
      Array.from({ length: candidates }, () => model.invoke(messages, config)),
    )
    const usages: UsageMetadata[] = answers.flatMap(({ usage_metadata }) => usage_metadata ?? [])
    const usage = usages.length === 0 ? {} : { usage_metadata: usages.reduce((a, b) => mergeUsageMetadata(a, b)) }
    const texts = answers.map((answer) => {
      const { finish_reason, stop_reason, finishReason } = answer.response_metadata
      return whole(textOfMessage(answer), [finish_reason, stop_reason, finishReason].some(isCutOff))
    })
    const asked = askedIn(messages.map(asMessage))
    if (asked === undefined || texts.every((text) => text.trim() === '')) return Object.assign(at(answers, 0), usage)
    const set = { id: 'answer', ...asked, candidates: texts.map((text) => ({ text })) }
    const { best, ranking, verdicts } = await choose(verifier, set, defined({ strategy, signal }))
    const answer = at(answers, best)
    answer.response_metadata = { ...answer.response_metadata, rationale: { verdict: at(verdicts, best), ranking } }
    return Object.assign(answer, usage)
  })
}

const roles: Readonly<Record<string, string>> = { human: 'user', ai: 'assistant' }

function asMessage(message: BaseMessage): Message {
  return { role: roles[message.type] ?? message.type, content: textOfMessage(message) }
}
