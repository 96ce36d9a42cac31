import * as z from 'zod'
import { checkArguments } from '../arguments.js'
import type { Verdict } from './types.js'
import { conclude, sayProbability } from './verdict-words.js'

/* What an agent hands over to have its reasoning checked, and what it reads back. */

/** What an agent passes to check its own reasoning. Caps keep a model from sending a book. */
export const reasoningSchema = z.object({
  question: z.string().max(20_000).describe('The question that is being answered'),
  context: z.string().max(100_000).optional().describe('Text or tables that belong to the question'),
  steps: z.array(z.string().max(20_000)).min(1).max(500).describe('The reasoning so far, one step an entry'),
  answer: z.string().max(2000).optional().describe('The final answer, once there is one'),
})
export type Reasoning = z.infer<typeof reasoningSchema>

/** The verdict in sentences that a model can act on. */
export function describe(judged: Verdict): string {
  checkArguments('describe', { judged: [judged, 'verdict'] })
  const { steps, firstError, probability, verdict, reason, judgedInPart } = judged
  const lines = [
    firstError === null
      ? `The reasoning could ${judgedInPart ? 'be judged only in part' : 'not be judged'}: ${reason ?? 'no reason given'}.`
      : firstError === -1
        ? (conclude(judged).wrong ?? 'No step was found wrong.')
        : `Step ${firstError + 1} is ${verdict === 'incorrect' ? 'wrong' : 'doubtful'}: ${JSON.stringify(steps[firstError]?.text ?? '')}`,
  ]
  for (const [index, step] of steps.entries()) {
    for (const { ok, kind, span, claimed, computed, message } of step.evidence) {
      if (ok) continue
      const said = JSON.stringify(step.text.slice(...span))
      const found =
        message ??
        (computed === undefined ? `${claimed ?? said} does not hold` : `${claimed ?? said} should be ${computed}`)
      lines.push(`Step ${index + 1}, ${kind}, ${said}: ${found}`)
    }
  }
  if (probability !== null)
    lines.push(`Probability that the answer is right: ${sayProbability(probability)} (${verdict}).`)
  return lines.join('\n')
}
