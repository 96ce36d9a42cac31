import { normalText } from '../../src/core/answer-normal.js'
import { compareFigures } from './finance.js'
import { type Grade, type GradeHint, type Grader, graded, type Stated, statedAnswer, unparsed } from './grader.js'
import { readStating } from './quantities.js'
import { SPAN_SEPARATOR, spansF1, splitSpans } from './spans.js'

/**
 * TAT-QA (Zhu et al., ACL 2021): a figure with a scale (`details.scale`), a span, or several spans (divided by U+241F in the gold).
 * Strict: exact match, scale included. Flexible: figures as the finance grader compares them, spans by their words. Score: F1 of the words.
 */
export const tatqa: Grader = {
  name: 'tatqa',
  grade(prediction, gold, hint = {}) {
    const golds = gold.split(SPAN_SEPARATOR)
    const stated = statedAnswer(prediction, { task: 'text' })
    if (stated === null) return unparsed
    const [only] = golds
    const figure = golds.length === 1 && isFigure(only as string, hint)
    return figure ? gradeFigure(prediction, only as string, hint) : gradeSpans(stated.value, golds)
  },
}

/** A span such as "2019" is compared as a figure too; "in 2019 and 2018" is not. */
const isFigure = (gold: string, hint: GradeHint) =>
  readStating(gold) !== null && !(hint.details?.answerType === 'span' && /[A-Za-z]{3,}/.test(gold))

function gradeFigure(prediction: string, gold: string, hint: GradeHint): Grade {
  const stated = statedAnswer(prediction, { task: 'number' })
  const right = readStating(gold)
  const comparison = stated === null || right === null ? null : compareFigures(stated, right, hint)
  if (stated === null || comparison === null) return unparsed
  const strict = comparison.flexible && sameScale(stated, gold, hint)
  return graded(stated.value, strict, comparison.flexible)
}

/** TAT-QA counts an answer as exact only with its scale: named in words, by "%", or written out. */
function sameScale(stated: Stated, gold: string, hint: GradeHint): boolean {
  const scale = hint.details?.scale ?? ''
  const answer = readStating(stated.value)
  const right = readStating(gold)
  if (answer === null || right === null) return false
  if (scale === '') return answer.scale === right.scale && answer.percent === right.percent
  if (scale === 'percent') return answer.percent || right.percent
  const factor = { thousand: 1e3, million: 1e6, billion: 1e9 }[scale]
  if (factor === undefined) return false
  return answer.scale === factor || (answer.scale === 1 && right.scale === 1 && !answer.value.equals(right.value))
}

function gradeSpans(answer: string, golds: readonly string[]): Grade {
  const said = splitSpans(answer, golds)
  const same = (plain: (span: string) => string) => {
    const right = golds.map(plain).sort()
    return (
      said.length === right.length &&
      said
        .map(plain)
        .sort()
        .every((span, index) => span === right[index])
    )
  }
  const flexible = same(normalText)
  // Several spans may come in any order and joined in any way: their words are what there is to compare.
  const strict = golds.length > 1 ? flexible : answer.trim() === (golds[0] as string).trim()
  return graded(answer, strict, flexible, flexible ? 1 : spansF1(said, golds))
}
