import { describe, expect, it } from 'vitest'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { readProgram } from '../../../verifier/evidence/program.js'

const results = (text: string) => readProgram(text)?.map(({ result }) => result?.valueOf() ?? null)

describe('a straight-line programme', () => {
  it('gives each line the value that the lines above it make', () => {
    const text =
      'sales_2018 = 718892\nsales_2019 = 788948\nnet_change = sales_2019 - sales_2018\nans = net_change / sales_2018 * 100'
    expect(results(text)).toEqual([718892, 788948, 70056, expect.closeTo(9.745, 4)])
    expect(readProgram(text)?.map(({ operations }) => operations)).toEqual([0, 0, 1, 2])
    expect(readProgram(text)?.[3]?.operands.map(Number)).toEqual([70056, 718892, 100])
  })

  it('knows signs, powers, rounding, comments, functions and fences', () => {
    expect(
      results(
        '```python\ndef solution():\n    # the rate\n    rate = -5 / 2\n    grown = (1 + rate) ** 2  # squared\n    return round(grown, 2)\n```',
      ),
    ).toEqual([-2.5, 2.25, 2.25])
    expect(results('n_years = 2\nn_years = n_years + 1\nans = n_years')).toEqual([2, 3, 3])
  })

  it('has no value for what it cannot compute, nor for what uses that', () => {
    expect(results('all_rows = [1, 2]\nans = sum(all_rows)\nresult = ans + 1\nx_1 = 4')).toEqual([null, null, null, 4])
    expect(results('x_2 = 5\nx_2 = df["a"]\nans = x_2')).toEqual([5, null, null])
  })

  it.each([
    'Total = 3 * 5',
    'x = 5',
    'He has 5 apples.\nans = 5',
    'a_1 == 5',
    '',
    'total_cost = 3 * 5 = 15',
    'return on equity is 5/20',
  ])('%j is none', (text) => {
    expect(readProgram(text)).toBeNull()
  })

  it('is followed from the context to the answer', () => {
    const chain = {
      question: 'What was the change in sales between 2018 and 2019?',
      context: 'Sales | 2019: 788,948 | 2018: 718,892',
      steps: ['sales_2018 = 718892\nsales_2019 = 788948\nans = sales_2019 - sales_2018'],
    }
    const features = (answer: string) => checkEvidence({ ...chain, answer }).features
    expect(features('70056')['context:lastAgrees']).toBe(1)
    expect(features('71056')['context:lastDiffers']).toBe(1)
    const { steps } = checkEvidence({ ...chain, answer: '70056' })
    expect(steps[0]?.evidence.filter(({ ok }) => !ok)).toEqual([])
  })
})
