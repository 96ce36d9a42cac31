import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { answersEqual } from '../../../src/core/answers/equivalence.js'
import { heldAside } from '../../../src/core/records/split.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { plainStep } from '../../../verifier/judge/plain.js'
import { isUnseenGenerator } from '../embedded/recipe/assemble.js'
import { type Fields, readObjects } from '../embedded/recipe/read.js'
import { sources } from '../embedded/recipe/sources.js'

/** One graded solution, without its writer's name and layout. */
export interface Solution {
  steps: string[]
  correct: boolean
  /** Of a generator whose solutions nothing trains on. */
  unseen: boolean
}

/** A problem with all its graded solutions. */
export interface Problem {
  question: string
  options?: string[]
  source: CandidateSource
  solutions: Solution[]
}

export type CandidateSource = 'zeroevalGsm' | 'zeroevalMath' | 'mmluPro'
export const candidateSources: readonly CandidateSource[] = ['zeroevalGsm', 'zeroevalMath', 'mmluPro']

/** What a question is for: heads and layers are chosen on `dev`, figures are of `test`; both are told from the words of the question alone. */
export type Part = 'train' | 'dev' | 'test'
/** Questions kept aside for measuring and, beyond them, for choosing. */
const FOR_TEST = 0.4
const FOR_DEV = 0.06

export function partOf(question: string): Part {
  if (heldAside(question, FOR_TEST)) return 'test'
  return heldAside(question, FOR_TEST + FOR_DEV) ? 'dev' : 'train'
}

/** All problems of a set of graded candidates. Solutions without a step are left out. */
export function readProblems(folder: string, source: CandidateSource): Problem[] {
  return readObjects(join(folder, sources[source].file)).map((record) => ({
    question: String(record.question),
    ...defined({ options: record.options as string[] | undefined }), // a list of texts where the file has any
    source,
    solutions: (record.candidates as Fields[]).flatMap((candidate) => {
      const steps = stepsOf({ text: String(candidate.text) })
        .filter((step) => step.trim() !== '')
        .map(plainStep)
      const correct = candidate.correct ?? answersEqual(String(candidate.answer), String(record.gold))
      return steps.length === 0
        ? []
        : [{ steps, correct: correct === true, unseen: isUnseenGenerator(candidate.model) }]
    }),
  }))
}
