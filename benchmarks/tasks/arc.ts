import * as z from 'zod'
import { at } from '../../src/core/absence.js'
import { ai2Layouts } from './ai2.js'
import { layout, letter, type Task } from './task.js'

export const arc: Task = {
  name: 'arc',
  title: 'ARC-Challenge',
  domain: 'science',
  answer: 'letter',
  grader: 'letter',
  split: 'test',
  licence: 'CC BY-SA 4.0',
  home: {
    page: 'https://allenai.org/data/arc',
    hub: { name: 'allenai/ai2_arc', files: ['ARC-Challenge/test-00000-of-00001.parquet'] },
  },
  instruction: 'Choose the right option.',
  files: /arc-(challenge|easy)/i,
  layouts: [
    ...ai2Layouts,
    // LLM-Adapters' release: the options stand in the instruction as "Answer1: … Answer2: …".
    layout(
      z.looseObject({ instruction: z.string(), answer: z.string().regex(/^answer\d$/) }),
      ({ instruction, answer }, id) => {
        const [before = '', listed = ''] = instruction.split(/\n\n(?=Answer1:)/)
        const options = at(listed.split('\n\nAnswer format'), 0)
          .split(/\s*Answer\d: /)
          .slice(1)
        return {
          id,
          question: before.replace(/^Please choose the correct answer to the question: /, ''),
          options: options.map((option) => option.trim()),
          gold: letter(Number(answer.at(-1)) - 1),
        }
      },
    ),
  ],
  samples: [
    {
      id: 'own-1',
      question: {
        stem: 'Which of these conducts electricity best?',
        choices: [
          { label: '1', text: 'rubber' },
          { label: '2', text: 'glass' },
          { label: '3', text: 'copper' },
          { label: '4', text: 'wood' },
        ],
      },
      answerKey: '3',
    },
    {
      instruction:
        'Please choose the correct answer to the question: What does a plant take from the air to make sugar?\n\nAnswer1: carbon dioxide Answer2: helium Answer3: salt\n\nAnswer format: answer1/answer2/answer3',
      input: '',
      output: 'the correct answer is answer1',
      answer: 'answer1',
    },
  ],
}
