import { z } from 'zod'
import type { ScoredContinuation, ScoredToken, ScorePair } from '../types.js'

/** A prompt's tokens as a server returned them; the first has no log-probability. */
export interface PromptScores {
  tokens: { text: string; logProbability: number | null }[]
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
    const tokens = logprobs.tokens.map((token, i) => ({
      text: token,
      logProbability: logprobs.token_logprobs[i] ?? null,
    }))
    const covered = fromOffsets(prompt, tokens, logprobs.text_offset ?? undefined) ?? fromTexts(prompt, tokens)
    return covered ? { tokens: covered } : 'the echoed tokens do not add up to the prompt'
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
    const tokens = list.map((alternatives) => {
      const own = Object.values(alternatives ?? {})[0]
      return { text: own?.decoded_token ?? '', logProbability: own?.logprob ?? null }
    })
    const covered = fromTexts(prompt, tokens)
    return covered ? { tokens: covered } : 'the scored tokens do not add up to the prompt'
  },
}

export const scoringMethods: readonly ScoringMethod[] = [echo, promptLogprobs]

type Token = PromptScores['tokens'][number]

/** Token texts from `text_offset`; tokens at or past the prompt's end were generated. */
function fromOffsets(
  prompt: string,
  tokens: readonly Token[],
  offsets: readonly number[] | undefined,
): Token[] | undefined {
  if (offsets === undefined || offsets.length !== tokens.length) return undefined
  const inside = offsets.filter((offset) => offset < prompt.length)
  const isOrdered = inside.every((offset, i) => offset >= (inside[i - 1] ?? 0) && offsets[i] === offset)
  if (inside.length === 0 || !isOrdered || inside[0] !== 0) return undefined
  return inside.map((offset, i) => ({
    text: prompt.slice(offset, inside[i + 1] ?? prompt.length),
    logProbability: tokens[i]?.logProbability ?? null,
  }))
}

/** Token texts joined end to end; a first token without text (begin-of-text, or one the server left out) takes what is missing. */
function fromTexts(prompt: string, tokens: readonly Token[]): Token[] | undefined {
  const covered: Token[] = []
  let end = 0
  const [first, ...rest] = tokens
  if (first === undefined) return undefined
  const restLength = rest.reduce((length, { text }) => length + text.length, 0)
  const firstIsSpecial = !prompt.startsWith(first.text) || first.text === ''
  const firstText = firstIsSpecial ? prompt.slice(0, Math.max(0, prompt.length - restLength)) : first.text
  for (const { text, logProbability } of [{ ...first, text: firstText }, ...rest]) {
    if (end >= prompt.length && end > 0) break // generated
    if (!prompt.startsWith(text, end)) return undefined
    covered.push({ text, logProbability })
    end += text.length
  }
  return end === prompt.length ? covered : undefined
}

/** The tokens that end inside the continuation. */
export function continuationTokens({ tokens }: PromptScores, { context }: ScorePair): ScoredContinuation {
  const scored: ScoredToken[] = []
  let end = 0
  for (const { text, logProbability } of tokens) {
    const offset = end - context.length
    end += text.length
    if (end <= context.length || text === '') continue
    if (logProbability === null)
      return { tokens: [], reason: 'a server gives no probability to the first token: a context is needed' }
    if (!Number.isFinite(logProbability))
      return { tokens: [], reason: `the log-probability of ${JSON.stringify(text)} is not finite` }
    scored.push({ text, offset, logProbability })
  }
  return { tokens: scored }
}
