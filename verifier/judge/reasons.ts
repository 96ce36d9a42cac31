import type { Pieces } from '../../src/core/pieces.js'
import type { Finding, StepVerdict, Verdict } from '../../src/core/records/types.js'

/** What a finding says, as the end of a sentence: `12 * 6 = 74: 74 should be 72`. */
function sayFinding({ message, claimed, computed, kind, span }: Finding, text: string): string {
  if (message !== undefined) return message.replace(/\.$/, '')
  const said = text
    .slice(...span)
    .replace(/\s+/g, ' ')
    .trim()
  if (computed !== undefined) return `${said}: ${claimed ?? 'this'} should be ${computed}`
  return `${said}: the ${kind} check fails${claimed === undefined ? '' : ` for ${claimed}`}`
}

/**
 * What is wrong with a chain, worst first: the first wrong step, the later ones, what judges have against the whole, then notes. A step that is wrong by
 * its reward alone is no more than doubtful in a chain that is left open.
 */
export function* reasonsOf(
  judged: readonly { step: StepVerdict; accused: boolean }[],
  verdict: Verdict['verdict'],
  objections: readonly string[],
): Pieces<string[]> {
  const accusations: string[] = []
  const notes: string[] = []
  for (const [i, { step, accused }] of judged.entries()) {
    const failed = step.evidence.find(({ ok }) => !ok)
    const word = accused || verdict === 'incorrect' ? 'wrong' : 'doubtful'
    if (step.wrong) accusations.push(`Step ${i + 1} is ${word}: ${whyWrong(step)}.`)
    else if (failed !== undefined) notes.push(`Step ${i + 1} is doubtful: ${sayFinding(failed, step.text)}.`)
    yield
  }
  return [...accusations, ...objections, ...notes]
}

function whyWrong({ text, evidence, explanation, reason, reward }: StepVerdict): string {
  const failed = evidence.find(({ ok }) => !ok)
  if (failed !== undefined) return sayFinding(failed, text)
  const written = (explanation ?? reason)?.trim().replace(/\.$/, '')
  return written || `its reward is ${reward?.toFixed(2)}, lower than right steps have`
}
