/* Rules and definitions that are false whatever the numbers: "the current splits in proportion to the resistances". One list for each subject. */
import { at } from '../../../../src/core/absence.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { choosing, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { chemistryAndBiology } from './chemistry-and-biology.js'
import { computing } from './computing.js'
import { finance } from './finance.js'
import { mathematics, statistics } from './mathematics.js'
import type { Misstatement } from './misstatement.js'
import { physics } from './physics.js'

/**
 * Rules, definitions and facts of common knowledge that are stated wrongly: "the current splits in proportion to the resistances". Only statements that are false
 * whatever the numbers; what a question may define for itself is left out.
 */
export function readDefinitions({ plain, question, context }: ClaimText): Finding[] {
  const asked = context === undefined ? question : `${question}\n${context}`
  const found: Finding[] = []
  for (const i of mayBeSaid(plain)) {
    const { says, about, unless, truth } = at(misstatements, i)
    const match = rare(says).exec(plain)
    if (match === null || (about !== undefined && !about.test(asked) && !about.test(plain))) continue
    if (unless?.test(asked) || unless?.test(plain)) continue
    const span = [match.index, match.index + match[0].length] as const
    if (!hedged(plain, span)) found.push(finding('definitions', span, match[0], truth, false, truth))
  }
  return found
}

const misstatements: readonly Misstatement[] = [
  ...mathematics,
  ...statistics,
  ...finance,
  ...physics,
  ...chemistryAndBiology,
  ...computing,
]

const mayBeSaid = choosing(misstatements.map(({ says }) => says.source))
