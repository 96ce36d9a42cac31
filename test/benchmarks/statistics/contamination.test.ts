import { expect, it } from 'vitest'
import { checkContamination } from '../../../benchmarks/statistics/contamination.js'
import type { Sample } from '../../../benchmarks/tasks/task.js'

const question =
  'A gardener plants nine rows of tulips with seven bulbs in each row and then loses five bulbs to the mice, how many are left?'
const other = 'A tram leaves the depot at six in the morning and returns every forty minutes until ten in the evening.'
const short = 'Which gas do green plants take out of the air?'

const tasks: { task: string; samples: Sample[] }[] = [
  { task: 'gardens', samples: [question, short].map((text, index) => ({ id: `g${index}`, question: text })) },
  { task: 'trams', samples: [{ id: 't0', question: 'How often does it return?', context: other }] },
]

it('finds samples that stand in training data, and the records that hold them', async () => {
  const training = [
    { id: 'clean', text: 'Nothing of it is here, and nothing of it was ever meant to be here, nor will be.' },
    { id: 'copied', text: `Seen on the web: ${question.toUpperCase()} Answer: 58.` },
    { id: 'quoted', text: `They asked "${short}" and nobody knew.` },
  ]
  expect(await checkContamination(training, tasks)).toEqual([
    { task: 'gardens', samples: 2, trainingIds: ['copied', 'quoted'], trainingRecords: 2, sampleIds: ['g0', 'g1'] },
    { task: 'trams', samples: 1, trainingIds: [], trainingRecords: 0, sampleIds: [] },
  ])
})
