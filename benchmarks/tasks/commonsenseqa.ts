import { z } from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, letter, type Task } from './task.js'

const choices = z.array(z.looseObject({ label: z.string(), text: z.string() })).min(2)

export const commonsenseqa: Task = {
  name: 'commonsenseqa',
  title: 'CommonsenseQA',
  domain: 'commonsense',
  answer: 'letter',
  grader: 'letter',
  split: 'validation (the test labels are not public)',
  licence: 'MIT',
  home: {
    page: 'https://www.tau-nlp.org/commonsenseqa',
    urls: ['https://s3.amazonaws.com/commensenseqa/dev_rand_split.jsonl'],
  },
  instruction: 'Choose the option that common sense supports best.',
  files: /commonsense_?qa.*(dev|valid)/i,
  layouts: [
    // The release of the authors.
    layout(
      z.looseObject({
        id: z.string(),
        answerKey: z.string().optional(),
        question: z.looseObject({ stem: z.string(), choices }),
      }),
      ({ id, answerKey, question }) => ({
        id,
        question: question.stem,
        options: question.choices.map((choice) => choice.text),
        ...defined({ gold: answerKey || undefined }),
      }),
    ),
    // The hub's Parquet: columns in place of records.
    layout(
      z.looseObject({
        id: z.string(),
        question: z.string(),
        choices: z.looseObject({ label: z.array(z.string()), text: z.array(z.string()).min(2) }),
        answerKey: z.string().optional(),
      }),
      ({ id, question, choices: { label, text }, answerKey }) => ({
        id,
        question,
        options: text,
        ...defined({ gold: answerKey ? letter(label.indexOf(answerKey)) : undefined }),
      }),
    ),
  ],
  samples: [
    {
      id: 'own-1',
      answerKey: 'B',
      question: {
        stem: 'It began to rain and Lena had no umbrella. Where did she most likely wait?',
        choices: [
          { label: 'A', text: 'open field' },
          { label: 'B', text: 'doorway' },
          { label: 'C', text: 'river' },
          { label: 'D', text: 'roof' },
          { label: 'E', text: 'pool' },
        ],
      },
    },
  ],
}
