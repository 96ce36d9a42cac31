import { RationaleError } from '../core/errors.js'
import { type ResolveOptions, resolveModel } from './resolve.js'
import type { Capabilities } from './types.js'

/** What a model URI can do on this machine, as plain data: `opens: false` with a reason where it does not open. */
export type ModelInspection =
  | ({ uri: string; opens: true; id: string; openMs: number } & Capabilities)
  | { uri: string; opens: false; reason: string }

/** Opens the model, asks it (an HTTP server is probed), and closes it. @throws RationaleError `aborted`. */
export async function inspectModel(
  uri: string,
  options: ResolveOptions = {},
  signal?: AbortSignal,
): Promise<ModelInspection> {
  const started = performance.now()
  try {
    const model = await resolveModel(uri, options)
    const openMs = Math.round(performance.now() - started)
    try {
      return { uri, opens: true, id: model.id, openMs, ...(await model.capabilities(signal)) }
    } finally {
      await model.close()
    }
  } catch (error) {
    if (!(error instanceof RationaleError) || error.code === 'aborted') throw error
    return { uri, opens: false, reason: error.message }
  }
}
