import * as z from 'zod'
import { at } from '../../src/core/absence.js'
import { instructedRows } from './instructed.js'
import { layout, type Task, textOrNumber } from './task.js'

export const sentiments = ['negative', 'neutral', 'positive']

export const financialPhrasebank: Task = {
  name: 'fpb',
  title: 'Financial PhraseBank',
  domain: 'finance',
  answer: 'label',
  grader: 'sentiment',
  split: 'all (the release has no split; FinGPT holds out a quarter by seed 42)',
  licence: 'CC BY-NC-SA 3.0',
  home: {
    page: 'https://huggingface.co/datasets/takala/financial_phrasebank',
    hub: { name: 'takala/financial_phrasebank', files: ['data/FinancialPhraseBank-v1.0.zip'] },
    manual: 'the release is a ZIP archive: unpack it and give Sentences_50Agree.txt or Sentences_AllAgree.txt',
  },
  instruction: 'What does this sentence from the news mean for an investor: negative, neutral or positive?',
  files: /(fpb|phrasebank).*\.(txt|parquet|csv|jsonl?)/i,
  // One sentence a line, "@" and its label at the end (Latin-1); a sentence may hold "@" itself.
  parseText: (text) =>
    text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const at = line.lastIndexOf('@')
        return at === -1 ? line : { sentence: line.slice(0, at), label: line.slice(at + 1).trim() }
      }),
  layouts: [
    layout(z.looseObject({ sentence: z.string(), label: textOrNumber }), ({ sentence, label }, id) => {
      const named = /^[0-2]$/.test(label) ? at(sentiments, Number(label)) : label.toLowerCase()
      return { id, question: sentence.trim(), options: sentiments, gold: named }
    }),
    instructedRows(({ input, target }) => ({ question: input, options: sentiments, gold: target })),
  ],
  samples: [
    { sentence: 'Net profit of the ferry line doubled to EUR 8 mn in the second quarter .', label: 'positive' },
    { sentence: 'The meeting takes place in Turku on Friday .', label: 1 },
    { sentence: 'The mill lays off 120 people after orders fell by a third .', label: 'negative' },
  ],
}
