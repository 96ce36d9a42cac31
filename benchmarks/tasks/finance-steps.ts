import * as z from 'zod'
import { type FinanceChain, financeChains, type Part } from '../finance-steps/index.js'
import { layout, type Sample, type Task } from './task.js'

/** Rows as `npm run study finance-steps -- --write FILE` writes them. */
const row = z.looseObject({
  id: z.string(),
  group: z.string(),
  topic: z.string(),
  level: z.int(),
  question: z.string(),
  context: z.string(),
  steps: z.array(z.string()).min(1),
  firstError: z.int().min(-1),
  kind: z.string(),
  trace: z.array(z.string()),
})

/** Financial calculations with a table, made from templates of this package; half of the solutions have one slip, whose place and kind are known. */
function task(part: Part): Task {
  return {
    name: part === 'development' ? 'finance-steps' : 'finance-steps-closed',
    title: part === 'development' ? 'Finance steps' : 'Finance steps, closed topics',
    domain: 'steps',
    answer: 'steps',
    grader: 'first-error',
    split: `${part} topics`,
    licence: 'Apache-2.0',
    home: {
      page: 'https://www.npmjs.com/package/rationale-verifier',
      manual: 'it is made by this package: leave out --data',
    },
    instruction: 'Find the first wrong step of this solution.',
    files:
      part === 'development' ? /finance-steps(?!-closed).*\.(?:nd)?jsonl?/i : /finance-steps-closed.*\.(?:nd)?jsonl?/i,
    layouts: [layout(row, sampleOf)],
    samples: [],
    generate: (seed) => financeChains(part, { seed }).map(sampleOf),
    ...(part === 'closed' && { byNameOnly: true }),
  }
}

function sampleOf(chain: Omit<FinanceChain, 'kind' | 'answer'> & { kind: string }): Sample {
  const { id, question, context, steps, firstError, trace, group, topic, level, kind } = chain
  const details = { group, topic, level: String(level), kind }
  return { id, question, context, steps, firstError, reference: trace.join('\n'), details }
}

export const financeSteps = task('development')
export const financeStepsClosed = task('closed')
