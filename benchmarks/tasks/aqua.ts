import * as z from 'zod'
import { layout, type Task, withoutLetter } from './task.js'

export const aqua: Task = {
  name: 'aqua',
  title: 'AQuA-RAT',
  domain: 'mathematics',
  answer: 'letter',
  grader: 'letter',
  split: 'test',
  licence: 'Apache-2.0',
  home: {
    page: 'https://github.com/google-deepmind/AQuA',
    urls: ['https://raw.githubusercontent.com/google-deepmind/AQuA/master/test.json'],
  },
  instruction: 'Choose the right option.',
  files: /aqua/i,
  layouts: [
    layout(
      z.looseObject({
        question: z.string(),
        options: z.array(z.string()).min(2),
        rationale: z.string(),
        correct: z.string(),
      }),
      ({ question, options, rationale, correct }, id) => ({
        id,
        question,
        options: options.map(withoutLetter),
        gold: correct.trim().toUpperCase(),
        reference: rationale,
      }),
    ),
  ],
  samples: [
    {
      question: 'A cyclist rides 42 km in 1 hour 45 minutes. What is the average speed?',
      options: ['A)20 km/h', 'B)22 km/h', 'C)24 km/h', 'D)26 km/h', 'E)28 km/h'],
      rationale: '1 hour 45 minutes is 1.75 hours.\n42 / 1.75 = 24.\nAnswer C',
      correct: 'C',
    },
  ],
}
