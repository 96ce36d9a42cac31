import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, type Task, textOrNumber } from './task.js'

export const financeReasoning: Task = {
  name: 'finance-reasoning',
  title: 'FinanceReasoning',
  domain: 'finance',
  answer: 'number',
  grader: 'number',
  split: 'easy, medium and hard',
  licence: 'not stated',
  home: {
    page: 'https://huggingface.co/datasets/BUPT-Reasoning-Lab/FinanceReasoning',
    hub: {
      name: 'BUPT-Reasoning-Lab/FinanceReasoning',
      files: ['data/easy.json', 'data/medium.json', 'data/hard.json'],
    },
  },
  instruction: 'Answer the question about these figures.',
  files: /finance_?reasoning/i,
  layouts: [
    layout(
      z.looseObject({
        question_id: z.string(),
        question: z.string(),
        context: z.string().nullish(),
        ground_truth: z.union([textOrNumber, z.boolean()]),
        python_solution: z.string().optional(),
        level: z.string().optional(),
      }),
      ({ question_id: questionId, question, context, ground_truth: gold, python_solution: solution, level }) => ({
        id: questionId,
        question,
        ...(typeof gold === 'boolean' ? { gold: gold ? 'yes' : 'no', answer: 'boolean' as const } : { gold }),
        ...defined({
          context: context || undefined,
          reference: solution || undefined,
          details: level ? { level } : undefined,
        }),
      }),
    ),
  ],
  samples: [
    {
      question_id: 'own-1',
      question: 'What is the ratio of current assets to current liabilities? Answer to two decimal places.',
      context: '{"current assets": 540.0, "current liabilities": 400.0}',
      ground_truth: 1.35,
      python_solution: 'answer = df["current assets"] / df["current liabilities"]',
      level: 'easy',
    },
    {
      question_id: 'own-2',
      question: 'Do current assets cover current liabilities?',
      context: '{"current assets": 540.0, "current liabilities": 400.0}',
      ground_truth: true,
      python_solution: 'answer = df["current assets"] > df["current liabilities"]',
      level: 'easy',
    },
  ],
}
