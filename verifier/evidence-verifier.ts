import type { Verifier } from '../src/core/records/types.js'
import { applyLogistic } from './calibration/calibration.js'
import { evidenceCalibration } from './evidence/calibration.js'
import { checkEvidence } from './evidence/index.js'
import { createVerifier, type Judge } from './judge/verifier.js'

/** The checks that need no model, as a judge. */
export const judgeEvidence: Judge = (chain) => {
  const { steps, features } = checkEvidence(chain)
  return { steps: steps.map(({ findings, ...step }) => ({ ...step, evidence: findings })), features }
}

/** `evidence:`: the checks alone, with their own calibration. */
export function evidenceVerifier(): Verifier {
  const { stepThreshold, accept, reject } = evidenceCalibration
  return createVerifier({
    id: 'evidence:',
    judges: [judgeEvidence],
    probability: (features) => applyLogistic(evidenceCalibration, features),
    stepThreshold,
    accept,
    reject,
  })
}
