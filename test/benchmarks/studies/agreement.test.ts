import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Miss, measureAgreement } from '../../../benchmarks/studies/agreement/measure.js'
import { temporaryFolder } from '../../helpers/folder.js'

it('counts where the answer that is read is the recorded one, and shows the misses', async () => {
  const folder = temporaryFolder('agreement')
  try {
    const file = join(folder, 'candidates.ndjson')
    const sets = [
      {
        id: '1',
        gold: '# 3',
        candidates: [
          { text: '{"reasoning": "2 + 1", "answer": "3"}', answer: '3', correct: true },
          { text: 'The answer is 4.', answer: '4', correct: false },
          { text: 'The answer is 4.', answer: '3', correct: true },
          { text: 'I do not know', answer: '3', correct: false },
          { text: 'The answer is 5.', answer: '' },
        ],
      },
      {
        id: '2',
        answer: 'B',
        options: ['x', 'y'],
        candidates: [
          { text: 'The answer is (B).', pred: 'B', correct: true },
          { text: 'Nothing', pred: null, correct: false },
        ],
      },
    ]
    await writeFile(file, sets.map((set) => JSON.stringify(set)).join('\n'))
    const misses: Miss[] = []
    expect(await measureAgreement(file, { onMiss: (miss) => misses.push(miss) })).toEqual({
      candidates: 7,
      recorded: 5,
      same: 3,
      different: 1,
      unparsed: 1,
      onlyRead: 1,
      graded: 5,
      sameGrade: 4,
      sameGradeFromText: 4,
    })
    expect(misses.map((miss) => miss.kind)).toEqual(['answer', 'answer', 'grade'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
