import { defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import { finish, type Pieces } from '../../src/core/pieces.js'
import type { Aggregation, JudgementCounts, StepVerdict, Verdict } from '../../src/core/records/types.js'
import { sayProbability, sayThreshold } from '../../src/core/records/verdict-words.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { aggregate } from './aggregate.js'
import type { Judgement, PreparedChain } from './judge.js'
import { reasonsOf } from './reasons.js'
import { byRule, type MergedStep, mergeStep, type StepRules } from './steps.js'

/** How judgements become a verdict. `stepThreshold`: a step whose reward is below counts as wrong. */
export interface VerdictRules extends StepRules {
  /** Features of all judges, and the chain that they are of -> calibrated probability that it is right; null where it cannot be computed. */
  probability(features: Readonly<Record<string, number>>, chain: PreparedChain): number | null
  /** At or above `accept` the verdict is correct, at or below `reject` incorrect, between them the verifier abstains. */
  accept: number
  reject: number
  /** How step rewards become the chain's (default min). */
  aggregation?: Aggregation
  /** Why there are no probabilities, where there are none. */
  uncalibrated?: string
  /** Why it is not known how often a step's low reward errs, where it is not: such a step is named, and makes no verdict. */
  unshownSteps?: string
  /** How many of the judges were asked for (default: all). Those after them, the checks beside a model, alone are no judgement of a chain. */
  asked?: number
  /** Why a chain is of a kind that the calibration never saw; undefined where it is of a known kind. */
  unfamiliar?(chain: PreparedChain): string | undefined
  /** Why a chain, however likely it is right, may not be called correct; undefined where it may. */
  unproven?(features: Readonly<Record<string, number>>): string | undefined
}

/**
 * At most so likely is the answer of a chain right that is called incorrect, whatever a calibration of few such chains says: 119 of 860 were right
 * (benchmarks/LOG.md, "What a disproof leaves"). The vote loses by it nothing that can be told from chance.
 */
const INCORRECT_AT_MOST = 0.25

/** What all judges say of a chain -> the verdict. */
export const verdictOf = (...given: Parameters<typeof deciding>): Verdict => finish(deciding(...given))

/** The same in pieces. */
export function* deciding(
  id: string,
  chain: PreparedChain,
  judgements: readonly Judgement[],
  rules: VerdictRules,
): Pieces<Verdict> {
  const { aggregation = 'min', asked = judgements.length } = rules
  const standing = judgements.map((judgement) => whyUnjudged([judgement]) === undefined)
  const merged: (Omit<MergedStep, 'step'> & { step: Omit<StepVerdict, 'wrong'> })[] = []
  for (const [i, text] of chain.steps.entries()) {
    const { step, ...found } = mergeStep(
      judgements.map(({ steps }) => steps[i]),
      rules,
      standing,
    )
    merged.push({ step: { text, ...step }, ...found })
    yield
  }
  const unjudgedBecause = whyUnjudged(judgements) ?? whyUnsaid(judgements)
  const isJudged = unjudgedBecause === undefined
  const judged = merged.map(({ step, accused, wrong }) => ({ step: { ...step, wrong }, accused }))
  const steps = judged.map(({ step }) => step)
  // What a check disproves comes before what a judge objects to.
  const firstDisproved = merged.findIndex(({ accused }) => accused)
  const firstWrong = firstDisproved === -1 ? merged.findIndex(({ wrong }) => wrong) : firstDisproved
  const objections = judgements.flatMap((judgement) => judgement.objections ?? [])
  const isAccused = firstDisproved !== -1
  const features = Object.assign({}, ...judgements.map((judgement) => judgement.features))
  const computed = isJudged ? checkedProbability(byRule('probability', () => rules.probability(features, chain))) : null
  const unfit = whyNoNumber(features, computed)
  const given = unfit === undefined ? computed : null
  const { verdict, reason } = isAccused
    ? { verdict: 'incorrect' as const, reason: unjudgedBecause }
    : given === null
      ? {
          verdict: 'abstain' as const,
          reason: unjudgedBecause ?? withoutProbability(firstWrong, rules, unfit),
        }
      : decide(
          given,
          firstWrong,
          objections.length > 0,
          byRule('unfamiliar', () => rules.unfamiliar?.(chain)),
          whyNotStated(chain) ?? byRule('unproven', () => rules.unproven?.(features)),
          rules,
        )
  const probability = given !== null && verdict === 'incorrect' ? Math.min(given, INCORRECT_AT_MOST) : given
  const isHeard = isAccused || judgements.slice(0, asked).some((judgement, j) => standing[j] && says(judgement))
  // That a check disproves another step says nothing of how often a reward errs.
  const isShown = verdict === 'incorrect' && probability !== null
  const tokens = emptyTally()
  for (const judgement of judgements) addTally(tokens, judgement.tokens)
  return {
    id,
    steps,
    firstError: isJudged || firstWrong !== -1 ? firstWrong : null,
    // A step that could not be scored leaves the chain without a score: it must never win by what is missing.
    reward: isJudged
      ? aggregate(
          steps.map(({ reward }) => reward),
          aggregation,
        )
      : null,
    aggregation,
    probability,
    verdict,
    reasons:
      verdict === 'correct' ? [] : yield* reasonsOf(judged, isShown, objections, rules.uncalibrated === undefined),
    ...(!isJudged && isHeard && { judgedInPart: true }),
    ...defined({
      answer: chain.answer,
      reason,
      judgements: countsOf(judgements),
      tokens: tokens.calls > 0 ? tokens : undefined,
    }),
  }
}

/** What is computed of the record's answer proves nothing of a text that states another. */
const whyNotStated = ({ answer, otherAnswer }: PreparedChain): string | undefined =>
  otherAnswer === undefined
    ? undefined
    : `the text states the answer ${brief(otherAnswer)}, while the record's field "answer" holds ${brief(answer ?? '')}`

const brief = (answer: string) => JSON.stringify(answer.length > 80 ? `${answer.slice(0, 79)}…` : answer)

/** A reward alone makes no verdict: how often it errs is not known. */
function withoutProbability(firstWrong: number, { uncalibrated }: VerdictRules, unfit: string | undefined): string {
  const why = unfit ?? uncalibrated ?? 'a feature that the calibration needs is missing or not finite'
  return firstWrong === -1 ? why : tooLow(firstWrong, why)
}

const tooLow = (step: number, why: string | undefined) =>
  `the reward of step ${step + 1} is too low, but how often that errs is not known: ${why}`

/** A feature that is no number makes no probability, whatever a rule makes of it; nor does a rule that computes none. */
function whyNoNumber(features: Readonly<Record<string, number>>, computed: number | null): string | undefined {
  const [name, value] = Object.entries(features).find(([, each]) => !Number.isFinite(each)) ?? []
  if (name !== undefined) return `the feature ${JSON.stringify(name)} is ${value}`
  return Number.isNaN(computed) ? 'the rule "probability" gave NaN' : undefined
}

/** What a rule of one's own gives is no probability yet. */
function checkedProbability(given: unknown): number | null {
  if (given === null) return null
  if (typeof given === 'number' && (Number.isNaN(given) || (given >= 0 && given <= 1))) return given
  throw new RationaleError('configuration', `the rule "probability" gave ${JSON.stringify(given) ?? String(given)}`, {
    expected: 'a number in [0, 1], or null',
  })
}

/** A verdict on a chain that no judge has seen. */
export function unjudged(id: string, { aggregation = 'min' }: VerdictRules, reason: string): Verdict {
  return {
    id,
    steps: [],
    firstError: null,
    reward: null,
    aggregation,
    probability: null,
    verdict: 'abstain',
    reasons: [],
    reason,
  }
}

/** Whether a judge has anything to say of a chain: checks that found no claim to check have not. */
const says = ({ steps, objections = [] }: Judgement) =>
  objections.length > 0 || steps.some(({ reward, evidence = [] }) => reward !== null || evidence.length > 0)

/** Where every judge says nothing: no reward, no finding, no objection, and no feature that a probability could weigh. */
const whyUnsaid = (judgements: readonly Judgement[]): string | undefined =>
  judgements.some((judgement) => says(judgement) || Object.keys(judgement.features).length > 0)
    ? undefined
    : 'no judge has anything to say of any step'

/** Why a judge gave the chain up. */
export const whyUnjudged = (judgements: readonly Judgement[]): string | undefined =>
  judgements.map(({ reason }) => reason).find((each) => each !== undefined)

/**
 * Where no check computed that a step is wrong. A step that is wrong by its reward makes the chain incorrect, a low probability does where a judge says
 * what is wrong; `correct` needs neither, and nothing that speaks against calling it so. Everything else is left open, with the reason.
 */
function decide(
  probability: number,
  firstWrong: number,
  hasObjections: boolean,
  unfamiliar: string | undefined,
  unproven: string | undefined,
  { accept, reject, unshownSteps }: VerdictRules,
): { verdict: Verdict['verdict']; reason?: string } {
  if (unfamiliar !== undefined) return { verdict: 'abstain', reason: unfamiliar }
  if (firstWrong !== -1 && unshownSteps === undefined) return { verdict: 'incorrect' }
  if (firstWrong !== -1) return { verdict: 'abstain', reason: tooLow(firstWrong, unshownSteps) }
  if (probability >= accept && !hasObjections && unproven === undefined) return { verdict: 'correct' }
  if (probability <= reject && hasObjections) return { verdict: 'incorrect' }
  const said = `the probability is ${sayProbability(probability)}`
  if (probability >= accept)
    return { verdict: 'abstain', reason: `${said}, but ${hasObjections ? 'a judge objects' : unproven}` }
  if (probability <= reject) return { verdict: 'abstain', reason: `${said}, but nothing shows what is wrong` }
  if (probability < 0.5) return { verdict: 'abstain', reason: `${said}, ${whyNotIncorrect(probability, reject)}` }
  if (unproven !== undefined) return { verdict: 'abstain', reason: `${said}, and ${unproven}` }
  if (accept >= 1) return { verdict: 'abstain', reason: `${said}, and this calibration calls no chain correct` }
  return { verdict: 'abstain', reason: `${said}, and to call a chain correct ${sayThreshold(accept)} is needed` }
}

/** Why a chain that is likelier wrong than right is not called incorrect. */
function whyNotIncorrect(probability: number, reject: number): string {
  if (reject <= 0) return 'which is a hint alone: no check found a wrong step'
  const needed = sayProbability(reject)
  return needed === sayProbability(probability)
    ? 'just above what calls a chain incorrect'
    : `and to call a chain incorrect at most ${needed} is needed, or a wrong step`
}

function countsOf(judgements: readonly Judgement[]): JudgementCounts | undefined {
  const counts = judgements.flatMap((judgement) => judgement.judgements ?? [])
  if (counts.length === 0) return undefined
  return {
    asked: counts.reduce((sum, { asked }) => sum + asked, 0),
    unreadable: counts.reduce((sum, { unreadable }) => sum + unreadable, 0),
  }
}
