import * as z from 'zod'
import { RationaleError } from '../../src/core/errors.js'
import { layout, type Task } from './task.js'

/** Its generators write testset/DOMAIN/TOPIC.jsonl, those of two domains TOPIC_problems.jsonl. */
const DOMAINS = [
  ...['accounting_and_financial_reporting', 'corporate_finance', 'crypto_finance', 'finance_regulation'],
  ...['financial_markets', 'financial_ratios', 'fintech', 'investment_analysis', 'mergers_and_acquisitions'],
  ...['personal_finance', 'risk_management', 'sustainable_finance'],
]

/**
 * FinChain (Xie et al. 2025, arXiv 2506.02515), as its own generators write it: a problem a line with the seed it was drawn from and a solution in
 * steps. Rows of its predictions (`model_generation`) are read too; only the problem is taken.
 */
export const finchain: Task = {
  name: 'finchain',
  title: 'FinChain',
  domain: 'finance',
  answer: 'number',
  grader: 'number',
  split: 'as generated',
  licence: 'not stated',
  home: {
    page: 'https://github.com/mbzuai-nlp/finchain',
    manual:
      'run its data/templates/DOMAIN/TOPIC.py, each in its folder (make data/testset/DOMAIN first), and give the folder data/testset or one file',
  },
  instruction: 'Answer the question about these figures.',
  files: new RegExp(`finchain.*\\.jsonl$|_problems\\.jsonl$|(?:^|/)(?:${DOMAINS.join('|')})/[^/]+\\.jsonl$`, 'i'),
  layouts: [
    layout(
      z.looseObject({
        seed: z.int(),
        id: z.union([z.string(), z.int()]).transform(String),
        level: z.string(),
        question: z.string(),
        solution: z.string(),
        topic: z.string().optional(),
        subtopic: z.string().optional(),
      }),
      ({ seed, id, level, question, solution, topic, subtopic }) => ({
        // `id` is that of the template: with the seed it names the problem.
        id: [topic, subtopic, id, seed].filter((part) => part !== undefined).join('-'),
        question,
        gold: lastValue(solution),
        reference: solution,
        details: { level },
      }),
    ),
  ],
  samples: [
    {
      seed: 1,
      id: '1',
      level: 'Basic',
      question:
        'A firm has current assets of $5,400.00 and current liabilities of $4,000.00. What is its current ratio?',
      solution: 'Step 1: Current ratio = current assets ÷ current liabilities\n  = $5,400.00 ÷ $4,000.00 = 1.35',
    },
    {
      seed: 2,
      id: '3',
      level: 'Intermediate',
      question: 'A deposit of $2,000.00 earns 5.00% a year. What is it worth after two years?',
      solution:
        'Step 1: After one year it is $2,000.00 × 1.05 = $2,100.00\n\nStep 2: After two years it is $2,100.00 × 1.05 = $2,205.00 (Rounded)',
      topic: 'investment_analysis',
      subtopic: 'ci',
    },
  ],
}

/** The number behind the last equals sign of the last line that has one, as its scorer reads a step; else the last number. */
function lastValue(solution: string): string {
  const amount = String.raw`-?[$€£]?\d[\d,]*(?:\.\d+)?%?(?:\s*(?:thousand|million|billion))?`
  const behindEquals = [...solution.matchAll(new RegExp(`=\\s*(${amount})`, 'g'))].at(-1)?.[1]
  const found = behindEquals ?? solution.match(new RegExp(amount, 'g'))?.at(-1)
  if (found === undefined) {
    throw new RationaleError('input', 'the solution states no number', { found: solution.slice(-80) })
  }
  return found
}
