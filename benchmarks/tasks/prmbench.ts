import * as z from 'zod'
import { layout, type Task } from './task.js'

const row = z.looseObject({
  idx: z.string().optional(),
  original_question: z.string(),
  original_process: z.array(z.string()).min(1),
  modified_question: z.string(),
  modified_process: z.array(z.string()).min(1),
  /** 1-based, of the modified process. */
  error_steps: z.array(z.int()),
  classification: z.string(),
})

/** Its own evaluation takes the original solutions of this class, spelt so, as the right ones; those of the others are the same. */
const CLASS_OF_THE_RIGHT = 'redundency'

export const prmbench: Task = {
  name: 'prmbench',
  title: 'PRMBench',
  domain: 'steps',
  answer: 'steps',
  grader: 'first-error',
  split: 'test (modified chains, and the originals of the class "redundency")',
  licence: 'Apache-2.0',
  home: {
    page: 'https://huggingface.co/datasets/hitsmy/PRMBench_Preview',
    hub: { name: 'hitsmy/PRMBench_Preview', files: ['prmbench_preview.jsonl'] },
  },
  instruction: 'Find the first wrong step of this solution.',
  files: /(prmbench|prmtest).*\.jsonl/i,
  layouts: [
    layout(row, (given, id) => {
      const modified = {
        id: given.idx ?? id,
        question: given.modified_question,
        steps: given.modified_process,
        // "multi_solutions" and the like mark no step: those chains are right.
        firstError: given.error_steps.length === 0 ? -1 : Math.min(...given.error_steps) - 1,
        details: { kind: given.classification },
      }
      if (given.classification !== CLASS_OF_THE_RIGHT) return modified
      const original = {
        id: `correct_${modified.id}`,
        question: given.original_question,
        steps: given.original_process,
        firstError: -1,
        details: { kind: 'correct' },
      }
      return [original, modified]
    }),
  ],
  samples: [
    {
      idx: 'own-1',
      original_question: 'What is 3 + 4 * 2?',
      original_process: ['4 * 2 = 8.', '3 + 8 = 11.'],
      modified_question: 'What is 3 + 4 * 2?',
      modified_process: ['3 + 4 = 7.', '7 * 2 = 14.'],
      error_steps: [1, 2],
      classification: 'domain_inconsistency',
    },
    {
      idx: 'own-2',
      original_question: 'What is half of 18?',
      original_process: ['18 / 2 = 9.', 'The answer is 9.'],
      modified_question: 'What is half of 18?',
      modified_process: ['18 / 2 = 9.', '9 is 18 / 2, which is 9.', 'The answer is 9.'],
      error_steps: [2],
      classification: 'redundency',
    },
  ],
}
