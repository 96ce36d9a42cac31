import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, type Task, textOrNumber } from './task.js'

export const finEval: Task = {
  name: 'fineval',
  title: 'FinEval',
  domain: 'finance',
  answer: 'letter',
  grader: 'letter',
  split: 'val (the test answers are not public)',
  licence: 'CC BY-NC-SA 4.0',
  home: {
    page: 'https://github.com/SUFE-AIFLM-Lab/FinEval',
    manual:
      'clone the repository and give its folder code/opensource_eval/1academic_eval/code/data/val, or unpack the ZIP archive of the release and give its val folder',
  },
  instruction: '选出正确的选项。',
  // Its files are called after their subjects: the folder val may be given by itself.
  files: /fineval.*[/_]val.*\.(?:csv|parquet|jsonl?)|(?:^|\/)\w+_val\.csv$/i,
  layouts: [
    layout(
      z.looseObject({
        id: textOrNumber.optional(),
        question: z.string(),
        A: textOrNumber,
        B: textOrNumber,
        C: textOrNumber,
        D: textOrNumber,
        answer: z.string().optional(),
        explanation: z.string().optional(),
      }),
      (row, id) => ({
        id: row.id === undefined ? id : `${id}-${row.id}`,
        question: row.question,
        options: [row.A, row.B, row.C, row.D],
        ...defined({
          gold: row.answer ? row.answer.trim() : undefined,
          reference: row.explanation || undefined,
        }),
      }),
    ),
  ],
  samples: [
    {
      id: 0,
      question: '下列哪一项是货币政策工具？',
      A: '增值税',
      B: '存款准备金率',
      C: '财政补贴',
      D: '转移支付',
      answer: 'B',
      explanation: '存款准备金率由央行规定。',
    },
  ],
}
