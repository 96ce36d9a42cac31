import { at } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { areaUnderCurve, brier, expectedCalibrationError } from '../../src/core/statistics/statistics.js'
import { type Calibration, crossFit, type FitOptions, fitLogistic, type LabelledFeatures } from './calibration.js'
import { fitAbstention, fitStepThreshold, type LabelledRewards } from './thresholds.js'

export interface FitCalibrationOptions extends FitOptions {
  /** What the rows are, for the record. */
  data: string
  /** ISO date, for the record. */
  date: string
  folds?: number
  /** Share of wrong verdicts that is accepted on either side of the abstention (default 0.1). */
  risk?: number
  /** Chains whose first wrong step is known; without them `stepThreshold` is 0.5. */
  steps?: readonly LabelledRewards[]
}

export interface FittedCalibration {
  calibration: Calibration
  /** Of every row, from weights that never saw its group; null where a feature is missing. */
  probabilities: (number | null)[]
  /** Of these cross-fitted probabilities. */
  metrics: { chains: number; left: number; auc: number; ece: number; brier: number }
}

/**
 * Rows of features of single chains -> a calibration and what it is worth on groups it has not seen. Rows that miss a feature that another row
 * has are left out of the fit and have no probability.
 */
export function fitCalibration(rows: readonly LabelledFeatures[], options: FitCalibrationOptions): FittedCalibration {
  checkArguments('fitCalibration', { rows: [rows, 'list of objects'], options: [options, 'object'] })
  refuseUnknownOptions('fitCalibration', options, {
    data: true,
    date: true,
    folds: true,
    risk: true,
    steps: true,
    l2: true,
    penalty: true,
    sign: true,
    iterations: true,
  })
  const { data, date, folds = 5, risk = 0.1, steps, ...fit } = options
  const names = new Set(rows.flatMap(({ features }) => Object.keys(features)))
  const complete = rows.map(({ features }) => [...names].every((name) => Number.isFinite(features[name])))
  const used = rows.filter((_, i) => complete[i])
  const crossed = crossFit(used, folds, fit)
  let next = 0
  const probabilities = complete.map((each) => (each ? (crossed[next++] ?? null) : null))
  const labels = rows.map(({ label }) => label)
  const known = probabilities.flatMap((p, i) => (p === null ? [] : [{ label: at(labels, i), p }]))
  const [p, right] = [known.map((each) => each.p), known.map((each) => each.label)]
  return {
    calibration: {
      version: 1,
      ...fitLogistic(used, fit),
      ...fitAbstention(probabilities, labels, risk),
      stepThreshold: steps === undefined ? 0.5 : fitStepThreshold(steps).threshold,
      fittedOn: { data, chains: used.length, problems: new Set(used.map(({ group }) => group)).size, date },
    },
    probabilities,
    metrics: {
      chains: known.length,
      left: rows.length - known.length,
      auc: areaUnderCurve(p, right),
      ece: expectedCalibrationError(p, right),
      brier: brier(p, right),
    },
  }
}
