import type { Finding, StepVerdict } from 'rationale-verifier'
import { columnOf } from './columns.js'
import { isGerman, isSame, type NumberInText, readNumbers } from './numbers.js'
import type { Passage } from './passages.js'

/** Where a number of an answer comes from. */
export interface Trace {
  number: string
  /** `wrong`: computed, and it does not hold; or said of a column whose cell is another one. `unknown`: in no document, and not computed from what is. */
  source: 'document' | 'computed' | 'wrong' | 'unknown'
  /** The place in the documents, the calculation, or what is wrong. */
  explanation: string
}

/** What the verifier notes without having computed anything. */
const notes = new Set<string>(['provenance', 'answer', 'contradiction', 'withdrawn'])

/** Numbers that need no source: parts of a year, an average, a percentage. */
const isCount = ({ value, isPercentage }: NumberInText) =>
  !isPercentage && ([100, 365].includes(value) || (Number.isInteger(value) && value <= 12))

/** Every number of one step of an answer, traced to a row or a sentence, to a calculation that holds and whose numbers are traced, or to nothing. */
export function traceStep(
  { text, evidence }: StepVerdict,
  passages: readonly Passage[],
  earlier: readonly Trace[],
): Trace[] {
  const computed = evidence.filter(({ kind }) => !notes.has(kind))
  const german = isGerman(text)
  const numbers = readNumbers(text, german)
  const traces: Trace[] = []
  const columns = passages.flatMap(({ cells }) => [...(cells?.keys() ?? [])])
  const sourcesOf = (said: NumberInText) =>
    passages.filter((passage) => passage.numbers.some((source) => isSame(said, source)))
  const before = (said: NumberInText) =>
    [...earlier, ...traces].find((trace) => readNumbers(trace.number, german).some((source) => isSame(said, source)))
  const isTraced = (said: NumberInText) =>
    isCount(said) || sourcesOf(said).length > 0 || (before(said) ?? unknown('')).source !== 'unknown'

  const claimsOf = (said: NumberInText) =>
    computed.filter(({ claimed = '' }) => readNumbers(claimed, german).some((result) => isSame(said, result)))
  const isWithin = ({ start, end }: NumberInText, { span }: Finding) => end > span[0] && start < span[1]

  for (const said of numbers) {
    const number = text.slice(said.start, said.end)
    const claims = claimsOf(said)
    const own = claims.filter((claim) => isWithin(said, claim))
    const failed = own.find(({ ok }) => !ok)
    // "It grew by 40%: 165 / 412.5 = 40%" says its result twice.
    const held = own.find(({ ok }) => ok) ?? claims.find(({ ok }) => ok)
    const column = columnOf(said, text, numbers, columns)
    const sources = sourcesOf(said)
    const source = bestOf(sources, said, column, text)
    const other = source && isNamed(source, text) ? otherCell(said, column, source) : undefined
    const known = before(said)
    if (failed !== undefined) {
      traces.push({ number, source: 'wrong', explanation: failed.message ?? `should be ${failed.computed}` })
    } else if (source !== undefined && other !== undefined) {
      traces.push({ number, source: 'wrong', explanation: `${source.place} has ${other} in ${column}` })
    } else if (source !== undefined) {
      traces.push({ number, source: 'document', explanation: source.place })
    } else if (held !== undefined) {
      const [start, end] = held.span
      const operands = numbers.filter((each) => each !== said && isWithin(each, held) && !isSame(each, said))
      const untraced = operands.find((each) => !isTraced(each))
      const from = untraced && text.slice(untraced.start, untraced.end)
      traces.push(
        from === undefined
          ? { number, source: 'computed', explanation: text.slice(start, end) }
          : { ...unknown(number), explanation: `computed from ${from}, which is in no document that was read` },
      )
    } else if (known !== undefined) {
      traces.push({ ...known, number })
    } else if (!(isCount(said) && computed.some((claim) => isWithin(said, claim)))) {
      // The 1 of "a / b - 1" needs no source.
      traces.push(unknown(number))
    }
  }
  return traces
}

/** Of the passages that hold a number: a row that the text speaks of and that agrees with its column, then any that agrees, then a row that the text speaks of and that has another number there. */
function bestOf(
  sources: readonly Passage[],
  said: NumberInText,
  column: string | undefined,
  text: string,
): Passage | undefined {
  const agreeing = sources.filter((source) => otherCell(said, column, source) === undefined)
  const named = sources.filter((source) => isNamed(source, text))
  return agreeing.find((source) => named.includes(source)) ?? agreeing[0] ?? named[0] ?? sources[0]
}

/** What a row has in a column, where that is another number. */
function otherCell(said: NumberInText, column: string | undefined, { cells }: Passage): string | undefined {
  const cell = column === undefined ? undefined : cells?.get(column)
  return cell === undefined || isSame(said, cell.number) ? undefined : cell.text
}

/** Whether a text speaks of a row: by a word of its label. */
const isNamed = ({ label = '' }: Passage, text: string) =>
  label.match(/\p{sc=Han}{2,}|\p{L}{3,}/gu)?.some((word) => text.toLowerCase().includes(word.toLowerCase())) ?? false

const unknown = (number: string): Trace => ({
  number,
  source: 'unknown',
  explanation: 'in no document that was read, and not computed here',
})
