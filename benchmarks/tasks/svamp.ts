import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, type Task, textOrNumber } from './task.js'

export const svamp: Task = {
  name: 'svamp',
  title: 'SVAMP',
  domain: 'mathematics',
  answer: 'number',
  grader: 'number',
  split: 'test',
  licence: 'MIT',
  home: {
    page: 'https://github.com/arkilpatel/SVAMP',
    urls: ['https://raw.githubusercontent.com/arkilpatel/SVAMP/main/SVAMP.json'],
  },
  instruction: 'Solve this problem.',
  files: /svamp/i,
  layouts: [
    layout(
      z.looseObject({
        ID: z.string().optional(),
        Body: z.string(),
        Question: z.string(),
        Answer: textOrNumber,
        Equation: z.string().optional(),
      }),
      (row, id) => ({
        id: row.ID ?? id,
        // Some bodies end without a full stop, straight before the question.
        question: `${row.Body.trim().replace(/([^.!?,;])$/, '$1.')} ${row.Question.trim()}`,
        gold: row.Answer.replace(/\.0$/, ''),
        ...defined({ reference: row.Equation }),
      }),
    ),
  ],
  samples: [
    {
      ID: 'own-1',
      Body: 'A shelf holds 63 jars and 18 tins. Later 27 jars are sold',
      Question: 'How many jars are left on the shelf?',
      Equation: '( 63.0 - 27.0 )',
      Answer: 36.0,
      Type: 'Subtraction',
    },
    {
      ID: 'own-2',
      Body: 'Each of 9 boats carries 6 people.',
      Question: 'How many people sail?',
      Equation: '( 9.0 * 6.0 )',
      Answer: 54.0,
      Type: 'Multiplication',
    },
  ],
}
