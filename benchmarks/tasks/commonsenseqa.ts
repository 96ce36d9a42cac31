import { ai2Layouts } from './ai2.js'
import type { Task } from './task.js'

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
  layouts: ai2Layouts,
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
