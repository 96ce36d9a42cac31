import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { tableCells } from './finqa.js'
import { layout, type Task, tableText, textOrNumber } from './task.js'

export const tatQa: Task = {
  name: 'tat-qa',
  title: 'TAT-QA',
  domain: 'finance',
  answer: 'text',
  grader: 'tatqa',
  split: 'dev',
  licence: 'CC BY 4.0',
  home: {
    page: 'https://github.com/NExTplusplus/TAT-QA',
    urls: ['https://raw.githubusercontent.com/NExTplusplus/TAT-QA/master/dataset_raw/tatqa_dataset_dev.json'],
  },
  instruction:
    'Answer the question about this company report. Name the scale (thousand, million, billion or percent) where there is one.',
  files: /tat-?qa\/(?!.*pot_)/i,
  layouts: [
    layout(
      z.looseObject({
        table: z.looseObject({ table: tableCells }),
        paragraphs: z.array(z.looseObject({ order: z.number(), text: z.string() })),
        questions: z.array(
          z.looseObject({
            uid: z.string(),
            question: z.string(),
            answer: z.union([textOrNumber, z.array(textOrNumber)]),
            answer_type: z.enum(['span', 'multi-span', 'arithmetic', 'count']),
            scale: z.string(),
            derivation: z.string().optional(),
          }),
        ),
      }),
      ({ table, paragraphs, questions }) => {
        const context = `${tableText(table.table)}\n\n${[...paragraphs]
          .sort((a, b) => a.order - b.order)
          .map((paragraph) => paragraph.text)
          .join('\n')}`
        return questions.map(({ uid, question, answer, answer_type: answerType, scale, derivation }) => ({
          id: uid,
          context,
          question,
          // Several spans are one gold, separated by a character that no span holds.
          gold: [answer]
            .flat()
            .filter((span) => span.trim() !== '')
            .join('\u241f'),
          details: { answerType, scale },
          ...defined({ reference: derivation || undefined }),
        }))
      },
    ),
  ],
  samples: [
    {
      table: {
        uid: 'own-table',
        table: [
          ['', '2019', '2018'],
          ['Fleet', '$1,250', '$1,000'],
        ],
      },
      paragraphs: [
        { uid: 'own-paragraph', order: 1, text: 'Amounts are in thousands. The fleet is made of ferries and tugs.' },
      ],
      questions: [
        {
          uid: 'own-1',
          order: 1,
          question: 'What is the fleet made of?',
          answer: ['ferries', 'tugs'],
          answer_type: 'multi-span',
          scale: '',
          derivation: '',
        },
        {
          uid: 'own-2',
          order: 2,
          question: 'What is the change of the fleet in 2019 from 2018?',
          answer: 250,
          answer_type: 'arithmetic',
          scale: 'thousand',
          derivation: '1,250 - 1,000',
        },
      ],
    },
  ],
}
