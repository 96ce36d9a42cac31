/* What is said behind the answer: "So the current is 6 A. Of this, 2 A flow through the smaller one." */
import type { Finding } from '../../src/core/records/types.js'
import { sentencesOf } from './claims/sentences.js'

const counts = /\d|[%％]|\b(?:per\s?cent|half|halves|thirds?|quarters?|twice|doubles?d?|triples?d?)\b/i
/** They are of a whole step, or say where a number comes from. */
const ofTheStep = new Set(['questions', 'programs', 'answer', 'provenance'])

/**
 * Whether a sentence behind the one that states the computed answer says something of a number that no check looked at. That the answer is right says
 * nothing of it.
 */
export function saysMore(steps: readonly string[], findings: readonly (readonly Finding[])[], answer = ''): boolean {
  const first = findings.findIndex((each) =>
    each.some(({ kind, ok }) => ok && (kind === 'questions' || kind === 'programs')),
  )
  if (first === -1) return false
  const number = /\d[\d.,]*/.exec(answer)?.[0] ?? answer
  return steps.slice(first).some((step, i) => {
    const sentences = sentencesOf(step)
    const statement = i === 0 ? sentences.findIndex(({ text }) => text.includes(number)) : -1
    if (i === 0 && statement === -1) return false
    const left = withoutChecked(step, findings[first + i] ?? [])
    return sentences
      .slice(statement + 1)
      .some(({ from, text }) => !text.includes(answer) && counts.test(left.slice(from, from + text.length)))
  })
}

/** A step with blanks where a check looked at something and found it right. */
const withoutChecked = (step: string, findings: readonly Finding[]) =>
  findings
    .filter(({ kind, ok }) => ok && !ofTheStep.has(kind))
    .reduce((left, { span: [from, to] }) => left.slice(0, from) + ' '.repeat(to - from) + left.slice(to), step)
