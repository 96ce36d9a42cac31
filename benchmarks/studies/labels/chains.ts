import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { createContaminationIndex } from '../../../src/core/records/contamination.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { plainStep } from '../../../verifier/judge/plain.js'
import { corrupt } from '../embedded/recipe/corrupt.js'
import { generateProblem } from '../embedded/recipe/problems/index.js'
import { readObjects } from '../embedded/recipe/read.js'
import { sources } from '../embedded/recipe/sources.js'
import { likelyErrors } from './likely-error.js'
import {
  type CandidateSource,
  candidateSources,
  type Part,
  type Problem,
  partOf,
  readProblems,
  type Solution,
} from './problems.js'

/** Where a label comes from. */
export type LabelKind = 'outcome' | 'likely-error' | 'step' | 'slip'

/** A record of `rationale train --task process` and of `--method probe`: a first wrong step, an outcome, or both. */
export interface LabelledRecord {
  id: string
  question: string
  context?: string
  options?: string[]
  steps: string[]
  firstError?: number
  correct?: boolean
  source: string
  kind: LabelKind
  /** Of a generator that nothing trains on; only such are in the test part. */
  unseen?: true
}

/** Pairs of a right and a wrong solution of one problem, so that neither the question nor its difficulty tells the label. */
const PAIRS: Record<CandidateSource, number> = { zeroevalGsm: 12, zeroevalMath: 8, mmluPro: 8 }
/** Right solutions of one problem that are corrupted, once each, beside their originals to the same step. */
const SLIPS: Record<CandidateSource, number> = { zeroevalGsm: 6, zeroevalMath: 4, mmluPro: 3 }
const GENERATED = 1500
/** One in so many of GSM8K's own solutions. */
const GSM_EVERY = 2

type Unnumbered = Omit<LabelledRecord, 'id'>

/** Labelled chains of one part, in the order of their sources; ids number them. */
export function labelledChains(folder: string, part: Part): LabelledRecord[] {
  const chains: Unnumbered[] = []
  for (const source of candidateSources)
    for (const problem of readProblems(folder, source))
      if (partOf(problem.question) === part) chains.push(...ofProblem(problem, part))
  chains.push(...ofSteps(folder, part))
  if (part === 'train') chains.push(...slippedSolutions(folder))
  return chains.map((chain, i) => ({ id: `${part}-${i}`, ...chain }))
}

/**
 * Outcomes in pairs, with the likely first error of a wrong solution where the right ones tell it; and slips in right solutions. The test part holds
 * solutions of unseen generators alone, the training part none of them.
 */
function* ofProblem(problem: Problem, part: Part): Generator<Unnumbered> {
  const { question, source, options } = problem
  const random = seededRandom(`labels ${source} ${question}`)
  const shown = problem.solutions.filter(({ unseen }) => part === 'dev' || unseen === (part === 'test'))
  const right = random.shuffle(shown.filter(({ correct }) => correct))
  const wrong = random.shuffle(shown.filter(({ correct }) => !correct))
  const pairs = Math.min(right.length, wrong.length, PAIRS[source])
  const likely = likelyErrors(
    [question, ...(options ?? [])].join('\n'),
    right.map(({ steps }) => steps),
  )
  const chain = (solution: Solution, kind: LabelKind): Unnumbered => ({
    question,
    ...defined({ options }),
    steps: solution.steps,
    source,
    kind,
    ...(solution.unseen ? { unseen: true } : {}),
  })
  for (let i = 0; i < pairs; i++) {
    const [good, bad] = [right[i], wrong[i]]
    if (good === undefined || bad === undefined) return
    const firstError = part === 'train' ? likely(bad.steps) : undefined
    const kind = firstError === undefined ? 'outcome' : 'likely-error'
    yield { ...chain(bad, kind), ...defined({ firstError }), correct: false }
    yield { ...chain(good, kind), ...(firstError === undefined ? {} : { firstError: -1 }), correct: true }
  }
  for (const [i, solution] of right.slice(0, SLIPS[source]).entries())
    yield* withSlip(chain(solution, 'slip'), `labels ${source} ${question} slip ${i}`)
}

/** A solution with one slip, and the original to the same step: they differ in that step alone. */
function* withSlip(chain: Unnumbered, seed: string): Generator<Unnumbered> {
  const slipped = corrupt(chain, seededRandom(seed))
  if (slipped === undefined) return
  yield { ...chain, steps: chain.steps.slice(0, slipped.firstError + 1), firstError: -1 }
  yield { ...chain, steps: slipped.steps, firstError: slipped.firstError }
}

/** Human labels and injected errors. No licence is stated for mr_math. */
function* ofSteps(folder: string, part: Part): Generator<Unnumbered> {
  for (const { question, steps, first_error: firstError, source } of readObjects(
    join(folder, sources.stepLabels.file),
  )) {
    if (source === 'mr_math' || partOf(String(question)) !== part) continue
    const written = (steps as string[]).map(plainStep) // `steps` is a list of texts in every row
    if (Number(firstError) >= written.length) continue
    yield {
      question: String(question),
      steps: written,
      firstError: Number(firstError),
      source: String(source),
      kind: 'step',
    }
  }
}

/** GSM8K's own solutions and generated problems, each with a slip beside it. */
function* slippedSolutions(folder: string): Generator<Unnumbered> {
  for (const [index, { question, answer }] of readObjects(join(folder, sources.gsm8k.file)).entries()) {
    if (index % GSM_EVERY !== 0) continue
    const [solution = ''] = String(answer)
      .replace(/<<[^>]*>>/g, '')
      .split('####')
    const steps = solution.split('\n').flatMap((line) => (line.trim() === '' ? [] : [plainStep(line)]))
    if (steps.length > 0)
      yield* withSlip({ question: String(question), steps, source: 'gsm8k', kind: 'slip' }, `labels gsm8k ${index}`)
  }
  for (let index = 0; index < GENERATED; index++) {
    const { question, context, steps } = generateProblem('labels', index)
    const chain = {
      question,
      ...defined({ context }),
      steps: steps.map(plainStep),
      source: 'generated',
      kind: 'slip' as const,
    }
    yield* withSlip(chain, `labels generated ${index}`)
  }
}

/** Drops training chains that share 13 words in a row with a question kept aside; says how many. */
export function decontaminated(
  chains: readonly LabelledRecord[],
  keptAside: readonly string[],
): { clean: LabelledRecord[]; dropped: number } {
  const index = createContaminationIndex()
  for (const question of keptAside) index.add(question)
  const clean = chains.filter(({ question, steps }) => index.find(`${question}\n${steps.join('\n')}`) === -1)
  return { clean, dropped: chains.length - clean.length }
}
