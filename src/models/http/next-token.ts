import * as z from 'zod'
import type { ScoredContinuation, ScorePair } from '../types.js'

/*
 * What a server says of ONE generated token: the most likely ones with their log-probabilities. llama-server and others give these where they give
 * no log-probabilities of a prompt. Two marks that are one token each are told apart by them (a process reward needs no more); a longer
 * continuation cannot be scored so.
 */

/** The most likely next tokens after a text, by their text. */
export type NextTokens = ReadonlyMap<string, number>

const alternative = z.object({ token: z.string(), logprob: z.number() })
const answerSchema = z.object({
  choices: z
    .array(
      z.object({
        logprobs: z.union([
          // OpenAI's completions: a table for each generated token.
          z.object({ top_logprobs: z.array(z.record(z.string(), z.number()).nullable()).min(1) }),
          // llama-server, and OpenAI's chats: a list for each.
          z.object({ content: z.array(z.object({ top_logprobs: z.array(alternative) })).min(1) }),
        ]),
      }),
    )
    .min(1),
})

/** How many are asked for: servers allow different numbers, and refuse more. */
export const NEXT_TOKEN_COUNTS = [100, 20, 5] as const

export const nextTokenBody = (prompt: string, count: number) => ({
  prompt,
  max_tokens: 1,
  temperature: 0,
  logprobs: count,
})

/** The next tokens in an answer, or a sentence that says what is wrong with it. */
export function readNextTokens(answer: unknown): NextTokens | string {
  const parsed = answerSchema.safeParse(answer)
  const logprobs = parsed.success ? parsed.data.choices[0]?.logprobs : undefined
  if (logprobs === undefined) return 'the answer carries no most likely tokens'
  const found =
    'content' in logprobs
      ? (logprobs.content[0]?.top_logprobs.map(({ token, logprob }): [string, number] => [token, logprob]) ?? [])
      : Object.entries(logprobs.top_logprobs[0] ?? {})
  if (found.length < 2) return 'the answer names no alternatives to the generated token'
  return new Map(found)
}

/** Two runs on a server that batches differ in the last digits; 4-bit servers by a little more. */
const TOLERANCE = 0.05

/**
 * Are they what they should be? Constants, values after sampling and values of another place have been seen, each without an error.
 *
 * @returns undefined where every check holds, else what is wrong, in words.
 */
export async function probeNextTokens(
  ask: (prompt: string) => Promise<NextTokens | string>,
): Promise<string | undefined> {
  const counting = 'One two three four five six seven'
  const first = await ask(counting)
  const again = await ask(counting)
  const other = await ask('Monday Tuesday Wednesday Thursday')
  for (const answer of [first, again, other]) if (typeof answer === 'string') return answer
  const [a, b, c] = [first, again, other] as [NextTokens, NextTokens, NextTokens] // strings are gone
  const values = [...a.values()]
  if (values.some((value) => !Number.isFinite(value) || value > 1e-3)) return 'a log-probability is not one'
  const mass = values.reduce((sum, value) => sum + Math.exp(value), 0)
  if (mass > 1.01) return `the probabilities of ${values.length} tokens add up to ${mass.toFixed(2)}`
  const likeliest = [...a].reduce((best, each) => (each[1] > best[1] ? each : best))
  if (likeliest[0].trim().toLowerCase() !== 'eight')
    return `after "… six seven" it expects ${JSON.stringify(likeliest[0])}`
  for (const [token, value] of a) {
    const twice = b.get(token)
    if (twice !== undefined && Math.abs(twice - value) > TOLERANCE)
      return 'the same prompt gets other values when it is asked again'
  }
  const elsewhere = c.get(likeliest[0])
  if (elsewhere !== undefined && elsewhere >= likeliest[1] - TOLERANCE) return 'every prompt gets the same values'
  return undefined
}

/** Each context is asked once; a continuation counts where it is one of the tokens that come next. */
export async function scoreByNextToken(
  pairs: readonly ScorePair[],
  ask: (context: string) => Promise<NextTokens | string>,
): Promise<ScoredContinuation[]> {
  const asked = new Map(pairs.map(({ context }) => [context, undefined as NextTokens | string | undefined]))
  await Promise.all([...asked.keys()].map(async (context) => asked.set(context, await ask(context))))
  return pairs.map(({ context, continuation }) => {
    if (continuation === '') return { tokens: [] }
    const found = asked.get(context)
    if (found === undefined || typeof found === 'string') return { tokens: [], reason: found ?? 'it was not asked' }
    const logProbability = found.get(continuation)
    if (logProbability !== undefined) return { tokens: [{ text: continuation, offset: 0, logProbability }] }
    const text = JSON.stringify(continuation.slice(0, 40))
    return {
      tokens: [],
      reason: `${text} is not among the ${found.size} most likely next tokens that the server tells`,
    }
  })
}
