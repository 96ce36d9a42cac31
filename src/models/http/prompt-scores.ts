import * as z from 'zod'
import type { ScoredContinuation, ScoredToken, ScorePair } from '../types.js'
import { isPart, type PlacedToken, placeTokens } from './place-tokens.js'

/** A prompt's tokens as a server returned them; the first has no log-probability. */
export interface PromptScores {
  prompt: string
  tokens: (PlacedToken & { logProbability: number | null })[]
}

/** How a server can be asked for the log-probabilities of a prompt's own tokens. */
export interface ScoringMethod {
  name: string
  body(prompt: string): Record<string, unknown>
  /** The prompt's tokens, or a sentence that says what is wrong with the answer. */
  read(answer: unknown, prompt: string): PromptScores | string
}

const logProbability = z.number().nullable()

const echoAnswer = z.object({
  choices: z
    .array(
      z.object({
        text: z.string().optional(),
        logprobs: z
          .object({
            tokens: z.array(z.string()),
            token_logprobs: z.array(logProbability),
            text_offset: z.array(z.number()).nullish(),
          })
          .nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number().int().nullish() }).nullish(),
})

/** OpenAI's legacy completions with `echo`: vLLM, SGLang, TGI and others. */
const echo: ScoringMethod = {
  name: 'echo',
  // One generated token is asked for, because some servers refuse none; it is cut off again.
  body: (prompt) => ({ prompt, echo: true, logprobs: 1, max_tokens: 1, temperature: 0 }),
  read(answer, prompt) {
    const parsed = echoAnswer.safeParse(answer)
    if (!parsed.success) return 'the answer has no list of choices with log-probabilities'
    const { text, logprobs } = parsed.data.choices[0] as z.infer<typeof echoAnswer>['choices'][number]
    if (!logprobs) return 'the answer carries no log-probabilities'
    if (text !== undefined && !text.startsWith(prompt))
      return 'the prompt is not echoed: only generated tokens are scored'
    const count = parsed.data.usage?.prompt_tokens ?? undefined
    if (count === undefined && isPart(logprobs.tokens.at(-1) ?? ''))
      return 'the answer does not say where the prompt ends and the generated part of a character begins'
    const placed = placeTokens(
      prompt,
      logprobs.tokens.slice(0, count),
      logprobs.text_offset?.slice(0, count) ?? undefined,
    )
    return placed
      ? withValues(prompt, placed, logprobs.token_logprobs)
      : 'the echoed tokens do not add up to the prompt'
  },
}

const promptLogprobsAnswer = z.object({
  choices: z
    .array(
      z.object({
        prompt_logprobs: z
          .array(
            z.record(z.string(), z.object({ logprob: z.number(), decoded_token: z.string().nullish() })).nullable(),
          )
          .nullish(),
      }),
    )
    .min(1),
})

/** vLLM's own field: for each prompt token a table of alternatives, of which 0 asks for the token itself alone. */
const promptLogprobs: ScoringMethod = {
  name: 'prompt_logprobs',
  body: (prompt) => ({ prompt, prompt_logprobs: 0, max_tokens: 1, temperature: 0 }),
  read(answer, prompt) {
    const parsed = promptLogprobsAnswer.safeParse(answer)
    const list = parsed.success ? parsed.data.choices[0]?.prompt_logprobs : undefined
    if (!list) return 'the answer carries no prompt_logprobs'
    const own = list.map((alternatives) => Object.values(alternatives ?? {}))
    if (own.some(({ length }) => length > 1)) return 'the answer names several alternatives for a prompt token'
    const texts = own.map(([token]) => token?.decoded_token ?? '')
    const placed = placeTokens(prompt, texts, undefined)
    const values = own.map(([token]) => token?.logprob ?? null)
    return placed ? withValues(prompt, placed, values) : 'the scored tokens do not add up to the prompt'
  },
}

export const scoringMethods: readonly ScoringMethod[] = [echo, promptLogprobs]

function withValues(prompt: string, placed: PlacedToken[], values: readonly (number | null)[]): PromptScores {
  return { prompt, tokens: placed.map((token, i) => ({ ...token, logProbability: values[i] ?? null })) }
}

/** The tokens that end inside the continuation. */
export function continuationTokens({ prompt, tokens }: PromptScores, { context }: ScorePair): ScoredContinuation {
  const scored: ScoredToken[] = []
  for (const { start, end, logProbability } of tokens) {
    if (end <= context.length) continue
    const text = prompt.slice(start, end)
    if (start < context.length && scored.at(-1)?.offset === start - context.length)
      return { tokens: [], reason: `the parts of ${JSON.stringify(text)} cannot be told apart at the boundary` }
    if (logProbability === null)
      return { tokens: [], reason: 'a server gives no probability to the first token: a context is needed' }
    if (!Number.isFinite(logProbability))
      return { tokens: [], reason: `the log-probability of ${JSON.stringify(text)} is not finite` }
    scored.push({ text, offset: start - context.length, logProbability })
  }
  return { tokens: scored }
}
