import { continuationTokens, type PromptScores } from './prompt-scores.js'

/** Scores of two runs on a server that batches differ in the last digits; 4-bit servers by a little more. */
const TOLERANCE = 0.05

const context = 'One two three four five six seven'
const likely = ' eight nine ten'
const unlikely = ' purple eleven of'

/**
 * Are a server's prompt log-probabilities what they should be? Servers have been seen to score generated tokens only, to shift values by one
 * position, to return constants, and to change their mind from call to call; each of these gives chance accuracy without an error.
 *
 * @returns undefined where every check holds, else what is wrong, in words.
 */
export async function probeScores(
  score: (prompt: string) => Promise<PromptScores | string>,
): Promise<string | undefined> {
  const answers = [await score(context + likely), await score(context + likely), await score(context + unlikely)]
  const fault = answers.find((answer) => typeof answer === 'string')
  if (fault !== undefined) return fault as string
  const [first, again, other] = answers as [PromptScores, PromptScores, PromptScores]

  for (const token of first.tokens.slice(1)) {
    const { logProbability } = token
    if (logProbability === null || !Number.isFinite(logProbability) || logProbability > 1e-3) {
      return `the log-probability of ${JSON.stringify(textOf(first, token))} is ${logProbability}`
    }
  }
  if (!close(first, again, first.tokens.length)) return 'the same prompt gets other values when it is asked again'

  // Tokens before the first difference must not know what follows: where they do, values sit one place too early.
  const shared = first.tokens.findIndex((token, i) => textOf(first, token) !== textOf(other, other.tokens[i]))
  if (shared < 2) return 'the tokens of a prompt change with what follows it'
  if (!close(first, other, shared))
    return 'values of the context change with what follows: they are shifted towards the front'

  // The first token that differs must get another value: where it does not, values sit one place too late, or are constant.
  const right = first.tokens[shared]?.logProbability ?? Number.NaN
  const wrong = other.tokens[shared]?.logProbability ?? Number.NaN
  if (Math.abs(right - wrong) <= TOLERANCE)
    return 'different continuations get the same value: values are shifted or constant'
  if (!(total(first) > total(other))) return 'a nonsensical continuation scores above a sensible one'
  return undefined
}

function textOf({ prompt }: PromptScores, token: PromptScores['tokens'][number] | undefined): string | undefined {
  return token && prompt.slice(token.start, token.end)
}

function close(a: PromptScores, b: PromptScores, count: number): boolean {
  return a.tokens.slice(1, count).every((token, i) => {
    const difference = Math.abs((token.logProbability ?? Number.NaN) - (b.tokens[i + 1]?.logProbability ?? Number.NaN))
    return difference <= TOLERANCE
  })
}

function total(scores: PromptScores): number {
  return continuationTokens(scores, { context, continuation: '' }).tokens.reduce(
    (sum, token) => sum + token.logProbability,
    0,
  )
}
