import * as z from 'zod'
import { readStating } from '../graders/quantities.js'
import { SPAN_SEPARATOR } from '../graders/spans.js'
import { recordedLayout } from './layout.js'

const value = z.union([z.string(), z.number()])

/**
 * Outputs on TAT-QA as Program of Thoughts publishes them, a file a model and prompt: the files' answers to a question are its candidates. What a
 * programme gave stands in `pred_answer`; nothing is run.
 */
export const tatQaOutputs = recordedLayout(
  'candidates',
  z.looseObject({
    question_id: z.string(),
    question: z.string(),
    text: z.string(),
    table: z.string(),
    answer: z.union([value, z.array(value)]),
    answer_type: z.string(),
    scale: z.string(),
    generated: z.array(z.string()),
    pred_answer: z.unknown(),
    pred_scale: z.string().nullish(),
  }),
  (row, file) => ({
    set: 'tat-qa outputs',
    record: {
      id: row.question_id,
      question: row.question,
      context: `${row.table.trim()}\n\n${row.text}`,
      gold: [row.answer].flat().map(String).join(SPAN_SEPARATOR),
      task: 'tatqa',
      details: { answerType: row.answer_type, scale: row.scale },
      candidates: [
        { model: file, text: row.generated[0] ?? '', answer: recordedAnswer(row.pred_answer, row.pred_scale ?? '') },
      ],
    },
  }),
)

/** Empty where nothing usable was recorded: an answer that is not there is not looked for elsewhere. */
function recordedAnswer(answer: unknown, scale: string): string {
  const parsed = z.union([value, z.array(value)]).safeParse(answer)
  if (!parsed.success) return ''
  return [parsed.data]
    .flat()
    .map((part) => inOneSpelling(String(part), scale))
    .join(SPAN_SEPARATOR)
}

/** "-$94 million", and -94 with its scale in a field of its own, are one vote. TAT-QA rounds figures to two decimals. */
function inOneSpelling(answer: string, scale: string): string {
  const figure = readStating(answer)
  // A year or a count as it is written; words stay words.
  if (figure === null || /[A-Za-z]{3,}/.test(answer.replace(/thousand|million|billion|percent/gi, ''))) return answer
  const unit = figure.percent || scale === 'percent' ? 'percent' : (words[figure.scale] ?? scale)
  return `${Number(figure.value.div(figure.scale).round(2).valueOf())} ${unit}`.trim()
}

const words: Record<number, string> = { 1e3: 'thousand', 1e6: 'million', 1e9: 'billion' }
