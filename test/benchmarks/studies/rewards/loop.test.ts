import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drawNumbered, isContested } from '../../../../benchmarks/studies/rewards/drawn.js'
import { rememberedWriter } from '../../../../benchmarks/studies/rewards/remembered-writer.js'
import { compareStacks, type StackRow } from '../../../../benchmarks/studies/rewards/stacks.js'
import { withExplanation, withNotes } from '../../../../benchmarks/studies/rewards/workings.js'
import { parseRewrite } from '../../../../extraction/filters/parse.js'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { scriptedModel } from '../../../../src/models/scripted.js'
import { temporaryFolder } from '../../../helpers/folder.js'

const folder = temporaryFolder('loop')

describe('the workings of authors as rationales', () => {
  it('notes of a calculator leave the text and stand before their step', () => {
    const worked = withNotes(
      {
        question: 'Ann has 48 pens and buys half as many. How many?',
        answer: 'She buys 48/2 = $<<48/2=24>>24 worth.\n#### 24',
      },
      'a',
    )
    expect(worked?.text).toBe(
      'Ann has 48 pens and buys half as many. How many?\n\nShe buys $24 worth.\nThe answer is 24.',
    )
    expect(parseRewrite(worked?.annotated ?? '')).toEqual({
      text: worked?.text,
      insertions: [{ offset: 'Ann has 48 pens and buys half as many. How many?'.length, rationale: '48/2 = 24.' }],
    })
    expect(withNotes({ question: 'How many?', answer: 'She has two.\n#### 2' }, 'b')).toBeUndefined()
  })

  it('an explanation that names the answer is no reason for it', () => {
    const row = {
      id: 'q',
      answerKey: 'B',
      question: {
        stem: 'Where is bread made crisp?',
        choices: [
          { label: 'A', text: 'drawer' },
          { label: 'B', text: 'toaster' },
        ],
      },
    }
    const worked = withExplanation(row, 'Dry heat makes bread crisp.')
    expect(worked?.text).toBe('Where is bread made crisp?\n(A) drawer\n(B) toaster\n\nThe answer is (B) toaster.')
    expect(parseRewrite(worked?.annotated ?? '')).toMatchObject({
      insertions: [{ rationale: 'Dry heat makes bread crisp.' }],
    })
    expect(withExplanation(row, 'A Toaster does.')).toBeUndefined()
  })
})

it('what was written is read from the file by the next run, and other prompts are not', async () => {
  let written = 0
  const model = scriptedModel({ generate: (prompt) => `${prompt} ${++written}` })
  const file = join(folder, 'written.ndjson')
  const first = await rememberedWriter(model, file)
  expect((await first.generate({ prompt: 'a' }))[0]?.text).toBe('a 1')
  const second = await rememberedWriter(model, file)
  expect((await second.generate({ prompt: 'a' }))[0]?.text).toBe('a 1')
  expect((await second.generate({ prompt: 'b' }))[0]?.text).toBe('b 2')
})

it('a problem is contested where a choice can be right or wrong', () => {
  const set = (answers: string[]) => ({
    id: 'p',
    question: 'How many?',
    gold: '2',
    candidates: answers.map((answer) => ({ steps: [`It is ${answer}.`], answer })),
  })
  expect(isContested(drawNumbered(set(['2', '3']), 4))).toBe(true)
  expect(isContested(drawNumbered(set(['2', '2']), 4))).toBe(false)
  expect(isContested(drawNumbered(set(['1', '3']), 4))).toBe(false)
})

it('a reward that knows more than checks and network adds to them, noise does not, and what is missing counts as nothing', () => {
  const random = seededRandom('stacks')
  const rows: StackRow[] = Array.from({ length: 320 }, (_, i) => {
    const correct = i % 2 === 0
    const told = (often: number) => (random.uniform() < often ? correct : !correct)
    return {
      group: `question ${i >> 2}`,
      key: `answer ${i % 4}`,
      correct,
      checks: { checks: told(0.6) ? 1 : -1 },
      network: { network: told(0.6) ? 1 : -1 },
      style: { characters: random.uniform(), steps: random.uniform() },
      judged: {
        good: told(0.9) ? { 'likelihood:min': -0.1 } : { 'likelihood:min': -2 },
        noise: i % 10 === 0 ? {} : { 'likelihood:min': random.uniform() },
      },
    }
  })
  const lines = compareStacks(rows, ['good', 'noise'])
  const lineOf = (name: string) => lines.find((line) => line.startsWith(name.padEnd(28))) ?? ''
  const gains = (name: string) =>
    [...lineOf(name).matchAll(/([+-][\d.]+) \[(-?[\d.]+), (-?[\d.]+)\]/g)].map(([, , low, high]) => [
      Number(low),
      Number(high),
    ])
  // Over checks and network: pairs, best-of-n, weighted.
  expect(
    gains('both with good')
      .slice(2)
      .every(([low = 0]) => low > 0),
  ).toBe(true)
  expect(
    gains('both with noise')
      .slice(2)
      .every(([low = 1, high = -1]) => low <= 0 && high >= 0),
  ).toBe(true)
  expect(lines[0]).toContain('the mean stands for them): 32')
})
