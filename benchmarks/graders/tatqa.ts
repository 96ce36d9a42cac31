import { normalText } from '../../src/core/answers/normal.js'
import { compareFigures } from './finance.js'
import { type Grade, type GradeHint, type Grader, graded, type Stated, statedAnswer, unparsed } from './grader.js'
import { readStating } from './quantities.js'
import { SPAN_SEPARATOR, spansF1, splitSpans, wordF1 } from './spans.js'

/**
 * TAT-QA (Zhu et al., ACL 2021): a figure with a scale (`details.scale`), a span, or several of either (divided by U+241F in the gold).
 * Strict: exact match as the task's own script counts it, which needs the scale and takes spans by their words. Flexible: figures as the
 * finance grader compares them. Score: F1 of the words, paired span by span.
 */
export const tatqa: Grader = {
  name: 'tatqa',
  grade(prediction, gold, hint = {}) {
    const stated = statedAnswer(prediction, { task: 'text' })
    if (stated === null) return unparsed
    const golds = gold.split(SPAN_SEPARATOR)
    if (golds.length > 1) return gradeSpans(stated.value, golds, hint)
    if (!isFigure(gold, hint)) return gradeSpan(stated.value, gold)
    // The number alone, with the words around it; an answer in words is a wrong one.
    const figure = wholeFigure(stated) ?? statedAnswer(prediction, { task: 'number' })
    const [strict, flexible] = figure === null ? [false, false] : compare(figure, gold, hint)
    return graded(figure?.value ?? stated.value, strict, flexible)
  },
}

/** An answer that is a figure and nothing else: in "(0.4) million" the parentheses are its sign, not brackets around a number. */
const wholeFigure = ({ value }: Stated): Stated | null =>
  readStating(value) === null ? null : { value, before: '', after: '' }

/** A span such as "2019" or "$1.5 million" is compared as a figure; "ASC 718" is not. */
const isFigure = (gold: string, hint: GradeHint) =>
  readStating(gold) !== null &&
  !(
    hint.details?.answerType === 'span' &&
    /[A-Za-z]{3,}/.test(gold.replace(/\b(?:thousand|million|billion|percent|USD|EUR)\b/gi, ''))
  )

function gradeSpan(answer: string, gold: string): Grade {
  const same = normalText(answer) === normalText(gold)
  return graded(answer, same, same, same ? 1 : wordF1(answer, gold))
}

/** Each gold span has to be there, as often as the gold has it, in any order, and nothing else. */
function gradeSpans(answer: string, golds: readonly string[], hint: GradeHint): Grade {
  const said = splitSpans(answer, golds)
  const left = [...said]
  let [strict, flexible] = [said.length === golds.length, said.length === golds.length]
  for (const gold of golds) {
    const fit = left.map((span, at) => ({ at, equal: equalSpan(span, gold, hint) }))
    const found = fit.find(({ equal }) => equal[0]) ?? fit.find(({ equal }) => equal[1])
    strict &&= found?.equal[0] === true
    flexible &&= found !== undefined
    if (found !== undefined) left.splice(found.at, 1)
  }
  return graded(answer, strict, flexible, flexible ? 1 : spansF1(said, golds))
}

function equalSpan(span: string, gold: string, hint: GradeHint): [strict: boolean, flexible: boolean] {
  if (normalText(span) === normalText(gold)) return [true, true]
  return isFigure(gold, hint) ? compare({ value: span, before: '', after: '' }, gold, hint) : [false, false]
}

/** TAT-QA counts a figure as exact only with its scale: named in words, by "%", or written out. */
function compare(stated: Stated, gold: string, hint: GradeHint): [strict: boolean, flexible: boolean] {
  const [answer, right] = [readStating(stated.value), readStating(gold)]
  const flexible = answer !== null && right !== null && compareFigures(stated, right, hint)?.flexible === true
  if (!flexible) return [false, false]
  const scale = hint.details?.scale ?? ''
  if (scale === 'percent') return [answer.percent || right.percent, true]
  const factor = { '': right.scale, thousand: 1e3, million: 1e6, billion: 1e9 }[scale] ?? 1
  const writtenOut = answer.scale === 1 && right.scale === 1 && !answer.value.equals(right.value)
  return [answer.percent === right.percent && (answer.scale === factor || (factor > 1 && writtenOut)), true]
}
