import { calibration } from './calibration.js'
import { applyLogistic, type LogisticModel } from './logistic.js'

/**
 * What kind of question it is, which decides the model: the same finding weighs differently under each.
 *
 * - `choice`: options are given; - `context`: numbers come from a text or table beside the question;
 * - `symbolic`: the question is in mathematical notation; - `number`: any other.
 */
export type QuestionKind = 'choice' | 'context' | 'symbolic' | 'number'

export const questionKinds: readonly QuestionKind[] = ['choice', 'context', 'symbolic', 'number']

export interface EvidenceCalibration {
  /** What the weights were fitted on and how, for a person. */
  fittedOn: Readonly<Record<QuestionKind, string>>
  models: Readonly<Record<QuestionKind, LogisticModel>>
}

export function questionKind(features: Readonly<Record<string, number>>): QuestionKind {
  if (features.isChoice === 1) return 'choice'
  if (features.hasContext === 1) return 'context'
  return features.isSymbolic === 1 ? 'symbolic' : 'number'
}

/** Names of features that tell kinds apart and are no evidence. */
export const kindFeatures: ReadonlySet<string> = new Set(['isChoice', 'hasContext', 'isSymbolic'])

/** Calibrated probability that the chain's answer is right, from the features of `checkEvidence`; null where they are not finite. */
export function evidenceProbability(
  features: Readonly<Record<string, number>>,
  { models }: EvidenceCalibration = calibration,
): number | null {
  const probability = applyLogistic(models[questionKind(features)], features)
  return Number.isFinite(probability) ? probability : null
}
