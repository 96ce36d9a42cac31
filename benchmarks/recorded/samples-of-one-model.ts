import * as z from 'zod'
import { recordedLayout } from './layout.js'

/** Several samples of one model on each question, with the answer that was read from each and its grade (VerifyCoT's `date_np`). */
export const samplesOfOneModel = recordedLayout(
  'candidates',
  z
    .looseObject({
      question: z.string(),
      final_answer: z.string(),
      example_idx: z.union([z.string(), z.number()]).transform(String).optional(),
      model_outputs: z.array(z.string()).min(1),
      pred_answers: z.array(z.string().nullable()),
      per_sample_correct: z.array(z.boolean()),
    })
    .refine(
      ({ model_outputs: texts, pred_answers: answers, per_sample_correct: grades }) =>
        texts.length === answers.length && texts.length === grades.length,
      'as many answers and grades as outputs',
    ),
  (
    { question, final_answer: gold, example_idx: id, model_outputs: texts, pred_answers: answers, per_sample_correct },
    file,
    position,
  ) => ({
    set: file,
    record: {
      id: id ?? position,
      question,
      gold,
      task: 'text',
      // An answer that was looked for and not found is none: nothing else is looked for in the text.
      candidates: texts.map((text, at) => ({ text, answer: answers[at] ?? '', correct: per_sample_correct[at] })),
    },
  }),
)
