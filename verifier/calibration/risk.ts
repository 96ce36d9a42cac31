import { least, most } from '../../src/core/statistics/extremes.js'
import { countByQuestion, shareOf, wholeErrors } from '../../src/core/statistics/rate-by-question.js'
import { errorsWithin } from '../../src/core/statistics/upper-limit.js'

/** The fewest calls that show `risk` with no error at all: 59 for 5 % with 95 % confidence. */
export function callsNeeded(risk: number, confidence = 0.95): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log1p(-risk))
}

/**
 * How many questions with a right chain, and as many with a wrong one, to bring so that a part of them holds `needed` of each: questions are dealt out by
 * chance, so two standard deviations more than would do on average, in full tens.
 */
export function questionsToBring(needed: number, part: number): number {
  let questions = 10
  while (questions * part - 2 * Math.sqrt(questions * part * (1 - part)) < needed) questions += 10
  return questions
}

/** Nothing more likely right is called incorrect, nothing less likely correct, whatever risk would allow. */
const EVEN = 0.5

/** A chain before its verdict, and the question that it answers. `lowest` is the least reward of its steps (1 where none has one). */
export interface CalledChain {
  right: boolean
  question: string
  probability: number
  lowest: number
  /** A judge accuses a step by a finding, whatever the thresholds. */
  accused: boolean
}

export interface RiskThresholds {
  /** A step whose reward is below counts as wrong. */
  stepThreshold: number
  accept: number
  reject: number
}

/**
 * The most outspoken thresholds that keep two error rates at or below `risk`, with the confidence of Clopper-Pearson's limit: right chains that are
 * accused or called incorrect, wrong chains that are called correct. Thresholds are tried from the most careful to the most outspoken and the
 * first that breaks the limit ends the search, so that trying many costs no confidence (fixed-sequence testing, Angelopoulos et al. 2021).
 * Step threshold and `reject` move together: both stand at the j-th lowest value of the right chains. Where there are too few chains to show the
 * risk, nothing is called. What a judge accuses by a finding no threshold can take back: where that alone breaks the limit, the thresholds may add
 * no error to it. To be silent for the mistakes of others would help nobody.
 */
export function chooseThresholds(chains: readonly CalledChain[], risk: number, confidence = 0.95): RiskThresholds {
  const right = chains.filter((chain) => chain.right)
  const wrong = chains.filter((chain) => !chain.right)
  const { stepThreshold, reject } = thatAccuse(right, wrong, risk, confidence)

  const named = (chain: CalledChain) => chain.accused || chain.lowest < stepThreshold
  const tempting = wrong.filter((chain) => !named(chain)).sort((a, b) => b.probability - a.probability)
  const errors = errorsBy(wrong, risk, confidence)
  // The first that is one more than is allowed must stay below.
  const mustStayBelow = tempting.find((chain) => !errors.mayAdd(chain))?.probability ?? 0
  const accept = least(
    chains.map(({ probability }) => probability).filter((p) => p > mustStayBelow && p >= EVEN),
    1,
  )
  return { stepThreshold, accept: errors.allowed === -1 ? 1 : accept, reject }
}

/** The step threshold and `reject`, which only right chains choose; what wrong chains say is where between two values they stand. */
function thatAccuse(
  right: readonly CalledChain[],
  wrong: readonly CalledChain[],
  risk: number,
  confidence: number,
): Pick<RiskThresholds, 'stepThreshold' | 'reject'> {
  const byLowest = [...right].sort((a, b) => a.lowest - b.lowest)
  const byProbability = [...right].sort((a, b) => a.probability - b.probability)
  const probabilities = [...right, ...wrong].map(({ probability }) => probability).sort(ascending)
  const errors = errorsBy(right, risk, confidence)
  for (const chain of right) if (chain.accused) errors.bear(chain)

  let [stepThreshold, reject, below] = [0, 0, 0]
  let [steps, chains, values] = [0, 0, 0]
  for (const [j, { lowest: threshold }] of byLowest.entries()) {
    const end = Math.min(EVEN, byProbability[j]?.probability ?? 0)
    for (; (probabilities[values] ?? 1) < end; values++) below = probabilities[values] ?? 0
    let isKept = errors.allowed !== -1
    for (; (byLowest[steps]?.lowest ?? 1) < threshold; steps++) isKept &&= errors.mayAdd(byLowest[steps])
    for (; (byProbability[chains]?.probability ?? 1) <= below; chains++) isKept &&= errors.mayAdd(byProbability[chains])
    if (!isKept) break
    stepThreshold = threshold
    reject = below
  }
  // Not above what names wrong chains: that would accuse right ones for nothing. In the gap between the two the middle is the safest.
  const highest = most(
    wrong.map((chain) => chain.lowest).filter((low) => low < stepThreshold),
    Number.NEGATIVE_INFINITY,
  )
  const next = right.filter(({ accused, lowest }) => !accused && lowest > highest).map(({ lowest }) => lowest)
  return {
    stepThreshold: highest < 0 ? 0 : Math.min(stepThreshold, (highest + least(next, 1)) / 2),
    reject: most(
      wrong.map(({ probability }) => probability).filter((p) => p <= reject),
      0,
    ),
  }
}

/** Errors as they come, each once: every question has its share of its chains that are (src/core/statistics/rate-by-question.ts). */
function errorsBy(chains: readonly CalledChain[], risk: number, confidence: number) {
  const sizes = countByQuestion(chains)
  const counted = new Set<CalledChain>()
  const allowed = errorsWithin(risk, sizes.size, confidence)
  let [shares, borne] = [0, 0]
  const add = (chain: CalledChain) => {
    if (!counted.has(chain)) shares += shareOf(chain, sizes)
    counted.add(chain)
  }
  return {
    /** -1: even none would not show the risk. */
    allowed,
    /** Counts an error that no threshold can take back. */
    bear(chain: CalledChain) {
      add(chain)
      borne = shares
    },
    /** Counts an error; whether all of them stay allowed. */
    mayAdd(chain: CalledChain | undefined): boolean {
      if (chain !== undefined) add(chain)
      return wholeErrors(shares) <= allowed || shares <= borne
    },
  }
}

const ascending = (a: number, b: number) => a - b
