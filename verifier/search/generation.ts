import type { CandidateSet, TokenTally } from '../../src/core/types.js'
import type { ChatMessage, GenerateRequest, LanguageModel } from '../../src/models/types.js'
import { untilAborted } from '../reward/abort.js'
import { plainText, type Trajectory } from '../reward/layout.js'

/** A question to solve. Neither the gold answer nor candidates are looked at. */
export type Problem = Pick<CandidateSet, 'id' | 'question' | 'context' | 'options' | 'task'>

/** How a generator is asked to go on. */
export interface Asking {
  generator: LanguageModel
  /**
   * `text`: the trajectory is continued as plain text (base models, and step by step by far the most natural). `chat`: one message that holds the
   * steps so far (servers that only chat).
   */
  layout?: 'text' | 'chat'
  /** What stands before the question: worked examples, or an instruction. */
  instruction?: string
  temperature?: number
  topP?: number
  signal?: AbortSignal | undefined
  tally: TokenTally
}

export const INSTRUCTION = 'Solve the problem. Write one step of reasoning a line. End with the line "The answer is X."'

/** The next line, n times. */
export function generateSteps(
  asking: Asking,
  trajectory: Trajectory,
  n: number,
  maxTokens: number,
  seed: number,
): Promise<string[]> {
  return generate(asking, stepPrompt(asking, trajectory), { n, maxTokens, seed, stop: ['\n'] })
}

/** A whole solution, n times. */
export function generateSolutions(
  asking: Asking,
  problem: Problem,
  n: number,
  maxTokens: number,
  seed: number,
): Promise<string[]> {
  return generate(asking, stepPrompt(asking, trajectoryOf(problem, [])), { n, maxTokens, seed, stop: ['\nProblem:'] })
}

export const trajectoryOf = ({ question, context, options }: Problem, steps: readonly string[]): Trajectory => ({
  question,
  context,
  options,
  steps,
})

function stepPrompt(
  { layout = 'text', instruction = INSTRUCTION }: Asking,
  trajectory: Trajectory,
): GenerateRequest['prompt'] {
  if (layout === 'text') return `${instruction}\n\nProblem: ${plainText(trajectory)}`
  const begun = trajectory.steps.length > 0
  const content = `${instruction}\n\nProblem: ${plainText(trajectory)}${begun ? '\nGo on with the next step only.' : ''}`
  return [{ role: 'user', content }] satisfies ChatMessage[]
}

async function generate(
  { generator, temperature = 0.7, topP, signal, tally }: Asking,
  prompt: GenerateRequest['prompt'],
  rest: { n: number; maxTokens: number; seed: number; stop: string[] },
): Promise<string[]> {
  const request = {
    prompt,
    temperature,
    ...rest,
    tally,
    ...(topP === undefined ? {} : { topP }),
    ...(signal ? { signal } : {}),
  }
  const completions = await untilAborted(() => generator.generate(request), signal)
  return completions.map(({ text }) => text.trim())
}
