import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, type Task, textOrNumber } from './task.js'

export const financeMath: Task = {
  name: 'finance-math',
  title: 'FinanceMath',
  domain: 'finance',
  answer: 'number',
  grader: 'finance-math',
  split: 'validation (the test answers are not public)',
  licence: 'not stated',
  home: {
    page: 'https://huggingface.co/datasets/yale-nlp/FinanceMath',
    hub: { name: 'yale-nlp/FinanceMath', files: ['validation.json'] },
    manual: 'accept the terms on the page, download the file and give its path',
  },
  instruction: 'Answer the question about these figures.',
  files: /finance_?math/i,
  layouts: [
    layout(
      z.looseObject({
        question_id: z.string().optional(),
        id: z.string().optional(),
        question: z.string(),
        tables: z.array(z.string()).optional(),
        ground_truth: textOrNumber.nullish(),
        python_solution: z.string().nullish(),
        topic: z.string().optional(),
      }),
      (row, id) => ({
        id: row.question_id ?? row.id ?? id,
        question: row.question,
        ...defined({
          context: row.tables?.join('\n\n') || undefined,
          gold: row.ground_truth ?? undefined,
          reference: row.python_solution || undefined,
          details: row.topic ? { topic: row.topic } : undefined,
        }),
      }),
    ),
  ],
  samples: [
    {
      question_id: 'own-1',
      topic: 'Accounting',
      question: 'A machine costs 12,000 and is written off evenly over 8 years. What is the yearly depreciation?',
      tables: ['| item | cost |\n| --- | --- |\n| machine | 12000 |'],
      ground_truth: 1500,
      python_solution: 'def solution():\n    return 12000 / 8',
    },
  ],
}
