/* What is said with or behind the answer: "So the current is 6 A. Of this, 4 A flow through the smaller one." */
import type { Finding } from '../../src/core/records/types.js'
import { blanked } from './blanked.js'
import { type Sentence, sentencesOf } from './claims/text/sentences.js'

const numbers = /\d+(?:[.,]\d+)*/g
/** The power of a unit, "cm^2", "m^{-1}", and what belongs to a name: "H2O", "x1". */
const ofNames =
  /(?<=[A-Za-z}°])\s?\^\s?\{?[-−]?[1-3]\}?(?!\d)|(?<=(?<![A-Za-z])(?!Rs)[A-Z]?[A-Za-z])(?:\d+|_\{?\d+\}?)|(?<=(?<![A-Za-z])[cdkm]?m)\d/g
/** The values of a text's numbers, however they are written: 12.00 is 12. */
const numbersOf = (text: string) => (text.replace(ofNames, ' ').match(numbers) ?? []).map(sizeOf)

/** A number as it is shown first; where it is none, as it is written. */
function sizeOf(written: string): string {
  const plain = written.replace(/,(?=\d{3}(?!\d))/g, '').replace(/^(\d+),(\d+)$/, '$1.$2')
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(plain) ? String(Number(plain)) : plain
}
/** Numbers without digits, that nobody says by the way. */
const inWords = /\b(?:per\s?cent|half|halves|thirds?|quarters?|twice|doubled?|doubles|tripled?|triples)\b/i
/** They are of a whole step, or say where a number comes from. */
const ofTheStep = new Set(['questions', 'programs', 'answer', 'provenance'])

/**
 * Whether the sentence that states the answer last, or one behind it, says something of a new number that no check looked at. That the answer is right says
 * nothing of it. New is what neither the question nor a step before has.
 */
export function saysMore(
  question: string,
  steps: readonly string[],
  findings: readonly (readonly Finding[])[],
  answer = '',
): boolean {
  const computed = findings
    .flat()
    .flatMap(({ kind, ok, computed = '' }) => (ok && (kind === 'questions' || kind === 'programs') ? [computed] : []))
  const stated = new Set([answer, ...computed].flatMap(numbersOf))
  if (stated.size === 0) return false
  const sentences = steps.flatMap((step, i) => {
    const left = withoutChecked(step, findings[i] ?? [])
    return sentencesOf(step).map((sentence) => ({ ...sentence, left: within(left, sentence) }))
  })
  const last = sentences.findLastIndex(({ text }) => numbersOf(text).some((each) => stated.has(each)))
  if (last === -1) return false
  const known = new Set([question, ...sentences.slice(0, last).map(({ text }) => text)].flatMap(numbersOf))
  return sentences
    .slice(last)
    .some(
      ({ left }, i) =>
        numbersOf(left).some((each) => !known.has(each) && !stated.has(each)) || (i > 0 && inWords.test(left)),
    )
}

/** A step with blanks where a check looked at something and found it right. */
const withoutChecked = (step: string, findings: readonly Finding[]) =>
  blanked(
    step,
    findings.flatMap(({ kind, ok, span }) => (ok && !ofTheStep.has(kind) ? [span] : [])),
  )

const within = (text: string, { from, text: { length } }: Sentence) => text.slice(from, from + length)
