import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publicLabelledChainSchema } from '../../../benchmarks/public-formats.js'
import { asChain } from '../../../src/core/records/as-chain.js'
import { gradedChains } from '../../../verifier/calibration/records.js'
import { publishedChainSchema, readDrafts } from '../../../verifier/network/train/drafts.js'
import { temporaryFolder } from '../../helpers/folder.js'

/* Labelled chains in every published form mean the same wherever they are read: to calibrate, to train, to measure. */

const forms: [string, (wrong: boolean) => Record<string, unknown>][] = [
  ['ours', (wrong) => ({ id: 'a', question: 'q', steps: ['x', 'y'], firstError: wrong ? 1 : -1 })],
  ['first_error', (wrong) => ({ question: 'q', steps: ['x', 'y'], first_error: wrong ? 1 : -1 })],
  ['ProcessBench', (wrong) => ({ problem: 'q', steps: ['x', 'y'], label: wrong ? 1 : -1 })],
  ['TRL', (wrong) => ({ prompt: 'q', completions: ['x', 'y'], labels: [true, !wrong] })],
  [
    'Math-Shepherd',
    (wrong) => ({
      input: 'q Step 1: x ки\nStep 2: y ки',
      label: `q Step 1: x +\nStep 2: y ${wrong ? '-' : '+'}`,
      task: 'GSM8K',
    }),
  ],
]
const folder = temporaryFolder('published')

describe.each(forms)('%s', (name, form) => {
  it.each([true, false])('with a wrong step: %s', async (wrong) => {
    const record = form(wrong)
    const steps = name === 'Math-Shepherd' ? ['Step 1: x', 'Step 2: y'] : ['x', 'y']
    const expected = { question: 'q', steps, firstError: wrong ? 1 : -1 }
    expect(publicLabelledChainSchema.parse(record)).toMatchObject(expected)
    expect(publishedChainSchema.parse(record)).toMatchObject(expected)
    const { firstError, ...chain } = expected
    if (name !== 'ours') expect(asChain(record, 'line-1')).toMatchObject({ id: 'line-1', ...chain })
    expect(gradedChains(record, 'line 1')).toMatchObject([{ chain, firstError, right: !wrong }])

    const file = join(folder, 'record.ndjson')
    writeFileSync(file, JSON.stringify(record))
    for (const kind of ['process', 'head', 'mixed'] as const)
      for await (const { draft } of readDrafts(file, kind, () => {})) {
        expect(draft).toMatchObject({ group: 'q' })
        if (kind === 'head')
          expect(draft).toMatchObject({ labelled: { question: 'q', steps, labels: [1, wrong ? 0 : 1] } })
        else expect(JSON.stringify(draft)).toContain(wrong ? '-' : '+')
      }
  })
})

describe('a record that contradicts itself is refused by every reader', () => {
  it.each([
    ['labels of another number', { prompt: 'q', completions: ['x', 'y'], labels: [true] }, /1 labels, 2 completions/],
    ['labels that do not fit', { input: 'q Step 1: x ки', label: 'something else' }, /Math-Shepherd/],
    [
      'another text in the label',
      { input: 'q Step 1: x ки\nStep 2: y ки', label: 'q Step 1: x +\nStep 2: z -' },
      /the same text/,
    ],
    ['no labels', { prompt: 'q', completions: ['x', 'y'] }, /labels/],
  ])('%s', (_, record, message) => {
    expect(() => publicLabelledChainSchema.parse(record)).toThrow(message)
    expect(() => publishedChainSchema.parse(record)).toThrow(message)
    expect(() => gradedChains(record, 'line 1')).toThrow(message)
  })
})
