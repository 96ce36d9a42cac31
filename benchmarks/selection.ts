import * as z from 'zod'
import { at } from '../src/core/absence.js'
import { heldAside } from '../src/core/records/split.js'
import type { Candidate, CandidateSet } from '../src/core/records/types.js'
import { seededRandom } from '../src/core/statistics/random.js'
import { isRight } from './answers.js'
import { type Recipe, sizesOf } from './run/recipe.js'

/*
 * Which problems and candidates of recorded data are measured: the same choice for runs and studies.
 */

export interface Selection {
  /** Keep only candidates of generators (`generatorOf`) whose accuracy over the file is below this. */
  generatorsBelow?: number | undefined
  /** Keep only candidates of these generators. The name selects and is never scored. */
  keepGenerator?: ((generator: string) => boolean) | undefined
  keepQuestion?: ((question: string) => boolean) | undefined
}

/** Problems and candidates that are measured; a problem without any is dropped. */
export function selectSets(
  sets: readonly CandidateSet[],
  { generatorsBelow, keepGenerator = () => true, keepQuestion = () => true }: Selection,
): CandidateSet[] {
  const isWeak = generatorsBelow === undefined ? () => true : weakGenerators(sets, generatorsBelow)
  return sets
    .filter(({ question }) => keepQuestion(question))
    .map((set) => ({
      ...set,
      candidates: set.candidates.filter((candidate) => {
        const generator = String(generatorOf(candidate))
        return isWeak(generator) && keepGenerator(generator)
      }),
    }))
    .filter(({ candidates }) => candidates.length > 0)
}

/**
 * Generators that leave something to choose: those that are right on less than this share of all that they answered, whatever part of it is
 * measured later.
 */
export function weakGenerators(sets: readonly CandidateSet[], below: number): (generator: string) => boolean {
  const counts = new Map<string, { right: number; all: number }>()
  for (const set of sets) {
    for (const candidate of set.candidates) {
      const generator = String(generatorOf(candidate))
      const { right, all } = counts.get(generator) ?? { right: 0, all: 0 }
      counts.set(generator, { right: right + Number(isRight(set, candidate)), all: all + 1 })
    }
  }
  return (generator) => {
    const { right, all } = counts.get(generator) ?? { right: 0, all: 0 }
    return right / all < below
  }
}

/** Who wrote a candidate: its field `model`, else `generator`; undefined where neither is there. */
export const generatorOf = ({ model, generator }: Candidate): string | undefined =>
  [model, generator].find((name) => typeof name === 'string')

/** One side of the split by a hash of the question (src/core/records/split.ts), or everything. */
export function keepsQuestion(split: 'all' | 'held-aside' | 'training'): (question: string) => boolean {
  return (question) => split === 'all' || heldAside(question) === (split === 'held-aside')
}

/** k candidates of a problem, drawn by a seed from its id. A draw of fewer is the beginning of a draw of more. */
export function drawCandidates<T>(candidates: readonly T[], id: string, k: number, seed = 0, draw = 0): T[] {
  return seededRandom(`${seed}:${id}:${draw}`).shuffle(candidates).slice(0, k)
}

/** A problem with the candidates that are judged. */
export interface DrawnSet extends CandidateSet {
  /** Each draw as places among the candidates, in the order drawn; absent where there is but one, of all of them. */
  draws?: number[][]
}

/**
 * The candidates that any of the recipe's draws takes, each once, in the order in which they first turn up: none is judged twice, and none in
 * vain. All of them, as they stand, where no number is asked for.
 */
export function drawSet(
  set: CandidateSet,
  { draws, seed, ...recipe }: Pick<Recipe, 'candidatesPerProblem' | 'draws' | 'seed'>,
): DrawnSet {
  const most = Math.max(...sizesOf(recipe))
  if (most === Number.POSITIVE_INFINITY) return set
  const all = [...set.candidates.keys()]
  const each = Array.from({ length: draws }, (_, draw) => drawCandidates(all, set.id, most, seed, draw))
  const taken = [...new Set(each.flat())]
  const candidates = taken.map((index) => at(set.candidates, index))
  if (draws === 1) return { ...set, candidates }
  return { ...set, candidates, draws: each.map((indices) => indices.map((index) => taken.indexOf(index))) }
}

const ofCategory = z.looseObject({ category: z.string() })

/** A problem's field `category`, or that of its details; undefined where none is named. */
export function categoryOf(problem: { [field: string]: unknown; details?: unknown }): string | undefined {
  return (ofCategory.safeParse(problem).data ?? ofCategory.safeParse(problem.details).data)?.category
}

/** A problem's subject in two groups, business and economics against the others; undefined where none is named. */
export function subjectOf(problem: { [field: string]: unknown; details?: unknown }): string | undefined {
  const category = categoryOf(problem)
  if (category === undefined) return undefined
  return ['business', 'economics', 'finance'].includes(category.toLowerCase()) ? 'finance' : 'other subjects'
}
