import * as z from 'zod'
import { layout, type Task } from './task.js'

const parts = [
  'dyck_languages',
  'logical_deduction',
  'multistep_arithmetic',
  'tracking_shuffled_objects',
  'word_sorting',
]

export const bigBenchMistake: Task = {
  name: 'big-bench-mistake',
  title: 'BIG-Bench Mistake',
  domain: 'steps',
  answer: 'steps',
  grader: 'first-error',
  split: 'all',
  licence: 'Apache-2.0',
  home: {
    page: 'https://github.com/WHGTyen/BIG-Bench-Mistake',
    urls: parts.map((part) => `https://raw.githubusercontent.com/WHGTyen/BIG-Bench-Mistake/main/${part}.jsonl`),
  },
  instruction: 'Find the first wrong step of this solution.',
  files: /big[-_]?bench[-_]?mistake.*\.jsonl/i,
  layouts: [
    layout(
      z.looseObject({
        input: z.string(),
        steps: z.array(z.string()).min(1),
        // 0-based; null where every step is right.
        mistake_index: z.int().min(0).nullable(),
      }),
      ({ input, steps, mistake_index: mistake }, id) => ({ id, question: input, steps, firstError: mistake ?? -1 }),
    ),
  ],
  samples: [
    {
      input: 'Sort the following words alphabetically: pear apple fig',
      steps: ['First letters: "pear" p, "apple" a, "fig" f.', 'We have a < f < p.', 'The order is apple, pear, fig.'],
      answer: 'apple pear fig',
      target: 'apple fig pear',
      mistake_index: 2,
    },
    { input: '(2 + 3) * 4 =', steps: ['2 + 3 = 5.', '5 * 4 = 20.'], answer: '20', target: '20', mistake_index: null },
  ],
}
