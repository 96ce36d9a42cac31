import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import { writeWhole } from '../../src/core/files/whole-file.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import type { Interval } from '../../src/core/statistics/statistics.js'
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
  options: { targetPrecision?: number; decay?: number; minPerSource?: number } = {},
): TauCalibration {
  checkArguments('calibrateTau', { sample: [sample, 'list of objects'], options: [options, 'options'] })
  refuseUnknownOptions('calibrateTau', options, { targetPrecision: true, decay: true, minPerSource: true })
  const { targetPrecision = 0.95, decay = 0.9, minPerSource = 30 } = options
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

const labelledSchema = z.looseObject({ gain: z.number(), good: z.boolean(), source: z.string().optional() })

/**
 * Lines of rationales.ndjson with `good` added -> the thresholds, written to `output`. Lines without the label are passed over.
 *
 * @throws RationaleError `input` where no line is labelled or no tau reaches the target.
 */
export async function calibrateFromFile(
  file: string,
  output: string,
  options: Parameters<typeof calibrateTau>[1] = {},
): Promise<TauCalibration> {
  const sample: LabelledGain[] = []
  for await (const { record } of readRecords(file, z.unknown(), { uniqueIds: false })) {
    const { success, data } = labelledSchema.safeParse(record)
    if (success) sample.push({ gain: data.gain, good: data.good, ...defined({ source: data.source || undefined }) })
  }
  if (sample.length === 0) {
    throw new RationaleError('input', `${file} holds no labelled rationale`, {
      expected: 'lines of rationales.ndjson with a measured gain and "good": true or false added',
    })
  }
  const calibration = calibrateTau(sample, options)
  writeWhole(output, `${JSON.stringify(calibration, null, 2)}\n`)
  return calibration
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
