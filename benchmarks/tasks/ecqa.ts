import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, letterOf, type Task } from './task.js'

const optionKeys = ['q_op1', 'q_op2', 'q_op3', 'q_op4', 'q_op5'] as const

export const ecqa: Task = {
  name: 'ecqa',
  title: 'ECQA (CommonsenseQA with explanations)',
  domain: 'commonsense',
  answer: 'letter',
  grader: 'letter',
  split: 'test',
  licence: 'CDLA-Sharing-1.0',
  home: {
    page: 'https://github.com/dair-iitd/ECQA-Dataset',
    // The questions come from CommonsenseQA, and a script joins them; this is a copy of what it writes.
    hub: { name: 'tasksource/ecqa', files: ['data/test-*.parquet'] },
  },
  instruction: 'Choose the option that common sense supports best, and say why.',
  // The CSV files that generate_data.py writes, of which the whole and the other splits stand beside it; or a copy of them.
  files: /(^|\/)cqa_data_test\.csv|ecqa(?!.*cqa_data|.*(train|val)).*\.(csv|parquet)/i,
  layouts: [
    layout(
      z.looseObject({
        q_no: z.string().optional(),
        q_text: z.string(),
        q_op1: z.string(),
        q_op2: z.string(),
        q_op3: z.string(),
        q_op4: z.string(),
        q_op5: z.string(),
        q_ans: z.string(),
        taskB: z.string().optional(),
      }),
      (row, id) => {
        const options = optionKeys.map((key) => row[key])
        return {
          id: row.q_no ?? id,
          question: row.q_text,
          options,
          gold: letterOf(row.q_ans, options),
          ...defined({ reference: row.taskB }),
        }
      },
    ),
  ],
  samples: [
    {
      q_no: 'own-1',
      q_text: 'What would someone put bread into to make it crisp?',
      q_op1: 'drawer',
      q_op2: 'toaster',
      q_op3: 'kettle',
      q_op4: 'garden',
      q_op5: 'freezer',
      q_ans: 'toaster',
      taskB: 'Dry heat makes bread crisp. A toaster gives dry heat, the other places do not.',
    },
  ],
}
