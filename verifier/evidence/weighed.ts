import { defined } from '../../src/core/absence.js'
import type { Judge } from '../judge/judge.js'
import { evidenceProbability } from './calibration.js'
import { judgeEvidence } from './index.js'

/** The checks, with one feature in place of a hundred: `evidence`, the probability that they alone give. */
export const weighedEvidence: Judge = async (chain, signal, onStep) => {
  const { features, ...judgement } = await judgeEvidence(chain, signal, onStep)
  return { ...judgement, features: defined({ evidence: evidenceProbability(features) ?? undefined }) }
}
