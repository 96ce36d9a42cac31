import { z } from 'zod'
import { layout, type Task, textOrNumber } from './task.js'

export const mrGsm8k: Task = {
  name: 'mr-gsm8k',
  title: 'MR-GSM8K',
  domain: 'steps',
  answer: 'steps',
  grader: 'first-error',
  split: 'all',
  shots: 0,
  licence: 'MIT',
  home: {
    page: 'https://github.com/dvlab-research/MR-GSM8K',
    urls: ['https://raw.githubusercontent.com/dvlab-research/MR-GSM8K/main/dataset/MR-GSM8K.json'],
  },
  instruction: 'Find the first wrong step of this solution.',
  files: /mr[-_]gsm8k/i,
  layouts: [
    layout(
      z.looseObject({
        uuid: z.string(),
        question: z.string(),
        model_output_steps: z.array(z.string()).min(1),
        model_output_solution_correctness: z.enum(['correct', 'wrong']),
        // 1-based, or N/A where every step is right.
        model_output_solution_first_error_step: textOrNumber,
        question_type: z.string().optional(),
      }),
      (row) => ({
        id: row.uuid,
        question: row.question,
        steps: row.model_output_steps,
        firstError:
          row.model_output_solution_correctness === 'correct'
            ? -1
            : Number(row.model_output_solution_first_error_step) - 1,
        ...(row.question_type === undefined ? {} : { details: { kind: row.question_type } }),
      }),
    ),
  ],
  samples: [
    {
      uuid: 'own-1',
      question: 'A tram runs every 12 minutes. How many trams run in 2 hours?',
      question_type: 'original',
      model_output_steps: ['2 hours are 120 minutes.', '120 / 12 = 12 trams.', 'The answer is 12.'],
      model_output_solution_correctness: 'wrong',
      model_output_solution_first_error_step: 2,
    },
    {
      uuid: 'own-2',
      question: 'What is half of 90?',
      model_output_steps: ['90 / 2 = 45.'],
      model_output_solution_correctness: 'correct',
      model_output_solution_first_error_step: 'N/A',
    },
  ],
}
