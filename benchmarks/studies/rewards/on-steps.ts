import { crossFitStepThreshold } from '../../../verifier/calibration/thresholds.js'
import type { JudgedChain } from './judged-chains.js'
import { combinations, fitRows, lowest } from './probabilities.js'

/**
 * What each reward is worth for finding the first wrong step: ProcessBench's F1 at a threshold chosen on other questions, and what the probability of
 * the chain is worth, cross-fitted too. One line each.
 */
export function onSteps(rows: readonly JudgedChain[], data: string): string[] {
  const labelled = rows.flatMap((row) => (row.firstError === undefined ? [] : [{ ...row, firstError: row.firstError }]))
  const found = (name: string, rewards: (row: JudgedChain) => (number | null)[]) => {
    const { f1, errorAccuracy, correctAccuracy } = crossFitStepThreshold(
      labelled.map((row) => ({ rewards: rewards(row), firstError: row.firstError, group: row.group })),
    )
    return `${name.padEnd(34)} F1 ${percent(f1)}  wrong chains ${percent(errorAccuracy)}  right chains ${percent(correctAccuracy)}`
  }
  const probable = (name: string, features: (row: JudgedChain) => Record<string, number>) => {
    const fitted = fitRows(rows, features, data)
    if (fitted === undefined) return `${name}: too few right or wrong chains to fit`
    const { auc, ece, brier, left } = fitted.metrics
    return `${name.padEnd(34)} AUC ${auc.toFixed(3)}  ECE ${ece.toFixed(3)}  Brier ${brier.toFixed(3)}${left > 0 ? `  without a probability ${left}` : ''}`
  }
  const rewards = [...new Set(rows.flatMap((row) => Object.keys(row.steps)))]
  const features = [...new Set(rows.flatMap((row) => Object.keys(row.rewards)))]
  return [
    'first wrong step:',
    ...rewards.map((name) => found(name, (row) => row.steps[name] ?? [])),
    found('lowest of first and evidence', lowest),
    'probability that no step is wrong:',
    ...features.map((name) =>
      probable(name, ({ rewards }): Record<string, number> => {
        const value = rewards[name]
        return value === undefined ? {} : { [name]: value }
      }),
    ),
    ...Object.entries(combinations).map(([name, of]) => probable(name, of)),
  ]
}

const percent = (share: number) => (100 * share).toFixed(1)
