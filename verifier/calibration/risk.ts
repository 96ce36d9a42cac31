import { upperLimit } from '../../src/core/statistics/upper-limit.js'

/** How many of `calls` may be errors so that the limit stays at or below `risk`; -1 where even none would not show it. */
export function errorsAllowed(calls: number, risk: number, confidence = 0.95): number {
  let errors = -1
  while (errors + 1 < calls && upperLimit(errors + 1, calls, confidence) <= risk) errors++
  return errors
}

/** The fewest calls that show `risk` with no error at all: 59 for 5 % with 95 % confidence. */
export function callsNeeded(risk: number, confidence = 0.95): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log1p(-risk))
}

/**
 * How many right chains, and as many wrong ones, to bring so that a part of them holds `needed` of each: chains are dealt out by chance, so two standard
 * deviations more than would do on average, in full tens. Every chain is taken to have a question of its own.
 */
export function chainsToBring(needed: number, part: number): number {
  let chains = 10
  while (chains * part - 2 * Math.sqrt(chains * part * (1 - part)) < needed) chains += 10
  return chains
}

/** Nothing more likely right is called incorrect, nothing less likely correct, whatever risk would allow. */
const EVEN = 0.5

/** A chain before its verdict. `lowest` is the least reward of its steps (1 where none has one). */
export interface CalledChain {
  right: boolean
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
  const probabilities = chains.map(({ probability }) => probability)

  const lowest = right.map((chain) => chain.lowest).sort(ascending)
  const least = right.map(({ probability }) => probability).sort(ascending)
  const most = errorsAllowed(right.length, risk, confidence)
  const allowed = most === -1 ? -1 : Math.max(most, right.filter(({ accused }) => accused).length)
  let [stepThreshold, reject] = [0, 0]
  for (const [j, threshold] of lowest.entries()) {
    const below = Math.max(0, ...probabilities.filter((p) => p < (least[j] ?? 0) && p < EVEN))
    const errors = right.filter((chain) => chain.accused || chain.lowest < threshold || chain.probability <= below)
    if (errors.length > allowed) break
    stepThreshold = threshold
    reject = below
  }
  // Not above what names wrong chains: that would accuse right ones for nothing. In the gap between the two the middle is the safest.
  const highest = Math.max(
    Number.NEGATIVE_INFINITY,
    ...wrong.map((chain) => chain.lowest).filter((low) => low < stepThreshold),
  )
  const next = right.filter(({ accused, lowest: low }) => !accused && low > highest).map((chain) => chain.lowest)
  stepThreshold = highest < 0 ? 0 : Math.min(stepThreshold, (highest + Math.min(1, ...next)) / 2)
  reject = Math.max(0, ...wrong.map(({ probability }) => probability).filter((p) => p <= reject))

  const tempting = wrong
    .filter((chain) => !chain.accused && chain.lowest >= stepThreshold)
    .map(({ probability }) => probability)
    .sort((a, b) => b - a)
  const allowedWrong = errorsAllowed(wrong.length, risk, confidence)
  // One more than is allowed must stay below.
  const mustStayBelow = allowedWrong === -1 ? Number.POSITIVE_INFINITY : (tempting[allowedWrong] ?? 0)
  const accept = Math.min(1, ...probabilities.filter((p) => p > mustStayBelow && p >= EVEN))
  return { stepThreshold, accept, reject }
}

const ascending = (a: number, b: number) => a - b
