import { at } from '../../src/core/absence.js'

export interface RiskPoint {
  /** Answer when the confidence is at least this. */
  threshold: number
  /** Share of all cases that are answered. */
  coverage: number
  /** Share of the answered ones that are wrong. */
  risk: number
}

/**
 * Risk over coverage: answer the most confident cases only (El-Yaniv & Wiener 2010). One point for each distinct confidence, so that
 * ties are never broken by order. `null` confidences are never answered; they keep coverage below 1.
 */
export function riskCoverage(confidences: readonly (number | null)[], right: readonly boolean[]): RiskPoint[] {
  const order = confidences
    .map((confidence, index) => ({ confidence, right: at(right, index) }))
    .filter((entry): entry is { confidence: number; right: boolean } => entry.confidence !== null)
    .sort((a, b) => b.confidence - a.confidence)
  const points: RiskPoint[] = []
  let wrong = 0
  order.forEach(({ confidence, right }, index) => {
    if (!right) wrong++
    if (order[index + 1]?.confidence === confidence) return
    points.push({ threshold: confidence, coverage: (index + 1) / confidences.length, risk: wrong / (index + 1) })
  })
  return points
}

/** Mean risk over the covered range: each point's risk, weighted by the coverage it adds. NaN for no point. */
export function areaUnderRisk(points: readonly RiskPoint[]): number {
  let area = 0
  let before = 0
  for (const { coverage, risk } of points) {
    area += risk * (coverage - before)
    before = coverage
  }
  return area / before
}
