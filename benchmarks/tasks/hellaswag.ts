import * as z from 'zod'
import { at, defined } from '../../src/core/absence.js'
import { layout, letter, letterOf, type Task, textOrNumber } from './task.js'

export const hellaswag: Task = {
  name: 'hellaswag',
  title: 'HellaSwag',
  domain: 'commonsense',
  answer: 'letter',
  grader: 'letter',
  split: 'validation (the test labels are not public)',
  licence: 'MIT',
  home: {
    page: 'https://github.com/rowanz/hellaswag',
    urls: ['https://raw.githubusercontent.com/rowanz/hellaswag/master/data/hellaswag_val.jsonl'],
  },
  instruction: 'Choose the most plausible way to go on.',
  files: /hellaswag/i,
  layouts: [
    layout(
      z.looseObject({
        ind: textOrNumber,
        ctx: z.string(),
        endings: z.array(z.string()).min(2),
        label: textOrNumber.optional(),
      }),
      ({ ind, ctx, endings, label }) => ({
        id: `hellaswag-${ind}`,
        question: ctx,
        options: endings,
        ...defined({ gold: label === undefined || label === '' ? undefined : letter(Number(label)) }),
      }),
    ),
    // AbstainQA's release of the same questions.
    layout(
      z.looseObject({
        id: textOrNumber,
        question: z.string(),
        choices: z.record(z.string(), z.string()),
        answer: z.string(),
      }),
      ({ id, question, choices, answer }) => {
        const labels = Object.keys(choices).sort()
        return {
          id: `hellaswag-${id}`,
          question,
          options: labels.map((label) => at(choices, label)),
          gold: letterOf(answer, labels),
        }
      },
    ),
  ],
  samples: [
    {
      ind: 1,
      activity_label: 'Baking',
      ctx: 'A man pours flour into a bowl and cracks two eggs over it. He',
      endings: ['parks the car.', 'stirs the dough with a spoon.', 'paints the bowl blue.', 'dives into a lake.'],
      label: '1',
      split: 'val',
    },
  ],
}
