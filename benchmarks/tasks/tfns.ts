import * as z from 'zod'
import { at } from '../../src/core/absence.js'
import { sentiments } from './financial-phrasebank.js'
import { instructedRows } from './instructed.js'
import { layout, type Task, textOrNumber } from './task.js'

/** The release counts 0 Bearish, 1 Bullish, 2 Neutral: unlike Financial PhraseBank. */
const byNumber = ['negative', 'positive', 'neutral']

export const tfns: Task = {
  name: 'tfns',
  title: 'Twitter financial news sentiment',
  domain: 'finance',
  answer: 'label',
  grader: 'sentiment',
  split: 'validation',
  licence: 'MIT',
  home: {
    page: 'https://huggingface.co/datasets/zeroshot/twitter-financial-news-sentiment',
    hub: { name: 'zeroshot/twitter-financial-news-sentiment', files: ['sent_valid.csv'] },
  },
  instruction: 'What does this message mean for an investor: negative, neutral or positive?',
  files: /(sent_valid|tfns|twitter.financial)/i,
  layouts: [
    layout(
      z.looseObject({ text: z.string(), label: textOrNumber.pipe(z.string().regex(/^[0-2]$/)) }),
      ({ text, label }, id) => ({
        id,
        question: text,
        options: sentiments,
        gold: at(byNumber, Number(label)),
      }),
    ),
    instructedRows(({ input, target }) => ({ question: input, options: sentiments, gold: target })),
  ],
  samples: [
    { text: '$OAKW - Oakwell lifted to Buy at a small broker', label: 1 },
    { text: '$PNDR: Pender warns on margins', label: 0 },
    { text: 'Central bank speaks at noon', label: 2 },
  ],
}
