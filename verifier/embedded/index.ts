import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../../src/core/errors.js'
import { packageFolder } from '../../src/core/package-folder.js'
import type { Verifier } from '../../src/core/records/types.js'
import { calibrationSchema } from '../calibration/calibration.js'
import type { Judge } from '../judge/judge.js'
import { createVerifier } from '../judge/verifier.js'
import { openOwnModel } from '../network/model/own.js'
import type { Backend } from '../network/runtime/runtime.js'
import { embeddedParts } from './network-judge.js'

export { networkJudge } from './network-judge.js'

/** What ships: `base.gguf`, the adapters `process` and `rationale`, `calibration.json`, `MODEL_CARD.md`. */
export const EMBEDDED_FOLDER = join(packageFolder(), 'verifier/embedded/model')

/** The shipped network with one of its adapters, as a language model: `embedded:process`, `embedded:rationale`. */
export function openEmbeddedModel({
  folder = EMBEDDED_FOLDER,
  adapter = 'process',
  backend = 'onnx-cpu',
}: {
  folder?: string
  adapter?: 'process' | 'rationale'
  backend?: Backend
} = {}) {
  const [path, adapterPath] = [join(folder, 'base.gguf'), join(folder, adapter)]
  return openOwnModel({ path, adapter: adapterPath, format: 'float32', backend, id: `embedded:${adapter}` })
}

/**
 * `embedded:` — the network that ships with the package beside the evidence checks. The network looks at each step (process) and at where the
 * solution is going (value), the checks at its numbers; `calibration.json` weighs them.
 *
 * @throws RationaleError `model-file` where the shipped files are damaged.
 */
export async function embeddedVerifier(
  folder = EMBEDDED_FOLDER,
  { keeping = (judge) => judge }: { keeping?: (network: Judge) => Judge } = {},
): Promise<Verifier> {
  const parsed = calibrationSchema.safeParse(JSON.parse(readFileSync(join(folder, 'calibration.json'), 'utf8')))
  if (!parsed.success)
    throw new RationaleError('model-file', `${folder}/calibration.json is damaged`, { remedy: 'install again' })
  const model = await openEmbeddedModel({ folder })
  const { judges, ...parts } = embeddedParts(model, parsed.data)
  // The network comes first, the checks after it.
  const kept = judges.map((judge, j) => (j === 0 ? keeping(judge) : judge))
  return createVerifier({ ...parts, judges: kept, close: () => model.close() })
}
