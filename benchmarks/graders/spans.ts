import { momentKey } from '../../src/core/answers/moments.js'
import { normalText } from '../../src/core/answers/normal.js'
import { type Grader, graded, statedAnswer, unparsed } from './grader.js'

/** Between several gold spans: a character that no span holds. */
export const SPAN_SEPARATOR = '\u241f'

/** Harmonic mean of the precision and recall of words, as SQuAD and DROP count them; 1 for two empty bags. */
export function wordF1(answer: string, gold: string): number {
  const [said, right] = [wordsOf(answer), wordsOf(gold)]
  if (said.length === 0 || right.length === 0) return said.length === right.length ? 1 : 0
  const left = new Map<string, number>()
  for (const word of right) left.set(word, (left.get(word) ?? 0) + 1)
  let common = 0
  for (const word of said) {
    const count = left.get(word) ?? 0
    if (count > 0) common++
    left.set(word, count - 1)
  }
  return common === 0 ? 0 : (2 * common) / (said.length + right.length)
}

const wordsOf = (text: string) => {
  const plain = normalText(text)
  return plain === '' ? [] : plain.split(' ')
}

/** Splits an answer that lists several things. The longest gold spans are looked for first, as they may hold commas themselves. */
export function splitSpans(answer: string, golds: readonly string[]): string[] {
  if (golds.length <= 1) return [answer]
  if (answer.includes(SPAN_SEPARATOR)) return answer.split(SPAN_SEPARATOR)
  // A list as a program prints it: ['$2,929 thousand', '$2,370 thousand'].
  const quoted = /^\[\s?['"]/.test(answer) ? [...answer.matchAll(/'([^'\n]{1,400})'|"([^"\n]{1,400})"/g)] : []
  if (quoted.length > 0) return quoted.map((match) => (match[1] ?? match[2]) as string)
  let rest = ` ${normalText(answer)} `
  const found: string[] = []
  for (const gold of [...golds].sort((a, b) => b.length - a.length)) {
    const plain = ` ${normalText(gold)} `
    const at = rest.indexOf(plain)
    if (at < 0) continue
    found.push(gold)
    rest = `${rest.slice(0, at)} \u241f ${rest.slice(at + plain.length)}`
  }
  const others = rest
    .split(/[\u241f]/)
    .flatMap((part) => part.split(/\band\b/))
    .map((part) => part.trim())
  return [...found, ...others.filter((part) => part !== '')]
}

/**
 * F1 of two sets of spans: spans are paired greedily by their word F1 (DROP's alignment, which TAT-QA uses).
 * With one span on each side it is their word F1.
 */
export function spansF1(answers: readonly string[], golds: readonly string[]): number {
  const pairs = answers.flatMap((answer, i) => golds.map((gold, j) => ({ i, j, f1: wordF1(answer, gold) })))
  pairs.sort((a, b) => b.f1 - a.f1)
  const [usedAnswers, usedGolds] = [new Set<number>(), new Set<number>()]
  let total = 0
  for (const { i, j, f1 } of pairs) {
    if (usedAnswers.has(i) || usedGolds.has(j)) continue
    usedAnswers.add(i)
    usedGolds.add(j)
    total += f1
  }
  return total / Math.max(answers.length, golds.length, 1)
}

/** Free text. Strict: the same characters. Flexible: the same words (case, articles and punctuation aside), date or time of day. Score: word F1. */
export const text: Grader = {
  name: 'text',
  grade(prediction, gold) {
    const stated = statedAnswer(prediction, { task: 'text' })
    if (stated === null) return unparsed
    const answer = stated.value
    const moment = momentKey(answer)
    const same = normalText(answer) === normalText(gold) || (moment !== null && moment === momentKey(gold))
    return graded(answer, answer.trim() === gold.trim(), same, same ? 1 : wordF1(answer, gold))
  },
}
