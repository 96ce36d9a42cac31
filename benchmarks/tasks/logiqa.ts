import * as z from 'zod'
import { layout, letter, type Task, textOrNumber, withoutLetter } from './task.js'

/** LogiQA 1.0: a blank line, the gold letter, the passage, the question, four options; again and again. */
function blocks(text: string): unknown[] {
  const lines = text.split(/\r?\n/)
  const rows: unknown[] = []
  for (let at = 0; at + 6 < lines.length; ) {
    if (lines[at]?.trim() === '' || !/^[a-d]$/.test(lines[at]?.trim() ?? '')) {
      at++
      continue
    }
    const [answer, text, question, ...options] = lines.slice(at, at + 7)
    rows.push({ answer, text, question, options })
    at += 7
  }
  return rows
}

export const logiqa: Task = {
  name: 'logiqa',
  title: 'LogiQA (1.0 and 2.0)',
  domain: 'logic',
  answer: 'letter',
  grader: 'letter',
  split: 'test',
  licence: 'CC BY-NC-SA 4.0',
  home: {
    page: 'https://github.com/csitfun/LogiQA2.0',
    urls: ['https://raw.githubusercontent.com/csitfun/LogiQA2.0/main/logiqa/DATA/LOGIQA/test.txt'],
  },
  instruction: 'Choose the right option.',
  files: /logiqa/i,
  parseText: blocks,
  layouts: [
    layout(
      z.looseObject({
        id: textOrNumber,
        answer: z.int().min(0),
        text: z.string(),
        question: z.string(),
        options: z.array(z.string()).min(2),
      }),
      ({ id, answer, text, question, options }) => ({
        id: `logiqa2-${id}`,
        context: text,
        question,
        options,
        gold: letter(answer),
      }),
    ),
    layout(
      z.looseObject({
        answer: z.string().regex(/^\s*[a-dA-D]\s*$/),
        text: z.string(),
        question: z.string(),
        options: z.array(z.string()).min(2),
      }),
      ({ answer, text, question, options }, id) => ({
        id,
        context: text,
        question,
        options: options.map(withoutLetter),
        gold: answer.trim().toUpperCase(),
      }),
    ),
  ],
  samples: [
    {
      id: 1,
      answer: 2,
      text: 'All members of the choir can read music. Some members of the choir also dance.',
      question: 'Which of the following must be true?',
      options: [
        'All dancers read music.',
        'Nobody outside the choir reads music.',
        'Some people who read music dance.',
        'Everyone in the choir dances.',
      ],
    },
    {
      answer: 'a',
      text: 'The shop closes whenever it snows. Today the shop is open.',
      question: 'What follows?',
      options: ['A.It does not snow.', 'B.It snows.', 'C.The shop never closes.', 'D.It snowed yesterday.'],
    },
  ],
}
