import type { Verifier } from '../src/core/records/types.js'
import { evidenceCalibration, evidenceProbability, whyUnproven } from './evidence/calibration.js'
import { judgeEvidence } from './evidence/index.js'
import { createVerifier } from './judge/verifier.js'

/** `evidence:`: the checks alone, with their own calibration. */
export function evidenceVerifier(): Verifier {
  const { stepThreshold, accept, reject } = evidenceCalibration
  return createVerifier({
    id: 'evidence:',
    judges: [judgeEvidence],
    probability: (features) => evidenceProbability(features),
    stepThreshold,
    accept,
    reject,
    unproven: whyUnproven,
  })
}
