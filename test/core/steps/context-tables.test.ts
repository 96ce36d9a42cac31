import { describe, expect, it } from 'vitest'
import { withBarredTables } from '../../../src/core/steps/context-tables.js'

const barred = '| Item | 2025 | 2024 |\n| --- | --- | --- |\n| Revenue | 1,412.5 | 366.0 |\n| Cash | (84.3) | — |'

describe('a table of a context', () => {
  it.each([
    ['CSV', 'Item,2025,2024\nRevenue,"1,412.5",366.0\nCash,(84.3),—'],
    ['tabs', 'Item\t2025\t2024\nRevenue\t1,412.5\t366.0\nCash\t(84.3)\t—'],
    ['semicolons', 'Item;2025;2024\nRevenue;1,412.5;366.0\nCash;(84.3);—'],
    ['columns of blanks', 'Item      2025     2024\nRevenue   1,412.5  366.0\nCash      (84.3)   —'],
    ['lines of Windows', 'Item,2025,2024\r\nRevenue,"1,412.5",366.0\r\nCash,(84.3),—'],
  ])('is written with bars: %s', (_what, text) => {
    expect(withBarredTables(`The year went well:\n${text}\nNothing else.`)).toBe(
      `The year went well:\n${barred}\nNothing else.`,
    )
  })

  it('may have an empty corner', () => {
    expect(withBarredTables('          2025     2024\nRevenue   412.5    366.0')).toBe(
      '|  | 2025 | 2024 |\n| --- | --- | --- |\n| Revenue | 412.5 | 366.0 |',
    )
  })

  it.each([
    barred,
    'Anna is 12, Bob is 13.\nCarl is 14, Dora is 15.',
    'Anna, 12\nBob, 13\nCarl, 14',
    'In 2024, sales were 5, and in 2025, 6.\nCosts were 3.',
    '1,200\n1,300',
    'Dear all,\n5 apples, 3 pears',
    '',
    'So a, b\n\nc, 5',
    'def f(a, b):\n    return a, 5',
    'Name, age\nAnna, 12',
  ])('stays what it is where it is none: %j', (text) => expect(withBarredTables(text)).toBe(text))

  it('is not looked for in a whole document', () => {
    const text = 'Item,2025\nRevenue,412.5\n'.repeat(1000)
    expect(withBarredTables(text) === text).toBe(true)
  })
})
