/*
 * On which side of zero the weight of a feature stays, whatever data say: a passed check never speaks against a chain, a failed one never for it. Features
 * without a side (the size of the answer, how long its derivation is) may weigh either way.
 */
import type { stepFeatureNames } from './step-features.js'

type Sign = 1 | -1

/** Of `chainFeatures`. */
const chainSigns: Readonly<Record<string, Sign>> = {
  rightShare: 1,
  right: 1,
  lastAgrees: 1,
  allTraced: 1,
  answerMentioned: 1,
  substitutionHeld: 1,
  reached: 1,
  optionMatch: 1,
  noAnswer: -1,
  noEquations: -1,
  anyWrong: -1,
  wrong: -1,
  lastWrong: -1,
  openShare: -1,
  unexplained: -1,
  lastDiffers: -1,
  answerUnderived: -1,
  traceWrong: -1,
  traceUnexplained: -1,
  unmentioned: -1,
  uncomputed: -1,
  untraced: -1,
  untracedShare: -1,
  fractionalCount: -1,
  fractional: -1,
  oddMoney: -1,
  untidyResults: -1,
  negativeResults: -1,
  fractionalResults: -1,
  substitutionFailed: -1,
  notReached: -1,
  contradiction: -1,
  optionMismatch: -1,
}

/** Of a feature of the whole chain, named without its kind of question. */
export const chainSign = (feature: string): Sign | undefined => chainSigns[feature]

/** Of a feature of one step: all but a passed check are doubts. */
export const stepSign = (feature: (typeof stepFeatureNames)[number]): Sign => (feature === 'passed' ? 1 : -1)
