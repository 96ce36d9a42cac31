import { defined } from '../src/core/absence.js'
import type { Verifier } from '../src/core/records/types.js'
import { applyLogistic, type Calibration } from './calibration/calibration.js'
import { checkEvidence } from './evidence/index.js'
import { createVerifier } from './judge/verifier.js'
import { openProbeJudge } from './network/probe/judge.js'

/**
 * `own:MODEL?probe=DIR` — heads on the states of a frozen model beside the evidence checks.
 *
 * @throws RationaleError `configuration` where the probe was trained on another base; what opening model and probe throws.
 */
export async function probeVerifier(options: {
  id: string
  path: string
  adapter?: string | undefined
  probe: string
  calibration?: Calibration | undefined
}): Promise<Verifier> {
  const { id, calibration, ...model } = options
  const { judge, close } = await openProbeJudge(model)
  return createVerifier({
    id,
    judges: [judge, checkEvidence],
    probability: (features) => (calibration ? applyLogistic(calibration, features) : null),
    stepThreshold: calibration?.stepThreshold ?? 0.5,
    accept: calibration?.accept ?? 1,
    reject: calibration?.reject ?? 0,
    ...defined({ uncalibrated: calibration ? undefined : 'no calibration.json beside the probe: rewards only' }),
    close,
  })
}
