import { join } from 'node:path'
import { defined } from '../src/core/absence.js'
import { encodeRecord } from '../src/core/records/encode.js'
import { sha256 } from '../src/core/records/sha256.js'
import type { Span } from '../src/core/records/types.js'
import { sentenceBoundaries } from './annotate/positions.js'
import { type MinedCalculation, mineCalculations } from './annotate/rules.js'
import { bestAtEachPlace } from './documents.js'
import { numberAhead } from './filters/given-away.js'
import { JOB_FILES, writeParts } from './job-files.js'
import { parseTrace, type Trace } from './ledger/commit-record.js'
import type { Decided } from './ledger/ledger.js'

/** A question whose answer the document gives: the number that was taken out of a sentence. */
interface QuestionRecord {
  id: string
  documentId: string
  source: string
  /** The document up to the sentence. */
  context: string
  question: string
  /** The number as the document states it. */
  gold: string
  rationale: string
  /**
   * What shows that the answer follows from the context: a calculation among its numbers that would hardly be found by chance (`chance` says how likely), the
   * calculation in the rationale, or nothing. Then only the document says so.
   */
  verifiability: 'calculation' | 'rationale' | 'none'
  chance?: number
}

const BLANK = '[?]'

/**
 * `questions.ndjson`: a question for every kept rationale before a number. Question, reference answer and whether it can be verified is what NaturalReasoning (arXiv
 * 2502.13124), WebInstruct and MegaScience take from documents. There a model writes and judges them; here the text asks and arithmetic verifies.
 */
export function writeQuestions(folder: string, ledger: Decided): void {
  writeParts(join(folder, JOB_FILES.questions), questionLines(ledger))
}

function* questionLines(ledger: Decided): Generator<Uint8Array> {
  for (const record of ledger.records()) {
    if (record.length === 0) continue
    for (const question of questionsOf(parseTrace(ledger.read(record).trace))) yield Buffer.from(encodeRecord(question))
  }
}

function questionsOf({ id: documentId, source, text = '', decisions }: Trace): QuestionRecord[] {
  const mined = mineCalculations(text)
  return bestAtEachPlace(decisions).flatMap(({ offset, rationale }) => {
    const found = hiddenNumber(text, offset, rationale, mined)
    if (found === undefined) return []
    const { span, verifiability, chance } = found
    const asked = ask(text, span)
    if (asked === undefined) return []
    const id = sha256(`${asked.context}\0${asked.question}`).slice(0, 24)
    return { id, documentId, source, ...asked, rationale, verifiability, ...defined({ chance }) }
  })
}

interface Hidden extends Pick<QuestionRecord, 'verifiability' | 'chance'> {
  /** In the document. */
  span: Span
}

function hiddenNumber(
  text: string,
  offset: number,
  rationale: string,
  mined: readonly MinedCalculation[],
): Hidden | undefined {
  const calculation = mined.find((each) => each.offset === offset)
  if (calculation !== undefined)
    return { span: calculation.target, verifiability: 'calculation', chance: calculation.chance }
  const ahead = numberAhead({ preceding: text.slice(0, offset), rationale, following: text.slice(offset) })
  if (ahead === undefined) return undefined
  const [start, end] = ahead.span
  return { span: [offset + start, offset + end], verifiability: ahead.derived ? 'rationale' : 'none' }
}

/** The sentence with the number taken out; undefined where it says the number twice. */
function ask(text: string, [start, end]: Span): Pick<QuestionRecord, 'context' | 'question' | 'gold'> | undefined {
  const boundaries = [0, ...sentenceBoundaries(text), text.length]
  const from = boundaries.findLast((each) => each <= start) ?? 0
  const to = boundaries.find((each) => each >= end) ?? text.length
  const gold = text.slice(start, end).trim()
  const [before, after] = [text.slice(from, start).trimStart(), text.slice(end, to).trimEnd()]
  if (before.includes(gold) || after.includes(gold)) return undefined
  const sentence = `${before}${BLANK}${after}`
  return {
    context: text.slice(0, from).trim(),
    question: `The text goes on: "${sentence}" Which number stands at ${BLANK}?`,
    gold,
  }
}
