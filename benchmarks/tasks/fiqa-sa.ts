import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { sentiments } from './financial-phrasebank.js'
import { instructedRows } from './instructed.js'
import { layout, type Task, textOrNumber } from './task.js'

/** FinGPT's bounds: below -0.1 negative, above 0.1 positive. */
const labelOf = (score: number) => (score < -0.1 ? 'negative' : score > 0.1 ? 'positive' : 'neutral')

export const fiqaSa: Task = {
  name: 'fiqa-sa',
  title: 'FiQA sentiment',
  domain: 'finance',
  answer: 'label',
  grader: 'sentiment',
  split: 'test',
  licence: 'MIT',
  home: {
    page: 'https://huggingface.co/datasets/TheFinAI/fiqa-sentiment-classification',
    hub: { name: 'TheFinAI/fiqa-sentiment-classification', files: ['data/test-*.parquet'] },
  },
  instruction: 'What does this text mean for an investor: negative, neutral or positive?',
  files: /fiqa/i,
  layouts: [
    layout(
      z.looseObject({
        _id: textOrNumber.optional(),
        sentence: z.string(),
        score: z.coerce.number(),
        target: z.string().optional(),
      }),
      ({ _id: given, sentence, score, target }, id) => ({
        id: given === undefined ? id : `fiqa-${given}`,
        ...defined({ context: target ? `About: ${target}` : undefined }),
        question: sentence,
        options: sentiments,
        gold: labelOf(score),
        details: { score: String(score) },
      }),
    ),
    instructedRows(({ input, target }) => ({ question: input, options: sentiments, gold: target })),
  ],
  samples: [
    {
      _id: 'own-1',
      sentence: 'Northlake Foods raises its outlook after a strong spring',
      target: 'Northlake Foods',
      aspect: 'Outlook',
      score: 0.62,
    },
    {
      _id: 'own-2',
      sentence: 'Gasworks share unchanged before the report',
      target: 'Gasworks',
      aspect: 'Price',
      score: 0.02,
    },
  ],
}
