import { at, defined } from '../absence.js'
import { accuses, isFindingKind } from './findings.js'
import { isPartlyChecked } from './partly-checked.js'
import { inPlainMath } from './plain-math.js'
import type { Finding, StepVerdict, Verdict } from './types.js'

/*
 * A verdict in words: what the terminal, the page and the tools say about it, so that all say the same.
 */

/**
 * `wrong`: a failed check, or a step held wrong in a chain whose probability makes it incorrect; `doubted`: held wrong by a reward alone, or a note or a
 * judge is against it; `holds`: a check passed and none failed; `part`: the same, and it says more than what was checked; `judged`: a model looked at it and does not object, and no claim in it was checked;
 * `open`: nobody could say anything about it.
 */
export type StepMark = 'wrong' | 'doubted' | 'holds' | 'part' | 'judged' | 'open'

/** The marks as people see them: the terminal, its legend and the page. */
export const stepMarks: Readonly<Record<StepMark, { sign: string; word: string }>> = {
  holds: { sign: '✓', word: 'checked, and it holds' },
  part: { sign: '◐', word: 'checked in part, and that part holds' },
  wrong: { sign: '✗', word: 'wrong' },
  doubted: { sign: '?', word: 'doubtful' },
  judged: { sign: '○', word: 'only judged by a model, which does not object' },
  open: { sign: '·', word: 'no claim in it could be checked' },
}

export function markOf(step: StepVerdict, verdict: Verdict): StepMark {
  if (step.evidence.some(accuses)) return 'wrong'
  if (step.wrong) return verdict.verdict === 'incorrect' && verdict.probability !== null ? 'wrong' : 'doubted'
  if (verdict.verdict !== 'correct' && (doubtsOf(step).some(isStoodBy) || isObjectedTo(step))) return 'doubted'
  const passed = passedFindings(step, verdict)
  if (passed.length > 0) return isPartly(step, passed, verdict) ? 'part' : 'holds'
  return step.reward !== null && judgesOf(step).length > 0 ? 'judged' : 'open'
}

function isPartly(step: StepVerdict, passed: readonly Finding[], { steps }: Verdict): boolean {
  const earlier = steps.slice(0, Math.max(0, steps.indexOf(step))).map(({ text }) => text)
  return isPartlyChecked(
    step.text,
    passed.map(({ span }) => span),
    earlier,
  )
}

const judgesOf = ({ checked }: Pick<StepVerdict, 'checked'>): string[] => checked.filter((name) => !isFindingKind(name))

type Looked = Pick<StepVerdict, 'checked' | 'reward' | 'explanation' | 'reason'>

/** A judge holds the step likelier wrong than right, whatever a calibration makes of that. */
export const isObjectedTo = (step: Looked): boolean =>
  step.reward !== null && step.reward < 0.5 && judgesOf(step).length > 0 && !onlyRanks(judgesOf(step))

/**
 * The small network that ships says two things of a step, and ranks by them. As doubts they are worth nothing: of the fresh chains it gives a step of as many right ones a
 * low reward as of wrong ones (benchmarks/LOG.md, "Doubts that are told").
 */
const onlyRanks = (names: readonly string[]) =>
  names.every((name) => /(?:^|\.)(?:process|value)$/.test(name)) && names.some((name) => name.endsWith('value'))

/** What a judge has against a step: its words, or else its reward. Without a last full stop. */
export function sayObjection(step: Looked): string {
  const written = (step.explanation ?? step.reason)?.trim().replace(/\.$/, '')
  if (written) return written
  const names = judgesOf(step)
  const who = names.every((name) => /(?:^|\.)(?:process|value)$/.test(name))
    ? 'the network gives'
    : names.length > 1
      ? `the judges ${names.join(', ')} give`
      : `the judge ${names.join('')} gives`
  return `${names.length === 0 ? 'its reward is' : `${who} it`} ${step.reward?.toFixed(2)}`
}

/**
 * What is noted against a step without making it wrong. That a number comes from nowhere is a feature that weights weigh, and told to nobody: it stands in a third of all fresh
 * chains, right and wrong alike (benchmarks/LOG.md, "Doubts that are told").
 */
const doubtsOf = ({ evidence }: StepVerdict): Finding[] =>
  evidence.filter((finding) => !finding.ok && !accuses(finding) && finding.kind !== 'provenance')

/** What the text only quotes, or takes back itself, makes no step doubtful. */
const isStoodBy = ({ kind }: Finding) => kind !== 'withdrawn'

/** The first finding that makes a step doubtful; undefined where there is none. */
export const firstDoubt = ({ evidence }: StepVerdict): Finding | undefined =>
  evidence.find((finding) => !finding.ok && finding.kind !== 'provenance' && isStoodBy(finding))

/**
 * What speaks against a step without making it wrong, each without a last full stop: what is noted, and the reward of a judge that gives no words. In a
 * chain that is called correct all the same, it is told as what it is.
 */
export function whyDoubted(step: StepVerdict, verdict: Verdict): string[] {
  const mark = markOf(step, verdict)
  if (mark === 'wrong') return []
  const isSaid = step.explanation !== undefined || step.reason !== undefined
  const doubts = [...doubtsOf(step).map(sayFinding), ...(isObjectedTo(step) && !isSaid ? [sayObjection(step)] : [])]
  return mark === 'doubted' ? doubts : doubts.map((doubt) => `a doubt that did not decide: ${doubt}`)
}

/** The claims of a step that were checked and hold, each once. */
export function passedClaims(step: StepVerdict, verdict: Verdict): string[] {
  const passed = passedFindings(step, verdict)
  const claims = passed.filter((finding) => !passed.some((other) => saysMore(other, finding)))
  return [...new Set(claims.map((finding) => sayPassed(finding, step.text)))]
}

/** Whether what one finding says stands within what the other says: "From 9:40 to 13:05 is 3 h 25 min" and the same without its first word. */
const saysMore = (one: Finding, other: Finding) =>
  isClaim(one) &&
  isClaim(other) &&
  one.span[0] <= other.span[0] &&
  one.span[1] >= other.span[1] &&
  one.span[1] - one.span[0] > other.span[1] - other.span[0]

/** What is said of it is the text that it stands in. */
const isClaim = ({ kind }: Finding) => kind !== 'answer' && kind !== 'questions'

/**
 * What is wrong in a step, each once: of two checks that read the same claim and come to the same value the first speaks ("states 25, but this comes to 20" and "25% of 80 is 20, not 25").
 */
export function saidWrong({ evidence }: Pick<StepVerdict, 'evidence'>): string[] {
  const failed = evidence.filter(accuses)
  const isSame = (one: Finding, other: Finding) =>
    one.computed !== undefined &&
    one.computed === other.computed &&
    one.span[0] < other.span[1] &&
    other.span[0] < one.span[1]
  return [...new Set(failed.filter((each, i) => !failed.slice(0, i).some((one) => isSame(one, each))).map(sayFinding))]
}

/** What looked at a step: the claims of it that were checked and hold, and `by a model` where one judged it. */
export function whatChecked(step: StepVerdict, verdict: Verdict): string[] {
  return [...passedClaims(step, verdict), ...(judgesOf(step).length > 0 ? ['by a model'] : [])]
}

/** What was checked in a step and holds, where that speaks for it. */
export function passedFindings({ evidence }: StepVerdict, { firstError }: Verdict): Finding[] {
  // That an answer is what wrong steps come to is no merit.
  const follows = firstError === null || firstError < 0
  return evidence.filter(({ ok, kind }) => ok && kind !== 'provenance' && (kind !== 'answer' || follows))
}

/** A probability for people: cut after two digits, so that what falls short of a threshold never reads as enough. The report's page runs it as it stands. */
export const sayProbability = (probability: number): string => (Math.floor(100 * probability + 1e-9) / 100).toFixed(2)

/** A threshold for people: no probability reads as high as one that it falls short of. */
export const sayThreshold = (threshold: number): string => (Math.ceil(100 * threshold - 1e-9) / 100).toFixed(2)

function sayPassed({ kind, span, claimed: value }: Finding, text: string): string {
  const claim = inPlainMath(text.slice(...span))
    .replace(/\s+/g, ' ')
    .trim()
  const claimed = value === undefined ? undefined : inPlainMath(value)
  if (kind === 'questions' && claimed !== undefined) return `${claimed} answers the question`
  return kind === 'answer' ? `${claimed ?? claim} is what the steps come to` : claim
}

/** What is wrong with a claim, without a last full stop. */
export const sayFinding = (finding: Finding): string =>
  // What is wrong in it, and why nobody is accused.
  `${inPlainMath(rawFinding(finding))}${finding.kind === 'withdrawn' ? ' (taken back or only quoted)' : ''}`

function rawFinding({ message, claimed, computed, kind }: Finding): string {
  if (message !== undefined) return message.replace(/\.$/, '')
  if (computed === undefined) return `the ${kind} check failed${claimed === undefined ? '' : ` for ${claimed}`}`
  return `${claimed ?? 'this'} should be ${computed}`
}

export interface Conclusion {
  /** One sentence on the first wrong step, or the first doubtful one of a chain that is left open. */
  wrong?: string
  /** What else is to be said, one sentence each. */
  notes: string[]
  verdict: Verdict['verdict']
  /** Follows `Verdict: VERDICT`. */
  rest: string
}

/** One sentence on what is wrong, and the verdict with its probability. */
export function conclude(verdict: Verdict): Conclusion {
  const { wrong, notes, rest, ...said } = concluded(verdict)
  return {
    ...said,
    ...defined({ wrong: wrong === undefined ? undefined : inPlainMath(wrong) }),
    notes: notes.map(inPlainMath),
    rest: inPlainMath(rest),
  }
}

function concluded(verdict: Verdict): Conclusion {
  const { firstError, steps, answer, probability, reason } = verdict
  const about = answer === undefined ? 'the answer' : `the answer ${answer}`
  const chance =
    probability === null ? '' : ` The probability that ${about} is right is ${sayProbability(probability)}.`
  // What a check disproves is incorrect, also where a judge gave up: its reason is no reason of the verdict.
  const why =
    reason === undefined ? '' : verdict.verdict === 'incorrect' ? `. Only checks judged it: ${reason}` : `: ${reason}`
  // An abstention for its probability says it itself.
  const isSaid = reason?.startsWith('the probability is') ?? false
  const said = { verdict: verdict.verdict, rest: `${why}.${isSaid ? '' : chance}` }
  if (firstError === null) return { notes: [], ...said }
  if (firstError < 0) {
    const doubted = verdict.verdict === 'correct' ? -1 : steps.findIndex(isObjectedTo)
    if (doubted < 0) return { notes: ['No wrong step was found.', ...verdict.reasons], ...said }
    const wrong = `Step ${doubted + 1} is doubtful: ${sayObjection(at(steps, doubted))}.`
    return { wrong, notes: verdict.reasons.filter((each) => !/^Step \d+ is /.test(each)), ...said }
  }
  const step = at(steps, firstError)
  const finding = step.evidence.find(accuses)
  const word = markOf(step, verdict) === 'wrong' ? 'wrong' : 'doubtful'
  const begins = `Step ${firstError + 1} is ${word}: `
  const wrong = finding
    ? `${begins}${sayFinding(finding)}.`
    : (verdict.reasons.find((each) => each.startsWith(begins)) ?? `${begins}${sayObjection(step)}.`)
  return { wrong, notes: [], ...said }
}
