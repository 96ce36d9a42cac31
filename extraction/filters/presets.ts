import * as z from 'zod'
import { at } from '../../src/core/absence.js'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { readSmallTextFile } from '../../src/core/files/small-file.js'
import type { Discount } from './gain.js'

/** Which gains count as help: keep where gain >= tau of the document's source. */
export interface Preset extends Discount {
  name: string
  /** By source, lower case; `*` is every other source. Null: no gain filter. */
  tau: Readonly<Record<string, number>> | null
}

export const presetNames = ['rationalyst-paper', 'rationalyst-code', 'calibrated', 'unfiltered'] as const
export type PresetName = (typeof presetNames)[number]

const fixed: Record<Exclude<PresetName, 'calibrated'>, Preset> = {
  // tau picked on about 100 hand-labelled items for 95 % precision (a third party's summary of the paper)
  'rationalyst-paper': { name: 'rationalyst-paper', decay: 0.9, start: 0, tau: { gsm8k: 1.2, ecqa: 0.5, '*': 0 } },
  'rationalyst-code': { name: 'rationalyst-code', decay: 0.9, start: 5, tau: { '*': 0 } },
  unfiltered: { name: 'unfiltered', decay: 0.9, start: 0, tau: null },
}

export const calibrationSchema = z.object({
  decay: z.number().positive().max(1),
  targetPrecision: z.number(),
  tau: z.record(z.string(), z.number()),
  precision: z.number(),
  ci95: z.tuple([z.number(), z.number()]),
  labelled: z.int(),
})
export type TauCalibration = z.infer<typeof calibrationSchema>

/** @throws RationaleError `configuration` where `calibrated` lacks its calibration file or that is malformed. */
export function loadPreset(name: PresetName, calibrationFile?: string): Preset {
  if (name !== 'calibrated') return fixed[name]
  if (calibrationFile === undefined) {
    throw new RationaleError('configuration', 'the preset "calibrated" needs a calibration', {
      expected: 'a JSON file made by rationale extract --calibrate',
      remedy:
        'mine with --preset unfiltered, add "good": true or false to about 100 lines of rationales.ndjson, run rationale extract --calibrate FILE --output tau.json, and give --calibration tau.json',
    })
  }
  try {
    const { decay, tau } = calibrationSchema.parse(JSON.parse(readSmallTextFile(calibrationFile)))
    return { name, decay, start: 0, tau }
  } catch (error) {
    throw new RationaleError('configuration', `cannot use the calibration ${calibrationFile}`, {
      expected: 'a JSON file made by rationale extract --calibrate',
      found: messageOf(error),
    })
  }
}

/** Null where the preset does not filter. */
export function tauOf({ tau }: Preset, source: string): number | null {
  if (tau === null) return null
  const own = source.toLowerCase()
  return Object.hasOwn(tau, own) ? at(tau, own) : (tau['*'] ?? 0)
}
