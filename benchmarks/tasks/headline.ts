import * as z from 'zod'
import { instructedRows } from './instructed.js'
import { layout, type Task } from './task.js'

/** The gold headlines of Sinha and Khandait, yes/no questions each: nine in the first release, six in the one on Kaggle. */
const questions: Record<string, string> = {
  'Price or Not': 'Does the news headline talk about price?',
  'Direction Up': 'Does the news headline talk about price going up?',
  'Direction Constant': 'Does the news headline talk about price staying constant?',
  'Direction Down': 'Does the news headline talk about price going down?',
  PastPrice: 'Does the news headline talk about price in the past?',
  FuturePrice: 'Does the news headline talk about price in the future?',
  PastNews: 'Does the news headline talk about a past event other than price?',
  FutureNews: 'Does the news headline talk about a future event other than price?',
  'Price Direction Up': 'Does the news headline talk about price going up?',
  'Price Direction Constant': 'Does the news headline talk about price staying constant?',
  'Price Direction Down': 'Does the news headline talk about price going down?',
  'Past Information': 'Does the news headline talk about the past?',
  'Future Information': 'Does the news headline talk about the future?',
  'Asset Comparision': 'Does the news headline compare gold with another asset?',
}

const flag = z.coerce.number().pipe(z.union([z.literal(0), z.literal(1)]))
const columns = z.union([
  z.looseObject({ News: z.string(), 'Price or Not': flag, 'Direction Up': flag }),
  z.looseObject({ News: z.string(), 'Price Direction Up': flag, 'Asset Comparision': flag }),
])

export const headline: Task = {
  name: 'headline',
  title: 'Gold news headlines',
  domain: 'finance',
  answer: 'boolean',
  grader: 'boolean',
  split: 'test',
  licence: 'not stated',
  home: {
    page: 'https://huggingface.co/datasets/FinGPT/fingpt-headline',
    hub: { name: 'FinGPT/fingpt-headline', files: ['data/test-*.parquet'] },
  },
  instruction: 'Answer yes or no about this headline.',
  // Not headlines_df.csv: FinGPT's file of that name holds messages without labels.
  files: /(fingpt-headline|gold-dataset|finalDataset_0208|headline.*(test|train)).*\.(csv|parquet|jsonl?)/i,
  layouts: [
    layout(
      z.looseObject({
        instruction: z.string(),
        input: z.string(),
        output: z.string().regex(/^\s*(yes|no)\s*\.?\s*$/i),
      }),
      ({ instruction, input, output }, id) => ({
        id,
        context: input,
        question: instruction,
        gold: /yes/i.test(output) ? 'yes' : 'no',
      }),
    ),
    instructedRows(({ instruction, input, target }) => ({
      context: input,
      question: instruction,
      gold: target.toLowerCase(),
    })),
    layout(columns, (row, id) =>
      Object.entries(questions)
        .filter(([column]) => row[column] !== undefined)
        .map(([column, question]) => ({
          id: `${id}-${column}`,
          context: String(row.News),
          question,
          gold: Number(row[column]) === 1 ? 'yes' : 'no',
        })),
    ),
  ],
  samples: [
    {
      instruction: 'Does the news headline talk about price going up? Please choose an answer from {Yes/No}.',
      input: 'gold climbs to a two-week high as the dollar eases',
      output: 'Yes',
    },
    {
      News: 'gold may slip next week',
      'Price or Not': 1,
      'Direction Up': 0,
      'Direction Down': 1,
      PastPrice: 0,
      FuturePrice: 1,
    },
  ],
}
