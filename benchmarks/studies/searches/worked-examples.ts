import { at } from '../../../src/core/absence.js'
import { opening } from '../../../verifier/judge/layout.js'
import { INSTRUCTION, type Problem } from '../../../verifier/search/generation.js'

type Example = Omit<Problem, 'id' | 'task'> & { steps: readonly string[] }

const sums: Example[] = [
  {
    question: 'A tray holds 6 cups. Nora fills 4 trays and breaks 3 cups. How many whole cups are left?',
    steps: ['4 trays of 6 cups are 4 * 6 = 24 cups.', 'After 3 break, 24 - 3 = 21 cups are left.', 'The answer is 21.'],
  },
  {
    question: 'There were 35 birds on a lake. 12 flew away. How many birds stayed?',
    steps: ['12 of the 35 birds are gone, so 35 - 12 = 23 stayed.', 'The answer is 23.'],
  },
  {
    question: 'Omar reads 5 more pages than Lea. Lea reads 18 pages. How many pages does Omar read?',
    steps: ['Omar reads 18 + 5 = 23 pages.', 'The answer is 23.'],
  },
]

const sense: Example[] = [
  {
    question: 'Where would you put milk to keep it cold?',
    options: ['oven', 'fridge', 'shoe', 'garden', 'mailbox'],
    steps: ['Milk stays cold in a place that is cooled, and a fridge is cooled.', 'The answer is (B).'],
  },
  {
    question: 'What do people do when they are tired at night?',
    options: ['run a race', 'plant trees', 'build a house', 'go to sleep', 'buy a boat'],
    steps: ['A tired person needs rest, and sleep gives rest.', 'The answer is (D).'],
  },
]

const science: Example[] = [
  {
    question: 'Which of these is a source of light?',
    options: ['the Sun', 'a stone', 'a mirror', 'a leaf'],
    steps: ['The Sun makes its own light; the others only reflect it.', 'The answer is (A).'],
  },
  {
    question: 'What happens to water at 100 degrees Celsius?',
    options: ['It freezes.', 'It turns to salt.', 'It boils.', 'It burns.'],
    steps: ['Water boils at 100 degrees Celsius.', 'The answer is (C).'],
  },
]

const truth = ['True', 'False', 'Unknown']
const asked = 'Based on the above information, is the following statement true, false, or unknown?'
const rules: Example[] = [
  {
    context: 'Max is kind. All kind things are green. If something is green then it is not cold.',
    question: `${asked} Max is cold.`,
    options: truth,
    steps: [
      'Max is kind, and all kind things are green, so Max is green.',
      'Green things are not cold, so Max is not cold and the statement is false.',
      'The answer is (B).',
    ],
  },
  {
    context: 'Rita is tall. If someone is tall then they are loud.',
    question: `${asked} Rita is loud.`,
    options: truth,
    steps: ['Rita is tall, and tall people are loud, so the statement is true.', 'The answer is (A).'],
  },
  {
    context: 'Tim is old. All young things are blue.',
    question: `${asked} Tim is blue.`,
    options: truth,
    steps: ['Nothing says that Tim is young, so no rule tells whether he is blue.', 'The answer is (C).'],
  },
]

const tones = ['negative', 'neutral', 'positive']
const sentiment: Example[] = [
  {
    question: 'Sales of the bakery chain rose by 20 % in the third quarter .',
    options: tones,
    steps: ['Rising sales are good for an investor.', 'The answer is positive.'],
  },
  {
    question: 'The company has offices in Oslo and Riga .',
    options: tones,
    steps: ['This states a fact without good or bad news.', 'The answer is neutral.'],
  },
  {
    question: 'The shipyard made a loss after two orders were cancelled .',
    options: tones,
    steps: ['A loss is bad for an investor.', 'The answer is negative.'],
  },
]

const reports: Example[] = [
  {
    context: '| 2020 | 2019\nrevenue ( millions ) | $ 450 | $ 360',
    question: 'what was the percentage change in revenue from 2019 to 2020?',
    steps: [
      'The revenue grew by 450 - 360 = 90 million.',
      'Compared with 2019 that is 90 / 360 = 0.25, or 25%.',
      'The answer is 25%.',
    ],
  },
  {
    context: 'The firm paid 12.5 million in rent and 7.5 million in wages.',
    question: 'what is the total of rent and wages in millions?',
    steps: ['Together they are 12.5 + 7.5 = 20 million.', 'The answer is 20.'],
  },
]

/** Written for this package, none taken from the data; the letters of the answers are spread. */
const examples: Record<string, readonly Example[]> = {
  svamp: sums,
  gsm8k: sums,
  commonsenseqa: sense,
  arc: science,
  proofwriter: rules,
  fpb: sentiment,
  finqa: reports,
}

/**
 * What stands before a question of the task: how to answer, and worked examples where there are some. A small base model needs them to write steps
 * and an answer at all; every arm gets the same ones.
 */
export function instructionOf(task: string): string {
  const worked = (Object.hasOwn(examples, task) ? at(examples, task) : []).map(
    ({ steps, ...problem }) =>
      `Problem: ${opening(problem)}Solution:\n${steps.map((step, i) => `Step ${i + 1}: ${step}`).join('\n')}\n`,
  )
  return [INSTRUCTION, ...worked].join('\n\n')
}
