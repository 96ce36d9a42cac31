import { untilAborted } from '../../src/core/abort.js'
import { defined } from '../../src/core/absence.js'
import { whole } from '../../src/core/records/chat.js'
import type { CandidateSet, TokenTally } from '../../src/core/records/types.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import type { ChatMessage, GenerateRequest, LanguageModel } from '../../src/models/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { opening } from '../judge/layout.js'

/** A question to solve. Neither the gold answer nor candidates are looked at. */
export type Problem = Pick<CandidateSet, 'id' | 'question' | 'context' | 'options' | 'task'>
/** The same, which gets an id where it has none. */
export type ProblemInput = Omit<Problem, 'id'> & Partial<Pick<Problem, 'id'>>

/** How a generator is asked to go on. */
export interface Asking {
  generator: LanguageModel
  /**
   * `text`: the chain is continued as plain text (base models, and step by step by far the most natural). `chat`: one message that holds the
   * steps so far (servers that only chat).
   */
  layout?: 'text' | 'chat'
  /** What stands before the question: worked examples, or an instruction. */
  instruction?: string
  temperature?: number
  topP?: number
  signal?: AbortSignal | undefined
  tally: TokenTally
  /** What is written here is added to it too, apart from what scorers and verifiers spend. */
  written?: TokenTally
}

export const INSTRUCTION = 'Solve the problem. Write one step of reasoning a line. End with the line "The answer is X."'

/** The next line, n times. */
export function generateSteps(
  asking: Asking,
  chain: PreparedChain,
  n: number,
  maxTokens: number,
  seed: number,
): Promise<string[]> {
  return generate(asking, stepPrompt(asking, chain), { n, maxTokens, seed, stop: ['\n'] })
}

/** A whole solution, n times. */
export function generateSolutions(
  asking: Asking,
  problem: Problem,
  n: number,
  maxTokens: number,
  seed: number,
): Promise<string[]> {
  // In plain text a blank line ends a solution; a chat model may well write some between its steps.
  const stop = asking.layout === 'chat' ? ['\nProblem:'] : ['\n\n', '\nProblem:']
  return generate(asking, stepPrompt(asking, chainOf(problem, [])), { n, maxTokens, seed, stop })
}

export const chainOf = ({ question, context, options }: Problem, steps: readonly string[]): PreparedChain => ({
  question,
  context,
  options,
  steps,
})

/** Plain text ends in "Step k:": a model that is asked for the next line after an empty one tends to write an empty one. */
function stepPrompt(
  { layout = 'text', instruction = INSTRUCTION }: Asking,
  { steps, ...problem }: PreparedChain,
): GenerateRequest['prompt'] {
  const asked = `${instruction}\n\nProblem: ${opening(problem)}`
  const numbered = steps.map((step, i) => `Step ${i + 1}: ${step}\n`).join('')
  if (layout === 'text') return `${asked}Solution:\n${numbered}Step ${steps.length + 1}:`
  const begun = steps.length === 0 ? '' : `Steps so far:\n${numbered}\nGo on with the next step only.`
  return [{ role: 'user', content: asked + begun }] satisfies ChatMessage[]
}

async function generate(
  { generator, temperature = 0.7, topP, signal, tally, written }: Asking,
  prompt: GenerateRequest['prompt'],
  rest: { n: number; maxTokens: number; seed: number; stop: string[] },
): Promise<string[]> {
  const own = emptyTally()
  const request = {
    prompt,
    temperature,
    ...rest,
    tally: own,
    ...defined({ topP, signal }),
  }
  try {
    const completions = await untilAborted(() => generator.generate(request), signal)
    return completions.map(({ text, finish }) => withoutLabel(whole(text, finish === 'length')))
  } finally {
    for (const all of [tally, written]) if (all !== undefined) addTally(all, own)
  }
}

/** Whether either budget is spent: of all that was evaluated and generated, or of what the generator alone has written. */
export const isSpent = (
  { tokenBudget, writtenBudget }: { tokenBudget?: number | undefined; writtenBudget?: number | undefined },
  tally: TokenTally,
  written: TokenTally,
): boolean =>
  tally.evaluated + tally.generated >= (tokenBudget ?? Number.POSITIVE_INFINITY) ||
  written.generated >= (writtenBudget ?? Number.POSITIVE_INFINITY)

/** A step without its "Step k:", which the prompt asks for. */
export const withoutLabel = (step: string) => step.trim().replace(/^(?:step \d{1,4}\s?[:.]\s?){1,3}/i, '')
