import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, type Task } from './task.js'

export const strategyqa: Task = {
  name: 'strategyqa',
  title: 'StrategyQA',
  domain: 'commonsense',
  answer: 'boolean',
  grader: 'boolean',
  split: 'train (the test labels are not public)',
  licence: 'MIT',
  home: {
    page: 'https://allenai.org/data/strategyqa',
    hub: { name: 'ChilleD/StrategyQA', files: ['test.json'] },
  },
  instruction: 'Answer yes or no.',
  files: /strategy_?qa/i,
  layouts: [
    layout(
      z.looseObject({
        qid: z.string(),
        question: z.string(),
        answer: z.boolean(),
        facts: z.union([z.array(z.string()), z.string()]).optional(),
      }),
      ({ qid, question, answer, facts }) => ({
        id: qid,
        question,
        gold: answer ? 'yes' : 'no',
        ...defined({ reference: facts === undefined ? undefined : [facts].flat().join('\n') }),
      }),
    ),
  ],
  samples: [
    {
      qid: 'own-1',
      question: 'Could a blue whale fit into a bathtub?',
      answer: false,
      facts: ['A blue whale is about 25 metres long.', 'A bathtub is less than two metres long.'],
    },
  ],
}
