import { RationaleError } from '../../src/core/errors.js'
import type { Interval } from '../../src/core/statistics.js'
import type { TauCalibration } from './presets.js'

/** A mined rationale that a person judged. */
export interface LabelledGain {
  gain: number
  good: boolean
  source?: string
}

/**
 * The lowest tau at which the rationales with gain >= tau are good in `targetPrecision` of cases (RATIONALYST: 0.95 on about 100 items), for all
 * sources together and for each source with at least `minPerSource` labels. `ci95` is Wilson's interval of the precision over all sources.
 *
 * @throws RationaleError `input` where no tau reaches the target.
 */
export function calibrateTau(
  sample: readonly LabelledGain[],
  { targetPrecision = 0.95, decay = 0.9, minPerSource = 30 } = {},
): TauCalibration {
  const all = lowestTau(sample, targetPrecision)
  if (all === null) {
    throw new RationaleError('input', `no threshold on the gain gives a precision of ${targetPrecision}`, {
      found: `${sample.length} labelled rationales, ${sample.filter(({ good }) => good).length} of them good`,
      remedy: 'label more, aim for a lower precision, or use a stronger annotator or scorer',
    })
  }
  const tau: Record<string, number> = { '*': all.tau }
  for (const source of new Set(sample.flatMap((each) => each.source?.toLowerCase() ?? []))) {
    const own = sample.filter((each) => each.source?.toLowerCase() === source)
    const best = own.length >= minPerSource ? lowestTau(own, targetPrecision) : null
    if (best !== null) tau[source] = best.tau
  }
  return {
    decay,
    targetPrecision,
    tau,
    precision: all.good / all.kept,
    ci95: [...wilson(all.good, all.kept)],
    labelled: sample.length,
  }
}

function lowestTau(sample: readonly LabelledGain[], target: number) {
  const sorted = [...sample].sort((a, b) => b.gain - a.gain)
  let good = 0
  let best: { tau: number; good: number; kept: number } | null = null
  sorted.forEach((each, i) => {
    good += each.good ? 1 : 0
    const isLastOfTie = sorted[i + 1]?.gain !== each.gain
    if (isLastOfTie && good / (i + 1) >= target) best = { tau: each.gain, good, kept: i + 1 }
  })
  return best as { tau: number; good: number; kept: number } | null
}

/** Wilson's score interval of a proportion at 95 %. [0, 1] for none. */
export function wilson(successes: number, trials: number): Interval {
  if (trials === 0) return [0, 1]
  const z = 1.959964
  const p = successes / trials
  const centre = (p + (z * z) / (2 * trials)) / (1 + (z * z) / trials)
  const half = (z / (1 + (z * z) / trials)) * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}
