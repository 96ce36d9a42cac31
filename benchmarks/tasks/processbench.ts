import * as z from 'zod'
import { layout, type Task } from './task.js'

export const processbench: Task = {
  name: 'processbench',
  title: 'ProcessBench',
  domain: 'steps',
  answer: 'steps',
  grader: 'first-error',
  split: 'gsm8k, math, olympiadbench and omnimath',
  licence: 'Apache-2.0',
  home: {
    page: 'https://huggingface.co/datasets/Qwen/ProcessBench',
    hub: { name: 'Qwen/ProcessBench', files: ['gsm8k.json', 'math.json', 'olympiadbench.json', 'omnimath.json'] },
  },
  instruction: 'Find the first wrong step of this solution.',
  files: /process_?bench.*\.jsonl?/i,
  layouts: [
    layout(
      z.looseObject({ id: z.string(), problem: z.string(), steps: z.array(z.string()).min(1), label: z.int().min(-1) }),
      ({ id, problem, steps, label }) => ({ id, question: problem, steps, firstError: label }),
    ),
  ],
  samples: [
    {
      id: 'own-1',
      problem: 'A crate holds 12 bottles. How many bottles are in 15 crates?',
      steps: ['A crate holds 12 bottles.', 'So 15 crates hold 12 * 15 = 170 bottles.', 'The answer is 170.'],
      label: 1,
      final_answer_correct: false,
    },
    { id: 'own-2', problem: 'What is 7 * 6?', steps: ['7 * 6 = 42.'], label: -1, final_answer_correct: true },
  ],
}
