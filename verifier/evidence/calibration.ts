/* From the features of a chain to the probability that the checks alone give, and what may be said of it. */
import { applyLogistic, type Features, parseCalibration } from '../calibration/calibration.js'
import weights from './calibration.json' with { type: 'json' }

/** What the checks alone amount to. `npm run study evidence-weights` writes the file and says what was fitted, and on what. */
export const evidenceCalibration = parseCalibration(weights, 'verifier/evidence/calibration.json')

/**
 * How likely a chain is right whose answer the checks computed from the question by themselves, with no check against it: 106 of 108 such fresh chains
 * are (`npm run study fresh`), the others reach the right answer by a wrong step. It is the same for every verifier: a network cannot know it better.
 */
const ANSWER_COMPUTED = 0.98

/**
 * At most so likely is a chain right where a question counts ends or cuts and only its arithmetic was checked, or where it is in a language that the weights
 * were not fitted on: no verifier accepts on it.
 */
const UNSURE = 0.7

/**
 * At most so likely is a chain right of which a single operation was checked: that it holds does not say that it is the one that was asked for. "8 + 5 = 13" for the area of a
 * rectangle holds too. Below what any verifier accepts on.
 */
const ONE_OPERATION = 0.9

/** Features of a chain -> the probability of the checks alone, or of them and others where `given` is theirs; null where there is none. */
export function evidenceProbability(
  features: Features,
  given: number | null = applyLogistic(evidenceCalibration, features),
): number | null {
  if (given === null) return null
  if (features.answerComputed === 1) return Math.max(given, ANSWER_COMPUTED)
  if (features.mayBeOneOff === 1 || features.otherLanguage === 1) return Math.min(given, UNSURE)
  return features.oneOperation === 1 ? Math.min(given, ONE_OPERATION) : given
}

/**
 * That every calculation holds does not say that they are those that the question asks for, and neither weights nor the shipped network can tell: of 32 wrong solutions whose
 * arithmetic is right a stranger saw 8 called correct, of 18 right ones as many. So `correct` takes an answer that the checks computed from the question.
 * A number that is said with it or behind it is a hindrance: that the answer is right says nothing of it, and no check held it against anything.
 */
export const whyUnproven = ({ answerComputed, saysMore }: Features): string | undefined =>
  answerComputed !== 1
    ? 'no check computes the answer from the question'
    : saysMore === 1
      ? 'it says a number with or behind the answer that no check looked at'
      : undefined
