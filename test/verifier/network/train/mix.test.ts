import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Example } from '../../../../verifier/network/train/example.js'
import { mixed, parseMix, sharesOf, sizeOf } from '../../../../verifier/network/train/mix.js'
import { parseTrainOptions, type TrainOptions } from '../../../../verifier/network/train/options.js'
import { planTraining } from '../../../../verifier/network/train/prepare.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

const source = (name: string, count: number, length: number): Example[] =>
  Array.from({ length: count }, (_, i) => ({ ids: Array(length).fill(i), targets: [1], group: name }))
const shareOf = (name: string, examples: Example[]) =>
  sizeOf(examples.filter(({ group }) => group === name)) / sizeOf(examples)

describe('mixing sources', () => {
  const text = source('text', 90, 100)
  const instructions = source('instructions', 40, 25)

  it('gives each source its share of the tokens, and as many tokens as all have', () => {
    const all = mixed([text, instructions], [0.6, 0.4], 0)
    expect(sizeOf(all)).toBeGreaterThan(9900)
    expect(sizeOf(all)).toBeLessThan(10_100)
    expect(shareOf('instructions', all)).toBeCloseTo(0.4, 1)
    // What is seen again is the whole source again, in another order.
    const seen = all.filter(({ group }) => group === 'instructions')
    expect(new Set(seen.slice(0, 40)).size).toBe(40)
    expect(new Set(seen.slice(40, 80)).size).toBe(40)
    expect(seen.slice(0, 40)).not.toEqual(seen.slice(40, 80))
    expect(mixed([text, instructions], [0.6, 0.4], 0)).toEqual(all)
  })

  it('by sizes: a temperature of 1 leaves them, a large one evens them out', () => {
    const files = parseMix(['b.ndjson'])
    expect(sharesOf([900, 100], files, 1)).toEqual([0.9, 0.1])
    expect(sharesOf([900, 100], files, 2)).toEqual([0.75, 0.25])
    expect(sharesOf([900, 100], files, 1e9)[0]).toBeCloseTo(0.5)
  })

  it('reads "FILE=share"; the first file has the rest', () => {
    const files = parseMix(['a=b/instructions.ndjson=0.3', 'c.ndjson=0.2'])
    expect(files).toEqual([
      { path: 'a=b/instructions.ndjson', share: 0.3 },
      { path: 'c.ndjson', share: 0.2 },
    ])
    expect(sharesOf([1, 1, 1], files, 1)).toEqual([0.5, 0.3, 0.2])
    expect(parseMix(['a=b/c.ndjson'])).toEqual([{ path: 'a=b/c.ndjson' }])
  })

  it.each([
    [['a.ndjson=1.2'], 'between 0 and 1'],
    [['a.ndjson=x'], 'between 0 and 1'],
    [['a.ndjson=0.5', 'b.ndjson'], 'every file a share, or none'],
    [['a.ndjson=0.5', 'b.ndjson=0.5'], 'leave nothing'],
  ])('refuses %j', (mix, message) => {
    const options = { data: 'd', base: 'b', output: 'o', mix } as TrainOptions
    expect(() => parseTrainOptions(options)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    )
  })
})

describe('training on a mix', () => {
  let folder: string
  beforeAll(() => {
    folder = temporaryFolder('mix')
    const lines = (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    const texts = Array.from({ length: 40 }, (_, i) => ({
      id: `t${i}`,
      text: `Ann has ${i} apples and gets ${i + 1} more.`,
    }))
    const instructions = [{ instruction: 'Add.', input: '1 and 2', output: '3' }, { instruction: 5 }]
    writeFileSync(join(folder, 'texts.ndjson'), lines(texts))
    writeFileSync(join(folder, 'instructions.ndjson'), lines(instructions))
  })
  const options = (mix: string[], rejected: string[] = []): TrainOptions => ({
    data: join(folder, 'texts.ndjson'),
    mix: mix.map((each) => join(folder, each)),
    base: tinyLlama,
    output: join(folder, 'out'),
    task: 'mixed',
    evaluationPart: 0,
    onEvent: (event) => event.type === 'rejected' && rejected.push(event.reason),
  })

  it('repeats what is small, and names the file of a record that cannot be used', async () => {
    const rejected: string[] = []
    const plain = await planTraining(options([]))
    const plan = await planTraining(options(['instructions.ndjson=0.5'], rejected))
    // All tokens there are: those of the texts and of the one instruction.
    expect(plan.tokens / plain.tokens).toBeGreaterThan(1)
    expect(plan.tokens / plain.tokens).toBeLessThan(1.2)
    expect(plan.examples).not.toBe(plain.examples)
    expect(rejected).toEqual([expect.stringContaining('instructions.ndjson: ')])
  })

  it('refuses a share that would show a record hundreds of times', async () => {
    writeFileSync(
      join(folder, 'many.ndjson'),
      `${JSON.stringify({ id: 'x', text: 'Ann has 3 apples. '.repeat(900) })}\n`,
    )
    await expect(
      planTraining({ ...options(['instructions.ndjson=0.9']), data: join(folder, 'many.ndjson') }),
    ).rejects.toMatchObject({ code: 'configuration', found: expect.stringMatching(/seen \d{3} times/) })
  })
})
