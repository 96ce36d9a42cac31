import type { StepVerdict } from 'rationale-verifier'
import { isSame, readNumbers } from './numbers.js'
import type { Passage } from './passages.js'

/** Where a number of an answer comes from. */
export interface Trace {
  number: string
  /** `wrong`: computed, and it does not hold. `unknown`: in no document, and not computed from what is. */
  source: 'document' | 'computed' | 'wrong' | 'unknown'
  /** The place in the documents, the calculation, or what is wrong. */
  explanation: string
}

/** What the verifier notes without having computed anything. */
const notes = new Set<string>(['provenance', 'answer', 'contradiction', 'withdrawn'])

/** Every number of one step of an answer, traced to a row or a sentence, to a calculation that holds, or to nothing. */
export function traceStep(
  { text, evidence }: StepVerdict,
  passages: readonly Passage[],
  earlier: readonly Trace[],
): Trace[] {
  const computed = evidence.filter(({ kind }) => !notes.has(kind))
  return readNumbers(text).map((said): Trace => {
    const number = text.slice(said.start, said.end)
    const around = computed.filter(({ span: [start, end] }) => said.start >= start && said.start < end)
    const failed = around.find(
      ({ ok, claimed = '' }) => !ok && readNumbers(claimed).some(({ plain }) => plain === said.plain),
    )
    if (failed !== undefined)
      return { number, source: 'wrong', explanation: failed.message ?? `should be ${failed.computed}` }
    const place = passages.find(({ numbers }) => numbers.some((source) => isSame(said, source)))?.place
    if (place !== undefined) return { number, source: 'document', explanation: place }
    const held = around.find(({ ok }) => ok)
    if (held !== undefined) return { number, source: 'computed', explanation: text.slice(...held.span) }
    const before = earlier.find((trace) => readNumbers(trace.number).some((source) => isSame(said, source)))
    return before === undefined
      ? { number, source: 'unknown', explanation: 'in no document that was read, and not computed here' }
      : { ...before, number }
  })
}
