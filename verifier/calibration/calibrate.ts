import { at, defined } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import type { Verdict } from '../../src/core/records/types.js'
import { countByQuestion, problemOf, rateByQuestion } from '../../src/core/statistics/rate-by-question.js'
import { areaUnderCurve, expectedCalibrationError } from '../../src/core/statistics/statistics.js'
import { emptyTally } from '../../src/core/tally.js'
import type { Judge, Judgement, PreparedChain } from '../judge/judge.js'
import { judgeAll, oneOfSeveral } from '../judge/panel.js'
import { prepare, whyEmpty } from '../judge/prepare.js'
import { type QuestionKind, questionKind, questionKinds } from '../judge/question-kind.js'
import { accuses } from '../judge/steps.js'
import { verdictOf, whyUnjudged } from '../judge/verdict.js'
import { type Calibration, fitLogistic, type LabelledFeatures, type Logistic } from './calibration.js'
import { describeFamiliar } from './familiar.js'
import { logOdds } from './log-odds.js'
import { type Part, partOf, parts, refuseLopsided, refuseLopsidedLabels } from './parts.js'
import type { GradedChain } from './records.js'
import { callsNeeded, chooseThresholds, questionsToBring } from './risk.js'
import { inLogOdds, rulesOf, stepFeatures } from './rules.js'

export interface CalibrateOptions {
  /** The verifiers that the judges come from, in their order. */
  verifiers: readonly string[]
  /** What tells each of them from others; without it the calibration can be used in a program only, not by a URI. */
  identities?: readonly Readonly<Record<string, string>>[]
  /** What the chains are, for the record. */
  data: string
  /** ISO date, for the record. */
  date: string
  /** Largest share of right chains that may be accused or called incorrect, and of wrong chains that may be called correct (default 0.05). */
  risk?: number
  /** Of the limits of both (default 0.95). */
  confidence?: number
  /** Share of right chains to expect (default 0.5). */
  prior?: number
  /** Taken instead of choosing them, for verifiers that shall say less than these chains alone would let them; the risk is shown all the same. */
  thresholds?: Pick<Calibration, 'accept' | 'reject' | 'stepThreshold'> | undefined
  signal?: AbortSignal | undefined
  /** Called for every chain that was judged. */
  onJudged?: (() => void) | undefined
}

export interface CalibrationReport {
  calibration: Calibration
  /** Chains that a judge could not judge, and the first reason: they are left out. */
  left: { chains: number; reason?: string }
  /** Of each kind of question among the chains that show the risk: how many, and the calibration error of their probabilities. */
  kinds: Partial<Record<QuestionKind, { chains: number; ece: number }>>
  /** Why the risk could not be shown, where it could not. */
  unproven?: string
}

/** A chain with what each judge says of it. */
export interface JudgedChain {
  chain: PreparedChain
  judgements: readonly Judgement[]
  right: boolean
  firstError: number | undefined
  question: string
  part: Part
}

/**
 * Judges and graded chains -> a calibration with a stated risk. Weights are fitted on one part of the questions, thresholds chosen on another (risk.ts)
 * and their two error rates shown on a third, which neither has seen.
 *
 * The probability: logistic regression over the log-odds of what the judges say of a chain. Every weight is at least 0, so that more of a judge's
 * confidence never lowers it. Its constant is shifted by the log-odds of the part's own share of right chains to `prior`, which leaves the likelihood
 * ratio of the judgements alone to speak. A kind of question with chains enough has weights of its own: a passed check says more of a sum than of
 * a choice.
 *
 * @throws RationaleError `input` where a part has no right or no wrong chains.
 */
export async function calibrate(
  judges: readonly Judge[],
  graded: Iterable<GradedChain> | AsyncIterable<GradedChain>,
  options: CalibrateOptions,
): Promise<CalibrationReport> {
  checkArguments('calibrate', {
    judges: [judges, 'list of functions'],
    graded: [graded, 'sequence'],
    options: [options, 'object'],
    verifiers: [options?.verifiers, 'list of texts'],
  })
  refuseUnknownOptions('calibrate', options, {
    verifiers: true,
    identities: true,
    data: true,
    date: true,
    risk: true,
    confidence: true,
    prior: true,
    thresholds: true,
    signal: true,
    onJudged: true,
  })
  const { verifiers, identities, data, date, risk = 0.05, confidence = 0.95, prior = 0.5 } = options
  const names = [...verifiers.filter((uri) => uri !== 'evidence:'), 'evidence:']
  // What cannot end well costs nothing. A sequence that can be read once is counted by whoever can open it again.
  if (Array.isArray(graded)) await refuseLopsidedLabels(graded)
  const { judged, left } = await allJudged(judges, names, graded, options)
  const of = (part: Part) => judged.filter((each) => each.part === part)
  refuseLopsided(judged, left)

  const weights = fitProbability(of('fit'), prior)
  const steps = fitSteps(of('fit'))
  const unjudging: Calibration = {
    version: 1,
    ...weights,
    ...defined({ kinds: fitKinds(of('fit'), prior), steps }),
    accept: 1,
    reject: 0,
    stepThreshold: 0,
    ...defined({ identities: identities?.map((identity) => ({ ...identity })) }),
    fittedOn: { data, chains: judged.length, problems: problemsIn(judged), date },
    calibrated: {
      verifiers: [...verifiers],
      prior,
      risk: {
        wanted: risk,
        confidence,
        rightAccused: { errors: 0, chains: 0, limit: 1 },
        wrongAccepted: { errors: 0, chains: 0, limit: 1 },
        coverage: { correct: 0, incorrect: 0, abstain: 1 },
      },
      auc: null,
      familiar: describeFamiliar(judged.map(({ chain }) => chain)),
    },
  }
  const called = of('choose').flatMap((each) => {
    const { probability, steps: judgedSteps } = verdict(each, unjudging)
    if (probability === null) return []
    const lowest = Math.min(1, ...judgedSteps.map(({ reward }) => reward ?? 1))
    return [{ right: each.right, question: problemOf(each.chain), probability, lowest, accused: isAccused(each) }]
  })
  const thresholds = options.thresholds ?? chooseThresholds(called, risk, carefully(of('choose'), risk, confidence))
  const few = questionsOf(of('choose'), true) < callsNeeded(risk, confidence)
  const stepsUnshown = few && options.thresholds === undefined
  const calibrated = unjudging.calibrated && {
    ...unjudging.calibrated,
    ...(stepsUnshown && { stepsUnshown: true as const }),
  }
  const calibration = { ...unjudging, ...thresholds, ...defined({ calibrated }) }
  const shown = showRisk(of('show'), calibration)
  return {
    calibration: { ...calibration, calibrated: shown },
    left,
    kinds: trustOfKinds(of('show'), calibration),
    ...defined({ unproven: whyUnproven(of('choose'), of('show'), shown) }),
  }
}

/** The chains that every judge could judge, and how many it could not, with the first reason. `names` are the judges'. */
export async function allJudged(
  judges: readonly Judge[],
  names: readonly string[],
  graded: Iterable<GradedChain> | AsyncIterable<GradedChain>,
  options: Pick<CalibrateOptions, 'signal' | 'onJudged'>,
): Promise<{ judged: JudgedChain[]; left: CalibrationReport['left'] }> {
  const judged: JudgedChain[] = []
  const left: CalibrationReport['left'] = { chains: 0 }
  const leave = (reason: string) => {
    left.chains++
    left.reason ??= reason
  }
  for await (const each of judgedChains(judges, names, withSteps(graded, leave), options)) {
    const reason = whyUnjudged(each.judgements)
    if (reason === undefined) judged.push(each)
    else leave(reason)
  }
  return { judged, left }
}

async function* withSteps(
  graded: Iterable<GradedChain> | AsyncIterable<GradedChain>,
  leave: (reason: string) => void,
): AsyncGenerator<GradedChain> {
  for await (const each of graded) {
    const empty = whyEmpty(prepare(each.chain))
    if (empty === undefined) yield each
    else leave(empty)
  }
}

/** Chains of one question that follow each other are judged in one pass over what they share. */
async function* judgedChains(
  judges: readonly Judge[],
  names: readonly string[],
  graded: Iterable<GradedChain> | AsyncIterable<GradedChain>,
  { signal, onJudged }: Pick<CalibrateOptions, 'signal' | 'onJudged'>,
): AsyncGenerator<JudgedChain> {
  const heard = new Set<number>()
  let questions = 0
  for await (const group of ofOneQuestion(graded)) {
    questions++
    const chains = group.map(({ chain }) => prepare(chain))
    const byJudge = await Promise.all(
      judges.map(async (judge, j) => {
        // A judge that fails now and then costs these chains; one that fails at each of the first questions ends the run.
        const asked = heard.has(j) || questions < FEW ? oneOfSeveral(judge, names[j] ?? `judge ${j + 1}`) : judge
        const judgements = await judgeAll(asked, j, chains, emptyTally(), signal)
        if (asked === judge || judgements.some((each) => whyUnjudged([each]) === undefined)) heard.add(j)
        return judgements
      }),
    )
    for (const [i, { chain, right, firstError }] of group.entries()) {
      const judgements = byJudge.map((each) => at(each, i))
      const { question } = chain
      yield { chain: at(chains, i), judgements, right, firstError, question, part: partOf(question) }
      onJudged?.()
    }
  }
}

const LARGEST_GROUP = 16
/** At so many questions a judge fails before it is given up. */
const FEW = 3

async function* ofOneQuestion(
  graded: Iterable<GradedChain> | AsyncIterable<GradedChain>,
): AsyncGenerator<GradedChain[]> {
  let group: GradedChain[] = []
  for await (const each of graded) {
    const isFull = group.length === LARGEST_GROUP || (group[0] && group[0].chain.question !== each.chain.question)
    if (isFull) {
      yield group
      group = []
    }
    group.push(each)
  }
  if (group.length > 0) yield group
}

function fitProbability(chains: readonly JudgedChain[], prior: number): Logistic {
  const all = chains.map(({ judgements, right, question }) => ({
    features: inLogOdds(Object.assign({}, ...judgements.map(({ features }) => features))),
    label: right,
    group: question,
  }))
  const names = new Set(all.flatMap(({ features }) => Object.keys(features)))
  const whole = all.filter(({ features }) => [...names].every((name) => Number.isFinite(features[name])))
  return shifted(fitNonNegative(whole), whole, prior)
}

/** Right and wrong chains of a kind of question below which it shares the weights of all. */
const FEWEST_OF_A_KIND = 100

/** Undefined where no kind has weights of its own, or all chains are of one. */
function fitKinds(chains: readonly JudgedChain[], prior: number): Calibration['kinds'] {
  const own = questionKinds.flatMap((kind) => {
    const these = chains.filter(({ chain }) => questionKind(chain) === kind)
    const right = these.filter((each) => each.right).length
    const few = Math.min(right, these.length - right) < FEWEST_OF_A_KIND
    return few || these.length === chains.length ? [] : [[kind, fitProbability(these, prior)] as const]
  })
  return own.length === 0 ? undefined : Object.fromEntries(own)
}

/** Wrong steps below which a step's reward is better left to the strictest judge. */
const FEWEST_WRONG_STEPS = 30

/** Steps up to the first wrong one: what comes after it may be right or wrong. A step of which nothing is said has one half; a fact that is not told is 0. */
function fitSteps(chains: readonly JudgedChain[]): Logistic | undefined {
  const told = chains.flatMap(({ judgements, firstError, question }) => {
    if (firstError === undefined) return []
    const count = firstError === -1 ? at(judgements, 0).steps.length : firstError + 1
    return Array.from({ length: count }, (_, i) => ({
      features: stepFeatures(judgements.map(({ steps }) => at(steps, i))),
      label: i !== firstError,
      group: question,
    }))
  })
  const nothing = Object.fromEntries(told.flatMap(({ features }) => Object.keys(features)).map((name) => [name, 0]))
  const rows = told.map((row) => ({ ...row, features: { ...nothing, ...row.features } }))
  const wrong = rows.filter(({ label }) => !label).length
  return wrong < FEWEST_WRONG_STEPS || wrong === rows.length ? undefined : shifted(fitNonNegative(rows), rows, 0.5)
}

/** Weights fitted where a share of the rows is right -> the same likelihood ratio where `prior` are. */
function shifted(weights: Logistic, rows: readonly { label: boolean }[], prior: number): Logistic {
  const share = rows.filter(({ label }) => label).length / rows.length
  return { ...weights, intercept: weights.intercept - logOdds(share) + logOdds(prior) }
}

/** No weight is below zero: a feature that would weigh against what it says is left out. */
export function fitNonNegative(rows: readonly LabelledFeatures[]): Logistic {
  const { features, intercept } = fitLogistic(rows, { sign: () => 1 })
  return { features: Object.fromEntries(Object.entries(features).filter(([, { weight }]) => weight > 0)), intercept }
}

/** Chains of one question are right and wrong together: what shows a risk is how many questions there are. */
const questionsOf = (chains: readonly JudgedChain[], right: boolean) =>
  problemsIn(chains.filter((each) => each.right === right))

const problemsIn = (chains: readonly JudgedChain[]) =>
  countByQuestion(chains.map(({ chain }) => ({ question: problemOf(chain) }))).size

/** A judge accuses a step by a finding, whatever the thresholds. */
const isAccused = ({ judgements }: JudgedChain) => judgements.some(({ steps }) => steps.some(accuses))

const verdict = ({ chain, judgements }: JudgedChain, calibration: Calibration): Verdict =>
  verdictOf('calibrated', chain, judgements, rulesOf(calibration))

/**
 * Thresholds that just keep the limit on the chains that chose them break it on every second other set. So they are chosen with a tenth of the doubt,
 * where there are chains enough.
 */
function carefully(chosenOn: readonly JudgedChain[], risk: number, confidence: number): number {
  const careful = 1 - (1 - confidence) / 10
  const fewest = Math.min(questionsOf(chosenOn, true), questionsOf(chosenOn, false))
  return fewest >= callsNeeded(risk, careful) ? careful : confidence
}

function showRisk(chains: readonly JudgedChain[], calibration: Calibration): NonNullable<Calibration['calibrated']> {
  const { calibrated } = calibration
  if (calibrated === undefined) throw new RangeError('the calibration states no risk') // calibrate has set it
  const { risk } = calibrated
  const verdicts = chains.map((each) => ({
    right: each.right,
    question: problemOf(each.chain),
    ...verdict(each, calibration),
  }))
  const rate = (right: boolean, isError: (each: Verdict) => boolean) =>
    rateByQuestion(
      verdicts
        .filter((each) => each.right === right)
        .map((each) => ({ question: each.question, isError: isError(each) })),
      risk.confidence,
    )
  const share = (wanted: Verdict['verdict']) =>
    verdicts.filter((each) => each.verdict === wanted).length / verdicts.length
  const known = verdicts.flatMap(({ probability, right }) => (probability === null ? [] : [{ probability, right }]))
  return {
    ...calibrated,
    risk: {
      ...risk,
      rightAccused: rate(
        true,
        (each) => each.verdict === 'incorrect' || (!calibrated.stepsUnshown && (each.firstError ?? -1) !== -1),
      ),
      wrongAccepted: rate(false, (each) => each.verdict === 'correct'),
      coverage: { correct: share('correct'), incorrect: share('incorrect'), abstain: share('abstain') },
    },
    auc: areaUnderCurve(
      known.map(({ probability }) => probability),
      known.map(({ right }) => right),
    ),
  }
}

/** Chains of a kind below which a calibration error would be noise. */
const FEWEST_TO_TRUST = 100

/** The probabilities are taken back to the kind's own share of right chains, which no prior knows. */
function trustOfKinds(chains: readonly JudgedChain[], calibration: Calibration): CalibrationReport['kinds'] {
  const { probability } = rulesOf(calibration)
  const trusted = questionKinds.flatMap((kind) => {
    const these = chains.filter(({ chain }) => questionKind(chain) === kind)
    const labels = these.map(({ right }) => right)
    const share = labels.filter(Boolean).length / labels.length
    if (these.length < FEWEST_TO_TRUST || share === 0 || share === 1) return []
    const shift = logOdds(share) - logOdds(calibration.calibrated?.prior ?? 0.5)
    const p = these.map(({ chain, judgements }) => {
      const given = probability(Object.assign({}, ...judgements.map(({ features }) => features)), chain) ?? 0.5
      return 1 / (1 + Math.exp(-(logOdds(given) + shift)))
    })
    return [[kind, { chains: these.length, ece: expectedCalibrationError(p, labels) }] as const]
  })
  return Object.fromEntries(trusted)
}

function whyUnproven(
  chosenOn: readonly JudgedChain[],
  shownOn: readonly JudgedChain[],
  { risk }: NonNullable<Calibration['calibrated']>,
): string | undefined {
  const needed = callsNeeded(risk.wanted, risk.confidence)
  const [right, wrong] = [questionsOf(chosenOn, true), questionsOf(chosenOn, false)]
  const few = [
    ...(right < needed
      ? [
          `${right} questions with right chains chose the thresholds, ${needed} are needed: a step of low reward is named, and the verdict stays open`,
        ]
      : []),
    ...(wrong < needed
      ? [`${wrong} questions with wrong chains chose the thresholds, ${needed} are needed: nothing is called correct`]
      : []),
  ]
  if (few.length > 0) {
    const each = questionsToBring(needed, Math.min(parts.choose, parts.show))
    few.push(`bring ${each} questions with a right chain and ${each} with a wrong one (one question may have both)`)
  }
  const { errors, limit } = risk.rightAccused
  const byFindings = shownOn.filter((each) => each.right && isAccused(each)).length
  const limits = [
    ...(limit > risk.wanted
      ? [
          `right chains accused: limit ${percent(limit)}${byFindings === 0 ? '' : ` (${byFindings} of the ${errors} by an exact check, whatever the thresholds)`}`,
        ]
      : []),
    ...(risk.wrongAccepted.limit > risk.wanted
      ? [`wrong chains called correct: limit ${percent(risk.wrongAccepted.limit)}`]
      : []),
  ]
  return few.length + limits.length === 0 ? undefined : [...few, ...limits].join('; ')
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
