import { at } from '../absence.js'
import { accuses } from './findings.js'
import type { Finding, StepVerdict, Verdict } from './types.js'

/*
 * A verdict in words: what the terminal, the page and the tools say about it, so that all say the same.
 */

/**
 * `wrong`: the first wrong step or a failed check; `doubted`: its reward is below the threshold; `holds`: a check passed and none failed;
 * `open`: nothing in it could be checked.
 */
export type StepMark = 'wrong' | 'doubted' | 'holds' | 'open'

export function markOf(
  { evidence, reward }: StepVerdict,
  index: number,
  verdict: Verdict,
  stepThreshold = 0,
): StepMark {
  const { firstError } = verdict
  if (index === firstError || evidence.some(accuses)) return 'wrong'
  if (reward !== null && reward < stepThreshold) return 'doubted'
  // That an answer is what wrong steps come to is no merit.
  const follows = firstError === null || firstError < 0
  const holds = evidence.some(({ ok, kind }) => ok && kind !== 'provenance' && (kind !== 'answer' || follows))
  return holds ? 'holds' : 'open'
}

/** The claims of a step that were checked and hold, each once. */
export function passedClaims({ evidence, text }: StepVerdict): string[] {
  const passed = evidence.filter(({ ok, kind }) => ok && kind !== 'provenance')
  return [...new Set(passed.map((finding) => sayPassed(finding, text)))]
}

function sayPassed({ kind, span, claimed }: Finding, text: string): string {
  const claim = text
    .slice(...span)
    .replace(/\s+/g, ' ')
    .trim()
  return kind === 'answer' ? `${claimed ?? claim} is what the steps come to` : claim
}

/** What is wrong with a claim, without a last full stop. */
export function sayFinding({ message, claimed, computed, kind }: Finding): string {
  if (message !== undefined) return message.replace(/\.$/, '')
  if (computed === undefined) return `the ${kind} check failed${claimed === undefined ? '' : ` for ${claimed}`}`
  return `${claimed ?? 'this'} should be ${computed}`
}

export interface Conclusion {
  /** One sentence on the first wrong step, if there is one. */
  wrong?: string
  /** What else is to be said, one sentence each. */
  notes: string[]
  verdict: Verdict['verdict']
  /** Follows `Verdict: VERDICT`. */
  rest: string
}

/** One sentence on what is wrong, and the verdict with its probability. */
export function conclude(verdict: Verdict): Conclusion {
  const { firstError, steps, answer, probability, reason } = verdict
  const about = answer === undefined ? 'the answer' : `the answer ${answer}`
  const chance = probability === null ? '' : ` The probability that ${about} is right is ${probability.toFixed(2)}.`
  const why = reason === undefined ? '' : `: ${reason}`
  // An abstention for its probability says it itself.
  const isSaid = reason?.startsWith('the probability is') ?? false
  const said = { verdict: verdict.verdict, rest: `${why}.${isSaid ? '' : chance}` }
  if (firstError === null) return { notes: [], ...said }
  if (firstError < 0) return { notes: ['No wrong step was found.', ...verdict.reasons], ...said }
  const step = at(steps, firstError)
  const finding = step.evidence.find(accuses)
  const cause = finding ? sayFinding(finding) : (step.reason ?? 'its reward is below what right steps get')
  return { wrong: `Step ${firstError + 1} is wrong: ${cause}.`, notes: [], ...said }
}
