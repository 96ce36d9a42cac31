import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TrainSettings } from './options.js'

/** Saves what is trained after a step beside the run, and drops all but the last `keep`. */
export async function keepStep(
  { output, keep }: Pick<TrainSettings, 'output' | 'keep'>,
  step: number,
  save: (folder: string) => Promise<void>,
): Promise<void> {
  const steps = join(output, 'steps')
  await save(join(steps, String(step)))
  const all = existsSync(steps) ? readdirSync(steps).filter((name) => /^\d+$/.test(name)) : []
  const old = all.sort((a, b) => Number(a) - Number(b)).slice(0, -keep)
  for (const name of old) rmSync(join(steps, name), { recursive: true })
}
