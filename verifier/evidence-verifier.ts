import { defined } from '../src/core/absence.js'
import type { Verifier } from '../src/core/records/types.js'
import { evidenceCalibration, evidenceProbability } from './evidence/calibration.js'
import { judgeEvidence } from './evidence/index.js'
import type { Judge } from './judge/judge.js'
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
  })
}

/** The checks, with one feature in place of a hundred: `evidence`, the probability that they alone give. */
export const weighedEvidence: Judge = async (chain, signal, onStep) => {
  const { features, ...judgement } = await judgeEvidence(chain, signal, onStep)
  return { ...judgement, features: defined({ evidence: evidenceProbability(features) ?? undefined }) }
}
