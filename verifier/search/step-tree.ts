import { at, defined } from '../../src/core/absence.js'
import { finalAnswer } from '../../src/core/answers/answer.js'
import { endsRun } from '../../src/core/errors.js'
import type { Aggregation } from '../../src/core/records/types.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { emptyTally } from '../../src/core/tally.js'
import { aggregate } from '../judge/aggregate.js'
import type { StepScorer } from '../reward/candidates.js'
import { type Asking, chainOf, generateSteps, isSpent, type Problem } from './generation.js'

/** A chain under construction, with the reward of each of its steps. */
export interface Path {
  steps: readonly string[]
  rewards: readonly (number | null)[]
  /** Which subtree it grows in. */
  tree: number
  /** An answer was stated, or nothing more can be written. */
  done: boolean
}

/**
 * One loop, three searches:
 *
 * | search | trees | width of a tree | branches of a path |
 * |---|---|---|---|
 * | step search (Jiang et al. 2025) | 1 | 1 | n |
 * | beam (Snell et al. 2024) | 1 | n / branches | branches |
 * | DVTS (Beeching et al. 2024) | n / branches | 1 | branches |
 */
export interface TreeShape {
  trees: number
  width: number
  branches: number
}

export interface TreeOptions extends Asking {
  scorer: StepScorer
  shape: TreeShape
  /** At most this many steps (default 15, the paper's). */
  maxTurns?: number
  /** Of one step. */
  maxStepTokens?: number
  /** Which reward ranks unfinished chains (default last: the newest step, as the paper's loop does). */
  aggregation?: Aggregation
  seed?: number
  /** No further turn is begun once so many tokens were evaluated or generated, or the generator has written so many. */
  tokenBudget?: number | undefined
  writtenBudget?: number | undefined
}

/** What happened in one turn to one path. */
export interface Turn {
  turn: number
  tree: number
  steps: readonly string[]
  rationale?: string
  candidates: { text: string; reward: number | null; reason?: string; chosen: boolean }[]
}

/** Grows the trees until every path is done; yields every turn, returns the paths, best first in each tree. */
export async function* growTree(problem: Problem, options: TreeOptions): AsyncGenerator<Turn, Path[]> {
  const { scorer, shape, maxTurns = 15, maxStepTokens = 128, aggregation = 'last', seed = 0, signal, tally } = options
  let paths: Path[] = Array.from({ length: shape.trees }, (_, tree) => ({ steps: [], rewards: [], tree, done: false }))
  const written = emptyTally()
  const spent = () => isSpent(options, tally, written)

  for (let turn = 0; turn < maxTurns && paths.some((path) => !path.done) && !spent(); turn++) {
    const live = paths.filter((path) => !path.done)
    const questions = await expand(problem, live, turn, maxStepTokens, { ...options, written }, seed)
    const judged = await scorer.score(questions, { signal, tally })

    const children = live.flatMap((path, p) =>
      (questions[p]?.candidates ?? []).map((text, c) => ({ path, p, c, text, score: at(at(judged, p).scores, c) })),
    )
    const next: Path[] = paths.filter((path) => path.done)
    const chosen = new Set<(typeof children)[number]>()
    for (let tree = 0; tree < shape.trees; tree++) {
      // A step without a score never wins over one that has one.
      const rank = ({ path, score }: (typeof children)[number]) =>
        Number.isFinite(score.value) ? (aggregate([...path.rewards, score.value], aggregation) ?? -1) : -1
      // Paths that are done keep their place in the beam: they compete with those that go on.
      const finished = next.filter((path) => path.tree === tree)
      const own = children.filter(({ path, text }) => path.tree === tree && text !== '')
      const order = seededRandom(`${seed}:${problem.id}:${turn}:${tree}`).shuffle(distinct(own))
      const best = order
        .map((child) => ({ child, reward: rank(child) }))
        .sort((a, b) => b.reward - a.reward)
        .slice(0, Math.max(0, shape.width - finished.length))
      for (const { child } of best) {
        chosen.add(child)
        const steps = [...child.path.steps, child.text]
        next.push({
          steps,
          rewards: [...child.path.rewards, child.score.value],
          tree,
          done: endsWithAnswer(child.text, problem),
        })
      }
      // Nothing but empty steps: these paths can grow no further.
      if (best.length === 0 && finished.length === 0)
        next.push(...live.filter((path) => path.tree === tree).map((path) => ({ ...path, done: true })))
    }
    paths = next
    for (const [p, path] of live.entries()) {
      const rationale = judged[p]?.rationale
      yield {
        turn,
        tree: path.tree,
        steps: path.steps,
        ...defined({ rationale }),
        candidates: children
          .filter((child) => child.p === p)
          .map((child) => ({
            text: child.text,
            reward: child.score.value,
            ...defined({ reason: child.score.reason }),
            chosen: chosen.has(child),
          })),
      }
    }
  }
  return paths
}

/** Next steps of all paths. Paths with the same text are asked for in one call, which samples all their branches. */
async function expand(
  problem: Problem,
  live: readonly Path[],
  turn: number,
  maxTokens: number,
  options: TreeOptions,
  seed: number,
) {
  const { scorer, shape, signal, tally } = options
  const groups = byText(live)
  const written = new Map<string, string[]>()
  await Promise.all(
    [...groups].map(async ([text, own], g) => {
      const chain = chainOf(problem, own[0]?.steps ?? [])
      const rationale = await scorer.guide?.(chain, { signal, tally }).catch((error: unknown) => {
        if (signal?.aborted || endsRun(error)) throw error
        return undefined // without a rationale the generator goes on unguided
      })
      const shown = rationale === undefined ? chain : { ...chain, steps: [...chain.steps, rationale] }
      const callSeed = seededRandom(`${seed}:${problem.id}:${turn}:${g}`).int(2 ** 31 - 1)
      written.set(text, await generateSteps(options, shown, own.length * shape.branches, maxTokens, callSeed))
    }),
  )
  return live.map((path) => ({
    chain: chainOf(problem, path.steps),
    candidates: (written.get(path.steps.join('\n')) ?? []).splice(0, shape.branches),
  }))
}

function byText(paths: readonly Path[]): Map<string, Path[]> {
  const groups = new Map<string, Path[]>()
  for (const path of paths) {
    const text = path.steps.join('\n')
    groups.set(text, [...(groups.get(text) ?? []), path])
  }
  return groups
}

/** Equal continuations of equal paths would fill a beam with copies. */
function distinct<Child extends { path: Path; text: string }>(children: readonly Child[]): Child[] {
  const seen = new Set<string>()
  return children.filter(({ path, text }) => {
    const key = [...path.steps, text].join('\n')
    return !seen.has(key) && seen.add(key)
  })
}

const statement = /\\boxed\s*\{|\banswer\s+is\b|^\s*(?:final\s+)?answer\s*:|^\s*####/i

/** The paper's stop rule: an answer phrase or `\boxed`. */
export function endsWithAnswer(step: string, hint: Pick<Problem, 'options' | 'task'>): boolean {
  if (!statement.test(step)) return false
  return finalAnswer(step, hint).kind !== 'unparsed'
}
