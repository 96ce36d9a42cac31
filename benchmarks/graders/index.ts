import { RationaleError } from '../../src/core/errors.js'
import { boolean, labels, letter, letters, sentiment } from './choices.js'
import { expression } from './expression.js'
import { finance } from './finance.js'
import { financeMath } from './finance-math.js'
import { finqa } from './finqa.js'
import { firstError } from './first-error.js'
import type { Grader } from './grader.js'
import { number } from './number.js'
import { text } from './spans.js'
import { tatqa } from './tatqa.js'
import { xbrl } from './xbrl.js'

export type { Grade, GradeHint, Grader } from './grader.js'

export const graders: readonly Grader[] = [
  number,
  finance,
  financeMath,
  finqa,
  tatqa,
  expression,
  letter,
  letters,
  boolean,
  sentiment,
  labels,
  text,
  xbrl,
  firstError,
]

/** @throws RationaleError `configuration` */
export function graderFor(name: string): Grader {
  const grader = graders.find((candidate) => candidate.name === name)
  if (grader !== undefined) return grader
  throw new RationaleError('configuration', `there is no grader ${JSON.stringify(name)}`, {
    expected: graders.map((candidate) => candidate.name).join(', '),
    found: name,
  })
}
