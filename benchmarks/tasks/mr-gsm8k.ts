import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, type Task, textOrNumber } from './task.js'

/** A few wrong solutions have no first wrong step ("N/A"): they are left out, as in the task's own evaluation. */
function firstErrorOf(correctness: 'correct' | 'wrong', step: string): { firstError?: number } {
  if (correctness === 'correct') return { firstError: -1 }
  return /^\d+$/.test(step) && Number(step) > 0 ? { firstError: Number(step) - 1 } : {}
}

export const mrGsm8k: Task = {
  name: 'mr-gsm8k',
  title: 'MR-GSM8K',
  domain: 'steps',
  answer: 'steps',
  grader: 'first-error',
  split: 'all',
  licence: 'MIT',
  home: {
    page: 'https://github.com/dvlab-research/MR-GSM8K',
    urls: ['https://raw.githubusercontent.com/dvlab-research/MR-GSM8K/main/dataset/MR-GSM8K.json'],
  },
  instruction: 'Find the first wrong step of this solution.',
  files: /mr[-_]gsm8k\.jsonl?/i,
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
        ...firstErrorOf(row.model_output_solution_correctness, row.model_output_solution_first_error_step),
        ...defined({ details: row.question_type === undefined ? undefined : { kind: row.question_type } }),
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
