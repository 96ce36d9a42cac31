import { answerKey, answersEqual, numberValue } from '../../src/core/answers/equivalence.js'
import type { AnswerHint } from '../../src/core/answers/forms.js'
import { readQuantities } from '../../src/core/quantities/quantity.js'
import { inPlainMath } from '../../src/core/records/plain-math.js'

/*
 * A record may hold an answer beside its text. It is the one that is judged; where the text plainly states another, what is known of it says nothing good of the text.
 */

/** Whether two answers differ in more than their wording: "22 rolls" is 22, "x = 3 or x = 4" is {3, 4}. What cannot be compared counts as another. */
export const isOtherAnswer = (given: string, stated: string, hint: AnswerHint): boolean =>
  differ(given, stated, hint) && differ(given, stated.replace(remark, ''), hint)

/** "He pays 516.80 € (in all 19.25 % less)". */
const remark = /(?<=[^\s(]\s)\((?!(?:or|and|oder|und)(?![\p{L}]))[^()]{1,200}\)\.?$/iu

function differ(given: string, stated: string, hint: AnswerHint): boolean {
  if (given.trim() === stated.trim() || answersEqual(given, stated, hint)) return false
  // One number each was compared just above, with its unit; so were letters, and yes and no.
  if ([given, stated].every((each) => numberValue(each) !== null)) return true
  const [one, other] = [answerKey(given, hint), answerKey(stated, hint)]
  if ([one, other].every((each) => each !== null && /^(?:letters?|truth) /.test(each))) return true
  const [here, there] = [numbersOf(given), numbersOf(stated)]
  if (here.size > 0 && there.size > 0) return here.size !== there.size || [...here].some((each) => !there.has(each))
  return !(holds(given, stated) || holds(stated, given))
}

const numbersOf = (answer: string): ReadonlySet<string> =>
  new Set(
    readQuantities(inPlainMath(answer).replace(/[−–](?=\s?\d)/g, '-'), { words: true, limit: 100 }).map(({ value }) =>
      value.toFraction(),
    ),
  )

/** Whether one answer stands in the other as words: "a triangle" in "It is a triangle." */
function holds(longer: string, shorter: string): boolean {
  const [around, within] = [longer, shorter].map(
    (text) =>
      ` ${
        text
          .toLowerCase()
          .match(/[\p{L}\p{N}]+/gu)
          ?.join(' ') ?? ''
      } `,
  )
  return within !== undefined && within.trim() !== '' && around?.includes(within) === true
}
