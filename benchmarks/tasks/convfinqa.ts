import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { report, tableCells } from './finqa.js'
import { layout, type Task, textOrNumber } from './task.js'

const asked = (questions: readonly string[]) =>
  questions.map((question, index) => `Question ${index + 1}: ${question}`).join('\n')

/** A page of a company's report, as the authors' files have it: the text before its table, the table, the text behind it. */
const reportFields = {
  id: z.string(),
  pre_text: z.array(z.string()),
  post_text: z.array(z.string()),
  table: tableCells,
}

export const convfinqa: Task = {
  name: 'convfinqa',
  title: 'ConvFinQA',
  domain: 'finance',
  answer: 'number',
  grader: 'finqa',
  split: 'dev (the test answers are not public)',
  licence: 'MIT',
  home: {
    page: 'https://github.com/czyssrs/ConvFinQA',
    urls: ['https://raw.githubusercontent.com/czyssrs/ConvFinQA/main/data.zip'],
    manual: 'the release is a ZIP archive: unpack it and give data/dev_turn.json or data/dev.json',
  },
  instruction: 'These questions are asked one after the other about a company report. Answer the last one.',
  files: /convfinqa/i,
  layouts: [
    // Programme of Thoughts' release: the conversation up to the last question.
    layout(
      z.looseObject({
        id: z.string(),
        questions: z.array(z.string()).min(1),
        answer: textOrNumber,
        text: z.string(),
        table: z.string(),
        programs: z.array(z.string()).optional(),
      }),
      ({ id, questions, answer, text, table, programs }) => ({
        id,
        context: [text, table].filter((part) => part.trim()).join('\n\n'),
        question: asked(questions),
        gold: answer,
        ...defined({ reference: programs?.join('\n') }),
      }),
    ),
    // The authors' turn file: the dialogue so far and the answer of this turn.
    layout(
      z.looseObject({
        ...reportFields,
        annotation: z.looseObject({
          cur_dial: z.array(z.string()).min(1),
          exe_ans: textOrNumber,
          cur_program: z.string().optional(),
        }),
      }),
      ({ id, annotation, ...row }) => ({
        id,
        context: report(row),
        question: asked(annotation.cur_dial),
        gold: annotation.exe_ans,
        ...defined({ reference: annotation.cur_program }),
      }),
    ),
    // The authors' file of conversations: every turn is a question, asked after those before it.
    layout(
      z.looseObject({
        ...reportFields,
        annotation: z
          .looseObject({
            dialogue_break: z.array(z.string()).min(1),
            exe_ans_list: z.array(textOrNumber),
            turn_program: z.array(z.string()).optional(),
          })
          .refine(
            ({ dialogue_break: turns, exe_ans_list: golds }) => turns.length === golds.length,
            'expected an answer for each turn',
          ),
      }),
      ({ id, annotation: { dialogue_break: turns, exe_ans_list: golds, turn_program: programs }, ...row }) =>
        golds.map((gold, turn) => ({
          id: `${id}_${turn}`,
          context: report(row),
          question: asked(turns.slice(0, turn + 1)),
          gold,
          ...defined({ reference: programs?.[turn] }),
        })),
    ),
  ],
  samples: [
    {
      id: 'own-1',
      questions: ['what was the net income in 2011?', 'and in 2010?', 'what is the difference?'],
      answer: 14.5,
      text: 'net income is given in millions .',
      table: '- | 2011 | 2010\nnet income | $ 61.5 | $ 47.0',
      programs: ['ans = 61.5', 'ans = 47.0', 'ans = 61.5 - 47.0'],
    },
    {
      id: 'own-2',
      pre_text: ['rent is paid quarterly .'],
      post_text: [],
      table: [
        ['', '2015'],
        ['rent', '$ 12'],
      ],
      annotation: { cur_dial: ['what was the rent in 2015?'], exe_ans: 12.0, cur_program: '12' },
    },
  ],
}
