import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, type Sample, type Task, textOrNumber } from './task.js'

const row = z.looseObject({
  question_id: textOrNumber,
  question: z.string(),
  options: z.array(z.string()).min(2),
  answer: z.string(),
  category: z.string(),
  cot_content: z.string().optional(),
})

const read = ({
  question_id: questionId,
  question,
  options,
  answer,
  category,
  cot_content: cot,
}: z.infer<typeof row>): Sample => ({
  id: `mmlu-pro-${questionId}`,
  question,
  // The release pads short lists with N/A.
  options: options.filter((option, index) => option !== 'N/A' || index < 2),
  gold: answer,
  details: { category },
  ...defined({ reference: cot || undefined }),
})

const shared: Omit<Task, 'name' | 'title' | 'domain' | 'layouts' | 'samples'> = {
  answer: 'letter',
  grader: 'letter',
  split: 'test',
  licence: 'MIT',
  home: {
    page: 'https://huggingface.co/datasets/TIGER-Lab/MMLU-Pro',
    hub: { name: 'TIGER-Lab/MMLU-Pro', files: ['data/test-00000-of-00001.parquet'] },
  },
  instruction: 'Choose the right option.',
  files: /mmlu[-_]?pro/i,
}

const physics = {
  question_id: 1,
  question: 'A body falls freely from rest. How far does it fall in 2 s (g = 10 m/s^2)?',
  options: ['5 m', '10 m', '20 m', '40 m', 'N/A'],
  answer: 'C',
  category: 'physics',
}
const business = {
  question_id: 2,
  question: 'A firm sells goods for $500 that cost $400. What is the gross margin?',
  options: ['10%', '20%', '25%', '80%'],
  answer: 'B',
  category: 'business',
}
const economics = {
  question_id: 3,
  question: 'The price of a good rises and people buy more of its substitute. What is the cross elasticity?',
  options: ['negative', 'zero', 'positive'],
  answer: 'C',
  category: 'economics',
}

export const mmluPro: Task = {
  ...shared,
  name: 'mmlu-pro',
  title: 'MMLU-Pro',
  domain: 'science',
  layouts: [layout(row, read)],
  samples: [physics, business, economics],
}

/** The part of MMLU-Pro on one subject; other rows are read and yield no sample. */
const subject = (name: string, title: string, category: string): Task => ({
  ...shared,
  name,
  title,
  domain: 'finance',
  layouts: [layout(row, (given) => (given.category === category ? read(given) : []))],
  samples: [physics, business, economics],
})

export const mmluProBusiness = subject('mmlu-pro-business', 'MMLU-Pro business', 'business')
export const mmluProEconomics = subject('mmlu-pro-economics', 'MMLU-Pro economics', 'economics')
