import { existsSync } from 'node:fs'
import { RationaleError } from '../../../src/core/errors.js'
import { cachedHubModel } from '../../../src/models/hub.js'
import { hasFactors } from '../weights/low-rank-source.js'
import { openModel } from '../weights/model.js'

/*
 * A base with low-rank layers is a folder that transformers opens without an error, and with random layers: it knows no name of the factors. An adapter that
 * names one is of no use to any library that opens its base so.
 */

/** Whether a base, as an adapter names it, lies on this machine and is such a folder. */
export function isLowRankBase(named: string | undefined): boolean {
  const path = named === undefined || existsSync(named) ? named : cachedHubModel(named)
  if (path === undefined || path.endsWith('.gguf')) return false
  try {
    const model = openModel(path, { encoder: true })
    void model.close()
    return hasFactors(model)
  } catch (error) {
    // What cannot be opened is told by whoever needs it.
    if (error instanceof RationaleError) return false
    throw error
  }
}

/** Why such an adapter is refused, and what to do. */
export const LOW_RANK_BASE = {
  reason: 'its base has low-rank layers, which transformers opens as random ones',
  remedy:
    'merge it (--format safetensors, gguf or onnx); or write its base as others read it (rationale export --adapter BASE --format safetensors --output DENSE) and name that (--base DENSE)',
} as const
