import type { Trainer } from '../model/trainer.js'
import { type Progress, type RunIdentity, saveCheckpoint } from './checkpoint.js'
import { evaluate, type Marks } from './evaluate.js'
import type { Evaluation, TrainEvent } from './events.js'
import { keepStep } from './keep.js'
import type { TrainLog } from './log.js'
import type { TrainSettings } from './options.js'
import { evaluatePairs } from './preferences.js'
import type { Prepared } from './prepare.js'
import { saveTrained } from './save.js'

export interface TrainRun {
  settings: TrainSettings
  prepared: Prepared
  trainer: Trainer
  log: TrainLog
  /** How far the run is: steps count it up, evaluations hold its best. */
  progress: Progress
  identity: RunIdentity
  /** The tokens or outputs that are told apart, where the task has such. */
  marks: Marks | undefined
  onEvent(event: TrainEvent): void
}

/** The state as what the run shall leave. */
export async function keep({ settings, prepared, trainer }: TrainRun, folder = settings.output): Promise<void> {
  const { base, adapter } = prepared
  await saveTrained(folder, base, adapter, await trainer.state())
}

/** The state as what a resumed run goes on from; with `keep`, the last ones as adapters too. */
export async function mark(run: TrainRun): Promise<void> {
  const { settings, trainer, progress, identity, onEvent } = run
  await saveCheckpoint(settings.output, await trainer.state(), progress, identity)
  if (settings.keep > 0 && progress.step > 0) await keepStep(settings, progress.step, (folder) => keep(run, folder))
  onEvent({ type: 'checkpoint', step: progress.step })
}

/** Evaluates the state, and keeps it where it is the best so far. */
export async function judge(run: TrainRun): Promise<void> {
  const { settings, prepared, trainer, log, progress, marks, onEvent } = run
  const { evaluation } = prepared.data
  const found =
    settings.objective === 'dpo'
      ? await evaluatePairs(trainer, evaluation, settings)
      : await evaluate(trainer, evaluation, settings.batchSize, {
          marks,
          outputs: settings.task === 'instruct',
          isText: settings.objective === 'lm',
        })
  onEvent({ type: 'evaluation', step: progress.step, ...found })
  log.append({ type: 'evaluation', step: progress.step, ...found })
  progress.evaluated = progress.step
  if (isBetter(found, progress.best, settings.bestBy)) {
    progress.best = { step: progress.step, ...found }
    progress.stale = 0
    await keep(run)
  } else progress.stale++
}

/** Better by the figure asked for, of equals the one of the lower loss; one that has the figure is better than one that has not. */
export function isBetter(found: Evaluation, best: Evaluation | undefined, by: TrainSettings['bestBy']): boolean {
  if (best === undefined) return true
  const gain = by === 'loss' ? 0 : (found[by] ?? -1) - (best[by] ?? -1)
  return gain === 0 ? found.loss < best.loss : gain > 0
}
