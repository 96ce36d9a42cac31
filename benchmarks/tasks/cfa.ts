import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { layout, letter, type Sample, type Task } from './task.js'

/**
 * Questions in the style of the CFA examinations: TheFinAI/flare-cfa (`query`, `answer`, `text`, `choices`, `gold`), Salesforce/FinEval's CFA sets
 * (`query`, `answer`, `source`), and FinLoRA's own layout (`context`, `target` "B. the option"), whose rows are not handed out.
 */
export const cfa: Task = {
  name: 'cfa',
  title: 'CFA questions',
  domain: 'finance',
  answer: 'letter',
  grader: 'letter',
  split: 'test',
  licence: 'MIT (as its page states)',
  home: {
    page: 'https://huggingface.co/datasets/TheFinAI/flare-cfa',
    hub: { name: 'TheFinAI/flare-cfa', files: ['data/test-*.parquet'] },
  },
  instruction: 'Choose the right option.',
  files: /cfa/i,
  layouts: [
    layout(
      z.looseObject({
        id: z.string().optional(),
        query: z.string(),
        text: z.string().optional(),
        answer: z.string(),
        choices: z.array(z.string()).optional(),
        gold: z.int().min(0).optional(),
      }),
      ({ id, query, text, answer, gold }, position) =>
        sampleOf(id ?? position, text ?? query, gold === undefined ? letterOf(answer) : letter(gold)),
    ),
    layout(z.looseObject({ context: z.string(), target: z.string() }), ({ context, target }, position) =>
      sampleOf(position, context, letterOf(target)),
    ),
  ],
  samples: [
    {
      id: 'cfa-own-1',
      query:
        'Read the questions and answers carefully, and choose the one you think is appropriate among the three options A, B and C.\nQ:A bond is priced above par. Its coupon rate is most likely:,CHOICES: A: below its yield.,B: equal to its yield.,C: above its yield.\nAnswer:',
      answer: 'C',
      text: 'A bond is priced above par. Its coupon rate is most likely:,CHOICES: A: below its yield.,B: equal to its yield.,C: above its yield.',
      choices: ['A', 'B', 'C'],
      gold: 2,
    },
    {
      context:
        'Please answer the following question with the exact letter and choice text and no explanations that you choose. Nothing else like an explanation should be in your response. Question: Which of these is a current asset?. Choices: A. A ship, B. A receivable due in May, C. Goodwill. Answer:',
      target: 'B. A receivable due in May',
    },
  ],
}

const letterOf = (answer: string) => /^\s*\(?([A-E])\b/i.exec(answer)?.[1]?.toUpperCase() ?? answer.trim()

/** The question and its lettered options; where the letters do not follow one another, all of it stays the question. */
function sampleOf(id: string, text: string, gold: string): Sample {
  const whole = text
    .replace(/\s*Answer:\s*$/i, '')
    .replace(/^Please answer the following question with the exact letter[\s\S]*?in your response\.\s*/i, '')
    .replace(/^(?:.*\n)?\s*(?:Q|Question):\s*/i, '')
  const [question = whole, list = ''] = whole.split(/,?\s*CHOICES:\s*/i)
  const options = optionsIn(list)
  return { id, question: options ? question.trim() : whole.trim(), gold, ...defined({ options }) }
}

function optionsIn(list: string): string[] | undefined {
  const starts: { start: number; end: number }[] = []
  for (const match of list.matchAll(/(?:^|[,;\s])\s*([A-E])\s?[.:)]\s*/g)) {
    if (match[1] === letter(starts.length)) starts.push({ start: match.index, end: match.index + match[0].length })
  }
  if (starts.length < 2) return undefined
  return starts.map(({ end }, i) =>
    list
      .slice(end, starts[i + 1]?.start)
      .replace(/[,;\s]+$/, '')
      .trim(),
  )
}
