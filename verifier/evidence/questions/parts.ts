/*
 * Exercises in parts: "(a) Solve 2x = 6. (b) Solve 3x = 12." No answer answers them all, so no question of one value is seen in them.
 */
import { rare } from '../../../src/core/triggers.js'

const lettered = rare(
  /(?:^|\s)\(?a\)\s[\s\S]*\s\(?b\)\s|(?:^|\n)\s*(?:a|1)[.)]\s[\s\S]*\n\s*(?:b|2)[.)]\s|(?:^|\s)\(?i\)\s[\s\S]*\s\(?ii\)\s/i,
)
const requests = /\b(?:solve|calculate|compute|evaluate|simplify|differentiate|factor(?:ise|ize)?|löse|berechne)\b/gi

/** Whether a question asks for several things, one after the other. */
export const hasParts = (question: string): boolean =>
  lettered.test(question) || (question.match(requests) ?? []).length > 1
