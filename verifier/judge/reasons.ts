import type { Pieces } from '../../src/core/pieces.js'
import { accuses } from '../../src/core/records/findings.js'
import type { Finding, StepVerdict } from '../../src/core/records/types.js'
import { firstDoubt, isObjectedTo, sayObjection } from '../../src/core/records/verdict-words.js'

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
 * What is wrong with a chain, worst first: steps that a check disproves, other wrong steps, steps that a judge objects to, what judges have against the
 * whole, then notes. A step that is wrong by its reward alone is no more than doubtful, unless a probability makes the chain incorrect (`isShown`). `calibrated`: the threshold of step
 * rewards was fitted, so that a reward can be called low.
 */
export function* reasonsOf(
  judged: readonly { step: StepVerdict; accused: boolean }[],
  isShown: boolean,
  objections: readonly string[],
  calibrated: boolean,
): Pieces<string[]> {
  const disproved: string[] = []
  const accusations: string[] = []
  const doubts: string[] = []
  const notes: string[] = []
  for (const [i, { step, accused }] of judged.entries()) {
    const doubt = firstDoubt(step)
    const word = accused || isShown ? 'wrong' : 'doubtful'
    if (step.wrong) {
      const said = `Step ${i + 1} is ${word}: ${whyWrong(step, calibrated)}.`
      if (accused) disproved.push(said)
      else accusations.push(said)
    } else if (isObjectedTo(step)) doubts.push(`Step ${i + 1} is doubtful: ${sayObjection(step)}.`)
    else if (doubt !== undefined) notes.push(`Step ${i + 1} is doubtful: ${sayFinding(doubt, step.text)}.`)
    yield
  }
  return [...disproved, ...accusations, ...doubts, ...objections, ...notes]
}

function whyWrong(step: StepVerdict, calibrated: boolean): string {
  const { text, evidence, explanation, reason, reward } = step
  const failed = evidence.find(accuses) ?? firstDoubt(step)
  if (failed !== undefined) return sayFinding(failed, text)
  if (!calibrated || (explanation ?? reason)?.trim()) return sayObjection(step)
  return `its reward is ${reward?.toFixed(2)}, lower than right steps have`
}
