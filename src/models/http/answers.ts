import * as z from 'zod'
import { defined } from '../../core/absence.js'
import { describeIssues, RationaleError } from '../../core/errors.js'
import { isCutOff } from '../../core/records/chat.js'
import { joinParts } from '../../core/records/text-parts.js'
import { redactedStart } from '../../core/secrets.js'
import { partThought } from '../thoughts.js'
import type { Completion } from '../types.js'

/*
 * What servers answer to a request for text, in the forms that they have been seen to use: content as a string or in parts, thoughts in
 * the content, in a part, or in a field beside it.
 */

export interface Answer {
  completions: Completion[]
  /** As the server counted them, where it did. */
  promptTokens: number
  generatedTokens: number
}

const usage = z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish()
const finish = { finish_reason: z.string().nullish() }

const textPart = z.looseObject({ type: z.string(), text: z.string().nullish() })
const part = textPart.extend({ thinking: z.union([z.string(), z.array(textPart)]).nullish() })
const message = z.object({
  content: z.union([z.string(), z.array(part)]).nullish(),
  refusal: z.string().nullish(),
  /** DeepSeek, vLLM, llama-server … */
  reasoning_content: z.string().nullish(),
  /** … OpenRouter, newer vLLM … */
  reasoning: z.string().nullish(),
  /** … Ollama. */
  thinking: z.string().nullish(),
})

const textAnswer = z.object({ choices: z.array(z.object({ ...finish, text: z.string() })).min(1), usage })
const likely = z.object({ token: z.string(), logprob: z.number() })
const logprobs = z.object({
  content: z.array(likely.extend({ top_logprobs: z.array(likely).nullish() })).nullish(),
})
const choice = z.object({ ...finish, message, logprobs: logprobs.nullish().catch(undefined) })
const chatAnswer = z.object({ choices: z.array(choice).min(1), usage })

/** An answer of `/completions`. @throws RationaleError `model` where it is none. */
export function readText(answer: unknown, stop: readonly string[], id: string): Answer {
  const { choices, usage } = parse(textAnswer, answer, id)
  return {
    ...counts(usage),
    completions: choices.map(({ text, finish_reason }) => cutAtStop({ text, finish: finishOf(finish_reason) }, stop)),
  }
}

/** An answer of `/chat/completions`; a sample that the model refused says so. @throws RationaleError `model` where it is none. */
export function readChat(answer: unknown, stop: readonly string[], id: string): Answer {
  const { choices, usage } = parse(chatAnswer, answer, id)
  const completions = choices.map(({ message: said, finish_reason, logprobs: told }): Completion => {
    const { text, thought } = contentOf(said)
    const refusal = said.refusal || (finish_reason === 'content_filter' ? 'finish_reason content_filter' : '')
    const refused = text.trim() === '' && refusal !== '' ? redactedStart(refusal, 500) : undefined
    // OpenAI's models think unseen: tokens that were spent without a word were spent on that.
    const unseen = text === '' && finish_reason === 'length' ? '(not shown)' : undefined
    const tokens = told?.content?.map(({ token, top_logprobs }) => ({
      text: token,
      alternatives: (top_logprobs ?? []).map((each) => ({ text: each.token, logProbability: each.logprob })),
    }))
    return { text, ...defined({ thought: thought ?? unseen, refused, tokens }), finish: finishOf(finish_reason) }
  })
  return { ...counts(usage), completions: completions.map((completion) => cutAtStop(completion, stop)) }
}

function contentOf(said: z.infer<typeof message>): { text: string; thought?: string } {
  const beside = said.reasoning_content || said.reasoning || said.thinking || undefined
  if (!Array.isArray(said.content)) {
    const { text, thought } = partThought(said.content ?? '')
    return { text, ...defined({ thought: thought ?? beside }) }
  }
  const thoughts = said.content.map(({ type, thinking }) => ({
    type,
    text: Array.isArray(thinking) ? joinParts(thinking) : thinking,
  }))
  const parted = partThought(joinParts(said.content))
  return { text: parted.text, ...defined({ thought: joinParts(thoughts, ['thinking']) || parted.thought || beside }) }
}

function parse<T extends z.ZodType>(schema: T, answer: unknown, id: string): z.output<T> {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw new RationaleError('model', `${id} answered in an unknown form`, {
    found: `${describeIssues(parsed.error, 'answer')}: ${redactedStart(asText(answer), 300)}`,
  })
}

/** JSON.parse reads deeper nesting than JSON.stringify writes. */
function asText(answer: unknown): string {
  try {
    return JSON.stringify(answer) ?? 'nothing'
  } catch {
    return 'JSON nested too deep to be shown'
  }
}

const counts = (used: z.infer<typeof usage>) => ({
  promptTokens: used?.prompt_tokens ?? 0,
  generatedTokens: used?.completion_tokens ?? 0,
})

const finishOf = (reason: string | null | undefined): Completion['finish'] => (isCutOff(reason) ? 'length' : 'stop')

/** Servers cut at stop strings themselves; those that do not are corrected here. */
function cutAtStop(completion: Completion, stop: readonly string[]): Completion {
  const ends = stop.map((each) => completion.text.indexOf(each)).filter((end) => end !== -1)
  if (ends.length === 0) return completion
  return { ...completion, text: completion.text.slice(0, Math.min(...ends)), finish: 'stop' }
}
