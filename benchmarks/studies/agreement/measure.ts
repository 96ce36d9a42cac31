import * as z from 'zod'
import { answersEqual } from '../../../src/core/answers/equivalence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { answerOf } from '../../answers.js'

const line = z.looseObject({
  options: z.array(z.string()).optional(),
  gold: z.union([z.string(), z.number()]).optional(),
  answer: z.union([z.string(), z.number()]).optional(),
  task: z.string().optional(),
  candidates: z.array(
    z.looseObject({
      text: z.string(),
      answer: z.union([z.string(), z.number()]).nullish(),
      pred: z.string().nullish(),
      correct: z.boolean().optional(),
    }),
  ),
})

export interface Agreement {
  candidates: number
  /** With a recorded answer. */
  recorded: number
  /** An answer was read from the text, and it is the recorded one. */
  same: number
  different: number
  unparsed: number
  /** No answer is recorded, but one was read. */
  onlyRead: number
  /** With a recorded grade. */
  graded: number
  /** The recorded answer, compared with the gold, gives the recorded grade. */
  sameGrade: number
  /** The answer that was read from the text, compared with the gold, gives the recorded grade (unparsed counts as wrong). */
  sameGradeFromText: number
}

export interface Miss {
  kind: 'answer' | 'grade'
  read: string | null
  recorded: string
  gold?: string | undefined
  tail: string
}

/** @throws RationaleError as `readRecords` does; lines of another form are passed over. */
export async function measureAgreement(
  file: string,
  { task, onMiss }: { task?: string | undefined; onMiss?: (miss: Miss) => void } = {},
): Promise<Agreement> {
  const sum: Agreement = {
    candidates: 0,
    recorded: 0,
    same: 0,
    different: 0,
    unparsed: 0,
    onlyRead: 0,
    graded: 0,
    sameGrade: 0,
    sameGradeFromText: 0,
  }
  for await (const { record } of readRecords(file, line)) {
    const hint = { options: record.options, task: task ?? record.task }
    const gold = String(record.gold ?? record.answer)
    for (const candidate of record.candidates) {
      sum.candidates++
      const read = answerOf(hint, { text: candidate.text })
      const recorded = candidate.answer ?? candidate.pred ?? ''
      const tail = candidate.text.slice(-160)
      if (recorded === '') {
        if (read !== null) sum.onlyRead++
        continue
      }
      const stated = String(recorded)
      sum.recorded++
      if (read === null) sum.unparsed++
      else if (read === stated || answersEqual(read, stated, hint)) sum.same++
      else sum.different++
      if (read === null || !(read === stated || answersEqual(read, stated, hint))) {
        onMiss?.({ kind: 'answer', read, recorded: stated, tail })
      }
      if (candidate.correct === undefined) continue
      sum.graded++
      if (answersEqual(stated, gold, hint) === candidate.correct) sum.sameGrade++
      else onMiss?.({ kind: 'grade', read, recorded: stated, gold, tail })
      if ((read !== null && answersEqual(read, gold, hint)) === candidate.correct) sum.sameGradeFromText++
    }
  }
  return sum
}
