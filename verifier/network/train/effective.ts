import { usualTargets } from '../model/adapters/targets.js'
import type { ModelConfig } from '../weights/model-config.js'
import { type TrainSettings, usualSettings } from './options.js'
import { LORA, TARGETED } from './takes.js'

/*
 * Some defaults depend on method and base, so that the schema cannot fill them in. A run is told by what it does: who spells a default out has the same run, and
 * run.json says what was done, whatever the defaults are one day.
 */

export const USUAL_RANK = 8
/** FinGPT-HPC's. */
export const USUAL_COMPRESSION = 2.64

export type BaseFormat = NonNullable<TrainSettings['baseFormat']>

/** What of a base decides defaults. */
export interface AboutBase {
  config: ModelConfig
  /** What `baseFormat` comes to where it is not given, where that has one name. */
  format?: BaseFormat | undefined
  /** What it may be called all the same: formats in which the base is the very numbers that it is by default. */
  alike?: readonly BaseFormat[]
}

/** Settings by which a run is told: formats that come to the same numbers are one. */
export const asTold = (settings: Partial<TrainSettings>, { alike = [] }: AboutBase): Partial<TrainSettings> =>
  settings.baseFormat !== undefined && alike.includes(settings.baseFormat)
    ? { ...settings, baseFormat: undefined }
    : settings

/** The defaults of what is not given in these settings, which may be those of an older run. */
export function usualOf(settings: Partial<TrainSettings>, { config, format }: AboutBase): Partial<TrainSettings> {
  const { method = '', objective, adapter, rank } = settings
  // An adapter to go on from has its own.
  const isNew = adapter === undefined
  const usual: Partial<TrainSettings> = {
    ...usualSettings,
    ...(method === 'low-rank' && rank === undefined && { compression: USUAL_COMPRESSION }),
    ...(isNew && LORA.includes(method) && { rank: USUAL_RANK }),
    ...(isNew && TARGETED.includes(method) && { targetModules: targetsOf(config, method) }),
    ...(isNew && method === 'p-tuning' && { encoderWidth: config.hidden_size }),
    ...(isNew && objective === 'head' && { head: 'linear' }),
    ...(format !== undefined && { baseFormat: format }),
  }
  const given: Readonly<Record<string, unknown>> = settings
  return Object.fromEntries(Object.entries(usual).filter(([key]) => given[key] === undefined))
}

const targetsOf = (config: ModelConfig, method: string) => [...usualTargets(config, method === 'ia3' ? 'ia3' : 'lora')]
