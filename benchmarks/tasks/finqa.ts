import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { pythonLiteral } from './python-literal.js'
import { layout, type Task, tableText, textOrNumber } from './task.js'

const paragraphs = z.array(z.string())
export const tableCells = z.array(z.array(z.union([z.string(), z.number(), z.null()])))

/** Text before, table, text after: what a FinQA or ConvFinQA question is asked of. */
export function report(row: { pre_text: string[]; table: z.infer<typeof tableCells>; post_text: string[] }): string {
  return [row.pre_text.join(' '), tableText(row.table), row.post_text.join(' ')]
    .filter((part) => part.trim())
    .join('\n\n')
}

export const finqa: Task = {
  name: 'finqa',
  title: 'FinQA',
  domain: 'finance',
  answer: 'number',
  grader: 'finqa',
  split: 'test',
  licence: 'MIT',
  home: {
    page: 'https://github.com/czyssrs/FinQA',
    urls: ['https://raw.githubusercontent.com/czyssrs/FinQA/main/dataset/test.json'],
  },
  instruction: 'Answer the question about this company report.',
  files: /finqa\/(?!.*conv)/i,
  layouts: [
    layout(
      z.looseObject({
        id: z.string(),
        pre_text: paragraphs,
        post_text: paragraphs,
        table: tableCells,
        qa: z.looseObject({
          question: z.string(),
          program: z.string().optional(),
          answer: textOrNumber.optional(),
          exe_ans: textOrNumber,
        }),
      }),
      ({ id, qa, ...row }) => ({
        id,
        context: report(row),
        question: qa.question,
        // The executed value is exact; the written answer is rounded, and sometimes missing or with another scale.
        gold: qa.exe_ans,
        ...defined({ reference: qa.program }),
        details: {
          ...defined({ program: qa.program }),
          ...defined({ written: qa.answer || undefined }),
          table: JSON.stringify(row.table),
        },
      }),
    ),
    // A prompt file of programme generation: "Input: Contexts: … Table: … Question: … Output: programme".
    layout(z.looseObject({ text: z.string().regex(/Question:/) }), ({ text }, id) => {
      const question = between(text, 'Question:', ['\n'])
      const program = between(text, 'Output:', ['</s>'])
      const written = between(text, 'Table:', ['Possible Operations:'])
      const table = pythonLiteral(written)
      return {
        id,
        context: `${between(text, 'Contexts:', ['Table:'])}\n\n${Array.isArray(table) ? tableText(table as unknown[][]) : written}`,
        question,
        // The grader runs a gold that is a programme.
        ...(program === ''
          ? {}
          : { gold: program, reference: program, details: { program, table: JSON.stringify(table ?? []) } }),
      }
    }),
  ],
  samples: [
    {
      id: 'own/2020/page_1.pdf-1',
      pre_text: ['The table shows the revenue of the ferry line .'],
      table: [
        ['', '2020', '2019'],
        ['revenue ( thousands )', '$ 4500', '$ 3600'],
      ],
      post_text: ['Figures are audited .'],
      qa: {
        question: 'what was the percentage change in revenue from 2019 to 2020?',
        program: 'subtract(4500, 3600), divide(#0, 3600)',
        answer: '25%',
        exe_ans: 0.25,
      },
    },
  ],
}

function between(text: string, from: string, to: readonly string[]): string {
  const start = text.indexOf(from)
  if (start === -1) return ''
  const rest = text.slice(start + from.length)
  const ends = to.map((mark) => rest.indexOf(mark, 1)).filter((at) => at !== -1)
  return rest.slice(0, ends.length === 0 ? undefined : Math.min(...ends)).trim()
}
