import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../../../src/core/errors.js'
import { fingerprint } from '../../../src/core/files/fingerprint.js'
import { refuseOthersFiles } from '../../../src/core/files/others-files.js'
import { floats, type HostTensor } from '../runtime/runtime.js'
import { openSafetensors, writeSafetensors } from '../weights/safetensors.js'
import { type AboutBase, asTold, usualOf } from './effective.js'
import type { Evaluation } from './events.js'
import { SPLIT } from './examples.js'
import type { TrainSettings } from './options.js'

/*
 * A checkpoint is one file, so that renaming it into place is all or nothing: the trained values, AdamW's moments, and in the metadata how
 * far the run was and what it was a run of. Random numbers are functions of seed and step, so that no generator's state has to be kept.
 */

export interface Progress {
  /** Steps done. */
  step: number
  /** The best evaluation so far. */
  best: (Evaluation & { step: number }) | undefined
  /** Evaluations since then. */
  stale: number
  /** The last step that was evaluated. */
  evaluated?: number
}

/** What must be the same for a run to be gone on with. */
export interface RunIdentity {
  settings: Partial<TrainSettings>
  data: string
  /** What tells its weights from others, wherever they lie; absent where a network begins without any. */
  base?: string | undefined
  /** By what questions are kept aside (`SPLIT`); absent where none are. */
  split?: string | undefined
  /** Steps of the whole run: it may grow, and the learning rate follows the longer schedule then. */
  steps: number
}

/** These may change between a run and its resumption. */
const FREE = [
  ...['output', 'resume', 'checkpointEvery', 'backend', 'data', 'evaluationData', 'base', 'recompute', 'memory'],
  ...['epochs', 'maxSteps', 'keep', 'tensorboard'],
] as (keyof TrainSettings)[]

export function identityOf(
  settings: TrainSettings,
  { data, basePath, steps }: { data: string; basePath: string; steps: number },
): RunIdentity {
  const kept: Partial<TrainSettings> = { ...settings }
  for (const key of FREE) delete kept[key]
  const isSplit = settings.evaluationData === undefined && settings.evaluationPart > 0
  return { settings: kept, data, base: fingerprint(basePath), ...(isSplit && { split: SPLIT }), steps }
}

/** Written last: where it lies, the run is done. */
export const FINISHED = 'training.json'

/** What a run leaves beside its `run.json`, which comes first. */
const WRITTEN = [
  ...['adapter_config.json', 'adapter_model.safetensors', 'adapter.safetensors', 'model.safetensors', 'config.json'],
  ...['tokenizer.json', 'tokenizer_config.json', 'prm.json', 'train.ndjson', 'loss.svg'],
]

/** A run that lies there is gone on with, or put away by its owner, never written over. @throws RationaleError `configuration`. */
export function refuseToOverwrite(folder: string): void {
  if (existsSync(join(folder, FINISHED)))
    throw new RationaleError('configuration', `${folder} holds a finished run`, {
      remedy: hasCheckpoint(folder)
        ? 'choose another output folder, or go on with it (--resume and more --epochs or --max-steps than before)'
        : 'choose another output folder: it has no checkpoint to go on from',
    })
  if (!hasCheckpoint(folder)) {
    refuseOthersFiles(folder, WRITTEN, (present) => present.includes('run.json'))
    return
  }
  const source = openSafetensors(fileOf(folder))
  void source.close()
  const { step } = JSON.parse(source.metadata.get('progress') ?? '{"step":0}') as Progress
  if (step === 0) return
  throw new RationaleError('configuration', `${folder} holds a run that is not finished`, {
    found: `a checkpoint after step ${step}`,
    remedy: 'go on with it (--resume), choose another output folder, or delete that one',
  })
}

const fileOf = (folder: string) => join(folder, 'checkpoint.safetensors')
/** Whether there is something to go on from. */
export const hasCheckpoint = (folder: string): boolean => existsSync(fileOf(folder))

export async function saveCheckpoint(
  folder: string,
  state: Readonly<Record<string, HostTensor>>,
  progress: Progress,
  identity: RunIdentity,
): Promise<void> {
  await writeSafetensors(
    fileOf(folder),
    Object.entries(state).map(([name, { shape, data }]) => ({ name, shape, type: 'F32', data: data as Float32Array })),
    { format: 'pt', progress: JSON.stringify(progress), identity: JSON.stringify(identity) },
  )
}

/**
 * @throws RationaleError `configuration` where the checkpoint is of another run, with what differs; `model-file`; `io`.
 */
export async function loadCheckpoint(
  folder: string,
  identity: RunIdentity,
  base: AboutBase,
): Promise<{ state: Record<string, HostTensor>; progress: Progress } | undefined> {
  if (!hasCheckpoint(folder)) return undefined
  const source = openSafetensors(fileOf(folder))
  try {
    const saved = JSON.parse(source.metadata.get('identity') ?? '{}') as Partial<RunIdentity>
    // Older checkpoints hold what was given alone.
    const before = saved.settings ?? {}
    const differences = differing(
      asTold({ ...before, ...usualOf(before, base) }, base),
      asTold(identity.settings, base),
    )
    if (saved.steps !== undefined && identity.steps < saved.steps)
      differences.push(`the run was of ${saved.steps} steps, is of ${identity.steps}: it may only grow`)
    if (saved.data !== identity.data) differences.push('the data is another')
    // What was learned from would be measured on.
    if (saved.split !== identity.split) differences.push('an earlier version kept other questions aside for evaluation')
    if (saved.base !== undefined && saved.base !== identity.base) differences.push('the base has other weights')
    if (differences.length > 0) {
      throw new RationaleError('configuration', `the checkpoint in ${folder} is of another run`, {
        found: differences.join('; '),
        remedy: 'resume with the same options and data, or choose another output folder',
      })
    }
    const state: Record<string, HostTensor> = {}
    for (const [name, { shape }] of source.tensors) state[name] = floats(await source.floats(name), shape)
    return { state, progress: JSON.parse(source.metadata.get('progress') ?? '{}') as Progress }
  } finally {
    await source.close()
  }
}

function differing(before: Record<string, unknown>, now: Record<string, unknown>): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((key) => !(FREE as string[]).includes(key))
    .sort()
  return keys.flatMap((key) => {
    const [was, is] = [before[key], now[key]].map((value) => (value === undefined ? 'not set' : JSON.stringify(value)))
    return was === is ? [] : [`${key} was ${was}, is ${is}`]
  })
}
