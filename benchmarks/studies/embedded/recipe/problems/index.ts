import { seededRandom } from '../../../../../src/core/statistics/random.js'
import { arithmetic } from './arithmetic.js'
import { finance } from './finance.js'
import { logic } from './logic.js'
import type { GeneratedProblem } from './wording.js'

export type { GeneratedProblem } from './wording.js'

const templates = [...arithmetic, ...finance, ...logic]

/** Problem `index` of the seed's endless list: arithmetic, money, percentages, rates, statements of accounts, and logic. */
export function generateProblem(seed: string, index: number): GeneratedProblem {
  const random = seededRandom(`${seed}:${index}`)
  return { id: `generated-${seed}-${index}`, ...random.pick(templates)(random) }
}
