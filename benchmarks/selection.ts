import type { CandidateSet } from '../src/core/records/types.js'
import { seededRandom } from '../src/core/statistics/random.js'
import { rightOf } from './run/judge.js'

/** Which problems and candidates of a file are measured. */
export interface Selection {
  /** Keep only candidates of generators (their `model` field) whose accuracy over the file is below this. */
  generatorsBelow?: number | undefined
  /** Keep only candidates of these generators. The name selects and is never scored. */
  keepGenerator?: ((generator: string) => boolean) | undefined
  /** Keep only these questions: one side of `heldAside` (src/core/records/split.ts). */
  keepQuestion?: ((question: string) => boolean) | undefined
}

/** Problems and candidates that are measured. A generator's accuracy is that over the whole file, whatever part of it is kept. */
export function selectSets(
  sets: readonly CandidateSet[],
  { generatorsBelow, keepGenerator, keepQuestion }: Selection,
): CandidateSet[] {
  const kept = keepGenerators(sets, generatorsBelow)
    .filter((set) => keepQuestion?.(set.question) ?? true)
    .map((set) =>
      keepGenerator === undefined
        ? set
        : { ...set, candidates: set.candidates.filter(({ model }) => keepGenerator(String(model))) },
    )
  return kept.filter((set) => set.candidates.length > 0)
}

/** k candidates of a problem, drawn by a seed from its id. */
export function drawCandidates<T>(candidates: readonly T[], id: string, k: number, seed = 0, draw = 0): T[] {
  return seededRandom(`${seed}:${id}:${draw}`).shuffle(candidates).slice(0, k)
}

/** Accuracy of a generator = share of its candidates that are right, over the whole file. */
export function keepGenerators(sets: readonly CandidateSet[], below: number | undefined): CandidateSet[] {
  if (below === undefined) return [...sets]
  const counts = new Map<unknown, { right: number; all: number }>()
  for (const [set, candidate] of sets.flatMap((set) => set.candidates.map((each) => [set, each] as const))) {
    const count = counts.get(candidate.model) ?? { right: 0, all: 0 }
    count.all++
    if (rightOf(set, candidate)) count.right++
    counts.set(candidate.model, count)
  }
  const kept = (model: unknown) => {
    const { right, all } = counts.get(model) as { right: number; all: number }
    return right / all < below
  }
  return sets.map((set) => ({ ...set, candidates: set.candidates.filter((candidate) => kept(candidate.model)) }))
}
