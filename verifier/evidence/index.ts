/*
 * The checks as a judge, from top to bottom: read the chain, gather the findings of each step, leave out what is quoted, withdrawn or said twice, weigh
 * the rest.
 */

import { at, defined } from '../../src/core/absence.js'
import { checkArguments } from '../../src/core/arguments.js'
import type { Equation } from '../../src/core/arithmetic/equations.js'
import { finish, finishInTurns, once, type Pieces } from '../../src/core/pieces.js'
import { plainCharacters } from '../../src/core/plain-characters.js'
import { accuses } from '../../src/core/records/findings.js'
import type { Finding } from '../../src/core/records/types.js'
import { undressed } from '../../src/core/steps/undressed.js'
import type { Judgement, PreparedChain, StepJudgement } from '../judge/judge.js'
import { questionKind } from '../judge/question-kind.js'
import { checkAnswer } from './answer.js'
import { arithmeticReader } from './arithmetic.js'
import { askedReader } from './asked.js'
import { baseReader } from './bases.js'
import { claimReader } from './claims/index.js'
import {
  usesDecimalComma,
  withDecimalCommas,
  withDecimalPoints,
  withGroupCommas,
  withWholeUnits,
} from './claims/text/separators.js'
import { meaningReader } from './claims/told/meanings.js'
import { saying } from './claims/told/once.js'
import { quotationReader } from './claims/told/quoted.js'
import { withoutWithdrawn } from './claims/told/withdrawn.js'
import { contradictionReader } from './contradictions.js'
import { toldOf } from './doubts.js'
import { mayBeOneOff } from './ends.js'
import { key, readGiven, readStep, type StepFacts } from './facts.js'
import { chainFeatures } from './features.js'
import { byKind } from './kinds.js'
import { isOtherLanguage } from './language.js'
import { type Source, traceNumbers, unexplainedNumbers } from './provenance.js'
import { saysMore } from './remarks.js'
import { stepReward } from './reward.js'
import { stepFeatureReader } from './step-features.js'
import { type Substitution, substitutionReader } from './substitution.js'
import { tierReader } from './tiers.js'

export { type QuestionKind, questionKinds } from '../judge/question-kind.js'
export { findingReward, STEP_THRESHOLD, stepReward } from './reward.js'
export { stepFeatureNames } from './step-features.js'

/**
 * What the checks say of a chain. A step's reward is null where no check that carries reward applied; its features have the same names for
 * every step. The chain's features are named `kind of question:feature`, the same names for every chain; `answerComputed` is 1 where the checks
 * solved the question by themselves and the answer is theirs; `mayBeOneOff` where the question counts ends or cuts, `otherLanguage` where it is in no
 * English, `oneOperation` where the chain reckons one operation and nothing else.
 */
export interface EvidenceJudgement extends Judgement {
  steps: readonly EvidenceStep[]
}
export type EvidenceStep = StepJudgement & Required<Pick<StepJudgement, 'evidence' | 'features'>>

/** The checks that need no model, over one chain by itself, at once. Never throws; work is bounded by the length of the input. */
export function checkEvidence(chain: PreparedChain): EvidenceJudgement {
  checkArguments('checkEvidence', { chain: [chain, 'prepared chain'] })
  return finish(evidenceOf(chain))
}

/** The same as a judge: others get a turn in between, an abort is heard, and each step is reported once it is checked. */
export async function judgeEvidence(
  chain: PreparedChain,
  signal?: AbortSignal,
  onStep?: (step: StepJudgement) => void,
): Promise<EvidenceJudgement> {
  checkArguments('judgeEvidence', { chain: [chain, 'prepared chain'] })
  return finishInTurns(evidenceOf(chain, onStep), signal)
}

function* evidenceOf(written: PreparedChain, onStep?: (step: StepJudgement) => void): Pieces<EvidenceJudgement> {
  const { chain, quoted } = yield* pointed(written)
  yield
  const facts = yield* readGiven(chain)
  yield
  const arithmetic = arithmeticReader(chain.question, chain.steps, chain.context)
  yield
  const claims = yield* claimReader(chain.question, chain.context)
  const stepAt = once((i) => readStep(at(chain.steps, i)))
  const claimsAt = once((i) => claims(at(chain.steps, i)))
  const basesOf = baseReader(chain.question, chain.context)
  const tiersOf = tierReader(`${chain.question}\n${chain.context ?? ''}`, chain.steps)
  const substitutionsOf = substitutionReader()
  const contradictionsOf = contradictionReader()
  const askedOf = chain.unfinished ? () => [] : yield* askedReader(chain, facts, { stepAt, claimsAt })
  const { trace, traceAnswer, ledger } = traceNumbers(facts)
  const featuresOf = stepFeatureReader(facts)
  yield
  const withoutQuoted = quotationReader(written.steps, written.question)
  const withoutOtherMeanings = meaningReader(chain.question, chain.steps)
  const isTold = toldOf(chain, facts)
  const judged: EvidenceStep[] = []
  const found: Finding[][] = []
  const answers: Finding[] = []
  const sources: Source[][] = []
  const substitutions: Substitution[] = []
  for (const [i, text] of chain.steps.entries()) {
    const step = yield* stepAt(i)
    facts.steps.push(step)
    yield
    const substituted = substitutionsOf(step)
    const numbers = trace(step, substituted)
    yield
    const claimed = withoutOtherMeanings(
      [...arithmetic(step), ...(yield* claimsAt(i)), ...basesOf(step), ...tiersOf(step)],
      text,
    )
    const asked = askedOf(i)
    answers.push(...asked)
    const findings = [
      ...withoutQuoted(
        withoutWithdrawn(claimed.filter(isNoPartOf(claimed)), text, chain.steps.slice(i + 1, i + 4)).filter(isNoCode),
        text,
        i,
      ),
      ...claimed.filter((finding) => !isNoCode(finding)),
      ...asked,
      ...unexplainedNumbers(step, numbers),
      ...substituted.flatMap(({ finding }) => finding ?? []),
      ...contradictionsOf(text),
    ]
    if (i === chain.steps.length - 1 && !chain.unfinished)
      findings.push(...checkAnswer(facts, [...judged.map(({ evidence }) => evidence), findings]))
    yield
    const evidence = {
      evidence: findings.filter(isTold).map(quoted),
      reward: stepReward(findings),
      features: featuresOf(step, findings, numbers),
    }
    judged.push(evidence)
    found.push(findings.map(quoted))
    sources.push(numbers)
    substitutions.push(...substituted)
    onStep?.(evidence)
    yield
  }
  traceAnswer()
  const chainwise = yield* chainFeatures(facts, found, sources, ledger, substitutions)
  return {
    steps: judged,
    features: {
      ...byKind(questionKind(chain), chainwise),
      answerComputed: isAnswerComputed(answers, found.flat()) ? 1 : 0,
      saysMore: saysMore(chain.question, chain.steps, found, chain.answer) ? 1 : 0,
      mayBeOneOff: mayBeOneOff(chain.question) ? 1 : 0,
      otherLanguage: isOtherLanguage(chain.question) ? 1 : 0,
      oneOperation: isOneOperation(facts.steps) ? 1 : 0,
    },
  }
}

/**
 * "6·C(5,3) = 60" holds: that C(5,3) is 60, which a grammar reads of its end, is not said. And what arithmetic has named is not named again by what reads the same value from further
 * before it; nor is the same said twice.
 */
const isNoPartOf = (claimed: readonly Finding[]) => {
  const reckoned = claimed.filter(({ kind }) => kind === 'arithmetic')
  const said = new Set(reckoned.filter(({ ok }) => !ok).map(saying))
  return (finding: Finding) => {
    const {
      kind,
      ok,
      span: [from, to],
    } = finding
    if (ok || kind === 'arithmetic') return true
    if (said.has(saying(finding))) return false
    if (kind !== 'whole-numbers' && kind !== 'closed-forms') return true
    return !reckoned.some(
      (each) =>
        each.span[1] === to && (each.ok ? kind === 'whole-numbers' && each.span[0] < from : each.span[0] > from),
    )
  }
}

/** "bool('False') is False" and "p and q is false" quote nobody, and deny nothing. */
const isNoCode = ({ kind, claimed = '' }: Finding) =>
  kind !== 'programs' && !(kind === 'definitions' && /\b(?:true|false)$/i.test(claimed))

/** Whether the checks got the answer from the question by themselves, and found nothing wrong on the way. */
const isAnswerComputed = (answers: readonly Finding[], findings: readonly Finding[]) =>
  answers.some(({ kind, ok }) => ok && (kind === 'questions' || kind === 'programs')) && !findings.some(accuses)

/** Whether all that a chain reckons is one operation, which may stand there several times. */
function isOneOperation(steps: readonly StepFacts[]): boolean {
  const reckoned = steps.flatMap(({ equations }) => equations.filter(({ operations }) => operations > 0))
  const kind = ({ operands, result }: Equation) => JSON.stringify([operands.map(key), result && key(result)])
  const [first] = reckoned
  return (
    first !== undefined &&
    reckoned.every((each) => each.operations === 1 && (each === first || kind(each) === kind(first)))
  )
}

/**
 * A chain as the grammars read it: without numbers and headings of its steps, "12,50" as 12.50; offsets into its steps stay. `quoted` writes what is found the way
 * the chain is written.
 */
function* pointed(written: PreparedChain): Pieces<{ chain: PreparedChain; quoted: (finding: Finding) => Finding }> {
  const question = plainCharacters(written.question)
  const { context } = written
  const answer = written.answer === undefined ? undefined : plainCharacters(written.answer)
  const plain = yield* each(written.steps, (step) => withWholeUnits(plainCharacters(undressed(step))))
  const chain = { ...written, question, ...defined({ answer }) }
  if (!usesDecimalComma([question, ...plain])) {
    const steps = yield* each(plain, withGroupCommas)
    return { chain: { ...chain, question: withGroupCommas(question), steps }, quoted: (finding) => finding }
  }
  const read = {
    ...chain,
    question: withGroupCommas(withDecimalPoints(question)),
    steps: yield* each(plain, (step) => withGroupCommas(withDecimalPoints(step))),
    ...defined({
      context: context === undefined ? undefined : withDecimalPoints(context),
      answer: answer === undefined ? undefined : withDecimalPoints(answer),
    }),
  }
  return { chain: read, quoted: withCommas }
}

/** What is made of each text, one piece after the other: a chain may have ten thousand steps. */
function* each(texts: readonly string[], make: (text: string) => string): Pieces<string[]> {
  const made: string[] = []
  for (const text of texts) {
    made.push(make(text))
    yield
  }
  return made
}

function withCommas({ claimed, computed, message, ...finding }: Finding): Finding {
  const [claim, value, said] = [claimed, computed, message].map((text) => text && withDecimalCommas(text))
  return { ...finding, ...defined({ claimed: claim, computed: value, message: said }) }
}
