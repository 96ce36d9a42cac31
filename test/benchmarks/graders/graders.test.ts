import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { runProgram } from '../../../benchmarks/graders/finqa-program.js'
import { graderFor, graders } from '../../../benchmarks/graders/index.js'
import { spansF1, wordF1 } from '../../../benchmarks/graders/spans.js'

const folder = new URL('../../../benchmarks/graders/self-test/', import.meta.url)
const pairSchema = z.strictObject({
  prediction: z.string(),
  gold: z.string(),
  grade: z.enum(['strict', 'flexible', 'wrong', 'unparsed']),
  hint: z
    .strictObject({
      options: z.array(z.string()).optional(),
      question: z.string().optional(),
      details: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  score: z.number().optional(),
})

const pairsOf = (name: string) =>
  readFileSync(new URL(`${name}.ndjson`, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => pairSchema.parse(JSON.parse(line)))

it('every grader has a self-test file, and every file a grader', () => {
  const files = readdirSync(folder).map((file) => file.replace('.ndjson', ''))
  expect(files.sort()).toEqual(graders.map((grader) => grader.name).sort())
  expect(pairsOf('finance').length).toBeGreaterThanOrEqual(40)
  const kinds = ['number', 'expression', 'letter', 'text', 'boolean']
  expect(kinds.flatMap(pairsOf).length).toBeGreaterThanOrEqual(250)
})

describe.each(graders.map((grader) => grader.name))('%s', (name) => {
  it.each(pairsOf(name))('$grade: $prediction / $gold', ({ prediction, gold, grade, hint, score }) => {
    const result = graderFor(name).grade(prediction, gold, hint)
    expect(result).toMatchObject({
      parsed: grade !== 'unparsed',
      strict: grade === 'strict',
      flexible: grade === 'strict' || grade === 'flexible',
    })
    expect(result.answer === null).toBe(grade === 'unparsed')
    if (score !== undefined) expect(result.score).toBeCloseTo(score, 9)
  })

  it('has pairs of every outcome it can have', () => {
    const outcomes = new Set(pairsOf(name).map((pair) => pair.grade))
    expect(outcomes.has('strict') && outcomes.has('wrong') && outcomes.has('unparsed')).toBe(true)
  })

  it('never throws on what a model may say', () => {
    const { gold, hint } = pairsOf(name)[0] as z.infer<typeof pairSchema>
    const piece = fc.oneof(
      fc.string({ maxLength: 10 }),
      fc.constantFrom(
        'The answer is ',
        '(',
        ')',
        '%',
        ' million',
        '-',
        '$',
        '1',
        '0',
        ',',
        'add(',
        'table_sum(',
        '#0',
        'const_',
        '\\boxed{',
        '}',
        '\n',
        'yes',
        'B',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const grade = graderFor(name).grade(pieces.join(''), gold, hint)
        expect(grade.parsed || !(grade.strict || grade.flexible)).toBe(true)
        expect(grade.score).toBeGreaterThanOrEqual(0)
        expect(grade.score).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('graderFor', () => {
  it('names the graders there are', () => {
    expect(() => graderFor('vibes')).toThrow(/number, finance/)
  })
})

describe('gold answers', () => {
  it('that make no sense are an error, not a wrong answer', () => {
    expect(() => graderFor('number').grade('The answer is 3.', 'many')).toThrow(/not a number/)
    expect(() => graderFor('letter').grade('The answer is A.', 'Z', { options: ['x', 'y'] })).toThrow(/letter/)
    expect(() => graderFor('boolean').grade('The answer is yes.', 'perhaps')).toThrow(/yes, no/)
    expect(() => graderFor('finqa').grade('The answer is 3.', '1', { details: { table: '{}' } })).toThrow(/table/)
  })
})

describe('runProgram', () => {
  it('agrees with direct arithmetic (property)', () => {
    const number = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 100 }), (a, b, c) => {
        const expected = Math.round((((a - b) * 100) / c + a) * 1e5) / 1e5
        expect(
          runProgram(`subtract(${a}, ${b}), multiply(#0, const_100), divide(#1, ${c}), add(#2, ${a})`),
        ).toBeCloseTo(expected, 5)
      }),
    )
  })

  it.each([
    '',
    'add(1)',
    'add(1, 2) add(3, 4)',
    'add(1, 2), ',
    'power(1, 2)',
    'constructor(1, 2)',
    'add(#0, 1)',
    'greater(1, 2), add(#0, 1)',
    'exp(10, 999)',
    `${'add('.repeat(500)}1`,
  ])('refuses %j, naming what it expected', (program) => {
    expect(() => runProgram(program)).toThrow(/FinQA program/)
  })
})

describe('spans', () => {
  it('counts words as SQuAD does', () => {
    expect(wordF1('the cat sat', 'cat sat')).toBe(1)
    expect(wordF1('a b c d', 'c d e f')).toBeCloseTo(4 / 7)
    expect(wordF1('x', '')).toBe(0)
  })

  it('pairs spans once each', () => {
    expect(spansF1(['tugs', 'ferries'], ['ferries', 'tugs'])).toBe(1)
    expect(spansF1(['ferries', 'ferries'], ['ferries', 'tugs'])).toBe(0.5)
  })
})
