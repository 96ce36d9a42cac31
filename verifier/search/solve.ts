import { defined } from '../../src/core/absence.js'
import { finalAnswer } from '../../src/core/answers/answer.js'
import { answerKey } from '../../src/core/answers/equivalence.js'
import { checkArguments } from '../../src/core/arguments.js'
import { endsRun, messageOf, RationaleError } from '../../src/core/errors.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { stepsOf } from '../../src/core/steps/steps.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { aggregate } from '../judge/aggregate.js'
import { bestOfN, isDecided, majority, type Vote, type Winners, weightedVote } from '../judge/votes.js'
import { generateSolutions, isSpent, type Problem, type ProblemInput, withoutLabel } from './generation.js'
import { checkOptions, isSearch, type SolveOptions, type SolveStrategy, scorerOf, shapeOf } from './solve-options.js'
import { endsWithAnswer, growTree, type Turn } from './step-tree.js'

export { type SolveOptions, type SolveStrategy, solveStrategies } from './solve-options.js'

export interface Attempt {
  steps: string[]
  /** As written, null where none was found. */
  answer: string | null
  reward: number | null
  probability: number | null
  reason?: string
}

export interface Solution {
  id: string
  strategy: SolveStrategy
  answer: string | null
  /** Index of the attempt that stands for the answer, null where nothing could be chosen. */
  best: number | null
  attempts: Attempt[]
  /** Model work of generator, scorer and verifier together. */
  tokens: TokenTally
  /** Why there is no answer, or what the problem failed at. */
  reason?: string
  /** An error ended it: `attempts` are what was written until then, and another run may fare better. */
  failed?: true
}

export type SolveEvent =
  | ({ type: 'turn'; id: string } & Turn)
  | { type: 'attempt'; id: string; index: number; attempt: Attempt }
  | { type: 'solution'; solution: Solution }

/**
 * Solves one problem and streams what happens; the last event is the solution.
 *
 * @throws RationaleError `configuration` (all problems at once), `aborted`; what a generator throws.
 */
export function solve(problem: ProblemInput, options: SolveOptions): AsyncGenerator<SolveEvent, Solution> {
  return solving(problem, options, { attempts: [], tokens: emptyTally() })
}

/** What was written and paid for so far; it is kept where the problem fails. */
type Written = Pick<Solution, 'attempts' | 'tokens'>

async function* solving(
  given: ProblemInput,
  options: SolveOptions,
  { attempts, tokens }: Written,
): AsyncGenerator<SolveEvent, Solution> {
  checkArguments('solve', {
    problem: [given, 'question'],
    options: [options, 'object'],
    generator: [options?.generator, 'model'],
  })
  checkOptions(options)
  const { id = 'problem' } = given
  const problem: Problem = { ...given, id }
  const strategy = options.strategy ?? 'step-search'
  const judging = isSearch(strategy) ? growChains(problem, options, tokens) : sampleChains(problem, options, tokens)
  let unsteered: string | undefined
  let isSteered = false
  for await (const event of judging) {
    if ('turn' in event) {
      isSteered ||= event.candidates.some(({ reward }) => reward !== null)
      unsteered ??= event.candidates.find((candidate) => candidate.reason !== undefined)?.reason
      yield { type: 'turn', id, ...event }
    } else {
      attempts.push(event)
      yield { type: 'attempt', id, index: attempts.length - 1, attempt: event }
    }
  }
  const votes = attempts.map((attempt) => voteOf(attempt, problem))
  const winners = choose(strategy)(votes)
  const best = representative(winners, attempts, `${options.seed ?? 0}:${id}`)
  const reason =
    attempts.length === 0
      ? 'nothing was written'
      : best === null
        ? 'no attempt states an answer that can be judged'
        : isSearch(strategy) && !isSteered
          ? `no next step could be judged, so that they were taken by chance: ${unsteered ?? 'no reason was given'}`
          : undefined
  const solution: Solution = {
    id,
    strategy,
    answer: best === null ? null : (attempts[best]?.answer ?? null),
    best,
    attempts,
    tokens,
    ...defined({ reason }),
  }
  yield { type: 'solution', solution }
  return solution
}

/**
 * Many problems, one after the other. A problem that fails is yielded with its reason and what was written until then; what every other problem would
 * meet too (a spent account, a refused key) ends the run. `done` holds ids of an earlier run, which are passed over: then every problem needs an id of its own.
 */
export async function* solveAll(
  problems: AsyncIterable<ProblemInput> | Iterable<ProblemInput>,
  given: SolveOptions & { done?: { has(id: string): boolean } },
): AsyncGenerator<SolveEvent> {
  checkArguments('solveAll', { problems: [problems, 'sequence'], options: [given, 'object'] })
  const { done, ...options } = given
  checkOptions(options)
  let place = 0
  for await (const given of problems) {
    place++
    checkArguments('solveAll', { 'a problem': [given, 'question'] })
    if (done !== undefined && given.id === undefined) throw unnamed(place)
    const problem: Problem = { ...given, id: given.id ?? `problem-${place}` }
    if (done?.has(problem.id)) continue
    const written: Written = { attempts: [], tokens: emptyTally() }
    try {
      yield* solving(problem, options, written)
    } catch (error) {
      if (options.signal?.aborted || endsRun(error)) throw error
      yield { type: 'solution', solution: failed(problem.id, options.strategy ?? 'step-search', error, written) }
    }
  }
}

/** A place among others is no name: a list that has changed meanwhile would be taken for solved. */
const unnamed = (place: number) =>
  new RationaleError('input', `problem ${place} has no id`, {
    expected: 'an id for each problem, by which `done` knows what an earlier run has solved',
    remedy: 'give it one, or leave `done` out',
  })

/** Step search, beam and DVTS: chains grow step by step; every finished one is an attempt. */
async function* growChains(problem: Problem, options: SolveOptions, tally: TokenTally): AsyncGenerator<Turn | Attempt> {
  const { aggregation = 'last' } = options
  const paths = yield* growTree(problem, {
    ...options,
    scorer: await scorerOf(options),
    shape: shapeOf(options),
    tally,
  })
  for (const { steps, rewards } of paths) {
    if (steps.length === 0) continue
    const attempt = { ...judgedBySteps(problem, steps), reward: aggregate(rewards, aggregation) }
    yield options.verifier ? await verified(problem, attempt, options, tally) : attempt
  }
}

/** Best-of-n and votes: whole solutions, a batch at a time, until the vote cannot change or the budget is spent. */
async function* sampleChains(problem: Problem, options: SolveOptions, tally: TokenTally): AsyncGenerator<Attempt> {
  const { strategy = 'step-search', n = 3, batch = n, maxTokens = 512, seed = 0 } = options
  const votes: Vote[] = []
  const written = emptyTally()
  for (let start = 0; start < n; start += batch) {
    if (isSpent(options, tally, written)) return
    if (
      isDecided(
        votes,
        n - start,
        strategy === 'majority' ? 'majority' : strategy === 'weighted' ? 'weighted' : 'best-of-n',
      )
    )
      return
    const callSeed = seededRandom(`${seed}:${problem.id}:${start}`).int(2 ** 31 - 1)
    const texts = await generateSolutions(
      { ...options, tally, written },
      problem,
      Math.min(batch, n - start),
      maxTokens,
      callSeed,
    )
    for (const text of texts) {
      // The same steps as verify and rerank make of a text. Searches stop at the first stated answer; small models go on to other problems after it.
      const steps = stepsOf({ text }).map(withoutLabel)
      const last = steps.findIndex((step) => endsWithAnswer(step, problem))
      const attempt = judgedBySteps(problem, last === -1 ? steps : steps.slice(0, last + 1))
      const judged =
        strategy === 'majority' || !options.verifier ? attempt : await verified(problem, attempt, options, tally)
      votes.push(voteOf(judged, problem))
      yield judged
    }
  }
}

function judgedBySteps(problem: Problem, steps: readonly string[]): Attempt {
  const found = finalAnswer(steps.join('\n'), problem)
  return { steps: [...steps], answer: found.kind === 'unparsed' ? null : found.value, reward: null, probability: null }
}

/** A verifier that fails on one attempt, or gives it no number, leaves that attempt without one. */
async function verified(
  problem: Problem,
  attempt: Attempt,
  { verifier, signal }: SolveOptions,
  tally: TokenTally,
): Promise<Attempt> {
  if (verifier === undefined || attempt.steps.length === 0) return attempt
  // What else a record holds (its right answer, a solution) is none of the attempt's.
  const { id, question, context, options, task } = problem
  const chain = {
    id,
    question,
    steps: attempt.steps,
    ...defined({ context, options, task, answer: attempt.answer ?? undefined }),
  }
  try {
    const { reward, probability, reason, tokens } = await verifier.verify(chain, { signal })
    addTally(tally, tokens)
    const judged = { ...attempt, reward: attempt.reward ?? finite(reward), probability: finite(probability) }
    if (probability !== null && !Number.isFinite(probability))
      return { ...judged, reason: `the probability is ${probability}` }
    return reason === undefined ? judged : { ...judged, reason }
  } catch (error) {
    if (signal?.aborted || endsRun(error)) throw error
    return { ...attempt, reason: messageOf(error) }
  }
}

/** The searches' own step rewards choose among their chains, unless a verifier has given probabilities; DVTS votes, as its authors do. */
function choose(strategy: SolveStrategy): (votes: readonly Vote[]) => Winners {
  if (strategy === 'majority') return majority
  if (strategy === 'weighted') return weightedVote
  if (strategy === 'dvts')
    return (votes) =>
      weightedVote(
        votes.map((vote) => ({ ...vote, probability: vote.probability ?? vote.reward })),
        1,
      )
  return bestOfN
}

/** The winners share the win; one of them is drawn by the seed to stand for it. */
function representative(winners: Winners, attempts: readonly Attempt[], seed: string): number | null {
  if (winners.size === 0) return attempts.length === 1 ? 0 : null
  let left = seededRandom(seed).uniform()
  for (const [index, share] of winners) {
    left -= share
    if (left < 0) return index
  }
  return [...winners.keys()].at(-1) ?? null
}

function voteOf({ answer, probability, reward }: Attempt, problem: Problem): Vote {
  return { key: answer === null ? null : answerKey(answer, problem), probability, reward }
}

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null)

function failed(id: string, strategy: SolveStrategy, error: unknown, written: Written): Solution {
  return { id, strategy, answer: null, best: null, ...written, reason: messageOf(error), failed: true }
}
