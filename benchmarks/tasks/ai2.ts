import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { type Layout, layout, letterOf } from './task.js'

const text = z.string()
const answerKey = text.optional()

/** The question of several options as the Allen Institute publishes it, and as columns in the hub's Parquet. Hidden answers are empty or absent. */
export const ai2Layouts: Layout[] = [
  layout(
    z.looseObject({
      id: text,
      question: z.looseObject({ stem: text, choices: z.array(z.looseObject({ label: text, text })).min(2) }),
      answerKey,
    }),
    ({ id, question: { stem, choices }, answerKey }) => {
      const labels = choices.map(({ label }) => label)
      const options = choices.map((choice) => choice.text)
      return sample(id, stem, labels, options, answerKey)
    },
  ),
  layout(
    z.looseObject({
      id: text,
      question: text,
      choices: z.looseObject({ label: z.array(text), text: z.array(text).min(2) }),
      answerKey,
    }),
    ({ id, question, choices, answerKey }) => sample(id, question, choices.label, choices.text, answerKey),
  ),
]

/** Labels are letters or digits; the gold is always a letter here. */
function sample(id: string, question: string, labels: string[], options: string[], answer: string | undefined) {
  return { id, question, options, ...defined({ gold: answer ? letterOf(answer, labels) : undefined }) }
}
