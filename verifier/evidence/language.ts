import { lean } from '../../src/core/lean-patterns.js'
import { matchesOf } from '../../src/core/triggers.js'

/** Words that nearly every English question has some of. */
const english =
  /\b(?:the|a|an|of|is|are|was|were|how|what|which|who|when|where|if|and|to|in|for|at|by|with|from|does|do|did|has|have|find|solve|many|much|each|it|on)\b/i

const word = lean(/\p{L}{2,}/gu)

/** Whether a question is in another language than those that the weights were fitted on: other letters, or several words and none of the English ones. */
export const isOtherLanguage = (question: string): boolean => {
  const asked = question.slice(0, 3000)
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Arabic}]/u.test(
      asked,
    )
  )
    return true
  return !english.test(asked) && matchesOf(word, asked).length >= 4
}
