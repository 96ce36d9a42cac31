import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const found = (context: string, step: string, question = 'What do the figures say?') =>
  checkEvidence({ question, steps: [step], context }).steps.flatMap(({ evidence }) =>
    evidence.filter(accuses).map(({ computed }) => computed),
  )

const table = (...rows: readonly string[]) =>
  [rows[0], rows[0]?.replace(/[^|]+/g, '---'), ...rows.slice(1)].map((row) => `| ${row} |`).join('\n')

const capital = table(
  'item | value',
  'Market value of equity | 5,500',
  'Market value of debt | 1,100',
  'Cost of equity | 11%',
  'Tax rate | 18%',
)
const units = table('item | value', 'North, units | 400', 'South, units | 250', 'Price | 12', 'Workers | 30')
const rent = table('Item | Amount', 'Rent | 800', 'Food | 300', 'Months | 12')
const sheet = table('Item | 2023', 'Cash | 100', 'Receivables | 50', 'Inventory | 70', 'Payables | 60')
const plain =
  'Balance sheet (EUR thousand)\nCash 120\nReceivables 340\nInventory 260\nMachinery 900\nPayables 210\nLoan 590'
const income = table(
  ' | 2022 | 2023',
  'Revenue | 400 | 500',
  'Cost of sales | 250 | 300',
  'Operating expenses | 70 | 80',
  'Interest | 10 | 12',
)
const assets = table('Item | EUR million', 'Total assets | 500', 'Total liabilities | 300')
const fair = table('Item | Amount', 'Fair value | 900', 'Costs to sell | 40', 'Carrying amount | 880')
const budget = 'Monthly budget\nIncome: 2,400\nRent: 900\nFood: 450\nTransport: 120'
const shop = table(
  'Article | Stock | Price',
  'Pens | 120 | 1.20',
  'Pads | 80 | 2.50',
  'Folders | 45 | 3.10',
  'Staplers | 15 | 7.90',
)
const months = table(
  'Month | Visitors | Orders',
  'January | 4,200 | 310',
  'February | 3,900 | 295',
  'March | 5,100 | 402',
  'April | 4,650 | 377',
)
const costs = table(
  'Cost item | 2022 | 2023',
  'Materials | 120 | 140',
  'Wages | 310 | 330',
  'Energy | 48 | 41',
  'Rent | 60 | 60',
)
const towns = table('Town | 2010 | 2020', 'Ashby | 12,400 | 14,000', 'Brill | 8,200 | 7,900', 'Corve | 5,500 | 7,700')

describe('a total of some rows, of rows of several kinds, or of something else', () => {
  it.each([
    [capital, 'Total capital: 5,500 + 1,100 = 6,600. The answer is 6,600.'],
    [capital, 'In total the value is 6,600.'],
    [units, 'Total units: 400 + 250 = 650'],
    [units, 'In total 650 units were sold.'],
    [rent, 'Total monthly spending is 800 + 300 = 1,100.'],
    [sheet, 'Total current assets are 100 + 50 + 70 = 220.'],
    [sheet, 'Total current assets are 220.'],
    [sheet, 'Quick assets total 100 + 50 = 150.'],
    [sheet, 'The sum of cash, receivables and inventory is 100 + 50 + 70 = 220.'],
    [plain, 'Total assets are 1,620.'],
    [plain, 'In total, 800 is owed.'],
    [income, 'Total costs are 300 + 80 = 380.'],
    [income, 'In 2023 costs totalled 392.'],
    [budget, 'Altogether 1,470 is spent.'],
    [shop, 'The stock of paper goods totals 245.'],
    [shop, 'Total stock value is 602.'],
    [shop, 'The total of pens, pads and folders is 120 + 80 + 45 = 245.'],
    [months, 'The total orders in the first three months: 310 + 295 + 402 = 1,007.'],
    [costs, 'Total variable costs in 2023 are 181.'],
    [costs, 'All costs except wages total 140 + 41 + 60 = 241.'],
    [towns, 'In 2020, the two largest had 21,900 together.'],
  ])('is not held against the whole column: %# %s %s', (context, step) => expect(found(context, step)).toEqual([]))

  it('nor one that the question asks for', () =>
    expect(
      found(months, 'Total visitors: 4,200 + 3,900 + 5,100 = 13,200.', 'How many visitors came in the first quarter?'),
    ).toEqual([]))

  it.each([
    [shop, 'In total there are 270 articles in stock.', '260'],
    [towns, 'In 2020 the three towns had 29,500 inhabitants in total.', '29600'],
    [months, 'Total visitors were 17,650.', '17850'],
    [costs, 'Total costs in 2023 are 561.', '571'],
    [costs, 'All costs of 2023 come to 140 + 330 + 41 = 511.', 'with Rent'],
  ])('is, where it can be nothing else: %# %s %s', (context, step, computed) =>
    expect(found(context, step)).toEqual([computed]),
  )
})

describe('the highest of some rows', () => {
  it.each([
    [income, 'The highest of the cost lines in 2023 is cost of sales with 300.'],
    [plain, 'The smallest of the liabilities is payables with 210.'],
    [costs, 'The highest of the non-wage costs in 2023 is materials with 140.'],
    [shop, 'The dearest of the paper goods is the folder with 3.10.'],
    [months, 'The busiest of the winter months is January with 4,200 visitors.'],
  ])('is over those alone: %# %s %s', (context, step) => expect(found(context, step)).toEqual([]))

  it.each([
    [income, 'The highest of the cost lines in 2023 is operating expenses with 80.', 'Cost of sales'],
    [plain, 'The largest of the assets is receivables with 340.', 'Machinery'],
  ])('and is another one: %# %s %s', (context, step, computed) => expect(found(context, step)).toEqual([computed]))
})

describe('one row less another', () => {
  it.each([
    [assets, 'Total assets less total liabilities is 200.'],
    [assets, 'Equity is total assets less total liabilities.'],
    [assets, 'Total liabilities are less than total assets.'],
    [fair, 'Fair value, less costs to sell, is 860.'],
    [income, 'In 2023, revenue less cost of sales was 200.'],
    [budget, 'Income less rent is 1,500.'],
  ])('is a difference: %# %s %s', (context, step) => expect(found(context, step)).toEqual([]))

  it.each([
    [assets, 'Total assets less total liabilities is 210.', '200'],
    [fair, 'Fair value less costs to sell is 870.', '860'],
    [assets, 'Total assets are less than total liabilities.', '500 and 300'],
  ])('and comes to something else: %# %s %s', (context, step, computed) =>
    expect(found(context, step)).toEqual([computed]),
  )
})
