import * as z from 'zod'
import { at } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import { layout, type Task } from './task.js'

const shared = {
  domain: 'mathematics',
  answer: 'expression',
  grader: 'expression',
  split: 'test',
  licence: 'MIT',
  instruction: 'Solve this problem.',
} as const

const solved = layout(
  z.looseObject({
    problem: z.string(),
    solution: z.string(),
    answer: z.string().optional(),
    unique_id: z.string().optional(),
  }),
  ({ problem, solution, answer, unique_id: uniqueId }, id) => ({
    id: uniqueId ?? id,
    question: problem,
    gold: answer ?? lastBoxed(solution),
    reference: solution,
  }),
)

/** What stands in the last `\boxed{…}`, braces balanced. */
export function lastBoxed(solution: string): string {
  const start = solution.lastIndexOf('\\boxed')
  if (start !== -1) {
    const open = solution.indexOf('{', start)
    // \boxed 5 and \fbox{5} occur in the published solutions.
    if (open === -1 || solution.slice(start + 6, open).trim() !== '') {
      const rest = solution.slice(start + 6).trim()
      return at(rest.split(/[\s$]/), 0)
    }
    let depth = 0
    for (let at = open; at < solution.length; at++) {
      if (solution[at] === '{') depth++
      else if (solution[at] === '}' && --depth === 0) return solution.slice(open + 1, at)
    }
  }
  throw new RationaleError('input', 'the solution holds no \\boxed{answer}', { found: solution.slice(-60) })
}

const samples = [
  {
    problem: 'What is the sum of the roots of $x^2 - 9x + 14 = 0$?',
    solution: 'By Vieta the sum is $-(-9)/1 = 9$, so the answer is $\\boxed{9}$.',
    level: 'Level 1',
    type: 'Algebra',
  },
  {
    problem: 'Two fair coins are tossed. What is the probability that both show heads?',
    solution: 'Each shows heads with probability $\\frac{1}{2}$; both with $\\boxed{\\frac{1}{4}}$.',
    level: 'Level 1',
    type: 'Counting & Probability',
  },
]

const subjects = [
  'algebra',
  'counting_and_probability',
  'geometry',
  'intermediate_algebra',
  'number_theory',
  'prealgebra',
  'precalculus',
]

export const math: Task = {
  ...shared,
  name: 'math',
  title: 'MATH',
  home: {
    page: 'https://github.com/hendrycks/math',
    hub: {
      name: 'EleutherAI/hendrycks_math',
      files: subjects.map((subject) => `${subject}/test-00000-of-00001.parquet`),
    },
  },
  files: /(^|\/)(hendrycks_)?math\/.*test.*\.(jsonl?|parquet)/i,
  layouts: [solved],
  samples,
}

export const math500: Task = {
  ...shared,
  name: 'math-500',
  title: 'MATH-500',
  home: {
    page: 'https://huggingface.co/datasets/HuggingFaceH4/MATH-500',
    hub: { name: 'HuggingFaceH4/MATH-500', files: ['test.jsonl'] },
  },
  files: /math[-_]?500/i,
  layouts: [solved],
  samples: samples.map((sample, index) => ({
    ...sample,
    answer: ['9', '\\frac{1}{4}'][index],
    unique_id: `test/own/${index}.json`,
  })),
}
