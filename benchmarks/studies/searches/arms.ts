import { defined } from '../../../src/core/absence.js'
import { answerKey } from '../../../src/core/answers/equivalence.js'
import { RationaleError } from '../../../src/core/errors.js'
import type { TokenTally, Verifier } from '../../../src/core/records/types.js'
import { addTally, emptyTally } from '../../../src/core/tally.js'
import type { LanguageModel } from '../../../src/models/types.js'
import { type PresetName, presets } from '../../../verifier/reward/presets.js'
import type { Problem } from '../../../verifier/search/generation.js'
import { type Attempt, type Solution, type SolveOptions, solve } from '../../../verifier/search/solve.js'
import { gradeByTask } from '../../answers.js'

/**
 * One way to answer, as the command line names it:
 *
 * - `samples`          n whole solutions; random, majority and oracle look at them
 * - `step:PRESET`      step search, its steps judged by the generator under a preset
 * - `step:PRESET@URI`  the same, judged by the model at URI
 * - any verifier URI   best-of-n and weighted vote over the same n solutions
 */
export type Arm =
  | { name: string; kind: 'samples' }
  | { name: string; kind: 'step'; preset: PresetName; scorer?: string }
  | { name: string; kind: 'verifier'; uri: string }

/** @throws RationaleError `configuration`. */
export function parseArm(name: string): Arm {
  if (name === 'samples') return { name, kind: 'samples' }
  if (!name.startsWith('step:')) return { name, kind: 'verifier', uri: name }
  const [preset = '', ...uri] = name.slice('step:'.length).split('@')
  if (!Object.hasOwn(presets, preset))
    throw new RationaleError('configuration', `arm ${JSON.stringify(name)} names no preset`, {
      expected: `step:PRESET[@URI] with PRESET of ${Object.keys(presets).join(', ')}`,
    })
  return {
    name,
    kind: 'step',
    preset: preset as PresetName,
    ...defined({ scorer: uri.length === 0 ? undefined : uri.join('@') }),
  }
}

/** A question with its gold answer, which only the grader sees. */
export interface GradedProblem extends Problem {
  /** The benchmark that it comes from. */
  suite: string
  gold: string
  /** What a grader needs beside the gold answer. */
  details?: Record<string, string>
}

export interface Written {
  steps: readonly string[]
  answer: string | null
  /** Equal for equal answers. */
  key: string | null
  right: boolean
}

/** What the journal holds of one arm on one problem. */
export type Result = { suite: string; id: string; arm: string; tokens: TokenTally; seconds: number } & (
  | { kind: 'samples'; samples: Written[] }
  | { kind: 'step'; written: Written }
  | { kind: 'verifier'; judged: { probability: number | null; reward: number | null; reason?: string }[] }
)

export interface Budget {
  generator: LanguageModel
  instruction: string
  n: number
  maxTurns: number
  maxStepTokens: number
  rationaleTokens?: number
  temperature?: number
  signal?: AbortSignal
}

/** n whole solutions; `wave` 0 is the one that random, majority and the verifiers share, later ones are for votes at equal tokens. */
export async function sampleArm(problem: GradedProblem, wave: number, budget: Budget): Promise<Result> {
  const { maxTurns, maxStepTokens } = budget
  return timed(problem, wave === 0 ? 'samples' : `samples+${wave}`, async (tokens) => {
    const solution = await solved(problem, {
      ...budget,
      strategy: 'majority',
      maxTokens: maxTurns * maxStepTokens,
      seed: wave,
    })
    addTally(tokens, solution.tokens)
    return { kind: 'samples', samples: solution.attempts.map((attempt) => written(problem, attempt)) }
  })
}

export async function stepArm(
  problem: GradedProblem,
  { name, preset }: Extract<Arm, { kind: 'step' }>,
  scorer: LanguageModel,
  { rationaleTokens, ...budget }: Budget,
): Promise<Result> {
  return timed(problem, name, async (tokens) => {
    const solution = await solved(problem, {
      ...budget,
      strategy: 'step-search',
      scorer: { preset, model: scorer, ...defined({ rationaleTokens }) },
    })
    addTally(tokens, solution.tokens)
    const none: Attempt = { steps: [], answer: null, reward: null, probability: null }
    return { kind: 'step', written: written(problem, solution.attempts[solution.best ?? 0] ?? none) }
  })
}

/** Every solution is judged by itself, without gold and grade. */
export async function verifierArm(
  problem: GradedProblem,
  samples: readonly Written[],
  arm: string,
  verifier: Pick<Verifier, 'verifyAll'>,
): Promise<Result> {
  const { gold: _gold, suite: _suite, id, ...question } = problem
  return timed(problem, arm, async (tokens) => {
    const chains = samples.map(({ steps, answer }, index) => ({
      ...question,
      id: `${id}#${index}`,
      steps: [...steps],
      ...defined({ answer: answer ?? undefined }),
    }))
    const { verdicts, tokens: spent } = await verifier.verifyAll(chains)
    addTally(tokens, spent)
    const judged = verdicts.map(({ probability, reward, reason }) => ({
      probability,
      reward,
      ...defined({ reason }),
    }))
    return { kind: 'verifier', judged }
  })
}

async function solved(problem: GradedProblem, options: SolveOptions): Promise<Solution> {
  const { gold: _gold, suite: _suite, ...question } = problem
  for await (const event of solve(question, options)) if (event.type === 'solution') return event.solution
  throw new RationaleError('model', `${problem.id}: the search ended without a solution`)
}

function written(problem: GradedProblem, { steps, answer }: Attempt): Written {
  const { gold, suite: _suite, ...question } = problem
  const set = { ...question, candidates: [] }
  return {
    steps,
    answer,
    key: answer === null ? null : answerKey(answer, set),
    right: gradeByTask(set, steps.join('\n'), gold).flexible,
  }
}

type Of<T> = T extends { kind: string } ? Omit<T, 'suite' | 'id' | 'arm' | 'tokens' | 'seconds'> : never

async function timed(
  { suite, id }: GradedProblem,
  arm: string,
  run: (tokens: TokenTally) => Promise<Of<Result>>,
): Promise<Result> {
  const started = performance.now()
  const tokens = emptyTally()
  const found = await run(tokens)
  return { suite, id, arm, ...found, tokens, seconds: (performance.now() - started) / 1000 } as Result
}
