import { mapConcurrent } from '../src/core/concurrency.js'
import type { LabelledChain, TokenTally, Verifier } from '../src/core/records/types.js'
import {
  areaUnderCurve,
  bootstrapInterval,
  brier,
  expectedCalibrationError,
  harmonicF1,
  type Interval,
  mean,
} from '../src/core/statistics/statistics.js'
import { addTally, emptyTally } from '../src/core/tally.js'

export interface StepsOptions {
  chains: readonly LabelledChain[]
  verifier: Verifier
  seed?: number
  signal?: AbortSignal | undefined
  onEvent?: (event: { type: 'chain'; id: string }) => void
}

export interface StepsReport {
  suite: 'steps'
  chains: number
  /** ProcessBench's F1, errorAccuracy and correctAccuracy in per cent. */
  f1: number
  f1ci95: Interval
  /** Share of wrong chains whose first wrong step was named exactly. */
  errorAccuracy: number
  /** Share of right chains of which no step was called wrong. */
  correctAccuracy: number
  /** The verifier's own: a step below it counts as wrong. Never chosen on this file. */
  threshold: number
  /** Of the probability that the chain is right, against "no wrong step"; over the chains that got one. */
  auc: number
  ece: number
  brier: number
  /** Chains without a probability or a first error: wrong for F1, left out of auc, ece and brier. */
  unscored: number
  tokens: TokenTally
  seconds: number
  verifier: string
}

/** Labelled chains -> how well the first wrong step is found and how far the probability can be trusted. */
export async function benchSteps({ chains, verifier, seed = 0, signal, onEvent }: StepsOptions): Promise<StepsReport> {
  const started = performance.now()
  const tokens = emptyTally()
  const rows: { wrong: boolean; hit: number; probability: number | null }[] = []
  const verdicts = mapConcurrent(chains, { concurrency: 8, signal }, async ({ firstError, ...chain }) => ({
    firstError,
    verdict: await verifier.verify(chain, { signal }),
  }))
  for await (const { firstError, verdict } of verdicts) {
    addTally(tokens, verdict.tokens)
    rows.push({
      wrong: firstError !== -1,
      hit: verdict.firstError === firstError ? 1 : 0,
      probability: verdict.probability,
    })
    onEvent?.({ type: 'chain', id: verdict.id })
  }
  const scored = rows.filter((row) => row.probability !== null)
  const probabilities = scored.map((row) => row.probability as number)
  const right = scored.map((row) => !row.wrong)
  const wrongHits = rows.filter((row) => row.wrong).map((row) => row.hit)
  const rightHits = rows.filter((row) => !row.wrong).map((row) => row.hit)
  const [errorLow, errorHigh] = bootstrapInterval(wrongHits, { seed })
  const [rightLow, rightHigh] = bootstrapInterval(rightHits, { seed: seed + 1 })
  return {
    suite: 'steps',
    chains: rows.length,
    f1: 100 * harmonicF1(mean(wrongHits), mean(rightHits)),
    // F1 grows with both parts, so the box of their intervals bounds it (conservative).
    f1ci95: [100 * harmonicF1(errorLow, rightLow), 100 * harmonicF1(errorHigh, rightHigh)],
    errorAccuracy: 100 * mean(wrongHits),
    correctAccuracy: 100 * mean(rightHits),
    threshold: verifier.stepThreshold,
    auc: areaUnderCurve(probabilities, right),
    ece: expectedCalibrationError(probabilities, right),
    brier: brier(probabilities, right),
    unscored: rows.length - scored.length,
    tokens,
    seconds: (performance.now() - started) / 1000,
    verifier: verifier.id,
  }
}
