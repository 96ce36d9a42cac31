import type { Verifier } from '../src/core/records/types.js'
import { applyLogistic } from './calibration/calibration.js'
import { evidenceCalibration } from './evidence/calibration.js'
import { checkEvidence } from './evidence/index.js'
import { createVerifier } from './judge/verifier.js'

/** `evidence:`: the checks alone, with their own calibration. */
export function evidenceVerifier(): Verifier {
  const { stepThreshold, accept, reject } = evidenceCalibration
  return createVerifier({
    id: 'evidence:',
    judges: [checkEvidence],
    probability: (features) => applyLogistic(evidenceCalibration, features),
    stepThreshold,
    accept,
    reject,
  })
}
