import * as z from 'zod'
import { layout, type Task } from './task.js'

export const gsm8k: Task = {
  name: 'gsm8k',
  title: 'GSM8K',
  domain: 'mathematics',
  answer: 'number',
  grader: 'number',
  split: 'test',
  licence: 'MIT',
  home: {
    page: 'https://github.com/openai/grade-school-math',
    urls: ['https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/test.jsonl'],
  },
  instruction: 'Solve this problem.',
  files: /gsm8k\/.*(test|train)/,
  layouts: [
    layout(z.looseObject({ question: z.string(), answer: z.string() }), ({ question, answer }, id) => {
      // The answer is a worked solution with <<calculator notes>>, then "#### 1,234".
      const mark = answer.lastIndexOf('####')
      const worked = mark === -1 ? '' : answer.slice(0, mark)
      return {
        id,
        question,
        gold: answer.slice(mark === -1 ? 0 : mark + 4).trim(),
        reference: worked.replace(/<<[^<>]*>>/g, '').trim(),
      }
    }),
  ],
  samples: [
    {
      question: 'A hall has 14 rows of 22 chairs. 39 chairs are broken and taken away. How many chairs stay?',
      answer: 'The hall has 14*22=<<14*22=308>>308 chairs.\nAfter that 308-39=<<308-39=269>>269 stay.\n#### 269',
    },
    {
      question: 'Ines saves $35 a week. A bicycle costs $1,190. For how many weeks must she save?',
      answer: 'She needs 1190/35=<<1190/35=34>>34 weeks.\n#### 34',
    },
  ],
}
