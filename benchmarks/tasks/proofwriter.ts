import * as z from 'zod'
import { layout, type Sample, type Task } from './task.js'

const truth = ['True', 'False', 'Unknown']

/** Logic-LLM's release of a logic task: options with letters, the gold a letter. */
export const logicRow = z.looseObject({
  id: z.string(),
  context: z.string(),
  question: z.string(),
  options: z.array(z.string()).min(2),
  answer: z.string().regex(/^[A-E]$/),
})

export const readLogicRow = ({ id, context, question, options, answer }: z.infer<typeof logicRow>): Sample => ({
  id,
  context,
  question,
  options: options.map((option) => option.replace(/^[A-E]\) /, '')),
  gold: answer,
})

export const proofwriter: Task = {
  name: 'proofwriter',
  title: 'ProofWriter (open world, depth 5)',
  domain: 'logic',
  answer: 'letter',
  grader: 'letter',
  split: 'dev (the 600 questions of Logic-LLM)',
  licence: 'not stated (AI2); Logic-LLM release: MIT',
  home: {
    page: 'https://allenai.org/data/proofwriter',
    urls: ['https://raw.githubusercontent.com/teacherpeterpan/Logic-LLM/main/data/ProofWriter/dev.json'],
  },
  instruction: 'Decide from the facts and rules alone.',
  files: /proofwriter/i,
  layouts: [
    layout(logicRow, readLogicRow),
    // AI2's own release: one theory with many questions.
    layout(
      z.looseObject({
        id: z.string(),
        theory: z.string(),
        questions: z.record(
          z.string(),
          z.looseObject({ question: z.string(), answer: z.union([z.boolean(), z.string()]) }),
        ),
      }),
      ({ id, theory, questions }) =>
        Object.entries(questions).map(([name, { question, answer }]) => ({
          id: `${id}_${name}`,
          context: theory,
          question: `Is the following statement true, false, or unknown? ${question}`,
          options: truth,
          gold: answer === true || answer === 'True' ? 'A' : answer === false || answer === 'False' ? 'B' : 'C',
        })),
    ),
  ],
  samples: [
    {
      id: 'own-1',
      context: 'Tom is cold. If something is cold then it is blue. All blue things are quiet.',
      question: 'Based on the above information, is the following statement true, false, or unknown? Tom is quiet.',
      options: ['A) True', 'B) False', 'C) Unknown'],
      answer: 'A',
    },
    {
      id: 'own-2',
      theory: 'The fox is red. If someone is red then they are not slow.',
      questions: {
        Q1: { question: 'The fox is slow.', answer: false },
        Q2: { question: 'The fox is young.', answer: 'Unknown' },
      },
    },
  ],
}
