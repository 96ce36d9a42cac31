import { join } from 'node:path'
import { plainStep } from '../../../verifier/judge/plain.js'
import { readObjects } from '../embedded/recipe/read.js'
import { sources } from '../embedded/recipe/sources.js'
import { likelyErrors } from './likely-error.js'
import { readProblems } from './problems.js'

export interface RulePrecision {
  /** Wrong chains with a human label whose problem has enough right solutions. */
  chains: number
  /** In how many the rule names a step. */
  named: number
  /** Of these: exactly the labelled one, the labelled one or the step after it, any step from the labelled one on. */
  exact: number
  within1: number
  notBefore: number
}

const sameWords = (text: string) => text.replace(/\W+/g, ' ').trim().toLowerCase()

/** Holds the rule of `likely-error.ts` against the human labels of MR-GSM8K, on those of its problems that have solutions of many generators. */
export function rulePrecision(folder: string): RulePrecision {
  const problems = new Map(readProblems(folder, 'zeroevalGsm').map((problem) => [sameWords(problem.question), problem]))
  const counts: RulePrecision = { chains: 0, named: 0, exact: 0, within1: 0, notBefore: 0 }
  for (const { question, steps, first_error: firstError, source } of readObjects(
    join(folder, sources.stepLabels.file),
  )) {
    const problem = problems.get(sameWords(String(question)))
    if (source !== 'mr_gsm8k' || problem === undefined) continue
    const right = problem.solutions.filter(({ correct }) => correct).map((solution) => solution.steps)
    counts.chains++
    const named = likelyErrors(problem.question, right)((steps as string[]).map(plainStep)) // a list of texts in every row
    if (named === undefined) continue
    const distance = named - Number(firstError)
    counts.named++
    if (distance === 0) counts.exact++
    if (distance === 0 || distance === 1) counts.within1++
    if (distance >= 0) counts.notBefore++
  }
  return counts
}
